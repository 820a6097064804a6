//! The text of a release note, as far as it says something.

/// The text to show of what a release note says, without white space, quotes and broken escapes around and in it; `None`
/// where there is nothing to show.
pub fn shown_text(raw: &str) -> Option<String> {
    // A form that was sent through JSON twice.
    let text = raw.replace("\\r\\n", "\n").replace("\\n", "\n");
    let text = unquoted(text.trim());
    (!says_nothing(text) && !is_template(text)).then(|| text.to_owned())
}

/// Whether a text asks for something before an upgrade, in capitals or not.
pub fn says_action_required(text: &str) -> bool {
    text.to_ascii_lowercase().contains("action required")
}

/// A text without the quotes around all of it; those around its parts stay.
fn unquoted(text: &str) -> &str {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.filter(|inner| !inner.contains('"')).map_or(text, str::trim)
}

/// Whether a text stands for none: `NONE`, `N/A`.
fn says_nothing(text: &str) -> bool {
    const NOTHING: [&str; 9] = ["", "none", "n/a", "na", "no", "nil", "null", "tbd", "-"];
    let around = |c: char| c.is_whitespace() || "\"'`“”‘’«».,:;!?*_<>()[]{}".contains(c);
    let word = text.trim_matches(around).to_ascii_lowercase();
    NOTHING.contains(&&*word)
}

/// Whether a text is what is left of the form of pull requests.
fn is_template(text: &str) -> bool {
    const BEGINNINGS: [&str; 3] = ["```", "<!--", "#### Additional documentation"];
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: Option<&str>) {
        assert_eq!(shown_text(raw).as_deref(), expected, "{raw:?}");
    }

    #[test]
    fn a_text_is_shown_without_what_stands_around_it() {
        check("  Paints the shed.\n", Some("Paints the shed."));
        check("\"Paints the shed.\"\n", Some("Paints the shed."));
        check("\"Shed\" is painted like \"barn\"", Some("\"Shed\" is painted like \"barn\""));
        check("First\\n- second\\r\\n- third", Some("First\n- second\n- third"));
        check("None of the sheds is painted.", Some("None of the sheds is painted."));
        check("No shed is painted", Some("No shed is painted"));
    }

    #[test]
    fn what_says_nothing_is_no_text() {
        for nothing in
            ["", " \n", "NONE", "None.", "“NONE”", "N/A", "`none`", "```release-note\nNONE\n```", "-"]
        {
            check(nothing, None);
        }
        check("<!-- Does this PR paint a shed? -->", None);
        check("#### Additional documentation e.g., KEPs:", None);
    }

    #[test]
    fn a_text_may_require_an_action() {
        assert!(says_action_required("ACTION REQUIRED: paint"));
        assert!(says_action_required("[Action Required] paint"));
        assert!(!says_action_required("no action is required"));
    }
}
