//! Texts of entries and notes.

use super::Lang;
use domain::Date;
use domain::list::timeline::Entry;
use domain::tag::{NoteTag, Origin, Tag};

texts! {
    whole_note: "Show all of this note", "メモ全体を表示";
    previous_entry: "Earlier entry", "前の投稿";
    next_entry: "Later entry", "次の投稿";
    notes_of_entry: "Notes of this entry", "この投稿のメモ";
    notes_before_these: "Notes before these", "前のメモ";
    notes_after_these: "Notes after these", "次のメモ";
    body_lost: "The copy that was imported holds only the date of this entry; its body is lost.",
        "取り込んだコピーには日付だけが残っていて、本文は失われています。";
    permalink: "Permalink", "固定リンク";
    copy_link: "Copy link", "リンクをコピー";
    copied: "Copied", "コピーしました";
    copy_failed: "Could not copy: use the permalink", "コピーできません。固定リンクを使ってください";
    corrected_to: "corrected to", "訂正:";
    table: "Table", "表";
    footnote: "Footnote", "脚注";
    back_to_text: "Back to the text", "本文へ戻る";
    task_open: "To do", "未完了";
    task_done: "Done", "完了";
    lost_link: "This was a link; its address was lost in the copy", "元はリンクでしたが、コピー時に URL が失われました";
    by: "by", "著者:";
    posted: "posted", "投稿:";
    edited: "edited", "編集:";
    reply_to: "in reply to", "返信先:";
    origin: "Origin", "元の記事";
    rights_own: "Notes of this site's operator", "このサイトの運営者のメモ";
    rights_unstated: "The rights belong to the author; nothing is stated about reuse",
        "権利は著者に帰属します。再利用の条件は示されていません";
    rights_licensed: "Licence:", "ライセンス:";
    not_found_entry: "No entry or note has this permalink. It may have been cut off when it was copied.",
        "この固定リンクの投稿やメモは見つかりません。コピー時に途中で切れたのかもしれません。";
    gone: "This note has left its notebook", "このメモはノートから取り除かれました";
    gone_hint: "The notebook no longer holds it. The link leads to the entry where it stood.",
        "ノートからなくなりました。リンクから元の投稿に移動できます。";
    to_entry: "Go to the entry", "投稿を見る";
    happened_next: "What happened next", "その後";
    also_in_notes: "Also in these notes", "同じ話題のほかのメモ";
    not_found_note: "This entry has no note with this permalink. It may have been cut off when it was copied.",
        "この投稿にこのリンクのメモはありません。コピー時に途中で切れたのかもしれません。";
    note_stands_here: "This note stands here.", "このメモはここにあります。";
    why_these_tags: "Why these tags?", "タグの根拠";
    inherited: "of the entry", "投稿から継承";
}

impl Lang {
    /// That a note was confirmed: `confirmed 2026-11`.
    pub fn confirmed_in(self, day: Date) -> String {
        let month = day.strftime("%Y-%m");
        match self {
            Self::En => format!("confirmed {month}"),
            Self::Ja => format!("{month} に確認済み"),
        }
    }

    /// The same in full.
    pub fn confirmed_on(self, day: Date) -> String {
        match self {
            Self::En => format!(
                "A curator found this note still true on {day}; nothing that it cites has moved since."
            ),
            Self::Ja => {
                format!("{day} にキュレーターが今も正しいと確認しました。その後、引用先に動きはありません。")
            }
        }
    }

    /// What an entry is called: its day, or between which days it was written.
    pub fn entry_title(self, entry: &Entry) -> String {
        match entry.date {
            Some(date) => self.day(date),
            None => self.undated_between(entry.not_before, entry.not_after),
        }
    }

    /// The title of a note by its first sentence and its day: `kubelet restarts them — 1 Nov 2023`.
    pub fn note_title(self, sentence: &str, entry: &Entry) -> String {
        let day = match entry.date {
            Some(date) => self.short_day(date),
            None => self.undated_between(entry.not_before, entry.not_after),
        };
        if sentence.is_empty() {
            format!("{day} — {}", entry.notebook.title)
        } else {
            format!("{sentence} — {day}")
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

    /// Which notes of a long entry are shown: `Notes 201–400 of 1000`.
    pub fn part_of_entry(self, first: u32, last: u32, all: u32) -> String {
        match self {
            Self::En => format!("Notes {first}–{last} of {all}"),
            Self::Ja => format!("メモ {all} 件中 {first}–{last}"),
        }
    }

    /// Why a tag is there: `named in the note: GKE 1.27`, `owns KEP-753`.
    pub fn tag_reason(self, tag: &NoteTag) -> String {
        let (owned, joined) =
            (tag.evidence.strip_prefix("owns "), tag.evidence.strip_prefix("takes part in "));
        match (self, tag.origin, owned, joined) {
            (Self::Ja, Origin::Kep | Origin::Repository, Some(owned), _) => {
                return format!("{owned} の担当 SIG");
            }
            (Self::Ja, Origin::Kep, _, Some(joined)) => return format!("{joined} に参加"),
            _ => {}
        }
        let reason = match (self, tag.origin) {
            (Self::En, Origin::Text | Origin::Component) => "named in the note:",
            (Self::Ja, Origin::Text | Origin::Component) => "メモ中の表記:",
            (Self::En, Origin::Label) => "label",
            (Self::Ja, Origin::Label) => "ラベル",
            (Self::En, Origin::Milestone) => "because of the",
            (Self::Ja, Origin::Milestone) => "引用元:",
            (Self::En, Origin::ReleaseNotes) => "because of the",
            (Self::Ja, Origin::ReleaseNotes) => match tag.evidence.strip_prefix("release notes of ") {
                Some(release) => return format!("リリースノート {release}"),
                None => "引用元:",
            },
            (Self::En, Origin::Kep | Origin::Repository) => match &tag.tag {
                Tag::Sig(_) => return tag.evidence.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_says_what_the_group_has_to_do_with_what_is_cited() {
        let reason = |lang: Lang, origin, evidence: &str| {
            let tag = Tag::Sig("sig-node".parse().unwrap());
            lang.tag_reason(&NoteTag { tag, origin, evidence: evidence.into(), inherited: false })
        };
        assert_eq!(reason(Lang::En, Origin::Kep, "owns KEP-753"), "owns KEP-753");
        assert_eq!(reason(Lang::Ja, Origin::Kep, "owns KEP-753"), "KEP-753 の担当 SIG");
        assert_eq!(reason(Lang::Ja, Origin::Kep, "takes part in KEP-753"), "KEP-753 に参加");
        assert_eq!(
            reason(Lang::Ja, Origin::Repository, "owns kubernetes/kubectl"),
            "kubernetes/kubectl の担当 SIG"
        );
        let noted = "release notes of 1.28, kubernetes/kubernetes#7";
        assert_eq!(reason(Lang::En, Origin::ReleaseNotes, noted), format!("because of the {noted}"));
        assert_eq!(
            reason(Lang::Ja, Origin::ReleaseNotes, noted),
            "リリースノート 1.28, kubernetes/kubernetes#7"
        );
    }
}
