//! Texts of the page on the state of the data.

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
    to_sync: "To bring the facts up to date:", "データを更新するには:";
    sync_keps: "KEPs", "KEP";
    sync_github: "GitHub", "GitHub";
    sync_releases: "Releases", "リリース日程";
}
