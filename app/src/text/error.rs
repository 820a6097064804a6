//! Failures, and why an address cannot be read.

use domain::list::feed::FeedError;
use domain::list::filter::{FilterError, MAX_TERMS};
use domain::list::query::{QueryError, QueryKey};
use domain::list::search::MAX_TERM_CHARS;

use super::Lang;

texts! {
    not_found: "There is nothing at this address", "このアドレスには何もありません";
    not_found_page: "The address may be misspelt. The timeline holds every note.",
        "アドレスが間違っているかもしれません。すべてのメモはタイムラインにあります。";
    forgotten: "This was removed for good", "完全に削除されました";
    forgotten_hint: "It was removed at somebody's wish, with all that it said, and does not come back.",
        "依頼により内容ごと完全に削除されました。元には戻りません。";
    to_timeline: "Go to the timeline", "タイムラインへ";
    bad_request: "This address cannot be read", "このアドレスは解釈できません";
    shown_without: "The list is shown without it.", "その部分を除いて表示しています。";
    show_what_was_meant: "Show what was meant", "修正して表示する";
    busy: "The database is busy", "データベースが使用中です";
    busy_hint: "It is being written to right now, by an import for instance. Nothing was changed. Try again in a moment.",
        "現在、取り込みなどで書き込み中です。何も変更されていません。少し待ってからもう一度お試しください。";
    overloaded: "Too much is going on", "アクセスが集中しています";
    overloaded_hint: "More is asked of this server at once than it can answer. Try again in a moment.",
        "アクセスが集中しているため応答できません。少し待ってからもう一度お試しください。";
    too_many_requests: "Too many requests", "リクエストが多すぎます";
    replaced: "The database was replaced", "データベースが置き換えられました";
    replaced_hint: "Its file is another one than when Kepline was started, or is gone. Nothing was changed. Whoever runs this site has to start Kepline again.",
        "Kepline の起動後に、データベースのファイルが別のものに置き換えられたか、なくなりました。何も変更されていません。サイトの運営者が Kepline を再起動する必要があります。";
    failed: "Kepline could not answer", "応答できませんでした";
    failed_hint: "The fault is on our side and has been logged. Try again in a moment.",
        "サーバー側の問題です(記録済み)。しばらくしてからもう一度お試しください。";
}

impl Lang {
    /// How long to wait after more requests than a reader's share.
    pub fn too_many_requests_hint(self, wait_seconds: u32) -> String {
        match self {
            Self::En if wait_seconds == 1 => {
                "There were many searches from your network. Try again in a second.".to_owned()
            }
            Self::En => {
                format!("There were many searches from your network. Try again in {wait_seconds} seconds.")
            }
            Self::Ja => {
                format!(
                    "同じネットワークからの検索が続いています。{wait_seconds} 秒ほど待ってからもう一度お試しください。"
                )
            }
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
                format!(
                    "`-{field}:` は除外できません。除外できるのは語句と `-sig:`、`-version:`、`-cycle:` だけです"
                )
            }
            FilterError::TooManyTerms => format!("検索語は {MAX_TERMS} 個までです"),
            FilterError::LongTerm { term } => format!("`{term}…` は長すぎます ({MAX_TERM_CHARS} 文字まで)"),
            FilterError::TooMany { key } => format!("`{}` の値が多すぎます", key.as_str()),
        }
    }

    /// Why a query cannot be read, and what would be right.
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
            QueryError::BadValue { key, value, suggestion: None } if name(key) == "q" => {
                format!(
                    "`{value}` では検索できません。`sidecar`、`KEP-753`、`SidecarContainers` のような語を 16 個まで(1 語 100 文字まで)指定してください"
                )
            }
            QueryError::BadValue { key, value, suggestion: None } => {
                format!("`{}` に `{value}` は指定できません。{}", name(key), expected(name(key)))
            }
            QueryError::Twice { key } => format!("`{}` は一度だけ指定できます", name(key)),
            QueryError::BadEncoding { piece } => {
                format!("`{piece}` はパーセントエンコーディングとして正しくありません")
            }
            QueryError::TooLong => "絞り込みの指定が長すぎます".to_owned(),
        }
    }

    /// That the search box has no such field; in Japanese, as English is with the error itself.
    fn unknown_field(self, field: &str, nearest: Option<&str>) -> String {
        let meant = nearest.map(|name| format!(" `{name}:` のことですか?")).unwrap_or_default();
        format!(
            "`{field}:` という検索項目はありません。{meant}文字どおりに検索するには引用符で囲んでください"
        )
    }

    /// That `state:` has no such value; in Japanese.
    fn bad_state(self, value: &str, suggestion: Option<&str>) -> String {
        match suggestion {
            Some(word) => format!("`state:` に `{value}` は指定できません。`{word}` のことですか?"),
            None => format!(
                "`state:` に `{value}` は指定できません (`merged`、`open`、`beta`、`stable`、`implemented`、`changed` など)"
            ),
        }
    }

    /// Why an address is no feed, and what would be one.
    pub fn feed_error(self, error: &FeedError) -> String {
        match (self, error) {
            (_, FeedError::Filter(error)) => self.filter_error(error),
            (Self::En, error) => error.to_string(),
            (Self::Ja, FeedError::Items { value, .. }) => {
                format!("`items` に `{value}` は指定できません(`notes` または `moves`)")
            }
            (Self::Ja, FeedError::Lang { value }) => {
                format!("`lang` に `{value}` は指定できません(`en` または `ja`)")
            }
            (Self::Ja, FeedError::TwoLangs) => "`lang` は一度だけ指定できます".to_owned(),
        }
    }
}

/// What is right for a key of a query, in Japanese; in English, [`QueryKey::expects`] says it.
fn expected(key: &str) -> &'static str {
    match key {
        "notebook" => "`kubernetes-2023` のようなノートの名前を指定してください",
        "sig" => "`node` や `wg-batch` のような SIG・WG、または `none` を指定してください",
        "exclude.sig" | "names" => "`node` や `wg-batch` のような SIG・WG を指定してください",
        "version" => "`1.28` のようなバージョン、`1.28..1.29` のような範囲、または `none` を指定してください",
        "exclude.version" | "cycle" | "exclude.cycle" => {
            "`1.28` のようなバージョンか、`1.28..1.29` のような範囲を指定してください"
        }
        "in" | "since" | "until" => "`2023`、`2023-10`、`2023-10-11` のような年・月・日を指定してください",
        "stage" => "`alpha`、`beta`、`stable` などのステージ、または `none` を指定してください",
        "status" => "`implementable`、`implemented`、`withdrawn` などの KEP の状態を指定してください",
        "github" => "`open`、`merged`、`closed`、`not_planned` などの状態を指定してください",
        "verdict" => {
            "`held`、`late`、`early`、`missed`、`dropped`、`overtaken`、`open`、`unknown` のいずれかを指定してください"
        }
        "expected" => "予定されていたステージ(`alpha`、`beta`、`stable` など)を指定してください",
        "changed" | "notes" | "action" => "絞り込むときは `1` を、すべて表示するときは省略してください",
        "kep" => "`753` のような KEP の番号を指定してください",
        "ref" => {
            "`kubernetes/kubernetes%23115138` のような PR や Issue を指定してください(`#` は `%23` と書きます)"
        }
        "repo" => "`containerd/containerd` のようなリポジトリを指定してください",
        "has" => "`code`、`quote`、`lost-link` のいずれかを指定してください",
        "q" => "検索する語を指定してください",
        "order" => "並び順は `asc`、`desc` などで指定してください",
        "sort" => "`number`、`title`、`stage`、`moved`、`notes` のいずれかを指定してください",
        "part" => "`before`、`by_itself`、`deprecated`、`new`、`other` のいずれかを指定してください",
        "page" => "1 以上の数を指定してください",
        "before" | "after" => "このサイトのリンクにある位置を指定してください",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use domain::list::filter::FilterKey;
    use domain::list::keps::KepKey;
    use domain::upgrade::UpgradeKey;

    use super::*;

    #[test]
    fn every_key_has_its_values_in_japanese() {
        fn check<K: QueryKey>(keys: &[K]) {
            for key in keys {
                let name: &str = (*key).into();
                assert!(expected(name).ends_with("ください") || expected(name).ends_with(')'), "{name}");
            }
        }
        check(FilterKey::ALL);
        check(KepKey::ALL);
        check(UpgradeKey::ALL);
    }
}
