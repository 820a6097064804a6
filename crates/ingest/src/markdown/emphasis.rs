//! Emphasis next to Chinese, Japanese and Korean text.
//!
//! CommonMark decides by the characters around a run of `*` whether it opens or closes, and takes for granted
//! that a bracket stands next to a space: in `**「停止」**なので**「再起動」**` it pairs the inner two runs. What is
//! read here is [CommonMark's rule with an exception for such text](https://github.com/tats-u/markdown-cjk-friendly):
//! a bracket of it counts as a letter, and a letter of it may stand between a run and an ASCII bracket.
//!
//! The parser has no such rule. It is given the text with other characters in these places, each as long in bytes as
//! what it stands for, and what it reads is put back.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

/// Characters for private use, which are no punctuation. Three bytes each.
const LETTERS: RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';

/// Mathematical operators, which are punctuation to CommonMark. Three bytes each.
const MARKS: RangeInclusive<char> = '\u{2a00}'..='\u{2aff}';

/// A text with other characters next to runs of `*`, where that is needed.
pub(super) struct DisguisedText<'a> {
    text: Cow<'a, str>,
    originals: BTreeMap<char, char>,
}

/// What a character is to be for the parser.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Letter,
    Mark,
}

impl<'a> DisguisedText<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let roles = roles(text);
        let mut disguised = Self { text: Cow::Borrowed(text), originals: BTreeMap::new() };
        if roles.is_empty() {
            return disguised;
        }
        let used: BTreeSet<char> =
            text.chars().filter(|c| LETTERS.contains(c) || MARKS.contains(c)).collect();
        let mut letters = LETTERS.filter(|c| !used.contains(c));
        let mut marks = MARKS.filter(|c| !used.contains(c));
        let mut stand_ins: BTreeMap<(char, Role), char> = BTreeMap::new();
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (at, c, role) in roles {
            let stand_in = stand_ins.get(&(c, role)).copied().or_else(|| {
                let free = if role == Role::Letter { letters.next() } else { marks.next() }?;
                stand_ins.insert((c, role), free);
                disguised.originals.insert(free, c);
                Some(free)
            });
            let Some(stand_in) = stand_in else { continue };
            out.push_str(&text[done..at]);
            out.push(stand_in);
            done = at + c.len_utf8();
        }
        out.push_str(&text[done..]);
        disguised.text = Cow::Owned(out);
        disguised
    }

    /// What the parser is given.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// What was read of it, as it is written.
    pub(super) fn restore_event<'e>(&self, event: Event<'e>) -> Event<'e> {
        if self.originals.is_empty() {
            return event;
        }
        let restore = |text| self.restore(text);
        match event {
            Event::Text(text) => Event::Text(restore(text)),
            Event::Code(text) => Event::Code(restore(text)),
            Event::Html(text) => Event::Html(restore(text)),
            Event::InlineHtml(text) => Event::InlineHtml(restore(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(restore(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => {
                Event::Start(Tag::FootnoteDefinition(restore(label)))
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(restore(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Link { link_type, dest_url: restore(dest_url), title: restore(title), id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                Event::Start(Tag::Image { link_type, dest_url: restore(dest_url), title: restore(title), id })
            }
            event => event,
        }
    }

    fn restore<'e>(&self, text: CowStr<'e>) -> CowStr<'e> {
        if !text.contains(|c| self.originals.contains_key(&c)) {
            return text;
        }
        text.chars().map(|c| self.originals.get(&c).copied().unwrap_or(c)).collect::<String>().into()
    }
}

/// The characters that are to be something else, with their places, in order.
fn roles(text: &str) -> Vec<(usize, char, Role)> {
    let mut roles: Vec<(usize, char, Role)> = Vec::new();
    let mut at = 0;
    while let Some(star) = text[at..].find('*') {
        let start = at + star;
        let end = start + text[start..].bytes().take_while(|byte| *byte == b'*').count();
        let before = text[..start].char_indices().next_back();
        let after = text[end..].chars().next();
        let is_mark = |c: Option<char>| c.is_some_and(|c| !is_cjk(c) && is_mark(c));
        let sides = [(before, after), (after.map(|c| (end, c)), before.map(|(_, c)| c))];
        for (side, across) in sides {
            let Some((place, c)) = side.filter(|(_, c)| is_cjk(*c)) else { continue };
            let role = match (is_mark(across), is_cjk_mark(c)) {
                (true, false) => Role::Mark,
                (false, true) => Role::Letter,
                _ => continue,
            };
            match roles.last_mut() {
                Some(last) if last.0 == place => last.2 = last.2.max(role),
                _ => roles.push((place, c, role)),
            }
        }
        at = end;
    }
    roles
}

/// Whether `c` is of Chinese, Japanese or Korean text; only such of three bytes, without spaces.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{a4cf}' | '\u{a960}'..='\u{a97f}'
        | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}')
}

fn is_cjk_mark(c: char) -> bool {
    is_cjk(c) && !c.is_alphanumeric() && !matches!(c, '\u{302a}'..='\u{302f}' | '\u{3099}' | '\u{309a}')
}

/// Whether `c` is punctuation, about as CommonMark has it.
fn is_mark(c: char) -> bool {
    if c.is_ascii() { c.is_ascii_punctuation() } else { !c.is_alphanumeric() && !c.is_whitespace() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Parser, html};

    use super::*;

    fn rendered(markdown: &str) -> String {
        let disguised = DisguisedText::new(markdown);
        let mut out = String::new();
        html::push_html(&mut out, Parser::new(disguised.text()).map(|event| disguised.restore_event(event)));
        out.trim().replace("<p>", "").replace("</p>", "").replace("strong>", "b>").replace("em>", "i>")
    }

    #[test]
    fn brackets_and_letters_do_not_turn_emphasis_around() {
        let check = |markdown: &str, expected: &str| assert_eq!(rendered(markdown), expected, "{markdown}");
        check("**「停止」**なので**「再起動」**", "<b>「停止」</b>なので<b>「再起動」</b>");
        check("これは**「停止」**です", "これは<b>「停止」</b>です");
        check("**停止。**次に*再起動、*した", "<b>停止。</b>次に<i>再起動、</i>した");
        check("**（注）**重要", "<b>（注）</b>重要");
        check("**重要(必須)**です", "<b>重要(必須)</b>です");
        check("これは**(必須)**です", "これは<b>(必須)</b>です");
        check("**`kubelet`**を", "<b><code>kubelet</code></b>を");
        check("**[KEP](https://a.example)**が", "<b><a href=\"https://a.example\">KEP</a></b>が");
        check("한국어**(Korean)**은", "한국어<b>(Korean)</b>은");
        check("**a**「b」**c**", "<b>a</b>「b」<b>c</b>");
        check(
            "[**「a」**です](https://b.example/「c」)",
            "<a href=\"https://b.example/%E3%80%8Cc%E3%80%8D\"><b>「a」</b>です</a>",
        );
        check("`**「a」**b`", "<code>**「a」**b</code>");
        // As in CommonMark.
        check("** 停止**", "** 停止**");
        check("**a.**b", "**a.**b");
        check("a * b、* c", "a * b、* c");
        check("\\**「a」\\**b", "**「a」**b");
        check("_「停止」_です", "_「停止」_です");
        check("停止**\u{3000}a**", "停止**\u{3000}a**");
    }

    #[test]
    fn what_stands_in_is_what_the_parser_takes_it_for() {
        let is_emphasis =
            |text: &str| Parser::new(text).any(|event| matches!(event, Event::Start(Tag::Strong)));
        for letter in LETTERS {
            assert_eq!(letter.len_utf8(), 3);
            assert!(is_emphasis(&format!("a**{letter}b**c")), "{letter:?}");
        }
        for mark in MARKS {
            assert_eq!(mark.len_utf8(), 3);
            assert!(!is_emphasis(&format!("a**{mark}b**c")), "{mark:?}");
        }
        assert!(
            ('\0'..='\u{10ffff}').filter(|c| is_cjk(*c)).all(|c| c.len_utf8() == 3 && !c.is_whitespace())
        );
    }

    fn plain(markdown: &str) -> String {
        let mut out = String::new();
        html::push_html(&mut out, Parser::new(markdown));
        out.trim().replace("<p>", "").replace("</p>", "").replace("strong>", "b>").replace("em>", "i>")
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn other_text_is_read_as_before(text in "[ab*_~`.()\\[\\]<>&;\"\\\\ \né“”]{0,40}") {
            prop_assert_eq!(rendered(&text), plain(&text));
        }

        #[test]
        fn only_marks_of_emphasis_differ(text in "[a*_`.()「」、。停止はー　 \\n]{0,40}") {
            let bare = |html: String| {
                ["<b>", "</b>", "<i>", "</i>", "*", "_"].iter().fold(html, |html, mark| html.replace(mark, ""))
            };
            prop_assert_eq!(bare(rendered(&text)), bare(plain(&text)));
        }
    }

    #[test]
    fn characters_that_stand_in_are_left_alone_where_a_text_has_them() {
        let text = "\u{e000}\u{2a00}**「a」**b(c)**\u{e001}d(**え";
        let disguised = DisguisedText::new(text);
        assert_eq!(disguised.restore(disguised.text().to_owned().into()), text.into());
    }
}
