//! Texts of the timeline: filters, counts, order, pages.

use super::Lang;
use domain::github::ItemState;
use domain::kep::Status;
use domain::list::filter::{ContentKind, Filter, FilterPart, Period, ShippedStage, VersionRange};
use domain::list::search::Term;
use domain::list::timeline::{CitedKepCounts, UntaggedMentions};
use domain::notebook::NotebookSlug;
use domain::release::ReleaseEvent;
use domain::sig::Sig;
use domain::version::Version;

/// How many restrictions the title of a list names.
const TITLE_PARTS: usize = 6;

texts! {
    timeline: "Timeline", "タイムライン";
    archive: "Archive", "アーカイブ";
    filters: "Filters", "絞り込み";
    close: "Close", "閉じる";
    apply: "Apply", "適用";
    sig: "SIG", "SIG";
    version: "Kubernetes version", "Kubernetes バージョン";
    about_column: "about", "について";
    cycle_column: "in its cycle", "開発期間中";
    period_facet: "Year and month", "年・月";
    notebook: "Notebook", "ノート";
    untagged: "none", "なし";
    more_values: "More", "さらに表示";
    exclude: "Exclude", "除外";
    excluded: "not", "除外";
    stop_excluding: "Stop excluding", "除外を解除:";
    facet_hint: "Several values of one kind widen the list, different kinds narrow it.",
        "同じ種類の値は OR、異なる種類は AND で組み合わされます。";
    active_filters: "Active filters", "適用中の絞り込み";
    clear_all: "Clear all", "すべて解除";
    remove: "remove", "解除";
    order: "Order", "並び順";
    newest_first: "Newest first", "新しい順";
    oldest_first: "Oldest first", "古い順";
    most_relevant_first: "Best match first", "関連度順";
    latest_move_first: "Latest move first", "最近動いた順";
    newer: "Newer", "新しい投稿";
    older: "Older", "過去の投稿";
    better_matches: "Better matches", "関連度の高いもの";
    further_matches: "Further matches", "関連度の低いもの";
    later_moves: "Later moves", "より新しい動き";
    earlier_moves: "Earlier moves", "より古い動き";
    pages: "Pages", "ページ";
    no_matches: "No note matches all of these filters", "すべての条件に合うメモはありません";
    drop_one: "Drop one of them:", "条件を一つ外してください:";
    page_empty: "There are no notes beyond this point", "これより先にメモはありません";
    first_page: "Back to the first page", "最初のページへ";
    no_notebook: "No notes yet", "まだメモがありません";
    no_notebook_hint: "Import a notebook, or look at the demo:", "ノートを取り込むか、デモをご覧ください:";
    home_description: "A timeline of running notes on Kubernetes development, by SIG and version.",
        "Kubernetes 開発の日々のメモを SIG とバージョンで読めるタイムライン。";
    releases: "Kubernetes releases", "Kubernetes のリリース";
    stage_now: "KEP stage now", "KEP のステージ(現在)";
    status_now: "KEP status now", "KEP のステータス(現在)";
    github_now: "Pull requests and issues now", "プルリクエストと Issue(現在)";
    then_and_now: "Then and now", "当時と現在";
    changed_since: "Changed since", "その後に変化あり";
    nothing_shipped: "nothing shipped", "未リリース";
    has_code: "with code", "コードあり";
    has_quote: "with a quotation", "引用あり";
    has_lost_link: "with a lost link", "失われたリンクあり";
}

impl Lang {
    /// How many notes and entries a list holds.
    pub fn list_size(self, notes: u32, entries: u32) -> String {
        match (self, notes, entries) {
            (Self::En, 1, _) => "1 note".to_owned(),
            (Self::En, _, 1) => format!("{notes} notes in 1 entry"),
            (Self::En, ..) => format!("{notes} notes in {entries} entries"),
            (Self::Ja, ..) => format!("メモ {notes} 件(投稿 {entries} 件)"),
        }
    }

    /// A number of notes: `24 notes`, `24 件`.
    pub fn note_count(self, notes: u32) -> String {
        match (self, notes) {
            (Self::En, 1) => "1 note".to_owned(),
            (Self::En, _) => format!("{notes} notes"),
            (Self::Ja, _) => format!("{notes} 件"),
        }
    }

    /// What a filtered list is called; `None` for the whole timeline.
    pub fn list_title(self, filter: &Filter) -> Option<String> {
        let parts: Vec<String> =
            filter.parts().iter().take(TITLE_PARTS).map(|part| self.filter_part(part)).collect();
        (!parts.is_empty()).then(|| parts.join(" · "))
    }

    /// The hint where a filter names a notebook that does not exist.
    pub fn no_such_notebook(self, slug: &NotebookSlug) -> String {
        match self {
            Self::En => format!("There is no notebook `{slug}`."),
            Self::Ja => format!("`{slug}` というノートはありません。"),
        }
    }

    /// How many of the KEPs that the notes cite have moved since.
    pub fn keps_moved(self, CitedKepCounts { cited, moved }: CitedKepCounts) -> String {
        match (self, cited, moved) {
            (Self::En, 1, _) => "The one KEP in these notes has moved since".to_owned(),
            (Self::En, _, 1) => format!("1 of the {cited} KEPs in these notes has moved since"),
            (Self::En, ..) => format!("{moved} of the {cited} KEPs in these notes have moved since"),
            (Self::Ja, ..) => format!("メモに出てくる KEP {cited} 件中 {moved} 件に、その後動きがありました"),
        }
    }

    /// What happened to a release: `v1.28 released`.
    pub fn release_mark(self, version: Version, event: ReleaseEvent) -> String {
        let label = match (self, event) {
            (Self::En, ReleaseEvent::EnhancementsFreeze) => "enhancements freeze",
            (Self::En, ReleaseEvent::CodeFreeze) => "code freeze",
            (Self::En, ReleaseEvent::Released) => "released",
            (Self::Ja, ReleaseEvent::EnhancementsFreeze) => "Enhancements Freeze",
            (Self::Ja, ReleaseEvent::CodeFreeze) => "Code Freeze",
            (Self::Ja, ReleaseEvent::Released) => "リリース",
        };
        format!("v{version} {label}")
    }

    /// What an active filter is called.
    pub fn filter_part(self, part: &FilterPart) -> String {
        match part {
            FilterPart::Notebook(slug) => slug.to_string(),
            FilterPart::Sig(sig) => sig.label(),
            FilterPart::NoSig => format!("{}: {}", self.sig(), self.untagged()),
            FilterPart::WithoutSig(sig) => format!("{} {}", self.excluded(), sig.label()),
            FilterPart::Names(sig) => self.part_names(sig),
            FilterPart::Version(versions) => versions.to_string(),
            FilterPart::NoVersion => format!("{}: {}", self.version(), self.untagged()),
            FilterPart::WithoutVersion(versions) => format!("{} {versions}", self.excluded()),
            FilterPart::Cycle(versions) => self.in_cycle_of(*versions),
            FilterPart::WithoutCycle(versions) => {
                format!("{} {}", self.excluded(), self.in_cycle_of(*versions))
            }
            FilterPart::Period(period) => self.period(*period),
            FilterPart::Stage(stage) => self.part_stage(*stage),
            FilterPart::Status(status) => self.part_status(status),
            FilterPart::Github(state) => self.part_github(*state),
            FilterPart::Verdict(verdict) => self.part_verdict(*verdict),
            FilterPart::Expected(stage) => self.part_expected(*stage),
            FilterPart::Changed => self.changed_since().to_owned(),
            FilterPart::Kep(number) => format!("KEP-{number}"),
            FilterPart::Ref(item) => item.to_string(),
            FilterPart::Repo(repo) => repo.to_string(),
            FilterPart::Since(since) => self.part_since(*since),
            FilterPart::Until(until) => self.part_until(*until),
            FilterPart::Has(has) => self.part_has(*has).to_owned(),
            FilterPart::Term(term) => self.part_term(term),
        }
    }

    /// The active filter on components that are named.
    fn part_names(self, sig: &Sig) -> String {
        match self {
            Self::En => format!("Mentions parts of {}", sig.label()),
            Self::Ja => format!("{} の対象に言及", sig.label()),
        }
    }

    /// That more notes name components of the chosen groups: how many, and the names that occur most.
    pub fn untagged_mentions(self, mentions: &UntaggedMentions) -> String {
        let UntaggedMentions { notes, names } = mentions;
        match self {
            Self::En if *notes == 1 => format!("1 more note mentions {} without a SIG", names.join(", ")),
            Self::En => format!("{notes} more notes mention {} without a SIG", names.join(", ")),
            Self::Ja => format!("SIG タグのないメモ {notes} 件も {} に言及", names.join("、")),
        }
    }

    /// The active filter on the cycle that entries were written in.
    pub fn in_cycle_of(self, versions: VersionRange) -> String {
        match self {
            Self::En => format!("{} cycle", self.version_range(versions)),
            Self::Ja => format!("{} 開発期間", self.version_range(versions)),
        }
    }

    /// How many notes a list has by the meaning of its versions that it was asked for: `1 note is about 1.28.`
    pub fn by_this_reading(self, filter: &Filter, notes: u32) -> String {
        let versions = |ranges: &[VersionRange]| {
            ranges.iter().map(|range| self.version_range(*range)).collect::<Vec<_>>().join(", ")
        };
        let about = versions(&filter.versions.any);
        let cycle = versions(&filter.cycles.any);
        match (self, notes) {
            (Self::En, 0) if cycle.is_empty() => format!("No note is about {about}."),
            (Self::En, 1) if cycle.is_empty() => format!("1 note is about {about}."),
            (Self::En, _) if cycle.is_empty() => format!("{notes} notes are about {about}."),
            (Self::En, 0) => format!("No note was written in the cycle of {cycle}."),
            (Self::En, 1) => format!("1 note was written in the cycle of {cycle}."),
            (Self::En, _) => format!("{notes} notes were written in the cycle of {cycle}."),
            (Self::Ja, _) if cycle.is_empty() => format!("{about} についてのメモは {notes} 件です。"),
            (Self::Ja, _) => format!("{cycle} の開発期間中のメモは {notes} 件です。"),
        }
    }

    /// The link to the notes by the other meaning: `103 notes were written in its cycle →`.
    pub fn by_other_reading(self, filter: &Filter, notes: u32) -> String {
        let is_about = !filter.versions.any.is_empty();
        match (self, is_about, notes) {
            (Self::En, true, 1) => "1 note was written in its cycle →".to_owned(),
            (Self::En, true, _) => format!("{notes} notes were written in its cycle →"),
            (Self::En, false, 1) => "1 note is about it →".to_owned(),
            (Self::En, false, _) => format!("{notes} notes are about it →"),
            (Self::Ja, true, _) => format!("その開発期間中に書かれたメモは {notes} 件 →"),
            (Self::Ja, false, _) => format!("そのバージョンについてのメモは {notes} 件 →"),
        }
    }

    /// A version, or the first and the last of several: `1.28 – 1.29`.
    pub fn version_range(self, VersionRange { from, to }: VersionRange) -> String {
        match self {
            _ if from == to => from.to_string(),
            Self::En => format!("{from} – {to}"),
            Self::Ja => format!("{from}〜{to}"),
        }
    }

    /// The active filter on the first day.
    fn part_since(self, since: Period) -> String {
        match self {
            Self::En => format!("Since {}", self.period(since)),
            Self::Ja => format!("{}以降", self.period(since)),
        }
    }

    /// The active filter on the last day.
    fn part_until(self, until: Period) -> String {
        match self {
            Self::En => format!("Until {}", self.period(until)),
            Self::Ja => format!("{}まで", self.period(until)),
        }
    }

    /// The active filter on what notes contain.
    fn part_has(self, has: ContentKind) -> &'static str {
        match has {
            ContentKind::Code => self.has_code(),
            ContentKind::Quote => self.has_quote(),
            ContentKind::LostLink => self.has_lost_link(),
        }
    }

    /// The active filter on a term of the search.
    fn part_term(self, term: &Term) -> String {
        let text = term.text();
        match (self, term.is_without()) {
            (Self::En, false) => format!("“{text}”"),
            (Self::En, true) => format!("without “{text}”"),
            (Self::Ja, false) => format!("「{text}」"),
            (Self::Ja, true) => format!("「{text}」を除く"),
        }
    }

    /// What has shipped of a KEP: the stage as in kep.yaml, or that nothing has.
    pub fn reached(self, reached: ShippedStage) -> &'static str {
        match reached {
            ShippedStage::Stage(stage) => stage.as_str(),
            ShippedStage::Nothing => self.nothing_shipped(),
        }
    }

    /// The active filter on what has shipped of a KEP.
    fn part_stage(self, reached: ShippedStage) -> String {
        match (self, reached) {
            (Self::En, ShippedStage::Stage(stage)) => format!("KEP now {stage}"),
            (Self::En, ShippedStage::Nothing) => "KEP not shipped yet".to_owned(),
            (Self::Ja, _) => format!("KEP: 現在 {}", self.reached(reached)),
        }
    }

    /// The active filter on a KEP's status.
    fn part_status(self, status: &Status) -> String {
        match self {
            Self::En => format!("KEP status now {status}"),
            Self::Ja => format!("KEP ステータス: 現在 {status}"),
        }
    }

    /// The active filter on the state of a pull request or an issue.
    fn part_github(self, state: ItemState) -> String {
        let label = self.github_state(state);
        let (what_en, what_ja) = match state {
            ItemState::Draft | ItemState::Merged => ("Pull request", "プルリクエスト"),
            ItemState::Completed | ItemState::NotPlanned | ItemState::Duplicate => ("Issue", "Issue"),
            _ => ("Pull request or issue", "プルリクエスト・Issue"),
        };
        match self {
            Self::En => format!("{what_en} now {label}"),
            Self::Ja => format!("{what_ja}: 現在{label}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_text() {
        for &state in ItemState::ALL {
            let (en, ja) = (Lang::En.github_state(state), Lang::Ja.github_state(state));
            assert!(!en.contains('_') && !ja.is_ascii(), "{en} {ja}");
        }
        assert_eq!(Lang::En.part_github(ItemState::NotPlanned), "Issue now not planned");
        assert_eq!(Lang::Ja.part_github(ItemState::Merged), "プルリクエスト: 現在マージ済み");
        assert_eq!(Lang::En.part_stage(ShippedStage::Nothing), "KEP not shipped yet");
    }

    #[test]
    fn a_number_has_the_sentence_that_fits_it() {
        let moved_sentence = |cited, moved| Lang::En.keps_moved(CitedKepCounts { cited, moved });
        assert_eq!(moved_sentence(16, 14), "14 of the 16 KEPs in these notes have moved since");
        assert_eq!(moved_sentence(16, 1), "1 of the 16 KEPs in these notes has moved since");
        assert_eq!(moved_sentence(1, 1), "The one KEP in these notes has moved since");
    }
}
