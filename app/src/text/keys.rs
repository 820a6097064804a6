//! Texts of the list of keys.

use super::Lang;

texts! {
    keys: "Keyboard shortcuts", "キーボードショートカット";
    keys_on: "Shortcuts are on", "ショートカットを使う";
    keys_need_scripts: "These keys need JavaScript, which does not run here.",
        "これらのキーには JavaScript が必要です。いまは動いていません。";
    key_next: "next note", "次のメモ";
    key_previous: "previous note", "前のメモ";
    key_open: "open the note (also Enter)", "メモを開く（Enter でも可）";
    key_copy: "copy the note's link", "メモのリンクをコピー";
    key_tag: "tag the note", "メモにタグを付ける";
    key_write: "write notes", "メモを書く";
    key_accept: "accept the suggestion", "提案を承認";
    key_reject: "reject the suggestion", "提案を却下";
    key_choose: "add one of the SIGs that are offered", "候補の SIG を付ける";
    key_filter: "search or filter", "検索・絞り込み";
    key_help: "this list", "この一覧";
}
