//! Where the pieces of a text stand in the source that it was read from.

use std::ops::Range;

/// The pieces of a text, each with its place in the source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    /// Ascending in both.
    pieces: Vec<Piece>,
}

/// Where a text can be added after something that stands in a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Right after it.
    Adjacent,
    /// Only after the link or the code that holds the piece, at this byte of the source.
    After(usize),
    /// Nowhere, as in a block of code.
    Nowhere,
}

/// A place in a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourcePlace {
    /// In bytes.
    pub range: Range<usize>,
    /// Where a text can be added after it.
    pub addition: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    text: Range<usize>,
    source: Range<usize>,
    /// Whether the source has the same bytes there.
    is_verbatim: bool,
    placement: Placement,
    /// Where a text can be added after what ends with the piece, as that ends an element.
    end: Option<usize>,
}

impl SourceMap {
    /// Adds a piece that stands after those before it, in the text and in the source.
    ///
    /// One of the same length as its source has the same bytes.
    pub fn push(&mut self, text: Range<usize>, source: Range<usize>, placement: Placement) {
        let is_verbatim = text.len() == source.len();
        self.pieces.push(Piece { text, source, is_verbatim, placement, end: None });
    }

    /// Ends an element of emphasis at a byte of the source: after what ends with it, a text is added outside of it.
    pub fn end_emphasis(&mut self, at: usize) {
        let Some(last) = self.pieces.last_mut() else { return };
        match &mut last.placement {
            Placement::Adjacent => last.end = Some(at),
            Placement::After(place) => *place = at,
            Placement::Nowhere => {}
        }
    }

    /// Ends a link or a picture that began at `start` of the source: a text is added after it.
    pub fn end_link(&mut self, start: usize, end: usize) {
        for piece in self.pieces.iter_mut().rev().take_while(|piece| piece.source.start >= start) {
            if piece.placement != Placement::Nowhere {
                piece.placement = Placement::After(end);
            }
        }
    }

    /// The place of the last piece within a part of the source.
    pub fn last_within(&self, source: &Range<usize>) -> Option<SourcePlace> {
        let next = self.pieces.partition_point(|piece| piece.source.start < source.end);
        let last = self.pieces[..next].last().filter(|piece| piece.source.start >= source.start)?;
        self.locate(&last.text)
    }

    /// The place of a part of the text; `None` where the source has nothing of it.
    pub fn locate(&self, part: &Range<usize>) -> Option<SourcePlace> {
        let first = self.pieces.partition_point(|piece| piece.text.end <= part.start);
        let last = self.pieces.partition_point(|piece| piece.text.start < part.end).checked_sub(1)?;
        let (first, last) = (self.pieces.get(first)?, self.pieces.get(last)?);
        let start = match first.is_verbatim {
            true => first.source.start + part.start.saturating_sub(first.text.start),
            false => first.source.start,
        };
        let end = match last.is_verbatim {
            true => last.source.start + part.end.min(last.text.end) - last.text.start,
            false => last.source.end,
        };
        let addition = match last.placement {
            Placement::Adjacent => Some(last.end.filter(|_| part.end >= last.text.end).unwrap_or(end)),
            Placement::After(place) => Some(place),
            Placement::Nowhere => None,
        };
        (start < end).then_some(SourcePlace { range: start..end, addition })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_where_its_pieces_are() {
        let mut map = SourceMap::default();
        // `a **b&amp;c** [d](e)` is `a b&c d`.
        map.push(0..2, 0..2, Placement::Adjacent);
        map.push(2..3, 4..5, Placement::Adjacent);
        map.push(3..4, 5..10, Placement::Adjacent);
        map.push(4..5, 10..11, Placement::Adjacent);
        map.end_emphasis(13);
        map.push(5..6, 13..14, Placement::Adjacent);
        map.push(6..7, 15..16, Placement::Adjacent);
        map.end_link(14, 20);
        let check = |part: Range<usize>, range: Range<usize>, addition: usize| {
            assert_eq!(map.locate(&part), Some(SourcePlace { range, addition: Some(addition) }));
        };
        check(0..1, 0..1, 1);
        check(2..3, 4..5, 5);
        check(3..4, 5..10, 10);
        check(2..5, 4..11, 13);
        check(6..7, 15..16, 20);
        assert_eq!(map.locate(&(7..9)), None);
        assert_eq!(SourceMap::default().locate(&(0..1)), None);
    }
}
