//! The layout of a card: from above and from below, and the text in what is left.

use app::share::{Card, Figure, ThenNow};

use super::canvas::{Anchor, Canvas, Pen, SIZE, colour};
use super::fonts::Fonts;
use super::ruler;
use super::wrap::{fit, wrap};

/// The margin on both sides.
const EDGE: f32 = 72.0;

/// The width between the margins.
const WIDTH: f32 = SIZE.0 as f32 - 2.0 * EDGE;

/// The top of the footer.
const FOOT: f32 = 552.0;

/// How many lines of a text there are at most.
const LINES: usize = 4;

/// The most lines that are set large.
const LARGE_LINES: usize = 2;

/// From one line of a text to the next, by its size.
const LEADING: f32 = 1.5;

/// The brand: a stem with two arms, one to a dot and one to a ring.
const BRAND: &str = "<path d=\"M8 4v24M8 18.6l10-8.2M8 17.4l9 7\" fill=\"none\"/>\
    <circle cx=\"22.5\" cy=\"7.5\" r=\"4.9\" fill=\"currentColor\" stroke=\"none\"/>\
    <circle cx=\"21.5\" cy=\"24.8\" r=\"3.4\" fill=\"none\"/>";

/// A card as SVG.
pub fn svg(card: &Card, fonts: &Fonts) -> String {
    let mut canvas = Canvas::new(fonts);
    canvas.plate(0.0, 0.0, SIZE.0 as f32, 12.0, 0.0, colour::MARK);
    let top = head(&mut canvas, card);
    foot(&mut canvas, card);
    let mut bottom = FOOT - 24.0;
    if let Some(change) = &card.then_now {
        bottom -= then_now(&mut canvas, change, bottom) + 20.0;
    }
    if !card.tags.0.is_empty() {
        bottom -= tags(&mut canvas, card, bottom) + 16.0;
    }
    let top = body_text(&mut canvas, card, top, bottom);
    if let Some(drawn) = &card.ruler {
        ruler::draw(&mut canvas, drawn, (EDGE, top + 20.0), (WIDTH, bottom - top - 20.0));
    }
    if !card.figures.is_empty() {
        figures(&mut canvas, &card.figures, top);
    }
    canvas.finish()
}

/// Where it comes from and what it is called; gives where the rest may begin.
fn head(canvas: &mut Canvas<'_>, card: &Card) -> f32 {
    let quiet = Pen::regular(27.0, colour::QUIET);
    let source = fit(&canvas.drawable(&card.source), WIDTH, canvas.measure(quiet));
    canvas.text(EDGE, 76.0, quiet, Anchor::Start, &source);
    let heading = canvas.drawable(&card.heading);
    // As large as it fits on a line, else on two.
    let fits = |size: f32| canvas.width(&heading, Pen::strong(size, colour::INK)) <= WIDTH;
    let size = [58.0, 50.0].into_iter().find(|size| fits(*size)).unwrap_or(44.0);
    let pen = Pen::strong(size, colour::INK);
    let lines = wrap(&heading, WIDTH, 2, canvas.measure(pen));
    let mut y = 144.0;
    for (n, line) in lines.iter().enumerate() {
        y = 144.0 + n as f32 * size * 1.28;
        canvas.text(EDGE, y, pen, Anchor::Start, line);
    }
    y + 14.0
}

/// The footer: the brand, and the age of the data.
fn foot(canvas: &mut Canvas<'_>, card: &Card) {
    canvas.rule(EDGE, FOOT, WIDTH);
    let ink = format!("color=\"{0}\" stroke=\"{0}\"", colour::MARK);
    let stroke = format!("{ink} stroke-width=\"3.2\" stroke-linecap=\"round\"");
    canvas.raw(&format!("<g transform=\"translate({} 570) scale(1.25)\" {stroke}>{BRAND}</g>", EDGE - 8.0));
    canvas.text(EDGE + 38.0, 600.0, Pen::strong(30.0, colour::INK), Anchor::Start, "Kepline");
    canvas.text(EDGE + WIDTH, 599.0, Pen::regular(24.0, colour::QUIET), Anchor::End, &card.as_of);
}

/// The text between `top` and `bottom`, in as many lines as there is room for; gives where it ends.
fn body_text(canvas: &mut Canvas<'_>, card: &Card, top: f32, bottom: f32) -> f32 {
    let text = canvas.drawable(&card.text);
    if text.is_empty() {
        return top;
    }
    let pens = match card.titled {
        true => [Pen::strong(44.0, colour::INK), Pen::strong(40.0, colour::INK)],
        false => [Pen::regular(44.0, colour::INK), Pen::regular(34.0, colour::INK)],
    };
    // Large where all of it finds room: a few words in a corner would look lost.
    let set = |pen: Pen| {
        let room = ((bottom - top) / (pen.size * LEADING)).floor() as usize;
        wrap(&text, WIDTH, room.clamp(1, LINES), canvas.measure(pen))
    };
    let (pen, lines) = match set(pens[0]) {
        lines if lines.len() <= LARGE_LINES && !lines.concat().ends_with('…') => (pens[0], lines),
        _ => (pens[1], set(pens[1])),
    };
    let leading = pen.size * LEADING;
    let mut y = top;
    for line in &lines {
        y += leading;
        canvas.text(EDGE, y, pen, Anchor::Start, line);
    }
    y + pen.size * 0.3
}

/// The tags, above `bottom`; gives how much room that takes.
fn tags(canvas: &mut Canvas<'_>, card: &Card, bottom: f32) -> f32 {
    let height = 46.0;
    let (labels, more) = &card.tags;
    let mut x = EDGE;
    let mut left_out = *more;
    for label in labels {
        let pen = Pen::regular(25.0, colour::TAG_INK);
        let label = canvas.drawable(label);
        let width = canvas.width(&label, pen) + 36.0;
        if x + width > EDGE + WIDTH - 80.0 {
            left_out += 1;
            continue;
        }
        canvas.plate(x, bottom - height, width, height, height / 2.0, colour::TAG);
        canvas.text(x + 18.0, bottom - 14.0, pen, Anchor::Start, &label);
        x += width + 12.0;
    }
    if left_out > 0 {
        let pen = Pen::regular(25.0, colour::QUIET);
        canvas.text(x + 4.0, bottom - 14.0, pen, Anchor::Start, &format!("+{left_out}"));
    }
    height
}

/// What became of what is cited, above `bottom`; gives how much room that takes.
fn then_now(canvas: &mut Canvas<'_>, then_now: &ThenNow, bottom: f32) -> f32 {
    let (plate, ink) = match then_now.then {
        Some(_) => (colour::MOVED, colour::MOVED_INK),
        None => (colour::CHIP, colour::CHIP_INK),
    };
    let inside = WIDTH - 56.0;
    let x = EDGE + 28.0;
    let height = if then_now.subject.is_empty() { 78.0 } else { 108.0 };
    // The verdict is a line of its own below the states.
    let verdict_height = if then_now.verdict.is_some() { 38.0 } else { 0.0 };
    let (height, below) = (height + verdict_height, bottom);
    let bottom = bottom - verdict_height;
    canvas.plate(EDGE, below - height, WIDTH, height, 14.0, plate);
    if !then_now.subject.is_empty() {
        let name = Pen::strong(25.0, ink);
        let title = Pen::regular(25.0, ink);
        let y = below - height + 41.0;
        let subject = fit(&canvas.drawable(&then_now.subject), inside, canvas.measure(name));
        let taken = canvas.text(x, y, name, Anchor::Start, &subject) + 12.0;
        if inside - taken > 120.0 {
            let text = fit(&canvas.drawable(&then_now.title), inside - taken, canvas.measure(title));
            canvas.text(x + taken, y, title, Anchor::Start, &text);
        }
    }
    states(canvas, then_now, x, bottom - 25.0, inside, ink);
    if let Some(verdict) = &then_now.verdict {
        let pen = Pen::regular(25.0, ink);
        let verdict = fit(&canvas.drawable(verdict), inside, canvas.measure(pen));
        canvas.text(x, below - 24.0, pen, Anchor::Start, &verdict);
    }
    height
}

/// `then → ● now` on a line, smaller where it is long; where it is too long all the same, then is
/// cut before now is.
fn states(canvas: &mut Canvas<'_>, then_now: &ThenNow, x: f32, y: f32, room: f32, ink: &'static str) {
    const ARROW: &str = "→";
    let then = then_now.then.as_ref().map(|then| canvas.drawable(then)).unwrap_or_default();
    let now = canvas.drawable(&then_now.now);
    let width = |size: f32| {
        let arrow =
            if then.is_empty() { 0.0 } else { canvas.width(ARROW, Pen::regular(size, ink)) + size * 0.7 };
        let now = canvas.width(&now, Pen::strong(size, ink)) + size * 1.1;
        (canvas.width(&then, Pen::regular(size, ink)), arrow + now)
    };
    let fits = |size: &f32| {
        let (then, rest) = width(*size);
        then + rest <= room
    };
    let size = [33.0, 28.0].into_iter().find(fits).unwrap_or(24.0);
    let (regular, strong) = (Pen::regular(size, ink), Pen::strong(size, ink));
    let (_, rest) = width(size);
    let then = fit(&then, (room - rest).max(room * 0.4), canvas.measure(regular));
    let (mut x, end) = (x, x + room);
    if !then.is_empty() {
        x += canvas.text(x, y, regular, Anchor::Start, &then) + size * 0.35;
        x += canvas.text(x, y, regular, Anchor::Start, ARROW) + size * 0.35;
    }
    let taken = canvas.shape(then_now.shape, x, y - size * 0.36, size * 0.36, ink);
    if taken > 0.0 {
        x += taken + size * 0.34;
    }
    let now = fit(&now, end - x, canvas.measure(strong));
    canvas.text(x, y, strong, Anchor::Start, &now);
}

/// Numbers side by side, below `top`.
fn figures(canvas: &mut Canvas<'_>, figures: &[Figure], top: f32) {
    let column = WIDTH / figures.len().max(3) as f32;
    let number = Pen::strong(84.0, colour::INK);
    let label = Pen::regular(27.0, colour::QUIET);
    let y = (top + FOOT) / 2.0 + 18.0;
    for (n, figure) in figures.iter().enumerate() {
        let x = EDGE + n as f32 * column;
        let size = if canvas.width(&figure.number, number) > column - 24.0 { 60.0 } else { 84.0 };
        canvas.text(x, y, Pen { size, ..number }, Anchor::Start, &figure.number);
        let lines = wrap(&canvas.drawable(&figure.label), column - 24.0, 2, canvas.measure(label));
        for (n, line) in lines.iter().enumerate() {
            canvas.text(x, y + 48.0 + n as f32 * 36.0, label, Anchor::Start, line);
        }
    }
}
