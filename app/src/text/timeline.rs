//! Texts of the timeline: filters, counts, order, pages.

use super::Lang;
use domain::github::ItemState;
use domain::kep::Status;
use domain::list::filter::{ContentKind, Filter, FilterPart, Period, ShippedStage};
use domain::list::search::Term;
use domain::list::timeline::CitedKepCounts;
use domain::notebook::NotebookSlug;
use domain::release::ReleaseEvent;
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
            (Self::En, 1, _) => "The one cited KEP has moved since it was noted".to_owned(),
            (Self::En, _, 1) => format!("1 of {cited} cited KEPs has moved since it was noted"),
            (Self::En, ..) => format!("{moved} of {cited} cited KEPs have moved since they were noted"),
            (Self::Ja, ..) => format!("メモで触れた KEP {cited} 件のうち {moved} 件が、その後に動いています"),
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
            FilterPart::Version(versions) => versions.to_string(),
            FilterPart::NoVersion => format!("{}: {}", self.version(), self.untagged()),
            FilterPart::WithoutVersion(versions) => format!("{} {versions}", self.excluded()),
            FilterPart::Period(period) => self.period(*period),
            FilterPart::Stage(stage) => self.part_stage(*stage),
            FilterPart::Status(status) => self.part_status(status),
            FilterPart::Github(state) => self.part_github(*state),
            FilterPart::Verdict(verdict) => self.part_verdict(*verdict),
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
        assert_eq!(moved_sentence(16, 14), "14 of 16 cited KEPs have moved since they were noted");
        assert_eq!(moved_sentence(16, 1), "1 of 16 cited KEPs has moved since it was noted");
        assert_eq!(moved_sentence(1, 1), "The one cited KEP has moved since it was noted");
    }
}
