//! Which words along a line have room, on the narrowest screen and on wide ones.

use super::scale::WHOLE;

/// Whether a word has room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    /// On every screen.
    Always,
    /// Where the drawing is at least [`WIDE`] pixels wide.
    Wide,
    /// Nowhere.
    Never,
}

/// Which part of a word stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start: it stands at the left edge.
    Start,
    /// Its middle.
    Middle,
    /// Its end: it stands at the right edge.
    End,
}

/// The narrowest drawing, in pixels: that of a phone of 320.
const NARROW: i64 = 288;

/// From how many pixels on words with [`Room::Wide`] are shown.
pub const WIDE: i64 = 640;

/// The pixels around the drawing that a word at its edge may take.
const SLACK: i64 = 16;

/// The width of `1.28` with the space around it, in pixels.
pub(super) const VERSION: i64 = 32;

/// The width of `2023年` with the space around it, in pixels.
pub(super) const YEAR: i64 = 48;

/// The width of `Oct` or `10月` with the space around it, in pixels.
pub(super) const MONTH: i64 = 34;

/// The width of `30 Oct` or `10/30` with the space around it, in pixels.
pub(super) const DAY: i64 = 48;

/// The room of each word, given by its place and its width in pixels, from left to right.
///
/// Where two collide the right one, which is the newer, is kept.
pub(super) fn allot(labels: &[(i64, i64)]) -> Vec<(Room, Anchor)> {
    let anchors: Vec<Anchor> = labels.iter().map(|(x, pixels)| anchor(*x, *pixels)).collect();
    let mut rooms = vec![Room::Never; labels.len()];
    for (room, pixels_of_all) in [(Room::Always, NARROW), (Room::Wide, WIDE)] {
        for n in (0..labels.len()).rev() {
            let span = |n: usize| {
                let (x, pixels): (i64, i64) = labels[n];
                let width = pixels * WHOLE / pixels_of_all;
                match anchors[n] {
                    Anchor::Start => (x, x + width),
                    Anchor::Middle => (x - width / 2, x + width / 2),
                    Anchor::End => (x - width, x),
                }
            };
            let (start, end) = span(n);
            let collides = |other: usize| {
                let (other_start, other_end) = span(other);
                rooms[other] != Room::Never && start < other_end && other_start < end
            };
            if rooms[n] == Room::Never && !(0..labels.len()).any(collides) {
                rooms[n] = room;
            }
        }
    }
    rooms.into_iter().zip(anchors).collect()
}

/// At the edges a word stands inside.
fn anchor(x: i64, pixels: i64) -> Anchor {
    let half = (pixels / 2 - SLACK) * WHOLE / NARROW;
    match x {
        x if x < half => Anchor::Start,
        x if x > WHOLE - half => Anchor::End,
        _ => Anchor::Middle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(labels: &[(i64, i64)], expected: &[Room]) {
        let rooms: Vec<Room> = allot(labels).into_iter().map(|(room, _)| room).collect();
        assert_eq!(rooms, expected, "{labels:?}");
    }

    #[test]
    fn labels_with_room_are_shown_and_of_two_that_collide_the_newer() {
        use Room::{Always, Never, Wide};
        check(&[], &[]);
        check(&[(5_000, VERSION)], &[Always]);
        check(&[(2_000, VERSION), (5_000, VERSION)], &[Always, Always]);
        check(&[(4_300, VERSION), (5_000, VERSION)], &[Wide, Always]);
        check(&[(4_900, VERSION), (5_000, VERSION)], &[Never, Always]);
        check(&[(3_600, VERSION), (4_300, VERSION), (5_000, VERSION)], &[Always, Wide, Always]);
    }

    #[test]
    fn labels_at_the_edges_stand_inside() {
        let anchors = allot(&[(0, YEAR), (5_000, YEAR), (9_990, YEAR)]);
        let anchors: Vec<Anchor> = anchors.into_iter().map(|(_, anchor)| anchor).collect();
        assert_eq!(anchors, [Anchor::Start, Anchor::Middle, Anchor::End]);
    }
}
