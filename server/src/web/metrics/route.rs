//! The route of a path, as a label: one for each kind of page.

/// Suffixes of the other forms of a page.
const FORMS: [&str; 3] = [".atom", ".json", ".md"];

/// The kind of what a path leads to.
pub(super) fn route(path: &str) -> &'static str {
    let mut parts = path.strip_prefix('/').unwrap_or(path).split('/');
    let (first, rest) = (parts.next().unwrap_or_default(), parts.count());
    let form = FORMS.iter().any(|suffix| path.ends_with(suffix));
    match (first, rest) {
        ("api", _) => "api",
        ("fn", _) => "server function",
        ("pkg", _) => "file",
        ("cards", _) => "card",
        ("livez" | "readyz" | "healthz", 0) => "health",
        ("metrics", 0) => "metrics",
        ("mcp", 0) => "MCP",
        ("oembed", 0) => "oEmbed",
        ("robots.txt" | "llms.txt" | "sitemap.xml" | "speculation.json" | "favicon.svg", 0) => "file",
        (file, 0) if file.ends_with(".webmanifest") || file.starts_with("icon-") => "file",
        _ if form => "feed",
        ("keps" | "gates" | "refs", _) if path.ends_with(".svg") => "badge",
        ("", 0) => "timeline",
        ("e", 1) => "entry",
        ("e", 2) if path.ends_with("/history") => "history",
        ("e", 2) => "note",
        ("keps", 0) => "KEPs",
        ("keps" | "kep", 1) => "KEP",
        ("refs", 3) => "item",
        ("sigs", 0) => "SIGs",
        ("sigs", 1) => "SIG",
        ("versions", 0) => "versions",
        ("versions", 1) => "version",
        ("upgrade", 0..=1) => "upgrade",
        ("gates", 0) => "gates",
        ("gates", 1) => "gate",
        ("verdicts", 0) => "verdicts",
        ("annotate", 0) => "annotation",
        ("digest", 0..=1) => "digest",
        ("on-this-day", 0..=1) => "on this day",
        ("status", 0) => "status",
        ("zenn", 1) => "entry",
        ("sign-in" | "sign-out" | "preferences", _) => "reader",
        ("review" | "bulk" | "decisions" | "sources" | "tokens" | "import", 0) => "curating",
        ("import" | "imports" | "forget", 1) => "curating",
        ("write", 0..=1) => "writing",
        (year, 0..=2) if year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) => "archive",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_label_of_its_kind() {
        for (path, expected) in [
            ("/", "timeline"),
            ("/index.atom", "feed"),
            ("/keps/753.md", "feed"),
            ("/e/7f3ka", "entry"),
            ("/e/7f3ka/9d2", "note"),
            ("/e/7f3ka.json", "feed"),
            ("/e/7f3ka/history", "history"),
            ("/imports/12", "curating"),
            ("/write", "writing"),
            ("/write/9d2", "writing"),
            ("/tokens", "curating"),
            ("/manifest.ja.webmanifest", "file"),
            ("/icon-192.png", "file"),
            ("/import", "curating"),
            ("/import/0123", "curating"),
            ("/keps/753", "KEP"),
            ("/refs/kubernetes/kubernetes/1", "item"),
            ("/2023/10/11", "archive"),
            ("/upgrade/1.27..1.29", "upgrade"),
            ("/upgrade/1.27..1.29.md", "feed"),
            ("/gates/SidecarContainers", "gate"),
            ("/digest", "digest"),
            ("/digest/1.36", "digest"),
            ("/digest/week.atom", "feed"),
            ("/on-this-day/11-28", "on this day"),
            ("/api/v1/openapi.json", "api"),
            ("/pkg/0123/kepline.js", "file"),
            ("/sign-in/secret", "reader"),
            ("/readyz", "health"),
            ("/mcp", "MCP"),
            ("/oembed", "oEmbed"),
            ("/llms.txt", "file"),
            ("/keps/753.svg", "badge"),
            ("/refs/kubernetes/kubernetes/1.svg", "badge"),
        ] {
            assert_eq!(route(path), expected, "{path}");
        }
    }

    #[test]
    fn paths_of_strangers_make_no_labels() {
        for path in ["", "//", "/wp-login.php", "/x/y/z", "/12345", "/２０２３", "*"] {
            assert!(["other", "timeline"].contains(&route(path)), "{path}");
        }
    }
}
