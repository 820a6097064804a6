//! The text of a block and its links: what it cites, and where in it.

use std::collections::BTreeSet;
use std::ops::Range;

use domain::cite::Target;
use domain::cite::reference::{self, AddressCitation, Surroundings, TextReference, is_web};

/// Stands for inline code in the text that is searched: neither a word nor white space.
const CODE: char = '\u{fffc}';

/// A citation of a block.
pub(super) struct BlockCitation {
    pub place: CitationPlace,
    pub literal: String,
    pub label: Option<String>,
    pub target: Target,
    pub fragment: Option<String>,
    pub corrected: bool,
}

/// Where a citation stands.
pub(super) enum CitationPlace {
    /// In this part of the text.
    Text(Range<usize>),
    /// In the link whose end has this mark.
    Link(usize),
}

impl BlockCitation {
    fn new(place: CitationPlace, literal: String, found: TextReference) -> Self {
        let TextReference { label, target, fragment, corrected, .. } = found;
        Self { place, literal, label, target, fragment, corrected }
    }
}

/// The text of one block: a paragraph, a heading, a cell, the words of an item.
#[derive(Default)]
pub(super) struct CitingBlock {
    pub text: String,
    /// Where links stand in it; ascending.
    links: Vec<Link>,
    open_link: Option<(usize, String, String)>,
}

struct Link {
    /// What whoever reads the block knows its end by.
    mark: usize,
    range: Range<usize>,
    text: String,
    address: String,
}

impl CitingBlock {
    pub fn push_text(&mut self, piece: &str) {
        self.text.push_str(piece);
        if let Some((_, _, literal)) = &mut self.open_link {
            literal.push_str(piece);
        }
    }

    pub fn push_code(&mut self, piece: &str) {
        self.text.push(CODE);
        if let Some((_, _, literal)) = &mut self.open_link {
            literal.push_str(piece);
        }
    }

    pub fn start_link(&mut self, address: &str) {
        self.open_link = Some((self.text.len(), address.to_owned(), String::new()));
    }

    /// Ends the link that was started last; `mark` is given again as its place.
    pub fn end_link(&mut self, mark: usize) {
        if let Some((start, address, text)) = self.open_link.take() {
            self.links.push(Link { mark, range: start..self.text.len(), text, address });
        }
    }

    /// Whether a part of the text reaches into a link.
    pub fn meets_link(&self, part: &Range<usize>) -> bool {
        let link = self.links.partition_point(|link| link.range.end <= part.start);
        self.links.get(link).is_some_and(|link| link.range.start < part.end)
    }

    /// What it cites, but for numbers without their repository.
    pub fn explicit_targets(&self) -> Vec<Target> {
        let mut targets = reference::explicit_targets(&self.text);
        let addresses = self.links.iter().filter(|link| is_web(&link.address));
        targets.extend(addresses.map(|link| AddressCitation::read(&link.address).target));
        targets
    }

    /// Everything that it cites, in its order.
    pub fn citations(&self, around: &mut Surroundings) -> Vec<BlockCitation> {
        let mut citations = Vec::new();
        let mut from = 0;
        for link in &self.links {
            let mut within = Vec::new();
            for found in self.find(from..link.range.end, around) {
                if found.range.end > link.range.start {
                    within.push(found);
                } else {
                    citations.push(self.in_text(found));
                }
            }
            for citation in self.cited_by(link, within) {
                around.pass(&citation.target, true);
                citations.push(citation);
            }
            from = link.range.end;
        }
        let rest = self.find(from..self.text.len(), around);
        citations.extend(rest.into_iter().map(|found| self.in_text(found)));
        citations
    }

    /// What a link cites: its address and the KEPs that its words name besides, or, where the address is none of the
    /// web, what its words cite first.
    fn cited_by(&self, link: &Link, within: Vec<TextReference>) -> Vec<BlockCitation> {
        let literal = link.text.clone();
        let cite = |literal, found| BlockCitation::new(CitationPlace::Link(link.mark), literal, found);
        if !is_web(&link.address) {
            return within.into_iter().take(1).map(|found| cite(literal.clone(), found)).collect();
        }
        let AddressCitation { target, fragment } = AddressCitation::read(&link.address);
        let label = within.first().and_then(|found| found.label.clone());
        // A KEP has the number of its issue.
        let mut known = BTreeSet::from([target.item_key()]);
        let mut cited = Vec::new();
        for found in within {
            if matches!(found.target, Target::Kep(_)) && known.insert(found.target.item_key()) {
                cited.push(cite(self.literal(found.range.clone()), TextReference { label: None, ..found }));
            }
        }
        let place = CitationPlace::Link(link.mark);
        cited.push(BlockCitation { place, literal, label, target, fragment, corrected: false });
        cited
    }

    /// The references in a part of the text; ranges are those of the whole text.
    fn find(&self, part: Range<usize>, around: &mut Surroundings) -> Vec<TextReference> {
        let mut found = reference::find(&self.text[part.clone()], Some(around));
        for found in &mut found {
            found.range = found.range.start + part.start..found.range.end + part.start;
            around.pass(&found.target, false);
        }
        around.leave();
        found
    }

    fn in_text(&self, found: TextReference) -> BlockCitation {
        let range = found.range.clone();
        BlockCitation::new(CitationPlace::Text(range.clone()), self.literal(range), found)
    }

    /// The words that stand in the text, without what stands there for code.
    fn literal(&self, range: Range<usize>) -> String {
        self.text[range].replace(CODE, "")
    }
}
