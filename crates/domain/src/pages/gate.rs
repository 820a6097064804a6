//! What pages on gates and upgrades show besides the gates themselves.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Date;
use crate::gate::GateName;
use crate::id::{EntryId, NoteId};
use crate::notebook::Rights;
use crate::release_note::ReleaseNote;
use crate::sig::Sig;

/// A KEP whose newest file names a gate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateKep {
    /// The number of the KEP; one without a number has none.
    pub number: Option<u32>,
    /// Where its file lies: `sig-node/753-sidecar-containers`.
    pub folder: String,
    /// Its title.
    pub title: Option<String>,
    /// The SIG that owns it.
    pub owning_sig: Option<Sig>,
}

/// A release note with the gates that its text names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateReleaseNote {
    /// The note itself.
    pub note: ReleaseNote,
    /// In the order of names.
    pub gates: Vec<GateName>,
}

/// A note that names a gate, or cites a KEP or a pull request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamingNote {
    /// The note.
    pub note: NoteId,
    /// The entry of the note.
    pub entry: EntryId,
    /// The day of the entry, where it has one.
    pub day: Option<Date>,
    /// How its text begins: [`NamingNote::OPENING`] characters at most.
    pub opening: String,
    /// What may be shown of it, and to whom.
    pub rights: Rights,
}

impl NamingNote {
    /// How much of a text is loaded to quote its first words.
    pub const OPENING: u32 = 400;
}

/// The notes that name some things, by what they name, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamingNotes {
    /// By the gate that they name.
    pub gates: BTreeMap<GateName, Vec<NamingNote>>,
    /// By the number of the KEP that they cite, or that what they cite is about.
    pub keps: BTreeMap<u32, Vec<NamingNote>>,
    /// By the number of the pull request of kubernetes/kubernetes that they cite.
    pub pulls: BTreeMap<u64, Vec<NamingNote>>,
}
