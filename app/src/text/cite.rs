//! Texts of "Cite this".

use super::Lang;

texts! {
    cite: "Cite this", "引用する";
    badge: "Badge", "バッジ";
    badge_hint: "Shows the state as of the last sync, in a README or a wiki.",
        "README や Wiki に、最後の同期時点の状態を表示します。";
    cite_url: "Address", "URL";
    cite_markdown: "Markdown", "Markdown";
    copy: "Copy", "コピー";
    copied_for_here: "Copied, but only this machine can open it: set KEPLINE_PUBLIC_URL",
        "コピーしました。ただしこのマシンでしか開けません。KEPLINE_PUBLIC_URL を設定してください";
    only_here: "Only this machine can open this address: set KEPLINE_PUBLIC_URL",
        "このアドレスはこのマシンでしか開けません。KEPLINE_PUBLIC_URL を設定してください";
    copy_failed_select: "Could not copy: select the text instead",
        "コピーできません。テキストを選択してコピーしてください";
}
