//! Texts of tagging all notes of a list.

use domain::decision::Ruling;

use super::Lang;

texts! {
    apply_to_all: "Add to all", "すべてに付ける";
    remove_from_all: "Remove from all", "すべてから外す";
    bulk_hint: "It is one decision, which can be undone as one.", "一つの決定として扱われ、まとめて取り消せます。";
    bulk_incomplete: "No tag was chosen for a list. Filter the timeline and tag all notes of the list there.",
        "一覧に付けるタグが選ばれていません。タイムラインを絞り込み、その一覧でタグを選んでください。";
    list_of_notes: "The list:", "対象の一覧:";
    confirm: "Confirm", "確定する";
    cancel: "Cancel", "やめる";
}

impl Lang {
    /// The summary over the form that tags a whole list.
    pub fn tag_all(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "Tag the one note of this list".to_owned(),
            Self::En => format!("Tag all {notes} notes of this list"),
            Self::Ja => format!("この一覧の {notes} 件すべてにタグを付ける"),
        }
    }

    /// What a curator confirms: `Add SIG Node to 12 notes?`.
    pub fn bulk_title(self, ruling: Ruling, tag: &str, notes: u32) -> String {
        let en = if notes == 1 { "1 note".to_owned() } else { format!("{notes} notes") };
        match (self, ruling) {
            (Self::En, Ruling::Applied) => format!("Add {tag} to {en}?"),
            (Self::En, Ruling::Rejected) => format!("Remove {tag} from {en}?"),
            (Self::En, Ruling::Cleared) => format!("Restore {tag} on {en}?"),
            (Self::Ja, Ruling::Applied) => format!("{notes} 件のメモに {tag} を付けますか？"),
            (Self::Ja, Ruling::Rejected) => format!("{notes} 件のメモから {tag} を外しますか？"),
            (Self::Ja, Ruling::Cleared) => format!("{notes} 件のメモの {tag} を元に戻しますか？"),
        }
    }
}
