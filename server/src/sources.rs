//! Sources that notebooks follow by themselves: looked at, and imported where they changed.
//!
//! `kepline source check`, the buttons of `/sources` and the schedule of a server call the same code: [`look_settled`] and what it is made of.

mod added;
mod desk;
mod fetched;
mod files;
mod hosts;
mod look;
mod repository;
mod schedule;
mod settings;
#[cfg(test)]
mod tests;
mod web;

pub use added::{AddedSource, add};
pub use desk::Desk;
pub use hosts::AllowedHosts;
pub use look::{LookOutcome, LossConsent, look_settled, remove};
pub use schedule::follow;
pub use settings::SourceSettings;
