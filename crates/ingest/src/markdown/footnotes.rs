//! Footnotes: numbered where they are cited, and listed below the note.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::items::Item;

/// Puts footnotes at the end, in the order in which they are cited, then those that nothing cites and those whose label
/// another one had before. What cites one becomes its number.
pub(super) fn place(items: Vec<Item<'_>>) -> Vec<Item<'_>> {
    let (mut body, mut footnotes) = part(items);
    if footnotes.is_empty() {
        return body;
    }
    let mut by_label: BTreeMap<String, usize> = BTreeMap::new();
    for (at, footnote) in footnotes.iter().enumerate() {
        by_label.entry(footnote.label.clone()).or_insert(at);
    }
    let mut numbers = Numbers { by_label, numbers: vec![None; footnotes.len()], order: Vec::new() };
    numbers.cite(&mut body);
    let mut next = 0;
    loop {
        while let Some(at) = numbers.order.get(next).copied() {
            numbers.cite(&mut footnotes[at].items);
            next += 1;
        }
        let Some(at) = numbers.numbers.iter().position(Option::is_none) else { break };
        // What nothing has cited so far.
        for at in at..footnotes.len() {
            numbers.number(at);
        }
    }
    body.push(Item::Footnotes { is_end: false });
    for at in numbers.order {
        body.push(Item::Footnote { is_end: false });
        body.append(&mut footnotes[at].items);
        body.push(Item::Footnote { is_end: true });
    }
    body.push(Item::Footnotes { is_end: true });
    body
}

struct Footnote<'a> {
    label: String,
    items: Vec<Item<'a>>,
}

/// Parts footnotes from what they stand in.
fn part(items: Vec<Item<'_>>) -> (Vec<Item<'_>>, Vec<Footnote<'_>>) {
    if !items.iter().any(|item| matches!(item, Item::Event(Event::Start(Tag::FootnoteDefinition(_))))) {
        return (items, Vec::new());
    }
    let mut body = Vec::with_capacity(items.len());
    let mut footnotes: Vec<Footnote<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for item in items {
        match item {
            Item::Event(Event::Start(Tag::FootnoteDefinition(label))) => {
                open.push(footnotes.len());
                footnotes.push(Footnote { label: label.to_lowercase(), items: Vec::new() });
            }
            Item::Event(Event::End(TagEnd::FootnoteDefinition)) => {
                open.pop();
            }
            item => match open.last() {
                Some(at) => footnotes[*at].items.push(item),
                None => body.push(item),
            },
        }
    }
    (body, footnotes)
}

struct Numbers {
    by_label: BTreeMap<String, usize>,
    numbers: Vec<Option<usize>>,
    /// Footnotes by their number.
    order: Vec<usize>,
}

impl Numbers {
    fn number(&mut self, at: usize) -> usize {
        if let Some(number) = self.numbers[at] {
            return number;
        }
        self.order.push(at);
        self.numbers[at] = Some(self.order.len());
        self.order.len()
    }

    /// Numbers what is cited in `items`.
    fn cite(&mut self, items: &mut [Item<'_>]) {
        for item in items {
            let Item::FootnoteMark(label) = item else { continue };
            *item = match self.by_label.get(&label.to_lowercase()).copied() {
                Some(at) => Item::Event(Event::FootnoteReference(self.number(at).to_string().into())),
                None => {
                    let text = format!("[^{label}]");
                    Item::Text { literal: text.len(), text: text.into() }
                }
            };
        }
    }
}
