//! Server functions: the only way from the pages to the store.

mod decide;
mod form;
mod pages;
mod review;
mod suggest;
mod timeline;

pub use self::decide::{
    Correct, DecideTag, ReadHistory, SetVerdict, correct, decide_tag, history, set_verdict,
};
pub use self::form::curator;
pub use self::pages::{
    ReadItem, ReadKep, ReadKeps, ReadSig, ReadSigs, ReadStatus, ReadVersion, ReadVersions, item, kep, keps,
    sig, sigs, status, version, versions,
};
pub use self::review::{
    CountList, DecideOnList, ReadDecisions, ReadReview, Undo, count_list, decide_on_list, decisions, review,
    undo,
};
pub use self::suggest::{Offer, ReadSuggestions, suggest};
pub use self::timeline::{FindNote, ReadEntry, ReadTimeline, entry, note_place, timeline};
