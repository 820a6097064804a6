//! The icon of the site as a picture of pixels: the drawing of the favicon on paper, with room around it.

use std::sync::LazyLock;

use app::error::AppError;
use app::text::Lang;
use axum::body::Bytes;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use crate::web::cards::PAPER;
use crate::web::conditional::ONE_HOUR;
use crate::web::problem;

/// The drawing, which is a square.
const DRAWING: &str = include_str!("../../../../app/public/favicon.svg");

/// The sizes that a phone asks for, in pixels.
pub const SIZES: [u32; 2] = [192, 512];

/// The address of the icon in a size.
pub fn path(size: u32) -> String {
    format!("/icon-{size}.png")
}

/// The icon, drawn when it is asked for first.
pub async fn respond(size: u32) -> Response {
    static ICONS: LazyLock<[Option<Bytes>; 2]> =
        LazyLock::new(|| SIZES.map(|size| png(size).map(Bytes::from)));
    let drawn = tokio::task::spawn_blocking(move || {
        let at = SIZES.iter().position(|other| *other == size)?;
        ICONS[at].clone()
    });
    match drawn.await {
        Ok(Some(png)) => {
            ([(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, ONE_HOUR)], png).into_response()
        }
        _ => problem::text(&AppError::Failed, Lang::default()),
    }
}

/// The picture. A phone may cut its corners off, as far as a circle of four fifths of its width.
fn png(size: u32) -> Option<Vec<u8>> {
    let inner = DRAWING.replacen("<svg ", r#"<svg x="25" y="25" width="50" height="50" "#, 1);
    let svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="100" height="100" fill="{PAPER}"/>{inner}</svg>"#
    );
    let tree = Tree::from_str(&svg, &Options::default()).ok()?;
    let mut pixels = Pixmap::new(size, size)?;
    let scale = size as f32 / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_icon_is_the_drawing_within_a_circle_of_paper() {
        for size in SIZES {
            let pixels = Pixmap::decode_png(&png(size).unwrap()).unwrap();
            assert_eq!((pixels.width(), pixels.height()), (size, size));
            let colour = |x: u32, y: u32| {
                let pixel = pixels.pixel(x, y).unwrap();
                format!("#{:02x}{:02x}{:02x}", pixel.red(), pixel.green(), pixel.blue())
            };
            assert_eq!(colour(0, 0), PAPER);
            let centre = f64::from(size) / 2.0;
            let mut inked = 0;
            for (x, y) in (0..size).flat_map(|x| (0..size).map(move |y| (x, y))) {
                if colour(x, y) != PAPER {
                    inked += 1;
                    let radius = (f64::from(x) - centre).hypot(f64::from(y) - centre);
                    assert!(radius < 0.4 * f64::from(size), "{x} {y}");
                }
            }
            assert!(inked > size * size / 50, "{inked}");
        }
    }
}
