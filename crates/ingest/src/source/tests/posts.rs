//! Where the posts of a copied page begin.

use super::*;

/// Entries in a line each, then remarks.
fn check(text: &str, entries: &[&str], remarks: &[&str]) {
    let (draft, found) = read(text.as_bytes());
    assert_eq!(draft.format, SourceFormat::ScrapText, "{text}");
    let show = |entry: &DraftEntry| {
        let notes: Vec<&str> = entry.notes.iter().map(|note| note.markdown.as_str()).collect();
        format!("{} {}", entry.date.map_or("-".to_owned(), |date| date.to_string()), notes.join(" | "))
    };
    let shown: Vec<String> = draft.entries.iter().map(show).collect();
    let found: Vec<String> = found.iter().map(Remark::to_string).collect();
    assert_eq!((shown.join("\n"), found.join("\n")), (entries.join("\n"), remarks.join("\n")), "{text}");
}

#[test]
fn who_posts_once_has_a_post_of_their_own() {
    let page = "Open4\n\nTitle\n\nJo DoeJo Doe\n  • a\nBob RoeBob Roe\n\n2023/2/24\n\n  • b\nJo DoeJo Doe\n  • c\nAda LeeAda Lee\n\n  • d\n";
    check(page, &["- a", "2023-02-24 b", "- c", "- d"], &[]);
    let (draft, _) = read(page.as_bytes());
    let authors: Vec<Option<&str>> =
        draft.entries.iter().map(|entry| entry.posting.author.as_deref()).collect();
    assert_eq!(authors, [None, Some("Bob Roe"), None, Some("Ada Lee")]);
    // A word of two syllables alike is none, nor a line that no post follows.
    check(
        "Open\n\nTitle\n\nJo DoeJo Doe\n\nmama\n\n  • a\n\nBob RoeBob Roe\n\nsaid so\nJo DoeJo Doe\n  • b",
        &["- mama | a//Bob RoeBob Roe//said so".replace("//", "\n\n").as_str(), "- b"],
        &[],
    );
}

#[test]
fn a_name_may_begin_with_any_sign() {
    for name in ["3rd eye", "007james", "🐙octo", "_jo_", "<jo>", "山田", "Åke"] {
        check(
            &format!("Open2\n\nTitle\n\n{name}{name}\n\n2023/2/23\n\n  • a\n{name}{name}\n  • b\n"),
            &["2023-02-23 a", "- b"],
            &[],
        );
    }
    for line in ["----", "••••", "****", "1212", "<br><br>", "</p></p>", "  jo  jo"] {
        let text = format!("Open1\n\nTitle\n\nJo DoeJo Doe\n\n2023/2/23\n\n{line}\n\n  • a\n");
        assert_eq!(read(text.as_bytes()).0.entries.len(), 1, "{line}");
    }
}

#[test]
fn a_second_day_within_a_post_is_remarked_and_stays_text() {
    check(
        "Open1\n\nTitle\n\nJo DoeJo Doe\n\n2023/2/23\n\n2023/2/24\n\n  • a\n",
        &["2023-02-23 2023/2/24 | a"],
        &["line 9: a day within a post was not read: 2023/2/24"],
    );
    check(
        "Open1\n\nTitle\n\nJo DoeJo Doe\n  • a\n\n2023-02-24\n",
        &["- a\n\n2023-02-24"],
        &["line 8: a day within a post was not read: 2023-02-24"],
    );
}

#[test]
fn a_page_without_its_posts_says_how_many_are_missing() {
    let (draft, remarks) = read(b"Open210\n\nKubernetes - 2023\n");
    assert_eq!((draft.title.as_deref(), draft.announced_entries), (Some("Kubernetes - 2023"), Some(210)));
    let remarks: Vec<String> = remarks.iter().map(Remark::to_string).collect();
    assert_eq!(remarks, ["there is no entry in it", "line 1: 210 entries announced, 0 found"]);
    // With words below it is no page of which posts are missing.
    assert_eq!(read(b"Open3\n\nTitle\n\ntext").0.format, SourceFormat::Journal);
}
