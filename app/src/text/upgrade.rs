//! Texts of the pages of upgrades.

use domain::kep::Stage;
use domain::upgrade::{ApiChange, Change, Group, Kind, NotARange, Source, UpgradeRange};
use domain::version::Version;

use super::Lang;

texts! {
    upgrade: "Upgrade", "アップグレード";
    upgrades_title: "What changes when you upgrade?", "アップグレードで何が変わるか";
    upgrades_hint: "Choose the release that you run and the one that you go to: what needs action first, what changes by itself, and the notes that say why.",
        "いま使っているバージョンと、上げるバージョンを選んでください。先に対応が必要なこと、自動で変わること、その経緯がわかるメモを並べます。";
    upgrade_from: "You run", "現在";
    upgrade_to: "You go to", "移行先";
    upgrade_show: "What changes", "変更点を見る";
    upgrade_one_step: "One release at a time", "1 リリースずつ";
    changes_none: "Nothing is known to change with these choices.", "この条件に当てはまる変更はありません。";
    changes_no_facts: "Release notes and feature gates are not there yet: `kepline sync release-notes gates` fetches them.",
        "リリースノートとフィーチャーゲートがまだありません。`kepline sync release-notes gates` で取得できます。";
    only_with_notes: "Only what notes mention", "メモのあるものだけ";
    only_needing_action: "Only what needs a look first", "事前対応だけ";
    everything: "Everything", "すべて";
    part_before: "Before you upgrade", "アップグレードの前に";
    part_before_hint: "A component that is started with a removed gate does not start; an API version that is no longer served is not answered.",
        "削除されたゲートを指定したままのコンポーネントは起動しません。提供が終わった API バージョンには応答がありません。";
    part_by_itself: "Changes by itself", "自動で変わること";
    part_by_itself_hint: "Feature gates whose default is another one.", "デフォルト値が変わるフィーチャーゲート。";
    part_deprecated: "Deprecated", "非推奨";
    part_deprecated_hint: "Still there, and to be given up.", "まだ使えますが、いずれなくなります。";
    part_new: "New", "新しいこと";
    part_new_hint: "What became stable, beta or alpha.", "stable・beta・alpha になったもの。";
    part_other: "Other release notes", "そのほかのリリースノート";
    part_other_hint: "By SIG, one of several SIGs below each; long lists go on at a page of their own.", "SIG 別(複数の SIG に関わるものはそれぞれに表示)。長いものは別ページに続きます。";
    without_sig: "No SIG", "SIG なし";
    contradicted: "sources disagree", "出典が食い違う";
    not_out_yet: "not out yet", "未リリース";
    gate_on: "on", "オン";
    gate_off: "off", "オフ";
    replaced_by: "use", "代わりに";
    no_replacement: "nothing serves these kinds any more", "代わりの API はありません";
    no_release_note_text: "(no text)", "(本文なし)";
    upgrade_ages: "Facts:", "データ:";
    release_notes: "release notes", "リリースノート";
}

impl Lang {
    /// The title of the page of an upgrade.
    pub fn upgrade_title(self, range: UpgradeRange) -> String {
        let (from, to) = (range.from(), range.to());
        match self {
            Self::En => format!("Upgrade from {from} to {to}"),
            Self::Ja => format!("{from} から {to} へのアップグレード"),
        }
    }

    /// What the page of an upgrade has, in a sentence.
    pub fn upgrade_summary(self, changes: u32, needing_action: u32, with_notes: u32) -> String {
        match self {
            Self::En => {
                let changes = if changes == 1 { "1 change".to_owned() } else { format!("{changes} changes") };
                format!("{changes}: {needing_action} to look at first, {with_notes} with notes that say why.")
            }
            Self::Ja => {
                format!("変更 {changes} 件。事前対応 {needing_action} 件、経緯のメモあり {with_notes} 件。")
            }
        }
    }

    /// Why an address is no upgrade.
    pub fn not_a_range(self, why: &NotARange) -> String {
        match (self, why) {
            (Self::En, NotARange::Empty(version)) => {
                format!("An upgrade from {version} to {version} changes nothing.")
            }
            (Self::En, NotARange::Reversed(_)) => {
                "Kubernetes is not downgraded: is it the other way round?".to_owned()
            }
            (Self::En, NotARange::Unknown(version)) => format!("No release Kubernetes {version} is known."),
            (Self::En, NotARange::TooLong(_)) => {
                format!("At most {} releases can be looked at at once.", UpgradeRange::MOST)
            }
            (Self::En, NotARange::Version(why)) => format!("{why}."),
            (Self::Ja, NotARange::Version(_)) => {
                "`1.27..1.29` のように、2 つのバージョンを指定してください。".to_owned()
            }
            (Self::Ja, NotARange::Empty(version)) => {
                format!("{version} から {version} では何も変わりません。")
            }
            (Self::Ja, NotARange::Reversed(_)) => {
                "Kubernetes はダウングレードできません。向きを確かめてください。".to_owned()
            }
            (Self::Ja, NotARange::Unknown(version)) => {
                format!("Kubernetes {version} というリリースは知られていません。")
            }
            (Self::Ja, NotARange::TooLong(_)) => {
                format!("一度に見られるのは {} リリースまでです。", UpgradeRange::MOST)
            }
        }
    }

    /// The heading of a part of the page.
    pub fn part(self, group: Group) -> &'static str {
        match group {
            Group::Before => self.part_before(),
            Group::ByItself => self.part_by_itself(),
            Group::Deprecated => self.part_deprecated(),
            Group::New => self.part_new(),
            Group::Other => self.part_other(),
        }
    }

    /// What a part of the page is.
    pub fn part_hint(self, group: Group) -> &'static str {
        match group {
            Group::Before => self.part_before_hint(),
            Group::ByItself => self.part_by_itself_hint(),
            Group::Deprecated => self.part_deprecated_hint(),
            Group::New => self.part_new_hint(),
            Group::Other => self.part_other_hint(),
        }
    }

    /// What kind of change a line is.
    pub fn change_kind(self, kind: Kind) -> &'static str {
        match (self, kind) {
            (Self::En, Kind::ActionRequired) => "action required",
            (Self::En, Kind::ApiRemoved) => "API no longer served",
            (Self::En, Kind::GateRemoved) => "gate removed",
            (Self::En, Kind::GateLocked) => "gate locked",
            (Self::En, Kind::DefaultOn) => "on by default",
            (Self::En, Kind::DefaultOff) => "off by default",
            (Self::En, Kind::Deprecated) => "deprecated",
            (Self::En, Kind::ReleaseNote) => "release note",
            (_, Kind::Stable) => Stage::Stable.as_str(),
            (_, Kind::Beta) => Stage::Beta.as_str(),
            (_, Kind::Alpha) => Stage::Alpha.as_str(),
            (Self::Ja, Kind::ActionRequired) => "要対応",
            (Self::Ja, Kind::ApiRemoved) => "API 提供終了",
            (Self::Ja, Kind::GateRemoved) => "ゲート削除",
            (Self::Ja, Kind::GateLocked) => "ゲート固定",
            (Self::Ja, Kind::DefaultOn) => "デフォルトでオン",
            (Self::Ja, Kind::DefaultOff) => "デフォルトでオフ",
            (Self::Ja, Kind::Deprecated) => "非推奨",
            (Self::Ja, Kind::ReleaseNote) => "リリースノート",
        }
    }

    /// A stage with the default of its gate, or with what it is locked to: `alpha, off`, `stable, locked on`.
    pub fn gate_standing(
        self,
        stage: Option<Stage>,
        default: Option<bool>,
        locked_to: Option<bool>,
    ) -> String {
        let default = default.map(|on| if on { self.gate_on() } else { self.gate_off() });
        let value = locked_to.map(|value| self.locked(value)).or(default);
        let words = [stage.map(Stage::as_str), value].into_iter().flatten().collect::<Vec<_>>();
        words.join(if self == Self::En { ", " } else { "・" })
    }

    /// What a gate or a KEP was and is: `alpha, off → stable, locked on`, `no gate, on → deprecated, off`; empty where nothing
    /// is known.
    pub fn change_standing(self, change: &Change) -> String {
        let before = match (self, change.gate_is_new) {
            (_, false) => self.gate_standing(change.stage_from, change.default_from, None),
            // The stage is one of the code, not of the gate.
            (Self::En, true) => format!("no gate, {}", self.gate_standing(None, change.default_from, None)),
            (Self::Ja, true) => {
                format!("ゲートなし・{}", self.gate_standing(None, change.default_from, None))
            }
        };
        let after = self.gate_standing(change.stage_to, change.default_to, change.locked_to);
        match (before.is_empty(), after.is_empty()) {
            (true, _) => after,
            (false, true) => before,
            (false, false) => format!("{before} → {after}"),
        }
    }

    /// What serves the kinds of an API version that is gone, in Markdown: "use `batch/v1` (1.21)".
    pub fn api_replacements(self, api: &ApiChange) -> String {
        let one = |(version, since): &(String, Option<Version>)| match since {
            Some(since) => format!("`{version}` ({since})"),
            None => format!("`{version}`"),
        };
        let others: Vec<String> = api.replacements.iter().map(one).collect();
        match others.is_empty() {
            true => self.no_replacement().to_owned(),
            false => format!("{} {}", self.replaced_by(), others.join(", ")),
        }
    }

    /// That a gate cannot be set any more.
    pub fn locked(self, value: bool) -> &'static str {
        match (self, value) {
            (Self::En, true) => "locked on",
            (Self::En, false) => "locked off",
            (Self::Ja, true) => "オンに固定",
            (Self::Ja, false) => "オフに固定",
        }
    }

    /// Every flip of a gate within the range: `on in 1.32, off again in 1.33`.
    pub fn flips(self, flips: &[(Version, bool)]) -> String {
        let each = flips.iter().map(|(release, on)| match (self, on) {
            (Self::En, true) => format!("on in {release}"),
            (Self::En, false) => format!("off in {release}"),
            (Self::Ja, true) => format!("{release} でオン"),
            (Self::Ja, false) => format!("{release} でオフ"),
        });
        each.collect::<Vec<_>>().join(if self == Self::En { ", " } else { "、" })
    }

    /// By how many releases a stage came later than it was promised at first.
    pub fn late_by(self, releases: u16) -> String {
        match self {
            Self::En if releases == 1 => "1 release late".to_owned(),
            Self::En => format!("{releases} releases late"),
            Self::Ja => format!("{releases} リリース遅れ"),
        }
    }

    /// That something came and went within the range.
    pub fn gone_again(self, release: Version) -> String {
        match self {
            Self::En => format!("gone again in {release}"),
            Self::Ja => format!("{release} で削除"),
        }
    }

    /// The link to a whole part of the page.
    pub fn whole_part(self, changes: u32) -> String {
        match self {
            Self::En => format!("All {changes} →"),
            Self::Ja => format!("全 {changes} 件 →"),
        }
    }

    /// How many other notes mention a change.
    pub fn more_notes(self, notes: u32) -> String {
        match self {
            Self::En if notes == 1 => "1 more note".to_owned(),
            Self::En => format!("{notes} more notes"),
            Self::Ja => format!("ほか {notes} 件のメモ"),
        }
    }

    /// Who says so, in words for readers.
    pub fn fact_source(self, source: Source) -> &'static str {
        match (self, source) {
            (_, Source::List) => "kubernetes/kubernetes",
            (_, Source::Website) => "kubernetes.io",
            (Self::En, Source::ReleaseNotes) => "release notes",
            (Self::Ja, Source::ReleaseNotes) => "リリースノート",
            (_, Source::Keps) => "KEP",
            (Self::En, Source::DeprecationGuide) => "deprecation guide",
            (Self::Ja, Source::DeprecationGuide) => "非推奨 API 移行ガイド",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_new_gate_was_before_is_no_stage_of_it() {
        let change = |gate_is_new| Change {
            gate_is_new,
            stage_from: Some(Stage::Stable),
            default_from: Some(true),
            stage_to: Some(Stage::Deprecated),
            default_to: Some(false),
            ..Change::new(Kind::DefaultOff, Version { minor: 33 })
        };
        assert_eq!(Lang::En.change_standing(&change(true)), "no gate, on → deprecated, off");
        assert_eq!(Lang::Ja.change_standing(&change(true)), "ゲートなし・オン → deprecated・オフ");
        assert_eq!(Lang::En.change_standing(&change(false)), "stable, on → deprecated, off");
    }

    #[test]
    fn a_lock_stands_in_the_place_of_the_default_that_it_fixes() {
        let standing = |lang: Lang, locked_to| lang.gate_standing(Some(Stage::Stable), Some(true), locked_to);
        assert_eq!(standing(Lang::En, Some(true)), "stable, locked on");
        assert_eq!(standing(Lang::Ja, Some(true)), "stable・オンに固定");
        assert_eq!(standing(Lang::En, None), "stable, on");
    }
}
