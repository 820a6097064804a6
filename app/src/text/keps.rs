//! Texts of the list of KEPs.

use domain::kep::Milestone;
use domain::list::keps::Sort;

use super::Lang;

texts! {
    keps: "KEPs", "KEP";
    kep_list_description: "Every Kubernetes enhancement proposal: where it stands now, what it plans, and which notes cite it.",
        "すべての Kubernetes 拡張提案 (KEP) の現在の状態と予定、言及しているメモ。";
    kep: "KEP", "KEP";
    title: "Title", "タイトル";
    now_column: "Now", "現在";
    planned_column: "Planned", "予定";
    status_column: "Status", "ステータス";
    stage_column: "Stage now", "現在の stage";
    moved_column: "Moved", "変化した日";
    notes_column: "Notes", "メモ";
    number_column: "Number", "番号";
    version_named: "Version in its milestones", "milestone のバージョン";
    cited_in_notes: "Cited in the notes", "メモで言及されている KEP";
    all_others: "All others", "そのほかの KEP";
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
