//! Texts of a page where it is shared: its card and its description.

use domain::Date;
use domain::list::timeline::CitedKepCounts;

use super::Lang;

texts! {
    figure_keps_moved: "cited KEPs have moved since", "その後に動いた KEP";
    figure_keps_shipped: "KEPs came with it", "到達した KEP";
    figure_keps_planned: "KEPs planned for it", "予定している KEP";
    figure_keps_missed: "KEPs missed it", "見送られた KEP";
    figure_keps_owned: "KEPs owned", "担当 KEP";
    figure_keps_joined: "KEPs taken part in", "参加 KEP";
    figure_keps_cited: "cited in notes", "メモで言及";
    figure_groups: "groups", "グループ";
    figure_versions: "versions", "バージョン";
}

impl Lang {
    /// How old the states of KEPs on a card are.
    pub fn keps_as_of(self, day: Date) -> String {
        match self {
            Self::En => format!("KEP data as of {day}"),
            Self::Ja => format!("KEP データ: {day} 時点"),
        }
    }

    /// How old the facts on a card are.
    pub fn facts_as_of(self, day: Date) -> String {
        match self {
            Self::En => format!("facts as of {day}"),
            Self::Ja => format!("データ: {day} 時点"),
        }
    }

    /// How old the states of pull requests and issues on a card are.
    pub fn github_as_of(self, day: Date) -> String {
        match self {
            Self::En => format!("GitHub state as of {day}"),
            Self::Ja => format!("GitHub の状態: {day} 時点"),
        }
    }

    /// How many notes cite what a card is about; nothing where none does.
    pub fn cited_in(self, notes: u32) -> Option<String> {
        match (self, notes) {
            (_, 0) => None,
            (Self::En, 1) => Some("cited in 1 note".to_owned()),
            (Self::En, _) => Some(format!("cited in {notes} notes")),
            (Self::Ja, _) => Some(format!("メモ {notes} 件で言及")),
        }
    }

    /// How many notes, where nothing else says that it is notes.
    pub fn notes_in_full(self, notes: u32) -> String {
        match self {
            Self::En => self.note_count(notes),
            Self::Ja => format!("メモ {notes} 件"),
        }
    }

    /// What stands below a number of notes.
    pub fn figure_notes(self, notes: u32) -> &'static str {
        match (self, notes) {
            (Self::En, 1) => "note",
            (Self::En, _) => "notes",
            (Self::Ja, _) => "メモ",
        }
    }

    /// What stands below a number of entries.
    pub fn figure_entries(self, entries: u32) -> &'static str {
        match (self, entries) {
            (Self::En, 1) => "entry",
            (Self::En, _) => "entries",
            (Self::Ja, _) => "投稿",
        }
    }

    /// How many of the cited KEPs have moved, as a figure.
    pub fn moved_share(self, CitedKepCounts { cited, moved }: CitedKepCounts) -> String {
        match self {
            Self::En => format!("{moved} of {cited}"),
            Self::Ja => format!("{moved} / {cited}"),
        }
    }

    /// When a version came out, or will.
    pub fn released_on(self, day: Date, is_out: bool) -> String {
        match (self, is_out) {
            (Self::En, true) => format!("Released on {day}"),
            (Self::En, false) => format!("Due on {day}"),
            (Self::Ja, true) => format!("{day} リリース"),
            (Self::Ja, false) => format!("{day} リリース予定"),
        }
    }

    /// Sentences one after the other.
    pub fn sentences<S: AsRef<str>>(self, pieces: impl IntoIterator<Item = S>) -> String {
        let pieces: Vec<String> = pieces.into_iter().map(|piece| piece.as_ref().to_owned()).collect();
        pieces.join(if self == Self::En { "; " } else { "、" })
    }
}
