use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::*;
use crate::markdown::{OPTIONS, render};

/// The notes at hand, when they are there.
fn real_notes() -> Option<Vec<u8>> {
    let path = std::env::var("KEPLINE_NOTES").unwrap_or_else(|_| {
        format!("{}/../../../shared/data/notes/kubernetes-2023.txt", env!("CARGO_MANIFEST_DIR"))
    });
    let notes = std::fs::read(&path).ok();
    if notes.is_none() {
        eprintln!("skipped: there are no notes at {path}");
    }
    notes
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
    notes.map(|note| squeeze(&render(&note.markdown).text)).collect()
}

/// Reads what `to_journal` prints of `draft`.
fn through_journal(draft: &Draft) -> Draft {
    read(journal_of(draft).as_bytes()).0
}

fn journal_of(draft: &Draft) -> String {
    let head = JournalHead {
        title: draft.title.as_deref(),
        author: draft.author.as_deref(),
        origin: draft.origin.as_deref(),
        time_zone: draft.time_zone.as_deref(),
        rights: draft.rights.as_ref(),
        announced_entries: draft.announced_entries,
    };
    let entries: Vec<JournalEntry> = draft
        .entries
        .iter()
        .map(|entry| JournalEntry {
            date: entry.date,
            notes: entry.notes.iter().map(|note| note.markdown.as_str()).collect(),
        })
        .collect();
    to_journal(&head, &entries)
}

/// All of a draft but lines and format.
fn substance(draft: &Draft) -> Draft {
    let mut draft = draft.clone();
    draft.format = Format::Journal;
    for entry in &mut draft.entries {
        entry.line = 0;
        entry.notes.iter_mut().for_each(|note| note.line = 0);
    }
    draft
}

#[test]
fn the_real_notes_have_their_known_shape() {
    let Some(notes) = real_notes() else { return };
    let (draft, remarks) = read(&notes);
    assert_eq!(draft.format, Format::ScrapText);
    assert_eq!(draft.title.as_deref(), Some("Kubernetes - 2023"));
    assert!(draft.author.is_some());
    assert_eq!(draft.announced_entries, Some(210));
    assert!(remarks.contains(&Remark::at(1, "210 entries announced, 159 found")), "{remarks:?}");

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
    let Some(notes) = real_notes() else { return };
    let (draft, _) = read(&notes);
    let author = draft.author.as_deref().expect("an author").repeat(2);
    let source = String::from_utf8(notes).expect("UTF-8");
    let expected: String = source
        .lines()
        .skip(3)
        .filter(|line| *line != author && !day::leading(line).is_some_and(|day| day.title.is_empty()))
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
    let Some(notes) = real_notes() else { return };
    let (draft, _) = read(&notes);
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
                !line.is_empty()
                    && !line.starts_with(['•', '❯', '✖', '$'])
                    && !(digits > 0 && line[digits..].starts_with('.'))
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
