//! The picture of a badge: two fields next to each other, in the colours of the site.
//!
//! A document elsewhere shows it in its own fonts, of which nothing is known: how wide a text is is estimated, and the text
//! is set to that width.

use app::html::escape;
use app::share::Badge;

/// Sizes in pixels.
const HEIGHT: u32 = 20;
const MARGIN: u32 = 7;

/// How it looks, by day and by night.
const STYLE: &str = "\
svg{color-scheme:light dark}\
text{font:11px Verdana,\"DejaVu Sans\",system-ui,\"Hiragino Sans\",\"Noto Sans CJK JP\",\"Yu Gothic UI\",sans-serif}\
.paper{fill:#fdfcf9;stroke:#8a8d92}.name{fill:#e9e6dd}.line{stroke:#8a8d92}.ink{fill:#1f2328}\
@media(prefers-color-scheme:dark){\
.paper{fill:#16181c;stroke:#7d828b}.name{fill:#2e333c}.line{stroke:#7d828b}.ink{fill:#e4e2dc}}";

/// A badge with its place for each text.
pub struct Drawing<'a> {
    badge: &'a Badge,
    state: String,
    name_width: u32,
    state_width: u32,
}

impl<'a> Drawing<'a> {
    /// Lays a badge out.
    pub fn new(badge: &'a Badge) -> Self {
        let state = format!("{} {}", badge.shape, badge.state);
        let (name_width, state_width) = (text_width(&badge.name), text_width(&state));
        Self { badge, state, name_width, state_width }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        (self.name_width + self.state_width + 4 * MARGIN, HEIGHT)
    }

    /// The picture as SVG, whole by itself.
    pub fn svg(&self) -> String {
        let Badge { lang, name, description, .. } = self.badge;
        let (width, height) = self.size();
        let middle = self.name_width + 2 * MARGIN;
        let (name_width, state_width, state_at) = (self.name_width, self.state_width, middle + MARGIN);
        let [name, state, description] = [name, &self.state, description].map(|text| escape::html(text));
        let (edge, inner_width, inner_height) = (f64::from(middle) + 0.5, width - 1, height - 1);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" lang=\"{lang}\" aria-label=\"{description}\">\
             <title>{description}</title><style>{STYLE}</style>\
             <rect class=\"paper\" x=\".5\" y=\".5\" width=\"{inner_width}\" height=\"{inner_height}\" rx=\"3.5\"/>\
             <path class=\"name\" d=\"M{edge} 1H4a3 3 0 0 0-3 3v12a3 3 0 0 0 3 3H{edge}z\"/>\
             <path class=\"line\" d=\"M{edge} 1V19\"/>\
             <text class=\"ink\" x=\"{MARGIN}\" y=\"14\" textLength=\"{name_width}\" \
             lengthAdjust=\"spacingAndGlyphs\">{name}</text>\
             <text class=\"ink\" x=\"{state_at}\" y=\"14\" textLength=\"{state_width}\" \
             lengthAdjust=\"spacingAndGlyphs\">{state}</text></svg>",
            lang = lang.as_str(),
        )
    }
}

/// About how wide a text is in Verdana or a Japanese font of 11 pixels.
fn text_width(text: &str) -> u32 {
    let tenths: u32 = text.chars().map(char_width).sum();
    tenths.div_ceil(10)
}

/// About how wide a character is, in tenths of a pixel.
fn char_width(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '|' => 31,
        'I' | 'f' | 't' | 'r' | ' ' | '.' | ',' | ':' | ';' | '/' | '(' | ')' | '[' | ']' | '-' => 45,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 100,
        'A'..='Z' | '#' | '+' | '=' | '<' | '>' => 78,
        c if c.is_ascii() => 68,
        _ => 110,
    }
}

#[cfg(test)]
mod tests {
    use app::text::Lang;

    use super::*;

    #[test]
    fn a_wider_text_has_more_room() {
        assert!(text_width("KEP-753") < text_width("KEP-4753"));
        assert!(text_width("illi") < text_width("WWWW"));
        assert_eq!(text_width("安定"), 22);
        assert_eq!(text_width(""), 0);
    }

    #[test]
    fn what_it_says_is_text() {
        let badge = Badge {
            lang: Lang::En,
            name: "<a&b>".to_owned(),
            shape: "●",
            state: "\"x\"".to_owned(),
            description: "<script>\"'".to_owned(),
        };
        let svg = Drawing::new(&badge).svg();
        assert!(svg.contains(">&lt;a&amp;b&gt;</text>") && !svg.contains("<script"), "{svg}");
        assert!(svg.contains("<title>&lt;script&gt;"), "{svg}");
        let document = quick_xml::Reader::from_str(&svg);
        assert!(document.into_inner().len() == svg.len());
    }
}
