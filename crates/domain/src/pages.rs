//! What the pages about KEPs, pull requests, SIGs and versions show, as values that travel to the views.

mod item;
mod kep;
mod sig;
mod site_map;
mod status;
mod version;

pub use item::{ItemPage, NoteCitation};
pub use kep::{KepAnswer, KepLine, KepName, KepPage, NotAKepName, Pointer, PullLine, Successor, UnknownKep};
pub use sig::{SigLine, SigList, SigPage};
pub use site_map::SiteMap;
pub use status::{KindStatus, Run, StatusCounts, StatusPage};
pub use version::{VersionLine, VersionList, VersionPage};
