use super::*;

#[test]
fn blocks_become_plain_html() {
    let check = |markdown: &str, html: &str| assert_eq!(render(markdown).html, html, "{markdown}");
    check("一行目\n二行目", "<p>一行目<br>\n二行目</p>");
}
