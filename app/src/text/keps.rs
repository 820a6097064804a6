//! Texts of the list of KEPs.

use domain::kep::{Milestone, Status};
use domain::list::keps::{KepFilter, KepKey, Sort};
use domain::sig::Sig;

use super::Lang;

texts! {
    keps: "KEPs", "KEP";
    kep_list_description: "Every Kubernetes enhancement proposal: where it stands now, what it plans, and which notes cite it.",
        "すべての Kubernetes 拡張提案 (KEP) の現在の状態と予定、言及しているメモ。";
    kep: "KEP", "KEP";
    title: "Title", "タイトル";
    now_column: "Now", "現在";
    search_keps: "Search KEPs", "KEP を検索";
    kep_search_example: "sidecar, 753, SidecarContainers", "sidecar、753、SidecarContainers";
    kep_search_hint: "A KEP is found by its number, by words of its title from their beginning, by a feature gate, or by its SIG.",
        "番号、タイトルの英単語(先頭から一致)、フィーチャーゲート、SIG で見つかります。";
    search_notes_instead: "Search the notes for these words", "同じ語でメモを検索";
    status_column: "Status", "ステータス";
    stage_column: "Stage now", "現在の stage";
    moved_column: "Moved", "変化した日";
    notes_column: "Notes", "メモ";
    number_column: "Number", "番号";
    version_named: "Version in its milestones", "milestone のバージョン";
    cited_in_notes: "Cited in the notes", "メモで言及されている KEP";
    all_others: "All others", "そのほかの KEP";
    moved_since_cited: "Moved since cited", "言及後に変化";
    sorted_by: "Sort by", "並べ替え";
    ascending: "ascending", "昇順";
    descending: "descending", "降順";
    no_keps_match: "No KEP matches all of these filters", "すべての条件に合う KEP はありません";
    no_such_page: "There is no such page of this list", "このページはありません";
    no_keps: "No KEPs yet", "KEP のデータがまだありません";
    no_keps_hint: "The operator fetches them with `kepline sync keps`.", "運営者が `kepline sync keps` で取得します。";
    to_keps: "All KEPs", "KEP 一覧へ";
}

impl Lang {
    /// What a list of KEPs is called: `KEPs: sidecar`, `SIG Node’s KEPs · stable`.
    pub fn kep_list_title(self, filter: &KepFilter) -> String {
        let one_sig = filter.one_sig();
        let title = match (self, one_sig) {
            (_, None) => self.keps().to_owned(),
            (Self::En, Some(sig)) => format!("{}’s KEPs", sig.label()),
            (Self::Ja, Some(sig)) => format!("{} の KEP", sig.label()),
        };
        let labels: Vec<String> = filter
            .pairs()
            .into_iter()
            .filter(|(key, _)| !(*key == KepKey::Sig && one_sig.is_some()))
            .filter_map(|(key, value)| self.kep_restriction(key, &value))
            .collect();
        match labels.is_empty() {
            true => title,
            false => format!("{title}: {}", labels.join(" · ")),
        }
    }

    /// What a restriction of a list of KEPs is called; `None` for what is no restriction.
    pub fn kep_restriction(self, key: KepKey, value: &str) -> Option<String> {
        let none = value == "none";
        Some(match key {
            KepKey::Sig if none => format!("{}: {}", self.sig(), self.untagged()),
            KepKey::Sig => value.parse().map_or_else(|_| value.to_owned(), |sig: Sig| sig.label()),
            KepKey::Status => self.status(&Status::read(value).0),
            KepKey::Stage if none => self.nothing_shipped().to_owned(),
            KepKey::Stage | KepKey::Version | KepKey::Q => value.to_owned(),
            KepKey::Changed => self.moved_since_cited().to_owned(),
            KepKey::Sort | KepKey::Order | KepKey::Page => return None,
        })
    }

    /// The link to a search with other words.
    pub fn did_you_mean(self, text: &str) -> String {
        match self {
            Self::En => format!("Did you mean “{text}”?"),
            Self::Ja => format!("「{text}」ではありませんか？"),
        }
    }

    /// The link to what the words find without the other filters.
    pub fn without_other_filters(self, keps: u32) -> String {
        match self {
            Self::En => format!("Without the other filters: {}", self.kep_count(keps)),
            Self::Ja => format!("ほかの条件なし: {keps} 件"),
        }
    }

    /// How many KEPs a list holds, and how many of them notes cite.
    pub fn kep_list_size(self, keps: u32, cited: u32) -> String {
        match (self, keps) {
            (Self::En, 1) => format!("1 KEP, {cited} cited"),
            (Self::En, _) => format!("{keps} KEPs, {cited} cited in the notes"),
            (Self::Ja, _) => format!("{keps} 件(メモで言及 {cited} 件)"),
        }
    }

    /// How many KEPs.
    pub fn kep_count(self, keps: u32) -> String {
        match (self, keps) {
            (Self::En, 1) => "1 KEP".to_owned(),
            (Self::En, _) => format!("{keps} KEPs"),
            (Self::Ja, _) => format!("KEP {keps} 件"),
        }
    }

    /// Which page of how many.
    pub fn page_number(self, page: u16, pages: u16) -> String {
        match self {
            Self::En => format!("Page {page} of {pages}"),
            Self::Ja => format!("{page} / {pages} ページ"),
        }
    }

    /// The links to the page before and the page after.
    pub fn previous_next(self) -> (&'static str, &'static str) {
        match self {
            Self::En => ("Previous", "Next"),
            Self::Ja => ("前へ", "次へ"),
        }
    }

    /// What an order is called.
    pub fn sort(self, sort: Sort) -> &'static str {
        match sort {
            Sort::Number => self.number_column(),
            Sort::Title => self.title(),
            Sort::Stage => self.stage_column(),
            Sort::Moved => self.moved_column(),
            Sort::Notes => self.notes_column(),
        }
    }

    /// What is planned next: `beta 1.29`, marked where nothing confirms it.
    pub fn plan(self, milestone: Milestone, released_since: bool) -> String {
        if released_since { format!("{milestone} ({})", self.not_confirmed()) } else { milestone.to_string() }
    }
}
