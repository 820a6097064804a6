//! What stands at the top of a file, between rules.

use super::*;

/// Title, author, the days of entries with their notes, then remarks.
fn show(path: &str, text: &str) -> String {
    let file = SourceFile { path, bytes: text.as_bytes() };
    let (draft, remarks) = crate::source::read(&file, &ReadOptions::default()).expect("notes");
    assert_eq!(substance(&through_journal(&draft)), substance(&draft), "{}", journal_of(&draft));
    let mut lines = vec![format!(
        "{} by {}",
        draft.title.as_deref().unwrap_or("-"),
        draft.author.as_deref().unwrap_or("-")
    )];
    for entry in &draft.entries {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = entry.date.map_or_else(
            || format!("{}..{}", day(entry.not_before), day(entry.not_after)),
            |date| date.to_string(),
        );
        let notes: Vec<String> = entry.notes.iter().map(|note| note.markdown.replace('\n', "/")).collect();
        lines.push(format!("{days} {}", notes.join(" | ")));
    }
    lines.extend(remarks.iter().map(Remark::to_string));
    lines.join("\n")
}

#[test]
fn front_matter_of_other_programs_is_read() {
    let check = |text: &str, expected: &[&str]| assert_eq!(show("", text), expected.join("\n"), "{text}");
    // Jekyll, Obsidian, Hugo in YAML and in TOML, Zenn.
    check(
        "---\nlayout: post\ntitle:  \"Weekly\"\ndate: 2023-10-11 09:00:00 +0900\nauthor: Jo Doe\ntags: [k8s, node]\n---\n- a",
        &[
            "Weekly by Jo Doe",
            "2023-10-11 a",
            "line 2: the key `layout` is not known: post",
            "line 6: the key `tags` is not known: k8s, node",
        ],
    );
    check(
        "---\ndate: 2023-10-11\ntags:\n  - k8s\n  - node\naliases: []\n---\n# Title\n- a",
        &[
            "Title by -",
            "2023-10-11 a",
            "line 3: the key `tags` is not known: k8s, node",
            "line 6: the key `aliases` is not known: ",
        ],
    );
    check(
        "---\ntitle: a\ndate: 2023-10-11T23:30:00+09:00\nauthors:\n- Jo\n- Ada\n---\n- a",
        &["a by Jo, Ada", "2023-10-11 a"],
    );
    check(
        "+++\ntitle = \"Weekly\"\ndate = 2023-10-11T09:00:00Z\n[params]\nauthor = 'Jo'\n+++\n- a",
        &["Weekly by -", "2023-10-11 a", "line 5: the key `params.author` is not known: Jo"],
    );
    check("\u{feff}---\r\ntitle: a\r\ndate: 令和5年10月11日\r\n...\r\n- a\r\n", &["a by -", "2023-10-11 a"]);
    check(
        "---\ntitle: a\nsummary: >\n  What we\n  did\n---\n- a",
        &["a by -", ".. summary: What we did | a", "line 3: the text of `summary` was kept as a note"],
    );
    check(
        "---\ndate: 12/07/2020\n---\n- a",
        &["- by -", ".. a", "line 2: `12/07/2020` is not certain to be a day"],
    );
    // Of a journal it is the day of the whole, and says of which year its days are.
    check(
        "---\ndate: 2023-12-01\n---\nintro\n## 10/12 (木)\n- a",
        &["- by -", "..2023-10-12 intro", "2023-10-12 a"],
    );
}

#[test]
fn text_between_rules_is_no_front_matter() {
    for text in [
        "---\nWe met: it was good\n---\n- a",
        "---\nhttps://example.org\n---\n- a",
        "---\n- a: b\n---\n- a",
        "---\nNote: mind the gap\n---\n- a",
        "---\ntitle: a\nand more text\n---\n- a",
        "---\n---\n- a",
        "---\n\n---\n",
        "+++\ntitle: a\n+++\n- a",
        "---\ntitle: a\n",
        "+++",
    ] {
        let (draft, remarks) = read(text.as_bytes());
        assert_eq!((draft.title, remarks.len()), (None, usize::from(draft.entries.is_empty())), "{text}");
        let expected: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
        let found: String = text_of(&draft_of(text)).chars().filter(|c| c.is_alphanumeric()).collect();
        assert_eq!(found, expected, "{text}");
    }
    let (draft, _) = read(b"---\ncustom-key: x\n---\n- a");
    assert_eq!(notes(&draft), ["a"]);
}

fn draft_of(text: &str) -> Draft {
    read(text.as_bytes()).0
}

#[test]
fn the_name_of_a_file_and_its_date_are_compared() {
    let check = |path: &str, text: &str, expected: &[&str]| {
        assert_eq!(show(path, text), expected.join("\n"), "{path}")
    };
    check("2023-10-11.md", "---\ndate: 2023-10-11\n---\n- a", &["- by -", "2023-10-11 a"]);
    check(
        "2023-10-11-a.md",
        "---\ndate: 2023-10-12\n---\n- a",
        &["- by -", "2023-10-12 a", "it is dated 2023-10-12, its file is named after 2023-10-11"],
    );
}

#[test]
fn a_printed_title_is_no_other_value() {
    for title in ["[x]", "{a}", "- b", "> c", "| d", "* e", "? f", "!g", "&h", "%i", "@j", "`k"] {
        let (mut draft, _) = read(b"## 2023-10-11\n\n- a\n");
        draft.title = Some(title.to_owned());
        assert_eq!(through_journal(&draft).title.as_deref(), Some(title));
    }
}
