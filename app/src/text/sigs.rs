//! Texts of the pages of SIGs.

use domain::address::NotAPage;
use domain::kep::Stage;
use domain::list::filter::VersionRange;
use domain::pages::MOST_RELEASES;
use domain::release::Releases;
use domain::sig::Sig;
use domain::version::Version;

use super::Lang;

texts! {
    sigs: "SIGs", "SIG";
    sig_list_description: "Every special interest and working group, with its notes and KEPs.",
        "すべての SIG と WG のメモと KEP の数。";
    group: "Group", "グループ";
    keps_owned: "KEPs owned", "担当 KEP";
    active_groups: "Active", "活動中";
    archived_groups: "Archived", "活動終了";
    other_groups: "On no list of the community", "コミュニティの一覧にないグループ";
    archived: "archived", "活動終了";
    unknown_sig: "There is no such group", "そのグループはありません";
    to_sigs: "All groups", "グループ一覧へ";
    takes_part_in: "KEPs that it takes part in", "参加している KEP";
    newest_notes: "Newest notes", "新しいメモ";
    by_release: "By release", "リリース別";
    by_release_hint: "What its KEPs did in a release or in two, what became of it, and the notes from when it was in the making.",
        "リリースごとの KEP の動きとその後、開発期間中のメモ。";
    keps_with_notes: "KEPs that notes cite", "メモで言及された KEP";
    no_kep_in_releases: "None of its KEPs promised or reached anything in these releases.",
        "これらのリリースに予定や到達のあった KEP はありません。";
    no_kep_data: "Nothing is known of KEPs yet: see the status page.", "KEP の情報はまだ取得されていません。";
    all_keps_of_group: "All of its KEPs", "すべての KEP へ";
    none_of_these: "None.", "ありません。";
}

impl Lang {
    /// The title of a group in some releases: `SIG Node · Kubernetes 1.28 – 1.29`.
    pub fn sig_releases_title(self, sig: &Sig, range: VersionRange) -> String {
        format!("{} · Kubernetes {}", sig.label(), self.version_range(range))
    }

    /// The description of that page.
    pub fn sig_releases_description(self, sig: &Sig, range: VersionRange, keps: u32, notes: u32) -> String {
        let (label, range) = (sig.label(), self.version_range(range));
        let (keps, notes) = (self.kep_count(keps), self.note_count(notes));
        match self {
            Self::En => {
                format!("What {label} did in Kubernetes {range}, and what became of it: {keps}, {notes}.")
            }
            Self::Ja => format!("Kubernetes {range} での {label} の動きとその後。KEP {keps}、メモ {notes}。"),
        }
    }

    /// The heading of the notes that were written while releases were in the making.
    pub fn notes_of_cycles(self, range: VersionRange) -> &'static str {
        match self {
            Self::En if range.from == range.to => "Notes of this cycle",
            Self::En => "Notes of these cycles",
            Self::Ja => "開発期間中のメモ",
        }
    }

    /// The link to the notes about some releases.
    pub fn notes_about(self, range: VersionRange, notes: u32) -> String {
        let range = self.version_range(range);
        match (self, notes) {
            (Self::En, 1) => format!("1 note is about {range} →"),
            (Self::En, _) => format!("{notes} notes are about {range} →"),
            (Self::Ja, _) => format!("{range} についてのメモは {notes} 件 →"),
        }
    }

    /// That no note of a group was written while some releases were in the making.
    pub fn no_note_of_cycles(self, range: VersionRange) -> String {
        let range = self.version_range(range);
        match self {
            Self::En => format!("No note of the group was written while {range} was in the making."),
            Self::Ja => format!("{range} の開発期間中に書かれた、このグループのメモはありません。"),
        }
    }

    /// The link to all notes of a group.
    pub fn all_notes_of(self, sig: &Sig) -> String {
        match self {
            Self::En => format!("All notes of {}", sig.label()),
            Self::Ja => format!("{} のメモをすべて見る", sig.label()),
        }
    }

    /// The KEPs that no note cites: `12 without notes`.
    pub fn keps_without_notes(self, keps: usize) -> String {
        match self {
            Self::En => format!("{keps} without notes"),
            Self::Ja => format!("メモのない KEP {keps} 件"),
        }
    }

    /// That not all of the releases are shown.
    pub fn releases_cut(self, shown: VersionRange) -> String {
        let range = self.version_range(shown);
        match self {
            Self::En => format!("At most {MOST_RELEASES} releases are shown: here {range}."),
            Self::Ja => format!("表示できるリリースは {MOST_RELEASES} 個までです(ここでは {range})。"),
        }
    }

    /// That no release of a range is known, and which ones are.
    pub fn no_release_of(self, range: VersionRange) -> String {
        let known: Vec<Version> = Releases::built_in().iter().map(|release| release.version).collect();
        let known = known.first().zip(known.last()).map(|(from, to)| VersionRange { from: *from, to: *to });
        let known = known.map(|known| self.version_range(known)).unwrap_or_default();
        match self {
            Self::En => format!("No day is known for a release of `{range}`. Known are {known}."),
            Self::Ja => format!("`{range}` のリリース日はわかりません。わかるのは {known} です。"),
        }
    }

    /// Why a query names no releases of a group.
    pub fn not_releases(self, why: &NotAPage) -> String {
        match self {
            Self::En => why.to_string(),
            Self::Ja => "`version` には `1.28` や `1.28..1.29` のようなバージョンを、`sig` には `node` のようなグループを指定してください。".to_owned(),
        }
    }

    /// A stage as a heading: `Alpha`.
    pub fn stage_heading(self, stage: Stage) -> String {
        let mut letters = stage.as_str().chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
    }

    /// KEPs of which nothing has come out.
    pub fn nothing_shipped_heading(self) -> &'static str {
        match self {
            Self::En => "Nothing shipped yet",
            Self::Ja => "未リリース",
        }
    }
}
