use domain::Date;
use domain::notebook::Rights;
use domain::notebook::draft::{DraftEntry, SourceFormat};
use domain::notebook::posting::Posting;
use domain::remark::RemarkKind;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::*;
use crate::markdown::{OPTIONS, render};

/// Reads bytes that are a source, without a name.
fn read(bytes: &[u8]) -> (Draft, Vec<Remark>) {
    super::read(&SourceFile { path: "", bytes }, &ReadOptions::default()).expect("a source")
}

fn day(text: &str) -> Date {
    text.parse().expect("a date")
}

/// What the notes of a draft are made of, counted from their Markdown.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    items_by_depth: Vec<u32>,
    ordered: u32,
    code_blocks: u32,
    code_lines: usize,
    quotes: u32,
}

fn shape(draft: &Draft) -> Shape {
    let mut shape = Shape { items_by_depth: vec![0], ..Shape::default() };
    for note in draft.entries.iter().flat_map(|entry| &entry.notes) {
        shape.items_by_depth[0] += 1;
        let mut lists = Vec::new();
        let mut in_code = false;
        for event in Parser::new_ext(&note.markdown, OPTIONS) {
            match event {
                Event::Start(Tag::List(start)) => lists.push(start.is_some()),
                Event::End(TagEnd::List(_)) => drop(lists.pop()),
                Event::Start(Tag::Item) => {
                    shape.items_by_depth.resize(shape.items_by_depth.len().max(lists.len() + 1), 0);
                    shape.items_by_depth[lists.len()] += 1;
                    shape.ordered += u32::from(lists.last() == Some(&true));
                }
                Event::Start(Tag::CodeBlock(_)) => {
                    shape.code_blocks += 1;
                    in_code = true;
                }
                Event::End(TagEnd::CodeBlock) => in_code = false,
                Event::Text(words) if in_code => shape.code_lines += words.matches('\n').count(),
                Event::Start(Tag::BlockQuote(_)) => shape.quotes += 1,
                _ => {}
            }
        }
    }
    shape
}

/// Without white space, which neither format keeps.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn text_of(draft: &Draft) -> String {
    let notes = draft.entries.iter().flat_map(|entry| &entry.notes);
    notes.map(|note| squeeze(&render(&note.markdown, draft.lost_links).text)).collect()
}

/// Reads what `to_journal` prints of `draft`.
fn through_journal(draft: &Draft) -> Draft {
    read(journal_of(draft).as_bytes()).0
}

fn journal_of(draft: &Draft) -> String {
    let entries: Vec<JournalEntry<'_>> = draft.entries.iter().map(JournalEntry::from).collect();
    to_journal(&JournalHead::from(draft), &entries)
}

/// All of a draft but lines and format.
fn substance(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    draft.format = SourceFormat::Journal;
    for entry in &mut draft.entries {
        entry.line = 0;
        entry.notes.iter_mut().for_each(|note| note.line = 0);
    }
    draft
}

#[test]
fn the_real_notes_have_their_known_shape() {
    let Some(notes) = real_data::notes() else { return };
    let (draft, remarks) = read(notes.as_bytes());
    assert_eq!(draft.format, SourceFormat::ScrapText);
    assert_eq!(draft.title.as_deref(), Some("Kubernetes - 2023"));
    assert!(draft.author.is_some());
    assert_eq!(draft.announced_entries, Some(210));
    assert!(
        remarks.contains(&Remark::at(1, "210 entries announced, 159 found").as_kind(RemarkKind::Announced)),
        "{remarks:?}"
    );

    let dates: Vec<Date> = draft.entries.iter().filter_map(|entry| entry.date).collect();
    assert_eq!((draft.entries.len(), dates.len()), (159, 146));
    assert!(dates.windows(2).all(|pair| pair[0] < pair[1]));
    assert_eq!((dates[0], dates[145]), (day("2023-02-23"), day("2023-11-16")));
    let undated: Vec<&DraftEntry> = draft.entries.iter().filter(|entry| entry.date.is_none()).collect();
    assert!(draft.entries[..12].iter().all(|entry| entry.date.is_none() && entry.not_before.is_none()));
    assert!(undated[..12].iter().all(|entry| entry.not_after == Some(day("2023-02-23"))));
    assert_eq!(undated[12].not_before, Some(day("2023-05-30")));
    assert_eq!(undated[12].not_after, Some(day("2023-06-01")));
    assert_eq!(draft.entries.iter().filter(|entry| entry.body_lost).count(), 4);

    let expected = Shape {
        items_by_depth: vec![341, 427, 131, 32, 5],
        ordered: 7,
        code_blocks: 7,
        code_lines: 96,
        quotes: 6,
    };
    assert_eq!(shape(&draft), expected);
}

#[test]
fn no_character_of_the_real_notes_is_lost() {
    let Some(notes) = real_data::notes() else { return };
    let (draft, _) = read(notes.as_bytes());
    let author = draft.author.as_deref().expect("an author").repeat(2);
    let expected: String = notes
        .lines()
        .skip(3)
        .filter(|line| {
            *line != author
                && !day::find(line).is_some_and(|day| day.place == day::Place::Whole && !day.is_partial())
        })
        .map(|line| {
            let words = line.trim_start();
            let digits = words.bytes().take_while(u8::is_ascii_digit).count();
            let ordinal = words[digits..].strip_prefix(". ").filter(|_| digits > 0);
            squeeze(words.strip_prefix('•').or(ordinal).unwrap_or(words))
        })
        .collect();
    let found = text_of(&draft);
    let same = expected.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    assert_eq!((same, found.chars().count()), (expected.chars().count(), expected.chars().count()));
}

#[test]
fn the_real_notes_survive_a_journal() {
    let Some(notes) = real_data::notes() else { return };
    let (draft, _) = read(notes.as_bytes());
    assert!(substance(&through_journal(&draft)) == substance(&draft));
}

/// A tree of items as a scrap's page shows it; hostile words in it.
mod outlines {
    use proptest::prelude::*;

    use super::*;

    #[derive(Clone, Debug)]
    struct Node {
        ordinal: Option<u16>,
        lines: Vec<String>,
        blocks: Vec<Under>,
    }

    #[derive(Clone, Debug)]
    enum Under {
        Quote(Vec<String>),
        Code(Vec<String>),
        Item(Node),
    }

    const AUTHOR: &str = "Jo DoeJo Doe";

    /// A line of prose that is not itself an item of the page.
    fn prose() -> impl Strategy<Value = String> {
        let marks = "[-*_#>+=~`|:\\[\\]()<>!&;\\\\/.\"'0-9a-z ]{1,12}";
        let words = prop_oneof![
            marks,
            "\\PC{1,8}",
            "[停止検証、。（）]{1,4}",
            prop::sample::select(vec![
                "---", "===", "***", "- x", "1. x", "# x", "> x", "```", "~~~", "|a|b|", "|-|-|", "<none>",
                "<b>", "&amp;", "[x]: y", "[x](y)", "![x](y)", "a_b_c", "__init__", "~~x~~", "a\\", "<!--",
                "$x$", "*", "_",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(words, 1..4).prop_map(|words| words.concat().trim().to_owned()).prop_filter(
            "is prose",
            |line| {
                let digits = line.bytes().take_while(u8::is_ascii_digit).count();
                let is_item = digits > 0 && line[digits..].starts_with('.');
                !line.is_empty() && !line.starts_with(['•', '❯', '✖', '$']) && !is_item
            },
        )
    }

    fn code() -> impl Strategy<Value = Vec<String>> {
        let line = prop_oneof![prose(), prose().prop_map(|line| format!("  {line}")), Just(String::new())];
        (prose(), prop::collection::vec(line, 0..4)).prop_map(|(first, rest)| {
            let mut lines = vec![first];
            lines.extend(rest);
            while lines.last().is_some_and(|line| line.trim().is_empty()) {
                lines.pop();
            }
            lines
        })
    }

    fn node() -> impl Strategy<Value = Node> {
        let lines = || prop::collection::vec(prose(), 1..3);
        let leaf = (prop::option::weighted(0.2, 1u16..99), lines());
        let leaf = leaf.prop_map(|(ordinal, lines)| Node { ordinal, lines, blocks: vec![] });
        leaf.prop_recursive(5, 24, 4, move |inner| {
            let under = prop_oneof![
                4 => inner.prop_map(Under::Item),
                1 => lines().prop_map(Under::Quote),
                1 => code().prop_map(Under::Code),
            ];
            (prop::option::weighted(0.2, 1u16..99), lines(), prop::collection::vec(under, 0..4))
                .prop_map(|(ordinal, lines, blocks)| Node { ordinal, lines, blocks })
        })
    }

    /// Writes the page, and the words that must come over.
    fn write(node: &Node, column: usize, page: &mut String, words: &mut String) {
        let marker = node.ordinal.map_or("•".to_owned(), |ordinal| format!("{ordinal}."));
        let indent = |by: usize| " ".repeat(column + by);
        for (number, line) in node.lines.iter().enumerate() {
            match number {
                0 => page.push_str(&format!("{}{marker} {line}\n", indent(0))),
                _ => page.push_str(&format!("{}{line}\n", indent(2))),
            }
            words.push_str(&squeeze(line));
        }
        for block in &node.blocks {
            match block {
                Under::Item(node) => write(node, column + 2, page, words),
                Under::Quote(lines) => {
                    page.push('\n');
                    for line in lines {
                        page.push_str(&format!("{}{line}\n", indent(2)));
                        words.push_str(&squeeze(line));
                    }
                    page.push('\n');
                }
                Under::Code(lines) => {
                    page.push('\n');
                    for line in lines {
                        page.push_str(&format!("{}{line}\n", indent(2)));
                        words.push_str(&squeeze(line));
                    }
                    page.push_str(&format!("{}\n", indent(2)));
                }
            }
        }
    }

    fn counts(nodes: &[Node]) -> (u32, u32) {
        nodes.iter().fold((0, 0), |(items, code), node| {
            let under = node.blocks.iter().fold((0, 0), |(items, code), block| match block {
                Under::Item(node) => {
                    let (i, c) = counts(std::slice::from_ref(node));
                    (items + i, code + c)
                }
                Under::Code(_) => (items, code + 1),
                Under::Quote(_) => (items, code),
            });
            (items + 1 + under.0, code + under.1)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_character_and_item_of_an_outline_comes_over(nodes in prop::collection::vec(node(), 1..4)) {
            let (mut page, mut words) = (format!("Open2\n\nTitle\n\n{AUTHOR}\n\n2023/2/23\n\n"), String::new());
            nodes.iter().for_each(|node| write(node, 2, &mut page, &mut words));
            page.push_str(AUTHOR);
            let (draft, _) = read(page.as_bytes());
            prop_assert_eq!(text_of(&draft), words, "{:#?}", draft);
            let shape = shape(&draft);
            let ordered_notes = draft.entries[0].notes.iter().filter(|note| {
                matches!(Parser::new_ext(&note.markdown, OPTIONS).next(), Some(Event::Start(Tag::List(Some(_)))))
            });
            // A note with an ordinal is an item of its own Markdown besides.
            let (items, code) = counts(&nodes);
            prop_assert_eq!(shape.items_by_depth.iter().sum::<u32>(), items + ordered_notes.count() as u32);
            // A quote may look like code, never code like anything else.
            prop_assert!(shape.code_blocks >= code, "{:#?}", draft);
            prop_assert_eq!(substance(&through_journal(&draft)), substance(&draft));
        }
    }
}

/// A scrap's page with one dated post.
fn page(body: &str) -> String {
    format!("Open1\n\nTitle\n\nJo DoeJo Doe\n\n2023/2/23\n\n{body}")
}

fn notes(draft: &Draft) -> Vec<&str> {
    draft.entries.iter().flat_map(|entry| &entry.notes).map(|note| note.markdown.as_str()).collect()
}

#[test]
fn the_indents_of_a_page_show_what_is_what() {
    let check = |body: &str, expected: &[&str]| {
        let (draft, _) = read(page(body).as_bytes());
        assert_eq!(notes(&draft), expected, "{body}");
    };
    check("  • a\n    • b\n      • c\n  • d", &["a\n\n- b\n  - c", "d"]);
    check("  • 一行目\n    二行目\n    • 次\n      の行", &["一行目\n二行目\n\n- 次\n  の行"]);
    check("  • a\n    1. b\n      • c\n    2. d\n    4. e", &["a\n\n1. b\n   - c\n2. d\n\n4) e"]);
    check("  1. a\n    • b\n  2. c", &["1. a\n\n   - b", "2. c"]);
    check(
        "  • a\n\n    said so\n    and so\n\n    again\n\n    • b",
        &["a\n\n> said so\n> and so\n>\n> again\n\n- b"],
    );
    check("  • a\n    • b\n\n      said\n\n    • c", &["a\n\n- b\n  > said\n- c"]);
    check("  • a\n    • b\n\n    said\n\n    • c", &["a\n\n- b\n\n> said\n\n- c"]);
    // Code at another column than the item's text, then in it by its blank line, by its prompt, by its shape.
    check(
        "  • a\n    • b\n    x = 1\n    \n    y\n    \n    • c",
        &["a\n\n- b\n\n```\nx = 1\n\ny\n```\n\n- c"],
    );
    check("  • a\n\n    NAME\n    <none>\n    \n  • c", &["a\n\n```\nNAME\n<none>\n```", "c"]);
    check("  • a\n    ❯ ls\n  • c", &["a\n\n```\n❯ ls\n```", "c"]);
    check(
        "  • a\n\n    $ ls\n\n    $ pwd\n\n    said\n  • c",
        &["a\n\n```\n$ ls\n\n$ pwd\n```\n\n> said", "c"],
    );
    check("  • a\n\n    kind: Pod\n    spec:\n      x: y\n", &["a\n\n```\nkind: Pod\nspec:\n  x: y\n```"]);
    check("  • a\nkind: Pod\n\nspec:\n  - x\n", &["a\n\n```\nkind: Pod\n\nspec:\n  - x\n```"]);
    check("  • a\n    • b\n    ````\n    # c\n    \n", &["a\n\n- b\n\n`````\n````\n# c\n`````"]);
    // Without a list.
    check("前置き\n続き\n\n別の段落\n\n  • a\n\n後書き", &["前置き\n続き\n\n別の段落", "a\n\n後書き"]);
    check("  •\n    • a\n  •\n", &["- a"]);
    check("  • [x](y) <none> 1\n    - b", &["[x\\](y) \\<none> 1\n\\- b"]);
}

#[test]
fn the_head_of_a_page_is_read_leniently() {
    let (draft, remarks) = read("\u{feff}Closed\r\n\r\nTitle\r\nJo DoeJo Doe\r\n  • a\r\n".as_bytes());
    assert_eq!(draft.format, SourceFormat::ScrapText);
    assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("Title"), Some("Jo Doe")));
    assert_eq!((draft.announced_entries, draft.entries[0].date), (None, None));
    assert_eq!((draft.entries[0].line, draft.entries[0].notes[0].line), (4, 5));
    assert_eq!(remarks, []);

    // Without its head, by an author who recurs; another author's posts are theirs.
    let (draft, remarks) =
        read("山田山田\n  • a\n山田山田\n2023/13/40\nBobBob\n  • b\nBobBob\n  • c".as_bytes());
    assert_eq!((draft.format, draft.author.as_deref()), (SourceFormat::ScrapText, Some("山田")));
    assert_eq!(notes(&draft), ["a", "2023/13/40", "b", "c"]);
    let messages: Vec<String> = remarks.iter().map(Remark::to_string).collect();
    assert_eq!(messages, ["line 4: there is no such day: 2023/13/40"]);
    let authors: Vec<Option<&str>> =
        draft.entries.iter().map(|entry| entry.posting.author.as_deref()).collect();
    assert_eq!(authors, [None, None, Some("Bob"), Some("Bob")]);

    let (draft, _) = read("Open2\n\nTitle\n\na topic\n\nJo DoeJo Doe\n  • a".as_bytes());
    assert_eq!(notes(&draft), ["a topic", "a"]);
}

#[test]
fn a_day_that_no_filter_can_name_is_no_day() {
    let check = |source: &str, expected: &[&str], messages: &str| {
        let (draft, remarks) = read(source.as_bytes());
        assert_eq!(draft.entries.iter().filter_map(|entry| entry.date).collect::<Vec<_>>(), [], "{source}");
        assert_eq!(notes(&draft), expected, "{source}");
        let remarks: Vec<String> = remarks.iter().map(Remark::to_string).collect();
        assert_eq!(remarks, [messages], "{source}");
    };
    check("## 0000-01-01\n- a", &["0000-01-01", "a"], "line 1: there is no such day: 0000-01-01");
    check(
        "Open1\n\nTitle\n\nJo DoeJo Doe\n\n0000/1/1\n\n  • a",
        &["0000/1/1", "a"],
        "line 7: there is no such day: 0000/1/1",
    );
}

#[test]
fn nesting_without_end_is_kept_at_level_20() {
    let body: String =
        (0..30).map(|depth| format!("{}• item {depth}\n", " ".repeat(2 + 2 * depth))).collect();
    let (draft, remarks) = read(page(&body).as_bytes());
    let shape = shape(&draft);
    assert_eq!((shape.items_by_depth.len(), shape.items_by_depth.iter().sum::<u32>()), (20, 30));
    let messages = "line 29: nested deeper than 20 levels: kept at level 20";
    assert_eq!(remarks.iter().map(Remark::to_string).collect::<Vec<_>>(), [messages]);
}

/// Days and notes of a journal, in a line each.
fn outline(markdown: &str) -> Vec<String> {
    let (draft, _) = read(markdown.as_bytes());
    assert_eq!(draft.format, SourceFormat::Journal, "{markdown}");
    assert_eq!(substance(&through_journal(&draft)), substance(&draft), "{}", journal_of(&draft));
    let mut out = Vec::new();
    for entry in &draft.entries {
        out.push(entry.date.map_or("undated".to_owned(), |date| date.to_string()));
        out.extend(entry.notes.iter().map(|note| format!("  {}", note.markdown)));
    }
    out
}

#[test]
fn a_journal_is_cut_into_days_and_notes() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(outline(markdown), expected, "{markdown}");
    check("## 2023/10/11\n- a\n- b", &["2023-10-11", "  a", "  b"]);
    check("# 2023-10-11\n\n* a\n  * b\n+ c", &["2023-10-11", "  a\n* b", "  c"]);
    check("### 2023年10月11日（水）\n\n1. a\n2. b\n   c", &["2023-10-11", "  1. a", "  2. b\n   c"]);
    check("2023-10-11\n===\n- a", &["2023-10-11", "  a"]);
    check("## 2023-10-11 (Wed): KubeCon *EU*\n- a", &["2023-10-11", "  KubeCon *EU*", "  a"]);
    check("## 2023-10-11: 1. x\ntext", &["2023-10-11", "  1\\. x", "  text"]);
    check("## 2023/13/40\n- a", &["undated", "  2023/13/40", "  a"]);
    check(
        "## Undated\n- a\n## 日付なし\n- b\n## 2023-1-2",
        &["undated", "  a", "undated", "  b", "2023-01-02"],
    );
    check("前置き\n\n## 2023-10-11\n- a", &["undated", "  前置き", "2023-10-11", "  a"]);
    // What stands between items belongs to the one above.
    check(
        "## 2023-10-11\n\na\n\nb\n\n- c\n\n> d\n\n```\ne\n```\n\n- f\n\n|g|\n|-|\n|h|",
        &["2023-10-11", "  a\n\nb", "  c\n\n> d\n\n```\ne\n```", "  f\n\n|g|\n|-|\n|h|"],
    );
    check(
        "## 2023-10-11\n- a\n\n  ```\n  b\n\n   c\n  ```\n- d",
        &["2023-10-11", "  a\n\n```\nb\n\n c\n```", "  d"],
    );
    check("## 2023-10-11\n-   a\n\n        code\n", &["2023-10-11", "  a\n\n    code"]);
    check("## 2023-10-11\n-\ta\n\n\t- b", &["2023-10-11", "  a\n\n- b"]);
    check("## 2023-10-11\n-     code\n-\n- - -a", &["2023-10-11", "      code", "  - -a"]);
    check("## 2023-10-11\n- a\nlazy\n- b", &["2023-10-11", "  a\nlazy", "  b"]);
    check("## 2023-10-11\n- ```\n  open\n\ntext", &["2023-10-11", "  ```\nopen\n```\n\ntext"]);
    // Other headings begin a note of their own.
    check(
        "## 2023-10-11\n- a\n### SIG Node\ntext\n- b\n### SIG Apps\n- c",
        &["2023-10-11", "  a", "  ### SIG Node\n\ntext", "  b", "  ### SIG Apps", "  c"],
    );
    // A rule parts, at the end of a note; within one it stays.
    check(
        "## 2023-10-11\n- a\n\n---\n\n## 2023-10-12\n- b\n\n---\n\nc",
        &["2023-10-11", "  a", "2023-10-12", "  b\n\n---\n\nc"],
    );
    check("## 2023-10-11\n- ---\n- a\n  ---", &["2023-10-11", "  a\n---"]);
    check("## 2023-10-11\n* ---\n* - -", &["2023-10-11", "  ---", "  - -"]);
}

#[test]
fn a_definition_goes_to_the_notes_that_use_it() {
    let (draft, remarks) = read(
        b"## 2023-10-11\n- [a][X] and [x]\n- b\n- [c][y]\n\n[x]: <https://example.org/a(b> 'the \"title\"'\n[y]: <u v>\n[z]: w\n",
    );
    assert_eq!(
        notes(&draft),
        [
            "[a][X] and [x]\n\n[X]: <https://example.org/a(b> \"the \\\"title\\\"\"",
            "b",
            "[c][y]\n\n[y]: <u v>",
            "\\[z]: w"
        ]
    );
    assert_eq!(remarks, [Remark::at(8, "nothing uses this definition: [z]: w").as_kind(RemarkKind::Form)]);
    assert_eq!(substance(&through_journal(&draft)), substance(&draft));
}

#[test]
fn definitions_that_nothing_uses_are_a_note_at_the_end_of_their_entry() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(outline(markdown), expected, "{markdown}");
    check(
        "## 2023-10-11\n- [a]\n\n[a]: /u\n[b]: <https://b.example>\n[a]: /v\n\n- c\n\n## 2023-10-12\n- d\n\n[e]:\n  /f\n  'g'\n",
        &[
            "2023-10-11",
            "  [a]\n\n[a]: /u",
            "  c",
            "  \\[b]: <https://b.example>\n\\[a]: /v",
            "2023-10-12",
            "  d",
            "  \\[e]:\n/f\n'g'",
        ],
    );
    check("[a]: /u", &["undated", "  \\[a]: /u"]);
    check("# Title\n\n[^a]: b\n\n## 2023-10-11\n- c", &["undated", "  [^a]: b", "2023-10-11", "  c"]);
    // Within an item they stay where they are.
    check("- a\n\n  [b]: /u", &["undated", "  a\n\n[b]: /u"]);
}

#[test]
fn a_footnote_goes_to_the_notes_that_cite_it() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(outline(markdown), expected, "{markdown}");
    check(
        "## 2023-10-11\n- a[^1] b[^X]\n- c\n\n[^1]: d [e]\n[^x]: f\n\n    g\n\n## 2023-10-12\n- h[^1]\n\n[e]: /u",
        &[
            "2023-10-11",
            "  a[^1] b[^X]\n\n[e]: /u\n\n[^1]: d [e]\n\n[^x]: f\n\n    g",
            "  c",
            "2023-10-12",
            "  h[^1]\n\n[e]: /u\n\n[^1]: d [e]",
        ],
    );
    // One that cites another, one that stands in another note, and those that nothing cites.
    check("- a[^1]\n\n[^1]: b[^2]\n\n[^2]: c", &["undated", "  a[^1]\n\n[^1]: b[^2]\n\n[^2]: c"]);
    check("- a[^1]\n- b\n\n  [^1]: c", &["undated", "  a[^1]\n\n[^1]: c", "  b\n\n[^1]: c"]);
    check("- a[^1]\n\n[^1]: b\n[^1]: c\n[^2]: d", &["undated", "  a[^1]\n\n[^1]: b", "  [^1]: c\n\n[^2]: d"]);
    check("- a[^1]\n\n  [^1]: b", &["undated", "  a[^1]\n\n[^1]: b"]);
    let (_, remarks) = read_text("- a\n\n[^2]: d");
    assert_eq!(remarks, [Remark::at(3, "nothing uses this definition: [^2]: d").as_kind(RemarkKind::Form)]);
}

#[test]
fn many_footnotes_take_linear_time() {
    let started = std::time::Instant::now();
    let numbers = 0..5_000;
    let marks: String = numbers.clone().map(|number| format!("[^{number}] ")).collect();
    let definitions: String = numbers.map(|number| format!("[^{number}]: a\n\n")).collect();
    let (draft, _) = read_text(&format!("- {marks}\n\n{definitions}"));
    assert_eq!(notes(&draft)[0].matches("]: a").count(), 5_000);
    // A long one that all notes cite is not copied without end.
    let source = format!("{}\n[^1]: {}\n", "- a[^1]\n".repeat(5_000), "b".repeat(50_000));
    let (draft, _) = read_text(&source);
    let length: usize = notes(&draft).iter().map(|note| note.len()).sum();
    assert!(length < 4 * source.len() && notes(&draft)[0].len() > 50_000, "{length}");
    assert!(started.elapsed() < std::time::Duration::from_secs(30), "{:?}", started.elapsed());
}

#[test]
fn boxes_and_elements_are_not_cut() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(outline(markdown), expected, "{markdown}");
    check(
        "## 2023-10-11\n\n:::details a\n- b\n- c\n:::\n\n- d",
        &["2023-10-11", "  :::details a\n- b\n- c\n:::", "  d"],
    );
    check(
        "- a\n\n<details>\n<summary>b</summary>\n\n- c\n\n</details>\n\n- d",
        &["undated", "  a\n\n<details>\n<summary>b</summary>\n\n- c\n\n</details>", "  d"],
    );
    // A day within is a day.
    check(
        "<details>\n\n## 2023-10-11\n- a\n\n</details>",
        &["undated", "  <details>", "2023-10-11", "  a\n\n</details>"],
    );
}

#[test]
fn an_escape_at_the_start_of_a_heading_stays() {
    assert_eq!(outline("## \\*2023/13/40*\n- a"), ["undated", "  \\*2023/13/40*", "  a"]);
}

#[test]
fn a_comment_is_no_note_of_its_own() {
    let check = |markdown: &str, expected: &[&str]| assert_eq!(outline(markdown), expected, "{markdown}");
    check(
        "## 2023-10-11\n<!-- a\n\nb -->\n- c\n\n<!-- d -->\n\n- e",
        &["2023-10-11", "  <!-- a\n\nb -->\n\nc\n\n<!-- d -->", "  e"],
    );
    check("## 2023-10-11\n<!-- a -->", &["2023-10-11", "  <!-- a -->"]);
    check("<!-- a -->\n\n## 2023-10-11\n- b", &["2023-10-11", "  <!-- a -->\n\nb"]);
    check("<!-- a -->", &["undated", "  <!-- a -->"]);
    let (_, remarks) = read_text("## 2023-10-11\n- a\n\n<!-- b\n\n## 2023-10-12\n- c\n");
    assert_eq!(remarks, [Remark::at(4, "a comment without an end hides 4 lines").as_kind(RemarkKind::Form)]);
}

#[test]
fn a_file_that_is_written_out_is_left_out() {
    let file = format!("data:image/png;base64,{}", "iVBO".repeat(4_000));
    let (draft, remarks) = read_text(&format!("## 2023-10-11\n- ![a]({file})\n- b\n"));
    assert_eq!(notes(&draft), ["![a](data:image/png;bytes=12000,)", "b"]);
    let message = "a file of 12 kB (image/png) is written out here: it is left out";
    assert_eq!(remarks, [Remark::at(2, message).as_kind(RemarkKind::Form)]);
    assert_eq!(substance(&through_journal(&draft)), substance(&draft));
}

#[test]
fn entries_are_oldest_first_and_undated_ones_stay_next_to_their_neighbours() {
    let days = |markdown: &str| {
        let (draft, remarks) = read(markdown.as_bytes());
        let days = draft.entries.iter().map(|entry| {
            let short =
                |date: Option<Date>| date.map_or("-".to_owned(), |date| date.strftime("%d").to_string());
            match entry.date {
                Some(_) => short(entry.date),
                None => format!("{}..{}", short(entry.not_before), short(entry.not_after)),
            }
        });
        let remarks: Vec<String> = remarks.iter().map(Remark::to_string).collect();
        (days.collect::<Vec<_>>().join(" "), remarks.join("; "))
    };
    let check = |markdown: &str, expected: &str, remarks: &str| {
        assert_eq!(days(markdown), (expected.to_owned(), remarks.to_owned()), "{markdown}");
    };
    check("# 2023-1-1\n# Undated\n# 2023-1-3", "01 01..03 03", "");
    check("# Undated\n# 2023-1-3\n# Undated", "-..03 03 03..-", "");
    check("# 2023-1-3\n# Undated\n# 2023-1-2\n# 2023-1-1", "01 02 02..03 03", "");
    check("# 2023-1-3\n# 2023-1-3", "03 03", "line 2: there is more than one entry of 2023-01-03");
    check(
        "# Undated\n# 2023-1-3\n# 2023-1-1\n# Undated\n# 2023-1-2",
        "01 01..- 02 -..03 03",
        "the days are out of order: they were sorted",
    );
}

/// Days of the drafts in one, with the first words of undated entries and their bounds.
fn joined(sources: &[&str]) -> String {
    let short = |date: Option<Date>| date.map_or("-".to_owned(), |date| date.strftime("%m").to_string());
    let show = |entry: &DraftEntry| match entry.date {
        Some(_) => short(entry.date),
        None => {
            let words = entry.notes.first().map_or("", |note| note.markdown.as_str());
            format!("{words}:{}..{}", short(entry.not_before), short(entry.not_after))
        }
    };
    let draft = join(sources.iter().map(|source| read(source.as_bytes()).0).collect());
    draft.entries.iter().map(show).collect::<Vec<_>>().join(" ")
}

#[test]
fn joined_entries_are_oldest_first_and_keep_the_bounds_of_their_file() {
    let check = |sources: &[&str], expected: &str| assert_eq!(joined(sources), expected, "{sources:?}");
    check(&[], "");
    check(&["# 2023-2-1\n# Undated\n- a", "# 2023-1-1"], "01 02 a:02..-");
    check(&["# 2023-1-1", "# 2023-2-1\n# Undated\n- a"], "01 02 a:02..-");
    // Bounds are those of its own file.
    check(&["# 2023-2-1", "# Undated\n- a\n# 2023-1-1"], "a:-..01 01 02");
    check(&["# 2023-1-1", "# Undated\n- a\n# 2023-3-1", "# 2023-2-1"], "01 02 a:-..03 03");
    // Files overlap.
    check(&["# 2023-1-1\n# Undated\n- a\n# 2023-3-1", "# 2023-2-1"], "01 02 a:01..03 03");
    check(&["# 2023-3-1\n# 2023-2-1\n# Undated\n- a\n# 2023-1-1", "# 2023-4-1"], "01 a:01..02 02 03 04");
    // What is in a file without any day may be of any.
    check(&["# 2023-2-1", "# Undated\n- a", "# 2023-1-1"], "a:-..- 01 02");
    check(&["- a", "# Undated\n- b", "# 2023-2-1", "# 2023-1-1"], "a:-..- b:-..- 01 02");
    check(&["- a", "# Undated\n- b"], "a:-..- b:-..-");

    // Entries of one day keep the order of their files.
    let sources = ["# 2023-1-1\n- a\n# 2023-1-2", "# 2023-1-1\n- b"];
    assert_eq!(notes(&join(sources.map(|source| read(source.as_bytes()).0).into())), ["a", "b"]);
}

#[test]
fn each_file_of_a_notebook_keeps_its_title_author_and_zone() {
    let file = |title: &str, author: &str, zone: &str, day: &str| {
        let text =
            format!("---\ntitle: {title}\nauthor: {author}\ntime_zone: {zone}\n---\n\n## {day}\n\n- note\n");
        read(text.as_bytes()).0
    };
    let joined = join(vec![
        file("Notes", "Jo", "Asia/Tokyo", "2023-10-11"),
        file("Other *notes*", "Kim", "Europe/Berlin", "2023-10-12"),
        file("Notes", "Jo", "Asia/Tokyo", "2023-10-13"),
    ]);
    assert_eq!((joined.title.as_deref(), joined.author.as_deref()), (Some("Notes"), Some("Jo")));
    assert_eq!(notes(&joined), ["note", "# Other \\*notes\\*", "note", "note"]);
    let posting = |author: Option<&str>, zone: Option<&str>| Posting {
        author: author.map(str::to_owned),
        time_zone: zone.map(str::to_owned),
        ..Posting::default()
    };
    let postings: Vec<&Posting> = joined.entries.iter().map(|entry| &entry.posting).collect();
    let other = posting(Some("Kim"), Some("Europe/Berlin"));
    assert_eq!(postings, [&Posting::default(), &other, &Posting::default()]);
    assert_eq!(substance(&through_journal(&joined)), substance(&joined));
}

#[test]
fn different_rights_of_one_notebook_are_refused() {
    let stated = |rights: Option<Rights>| Draft { rights, ..Draft::default() };
    let (own, none, licensed) =
        (stated(Some(Rights::Own)), stated(None), stated(Some(Rights::Licensed("CC0".to_owned()))));
    assert_eq!(check_rights([("a.md", &own), ("b.md", &none), ("c.md", &own)]), Ok(()));
    let NoSource(message) =
        check_rights([("a.md", &own), ("b.md", &none), ("c.md", &licensed)]).expect_err("they differ");
    assert!(message.starts_with("the rights of a.md and of c.md are different"), "{message}");
}

#[test]
fn the_first_head_that_says_something_holds_for_joined_drafts() {
    let journal = |head: &str, body: &str| read(format!("---\n{head}\n---\n{body}").as_bytes()).0;
    let first = journal("title: a\nannounced_entries: 2", "# 2023-1-1");
    let second =
        journal("title: b\nauthor: c\norigin: https://d.example\nannounced_entries: 3", "# 2023-1-2");
    let third = journal("author: e\ntime_zone: Asia/Tokyo\nrights: own", "# 2023-1-3");
    let draft = join(vec![first.clone(), second, third]);
    assert_eq!((draft.title.as_deref(), draft.author.as_deref()), (Some("a"), Some("c")));
    assert_eq!(draft.origin.as_deref(), Some("https://d.example"));
    assert_eq!((draft.time_zone.as_deref(), draft.rights), (Some("Asia/Tokyo"), Some(Rights::Own)));
    assert_eq!((draft.announced_entries, draft.entries.len()), (Some(5), 3));

    assert_eq!(join(vec![first.clone()]), first);
    assert_eq!(join(vec![read(b"- a").0, read(b"- b").0]).announced_entries, None);
    let scrap = read(page("  • a").as_bytes()).0;
    assert!(join(vec![first.clone(), scrap.clone()]).lost_links);
    assert_eq!(join(vec![scrap.clone(), first.clone()]).format, SourceFormat::ScrapText);
    assert_eq!(join(vec![first, scrap]).format, SourceFormat::Journal);
}

#[test]
fn front_matter_describes_the_notebook() {
    let (draft, remarks) = read(
        "---\ntitle: \"K8s: \\\"2023\\\"\"\nauthor: Jo Doe\norigin: https://example.org/a\ntime_zone: Asia/Tokyo\n\
         rights: licensed\nlicence: CC BY 4.0\nannounced_entries: 2\ntopics: k8s\n---\n# K8s\n## 2023-10-11 (Mon)\n- a\n"
            .as_bytes(),
    );
    assert_eq!(draft.title.as_deref(), Some("K8s: \"2023\""));
    assert_eq!(draft.author.as_deref(), Some("Jo Doe"));
    assert_eq!(draft.origin.as_deref(), Some("https://example.org/a"));
    assert_eq!(draft.time_zone.as_deref(), Some("Asia/Tokyo"));
    assert_eq!(draft.rights, Some(Rights::Licensed("CC BY 4.0".into())));
    assert_eq!(draft.announced_entries, Some(2));
    assert_eq!(notes(&draft), ["# K8s", "a"]);
    assert_eq!(draft.entries[1].line, 12);
    let messages: Vec<String> = remarks.iter().map(Remark::to_string).collect();
    assert_eq!(
        messages,
        ["line 9: the key `topics` is not known: k8s", "line 12: 2023-10-11 is another day of the week"]
    );

    let (draft, _) = read(b"# K8s *2023*\n\n## 2023-10-11\n- a\n");
    assert_eq!((draft.title.as_deref(), draft.entries.len()), (Some("K8s 2023"), 1));
    let (draft, remarks) = read(b"---\nrights: licensed\n---\n");
    assert_eq!((draft.rights, remarks.len()), (None, 2));
    for no_front_matter in ["---\n\ntext\n\n---\n\n- a", "---\ntitle: a\n", "a\n---\ntitle: b\n---"] {
        let (draft, _) = read(no_front_matter.as_bytes());
        assert_eq!(draft.title, None);
        assert!(!draft.entries.is_empty(), "{no_front_matter}");
    }
}

#[test]
fn an_origin_is_an_address_of_the_web() {
    let check = |origin: &str, expected: Option<&str>, messages: &[&str]| {
        let source = format!("---\norigin: {origin}\n---\n## 2023-10-11\n- a\n");
        let (draft, remarks) = read(source.as_bytes());
        assert_eq!(draft.origin.as_deref(), expected, "{origin}");
        assert_eq!(remarks.iter().map(Remark::to_string).collect::<Vec<_>>(), messages, "{origin}");
    };
    check("https://example.org/a", Some("https://example.org/a"), &[]);
    check("\"HTTP://example.org/#a\"", Some("HTTP://example.org/#a"), &[]);
    check("", None, &[]);
    check("javascript:alert(1)", None, &["line 2: `javascript:alert(1)` is not an address of the web"]);
    check("https://", None, &["line 2: `https://` is not an address of the web"]);
    check("my desk", None, &["line 2: `my desk` is not an address of the web"]);
}

#[test]
fn a_source_states_whether_it_lost_links() {
    assert!(read(page("  • a (slack)").as_bytes()).0.lost_links);
    let check = |head: &str, expected: bool, messages: &[&str]| {
        let (draft, remarks) = read(format!("---\n{head}\n---\n## 2023-10-11\n- a (slack)\n").as_bytes());
        assert_eq!(draft.lost_links, expected, "{head}");
        assert_eq!(remarks.iter().map(Remark::to_string).collect::<Vec<_>>(), messages, "{head}");
        assert_eq!(journal_of(&draft).contains("lost_links: true\n"), expected, "{head}");
        assert_eq!(journal_of(&draft).contains("lost_links"), expected, "{head}");
        assert_eq!(through_journal(&draft).lost_links, expected, "{head}");
    };
    check("title: a", false, &[]);
    check("lost_links: true", true, &[]);
    check("lost_links: \"true\"", true, &[]);
    check("lost_links: false", false, &[]);
    check("lost_links: yes", false, &["line 2: `yes` is not true or false"]);
    check("lost_links:", false, &["line 2: `` is not true or false"]);
}

#[test]
fn strange_bytes_do_no_harm() {
    for bytes in [&b""[..], b"\n\n", b"\xff\xfe\x00a", b"\xef\xbb\xbf", b"---", b"Open1", b"Open1\n\nJoJo"] {
        let (draft, _) = read(bytes);
        assert_eq!(substance(&through_journal(&draft)).entries, substance(&draft).entries, "{bytes:?}");
    }
    assert_eq!(read(b"").1, [Remark::whole("there is no entry in it")]);
}

#[test]
fn a_source_of_any_shape_is_read_in_linear_time() {
    let time = |head: &str, part: &str, times: usize| {
        let source = format!("{head}{}", part.repeat(times));
        let started = std::time::Instant::now();
        drop(read(source.as_bytes()));
        started.elapsed()
    };
    for part in [
        "  • a\n",
        "    x\n",
        "    \n",
        "\n",
        "Jo DoeJo Doe\n",
        "# 2023-10-11\n",
        "- a\n",
        "> ",
        "- ",
        "```\n",
        "[a]: b\n",
        "[a]\n",
        "a\n\n",
        "---\n",
        "| a\n|-\n",
        "<!--\n",
        "**a",
        "[",
        "`",
        "2023/1/1\n",
        "[^1]\n\n",
        "[^1]: a\n",
        "\n\n[^1]: [^1]\n",
        "<!-- a -->\n",
        "<details>\n\n",
        "</details>\n\n",
        ":::message\n",
        ":::message\na\n:::\n",
        "•\n",
        "a: b\n",
    ] {
        for head in ["", "Open1\n\nTitle\n\nJo DoeJo Doe\n  • a\n", "---\n", "# 2023-10-11\n- a\n\n"] {
            // Ten times the text takes about ten times as long, and not a hundred times; a busy machine is no fault.
            let (short, long) = (time(head, part, 800), time(head, part, 8_000));
            let limit = short * 50 + std::time::Duration::from_secs(3);
            assert!(long < limit, "{head:?} {part:?}: {short:?}, {long:?}");
        }
    }
}

mod corpus;
mod days;
mod front;
mod posts;

mod journals {
    use proptest::prelude::*;

    use super::*;

    const PARTS: [&str; 63] = [
        "## 2023-10-11\n",
        "## 2023-10-13\n<!-- kepline: {\"author\":\"Kim\",\"posted\":\"2023-10-14\"} -->\n",
        "<!-- kepline: {\"time_zone\":\"UTC\"} -->\n",
        "## 2023/10/12: title\n",
        "# Undated\n",
        "### x\n",
        "# x\n",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "-   ",
        "-\t",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n",
        "\n\n",
        "> ",
        "```\n",
        "~~~~\n",
        "---\n",
        "***\n",
        "===\n",
        "| a | b |\n",
        "|---|---|\n",
        "[x]",
        "[y][x]",
        "\n\n[x]: /u\n\n",
        "\n\n[x]: /v \"t\"\n\n",
        "<div>\n",
        "<!--",
        "a",
        "b\n",
        "停止\n",
        "\\",
        "`",
        "*",
        "2023/13/40",
        "&amp;",
        "\u{3000}",
        "-\n",
        "- -\n",
        "[^1]",
        "\n\n[^1]: ",
        "\n\n[^1]: c\n\n    d\n\n",
        "[^2]: e\n",
        "\n\n[z]: /w\n",
        "-->\n",
        "\n\n<!-- c -->\n\n",
        "\n<details>\n\n",
        "\n</details>\n\n",
        "<table><tr><td>\n",
        "</table>\n",
        "\n:::message\n",
        "\n:::\n",
        ":::details a\n",
        "[ ] ",
        "==a==",
        "[[b]]",
        "<u>",
    ];

    #[test]
    fn code_after_a_numbered_item_stays_code_of_its_own() {
        let (draft, _) = read("[x]\n1. one\n\n[x]: /u\n\n    [x]".as_bytes());
        assert_eq!(draft.entries[0].notes[1].markdown, "1. one\n\n```\n[x]\n```");
        let journal = journal_of(&draft);
        assert_eq!(substance(&read(journal.as_bytes()).0), substance(&draft), "{journal}");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_printed_journal_reads_the_same(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24)) {
            let (draft, _) = read(parts.concat().as_bytes());
            let journal = journal_of(&draft);
            prop_assert_eq!(substance(&read(journal.as_bytes()).0), substance(&draft), "{}", journal);
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,40}(\n\\PC{0,20}){0,6}") {
            let (draft, _) = read_text(&text);
            let journal = journal_of(&draft);
            prop_assert_eq!(substance(&read(journal.as_bytes()).0), substance(&draft), "{}", journal);
        }

        #[test]
        fn a_draft_joined_with_none_is_itself(parts in prop::collection::vec(prop::sample::select(&PARTS[..]), 0..24)) {
            let (draft, _) = read(parts.concat().as_bytes());
            prop_assert_eq!(join(vec![draft.clone()]), draft);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = super::super::read(&SourceFile { path: "", bytes: &bytes }, &ReadOptions::default());
        }
    }
}

#[test]
fn an_ideographic_space_alone_is_no_note() {
    let (draft, _) = read_text("## 2023-10-11\n\n\u{3000}\n\n- words\n\n\u{3000}\n");
    assert_eq!(notes(&draft), ["words"]);
}

#[test]
fn what_is_written_into_a_day_is_parted_as_a_day_of_a_journal() {
    let texts = |text: &str| -> Vec<String> {
        super::read_notes(text).into_iter().map(|note| note.markdown).collect()
    };
    assert_eq!(texts("- one\n  - inner\n- two"), ["one\n- inner", "two"]);
    assert_eq!(
        texts("KEP-753 は 1.29 で beta\n\nもう一つの段落"),
        ["KEP-753 は 1.29 で beta\n\nもう一つの段落"]
    );
    // No heading of it is a day.
    assert_eq!(texts("## 2023-10-11\n\nwords\n\n2023-10-12"), ["## 2023-10-11\n\nwords\n\n2023-10-12"]);
    assert_eq!(texts(" \n\n"), [""; 0]);
    for note in ["one\n- inner", "## 2023-10-11\n\nwords", "> quote\n\n```\ncode\n```"] {
        let journal = format!("## 2023-10-10\n\n- {}\n", note.replace('\n', "\n  "));
        let read = read_text(&journal).0;
        assert_eq!(read.entries[0].notes[0].markdown, note);
    }
}

#[test]
fn an_export_says_that_it_is_written_here_and_which_ids_it_has() {
    let mut draft = read_text("## 2023-10-11\n- one\n- two\n").0;
    draft.is_written = true;
    draft.entries[0].key = Some("a-post".to_owned());
    draft.entries[0].ids.entry = "0123abcd".parse().ok();
    let seen = domain::notebook::writing::WordsSeen::new("two");
    draft.entries[0].ids.notes.push(("abcd0123".parse().unwrap(), seen));
    assert_eq!(substance(&through_journal(&draft)), substance(&draft));
    assert!(journal_of(&draft).contains("written_in_kepline: true"));
}
