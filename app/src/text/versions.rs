//! Texts of the pages of versions.

use domain::Date;
use domain::outcome::verdict::Verdict;
use domain::pages::VerdictCounts;
use domain::version::Version;

use super::Lang;

texts! {
    versions: "Versions", "バージョン";
    version_list_description: "Every Kubernetes minor version with its dates and notes.",
        "Kubernetes の各マイナーバージョンの日程とメモ。";
    release_day: "Release", "リリース";
    enhancements_freeze: "Enhancements freeze", "Enhancements freeze";
    code_freeze: "Code freeze", "Code freeze";
    end_of_life: "End of life", "サポート終了";
    upcoming: "upcoming", "予定";
    supported: "supported", "サポート中";
    ended: "ended", "終了";
    tagged_notes: "Notes on it", "このバージョンのメモ";
    cycle_notes: "Notes of its cycle", "開発期間中のメモ";
    unknown_version: "Nothing is known of that version", "そのバージョンの情報はありません";
    to_versions: "All versions", "バージョン一覧へ";
    came_out_with_it: "What came with it", "このリリースで到達した stage";
    came_out_hint: "As far as the KEPs tell: the stages that their newest files still confirm.", "KEP の最新のファイルで確認できる範囲です。";
    planned_for_it: "Planned for it", "予定されている stage";
    missed_by_it: "Planned, and not in it", "予定されていたが入らなかった stage";
    missed_by_it_hint: "On the day of the release a file still named it for the stage, and the newest no longer confirms that.",
        "リリース当日のファイルに記載があり、最新のファイルでは確認できないもの。";
    expected_of_it: "What the notes of its cycle expected of it", "開発期間中のメモでの予定と結果";
    expected_of_it_hint: "By the kep.yaml of each note's day, against what came.", "メモの日の kep.yaml の予定と、実際の結果。";
    by_sig: "By SIG", "SIG 別";
    earlier_version: "Earlier version", "前のバージョン";
    later_version: "Later version", "次のバージョン";
}

impl Lang {
    /// What came of a version in a line: `38 shipped · 25 missed · 16 notes`.
    pub fn version_counts(self, shipped: usize, planned: usize, missed: usize, notes: u32) -> String {
        let keps = match self {
            Self::En => [(shipped, "shipped"), (planned, "planned"), (missed, "missed")],
            Self::Ja => [(shipped, "リリース"), (planned, "予定"), (missed, "見送り")],
        };
        let count = |(keps, label): (usize, &str)| match self {
            Self::En => format!("{keps} {label}"),
            Self::Ja => format!("{label} {keps} 件"),
        };
        let notes = match self {
            Self::En => self.note_count(notes),
            Self::Ja => format!("メモ {notes} 件"),
        };
        let keps = keps.into_iter().filter(|(keps, _)| *keps > 0).map(count);
        keps.chain([notes]).collect::<Vec<_>>().join(" · ")
    }

    /// How many stages of KEPs were expected of a version, and how that turned out: `6 stages expected: 3 as planned · 2 late`.
    pub fn expectation_counts(self, counts: &VerdictCounts) -> String {
        let kinds = Verdict::ALL.iter().map(|verdict| (*verdict, counts.get(*verdict)));
        let each = kinds.filter(|(_, count)| *count > 0).map(|(verdict, count)| match self {
            Self::En => format!("{count} {}", self.verdict(verdict)),
            Self::Ja => format!("{} {count} 件", self.verdict(verdict)),
        });
        let each = each.collect::<Vec<_>>().join(" · ");
        match self {
            Self::En if counts.notes == 1 => format!("1 stage expected: {each}"),
            Self::En => format!("{} stages expected: {each}", counts.notes),
            Self::Ja => format!("予定 {} 件: {each}", counts.notes),
        }
    }

    /// The heading of the notes about a version.
    pub fn notes_about_version(self, version: Version) -> String {
        match self {
            Self::En => format!("Notes about {version}"),
            Self::Ja => format!("{version} についてのメモ"),
        }
    }

    /// The days of a cycle.
    pub fn cycle(self, first: Date, last: Date) -> String {
        match self {
            Self::En => format!("Its cycle: {first} to {last}"),
            Self::Ja => format!("開発期間: {first} 〜 {last}"),
        }
    }
}
