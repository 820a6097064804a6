//! Texts of the page that removes something for good.

use super::Lang;

texts! {
    forget_note_title: "Forget this note?", "このメモを完全に削除しますか?";
    forget_entry_title: "Forget this entry with all of its notes?", "この投稿をすべてのメモごと完全に削除しますか?";
    forget_description: "What would be removed for good, and what is out of reach.", "完全に削除されるものと、削除できないもの。";
    removed_for_good: "Removed for good:", "完全に削除されるもの:";
    forget_hint: "This cannot be undone. The permalinks say that something was removed, and the same words do not come back with an import.",
        "取り消せません。固定リンクには削除された旨が表示され、同じ文面は再び取り込まれません。";
    out_of_reach: "Out of reach are backups, replicas and exports of this database, and what readers and search engines have copied.",
        "このデータベースのバックアップ、レプリカ、エクスポート、読者や検索エンジンが保存した写しは削除できません。";
    forget_agreed: "I know that this cannot be undone", "取り消せないことを理解しました";
    forget_unconfirmed: "Nothing was removed: tick the box that says that this cannot be undone.",
        "何も削除されていません。取り消せないことを確認する欄にチェックを入れてください。";
    forget_for_good: "Forget for good", "完全に削除する";
}

impl Lang {
    /// How many notes would be removed.
    pub fn forgotten_notes(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 note".to_owned(),
            Self::En => format!("{notes} notes"),
            Self::Ja => format!("メモ {notes} 件"),
        }
    }

    /// How many earlier texts of them would be removed.
    pub fn forgotten_revisions(self, revisions: u32) -> String {
        match self {
            Self::En if revisions == 1 => "1 earlier text".to_owned(),
            Self::En => format!("{revisions} earlier texts"),
            Self::Ja => format!("以前の文面 {revisions} 件"),
        }
    }

    /// How many decisions on them would be removed.
    pub fn forgotten_decisions(self, decisions: u32) -> String {
        match self {
            Self::En if decisions == 1 => "1 decision of a curator".to_owned(),
            Self::En => format!("{decisions} decisions of curators"),
            Self::Ja => format!("キュレーターの決定 {decisions} 件"),
        }
    }
}
