//! The story of a KEP on its card: the same drawing as on its page.

use std::fmt::Write;

use domain::outcome::ruler::{HEAD, LANE, Lane, Ruler};
use domain::outcome::story::Fate;

use super::canvas::{Anchor, Canvas, Pen, colour};

/// The radius of a mark.
const R: i32 = 6;

/// How much larger than on the page it may be.
const LARGEST: f32 = 2.0;

/// Draws it into a place of a size, as large as fits.
pub fn draw(canvas: &mut Canvas<'_>, ruler: &Ruler, (x, y): (f32, f32), (width, height): (f32, f32)) {
    let scale = LARGEST.min(width / ruler.width as f32).min(height / ruler.height as f32);
    if scale <= 0.0 {
        return;
    }
    let y = y + (height - scale * ruler.height as f32) / 2.0;
    canvas.raw(&format!("<g transform=\"translate({x} {y}) scale({scale})\">"));
    let mut lines = format!("<g stroke=\"{}\" fill=\"none\">", colour::HAIRLINE);
    for tick in &ruler.ticks {
        let _ = write!(lines, "<path d=\"M{} {}V{}\"/>", tick.x, HEAD - 4, ruler.height);
    }
    for lane in &ruler.lanes {
        let _ = write!(lines, "<path d=\"M0 {}H{}\"/>", lane.y + LANE / 2, ruler.width);
    }
    if let Some(today) = ruler.data_day {
        let (ink, top, end) = (colour::QUIET, HEAD - 4, ruler.height);
        let _ = write!(lines, "<path d=\"M{today} {top}V{end}\" stroke=\"{ink}\" stroke-dasharray=\"3 3\"/>");
    }
    canvas.raw(&lines);
    canvas.raw("</g>");
    for tick in &ruler.ticks {
        let pen = Pen::regular(13.0, colour::QUIET);
        canvas.text(tick.x as f32, (HEAD - 10) as f32, pen, Anchor::Middle, &tick.version.to_string());
    }
    for lane in &ruler.lanes {
        draw_lane(canvas, lane);
    }
    canvas.raw("</g>");
}

fn draw_lane(canvas: &mut Canvas<'_>, lane: &Lane) {
    let y = lane.y;
    let first = lane.marks.iter().map(|mark| mark.x).min().unwrap_or_default();
    let pen = Pen::regular(14.0, colour::INK);
    canvas.text((first - 2 * R) as f32, (y + 4) as f32, pen, Anchor::End, lane.stage.as_str());
    let mut drawn = String::new();
    for pair in lane.marks.windows(2).filter(|pair| pair[0].x != pair[1].x) {
        let way = (pair[1].x - pair[0].x).signum();
        let (start, end) = (pair[0].x + way * (R + 3), pair[1].x - way * (R + 3));
        let back = end - way * 5;
        let ink = colour::QUIET;
        let _ = write!(
            drawn,
            "<path d=\"M{start} {y}H{end}M{back} {}L{end} {y}L{back} {}\" fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.5\"/>",
            y - 4,
            y + 4
        );
    }
    for mark in &lane.marks {
        let (x, d) = (mark.x, 9);
        let (fill, ink) = match mark.fate {
            Fate::Shipped => (colour::MARK, colour::MARK),
            Fate::Planned | Fate::Unconfirmed => (colour::RAISED, colour::MARK),
            _ => (colour::RAISED, colour::QUIET),
        };
        let _ = write!(
            drawn,
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{R}\" fill=\"{fill}\" stroke=\"{ink}\" stroke-width=\"2\"/>"
        );
        let slash = format!("M{} {}L{} {}", x - d, y + d, x + d, y - d);
        let cross = match mark.fate {
            Fate::Missed(_) => format!("{slash}M{} {}L{} {}", x - d, y - d, x + d, y + d),
            Fate::GivenUp | Fate::TakenBack(_) => slash,
            _ => continue,
        };
        let _ = write!(drawn, "<path d=\"{cross}\" stroke=\"{}\" stroke-width=\"2\"/>", colour::MISSED);
    }
    canvas.raw(&drawn);
}
