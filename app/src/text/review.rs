//! What is said on the keys, and to curators who review and decide on many notes at once.

use domain::decision::Verdict;
use domain::pages::{Doubt, ReviewKind};

use super::Lang;

texts! {
    keys: "Keyboard shortcuts", "キーボードショートカット";
    keys_on: "Shortcuts are on", "ショートカットを使う";
    keys_need_scripts: "These keys need JavaScript, which does not run here.",
        "これらのキーには JavaScript が必要です。いまは動いていません。";
    key_next: "next note", "次のメモ";
    key_previous: "previous note", "前のメモ";
    key_open: "open the note (also Enter)", "メモを開く（Enter でも可）";
    key_copy: "copy the note's link", "メモのリンクをコピー";
    key_tag: "tag the note", "メモにタグを付ける";
    key_accept: "accept the suggestion", "提案を承認";
    key_reject: "reject the suggestion", "提案を却下";
    key_filter: "search or filter", "検索・絞り込み";
    key_help: "this list", "この一覧";
    review: "Review", "レビュー";
    review_hint: "j and k go from one to the next, a accepts, r rejects. What was decided does not come back.",
        "j / k で移動、a で採用、r で却下。決めたものは二度と出てきません。";
    review_next: "Further notes", "続きのメモ";
    nothing_waits: "Nothing waits here.", "待っているものはありません。";
    apply_to_all: "Add to all", "すべてに付ける";
    remove_from_all: "Remove from all", "すべてから外す";
    bulk_hint: "It is one decision, which can be undone as one.", "一つの決定として扱われ、まとめて取り消せます。";
    bulk_incomplete: "No tag was chosen for a list. Filter the timeline and tag all notes of the list there.",
        "一覧に付けるタグが選ばれていません。タイムラインを絞り込み、その一覧でタグを選んでください。";
    list_of_notes: "The list:", "対象の一覧:";
    confirm: "Confirm", "確定する";
    cancel: "Cancel", "やめる";
    last_decisions: "Your last decisions", "最近の決定";
    decisions_hint: "Undoing one lets count again what was decided before, or what is derived.",
        "取り消すと、その前の決定か自動で導かれたタグが再び有効になります。";
    nothing_decided: "Nothing was decided yet.", "まだ何も決めていません。";
    undo: "Undo", "取り消す";
}

impl Lang {
    /// What a tab of the queue is called.
    pub fn review_kind(self, kind: ReviewKind) -> &'static str {
        match (self, kind) {
            (Self::En, ReviewKind::Suggestions) => "Suggested tags",
            (Self::En, ReviewKind::References) => "Doubtful references",
            (Self::Ja, ReviewKind::Suggestions) => "タグの候補",
            (Self::Ja, ReviewKind::References) => "疑わしい参照",
        }
    }

    /// How long the queue is.
    pub fn waiting(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note waits".to_owned(),
            Self::En => format!("{notes} notes wait"),
            Self::Ja => format!("{notes} 件のメモが待機中"),
        }
    }

    /// What is wrong with a citation.
    pub fn doubt(self, doubt: Doubt) -> &'static str {
        match (self, doubt) {
            (Self::En, Doubt::UnknownKep) => "no KEP has this number",
            (Self::En, Doubt::NotFound) => "GitHub shows nothing under this number",
            (Self::En, Doubt::Misspelt) => "misspelt; what is meant was guessed",
            (Self::Ja, Doubt::UnknownKep) => "この番号の KEP はありません",
            (Self::Ja, Doubt::NotFound) => "この番号は GitHub に見つかりません",
            (Self::Ja, Doubt::Misspelt) => "綴りが違うため推測しました",
        }
    }

    /// The way to tagging a whole list.
    pub fn tag_all(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "Tag the one note of this list".to_owned(),
            Self::En => format!("Tag all {notes} notes of this list"),
            Self::Ja => format!("この一覧の {notes} 件すべてにタグを付ける"),
        }
    }

    /// What a curator is asked to confirm: `Add SIG Node to 12 notes?`.
    pub fn bulk_title(self, verdict: Verdict, tag: &str, notes: u32) -> String {
        let en = if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") };
        match (self, verdict) {
            (Self::En, Verdict::Applied) => format!("Add {tag} to {en}?"),
            (Self::En, Verdict::Rejected) => format!("Remove {tag} from {en}?"),
            (Self::En, Verdict::Cleared) => format!("Restore {tag} on {en}?"),
            (Self::Ja, Verdict::Applied) => format!("{notes} 件のメモに {tag} を付けますか？"),
            (Self::Ja, Verdict::Rejected) => format!("{notes} 件のメモから {tag} を外しますか？"),
            (Self::Ja, Verdict::Cleared) => format!("{notes} 件のメモの {tag} を元に戻しますか？"),
        }
    }

    /// On how many notes or citations something was decided.
    pub fn notes_decided(self, decisions: u32) -> String {
        match self {
            Self::En if decisions == 1 => "once".to_owned(),
            Self::En => format!("on {decisions} notes"),
            Self::Ja => format!("{decisions} 件"),
        }
    }
}
