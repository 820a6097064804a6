//! `/cards/{hash}/…`: the pictures that stand where a page is shared.
//!
//! The hash is over everything that a picture shows. Under the hash of now it may be kept for good;
//! any other leads there.

mod canvas;
mod card_data;
mod draw;
mod fonts;
mod layout;
mod ruler;
mod wrap;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use app::error::AppError;
use app::share::Card;
use app::text::Lang;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::address::{NotAPage, Page, join};
use moka::future::Cache;
use store::Store;
use tokio::sync::Semaphore;

use self::draw::Undrawn;
use self::fonts::Fonts;
use crate::web::problem;

/// What may be kept for a year because its path changes with it.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// How long it may be remembered where the picture of now is, or that there is none.
const SHORT: &str = "public, max-age=60";

/// How much memory drawn pictures may take.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// How many pictures are drawn at once: readers of pages come first.
const AT_ONCE: usize = 1;

/// How many may wait to be drawn; who comes later is asked to come again.
const WAITING: usize = 32;

/// How long who came too late should wait, in seconds.
const AGAIN_AFTER: &str = "5";

/// Draws cards, each once, and remembers the latest.
#[derive(Clone)]
struct Cards {
    store: Store,
    drawn: Cache<String, Bytes>,
    places: Arc<Semaphore>,
    brush: Arc<Semaphore>,
    fonts: Arc<OnceLock<Fonts>>,
    /// The Japanese font, where it is not one of the system.
    font: Option<PathBuf>,
}

/// The route of the cards.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, font: Option<PathBuf>) -> Router<S> {
    let cards = Cards::new(store, font);
    Router::new().route("/cards/{hash}/{*of}", get(card)).with_state(cards)
}

/// The card of a page, or the way to the one of now.
async fn card(
    State(cards): State<Cards>,
    Path((hash, of)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let of = match Page::from_card(&join(&of, &query.unwrap_or_default())) {
        Ok(of) => of,
        Err(NotAPage::Path | NotAPage::Name) => {
            return told(StatusCode::NOT_FOUND, "there is no such card");
        }
        Err(unread) => return told(StatusCode::BAD_REQUEST, &unread.to_string()),
    };
    let share = match card_data::share(&cards.store, &of, None).await {
        Ok(Some(share)) => share,
        Ok(None) => return told(StatusCode::NOT_FOUND, "there is nothing to make a card of"),
        Err(error) => return problem::text(&AppError::from(error), Lang::En),
    };
    let now = share.card.hash();
    if hash != now {
        // The page of a list does not count, and neither does another spelling.
        let to = share.picture();
        return (StatusCode::FOUND, [(header::LOCATION, to.as_str()), (header::CACHE_CONTROL, SHORT)])
            .into_response();
    }
    let robots = (!share.allows_indexing()).then_some([("x-robots-tag", "noindex")]);
    match cards.picture(&of, now, share.card).await {
        Ok(picture) => {
            let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, IMMUTABLE)];
            (headers, robots, picture).into_response()
        }
        Err(NoPicture::Unloaded(error)) => problem::text(&error, Lang::En),
        Err(NoPicture::Busy) => {
            let again = [(header::RETRY_AFTER, AGAIN_AFTER)];
            (again, told(StatusCode::SERVICE_UNAVAILABLE, "too many cards are being drawn")).into_response()
        }
        Err(NoPicture::Undrawn(error)) => {
            tracing::error!(%error, %of, "a card could not be drawn");
            told(StatusCode::INTERNAL_SERVER_ERROR, "the card could not be drawn")
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug)]
enum NoPicture {
    /// Too many are drawn already.
    Busy,
    /// The store has no values for it.
    Unloaded(AppError),
    /// The values could not be made into a picture.
    Undrawn(String),
}

impl From<Undrawn> for NoPicture {
    fn from(error: Undrawn) -> Self {
        Self::Undrawn(error.to_string())
    }
}

impl Cards {
    fn new(store: Store, font: Option<PathBuf>) -> Self {
        let weigh =
            |hash: &String, picture: &Bytes| u32::try_from(hash.len() + picture.len()).unwrap_or(u32::MAX);
        Self {
            store,
            drawn: Cache::builder().max_capacity(CACHE_BYTES).weigher(weigh).build(),
            places: Arc::new(Semaphore::new(WAITING)),
            brush: Arc::new(Semaphore::new(AT_ONCE)),
            fonts: Arc::default(),
            font,
        }
    }

    /// The picture of a card by its hash: what was drawn already, or what is being drawn for others.
    async fn picture(&self, of: &Page, hash: String, card: Card) -> Result<Bytes, NoPicture> {
        let draw = async {
            let _place = self.places.try_acquire().map_err(|_| NoPicture::Busy)?;
            let brush = Arc::clone(&self.brush).acquire_owned().await;
            let brush = brush.map_err(|closed| NoPicture::Undrawn(closed.to_string()))?;
            let cards = self.clone();
            let card = self.speakable(of, card).await?;
            let drawing = tokio::task::spawn_blocking(move || {
                // Held by the thread: who does not wait for it any more does not stop it.
                let _brush = brush;
                draw::png(&card, cards.fonts())
            });
            let picture = drawing.await.map_err(|panicked| NoPicture::Undrawn(panicked.to_string()))??;
            Ok(Bytes::from(picture))
        };
        self.drawn.try_get_with(hash, draw).await.map_err(|error: Arc<NoPicture>| (*error).clone())
    }

    /// The card in a language that the fonts can draw: half of the words would say something else.
    async fn speakable(&self, of: &Page, card: Card) -> Result<Card, NoPicture> {
        if card.lang == Lang::En {
            return Ok(card);
        }
        let cards = self.clone();
        let japanese = tokio::task::spawn_blocking(move || cards.fonts().japanese).await;
        if japanese.map_err(|panicked| NoPicture::Undrawn(panicked.to_string()))? {
            return Ok(card);
        }
        let share = card_data::share(&self.store, of, Some(Lang::En)).await;
        let share = share.map_err(|error| NoPicture::Unloaded(error.into()))?;
        Ok(share.map_or(card, |share| share.card))
    }

    /// The fonts, looked for when the first card is drawn.
    fn fonts(&self) -> &Fonts {
        self.fonts.get_or_init(|| {
            let fonts = Fonts::find(self.font.as_deref());
            if !fonts.japanese {
                tracing::warn!(
                    "no font with Japanese characters: cards are drawn without them; install Noto Sans CJK \
                     (Debian: fonts-noto-cjk) or name a font file or folder in KEPLINE_CARD_FONT"
                );
            }
            fonts
        })
    }
}

/// An answer that is no picture.
fn told(status: StatusCode, why: &str) -> Response {
    (status, [(header::CACHE_CONTROL, SHORT)], format!("{why}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-02-12\n- 検証のメモ\n";

    /// Cards of a notebook, with the fonts of the program alone.
    async fn cards() -> (Cards, Page, tempfile::TempDir) {
        cards_of(NOTES).await
    }

    async fn cards_of(notes: &str) -> (Cards, Page, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        crate::import::import_text(&store, notes).await.unwrap();
        let entry = store.timeline(&Default::default()).await.unwrap().entries.remove(0).id;
        let cards = Cards::new(store, None);
        cards.fonts.set(Fonts::own()).unwrap();
        (cards, Page::Entry(entry), folder)
    }

    async fn card(cards: &Cards, of: &Page) -> Card {
        card_data::share(&cards.store, of, None).await.unwrap().unwrap().card
    }

    #[tokio::test]
    async fn without_a_japanese_font_a_card_speaks_english() {
        let (cards, of, _folder) = cards().await;
        let japanese = card(&cards, &of).await;
        assert_eq!((japanese.lang, japanese.heading.as_str()), (Lang::Ja, "2023年2月12日(日)"));
        let english = cards.speakable(&of, japanese).await.unwrap();
        assert_eq!((english.lang, english.heading.as_str()), (Lang::En, "12 February 2023 (Sun)"));
        assert!(!layout::svg(&english, cards.fonts()).contains('検'));
    }

    #[tokio::test]
    async fn a_card_shows_text_where_the_rights_allow_it() {
        let licensed = "rights: licensed\nlicence: CC BY 4.0\n";
        for (rights, allowed) in
            [("rights: own\n", true), (licensed, true), ("rights: unstated\n", false), ("", false)]
        {
            let notes = NOTES.replace("title: Notes\n", &format!("title: Notes\n{rights}"));
            let (cards, of, _folder) = cards_of(&notes).await;
            let Page::Entry(entry) = &of else { panic!("{of}") };
            let page = cards.store.entry(entry, None).await.unwrap().unwrap();
            let note = Page::Note(entry.clone(), page.entry.notes[0].id.clone());
            for of in [&of, &note] {
                let card = card(&cards, of).await;
                assert_eq!(format!("{card:?}").contains("検証"), allowed, "{rights}: {card:?}");
                assert_eq!(card.alternative().contains("検証"), allowed, "{rights}");
                assert_eq!((card.lang, card.heading.as_str()), (Lang::Ja, "2023年2月12日(日)"));
            }
        }
    }

    #[tokio::test]
    async fn what_several_ask_for_is_drawn_once() {
        let (cards, of, _folder) = cards().await;
        let card = card(&cards, &of).await;
        let ask = || cards.picture(&of, card.hash(), card.clone());
        let (one, two) = tokio::join!(ask(), ask());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.as_ptr(), two.as_ptr(), "the same bytes in memory");
        assert_eq!(ask().await.unwrap().as_ptr(), one.as_ptr());
    }

    #[tokio::test]
    async fn who_finds_no_place_is_told_to_come_again() {
        let (cards, of, _folder) = cards().await;
        let card = card(&cards, &of).await;
        let places = Arc::clone(&cards.places).acquire_many_owned(WAITING as u32).await.unwrap();
        let answer = cards.picture(&of, card.hash(), card.clone()).await;
        assert!(matches!(answer, Err(NoPicture::Busy)));
        drop(places);
        assert!(cards.picture(&of, card.hash(), card.clone()).await.is_ok(), "and is not told so for ever");
    }
}
