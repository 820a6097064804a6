//! Full-width letters and digits, as an input method gives them.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// `text` with its letters, digits and spaces as they are on a keyboard: `ＳＩＧ　Ｎｏｄｅ` is `SIG Node`, `１．２８` is `1.28`.
pub(crate) fn plain_width(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.nfkc().collect()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_input_method_gives_is_what_a_keyboard_does() {
        let check = |text: &str, plain: &str| assert_eq!(plain_width(text), plain, "{text}");
        check("ＳＩＧ　Ｎｏｄｅ", "SIG Node");
        check("１．２８．．１．２９", "1.28..1.29");
        check("ﾉｰﾄﾞ", "ノード");
        check("停止", "停止");
        check("sig-node", "sig-node");
        check("", "");
    }
}
