//! Every word that Kepline itself says, in English and Japanese.

use domain::Date;
use domain::list::filter::{Filter, FilterError, FilterPart, Grain, MAX_TERMS, Period};
use domain::list::query::{QueryError, QueryKey};
use domain::list::search::MAX_TERM_CHARS;
use domain::list::timeline::Entry;
use domain::notebook::NotebookSlug;
use serde::{Deserialize, Serialize};

// A method for each word; defined before the modules that use it.
macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident: $en:literal, $ja:literal;)*) => {
        impl Lang {
            $($(#[$doc])* #[doc = $en] pub fn $name(self) -> &'static str {
                match self { Self::En => $en, Self::Ja => $ja }
            })*
        }
    };
}

mod curate;
mod curators;
pub mod excerpt;
mod feeds;
pub mod headline;
mod histogram;
pub mod keps;
pub mod names;
pub mod outcome;
mod review;
mod search;
mod search_box;
mod share;
mod states;

/// A language of the pages; notes keep their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Lang {
    /// The value of a `lang` attribute: `en`, `ja`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language of a tag such as `ja` or `en-GB`, where it is one of ours.
    pub fn from_tag(tag: &str) -> Option<Self> {
        match tag.split('-').next().map(str::to_ascii_lowercase).as_deref() {
            Some("ja") => Some(Self::Ja),
            Some("en") => Some(Self::En),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that is one of ours, by weight.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut offers: Vec<(f32, Self)> = header
            .split(',')
            .take(32)
            .filter_map(|offer| {
                let mut parts = offer.split(';').map(str::trim);
                let lang = Self::from_tag(parts.next()?)?;
                let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Ok(1.0), str::parse);
                weight.ok().filter(|weight| *weight > 0.0).map(|weight: f32| (weight, lang))
            })
            .collect();
        offers.sort_by(|a, b| b.0.total_cmp(&a.0));
        offers.first().map(|(_, lang)| *lang)
    }

    /// The language that a text is written in, as far as its script tells: kana and kanji are Japanese.
    pub fn detect(text: &str) -> Self {
        let japanese =
            |c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}');
        if text.chars().any(japanese) { Self::Ja } else { Self::En }
    }
}

texts! {
    tagline: "Notes on Kubernetes development that know what happened next",
        "Kubernetes 開発メモのタイムライン — その後どうなったかまで";
    skip_to_notes: "Skip to the notes", "メモへ移動";
    timeline: "Timeline", "タイムライン";
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
    active_filters: "Active filters", "適用中の絞り込み";
    clear_all: "Clear all", "すべて解除";
    remove: "remove", "解除";
    order: "Order", "並び順";
    newest_first: "Newest first", "新しい順";
    oldest_first: "Oldest first", "古い順";
    newer: "Newer", "新しい投稿";
    older: "Older", "過去の投稿";
    pages: "Pages", "ページ";
    previous_entry: "Earlier entry", "前の投稿";
    next_entry: "Later entry", "次の投稿";
    undated: "Undated", "日付なし";
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
    theme: "Theme", "配色";
    theme_system: "System", "自動";
    theme_light: "Light", "ライト";
    theme_dark: "Dark", "ダーク";
    language: "Language", "言語";
    notes_belong: "The notes belong to their authors.", "メモの権利はそれぞれの著者にあります。";
    archive: "Archive", "アーカイブ";
    not_found: "There is nothing at this address", "このアドレスには何もありません";
    not_found_entry: "No entry or note has this permalink. It may have been cut off when it was copied.",
        "この固定リンクの投稿やメモは見つかりません。コピー時に途中で切れたのかもしれません。";
    not_found_page: "The address may be misspelt. The timeline holds every note.",
        "アドレスが間違っているかもしれません。すべてのメモはタイムラインにあります。";
    gone: "This note has left its notebook", "このメモはノートから取り除かれました";
    gone_hint: "A later import of the notebook no longer holds it. The entry where it stood is still here.",
        "後の取り込みで元のノートからなくなりました。元の投稿は残っています。";
    to_entry: "Go to the entry", "投稿を見る";
    to_timeline: "Go to the timeline", "タイムラインへ";
    bad_request: "This address cannot be read", "このアドレスは解釈できません";
    busy: "The database is busy", "データベースが使用中です";
    busy_hint: "It is being written to right now, by an import for instance. Nothing was changed. Try again in a moment.",
        "現在、取り込みなどで書き込み中です。何も変更されていません。少し待ってからもう一度お試しください。";
    failed: "Kepline could not answer", "応答できませんでした";
    failed_hint: "The fault is on our side and has been logged. Try again in a moment.",
        "サーバー側の問題です(記録済み)。しばらくしてからもう一度お試しください。";
    no_matches: "No note matches all of these filters", "すべての条件に合うメモはありません";
    drop_one: "Drop one of them:", "条件を一つ外してください:";
    page_empty: "There are no notes beyond this point", "これより先にメモはありません";
    first_page: "Back to the first page", "最初のページへ";
    no_notebook: "No notes yet", "まだメモがありません";
    no_notebook_hint: "Import a notebook, or look at the demo:", "ノートを取り込むか、デモをご覧ください:";
    facet_hint: "Several values of one kind widen the list, different kinds narrow it.",
        "同じ種類の値は OR、異なる種類は AND で組み合わされます。";
    home_description: "A timeline of running notes on Kubernetes development, by SIG and version.",
        "Kubernetes 開発の日々のメモを SIG とバージョンで読めるタイムライン。";
}

/// How many restrictions the title of a list names.
const TITLE_PARTS: usize = 6;

/// Days of the week from Monday.
const WEEKDAYS_JA: [&str; 7] = ["月", "火", "水", "木", "金", "土", "日"];
const WEEKDAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Lang {
    /// A day in full: `11 October 2023 (Wed)`, `2023年10月11日(水)`.
    pub fn day(self, day: Date) -> String {
        self.day_pieces(day).map(|(_, words)| words).concat()
    }

    /// The same in pieces, each with what it tells: `date`, `year` or `weekday`.
    pub fn day_pieces(self, day: Date) -> [(&'static str, String); 3] {
        let weekday = usize::from(day.weekday().to_monday_zero_offset().unsigned_abs());
        let year = day.year();
        match self {
            Self::En => [
                (
                    "date",
                    format!("{} {} ", day.day(), MONTHS_EN[usize::from(day.month().unsigned_abs()) - 1]),
                ),
                ("year", format!("{year} ")),
                ("weekday", format!("({})", WEEKDAYS_EN[weekday])),
            ],
            Self::Ja => [
                ("year", format!("{year}年")),
                ("date", format!("{}月{}日", day.month(), day.day())),
                ("weekday", format!("({})", WEEKDAYS_JA[weekday])),
            ],
        }
    }

    /// A year, month or day: `2023`, `October 2023`, `2023年10月`.
    pub fn period(self, period: Period) -> String {
        let first = period.first_day();
        match (self, period.grain()) {
            (_, Grain::Day) => self.day(first),
            (Self::En, Grain::Year) => first.year().to_string(),
            (Self::Ja, Grain::Year) => format!("{}年", first.year()),
            (Self::En, Grain::Month) => {
                format!("{} {}", MONTHS_EN[usize::from(first.month().unsigned_abs()) - 1], first.year())
            }
            (Self::Ja, Grain::Month) => format!("{}年{}月", first.year(), first.month()),
        }
    }

    /// What an entry is called: its day, or between which days it was written.
    pub fn entry_title(self, entry: &Entry) -> String {
        match entry.date {
            Some(date) => self.day(date),
            None => self.undated_between(entry.not_before, entry.not_after),
        }
    }

    /// When an entry without a date was written, as far as its neighbours tell.
    pub fn undated_between(self, not_before: Option<Date>, not_after: Option<Date>) -> String {
        let (undated, bounds) = self.undated_pieces(not_before, not_after);
        undated.to_owned() + &bounds
    }

    /// The same in two pieces: that there is no date, and the bounds.
    pub fn undated_pieces(self, not_before: Option<Date>, not_after: Option<Date>) -> (&'static str, String) {
        match (self, not_before, not_after) {
            (_, None, None) => (self.undated(), String::new()),
            (Self::En, None, Some(last)) => ("Undated, ", format!("by {last}")),
            (Self::En, Some(first), None) => ("Undated, ", format!("after {first}")),
            (Self::En, Some(first), Some(last)) => ("Undated, ", format!("{first} to {last}")),
            (Self::Ja, None, Some(last)) => ("日付なし", format!("({last} 以前)")),
            (Self::Ja, Some(first), None) => ("日付なし", format!("({first} 以降)")),
            (Self::Ja, Some(first), Some(last)) => ("日付なし", format!("({first} 〜 {last})")),
        }
    }

    /// How many notes and entries a list holds.
    pub fn list_size(self, notes: u32, entries: u32) -> String {
        match (self, notes, entries) {
            (Self::En, 1, _) => "1 note".to_owned(),
            (Self::En, _, 1) => format!("{notes} notes in 1 entry"),
            (Self::En, ..) => format!("{notes} notes in {entries} entries"),
            (Self::Ja, ..) => format!("メモ {notes} 件(投稿 {entries} 件)"),
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

    /// That a filter names a notebook which does not exist.
    pub fn no_such_notebook(self, slug: &NotebookSlug) -> String {
        match self {
            Self::En => format!("There is no notebook `{slug}`."),
            Self::Ja => format!("`{slug}` というノートはありません。"),
        }
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

    /// Why an address is no filter, and what would be.
    pub fn filter_error(self, error: &FilterError) -> String {
        if self == Self::En {
            return error.to_string();
        }
        match error {
            FilterError::Query(error) => self.query_error(error),
            FilterError::TwoCursors => "`before` と `after` は同時に指定できません".to_owned(),
            FilterError::UnknownField { field, nearest } => self.unknown_field(field, nearest.as_deref()),
            FilterError::BadState { value, suggestion } => self.bad_state(value, suggestion.as_deref()),
            FilterError::CannotExclude { field } => {
                format!("`-{field}:` は除外できません。除外できるのは語句と `-sig:`、`-version:` だけです")
            }
            FilterError::TooManyTerms => format!("検索語は {MAX_TERMS} 個までです"),
            FilterError::LongTerm { term } => format!("`{term}…` は長すぎます ({MAX_TERM_CHARS} 文字まで)"),
            FilterError::TooMany { key } => format!("`{}` の値が多すぎます", key.as_str()),
        }
    }

    /// Why a query cannot be read, told so that it can be put right.
    pub fn query_error<K: QueryKey>(self, error: &QueryError<K>) -> String {
        if self == Self::En {
            return error.to_string();
        }
        let name = |key: &K| -> &str { (*key).into() };
        match error {
            QueryError::UnknownKey { key, nearest: None } => format!("`{key}` という絞り込みはありません"),
            QueryError::UnknownKey { key, nearest: Some(nearest) } => {
                format!("`{key}` という絞り込みはありません。`{}` のことですか?", name(nearest))
            }
            QueryError::BadValue { key, value, suggestion: Some(suggestion) } => {
                format!("`{}` に `{value}` は指定できません。`{suggestion}` のことですか?", name(key))
            }
            QueryError::BadValue { key, value, suggestion: None } => {
                format!("`{}` に `{value}` は指定できません (expected {})", name(key), key.expects())
            }
            QueryError::Twice { key } => format!("`{}` は一度だけ指定できます", name(key)),
            QueryError::BadEncoding { piece } => {
                format!("`{piece}` はパーセントエンコーディングとして正しくありません")
            }
            QueryError::TooLong => "絞り込みの指定が長すぎます".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weightiest_known_language_wins() {
        let check = |header: &str, lang: Option<Lang>| assert_eq!(Lang::accepted(header), lang, "{header}");
        check("ja,en-US;q=0.9,en;q=0.8", Some(Lang::Ja));
        check("en;q=0.5,ja;q=0.9", Some(Lang::Ja));
        check("fr,de", None);
        check("fr, en-GB;q=0.3", Some(Lang::En));
        check("ja;q=0", None);
        check(";;;,,,q=", None);
    }

    #[test]
    fn kana_and_kanji_tell_japanese() {
        assert_eq!(Lang::detect("停止 (k/k#1)"), Lang::Ja);
        assert_eq!(Lang::detect("kubelet のログ"), Lang::Ja);
        assert_eq!(Lang::detect("the kubelet's log"), Lang::En);
    }

    #[test]
    fn days_are_told_in_both_languages() {
        let day = Date::constant(2023, 10, 11);
        assert_eq!(Lang::En.day(day), "11 October 2023 (Wed)");
        assert_eq!(Lang::Ja.day(day), "2023年10月11日(水)");
    }
}
