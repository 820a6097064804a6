//! Texts of digests, on their pages, in Markdown and in feeds.

use domain::Date;
use domain::digest::{
    Days, DigestChange, DigestKind, DigestMove, DigestPeriod, MoveGroup, NoDigest, NotADigestPeriod,
    PlanChange,
};
use domain::kep::Milestone;
use domain::outcome::moves::{MoveSubject, StateChange};
use domain::outcome::story::Fate;
use domain::release::{ReleaseEvent, ReleaseMark};

use super::Lang;
use super::excerpt::capitalized;

texts! {
    digests: "Digests", "ダイジェスト";
    digests_hint: "What a week, a month or a release cycle brought: the notes, what moved of what they cite, and what came next. Short enough for mail and chat.",
        "週・月・開発期間ごとのまとめです。メモ、引用先の動き、その先の予定を、メールやチャットに貼れる長さで。";
    digest: "Digest", "ダイジェスト";
    digests_now: "Running now", "進行中の期間";
    digests_latest: "The latest with notes", "メモのある直近の期間";
    digests_none: "Nothing yet: a digest needs notes with a day.", "まだありません。日付のあるメモを読み込むと表示されます。";
    digest_running: "still running", "進行中";
    weeks: "Weeks", "週";
    months: "Months", "月";
    cycles: "Release cycles", "開発期間";
    digest_feeds_hint: "Atom feeds with one entry a period, once it is over: also for services that send feeds as mail.",
        "終わった期間ごとに 1 件ずつ届く Atom フィードです。フィードをメールで送るサービスでも購読できます。";
    no_digest: "There is no such digest", "そのダイジェストはありません";
    to_digests: "All digests", "ダイジェスト一覧へ";
    digest_notes: "Notes", "メモ";
    digest_moves: "What moved", "引用先の動き";
    digest_moves_hint: "Of what any note cites, by the day in UTC.", "いずれかのメモが引用しているもの。日付は UTC です。";
    digest_empty: "No note was written in these days, and nothing moved of what notes cite.",
        "この期間に書かれたメモも、引用先の動きもありません。";
    digest_no_notes: "No note was written in these days.", "この期間に書かれたメモはありません。";
    digest_no_moves: "Nothing moved of what notes cite.", "引用先に動きはありませんでした。";
    digest_no_facts: "Nothing is known yet of what the notes cite: `kepline sync` fetches it.",
        "引用先の情報がまだありません。`kepline sync` で取得できます。";
    earlier_digest: "Earlier", "前の期間";
    later_digest: "Later", "次の期間";
    not_known: "not known", "不明";
    plans_for_it: "What cited KEPs planned for it", "引用された KEP の予定";
    in_these_days: "In these days:", "この期間の出来事:";
    group_shipped: "Reached a stage", "stage に到達";
    group_plans: "Plans that changed", "予定の変更";
    group_given_up: "Given up", "中止・置き換え";
    group_status: "New, or with another status", "新しい KEP・status の変更";
    group_merged: "Merged", "マージ";
    group_closed: "Closed or reopened", "クローズ・再オープン";
}

impl Lang {
    /// What a period is called: `week 47 of 2026`, `October 2023`, `the 1.28 cycle`.
    pub fn digest_period(self, period: DigestPeriod) -> String {
        match (self, period) {
            (Self::En, DigestPeriod::Week(week)) => {
                let (year, number) = week.number();
                format!("week {number} of {year}")
            }
            (Self::Ja, DigestPeriod::Week(week)) => {
                let (year, number) = week.number();
                format!("{year}年第{number}週")
            }
            (_, DigestPeriod::Month(month)) => self.period(month),
            (Self::En, DigestPeriod::Cycle(version)) => format!("the {version} cycle"),
            (Self::Ja, DigestPeriod::Cycle(version)) => format!("{version} の開発期間"),
        }
    }

    /// What a period is called where it stands by itself: `Week 47 of 2026`.
    pub fn digest_label(self, period: DigestPeriod) -> String {
        capitalized(&self.digest_period(period))
    }

    /// What a digest is called.
    pub fn digest_title(self, period: DigestPeriod) -> String {
        let period = self.digest_period(period);
        match self {
            Self::En => format!("Digest of {period}"),
            Self::Ja => format!("{period}のダイジェスト"),
        }
    }

    /// What the feed of the digests of a kind is called.
    pub fn latest_digests(self, kind: DigestKind) -> &'static str {
        match (self, kind) {
            (Self::En, DigestKind::Week) => "Weekly digest",
            (Self::En, DigestKind::Month) => "Monthly digest",
            (Self::En, DigestKind::Cycle) => "Digest of each release cycle",
            (Self::Ja, DigestKind::Week) => "週ごとのダイジェスト",
            (Self::Ja, DigestKind::Month) => "月ごとのダイジェスト",
            (Self::Ja, DigestKind::Cycle) => "開発期間ごとのダイジェスト",
        }
    }

    /// The heading of the digests of a kind.
    pub fn digest_kind(self, kind: DigestKind) -> &'static str {
        match kind {
            DigestKind::Week => self.weeks(),
            DigestKind::Month => self.months(),
            DigestKind::Cycle => self.cycles(),
        }
    }

    /// The days of a period: `2023-10-01 to 2023-10-31`.
    pub fn days(self, Days { first, last }: Days) -> String {
        self.day_range(&first.to_string(), &last.to_string())
    }

    /// How much a digest holds: `61 notes in 19 entries · 12 moves`.
    pub fn digest_size(self, notes: u32, entries: u32, moves: u32) -> String {
        let notes = (notes > 0).then(|| self.list_size(notes, entries));
        let moves = (moves > 0).then(|| self.move_count(moves));
        notes.into_iter().chain(moves).collect::<Vec<_>>().join(" · ")
    }

    /// How much a digest in a list holds: `61 notes · 12 moves`, `12 moves`, `0 notes`.
    pub fn digest_line_size(self, notes: u32, moves: u32) -> String {
        let notes = (notes > 0 || moves == 0).then(|| match self {
            Self::En => self.note_count(notes),
            Self::Ja => format!("メモ {notes} 件"),
        });
        let moves = (moves > 0).then(|| self.move_count(moves));
        notes.into_iter().chain(moves).collect::<Vec<_>>().join(" · ")
    }

    /// A number of moves.
    pub fn move_count(self, moves: u32) -> String {
        match (self, moves) {
            (Self::En, 1) => "1 move".to_owned(),
            (Self::En, _) => format!("{moves} moves"),
            (Self::Ja, _) => format!("動き {moves} 件"),
        }
    }

    /// The heading of a group of moves.
    pub fn move_group(self, group: MoveGroup) -> &'static str {
        match group {
            MoveGroup::Shipped => self.group_shipped(),
            MoveGroup::Plans => self.group_plans(),
            MoveGroup::GivenUp => self.group_given_up(),
            MoveGroup::Status => self.group_status(),
            MoveGroup::Merged => self.group_merged(),
            MoveGroup::Closed => self.group_closed(),
        }
    }

    /// What has moved, in a name: `KEP-753`, `kubernetes/kubernetes#115138`.
    pub fn subject_name(self, subject: &MoveSubject) -> String {
        match subject {
            MoveSubject::Kep(number) => format!("KEP-{number}"),
            MoveSubject::Item(key) => key.to_string(),
        }
    }

    /// What happened to it: `beta 1.29 → stable 1.33`, `beta put off from 1.29 to 1.30`, `open → merged (1.29)`.
    pub fn digest_change(self, moved: &DigestMove) -> String {
        match &moved.change {
            DigestChange::State(change) => match (change, change.shipped()) {
                // What was planned besides stands among the plans.
                (StateChange::Kep { then, .. }, Some(shipped)) => match then.shipped {
                    Some(before) => format!("{before} → {shipped}"),
                    None => shipped.to_string(),
                },
                _ => match moved.release.filter(|_| moved.group() == MoveGroup::Merged) {
                    Some(release) => format!("{} ({release})", self.move_states(change)),
                    None => self.move_states(change),
                },
            },
            DigestChange::Plans(changes) => {
                let changes = changes.iter().map(|change| self.plan_change(change));
                changes.collect::<Vec<_>>().join(if self == Self::En { "; " } else { "、" })
            }
        }
    }

    /// What became of a plan.
    fn plan_change(self, change: &PlanChange) -> String {
        let milestone @ Milestone { stage, version } = change.milestone;
        match (self, change.fate, change.next) {
            (Self::En, Fate::PutOff(_), Some(next)) => format!("{stage} put off from {version} to {next}"),
            (Self::Ja, Fate::PutOff(_), Some(next)) => format!("{stage} を {version} から {next} に延期"),
            (Self::En, Fate::BroughtForward(_), Some(next)) => {
                format!("{stage} brought forward from {version} to {next}")
            }
            (Self::Ja, Fate::BroughtForward(_), Some(next)) => {
                format!("{stage} を {version} から {next} に前倒し")
            }
            (Self::En, Fate::Missed(_), Some(next)) => {
                format!("{milestone} missed, later planned for {next}")
            }
            (Self::Ja, Fate::Missed(_), Some(next)) => format!("{milestone} は見送り(その後の予定 {next})"),
            (_, Fate::Missed(_), None) => self.missed(milestone),
            (Self::En, Fate::TakenBack(_), _) => format!("{milestone} taken back, no release named"),
            (Self::Ja, Fate::TakenBack(_), _) => format!("{milestone} の予定を取り下げ(予定なし)"),
            (_, fate, _) => format!("{milestone}: {}", self.fate_label(fate)),
        }
    }

    /// The heading of what comes after a period.
    pub fn upcoming_release(self, version: domain::version::Version) -> String {
        match self {
            Self::En => format!("Next: Kubernetes {version}"),
            Self::Ja => format!("次のリリース: Kubernetes {version}"),
        }
    }

    /// That no release after a day is known.
    pub fn no_later_release(self, day: Date) -> String {
        match self {
            Self::En => format!("No Kubernetes release after {day} is known yet."),
            Self::Ja => format!("{day} より後のリリースの予定は、まだわかっていません。"),
        }
    }

    /// What an event of a release is called, without the release.
    pub fn release_event(self, event: ReleaseEvent) -> &'static str {
        match event {
            ReleaseEvent::EnhancementsFreeze => self.enhancements_freeze(),
            ReleaseEvent::CodeFreeze => self.code_freeze(),
            ReleaseEvent::Released => self.release_day(),
        }
    }

    /// How many days after the last of a period something comes.
    pub fn days_later(self, days: i64) -> String {
        match (self, days) {
            (Self::En, 1) => "1 day later".to_owned(),
            (Self::En, _) => format!("{days} days later"),
            (Self::Ja, _) => format!("{days} 日後"),
        }
    }

    /// What happened to releases within a period: `v1.28 released (2023-08-15)`.
    pub fn dated_mark(self, mark: &ReleaseMark) -> String {
        let text = self.release_mark(mark.version, mark.event);
        match self {
            Self::En => format!("{text} ({})", mark.day),
            Self::Ja => format!("{text}({})", mark.day),
        }
    }

    /// Of when the plans for the next release are.
    pub fn plans_as_of(self, day: Date) -> String {
        match self {
            Self::En => format!("By the kep.yaml of {day}, with what is known today."),
            Self::Ja => format!("{day} 時点の kep.yaml の予定と、現在わかっている結果。"),
        }
    }

    /// What became of a plan for a release, as far as it is known.
    pub fn plan_fate(self, fate: Fate) -> String {
        match (self, fate) {
            (Self::En, Fate::Shipped) => "came with it".to_owned(),
            (Self::En, Fate::Planned) => "still planned".to_owned(),
            (Self::En, Fate::Unconfirmed) => "released since, not confirmed".to_owned(),
            (Self::En, Fate::PutOff(day)) => format!("put off on {day}"),
            (Self::En, Fate::BroughtForward(day)) => format!("brought forward on {day}"),
            (Self::En, Fate::Missed(_)) => "did not come with it".to_owned(),
            (Self::En, Fate::TakenBack(day)) => format!("taken back on {day}"),
            (Self::En, Fate::GivenUp) => "given up".to_owned(),
            (Self::Ja, Fate::Shipped) => "予定どおり".to_owned(),
            (Self::Ja, Fate::Planned) => "予定のまま".to_owned(),
            (Self::Ja, Fate::Unconfirmed) => "リリース後、未確認".to_owned(),
            (Self::Ja, Fate::PutOff(day)) => format!("{day} に延期"),
            (Self::Ja, Fate::BroughtForward(day)) => format!("{day} に前倒し"),
            (Self::Ja, Fate::Missed(_)) => "見送り".to_owned(),
            (Self::Ja, Fate::TakenBack(day)) => format!("{day} に取り下げ"),
            (Self::Ja, Fate::GivenUp) => "中止".to_owned(),
        }
    }

    /// What stands before the notes that cite something.
    pub fn noted_in(self) -> &'static str {
        if self == Self::En { "noted" } else { "メモ" }
    }

    /// How many things are not listed.
    pub fn more_of_them(self, count: u32) -> String {
        match self {
            Self::En => format!("and {count} more"),
            Self::Ja => format!("ほか {count} 件"),
        }
    }

    /// Why a text names no period.
    pub fn not_a_digest_period(self, why: &NotADigestPeriod) -> String {
        match (self, why) {
            (Self::En, NotADigestPeriod::NoWeek { year, last }) => format!("{year} has weeks 1 to {last}."),
            (Self::Ja, NotADigestPeriod::NoWeek { year, last }) => {
                format!("{year}年は第1週から第{last}週までです。")
            }
            (Self::En, NotADigestPeriod::NoMonth) => "A year has months 1 to 12.".to_owned(),
            (Self::Ja, NotADigestPeriod::NoMonth) => "月は 1 から 12 までです。".to_owned(),
            (Self::En, NotADigestPeriod::Unreadable(_)) => {
                "A digest is that of a week, a month or a release, such as `2023-W41`, `2023-10` or `1.28`."
                    .to_owned()
            }
            (Self::Ja, NotADigestPeriod::Unreadable(_)) => {
                "`2023-W41`(週)、`2023-10`(月)、`1.28`(開発期間)のように指定してください。".to_owned()
            }
        }
    }

    /// Why a period has no digest.
    pub fn why_no_digest(self, why: NoDigest) -> String {
        match (self, why) {
            (Self::En, NoDigest::UnknownCycle(version)) => {
                format!("It is not known when Kubernetes {version} was, or will be, in the making.")
            }
            (Self::Ja, NoDigest::UnknownCycle(version)) => {
                format!("Kubernetes {version} の開発期間の日程は知られていません。")
            }
            (Self::En, NoDigest::NotBegun(day)) => format!("It begins on {day}."),
            (Self::Ja, NoDigest::NotBegun(day)) => format!("{day} に始まります。"),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::kep::Stage;
    use domain::version::Version;

    use super::*;

    #[test]
    fn a_digest_is_called_by_its_period() {
        let check = |text: &str, en: &str, ja: &str| {
            let period = text.parse().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(
                (Lang::En.digest_title(period).as_str(), Lang::Ja.digest_title(period).as_str()),
                (en, ja)
            );
        };
        check("2026-W07", "Digest of week 7 of 2026", "2026年第7週のダイジェスト");
        check("2023-10", "Digest of October 2023", "2023年10月のダイジェスト");
        check("1.28", "Digest of the 1.28 cycle", "1.28 の開発期間のダイジェスト");
    }

    #[test]
    fn a_change_of_plans_names_both_releases() {
        let day = Date::constant(2023, 9, 1);
        let milestone = Milestone { stage: Stage::Beta, version: Version { minor: 29 } };
        let check = |fate, next: Option<u16>, en: &str, ja: &str| {
            let change = PlanChange { milestone, fate, next: next.map(|minor| Version { minor }) };
            assert_eq!(
                (Lang::En.plan_change(&change).as_str(), Lang::Ja.plan_change(&change).as_str()),
                (en, ja)
            );
        };
        check(Fate::PutOff(day), Some(30), "beta put off from 1.29 to 1.30", "beta を 1.29 から 1.30 に延期");
        check(
            Fate::BroughtForward(day),
            Some(28),
            "beta brought forward from 1.29 to 1.28",
            "beta を 1.29 から 1.28 に前倒し",
        );
        check(
            Fate::Missed(Some(day)),
            Some(31),
            "beta 1.29 missed, later planned for 1.31",
            "beta 1.29 は見送り(その後の予定 1.31)",
        );
        check(Fate::Missed(None), None, "beta 1.29 missed", "beta 1.29 は見送り");
        check(
            Fate::TakenBack(day),
            None,
            "beta 1.29 taken back, no release named",
            "beta 1.29 の予定を取り下げ(予定なし)",
        );
    }

    #[test]
    fn a_size_leaves_out_what_there_is_none_of() {
        assert_eq!(Lang::En.digest_size(61, 19, 12), "61 notes in 19 entries · 12 moves");
        assert_eq!(Lang::En.digest_size(0, 0, 1), "1 move");
        assert_eq!(Lang::Ja.digest_size(3, 2, 4), "メモ 3 件(投稿 2 件) · 動き 4 件");
        assert_eq!(Lang::En.digest_size(0, 0, 0), "");
    }
}
