//! The only way from the pages to the store: what pages call while they are rendered, and the server functions that forms
//! and the search box send to.

mod cluster;
mod decide;
mod digest;
mod form;
mod on_this_day;
mod pages;
mod review;
mod revisions;
mod sources;
mod subject;
mod suggest;
mod timeline;
mod tokens;
mod upgrade;
mod upload;
mod write;

pub use self::decide::{
    Confirm, Correct, DecideTag, SetVerdict, confirm, correct, decide_tag, history, set_verdict,
};
pub use self::digest::{digest, digest_index};
pub use self::form::curator;
pub use self::on_this_day::{on_this_day, year_old_note};
pub use self::pages::{item, kep, keps, sig, sig_releases, sigs, status, verdicts, version, versions};
pub use self::review::{DecideOnList, Undo, count_list, decide_on_list, decisions, review, undo};
pub use self::revisions::{
    Forget, UndoImport, entry_history, forget, forget_page, import_page, run_log, undo_import,
};
pub use self::sources::{
    AddSource, LookAtSource, PauseSource, RemoveSource, add_source, imported_revision, look_at_source,
    pause_source, remove_source, sources,
};
pub use self::subject::subject;
pub use self::suggest::{Offer, ReadSuggestions, suggest};
pub use self::timeline::{entry, has_entry, note_page, note_place, timeline};
pub use self::tokens::{RevokeToken, revoke_token, tokens};
pub use self::upgrade::{gate, gates, upgrade, upgrade_start};
pub use self::upload::upload_targets;
pub use self::write::{note_words, written_notebooks};
