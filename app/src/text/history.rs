//! Texts of the page on what notes said before.

use domain::id::NoteId;
use domain::pages::{Step, StepKind};

use super::Lang;

texts! {
    earlier_words: "Earlier words", "以前の文面";
    history_description: "What the notes of this entry said before, and when that changed.",
        "この投稿のメモの以前の文面と、変わった日時。";
    nothing_changed: "No note of this entry has changed since it came.", "この投稿のメモは、取り込まれてから変わっていません。";
    words_withheld: "Nothing is stated about the rights to these notes: what they said before is shown to curators alone.",
        "権利の条件が示されていないため、以前の文面はキュレーターだけに表示されます。";
    older_changes: "Older changes are not shown.", "これより古い変更は表示していません。";
    has_left_source: "has left its source", "元のノートからなくなりました";
    last_words: "Its last words:", "最後の文面:";
    first_seen: "First seen", "初めて取り込まれた日時";
    removed_words: "removed:", "削除:";
    added_words: "added:", "追加:";
    forget_link: "Forget…", "完全に削除…";
}

impl Lang {
    /// The title of the history of an entry, by what the entry is called.
    pub fn history_title(self, entry: &str) -> String {
        match self {
            Self::En => format!("Earlier words: {entry}"),
            Self::Ja => format!("以前の文面: {entry}"),
        }
    }

    /// A note without its words.
    pub fn note_of_id(self, id: &NoteId) -> String {
        match self {
            Self::En => format!("Note {id}"),
            Self::Ja => format!("メモ {id}"),
        }
    }

    /// How many notes never changed.
    pub fn unchanged_notes(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note is as it came.".to_owned(),
            Self::En => format!("{notes} notes are as they came."),
            Self::Ja => format!("{notes} 件のメモは取り込まれたときのままです。"),
        }
    }

    /// What happened to a note.
    pub fn history_step(self, step: &Step) -> String {
        let what = match (self, &step.kind) {
            (Self::En, StepKind::Moved) if step.is_written => "moved here from another day",
            (Self::En, StepKind::Vanished) if step.is_written => "withdrawn",
            (Self::En, StepKind::Returned(_)) if step.is_written => "brought back",
            (Self::Ja, StepKind::Moved) if step.is_written => "別の日から移動",
            (Self::Ja, StepKind::Vanished) if step.is_written => "取り下げ",
            (Self::Ja, StepKind::Returned(_)) if step.is_written => "元に戻した",
            (Self::En, StepKind::Edited(_)) => "edited",
            (Self::En, StepKind::Repaired(_)) => "its links came back",
            (Self::En, StepKind::Moved) => "came from another entry",
            (Self::En, StepKind::Vanished) => "left its source",
            (Self::En, StepKind::Returned(_)) => "came back",
            (Self::Ja, StepKind::Edited(_)) => "編集",
            (Self::Ja, StepKind::Repaired(_)) => "リンクの復元",
            (Self::Ja, StepKind::Moved) => "別の投稿から移動",
            (Self::Ja, StepKind::Vanished) => "元のノートから削除",
            (Self::Ja, StepKind::Returned(_)) => "復帰",
        };
        match (self, step.is_undo) {
            (_, false) => what.to_owned(),
            (Self::En, true) => format!("{what}, as an import was undone"),
            (Self::Ja, true) => format!("{what} (取り込みの取り消しによる)"),
        }
    }

    /// That something was written here: `written by kim`.
    pub fn written_here(self, writer: Option<&str>) -> String {
        match (self, writer) {
            (Self::En, Some(writer)) => format!("written by {writer}"),
            (Self::En, None) => "written in Kepline".to_owned(),
            (Self::Ja, Some(writer)) => format!("{writer} が記入"),
            (Self::Ja, None) => "Kepline で記入".to_owned(),
        }
    }

    /// The files that something was imported from.
    pub fn from_files(self, files: &str) -> String {
        match self {
            Self::En => format!("from {files}"),
            Self::Ja => format!("取り込み元: {files}"),
        }
    }
}
