//! Texts of "Cite this".

use super::Lang;

texts! {
    cite: "Cite this", "引用する";
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
