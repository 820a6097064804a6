//! Texts of the search box.

use domain::list::suggest::{Suggestion, SuggestionKind};

use super::Lang;

texts! {
    search: "Search", "検索";
    search_notes: "Search the notes", "メモを検索";
    search_example: "graceful shutdown sig:node", "停止 sig:node version:1.29";
    search_fields: "What can be searched for", "検索の書き方";
    unreadable_search: "This search cannot be read", "この検索は解釈できません";
    without_search: "Go on without this search", "検索せずに続ける";
    open_page: "open", "開く";
    deep_hit: "Found further down:", "下の方で一致:";
    suggestions: "Suggestions", "候補";
    one_suggestion: "1 suggestion, arrow keys to choose", "候補 1 件。矢印キーで選択できます";
    some_suggestions: "{} suggestions, arrow keys to choose", "候補 {} 件。矢印キーで選択できます";
    search_hint: "Try fewer words, or shorter ones: a word is found from its beginning.",
        "語を減らすか短くしてみてください。英単語は先頭から一致します。";
}

impl Lang {
    /// How many notes cite, or are tagged with, what a search names.
    pub fn notes_about_it(self, notes: u32) -> String {
        match self {
            Self::En => self.note_count(notes),
            Self::Ja => format!("メモ {notes} 件"),
        }
    }

    /// What a suggestion is.
    pub fn suggestion(self, suggestion: &Suggestion) -> String {
        match &suggestion.kind {
            SuggestionKind::Sig(sig) => sig.label(),
            SuggestionKind::Version(version) => format!("Kubernetes {version}"),
            SuggestionKind::Kep(_, title) => title.clone(),
            SuggestionKind::Value => String::new(),
            SuggestionKind::Field => {
                let field = suggestion.insert.trim_start_matches('-');
                let help = self.search_help().into_iter().find(|(example, _)| example.starts_with(field));
                help.map(|(example, _)| example.to_owned()).unwrap_or_default()
            }
        }
    }

    /// What the search box takes, each with what it finds.
    pub fn search_help(self) -> [(&'static str, &'static str); 12] {
        match self {
            Self::En => [
                ("shutdown 停止", "notes with both words; English ones from their beginning"),
                ("\"graceful shutdown\"", "these words as they stand"),
                ("-windows", "not notes with this word"),
                ("sig:node", "notes of a SIG or WG; -sig:node for all others"),
                ("version:1.28..1.29", "notes about these Kubernetes versions"),
                ("cycle:1.28", "notes written while 1.28 was in the making"),
                ("kep:753", "notes on a KEP, or on a pull request about it"),
                (
                    "repo:containerd/containerd",
                    "notes that cite this repository; ref:k/k#115138 for one number",
                ),
                ("state:merged", "what is cited is merged now; also open, beta, stable, changed"),
                (
                    "verdict:late",
                    "what was planned came late; also held, early, missed, dropped, overtaken, open",
                ),
                ("since:2023-09 until:2023-10-11", "notes of this time"),
                ("has:code", "notes with code; also quote, lost-link"),
            ],
            Self::Ja => [
                ("shutdown 停止", "両方の語を含むメモ。英単語は先頭から一致"),
                ("\"graceful shutdown\"", "この並びのままの語句"),
                ("-windows", "この語を含まないメモ"),
                ("sig:node", "SIG や WG のメモ。-sig:node で除外"),
                ("version:1.28..1.29", "この Kubernetes バージョンのメモ"),
                ("cycle:1.28", "1.28 の開発期間中に書かれたメモ"),
                ("kep:753", "KEP やその PR に触れたメモ"),
                ("repo:containerd/containerd", "このリポジトリを引用したメモ。番号は ref:k/k#115138"),
                ("state:merged", "引用先が現在マージ済み。open、beta、stable、changed など"),
                (
                    "verdict:late",
                    "予定より遅れて実現したもの。held、early、missed、dropped、overtaken、open も可",
                ),
                ("since:2023-09 until:2023-10-11", "この期間のメモ"),
                ("has:code", "コードのあるメモ。quote、lost-link も可"),
            ],
        }
    }
}
