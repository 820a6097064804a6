//! Texts around every page.

use super::Lang;

texts! {
    tagline: "Notes on Kubernetes development that know what happened next",
        "Kubernetes 開発メモのタイムライン — その後どうなったかまで";
    skip_to_notes: "Skip to the notes", "メモへ移動";
    sections: "Sections", "セクション";
    preferences: "Language and theme", "言語と配色";
    theme: "Theme", "配色";
    theme_system: "System", "自動";
    theme_light: "Light", "ライト";
    theme_dark: "Dark", "ダーク";
    language: "Language", "言語";
    notes_belong: "The notes belong to their authors.", "メモの権利はそれぞれの著者にあります。";
    kep_data: "KEP data as of", "KEP データ:";
    github_data: "GitHub state as of", "GitHub の状態:";
    no_data: "none yet", "未取得";
    comes_with_kepline: "(comes with Kepline, not synced yet)", "(Kepline に同梱、未同期)";
    /// Why citations of them show no state.
    no_github_data: "Pull requests and issues: not fetched yet", "プルリクエストと Issue: 未取得";
}
