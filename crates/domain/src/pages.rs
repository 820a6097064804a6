//! What the pages about KEPs, pull requests, SIGs, versions and reviews show, as values that travel to the views.

mod expectations;
mod fact_days;
mod forget;
mod gate;
mod gate_page;
mod history;
mod import_log;
mod item;
mod kep;
mod likely_sigs;
mod note_citation;
mod review;
mod sig;
mod sig_releases;
mod site_map;
mod status;
mod verdicts;
mod version;

pub use expectations::{ExpectingNote, ReleaseExpectation};
pub use fact_days::FactDays;
pub use forget::ForgetPage;
pub use gate::{GateKep, GateReleaseNote, NamingNote, NamingNotes};
pub use gate_page::{GateLine, GateList, GatePage};
pub use history::{HistoryPage, NoteHistory, Step, StepKind};
pub use import_log::{ImportPage, LoggedDecisions, LoggedRun, RunLog, UndoEffect};
pub use item::ItemPage;
pub use kep::{KepAnswer, KepLine, KepName, KepPage, NotAKepName, Pointer, PullLine, Successor, UnknownKep};
pub use likely_sigs::{LikelySig, TaggedWords};
pub use note_citation::NoteCitation;
pub use review::{Doubt, DoubtfulReference, Review, ReviewKind, ReviewNote};
pub use sig::{SigLine, SigList, SigPage};
pub use sig_releases::{KepReleases, MOST_RELEASES, SigReleasesPage};
pub use site_map::SiteMap;
pub use status::{FailingSource, KindStatus, Run, StatusCounts, StatusPage, UnreadFile, UnreadFiles};
pub use verdicts::{Arrival, Slips, VerdictCounts, VerdictGroup, VerdictPage};
pub use version::{VersionLine, VersionList, VersionPage};
