//! The few elements of HTML that a source may use, and where their tags stand.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// A longer tag is text.
const MAX_TAG: usize = 1_000;

/// An element that is rendered as what it means; its attributes are dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    U,
    Sub,
    Sup,
    Kbd,
    Ruby,
    Rt,
    Rp,
    Br,
    Details,
    Summary,
    Table,
    Caption,
    Thead,
    Tbody,
    Tr,
    Th,
    Td,
}

/// How an element goes with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Within a line; it needs its end tag.
    Inline,
    /// A part of `ruby`, which the next part or its end ends.
    RubyPart,
    Break,
    /// A block; it needs its end tag.
    Block,
    /// A part of a table, which the next such part or its end ends.
    TablePart,
}

impl Element {
    const ALL: [(&'static str, Self); 17] = [
        ("u", Self::U),
        ("sub", Self::Sub),
        ("sup", Self::Sup),
        ("kbd", Self::Kbd),
        ("ruby", Self::Ruby),
        ("rt", Self::Rt),
        ("rp", Self::Rp),
        ("br", Self::Br),
        ("details", Self::Details),
        ("summary", Self::Summary),
        ("table", Self::Table),
        ("caption", Self::Caption),
        ("thead", Self::Thead),
        ("tbody", Self::Tbody),
        ("tr", Self::Tr),
        ("th", Self::Th),
        ("td", Self::Td),
    ];

    fn from_name(name: &str) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, element)| element)
    }

    pub(super) fn name(self) -> &'static str {
        Self::ALL[self as usize].0
    }

    pub(super) fn role(self) -> Role {
        match self {
            Self::U | Self::Sub | Self::Sup | Self::Kbd | Self::Ruby => Role::Inline,
            Self::Rt | Self::Rp => Role::RubyPart,
            Self::Br => Role::Break,
            Self::Details | Self::Summary | Self::Table => Role::Block,
            Self::Caption | Self::Thead | Self::Tbody | Self::Tr | Self::Th | Self::Td => Role::TablePart,
        }
    }
}

/// A tag of such an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HtmlTag {
    pub element: Element,
    pub is_end: bool,
}

/// The tag that `html` is, from `<` to `>`; nothing where its element is no such one.
pub(super) fn tag(html: &str) -> Option<HtmlTag> {
    let (tag, end) = tag_at_start(html)?;
    (end == html.len()).then_some(tag)
}

pub(super) fn is_comment(html: &str) -> bool {
    html.starts_with("<!--")
}

/// A stretch of an HTML block.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    Tag(HtmlTag, &'a str),
    /// All else, tags of other elements included.
    Text(&'a str),
}

/// The pieces of an HTML block without its comments. One that never ends is all that follows where the block
/// begins with it, else text.
pub(super) fn pieces<'a>(block: &'a str) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut done = 0;
    let mut at = 0;
    let mut comments_end = true;
    let push_text = |pieces: &mut Vec<_>, text: &'a str| {
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
    };
    while let Some(found) = block[at..].find('<') {
        let start = at + found;
        let rest = &block[start..];
        let (piece, length) = if comments_end && is_comment(rest) {
            // `<!-->` is one.
            match rest[2..].find("-->") {
                Some(end) => (None, 2 + end + 3),
                None if block[..start].trim().is_empty() => (None, rest.len()),
                None => {
                    comments_end = false;
                    at = start + 1;
                    continue;
                }
            }
        } else if let Some((tag, length)) = tag_at_start(rest) {
            (Some(Piece::Tag(tag, &rest[..length])), length)
        } else {
            at = start + 1;
            continue;
        };
        push_text(&mut pieces, &block[done..start]);
        pieces.extend(piece);
        done = start + length;
        at = done;
    }
    push_text(&mut pieces, &block[done..]);
    pieces
}

/// The tag that `html` begins with, and its length.
fn tag_at_start(html: &str) -> Option<(HtmlTag, usize)> {
    let inner = html.strip_prefix('<')?;
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let is_end = name.len() < inner.len();
    let length = name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'-').count();
    let element = Element::from_name(&name[..length])?;
    let attributes = &name[length..];
    if !attributes.starts_with(['>', '/', ' ', '\t', '\n']) {
        return None;
    }
    let mut quote = None;
    for (at, byte) in attributes.bytes().enumerate().take(MAX_TAG) {
        match (quote, byte) {
            (None, b'>') => {
                let end = html.len() - attributes.len() + at + 1;
                return Some((HtmlTag { element, is_end }, end));
            }
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// The text with what its character references stand for.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest.bytes().skip(1).take(33);
        let length = 1 + name.take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let is_reference = length > 1 && rest[length..].starts_with(';');
        let length = if is_reference { length + 1 } else { 1 };
        for event in Parser::new(&rest[..length]) {
            if let Event::Text(text) = event {
                out.push_str(&text);
            }
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(block: &str) -> Vec<String> {
        let show = |piece: Piece<'_>| match piece {
            Piece::Tag(tag, _) => format!("{}{}", if tag.is_end { "/" } else { "" }, tag.element.name()),
            Piece::Text(text) => format!("`{text}`"),
        };
        pieces(block).into_iter().map(show).collect()
    }

    #[test]
    fn a_block_is_tags_and_text() {
        let check = |block: &str, expected: &[&str]| assert_eq!(shown(block), expected, "{block}");
        check("<details><summary>a</summary>", &["details", "summary", "`a`", "/summary"]);
        check("<TD colspan=\"2>1\" a='>'>x</td >", &["td", "`x`", "/td"]);
        check("a <!-- b\n<u> --> c", &["`a `", "` c`"]);
        check("<!-- a", &[]);
        check("x <!-- <u>", &["`x <!-- `", "u"]);
        check("<!--> a -->", &["` a -->`"]);
        check("<none> <KEP-1> <udp> <u<br>", &["`<none> <KEP-1> <udp> <u`", "br"]);
        check("<br/><u", &["br", "`<u`"]);
    }

    #[test]
    fn a_tag_is_all_of_a_text() {
        assert_eq!(tag("</sub>"), Some(HtmlTag { element: Element::Sub, is_end: true }));
        for text in ["<b>", "<u> ", "u", "<>", "", "<!-- a -->", "<ux>"] {
            assert_eq!(tag(text), None, "{text}");
        }
        for (at, (name, element)) in Element::ALL.into_iter().enumerate() {
            assert_eq!((element as usize, element.name()), (at, name));
        }
    }

    #[test]
    fn character_references_are_decoded() {
        let check = |text: &str, expected: &str| assert_eq!(decode(text), expected);
        check("a &lt;none&gt; &amp;amp; &#x3042;&nbsp;", "a <none> &amp; あ\u{a0}");
        check("a & b &unknown; &", "a & b &unknown; &");
    }
}
