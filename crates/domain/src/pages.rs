//! What the pages about KEPs, pull requests, SIGs and versions show, as values that travel to the views.

mod item;
mod kep;
mod sig;
mod site_map;
mod status;
mod version;

pub use item::{CitedAs, ItemPage};
pub use kep::{KepAnswer, KepLine, KepName, KepPage, NotAKepName, Pointer, PullLine, Successor, Unknown};
pub use sig::{SigLine, SigList, SigPage};
pub use site_map::SiteMap;
pub use status::{Counts, KindStatus, Run, StatusPage};
pub use version::{VersionLine, VersionList, VersionPage};
