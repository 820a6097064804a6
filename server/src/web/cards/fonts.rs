//! The fonts of cards: Latin ones in the program, a Japanese one of the system.
//!
//! What no font can draw is left out, so that no card shows boxes.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Style};
use resvg::usvg::{FontResolver, Options};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// The family of the Latin fonts.
pub const LATIN: &str = "Inter";

/// What comes with the program; server/fonts/OFL.txt is their licence.
const OWN: [&[u8]; 2] =
    [include_bytes!("../../../fonts/Inter-Regular.otf"), include_bytes!("../../../fonts/Inter-SemiBold.otf")];

/// What a font must be able to draw to count as Japanese.
const SAMPLE: &str = "あア検証。」ー々";

/// Families that are preferred, best first; of Noto Sans CJK the one with Japanese forms. Then those
/// without serifs, then any.
const PREFERRED: [&str; 12] = [
    "noto sans cjk jp",
    "noto sans jp",
    "source han sans jp",
    "source han sans",
    "hiragino sans",
    "biz udpgothic",
    "biz udgothic",
    "yu gothic",
    "meiryo",
    "ipaexgothic",
    "ipagothic",
    "takaopgothic",
];

/// How many characters are cached at most.
const MAX_GLYPHS: usize = 20_000;

/// A weight of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// Of running text.
    Regular,
    /// Of headings.
    Strong,
}

impl Weight {
    /// The number as in CSS.
    pub fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Strong => 600,
        }
    }
}

/// In which font a character is, and how wide it is there.
type Glyph = (ID, f32);

/// The fonts that cards are drawn with.
#[derive(Debug)]
pub struct Fonts {
    db: Arc<Database>,
    regular: Vec<ID>,
    strong: Vec<ID>,
    /// Whether there is one for Japanese.
    pub japanese: bool,
    glyphs: Mutex<HashMap<(char, Weight), Option<Glyph>>>,
}

impl Fonts {
    /// The program's own, and one with Japanese characters: of a file or folder, else of the system.
    pub fn find(configured: Option<&Path>) -> Self {
        let mut installed = Database::new();
        match configured {
            Some(path) if path.is_dir() => installed.load_fonts_dir(path),
            Some(path) => {
                if let Err(error) = installed.load_font_file(path) {
                    tracing::warn!(%error, path = %path.display(), "KEPLINE_CARD_FONT cannot be read");
                }
            }
            None => installed.load_system_fonts(),
        }
        Self::new(&installed)
    }

    /// The fonts of the program alone.
    #[cfg(test)]
    pub fn own() -> Self {
        Self::new(&Database::new())
    }

    fn new(installed: &Database) -> Self {
        let mut db = Database::new();
        for own in OWN {
            db.load_font_source(Source::Binary(Arc::new(own)));
        }
        let own: Vec<ID> = db.faces().map(|face| face.id).collect();
        let (mut regular, mut strong) = (vec![own[0]], vec![own[1]]);
        let family = japanese(installed);
        for (list, weight) in [(&mut regular, 400), (&mut strong, 700)] {
            let face = family.as_ref().and_then(|family| nearest(installed, family, weight));
            if let Some(face) = face {
                let known = db.faces().find(|other| same(other, face)).map(|other| other.id);
                list.push(known.unwrap_or_else(|| db.push_face_info(face.clone())));
            }
        }
        Self { db: Arc::new(db), regular, strong, japanese: family.is_some(), glyphs: Mutex::default() }
    }

    /// What a drawing is read with: each run of a text has its font, and no other takes its place.
    pub fn options(&self) -> Options<'_> {
        Options {
            fontdb: Arc::clone(&self.db),
            font_family: LATIN.to_owned(),
            font_resolver: FontResolver {
                select_font: FontResolver::default_font_selector(),
                select_fallback: Box::new(|_, _, _| None),
            },
            ..Options::default()
        }
    }

    /// A text in runs, each with the family that draws it: one font would else draw the Latin letters of
    /// one line and another those of the next.
    pub fn runs<'t>(&self, text: &'t str, weight: Weight) -> Vec<(&str, &'t str)> {
        let mut runs: Vec<(Option<ID>, usize)> = Vec::new();
        for (at, c) in text.char_indices() {
            let face = self.glyph(c, weight).map(|(id, _)| id);
            if runs.last().is_none_or(|(last, _)| *last != face) {
                runs.push((face, at));
            }
        }
        let ends = runs.iter().skip(1).map(|(_, at)| *at).chain([text.len()]);
        let family = |face: Option<ID>| {
            let face = face.and_then(|id| self.db.face(id)).and_then(|face| face.families.first());
            face.map_or(LATIN, |(family, _)| family.as_str())
        };
        runs.iter().zip(ends).map(|((face, at), end)| (family(*face), &text[*at..end])).collect()
    }

    /// The text without what no font can draw; line breaks become spaces, and runs of spaces one.
    ///
    /// Nothing, where more than a quarter of its letters would be missing: what is left of a sentence
    /// without its Japanese means something else.
    pub fn drawable(&self, text: &str) -> String {
        let can = |c: char| {
            c.is_whitespace()
                || [Weight::Regular, Weight::Strong].iter().all(|weight| self.glyph(c, *weight).is_some())
        };
        let (mut letters, mut lost) = (0_usize, 0_usize);
        for c in text.chars().filter(|c| c.is_alphanumeric()) {
            letters += 1;
            lost += usize::from(!can(c));
        }
        if lost * 4 > letters {
            return String::new();
        }
        let drawn: String = text.chars().filter(|c| can(*c)).collect();
        drawn.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// How wide a character is at a size; 0 where none can draw it.
    pub fn width(&self, c: char, size: f32, weight: Weight) -> f32 {
        self.glyph(c, weight).map_or(0.0, |(_, width)| width * size)
    }

    /// The first of the fonts that can draw a character, and how wide it is there at size 1.
    ///
    /// Cached: to look into a font is to map its file.
    fn glyph(&self, c: char, weight: Weight) -> Option<(ID, f32)> {
        let mut glyphs = self.glyphs.lock().unwrap_or_else(PoisonError::into_inner);
        if glyphs.len() > MAX_GLYPHS {
            glyphs.clear();
        }
        *glyphs.entry((c, weight)).or_insert_with(|| {
            let faces = if weight == Weight::Strong { &self.strong } else { &self.regular };
            faces.iter().find_map(|id| Some((*id, advance(&self.db, *id, c)?)))
        })
    }
}

/// How wide a character is in a font at size 1; `None` where the font has none.
fn advance(db: &Database, id: ID, c: char) -> Option<f32> {
    let advance = db.with_face_data(id, |data, index| {
        let font = FontRef::from_index(data, index).ok()?;
        let glyph = font.charmap().map(c)?;
        font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
    });
    advance.flatten()
}

fn same(one: &FaceInfo, other: &FaceInfo) -> bool {
    one.post_script_name == other.post_script_name && one.index == other.index
}

/// The best family that has Japanese characters.
fn japanese(installed: &Database) -> Option<String> {
    let mut families: Vec<(usize, String, ID)> = installed
        .faces()
        .filter(|face| face.style == Style::Normal)
        .filter_map(|face| Some((face.families.first()?.0.clone(), face.id)))
        .map(|(family, id)| (rank(&family), family, id))
        .collect();
    families.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    families.dedup_by(|one, other| one.1 == other.1);
    let is_japanese = |id: ID| SAMPLE.chars().all(|c| advance(installed, id, c).is_some());
    families.into_iter().find(|(_, _, id)| is_japanese(*id)).map(|(_, family, _)| family)
}

/// The rank of a family; less is better.
fn rank(family: &str) -> usize {
    let family = family.to_lowercase();
    let preferred = PREFERRED.iter().position(|name| family == *name);
    let plain = || {
        let has = |parts: &[&str]| parts.iter().any(|part| family.contains(part));
        // Chinese and Korean forms of the same characters read oddly.
        let foreign = has(&[" sc", " tc", " hk", " kr", " cn", " tw"]);
        let serif = has(&["serif", "mincho", "明朝", "song", "ming"]);
        let mono = has(&["mono"]);
        PREFERRED.len() + usize::from(mono) + 2 * usize::from(serif) + 4 * usize::from(foreign)
    };
    preferred.unwrap_or_else(plain)
}

/// The face of a family whose weight is nearest.
fn nearest<'a>(installed: &'a Database, family: &str, weight: u16) -> Option<&'a FaceInfo> {
    let belongs = |face: &&FaceInfo| {
        face.style == Style::Normal && face.families.first().is_some_and(|(name, _)| name == family)
    };
    installed.faces().filter(belongs).min_by_key(|face| face.weight.0.abs_diff(weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_japanese_font_latin_is_drawn_all_the_same() {
        let fonts = Fonts::own();
        assert!(!fonts.japanese);
        assert_eq!(
            fonts.drawable("2023年10月11日 (Wed)\n停止 <Pod> 🎉 → 1.29"),
            "20231011 (Wed) <Pod> → 1.29"
        );
        assert_eq!(fonts.drawable("2023年10月11日(水)"), "", "no day, rather than another one");
        assert_eq!(fonts.drawable("\u{0}\u{200b}\u{feff}a\u{301}"), "a");
        assert!(fonts.width('m', 30.0, Weight::Strong) > fonts.width('i', 30.0, Weight::Strong));
        assert_eq!(fonts.width('停', 30.0, Weight::Regular), 0.0);
    }

    #[test]
    fn japanese_forms_come_first() {
        let mut families = [
            "Noto Serif CJK JP",
            "Noto Sans CJK SC",
            "Noto Sans Mono CJK JP",
            "Noto Sans CJK JP",
            "VL Gothic",
        ];
        families.sort_by_key(|family| rank(family));
        assert_eq!(families[0], "Noto Sans CJK JP");
        assert_eq!(families[1], "VL Gothic");
        assert_eq!(families[4], "Noto Sans CJK SC");
    }

    #[test]
    fn what_is_no_font_is_left_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("font.ttf");
        std::fs::write(&path, "no font").unwrap();
        assert!(!Fonts::find(Some(&path)).japanese);
        assert!(!Fonts::find(Some(folder.path())).japanese);
        assert!(!Fonts::find(Some(&folder.path().join("none"))).japanese);
    }
}
