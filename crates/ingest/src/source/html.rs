//! HTML as a tree: as much of it as the pages and posts of Zenn need.
//!
//! The tokens are html5ever's. What is nested too deeply is kept without its nesting, so that whoever walks the
//! tree may do so by recursion.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Elements nested deeper stand in the one at this depth.
const MAX_DEPTH: usize = 60;

/// An element or a piece of text.
#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Element(Element),
}

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// In lower case.
    pub name: String,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

impl Element {
    /// The value of an attribute, where the element has it.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether `class` is one of its classes.
    pub(super) fn has_class(&self, class: &str) -> bool {
        self.classes().any(|own| own == class)
    }

    /// Its classes.
    pub(super) fn classes(&self) -> impl Iterator<Item = &str> {
        self.attribute("class").unwrap_or("").split_ascii_whitespace()
    }

    /// All text in it, as it is written.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    fn push_text(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) if element.name == "br" => out.push('\n'),
                Node::Element(element) => element.push_text(out),
            }
        }
    }

    /// The first element in it, at any depth, that `is` holds for.
    pub(super) fn find(&self, is: &dyn Fn(&Element) -> bool) -> Option<&Element> {
        self.children.iter().find_map(|child| match child {
            Node::Element(element) if is(element) => Some(element),
            Node::Element(element) => element.find(is),
            Node::Text(_) => None,
        })
    }
}

/// Reads HTML; any text is some. The root has no name.
pub(super) fn parse(html: &str) -> Element {
    let tokenizer = Tokenizer::new(Builder::default(), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    // It pauses after each script, which nobody runs.
    while !input.is_empty() {
        let _ = tokenizer.feed(&input);
    }
    tokenizer.end();
    tokenizer.sink.tree.into_inner().finish()
}

/// Makes a tree of tokens.
#[derive(Default)]
struct Builder {
    tree: RefCell<Tree>,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut tree = self.tree.borrow_mut();
        match token {
            Token::CharacterTokens(text) => tree.push_text(&text),
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => tree.close(&tag.name),
            Token::TagToken(tag) => {
                let raw = match &*tag.name {
                    "script" => Some(RawKind::ScriptData),
                    "style" | "iframe" | "noembed" | "noframes" | "xmp" => Some(RawKind::Rawtext),
                    "title" | "textarea" => Some(RawKind::Rcdata),
                    _ => None,
                };
                tree.open(tag);
                return raw.map_or(TokenSinkResult::Continue, TokenSinkResult::RawData);
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// The elements that have not ended, outermost first, below the root.
#[derive(Default)]
struct Tree {
    root: Element,
    open: Vec<Element>,
}

impl Tree {
    fn innermost(&mut self) -> &mut Element {
        self.open.last_mut().unwrap_or(&mut self.root)
    }

    fn push_text(&mut self, text: &str) {
        let children = &mut self.innermost().children;
        match children.last_mut() {
            Some(Node::Text(before)) => before.push_str(text),
            _ => children.push(Node::Text(text.to_owned())),
        }
    }

    fn open(&mut self, tag: Tag) {
        let name = tag.name.to_string();
        self.close_implied(&name);
        let attributes =
            tag.attrs.iter().map(|own| (own.name.local.to_string(), own.value.to_string())).collect();
        let element = Element { name, attributes, children: Vec::new() };
        if is_void(&element.name) || self.open.len() == MAX_DEPTH {
            self.innermost().children.push(Node::Element(element));
        } else {
            self.open.push(element);
        }
    }

    /// Ends what a new element ends without saying so.
    fn close_implied(&mut self, name: &str) {
        let ended: &[&str] = match name {
            "li" => &["li"],
            "a" => &["a"],
            "tr" => &["tr", "td", "th"],
            "td" | "th" => &["td", "th"],
            "dt" | "dd" => &["dt", "dd"],
            _ if is_block(name) => &["p"],
            _ => return,
        };
        let bounds: &[&str] = match name {
            "li" => &["ul", "ol"],
            "tr" | "td" | "th" => &["table"],
            "dt" | "dd" => &["dl"],
            _ => &["li", "td", "th", "blockquote", "div", "aside", "section", "details"],
        };
        for at in (0..self.open.len()).rev() {
            let open = self.open[at].name.as_str();
            if ended.contains(&open) {
                self.close_from(at);
                // The cell of a row ends with its row.
                if name == "tr" {
                    self.close_implied(name);
                }
                return;
            }
            if bounds.contains(&open) {
                return;
            }
        }
    }

    fn close(&mut self, name: &str) {
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            self.close_from(at);
        }
    }

    fn close_from(&mut self, at: usize) {
        while self.open.len() > at {
            let Some(element) = self.open.pop() else { return };
            self.innermost().children.push(Node::Element(element));
        }
    }

    fn finish(mut self) -> Element {
        self.close_from(0);
        self.root
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element begins a block of its own.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "center"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "html"
            | "li"
            | "main"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outline(element: &Element) -> String {
        let children: Vec<String> = element
            .children
            .iter()
            .map(|child| match child {
                Node::Text(text) => text.clone(),
                Node::Element(element) => outline(element),
            })
            .collect();
        format!("{}({})", element.name, children.join(" "))
    }

    #[test]
    fn elements_end_where_html_ends_them() {
        let check = |html: &str, expected: &str| assert_eq!(outline(&parse(html)), expected, "{html}");
        check("<p>a<p>b", "(p(a) p(b))");
        check("<p>a<ul><li>b<li>c</ul>", "(p(a) ul(li(b) li(c)))");
        check("<ul><li>a<ul><li>b</ul><li>c</ul>", "(ul(li(a ul(li(b))) li(c)))");
        check("<table><tr><td>a<td>b<tr><td>c</table>", "(table(tr(td(a) td(b)) tr(td(c))))");
        check("a<br>b<img src=x>c", "(a br() b img() c)");
        check("<b><i>a</b>b", "(b(i(a)) b)");
        check("</b>a", "(a)");
        check("<script>a < b</script>c", "(script(a < b) c)");
        check("&lt;none&gt; &amp;amp; <!-- x -->", "(<none> &amp; )");
    }

    #[test]
    fn deep_nesting_is_flattened() {
        let html = format!("{}a{}b", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let root = parse(&html);
        assert!(root.text().starts_with('a'));
        assert!(root.text().ends_with('b'));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_text_is_html(html in "(<[a-z]{1,3}[ =\"'a-z]*>|</[a-z]{1,3}>|[<>&;a ]){0,40}") {
            parse(&html);
        }
    }
}
