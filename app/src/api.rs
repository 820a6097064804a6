//! Server functions: the only way from the pages to the store.

mod decide;
mod form;
mod pages;
mod review;
mod subject;
mod suggest;
mod timeline;
mod upgrade;

pub use self::decide::{
    Correct, DecideTag, ReadHistory, SetVerdict, correct, decide_tag, history, set_verdict,
};
pub use self::form::curator;
pub use self::pages::{
    ReadItem, ReadKep, ReadKeps, ReadSig, ReadSigReleases, ReadSigs, ReadStatus, ReadVerdicts, ReadVersion,
    ReadVersions, item, kep, keps, sig, sig_releases, sigs, status, verdicts, version, versions,
};
pub use self::review::{
    CountList, DecideOnList, ReadDecisions, ReadReview, Undo, count_list, decide_on_list, decisions, review,
    undo,
};
pub use self::subject::{ReadSubject, subject};
pub use self::suggest::{Offer, ReadSuggestions, suggest};
pub use self::timeline::{
    FindEntry, FindNote, ReadEntry, ReadNote, ReadTimeline, entry, has_entry, note_page, note_place, timeline,
};
pub use self::upgrade::{
    ReadGate, ReadGates, ReadUpgrade, ReadUpgradeStart, gate, gates, upgrade, upgrade_start,
};
