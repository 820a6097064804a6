//! Texts of entries and notes.

use super::Lang;
use domain::list::timeline::Entry;
use domain::tag::{NoteTag, Origin, Tag};

texts! {
    previous_entry: "Earlier entry", "前の投稿";
    next_entry: "Later entry", "次の投稿";
    body_lost: "The copy that was imported holds only the date of this entry; its body is lost.",
        "取り込んだコピーには日付だけが残っていて、本文は失われています。";
    permalink: "Permalink", "固定リンク";
    copy_link: "Copy link", "リンクをコピー";
    copied: "Copied", "コピーしました";
    copy_failed: "Could not copy: use the permalink", "コピーできません。固定リンクを使ってください";
    corrected_to: "corrected to", "訂正:";
    table: "Table", "表";
    lost_link: "This was a link; its address was lost in the copy", "元はリンクでしたが、コピー時に URL が失われました";
    by: "by", "著者:";
    origin: "Origin", "元の記事";
    rights_own: "Notes of this site's operator", "このサイトの運営者のメモ";
    rights_unstated: "The rights belong to the author; nothing is stated about reuse",
        "権利は著者に帰属します。再利用の条件は示されていません";
    rights_licensed: "Licence:", "ライセンス:";
    not_found_entry: "No entry or note has this permalink. It may have been cut off when it was copied.",
        "この固定リンクの投稿やメモは見つかりません。コピー時に途中で切れたのかもしれません。";
    gone: "This note has left its notebook", "このメモはノートから取り除かれました";
    gone_hint: "A later import of the notebook no longer holds it. The entry where it stood is still here.",
        "後の取り込みで元のノートからなくなりました。元の投稿は残っています。";
    to_entry: "Go to the entry", "投稿を見る";
    why_these_tags: "Why these tags?", "タグの根拠";
    inherited: "of the entry", "投稿から継承";
}

impl Lang {
    /// What an entry is called: its day, or between which days it was written.
    pub fn entry_title(self, entry: &Entry) -> String {
        match entry.date {
            Some(date) => self.day(date),
            None => self.undated_between(entry.not_before, entry.not_after),
        }
    }

    /// The link that unfolds what a filter left out of an entry, or what was too long for a list.
    pub fn folded(self, notes: u32) -> String {
        match (self, notes) {
            (Self::En, 1) => "1 more note of this entry".to_owned(),
            (Self::En, _) => format!("{notes} more notes of this entry"),
            (Self::Ja, _) => format!("この投稿のほかのメモ {notes} 件"),
        }
    }

    /// Why a tag is there: `named in the note: GKE 1.27`, `sig-node owns KEP-753`.
    pub fn tag_reason(self, tag: &NoteTag) -> String {
        let reason = match (self, tag.origin) {
            (Self::En, Origin::Text | Origin::Component) => "named in the note:",
            (Self::Ja, Origin::Text | Origin::Component) => "メモ中の表記:",
            (Self::En, Origin::Label) => "label",
            (Self::Ja, Origin::Label) => "ラベル",
            (Self::En, Origin::Milestone) => "because of the",
            (Self::Ja, Origin::Milestone) => "引用元:",
            (Self::En, Origin::Kep | Origin::Repository) => match &tag.tag {
                Tag::Sig(sig) => return format!("{}: {}", sig.as_str(), tag.evidence),
                Tag::Version(_) => "because of",
            },
            (Self::Ja, Origin::Kep | Origin::Repository) => "引用元:",
            (Self::En, Origin::Manual) if tag.inherited => "set on the entry by",
            (Self::En, Origin::Manual) => "set by",
            (Self::Ja, Origin::Manual) if tag.inherited => "投稿に手動で設定:",
            (Self::Ja, Origin::Manual) => "手動で設定:",
        };
        format!("{reason} {}", tag.evidence)
    }
}
