//! Texts of the page on the state of the data.

use domain::kep::KepLoss;

use super::Lang;

texts! {
    status_title: "State of the data", "データの状態";
    status_description: "How fresh the facts are, and what each sync did.", "データの鮮度と同期の結果。";
    sync: "Sync", "同期";
    data_as_of: "Data as of", "データの時点";
    age: "Age", "経過";
    last_run: "Last run", "最後の実行";
    result: "Result", "結果";
    never: "never", "未実行";
    run_failed: "failed; see the log of the server or of the command", "失敗(サーバーまたはコマンドのログを確認してください)";
    run_cut_off: "runs, or was cut off", "実行中、または中断";
    run_done: "done", "完了";
    run_snapshot: "the snapshot that comes with Kepline", "Kepline に同梱のデータ";
    what_there_is: "What there is", "件数";
    notebooks: "Notebooks", "ノート";
    entries: "Entries", "投稿";
    notes: "Notes", "メモ";
    references: "Citations", "言及";
    with_state: "with a state", "状態あり";
    without_state: "unknown", "不明";
    github_items: "Pull requests and issues fetched", "取得済みのプルリクエストと Issue";
    program: "Program", "プログラム";
    unread_keps: "Files of KEPs that cannot be read", "読み取れない KEP のファイル";
    unread_keps_hint: "Of these the last revision that could be read counts.", "これらは、最後に読み取れた版を使っています。";
    failing_sources: "Sources that cannot be read", "読み取れない情報源";
    failing_sources_hint: "What was read of them before counts.", "これらは、以前に読み取れた内容を使っています。";
    source: "Source", "情報源";
    last_try: "Last try", "最後の試行";
    file: "File", "ファイル";
    since_commit: "Since", "コミット日時";
    lost: "Lost", "失われた項目";
    remark: "Remark", "詳細";
    to_sync: "To bring the facts up to date:", "データを更新するには:";
    sync_keps: "KEPs", "KEP";
    sync_github: "GitHub", "GitHub";
    sync_release_notes: "Release notes", "リリースノート";
    sync_gates: "Feature gates", "フィーチャーゲート";
    sync_releases: "Releases", "リリース日程";
}

impl Lang {
    /// A source of release notes or gates.
    pub fn source_name(self, source: &str) -> &'static str {
        match (self, source) {
            (Self::En, "release-notes") => "Release notes (kubernetes/sig-release)",
            (Self::En, "gate-list") => "List of feature gates (kubernetes/kubernetes)",
            (Self::En, _) => "Pages on feature gates (kubernetes/website)",
            (Self::Ja, "release-notes") => "リリースノート (kubernetes/sig-release)",
            (Self::Ja, "gate-list") => "フィーチャーゲートの一覧 (kubernetes/kubernetes)",
            (Self::Ja, _) => "フィーチャーゲートのページ (kubernetes/website)",
        }
    }

    /// What the newest revision of a file has lost.
    pub fn kep_loss(self, loss: KepLoss) -> &'static str {
        match (self, loss) {
            (Self::En, KepLoss::Everything) => "everything",
            (Self::En, KepLoss::Title) => "its title",
            (Self::En, KepLoss::Status) => "its status",
            (Self::Ja, KepLoss::Everything) => "すべて",
            (Self::Ja, KepLoss::Title) => "タイトル",
            (Self::Ja, KepLoss::Status) => "status",
        }
    }

    /// How many files are not listed.
    pub fn and_more(self, files: usize) -> String {
        match self {
            Self::En => format!("and {files} more"),
            Self::Ja => format!("ほか {files} 件"),
        }
    }

    /// How many notes there are, and how many of them are yet to be read again by the rules of this version.
    pub fn notes_with_left(self, notes: u32, to_read_again: u32) -> String {
        match (self, to_read_again) {
            (_, 0) => notes.to_string(),
            (Self::En, left) => format!("{notes} · being read again by this version: {left} left"),
            (Self::Ja, left) => format!("{notes} · この版で再読み込み中: 残り {left} 件"),
        }
    }
}
