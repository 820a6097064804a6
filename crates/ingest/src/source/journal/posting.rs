//! What a journal says of one entry beyond its day: a comment below the heading, which no page shows.
//!
//! ```text
//! ## 2031-02-01
//! <!-- kepline: {"author":"Kim","reply_to":"2031-01-05"} -->
//! ```
//!
//! Its keys are those of [`Posting`], each optional.

use domain::notebook::posting::Posting;

const BEGIN: &str = "<!-- kepline: ";
const END: &str = " -->";

/// The comment, as a line; nothing where there is nothing to say.
pub(super) fn to_comment(posting: &Posting) -> String {
    if posting.is_empty() {
        return String::new();
    }
    // Two hyphens may end a comment.
    let json = serde_json::to_string(posting).unwrap_or_default().replace("--", "-\\u002d");
    format!("{BEGIN}{json}{END}\n")
}

/// Reads the comment that `block` is, or gives `None`.
pub(super) fn parse(block: &str) -> Option<Posting> {
    let json = block.trim().strip_prefix(BEGIN)?.strip_suffix(END)?;
    serde_json::from_str(json).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_comment_says_who_posted() {
        let posting = Posting { author: Some("Kim".to_owned()), ..Posting::default() };
        let comment = "<!-- kepline: {\"author\":\"Kim\"} -->";
        assert_eq!(to_comment(&posting), format!("{comment}\n"));
        assert_eq!(parse(comment), Some(posting));
        assert_eq!(to_comment(&Posting::default()), "");
        for other in
            ["<!-- a comment -->", "<!-- kepline: x -->", "<!-- kepline: {\"posted\":\"soon\"} -->", ""]
        {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_author_reads_the_same(author in "(\\PC|--|-->|\n){0,8}") {
            let posting = Posting { author: Some(author), ..Posting::default() };
            let comment = to_comment(&posting);
            prop_assert_eq!(comment.matches("--").count(), 2, "{}", comment);
            prop_assert_eq!(parse(&comment), Some(posting));
        }
    }
}
