use std::time::{Duration, Instant};

use domain::cite::Target;
use proptest::prelude::*;

use super::*;

/// The HTML with each reference's range in ⟦⟧.
fn shown(markdown: &str) -> String {
    let rendered = render(markdown, true);
    let mut html = rendered.html;
    for reference in rendered.references.iter().rev() {
        html.insert(reference.range.end, '⟧');
        html.insert(reference.range.start, '⟦');
    }
    html
}

fn check(markdown: &str, expected: &str) {
    assert_eq!(shown(markdown), expected, "{markdown}");
}

#[test]
fn blocks_become_plain_html() {
    check("一行目\n二行目", "<p>一行目<br>\n二行目</p>");
    check("a  \nb", "<p>a<br>\nb</p>");
    check("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> <del>c</del> <code>d</code></p>");
    check("a\n\n- b\n  - c", "<p>a</p>\n<ul>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ul>");
    check("3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>");
    check("> a", "<blockquote>\n<p>a</p>\n</blockquote>");
    check("```go\na < b\n```", "<pre><code class=\"language-go\">a &lt; b\n</code></pre>");
    check("```a\"b<c\nx\n```", "<pre><code>x\n</code></pre>");
    check("    x", "<pre><code>x</code></pre>");
    check("a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>");
    check(
        "|a|b|\n|:-|-|\n|c|d|",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>c</td><td>d</td></tr>\n</tbody></table>",
    );
    check("", "");
    check("...", "<p>...</p>");
    check("\"a\" -- 'b'", "<p>\"a\" -- 'b'</p>");
}

#[test]
fn no_heading_is_above_level_3() {
    check("# a", "<h3>a</h3>");
    check("## a", "<h4>a</h4>");
    check("### a", "<h5>a</h5>");
    check("#### a", "<h6>a</h6>");
    check("###### a", "<h6>a</h6>");
    check("a\n=", "<h3>a</h3>");
    check("# a {#id .class}", "<h3>a {#id .class}</h3>");
}

#[test]
fn raw_html_is_text() {
    check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    check("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
    check("<div>\na\n</div>\n\nb", "<p>&lt;div&gt;<br>\na<br>\n&lt;/div&gt;</p>\n<p>b</p>");
    check("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
    check("<!-- a -->", "<p>&lt;!-- a --&gt;</p>");
    check("&lt;script&gt; &#x3c;b&#62;", "<p>&lt;script&gt; &lt;b&gt;</p>");
    check("<span data-ref=\"0\">a</span>", "<p>&lt;span data-ref=\"0\"&gt;a&lt;/span&gt;</p>");
    check("<span data-ref=\"0\">k/k#1</span>", "<p>&lt;span data-ref=\"0\"&gt;⟦k/k#1⟧&lt;/span&gt;</p>");
    check("`<span data-ref=\"0\">`", "<p><code>&lt;span data-ref=\"0\"&gt;</code></p>");
    check("\0", "<p>\u{fffd}</p>");
}

#[test]
fn only_links_into_the_web_and_to_mail_lead_anywhere() {
    let link = |address: &str| format!("<p><a href=\"{address}\" rel=\"noopener nofollow\">a</a>⟦⟧</p>");
    check("[a](https://example.org/?a=1&b=2)", &link("https://example.org/?a=1&amp;b=2"));
    check("[a](HTTP://example.org)", &link("HTTP://example.org"));
    check("[a](mailto:a@example.org)", &link("mailto:a@example.org").replace("⟦⟧", ""));
    check(
        "<a@example.org>",
        &link("mailto:a@example.org").replace("⟦⟧", "").replace(">a<", ">a@example.org<"),
    );
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "//example.org",
        "/x",
        "x.md",
        "#a",
        "vbscript:x",
        "https://",
        "https:///x",
    ] {
        check(&format!("[a]({address})"), "<p>a</p>");
    }
    check("[a](<java\nscript:x>)", "<p>[a](&lt;java<br>\nscript:x&gt;)</p>");
    check("[a](java&#10;script:x)", "<p>a</p>");
    check("<javascript:alert(1)>", "<p>javascript:alert(1)</p>");
    check("[a](https://example.org \"title\")", &link("https://example.org"));
    check(
        "[a](https://example.org/\"onmouseover=alert(1)//)",
        &link("https://example.org/%22onmouseover=alert(1)//"),
    );
    check("[](https://example.org)", &link("https://example.org").replace(">a<", ">https://example.org<"));
}

#[test]
fn an_image_is_a_link_and_loads_nothing() {
    let link = |words: &str| {
        format!("<p><a href=\"https://example.org/a.png\" rel=\"noopener nofollow\">{words}</a>⟦⟧</p>")
    };
    check("![図](https://example.org/a.png)", &link("図"));
    check("![](https://example.org/a.png)", &link("image"));
    check("![a [b](https://b.example) c](https://example.org/a.png)", &link("a b c"));
    check("[![a](https://b.example/b.png)](https://example.org/a.png)", &link("a"));
    check("[![](https://b.example/b.png)](https://example.org/a.png)", &link("image"));
    check("![](a.png)", "<p>image</p>");
    check("![](data:image/png;base64,AA)", "<p>image</p>");
    check("![図](javascript:x)", "<p>図</p>");
}

#[test]
fn references_keep_their_place() {
    check("(k/k#1)", "<p>(⟦k/k#1⟧)</p>");
    check("a & b < c: k/k#1 と KEP-753", "<p>a &amp; b &lt; c: ⟦k/k#1⟧ と ⟦KEP-753⟧</p>");
    check("**k/k#1**", "<p><strong>⟦k/k#1⟧</strong></p>");
    check("k/k\\#1", "<p>⟦k/k#1⟧</p>");
    check("k/**k#1** x", "<p>k/<strong>k#1⟦⟧</strong> x</p>");
    check("**k/k#1**23 x", "<p><strong>k/k#1</strong>23⟦⟧ x</p>");
    check("`k/k#1`", "<p><code>k/k#1</code></p>");
    check("```\nk/k#1\n```", "<pre><code>k/k#1\n</code></pre>");
    check("k/k#`1`", "<p>k/k#<code>1</code></p>");
    check("- k/k#1\n- KEP-753", "<ul>\n<li>⟦k/k#1⟧</li>\n<li>⟦KEP-753⟧</li>\n</ul>");
    check("# k/k#1", "<h3>⟦k/k#1⟧</h3>");
    check(
        "|k/k#1|\n|-|\n|k/k#2|",
        "<table><thead><tr><th>⟦k/k#1⟧</th></tr></thead><tbody>\n<tr><td>⟦k/k#2⟧</td></tr>\n</tbody></table>",
    );
    check("(https://example.org/?a&b)", "<p>(⟦https://example.org/?a&amp;b⟧)</p>");
}

fn references(markdown: &str) -> Vec<String> {
    let target = |target: &Target| match target {
        Target::Github { repo, number, .. } => format!("{}/{}#{number}", repo.owner, repo.name),
        Target::Kep(number) => format!("KEP {number}"),
        Target::Release { repo, tag } => format!("{}/{} {tag}", repo.owner, repo.name),
        Target::Url(address) => address.clone(),
    };
    let line = |reference: &PreparedReference| {
        let label = reference.label.as_deref().map(|label| format!(" ({label})")).unwrap_or_default();
        format!("{} -> {}{label}", reference.literal, target(&reference.target))
    };
    render(markdown, true).references.iter().map(line).collect()
}

#[test]
fn a_link_is_one_reference_to_its_address() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(references(markdown), expected, "{markdown}");
    check("[words](https://example.org)", &["words -> https://example.org"]);
    check("[*w* `c`](https://example.org)", &["w c -> https://example.org"]);
    check("<https://example.org/a>", &["https://example.org/a -> https://example.org/a"]);
    check("![](https://example.org/a.png)", &["image -> https://example.org/a.png"]);
    check(
        "[words](https://github.com/kubernetes/kubernetes/pull/12)",
        &["words -> kubernetes/kubernetes#12"],
    );
    check(
        "[k/k#12](https://github.com/kubernetes/kubernetes/pull/12)",
        &["k/k#12 -> kubernetes/kubernetes#12"],
    );
    check(
        "([comment - k/k#12](https://github.com/kubernetes/kubernetes/issues/12#issuecomment-3))",
        &["comment - k/k#12 -> kubernetes/kubernetes#12 (comment)"],
    );
    check(
        "(comment - [k/k#12](https://github.com/kubernetes/kubernetes/pull/12))",
        &["k/k#12 -> kubernetes/kubernetes#12 (comment)"],
    );
    check("[k/k#12](https://example.org)", &["k/k#12 -> https://example.org"]);
    check("[k/k#12](elsewhere.md)", &["k/k#12 -> kubernetes/kubernetes#12"]);
    check("[k/k#12](mailto:a@example.org)", &["k/k#12 -> kubernetes/kubernetes#12"]);
    check(
        "k/k#1 [a](https://example.org) KEP-753",
        &["k/k#1 -> kubernetes/kubernetes#1", "a -> https://example.org", "KEP-753 -> KEP 753"],
    );
    check("[a][b]\n\n[b]: https://example.org", &["a -> https://example.org"]);
}

#[test]
fn a_bare_number_belongs_to_the_repository_cited_last() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(references(markdown), expected, "{markdown}");
    let two = ["cilium/cilium#1 -> cilium/cilium#1", "#2 -> cilium/cilium#2"];
    check("cilium/cilium#1 と #2", &two);
    check("cilium/cilium#1\n\n- a\n  - #2", &two);
    check("**cilium/cilium#1** `x` #2", &two);
    check(
        "[a](https://github.com/cilium/cilium/pull/1), #2",
        &["a -> cilium/cilium#1", "#2 -> cilium/cilium#2"],
    );
    check("a #2", &[]);
}

#[test]
fn words_that_lost_their_link_are_marked() {
    let lost = |word: &str| format!("<span class=\"lost-link\">{word}</span>");
    check("話 (slack)", &format!("<p>話 ({})</p>", lost("slack")));
    check("話（blog）", &format!("<p>話（{}）</p>", lost("blog")));
    check("(slack, k/k#1)", &format!("<p>({}, ⟦k/k#1⟧)</p>", lost("slack")));
    check("(k/k#1, Release Notes)", &format!("<p>(⟦k/k#1⟧, {})</p>", lost("Release Notes")));
    check("(twitter、 blog)", &format!("<p>({}、 {})</p>", lost("twitter"), lost("blog")));
    check("(X) **(docs)**", &format!("<p>({}) <strong>({})</strong></p>", lost("X"), lost("docs")));
    for text in [
        "slack",
        "(slack",
        "slack)",
        "(x)",
        "(slackware)",
        "(our slack)",
        "`(slack)`",
        "(`slack`)",
        "[slack]",
        "(slack; blog)",
        "(commit)",
    ] {
        assert!(!render(text, true).html.contains("lost-link"), "{text}");
    }
    check(
        "([slack](https://example.org), blog)",
        &format!(
            "<p>(<a href=\"https://example.org\" rel=\"noopener nofollow\">slack</a>⟦⟧, {})</p>",
            lost("blog")
        ),
    );
    assert!(!render("[a (slack)](https://example.org)", true).html.contains("lost-link"));
    assert!(!render("([slack](x.md)x, **sla**ck)", true).html.contains("lost-link"));
}

#[test]
fn words_in_brackets_are_words_where_no_link_was_lost() {
    let rendered = render("話 (slack, k/k#1) (example)", false);
    assert_eq!(rendered.html, "<p>話 (slack, k/k#1) (example)</p>");
    let marked = render("話 (slack, k/k#1) (example)", true);
    assert_eq!((rendered.text, rendered.references.len()), (marked.text, marked.references.len()));
}

#[test]
fn text_has_everything_and_prose_no_code() {
    let check = |markdown: &str, text: &str, prose: &str| {
        let rendered = render(markdown, true);
        assert_eq!((rendered.text.as_str(), rendered.prose.as_str()), (text, prose), "{markdown}");
    };
    check("", "", "");
    check("a `b` *c*\nd", "a b c\nd", "a   c\nd");
    check("a\n\n- b\n  - c\n\n> d", "a\nb\nc\nd", "a\nb\nc\nd");
    check("a\n\n```\n1.28\n\nb\n```\n\nc", "a\n1.28\n\nb\nc", "a\nc");
    check("[a](https://example.org) &amp; <none>", "a & <none>", "a & <none>");
    check("|a|b|\n|-|-|\n|c|d|", "a\nb\nc\nd", "a\nb\nc\nd");
}

#[test]
fn deep_nesting_is_flattened_and_nothing_is_lost() {
    let started = Instant::now();
    let deep = 10_000;
    let list_lines: String = (0..300).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect();
    let cases = [
        (format!("{} a", ">".repeat(deep)), 1),
        (format!("{} a", "> ".repeat(deep)), 1),
        (format!("{}a", "- ".repeat(deep)), 1),
        (format!("{}a", "1. ".repeat(deep)), 1),
        (list_lines, 300),
        (format!("{}a{}", "*a ".repeat(deep), "*".repeat(deep)), deep + 1),
        (format!("{}a{}", "[".repeat(deep), "](x)".repeat(deep)), 1),
        (format!("{}a{}", "![".repeat(deep), "](x)".repeat(deep)), 1),
        ("\\*a".repeat(deep), deep),
        ("(a".repeat(deep), deep),
    ];
    for (markdown, letters) in cases {
        let rendered = render(&markdown, true);
        assert_eq!(rendered.text.matches('a').count(), letters, "{}", &markdown[..20]);
        assert!(rendered.html.matches("<blockquote>").count() <= 32);
        assert!(rendered.html.matches("<em>").count() <= 10_000);
    }
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

/// What a browser would show of a part of the HTML without tags.
fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&nbsp;", "\u{a0}")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn assert_ranges_hold(markdown: &str) -> Result<(), TestCaseError> {
    let rendered = render(markdown, true);
    let mut end = 0;
    for reference in &rendered.references {
        let range = reference.range.clone();
        prop_assert!(end <= range.start && range.start <= range.end, "{rendered:#?}");
        end = range.end;
        let (before, within) = (rendered.html.get(..range.start), rendered.html.get(range));
        let (Some(before), Some(within)) = (before, within) else {
            panic!("not on characters: {rendered:#?}")
        };
        prop_assert!(before.rfind('<') <= before.rfind('>'), "in a tag: {rendered:#?}");
        let entity = before.rfind('&').is_none_or(|at| before[at..].contains(';'));
        prop_assert!(entity, "in an entity: {rendered:#?}");
        prop_assert!(!within.contains('<'), "{rendered:#?}");
        if !within.is_empty() {
            prop_assert_eq!(unescape(within), reference.literal.as_str(), "{:#?}", rendered);
        }
    }
    prop_assert!(!rendered.html.contains("<span data-ref"), "{rendered:#?}");
    prop_assert!(!rendered.html.contains("<script"), "{rendered:#?}");
    prop_assert!(!rendered.html.contains("<img"), "{rendered:#?}");
    Ok(())
}

const PARTS: [&str; 57] = [
    "k/k#1",
    "KEP-753",
    "KEP - 75",
    "#2",
    "a/b#v1.0",
    "https://a.example/?a&b",
    "[",
    "]",
    "](https://b.example)",
    "](https://github.com/a/b/pull/3)",
    "](x)",
    "![",
    "(",
    ")",
    "(slack)",
    "comment - ",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "<span data-ref=\"0\">",
    "</span>",
    "<b>",
    "<script>",
    "<!--",
    "-->",
    "&amp;",
    "&#35;",
    "&",
    "<",
    ">",
    "\"",
    "\\",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "> ",
    "    ",
    "# ",
    "|",
    "|-|",
    "\t",
    " ",
    "停止",
    "、",
    "a",
    "1",
    "\u{a0}",
    "\r\n",
    "\0",
    "[b]: https://c.example\n",
    "<https://d.example>",
    "<a@b.example>",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn ranges_hold_for_any_text(text in "\\PC{0,60}") {
        assert_ranges_hold(&text)?;
    }

    #[test]
    fn ranges_hold_for_any_markdown(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24)) {
        assert_ranges_hold(&parts.concat())?;
    }
}

#[test]
fn the_real_notes_cite_what_is_known() {
    let Some(notes) = real_data::notes() else { return };
    let (draft, _) = crate::source::read_text(&notes);
    let (mut references, mut labels, mut lost) = (0, 0, 0);
    for note in draft.entries.iter().flat_map(|entry| &entry.notes) {
        assert_ranges_hold(&note.markdown).expect("ranges hold");
        let rendered = render(&note.markdown, draft.lost_links);
        references += rendered.references.len();
        labels += rendered.references.iter().filter(|reference| reference.label.is_some()).count();
        lost += rendered.html.matches("lost-link").count();
    }
    assert_eq!((references, labels, lost), (318, 80, 145));
}

#[test]
fn content_is_what_the_html_has() {
    let check = |markdown: &str, lost_links: bool, expected: Content| {
        let rendered = render(markdown, lost_links);
        assert_eq!(rendered.content, expected, "{markdown}");
        assert_eq!(
            rendered.content.lost_link,
            rendered.html.contains("<span class=\"lost-link\">"),
            "{markdown}"
        );
    };
    check("text", true, Content::default());
    check("`a` b", false, Content { code: true, ..Content::default() });
    check("```\na\n```", false, Content { code: true, ..Content::default() });
    check("> a", false, Content { quote: true, ..Content::default() });
    check("see it (slack)", true, Content { lost_link: true, ..Content::default() });
    check("see it (slack)", false, Content::default());
    // The word is part of an address.
    check("https://example.org/a_(release)_b", true, Content::default());
    // Neither is made by what a source writes.
    check("<code>a</code> <span class=\"lost-link\">slack</span>", true, Content::default());
}
