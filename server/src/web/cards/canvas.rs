//! A canvas of SVG for cards: texts, lines and shapes.

use std::fmt::Write;

use app::html::escape;

use super::fonts::{Fonts, Weight};

/// How wide and high a card is, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);

/// The colours of the site in the light: the tokens of style/main.css, as a test compares.
pub mod colour {
    /// Declares colours as `NAME = token, value`, and lists them for the test.
    macro_rules! colours {
        ($($name:ident = $token:literal, $value:literal;)*) => {
            $(pub const $name: &str = $value;)*

            #[cfg(test)]
            pub const TOKENS: &[(&str, &str)] = &[$(($token, $value)),*];
        };
    }

    colours! {
        PAPER = "paper", "#fdfcf9";
        RAISED = "paper-raised", "#ffffff";
        INK = "ink", "#1f2328";
        QUIET = "ink-quiet", "#5b6068";
        HAIRLINE = "hairline", "#dedbd2";
        MARK = "mark", "#326ce5";
        CHIP = "chip", "#ecf1fa";
        CHIP_INK = "chip-ink", "#1a4d9e";
        MOVED = "moved", "#fdf0d5";
        MOVED_INK = "moved-ink", "#6d4400";
        TAG = "tag", "#f1efe9";
        TAG_INK = "tag-ink", "#4b4f56";
        MISSED = "missed", "#a5301c";
    }
}

/// The style of a text.
#[derive(Clone, Copy, Debug)]
pub struct Pen {
    /// In pixels.
    pub size: f32,
    pub weight: Weight,
    pub ink: &'static str,
}

impl Pen {
    /// Running text.
    pub fn regular(size: f32, ink: &'static str) -> Self {
        Self { size, weight: Weight::Regular, ink }
    }

    /// A heading.
    pub fn strong(size: f32, ink: &'static str) -> Self {
        Self { size, weight: Weight::Strong, ink }
    }
}

/// The end of a text that is placed at its coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A drawing that grows. Texts are drawn as far as the fonts can.
pub struct Canvas<'a> {
    svg: String,
    fonts: &'a Fonts,
}

impl<'a> Canvas<'a> {
    pub fn new(fonts: &'a Fonts) -> Self {
        let (width, height) = SIZE;
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">"
        );
        let _ = write!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", colour::PAPER);
        Self { svg, fonts }
    }

    /// The finished SVG.
    pub fn finish(mut self) -> String {
        self.svg.push_str("</svg>");
        self.svg
    }

    /// Adds SVG without any text from outside the program.
    pub fn raw(&mut self, svg: &str) {
        self.svg.push_str(svg);
    }

    /// The part of a text that the fonts can draw.
    pub fn drawable(&self, text: &str) -> String {
        self.fonts.drawable(text)
    }

    /// Measures the width of a character.
    pub fn measure(&self, pen: Pen) -> impl Fn(char) -> f32 + use<'a> {
        let fonts = self.fonts;
        move |c| fonts.width(c, pen.size, pen.weight)
    }

    /// The width of a text.
    pub fn width(&self, text: &str, pen: Pen) -> f32 {
        text.chars().map(self.measure(pen)).sum()
    }

    /// A text on its baseline; gives how wide it is.
    pub fn text(&mut self, x: f32, y: f32, pen: Pen, anchor: Anchor, text: &str) -> f32 {
        let text = self.drawable(text);
        let width = self.width(&text, pen);
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let _ = write!(
            self.svg,
            "<text x=\"{x}\" y=\"{y}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{}\" text-anchor=\"{anchor}\" \
             xml:space=\"preserve\">",
            pen.size,
            pen.weight.number(),
            pen.ink
        );
        // Characters that XML cannot represent are not drawable, and so removed already.
        for (family, run) in self.fonts.runs(&text, pen.weight) {
            let _ = write!(
                self.svg,
                "<tspan font-family=\"{}\">{}</tspan>",
                escape::html(family),
                escape::html(run)
            );
        }
        self.svg.push_str("</text>");
        width
    }

    /// A rectangle with round corners.
    pub fn plate(&mut self, x: f32, y: f32, width: f32, height: f32, radius: f32, fill: &str) {
        let _ = write!(
            self.svg,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\" fill=\"{fill}\"/>"
        );
    }

    /// A hairline across.
    pub fn rule(&mut self, x: f32, y: f32, width: f32) {
        self.plate(x, y, width, 2.0, 0.0, colour::HAIRLINE);
    }

    /// The shape of a state, as pages have it as a character; gives how much room it takes.
    pub fn shape(&mut self, shape: &str, x: f32, middle: f32, r: f32, ink: &'static str) -> f32 {
        let cx = x + r;
        let ring = format!("<circle cx=\"{cx}\" cy=\"{middle}\" r=\"{r}\"/>");
        let d = r * 0.72;
        let inside = match shape {
            "●" => format!("<circle cx=\"{cx}\" cy=\"{middle}\" r=\"{r}\" fill=\"{ink}\"/>"),
            "◔" => format!(
                "{ring}<path d=\"M{cx} {middle}V{}A{r} {r} 0 0 1 {} {middle}Z\" fill=\"{ink}\"/>",
                middle - r,
                cx + r
            ),
            "◑" => format!(
                "{ring}<path d=\"M{cx} {}A{r} {r} 0 0 1 {cx} {}Z\" fill=\"{ink}\"/>",
                middle - r,
                middle + r
            ),
            "⊘" => format!("{ring}<path d=\"M{} {}L{} {}\"/>", cx - d, middle + d, cx + d, middle - d),
            "×" => format!(
                "<path d=\"M{0} {1}L{2} {3}M{0} {3}L{2} {1}\"/>",
                cx - d,
                middle - d,
                cx + d,
                middle + d
            ),
            "○" => ring,
            // What is not known has no shape.
            _ => return 0.0,
        };
        let _ = write!(
            self.svg,
            "<g fill=\"none\" stroke=\"{ink}\" stroke-width=\"3\" stroke-linecap=\"round\">{inside}</g>"
        );
        2.0 * r
    }
}

#[cfg(test)]
mod tests {
    use super::colour;

    const SHEET: &str = include_str!("../../../../style/main.css");

    /// The value of a token in the light theme of the sheet.
    fn in_the_light(token: &str) -> Option<&'static str> {
        let (_, value) = SHEET.split_once(&format!(" --{token}: light-dark("))?;
        value.split_once(',').map(|(light, _)| light)
    }

    #[test]
    fn colours_are_those_of_the_sheet() {
        for (token, value) in colour::TOKENS {
            assert_eq!(Some(*value), in_the_light(token), "--{token}");
        }
    }
}
