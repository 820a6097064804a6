//! Texts of the pages of SIGs.

use domain::kep::Stage;

use super::Lang;

texts! {
    sigs: "SIGs", "SIG";
    sig_list_description: "Every special interest and working group, with its notes and KEPs.",
        "すべての SIG と WG のメモと KEP の数。";
    group: "Group", "グループ";
    keps_owned: "KEPs owned", "担当 KEP";
    active_groups: "Active", "活動中";
    archived_groups: "Archived", "活動終了";
    other_groups: "On no list of the community", "コミュニティの一覧にないグループ";
    archived: "archived", "活動終了";
    unknown_sig: "There is no such group", "そのグループはありません";
    to_sigs: "All groups", "グループ一覧へ";
    takes_part_in: "KEPs that it takes part in", "参加している KEP";
    newest_notes: "Newest notes", "新しいメモ";
    none_of_these: "None.", "ありません。";
}

impl Lang {
    /// A stage as a heading: `Alpha`.
    pub fn stage_heading(self, stage: Stage) -> String {
        let mut letters = stage.as_str().chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().collect::<String>() + letters.as_str())
    }

    /// KEPs of which nothing has come out.
    pub fn nothing_shipped_heading(self) -> &'static str {
        match self {
            Self::En => "Nothing shipped yet",
            Self::Ja => "未リリース",
        }
    }
}
