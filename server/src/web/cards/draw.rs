//! A card as PNG.

use app::share::Card;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use super::canvas::SIZE;
use super::fonts::Fonts;
use super::layout;

/// Why a card could not be drawn: a fault of the program, whatever the card shows.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DrawError {
    /// The drawing is no SVG.
    #[error("the drawing of a card cannot be read: {0}")]
    Drawing(String),
    /// There was no memory for it, or it could not be written.
    #[error("a card cannot be written: {0}")]
    Picture(String),
}

/// The picture of a card; takes some tens of milliseconds of this thread.
pub fn png(card: &Card, fonts: &Fonts) -> Result<Vec<u8>, DrawError> {
    let svg = layout::svg(card, fonts);
    let tree =
        Tree::from_str(&svg, &fonts.options()).map_err(|error| DrawError::Drawing(error.to_string()))?;
    let mut pixels =
        Pixmap::new(SIZE.0, SIZE.1).ok_or_else(|| DrawError::Picture("no room for its pixels".to_owned()))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| DrawError::Picture(error.to_string()))
}
