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
    check("# a {#id .class}", "<h3>a</h3>");
    check("# a {id} {#b}c \\{#d}", "<h3>a {id} {#b}c {#d}</h3>");
}

#[test]
fn raw_html_is_text() {
    check("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>");
    check("a <b onclick=x>c</b>", "<p>a &lt;b onclick=x&gt;c&lt;/b&gt;</p>");
    check("<div>\na\n</div>\n\nb", "<p>&lt;div&gt;<br>\na<br>\n&lt;/div&gt;</p>\n<p>b</p>");
    check("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>");
    check("&lt;script&gt; &#x3c;b&#62;", "<p>&lt;script&gt; &lt;b&gt;</p>");
    check("<span data-ref=\"0\">a</span>", "<p>&lt;span data-ref=\"0\"&gt;a&lt;/span&gt;</p>");
    check("<span data-ref=\"0\">k/k#1</span>", "<p>&lt;span data-ref=\"0\"&gt;⟦k/k#1⟧&lt;/span&gt;</p>");
    check("`<span data-ref=\"0\">`", "<p><code>&lt;span data-ref=\"0\"&gt;</code></p>");
    check("\0", "<p>\u{fffd}</p>");
}

#[test]
fn a_few_elements_of_html_are_what_they_mean() {
    check(
        "a <u>b</u> H<sub>2</sub>O 10<SUP class=x>6</SUP>",
        "<p>a <u>b</u> H<sub>2</sub>O 10<sup>6</sup></p>",
    );
    check("<kbd>Ctrl</kbd>+<kbd>C</kbd>", "<p><kbd>Ctrl</kbd>+<kbd>C</kbd></p>");
    check("a<br>b<br/>c", "<p>a<br>\nb<br>\nc</p>");
    check(
        "<ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>",
        "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby></p>",
    );
    check("<ruby>漢<rt>かん</ruby>", "<p><ruby>漢<rt>かん</rt></ruby></p>");
    check("<u onclick=\"x\" style='a>b'>**b**</u>", "<p><u><strong>b</strong></u></p>");
    check("# a <u>b</u>", "<h3>a <u>b</u></h3>");
    check(
        "|a<br>b|\n|-|\n|<u>c</u>|",
        "<table><thead><tr><th>a<br>\nb</th></tr></thead><tbody>\n<tr><td><u>c</u></td></tr>\n</tbody></table>",
    );
    check(
        "[<u>a</u>](https://example.org)",
        "<p><a href=\"https://example.org\" rel=\"noopener nofollow\"><u>a</u></a>⟦⟧</p>",
    );
}

#[test]
fn a_tag_without_its_partner_is_text() {
    check("a <u>b", "<p>a &lt;u&gt;b</p>");
    check("a</u> </sub>b", "<p>a&lt;/u&gt; &lt;/sub&gt;b</p>");
    check("**<u>a**b</u>", "<p><strong>&lt;u&gt;a</strong>b&lt;/u&gt;</p>");
    check("<u>a<sub>b</u>c</sub>", "<p><u>a&lt;sub&gt;b</u>c&lt;/sub&gt;</p>");
    check("the <table> and <details> elements", "<p>the &lt;table&gt; and &lt;details&gt; elements</p>");
    check("- <u>a\n- b</u>", "<ul>\n<li>&lt;u&gt;a</li>\n<li>b&lt;/u&gt;</li>\n</ul>");
    check("<td>a</td>", "<p>&lt;td&gt;a&lt;/td&gt;</p>");
    check("a <rt>b</rt>", "<p>a &lt;rt&gt;b&lt;/rt&gt;</p>");
    check("<summary>a</summary>", "<p>&lt;summary&gt;a&lt;/summary&gt;</p>");
}

#[test]
fn what_is_no_element_stays_text() {
    for name in ["<none>", "<1618975476>", "<pod name>", "<udp>", "<sup-x>", "</none>", "<b>", "<img src=a>"]
    {
        let escaped = name.replace('<', "&lt;").replace('>', "&gt;");
        check(&format!("a {name} b"), &format!("<p>a {escaped} b</p>"));
        assert_eq!(render(&format!("a {name} b"), false).text, format!("a {name} b"));
    }
    check("<KEP-123>", "<p>&lt;⟦KEP-123⟧&gt;</p>");
}

#[test]
fn details_open_to_what_stands_in_them() {
    let details = |body: &str| format!("<details><summary>a ⟦k/k#1⟧</summary>\n{body}\n</details>");
    check("<details>\n<summary>a k/k#1</summary>\n\n- b\n\n</details>", &details("<ul>\n<li>b</li>\n</ul>"));
    check(
        "<details open><summary>a k/k#1</summary>\nb &lt;c&gt;\nd\n</details>",
        &details("<p>b &lt;c&gt;<br>\nd</p>"),
    );
    check(
        "x <details><summary>a k/k#1</summary>b</details> y",
        &format!("<p>x </p>\n{}\n<p> y</p>", details("<p>b</p>")),
    );
    check(
        "- x <details><summary>a k/k#1</summary>\n\n  **b**\n  </details>",
        &format!("<ul>\n<li>\n<p>x </p>\n{}\n</li>\n</ul>", details("<p><strong>b</strong></p>")),
    );
    check(
        "<details><summary>a</summary><details><summary>b</summary>c</details></details>",
        "<details><summary>a</summary>\n<details><summary>b</summary>\n<p>c</p>\n</details>\n</details>",
    );
    // Cut in two.
    check("<details>\n<summary>a</summary>", "<p>&lt;details&gt;<br>\n&lt;summary&gt;a&lt;/summary&gt;</p>");
}

#[test]
fn a_table_of_html_is_a_table() {
    let table = "<table><thead><tr><th>⟦k/k#1⟧</th>\n</tr>\n</thead>\n<tbody><tr><td>b</td>\n<td>⟦KEP-753⟧</td>\n</tr>\n</tbody>\n</table>";
    check(
        "<table border=1>\n<thead>\n<tr><th>k/k#1</th></tr>\n</thead>\n<tbody>\n<tr><td>b</td>\n<td colspan=\"2\">KEP-753</td></tr>\n</tbody>\n</table>",
        table,
    );
    check("<table><thead><tr><th>k/k#1<tbody><tr><td>b<td>KEP-753</table>", table);
    check(
        "<table><tr><td>\n\n- a\n\n</td><td>\n\nb\n\nc\n\n</td></tr></table>",
        "<table><tbody><tr><td>\n<ul>\n<li>a</li>\n</ul>\n</td>\n<td>\n<p>b</p>\n<p>c</p>\n</td>\n</tr>\n</tbody></table>",
    );
    // What stands in no cell gets one.
    check(
        "<table>a<tr>b<td>c</table>",
        "<table><tbody><tr><td>a</td>\n</tr>\n<tr><td>b</td>\n<td>c</td>\n</tr>\n</tbody></table>",
    );
    check(
        "<table><caption>a</caption><tr><td>&amp;lt;</table>",
        "<table><caption>a</caption>\n<tbody><tr><td>&amp;lt;</td>\n</tr>\n</tbody></table>",
    );
    assert_eq!(render("<table><tr><td>k/k<td>#1</table>", false).references, []);
}

#[test]
fn a_comment_is_nothing() {
    check("<!-- a -->", "");
    check("a <!-- k/k#1 --> b", "<p>a  b</p>");
    check("a\n\n<!-- k/k#1\n\nKEP-753\n-->\n\nb", "<p>a</p>\n<p>b</p>");
    check("<!-- a --> k/k#1", "<p> ⟦k/k#1⟧</p>");
    // One without end hides what follows where it begins a block, and is text within a line.
    check("a\n\n<!-- b\n\nc", "<p>a</p>");
    check("a <!-- k/k#1", "<p>a &lt;!-- ⟦k/k#1⟧</p>");
    check("<div>\n<!-- a", "<p>&lt;div&gt;<br>\n&lt;!-- a</p>");
    check("`<!-- a -->`", "<p><code>&lt;!-- a --&gt;</code></p>");
    for markdown in ["<!-- SIG Node, 1.28, k/k#1 -->", "a <!-- SIG Node, 1.28, k/k#1 -->"] {
        let rendered = render(markdown, true);
        assert_eq!((rendered.prose.trim(), rendered.references.len()), (rendered.text.trim(), 0));
        assert!(!rendered.text.contains("Node"), "{markdown}");
    }
}

#[test]
fn numbers_in_an_element_of_their_own_are_no_part_of_a_citation() {
    check("k/k#1<sup>2</sup>", "<p>⟦k/k#1⟧<sup>2</sup></p>");
    check("<u>k/k#1</u>", "<p><u>⟦k/k#1⟧</u></p>");
    let rendered = render("v1.2<sup>8</sup> H<sub>2</sub>O", false);
    assert_eq!((rendered.text.as_str(), rendered.prose.as_str()), ("v1.28 H2O", "v1.2 8  H 2 O"));
}

#[test]
fn footnotes_are_listed_below() {
    let note = |number: u32| format!("<sup class=\"footnote\">[{number}]</sup>");
    check(
        "a[^x] b[^1] c[^x]\n\n[^1]: k/k#1\n[^x]: **d**\n\n    e",
        &format!(
            "<p>a{} b{} c{}</p>\n<ol class=\"footnotes\">\n<li class=\"footnote\">\n<p><strong>d</strong></p>\n<p>e</p>\n</li>\n<li class=\"footnote\">\n<p>⟦k/k#1⟧</p>\n</li>\n</ol>",
            note(1),
            note(2),
            note(1)
        ),
    );
    // Those that nothing cites, and those whose label another one has.
    check(
        "[^a]: b\n[^a]: c\n\nd[^A]",
        &format!(
            "<p>d{}</p>\n<ol class=\"footnotes\">\n<li class=\"footnote\">\n<p>b</p>\n</li>\n<li class=\"footnote\">\n<p>c</p>\n</li>\n</ol>",
            note(1)
        ),
    );
    check("a[^b]", "<p>a[^b]</p>");
    check(
        "k/k#1[^2]3\n\n[^2]: b",
        &format!(
            "<p>⟦k/k#1⟧{}3</p>\n<ol class=\"footnotes\">\n<li class=\"footnote\">\n<p>b</p>\n</li>\n</ol>",
            note(1)
        ),
    );
    let rendered = render("1.2[^1]8\n\n[^1]: b", false);
    assert_eq!((rendered.text.as_str(), rendered.prose.as_str()), ("1.2[1]8\nb", "1.2 8\nb"));
    // A source's own elements have no class.
    check("<sup class=\"footnote\">1</sup>", "<p><sup>1</sup></p>");
}

#[test]
fn tasks_have_a_sign() {
    let task = |sign: char| format!("<span class=\"task\">{sign}</span> ");
    check("- [ ] a\n- [x] b", &format!("<ul>\n<li>{}a</li>\n<li>{}b</li>\n</ul>", task('☐'), task('☑')));
    check(
        "- [X] a\n\n- b",
        &format!("<ul>\n<li>\n<p>{}a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>", task('☑')),
    );
    check("[ ] a\n\n- b", &format!("<p>{}a</p>\n<ul>\n<li>b</li>\n</ul>", task('☐')));
    check("a [x] b [ ] c", "<p>a [x] b [ ] c</p>");
    check("\\[x] a", "<p>[x] a</p>");
    check("[x] a\n\n[x]: /u", "<p>x a</p>");
    assert_eq!(render("- [x] a", false).text, "☑ a");
}

#[test]
fn code_shows_the_name_of_its_file() {
    check(
        "```go:cmd/main.go\na\n```",
        "<figure><figcaption><code>cmd/main.go</code></figcaption>\n<pre><code class=\"language-go\">a\n</code></pre>\n</figure>",
    );
    check(
        "```diff yaml:a 1.28.yaml\n```",
        "<figure><figcaption><code>a 1.28.yaml</code></figcaption>\n<pre><code class=\"language-diff\"></code></pre>\n</figure>",
    );
    assert_eq!(render("```yaml:a-1.28.yaml\nb\n```", false).prose.trim(), "");
}

#[test]
fn boxes_of_zenn_are_quotes_and_details() {
    check(
        "a\n:::message alert\nb\n- c\n:::\nd",
        "<p>a</p>\n<blockquote>\n<p>b</p>\n<ul>\n<li>c</li>\n</ul>\n</blockquote>\n<p>d</p>",
    );
    check(
        "::::details **T** k/k#1\n:::message\na\n:::\n::::",
        "<details><summary><strong>T</strong> ⟦k/k#1⟧</summary>\n<blockquote>\n<p>a</p>\n</blockquote>\n</details>",
    );
    check(":::note Title\na\n:::", "<blockquote>\n<p>Title</p>\n<p>a</p>\n</blockquote>");
    check(
        "- a\n  :::details T\n  b\n  :::",
        "<ul>\n<li>\n<p>a</p>\n<details><summary>T</summary>\n<p>b</p>\n</details>\n</li>\n</ul>",
    );
    check(":::message\na", "<p>:::message<br>\na</p>");
    check("- :::message\n- a\n\n:::", "<ul>\n<li>:::message</li>\n<li>a</li>\n</ul>\n<p>:::</p>");
    check("\u{fdd0}:::message\n\n&#xfdd1;:::", "<p>\u{fffd}:::message</p>\n<p>\u{fffd}:::</p>");
    check(
        "\u{fdd4}b&#xfdd5; [](https://example.org/&#xfdd4;)",
        "<p>\u{fffd}b\u{fffd} <a href=\"https://example.org/%EF%B7%94\" rel=\"noopener nofollow\">https://example.org/\u{fffd}</a>⟦⟧</p>",
    );
}

#[test]
fn embedded_addresses_are_links() {
    let link =
        |words: &str| format!("<a href=\"https://example.org/a\" rel=\"noopener nofollow\">{words}</a>⟦⟧");
    check("@[card](https://example.org/a)", &format!("<p>{}</p>", link("https://example.org/a")));
    check("a @[tweet](https://example.org/a)", &format!("<p>a {}</p>", link("https://example.org/a")));
    check("@[youtube](ApXoWvfEYVU)", "<p>youtube: ApXoWvfEYVU</p>");
    check("me@[card](https://example.org/a)", &format!("<p>me@{}</p>", link("card")));
    check("@[jo](https://example.org/a)", &format!("<p>@{}</p>", link("jo")));
    check("![図 1](https://example.org/a =250x)", &format!("<p>{}</p>", link("図 1")));
}

#[test]
fn indented_addresses_are_text() {
    check(
        "a\n\n    https://example.org/a_b\n    [k](https://github.com/k/k/pull/1)",
        "<p>a</p>\n<p>⟦https://example.org/a_b⟧<br>\n<a href=\"https://github.com/k/k/pull/1\" rel=\"noopener nofollow\">k</a>⟦⟧</p>",
    );
    check("    curl https://example.org", "<pre><code>curl https://example.org</code></pre>");
}

#[test]
fn what_obsidian_writes_is_readable() {
    check("[[SIG Node]] と [[a|k/k#1]]、![[b.png]]", "<p>SIG Node と ⟦k/k#1⟧、b.png</p>");
    check("これは==重要==です %%b%%", "<p>これは<mark>重要</mark>です %%b%%</p>");
    check("\\[[a]] \\==b== `==c==`", "<p>[[a]] ==b== <code>==c==</code></p>");
    check("> [!note] 題\n> a", "<blockquote>\n<p><strong>Note: 題</strong><br>\na</p>\n</blockquote>");
    check("> [!WARNING]\n> a", "<blockquote>\n<p><strong>Warning</strong><br>\na</p>\n</blockquote>");
    check("alias:: a, b", "<p>alias:: a, b</p>");
    check("\\[a\\] \\*b\\*", "<p>[a] *b*</p>");
}

#[test]
fn a_file_within_the_text_is_its_size() {
    let file = format!("data:image/png;base64,{}", "iVBO".repeat(4_000));
    check(&format!("![図]({file}) k/k#1"), "<p>図 (data, 12 kB) ⟦k/k#1⟧</p>");
    check(&format!("![]({file})"), "<p>image (data, 12 kB)</p>");
    check(&format!("![][a]\n\n[a]: <{file}>"), "<p>image (data, 12 kB)</p>");
    for markdown in
        [format!("<img src=\"{file}\">"), file.clone(), format!("<td>\n{file}"), format!("`{file}`")]
    {
        let rendered = render(&markdown, false);
        assert!(rendered.html.len() + rendered.text.len() < 200, "{}", &markdown[..20]);
    }
}

#[test]
fn emphasis_stands_next_to_brackets() {
    check(
        "**「停止」**なので**「再起動」** (k/k#1)",
        "<p><strong>「停止」</strong>なので<strong>「再起動」</strong> (⟦k/k#1⟧)</p>",
    );
    check("**k/k#1（済）**は", "<p><strong>⟦k/k#1⟧（済）</strong>は</p>");
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
    check("![](data:image/png;base64,AA)", "<p>image (data, 1 B)</p>");
    check("[a](data:text/html,x)", "<p>a (data, 1 B)</p>");
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
        let fragment =
            reference.fragment.as_deref().map(|fragment| format!(" at {fragment}")).unwrap_or_default();
        format!("{} -> {}{fragment}{label}", reference.literal, target(&reference.target))
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
        &["comment - k/k#12 -> kubernetes/kubernetes#12 at issuecomment-3 (comment)"],
    );
    check(
        "(comment - [k/k#12](https://github.com/kubernetes/kubernetes/pull/12))",
        &["k/k#12 -> kubernetes/kubernetes#12 (comment)"],
    );
    check("[a](https://github.com/a/b/issues/12#issuecomment-3)", &["a -> a/b#12 at issuecomment-3"]);
    check("[a](https://www.google.com/url?q=https://kep.k8s.io/753&sa=D)", &["a -> KEP 753"]);
    check("[a](https://google.com/url?q=https://a.example/b)", &["a -> https://a.example/b"]);
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
fn a_link_cites_the_kep_in_its_words_and_its_address() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(references(markdown), expected, "{markdown}");
    check(
        "[KEP-753: sidecars](https://example.org)",
        &["KEP-753 -> KEP 753", "KEP-753: sidecars -> https://example.org"],
    );
    check(
        "[KEP-753 and KEP-127, KEP-753](https://github.com/kubernetes/enhancements/pull/12)",
        &[
            "KEP-753 -> KEP 753",
            "KEP-127 -> KEP 127",
            "KEP-753 and KEP-127, KEP-753 -> kubernetes/enhancements#12",
        ],
    );
    check("[KEP-753](https://kep.k8s.io/753)", &["KEP-753 -> KEP 753"]);
    check(
        "[KEP-753](https://github.com/kubernetes/enhancements/issues/753)",
        &["KEP-753 -> kubernetes/enhancements#753"],
    );
    check(
        "[KEP-753]()https://example.org",
        &["KEP-753 -> KEP 753", "https://example.org -> https://example.org"],
    );
    check("[see the docs]()https://example.org/a", &["https://example.org/a -> https://example.org/a"]);
}

#[test]
fn a_bare_number_has_the_repository_with_which_it_stands_anywhere_in_the_note() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(references(markdown), expected, "{markdown}");
    check("- a/b#1\n- #1234\n- c/d#1234", &["a/b#1 -> a/b#1", "#1234 -> c/d#1234", "c/d#1234 -> c/d#1234"]);
    check(
        "a/b#1 (#12)\n\n> [x](https://github.com/c/d/pull/12)",
        &["a/b#1 -> a/b#1", "#12 -> c/d#12", "x -> c/d#12"],
    );
    // What is code is not looked into.
    check("a/b#1 (#12) `c/d#12`", &["a/b#1 -> a/b#1", "#12 -> a/b#12"]);
}

#[test]
fn a_bare_number_belongs_to_the_repository_cited_last() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(references(markdown), expected, "{markdown}");
    let two = ["cilium/cilium#1 -> cilium/cilium#1", "#2 -> cilium/cilium#2"];
    check("cilium/cilium#1 と #2", &two);
    check("cilium/cilium#1\n\n- a\n  - PR #2", &two);
    check("**cilium/cilium#1** `x` (#2)", &two);
    check("cilium/cilium#1\n\n- a\n  - #2", &two[..1]);
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
    check("a\n\n## b *c*\n\nd", "a\nb c\nd", "a\n#### b c\nd");
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

#[test]
fn a_note_of_any_shape_is_rendered_in_linear_time() {
    let started = Instant::now();
    for part in [
        "<u>",
        "</u>",
        "<u>a</u>",
        "<sub><sup>",
        "<details>\n\n",
        "</details>\n\n",
        "<table>",
        "<table><tr><td>",
        "<td>\n",
        "<u \"",
        "<!--",
        "<!-- ",
        "<div>\n<!--",
        "<ruby><rt>",
        "<br>",
        "&amp;",
        "[^1]",
        "[^1]: a\n",
        "\n\n[^1]: [^1]",
        ":::message\n",
        ":::message\n\n:::\n",
        "[[",
        "[[a",
        "==a",
        "![",
        "![](a =2x)",
        "data:",
        "data:image/png;base64,",
        "**「",
        "」**あ(",
        "> [!a]\n",
        "- [ ] ",
        "@[card](",
        "\n\n    https://a.example",
        "x <details>",
        "a&b ",
        "- <table>\n",
    ] {
        for head in ["", "<table><tr><td>\n\n"] {
            render(&format!("{head}{}", part.repeat(1_500)), true);
        }
    }
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
}

#[test]
fn a_note_of_marks_alone_is_text_as_it_stands() {
    for part in [
        "[", "![", "<", "*", "*a* ", "_a ", "~a ", "`a ", "`", ">", "> ", "- ", "+ ", "1. ", "|", "[^1]",
        "&#", "[a](", "[[a", "\\*", "<b>", "[\n", "- a\n",
    ] {
        let markdown = format!("{} KEP-753 <end>", part.repeat(260_000));
        let rendered = render(&markdown, false);
        let nodes = rendered.html.matches('<').count();
        assert!(nodes <= 4, "{part:?}: {nodes} tags");
        assert_eq!(rendered.text, markdown, "{part:?}");
        assert_eq!(rendered.references.len(), 1, "{part:?}");
        assert!(rendered.html.ends_with("KEP-753 &lt;end&gt;</p>"), "{part:?}");
    }
    let items = render(&"- a\n".repeat(100_000), false);
    assert_eq!(items.html.matches("<li>").count(), 100_000, "and what somebody writes is no such note");
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

const PARTS: [&str; 99] = [
    "k/k#1",
    "k/k＃１２",
    "ＫＥＰ－７",
    "#1234",
    "(#12)",
    "](https://github.com/a/b/issues/3#issuecomment-4)",
    "]()https://b.example",
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
    "<u>",
    "</u>",
    "<sub>",
    "</sub>",
    "<ruby>",
    "<rt>",
    "</ruby>",
    "<br>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<table>\n",
    "<details>\n\n",
    "\n\n</details>\n",
    ":::message\n",
    "\n:::details k/k#2\n",
    "\n:::\n",
    "[^1]",
    "\n\n[^1]: ",
    "[ ] ",
    "@[card](https://e.example)",
    "[[",
    "]]",
    "==",
    "> [!note] ",
    "「",
    "」",
    "data:image/png;base64,AA",
    " =250x)",
    "    https://f.example\n",
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

#[test]
fn the_real_notes_look_as_they_always_have() {
    let Some(notes) = real_data::notes() else { return };
    let (draft, _) = crate::source::read_text(&notes);
    // FNV-1a.
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for note in draft.entries.iter().flat_map(|entry| &entry.notes) {
        for byte in render(&note.markdown, draft.lost_links).html.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    assert_eq!(hash, 0xc397_184b_d8e9_d470);
}
