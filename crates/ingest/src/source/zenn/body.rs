//! The HTML of a post as the Markdown that Zenn made it of, as far as that can be known.
//!
//! A post that came as HTML is read as one that came as Markdown. Its text is that of the HTML; emphasis that
//! Markdown could not mark at that place is left out.

use percent_encoding::percent_decode_str;

use crate::source::html::{self, Element, Node, is_block};
use crate::source::markdown_escape::{guard_start, piece as escape};

/// The Markdown of a post.
pub(super) fn to_markdown(html: &str) -> String {
    let mut writer = Writer::default();
    let mut blocks = writer.blocks(&html::parse(html).children);
    blocks.extend(writer.footnotes.drain(..).map(Block::other));
    join(&blocks)
}

/// A block of Markdown.
struct Block {
    text: String,
    /// Whether it is a list that may follow a paragraph without a blank line.
    is_close_list: bool,
}

impl Block {
    fn other(text: String) -> Self {
        Self { text, is_close_list: false }
    }
}

fn join(blocks: &[Block]) -> String {
    blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n\n")
}

/// What is written while a post is walked.
#[derive(Default)]
struct Writer {
    /// Definitions of footnotes, for the end.
    footnotes: Vec<String>,
    /// The address of the card that was written last, which may follow as a hidden link.
    card: Option<String>,
}

/// A piece of a paragraph.
#[derive(Debug)]
enum Inline {
    /// Markdown.
    Text(String),
    /// Where emphasis begins and ends, by its marks.
    Open(&'static str),
    Close(&'static str),
    Break,
}

impl Writer {
    /// The blocks of some nodes; what stands between blocks is a paragraph.
    fn blocks(&mut self, nodes: &[Node]) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut line = Vec::new();
        // Two lists in a row need two bullets.
        let mut follows_list = false;
        for node in nodes {
            match node {
                Node::Element(element) if self.is_block(element) => {
                    let before = blocks.len();
                    flush(&mut line, &mut blocks);
                    follows_list &= blocks.len() == before;
                    let is_list = matches!(element.name.as_str(), "ul" | "ol");
                    let alternate = is_list && follows_list;
                    let made = self.block(element, alternate);
                    if !made.is_empty() {
                        follows_list = is_list && !alternate;
                    }
                    blocks.extend(made);
                }
                _ => self.inline(node, &mut line),
            }
        }
        flush(&mut line, &mut blocks);
        blocks
    }

    /// Whether an element is written as blocks: also one around blocks, such as a link around a paragraph.
    fn is_block(&self, element: &Element) -> bool {
        is_block(&element.name)
            || is_card(element)
            || matches!(element.name.as_str(), "iframe" | "video" | "audio")
            || !matches!(element.name.as_str(), "a" | "sup")
                && element.find(&|inner| is_block(&inner.name)).is_some()
    }

    fn block(&mut self, element: &Element, alternate: bool) -> Vec<Block> {
        let name = element.name.as_str();
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let text = self.paragraph(&element.children).replace("\\\n", " ").replace('\n', " ");
                let level = usize::from(name.as_bytes()[1] - b'0');
                // Number signs at its end would close the heading.
                let open = text.trim_end_matches('#');
                let closes = open.len() < text.len() && (open.is_empty() || open.ends_with(' '));
                let text = if closes { format!("{open}\\{}", &text[open.len()..]) } else { text };
                if text.is_empty() { vec![] } else { one(format!("{} {text}", "#".repeat(level))) }
            }
            "hr" => one("---".to_owned()),
            "ul" | "ol" => self.list(element, alternate),
            "pre" => one(self.code(element, None)),
            "blockquote" => {
                let inner = join(&self.blocks(&element.children));
                let lines: Vec<String> = inner
                    .split('\n')
                    .map(|line| if line.is_empty() { ">".to_owned() } else { format!("> {line}") })
                    .collect();
                if inner.is_empty() { vec![] } else { one(lines.join("\n")) }
            }
            "table" => self.table(element),
            "aside" if element.has_class("msg") => {
                let kind = if element.has_class("alert") { " alert" } else { "" };
                let content = element.find(&|inner| inner.has_class("msg-content")).unwrap_or(element);
                container(&format!("message{kind}"), self.blocks(&content.children))
            }
            "details" => {
                let summary = element.find(&|inner| inner.name == "summary");
                let title = summary.map(|summary| one_line(&summary.text())).unwrap_or_default();
                let rest: Vec<Block> = element
                    .children
                    .iter()
                    .filter(|node| !matches!(node, Node::Element(inner) if inner.name == "summary"))
                    .flat_map(|node| self.blocks(std::slice::from_ref(node)))
                    .collect();
                container(format!("details {title}").trim_end(), rest)
            }
            "section" if element.has_class("footnotes") => {
                self.read_footnotes(element);
                vec![]
            }
            "div" if element.has_class("code-block-container") => {
                let file = element.find(&|inner| inner.has_class("code-block-filename"));
                let file = file.map(|file| one_line(&file.text()));
                match element.find(&|inner| inner.name == "pre") {
                    Some(code) => one(self.code(code, file.as_deref())),
                    None => self.blocks(&element.children),
                }
            }
            "iframe" | "video" | "audio" => self.card(element),
            _ if is_card(element) => self.card(element),
            "script" | "style" | "template" => vec![],
            _ => self.blocks(&element.children),
        }
    }

    fn list(&mut self, list: &Element, alternate: bool) -> Vec<Block> {
        let is_ordered = list.name == "ol";
        let start: u32 = list.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        let mut items = Vec::new();
        let mut is_loose = false;
        for node in &list.children {
            let (children, task) = match node {
                Node::Element(item) if item.name == "li" => (item.children.as_slice(), task_mark(item)),
                Node::Text(text) if text.trim().is_empty() => continue,
                other => (std::slice::from_ref(other), None),
            };
            let mut blocks = self.blocks(children);
            if let Some(mark) = task {
                match blocks.first_mut() {
                    Some(first) if !first.is_close_list => first.text.insert_str(0, mark),
                    _ => blocks.insert(0, Block::other(mark.trim_end().to_owned())),
                }
            }
            let is_tight = blocks.iter().skip(1).all(|block| block.is_close_list);
            is_loose |= !is_tight;
            let text = if is_tight {
                blocks.iter().map(|block| block.text.as_str()).collect::<Vec<_>>().join("\n")
            } else {
                join(&blocks)
            };
            if text.is_empty() {
                continue;
            }
            let number = start.saturating_add(items.len() as u32).min(999_999_999);
            let bullet = match (is_ordered, alternate) {
                (true, false) => format!("{number}. "),
                (true, true) => format!("{number}) "),
                (false, false) => "- ".to_owned(),
                (false, true) => "* ".to_owned(),
            };
            items.push(indented(&bullet, &text));
        }
        if items.is_empty() {
            return vec![];
        }
        let text = items.join(if is_loose { "\n\n" } else { "\n" });
        vec![Block { text, is_close_list: !is_ordered || start == 1 }]
    }

    fn code(&mut self, pre: &Element, file: Option<&str>) -> String {
        let code = pre.find(&|inner| inner.name == "code").unwrap_or(pre);
        let classes: Vec<&str> = pre.classes().chain(code.classes()).collect();
        let language = classes.iter().find_map(|class| class.strip_prefix("language-")).unwrap_or("");
        let diff = classes.contains(&"diff-highlight");
        let language = match language.strip_prefix("diff-") {
            Some(language) if diff => format!("diff {language}"),
            _ => language.to_owned(),
        };
        let info = match file.filter(|file| !file.is_empty()) {
            Some(file) => format!("{language}:{file}"),
            None => language,
        };
        fenced(&info, &pre.text())
    }

    fn table(&mut self, table: &Element) -> Vec<Block> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        self.push_rows(table, &mut rows);
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        if width == 0 {
            return self.blocks(&table.children);
        }
        let line = |cells: &[String]| {
            let cells: Vec<&str> = (0..width).map(|at| cells.get(at).map_or("", String::as_str)).collect();
            format!("| {} |", cells.join(" | "))
        };
        let mut lines: Vec<String> = rows.iter().map(|row| line(row)).collect();
        lines.insert(1, format!("|{}", " --- |".repeat(width)));
        let mut blocks = one(lines.join("\n"));
        if let Some(caption) = table.find(&|inner| inner.name == "caption") {
            blocks.insert(0, Block::other(self.paragraph(&caption.children)));
        }
        blocks
    }

    fn push_rows(&mut self, element: &Element, rows: &mut Vec<Vec<String>>) {
        for node in &element.children {
            let Node::Element(inner) = node else { continue };
            match inner.name.as_str() {
                "tr" => {
                    let cells = inner.children.iter().filter_map(|cell| match cell {
                        Node::Element(cell) if matches!(cell.name.as_str(), "td" | "th") => Some(cell),
                        _ => None,
                    });
                    let cells: Vec<&Element> = cells.collect();
                    rows.push(cells.into_iter().map(|cell| self.cell(cell)).collect());
                }
                "thead" | "tbody" | "tfoot" => self.push_rows(inner, rows),
                _ => {}
            }
        }
    }

    fn cell(&mut self, cell: &Element) -> String {
        let mut line = Vec::new();
        for node in &cell.children {
            self.inline(node, &mut line);
        }
        let text = resolve(&line).replace("\\\n", "<br>").replace('\n', " ");
        // In a table, also code gives up its bars.
        let mut escaped = String::new();
        let mut before = ' ';
        for c in text.chars() {
            if c == '|' && before != '\\' {
                escaped.push('\\');
            }
            escaped.push(c);
            before = c;
        }
        escaped
    }

    /// What stands for something that is shown by another site: its address, or its source as code.
    fn card(&mut self, element: &Element) -> Vec<Block> {
        let content = element.attribute("data-content").map(str::to_owned).or_else(|| {
            let inner = element.find(&|inner| inner.attribute("data-content").is_some());
            inner.and_then(|inner| inner.attribute("data-content")).map(str::to_owned)
        });
        if let Some(content) = content {
            let content = percent_decode_str(&content).decode_utf8_lossy().into_owned();
            if is_address(&content) {
                self.card = Some(content.clone());
                return one(autolink(&content));
            }
            let kind = element.classes().find_map(|class| class.strip_prefix("zenn-embedded-"));
            return if content.is_empty() { vec![] } else { one(fenced(kind.unwrap_or(""), &content)) };
        }
        let source = |element: &Element| element.attribute("src").map(str::to_owned);
        let address = source(element)
            .or_else(|| element.find(&|inner| inner.attribute("src").is_some()).and_then(source));
        match address.filter(|address| is_address(address)) {
            Some(address) => {
                self.card = Some(address.clone());
                one(autolink(&address))
            }
            None => self.blocks(&element.children),
        }
    }

    fn read_footnotes(&mut self, section: &Element) {
        let Some(list) = section.find(&|inner| inner.name == "ol") else { return };
        for (number, node) in list.children.iter().filter(|node| matches!(node, Node::Element(_))).enumerate()
        {
            let Node::Element(item) = node else { continue };
            let text = join(&self.blocks(&item.children));
            self.footnotes.push(indented_by(&format!("[^{}]: ", number + 1), &text, 4));
        }
    }

    fn paragraph(&mut self, nodes: &[Node]) -> String {
        let mut line = Vec::new();
        for node in nodes {
            self.inline(node, &mut line);
        }
        resolve(&line)
    }

    fn inline(&mut self, node: &Node, line: &mut Vec<Inline>) {
        let element = match node {
            Node::Text(text) => return line.push(Inline::Text(escape(text))),
            Node::Element(element) => element,
        };
        let inner = |writer: &mut Self, line: &mut Vec<Inline>| {
            for node in &element.children {
                writer.inline(node, line);
            }
        };
        let emphasis = |writer: &mut Self, mark: &'static str, line: &mut Vec<Inline>| {
            line.push(Inline::Open(mark));
            inner(writer, line);
            line.push(Inline::Close(mark));
        };
        match element.name.as_str() {
            "br" => line.push(Inline::Break),
            "strong" | "b" => emphasis(self, "**", line),
            "em" | "i" => emphasis(self, "*", line),
            "s" | "del" | "strike" => emphasis(self, "~~", line),
            "code" => line.push(Inline::Text(code_span(&element.text()))),
            "img" => line.push(Inline::Text(image(element))),
            "a" => self.link(element, line),
            "sup" if element.has_class("footnote-ref") => {
                let label: String = element.text().chars().filter(char::is_ascii_digit).collect();
                line.push(Inline::Text(if label.is_empty() { String::new() } else { format!("[^{label}]") }));
            }
            "embed-katex" => {
                let mark = if element.attribute("display-mode").is_some() { "$$" } else { "$" };
                line.push(Inline::Text(format!("{mark}{}{mark}", escape(element.text().trim()))));
            }
            "input" if element.attribute("type") == Some("checkbox") => {}
            "script" | "style" | "template" => {}
            "wbr" => {}
            _ if is_block(&element.name) => {
                line.push(Inline::Text(" ".to_owned()));
                inner(self, line);
                line.push(Inline::Text(" ".to_owned()));
            }
            _ => inner(self, line),
        }
    }

    fn link(&mut self, link: &Element, line: &mut Vec<Inline>) {
        let href = link.attribute("href").unwrap_or("").trim();
        let href = if href.starts_with('/') && !href.starts_with("//") {
            format!("https://zenn.dev{href}")
        } else {
            href.to_owned()
        };
        let is_hidden =
            link.attribute("style").is_some_and(|style| style.replace(' ', "").contains("display:none"));
        if is_hidden && self.card.as_deref() == Some(href.as_str())
            || link.has_class("footnote-backref")
            || link.has_class("header-anchor-link")
        {
            return;
        }
        let label = self.paragraph(&link.children).replace("\\\n", " ").replace('\n', " ");
        let is_plain = link.text() == href && !href.contains(['<', '>', ' ', '\\']);
        line.push(Inline::Text(match (is_address(&href), label.is_empty()) {
            (true, _) if is_plain => autolink(&href),
            (true, true) => autolink(&href),
            (true, false) => format!("[{label}]({})", destination(&href)),
            (false, _) => label,
        }));
    }
}

/// Ends a paragraph.
fn flush(line: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let text = resolve(line);
    line.clear();
    if !text.is_empty() {
        blocks.push(Block::other(text));
    }
}

fn one(text: String) -> Vec<Block> {
    vec![Block::other(text)]
}

/// The Markdown of a paragraph's pieces.
fn resolve(line: &[Inline]) -> String {
    let mut out = String::new();
    // The emphasis that was begun: where its text begins, and its marks.
    let mut open: Vec<Option<(usize, &str)>> = Vec::new();
    // Where emphasis ended: marks that follow at once would be read as one with those of its end.
    let mut closed_at = None;
    for (at, piece) in line.iter().enumerate() {
        match piece {
            Inline::Text(text) => push_text(&mut out, text),
            Inline::Break if out.is_empty() => {}
            Inline::Break => {
                out.truncate(out.trim_end_matches(' ').len());
                out.push_str("\\\n");
            }
            Inline::Open(mark) => {
                let is_nested = open.iter().flatten().any(|(_, around)| around == mark);
                let inner = first_char(&line[at + 1..]);
                let opens =
                    !is_nested && closed_at != Some(out.len()) && flanks(out.chars().next_back(), inner);
                if opens {
                    out.push_str(mark);
                }
                open.push(opens.then_some((out.len(), mark)));
            }
            Inline::Close(mark) => {
                let Some(Some((start, _))) = open.pop() else { continue };
                let inner = out[start..].chars().next_back();
                if !out[start..].trim().is_empty() && flanks(first_char(&line[at + 1..]), inner) {
                    out.push_str(mark);
                    closed_at = Some(out.len());
                } else {
                    out.replace_range(start - mark.len()..start, "");
                }
            }
        }
    }
    let mut text = out.as_str();
    while let Some(rest) = text.strip_suffix("\\\n") {
        text = rest;
    }
    let lines: Vec<String> = text.split('\n').map(|line| guard(line.trim_matches([' ', '\t']))).collect();
    lines.join("\n")
}

/// White space of HTML is one space, and none at the beginning.
fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\r' | '\u{c}' => {
                if !out.is_empty() && !out.ends_with([' ', '\n']) {
                    out.push(' ');
                }
            }
            _ => out.push(c),
        }
    }
}

/// The first character of some pieces; `None` where they end before one.
fn first_char(line: &[Inline]) -> Option<char> {
    line.iter().find_map(|piece| match piece {
        Inline::Text(text) => text.chars().next(),
        Inline::Break => Some('\n'),
        // Marks next to marks are punctuation.
        Inline::Open(_) | Inline::Close(_) => None,
    })
}

/// Whether marks between `outer` and `inner` begin or end emphasis around `inner`.
///
/// Where it is not certain that a character is punctuation, it is what makes them none.
fn flanks(outer: Option<char>, inner: Option<char>) -> bool {
    let parts = |c: char| {
        c.is_whitespace()
            || c.is_ascii_punctuation()
            || matches!(c, '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{ff01}'..='\u{ff0f}')
    };
    inner.is_some_and(|c| !c.is_whitespace() && (c.is_alphanumeric() || outer.is_none_or(parts)))
}

/// A line that begins nothing but its paragraph.
fn guard(line: &str) -> String {
    match line.strip_prefix(":::") {
        Some(_) => format!("\\{line}"),
        None => guard_start(line),
    }
}

fn code_span(text: &str) -> String {
    let text: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        return text;
    }
    let fence = "`".repeat(longest_run(&text) + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

fn fenced(info: &str, code: &str) -> String {
    let fence = "`".repeat((longest_run(code) + 1).max(3));
    let info: String = info.chars().filter(|c| *c != '`' && !c.is_control()).collect();
    let code = code.strip_suffix('\n').unwrap_or(code);
    format!("{fence}{info}\n{code}\n{fence}")
}

/// The length of the longest run of back-ticks.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

fn image(image: &Element) -> String {
    let address = image.attribute("src").unwrap_or("").trim();
    let label = one_line(&escape(image.attribute("alt").unwrap_or("")));
    if is_address(address) { format!("![{label}]({})", destination(address)) } else { label }
}

fn task_mark(item: &Element) -> Option<&'static str> {
    let boxed = item.children.iter().find_map(|node| match node {
        Node::Element(inner) if inner.name == "input" && inner.attribute("type") == Some("checkbox") => {
            Some(inner)
        }
        _ => None,
    })?;
    Some(if boxed.attribute("checked").is_some() { "[x] " } else { "[ ] " })
}

/// Whether an element stands for something that another site shows.
fn is_card(element: &Element) -> bool {
    element.has_class("embed-block") || element.attribute("data-content").is_some()
}

fn container(name: &str, blocks: Vec<Block>) -> Vec<Block> {
    one(format!(":::{name}\n\n{}\n\n:::", join(&blocks)))
}

fn indented(bullet: &str, text: &str) -> String {
    indented_by(bullet, text, bullet.len())
}

fn indented_by(bullet: &str, text: &str, width: usize) -> String {
    let mut out = bullet.to_owned();
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
            if !line.is_empty() {
                out.push_str(&" ".repeat(width));
            }
        }
        out.push_str(line);
    }
    if text.is_empty() { out.trim_end().to_owned() } else { out }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_address(text: &str) -> bool {
    ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| text.len() > scheme.len() && text.starts_with(scheme))
}

fn autolink(address: &str) -> String {
    if address.contains(['<', '>', ' ', '\n', '\\']) {
        return format!("[{}]({})", escape(address), destination(address));
    }
    format!("<{address}>")
}

/// An address as the destination of a link.
fn destination(address: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-._~:/?#@!$*+,;=%&".contains(c);
    if address.chars().all(plain) {
        return address.to_owned();
    }
    let escaped: String = address
        .chars()
        .filter(|c| !c.is_control())
        .flat_map(|c| matches!(c, '<' | '>' | '\\').then_some('\\').into_iter().chain([c]))
        .collect();
    format!("<{escaped}>")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::markdown::render;

    #[test]
    fn html_becomes_the_markdown_that_it_was_made_of() {
        let check = |html: &str, expected: &str| assert_eq!(to_markdown(html), expected, "{html}");
        check(
            "<p>a <strong>b</strong> <em>c</em> <s>d</s> <code>e`f</code></p>",
            "a **b** *c* ~~d~~ ``e`f``",
        );
        check("<p>a<br>\nb</p>\n<p>c</p>", "a\\\nb\n\nc");
        check("<h2 id=\"a\"><a class=\"header-anchor-link\" href=\"#a\"></a> 2031/1/5</h2>", "## 2031/1/5");
        check(
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n<ol start=\"3\"><li>d</li><li>e</li></ol>",
            "- a\n  - b\n- c\n\n3) d\n4) e",
        );
        check("<ul><li><p>a</p><p>b</p></li><li>c</li></ul>", "- a\n\n  b\n\n- c");
        check("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b");
        check(
            "<ul><li class=\"task-list-item\"><input type=\"checkbox\" checked disabled> a</li></ul>",
            "- [x] a",
        );
        check("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n>\n> - b");
        check(
            "<div class=\"code-block-container\"><div class=\"code-block-filename-container\"><span \
             class=\"code-block-filename\">main.go</span></div><pre class=\"language-go\"><code \
             class=\"language-go\">item := <span>item</span>\n</code></pre></div>",
            "```go:main.go\nitem := item\n```",
        );
        check("<pre><code>a\n```\nb\n</code></pre>", "````\na\n```\nb\n````");
        check(
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1 | 2</td><td><code>x|y</code></td>\
             </tr></tbody></table>",
            "| a | b |\n| --- | --- |\n| 1 \\| 2 | `x\\|y` |",
        );
        check(
            "<aside class=\"msg alert\"><span class=\"msg-symbol\">!</span><div class=\"msg-content\"><p>a</p></div></aside>",
            ":::message alert\n\na\n\n:::",
        );
        check(
            "<details><summary>more</summary><div class=\"details-content\"><p>a</p></div></details>",
            ":::details more\n\na\n\n:::",
        );
        check(
            "<p><img src=\"https://example.org/a.png\" alt=\"x\" width=\"450\"></p>",
            "![x](https://example.org/a.png)",
        );
        check("<p><embed-katex><eq>a_1</eq></embed-katex></p>", "$a_1$");
        check("<hr>", "---");
        check("<div>a<p>b</p>c</div>", "a\n\nb\n\nc");
    }

    #[test]
    fn links_keep_their_addresses() {
        let check = |html: &str, expected: &str| assert_eq!(to_markdown(html), expected, "{html}");
        check(
            "<p>(<a href=\"https://github.com/kubernetes/kubernetes/pull/1\" target=\"_blank\">k/k#1</a>)</p>",
            "([k/k#1](https://github.com/kubernetes/kubernetes/pull/1))",
        );
        check("<a href=\"https://example.org/a_b\">https://example.org/a_b</a>", "<https://example.org/a_b>");
        check("<a href=\"https://example.org/(a b)\">c</a>", "[c](<https://example.org/(a b)>)");
        check("<a href=\"/jo/articles/1\">c</a>", "[c](https://zenn.dev/jo/articles/1)");
        check("<a href=\"#a\">c</a> <a href=\"javascript:x()\">d</a>", "c d");
        check("<p>Look!<a href=\"https://example.org\">c</a></p>", "Look\\![c](https://example.org)");
    }

    #[test]
    fn a_card_is_its_address_once() {
        let card = |address: &str| {
            format!(
                "<span class=\"embed-block zenn-embedded zenn-embedded-card\"><iframe id=\"zenn-embedded__1\" \
                 src=\"https://embed.zenn.studio/card#zenn-embedded__1\" data-content=\"{address}\" \
                 frameborder=\"0\"></iframe></span>"
            )
        };
        let card = card("https%3A%2F%2Fexample.org%2Fa%3Fb%3D1");
        let check = |html: &str, expected: &str| assert_eq!(to_markdown(html), expected, "{html}");
        let hidden = |address: &str| {
            format!("<a href=\"{address}\" style=\"display: none\" target=\"_blank\">{address}</a>")
        };
        check(&format!("<p>{card}</p>"), "<https://example.org/a?b=1>");
        check(&format!("{card}{}", hidden("https://example.org/a?b=1")), "<https://example.org/a?b=1>");
        let other = hidden("https://example.org/other");
        check(&format!("{card}{other}"), "<https://example.org/a?b=1>\n\n<https://example.org/other>");
        let diagram = "<span class=\"embed-block zenn-embedded zenn-embedded-mermaid\"><iframe \
                       data-content=\"graph%20TD%0A%20%20a--%3Eb\"></iframe></span>";
        check(diagram, "```mermaid\ngraph TD\n  a-->b\n```");
        check("<iframe src=\"https://example.org/video\"></iframe>", "<https://example.org/video>");
    }

    #[test]
    fn footnotes_stand_at_the_end() {
        let html = "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-1\" id=\"fnref-1\">[1]</a></sup> b</p>\
            <section class=\"footnotes\"><span class=\"footnotes-title\">Notes</span><ol class=\"footnotes-list\">\
            <li id=\"fn-1\" class=\"footnote-item\"><p>c <a href=\"#fnref-1\" class=\"footnote-backref\">x</a></p></li>\
            </ol></section>";
        assert_eq!(to_markdown(html), "a[^1] b\n\n[^1]: c");
    }

    #[test]
    fn emphasis_that_markdown_cannot_mark_is_left_out() {
        let check = |html: &str, expected: &str| assert_eq!(to_markdown(html), expected, "{html}");
        check("<p><strong>「停止」</strong>なので</p>", "「停止」なので");
        check("<p>これは<strong>停止</strong>なので</p>", "これは**停止**なので");
        check("<p><b>a</b><b>b</b></p>", "**a**b");
        check("<p><b> a</b> <b></b></p>", "a");
    }

    /// Characters that Markdown reads as something else.
    fn text() -> impl Strategy<Value = String> {
        let parts = prop::collection::vec(
            prop::sample::select(vec![
                "a",
                "1",
                "1. ",
                "1) ",
                "- ",
                "+ ",
                "# ",
                "> ",
                "*",
                "_",
                "__a__",
                "`",
                "~",
                "~~",
                "[",
                "]",
                "(b)",
                "<",
                "<none>",
                "&amp;",
                "&",
                "|",
                "---",
                "===",
                "!",
                "\\",
                ":::",
                "停止",
                "「",
                "」",
                "。",
                " ",
                "k/k#1",
                "https://example.org/a_b_c",
                "$",
                "^",
                ":",
                "@",
                "=",
            ]),
            1..8,
        );
        parts.prop_map(|parts| parts.concat()).prop_filter("blank", |text| !text.trim().is_empty())
    }

    fn escape_html(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    }

    fn squeeze(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 512, ..Default::default() })]

        #[test]
        fn no_letter_is_lost_or_added(
            parts in prop::collection::vec((text(), 0..14_usize), 1..6),
        ) {
            let mut html = String::new();
            let mut expected = String::new();
            for (text, shape) in &parts {
                let inner = escape_html(text);
                html += &match shape {
                    0 => format!("<p>{inner}</p>"),
                    1 => format!("<ul><li>{inner}</li></ul>"),
                    2 => format!("<ul><li>a<ol><li><p>{inner}</p></li></ol></li></ul>"),
                    3 => format!("<blockquote><p>{inner}</p></blockquote>"),
                    4 => format!("<h3>{inner}</h3>"),
                    5 => format!("<p><strong>{inner}</strong>b</p>"),
                    6 => format!("<p>c<em>{inner}</em></p>"),
                    7 => format!("<p><s>{inner}</s></p>"),
                    8 => format!("<p>d<br>{inner}</p>"),
                    9 => format!("<pre><code>{inner}</code></pre>"),
                    10 => format!("<p>e<a href=\"https://example.org\">{inner}</a>f</p>"),
                    11 => format!("<table><tr><th>g</th></tr><tr><td>{inner}</td></tr></table>"),
                    12 => format!("<p>e<code>{inner}</code></p>"),
                    _ => format!("<p>h <strong><em>{inner}</em>i</strong></p>"),
                };
                expected += &match shape {
                    2 => format!("a{text}"),
                    5 => format!("{text}b"),
                    6 => format!("c{text}"),
                    8 => format!("d{text}"),
                    10 => format!("e{text}f"),
                    11 => format!("g{text}"),
                    12 => format!("e{text}"),
                    13 => format!("h{text}i"),
                    _ => text.clone(),
                };
            }
            let markdown = to_markdown(&html);
            prop_assert_eq!(squeeze(&render(&markdown, false).text), squeeze(&expected), "{}\n{}", html, markdown);
        }

        #[test]
        fn any_html_becomes_markdown(html in "(<[a-z]{1,5}[ =\"'a-z-]*>|</[a-z]{1,5}>|[<>&;a\n\\*]|<li>|<ul>|<td>|<b>){0,40}") {
            to_markdown(&html);
        }
    }
}
