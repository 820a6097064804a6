//! What a note cites: where a text cites something, what that is, and where its address leads.

mod repo;
mod target;

pub mod overrides;
pub mod reference;
pub mod resolve;

pub use self::repo::Repo;
pub use self::target::{GithubKind, Target};
