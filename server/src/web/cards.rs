//! `/cards/{hash}/…`: the pictures that stand where a page is shared.
//!
//! The hash covers everything that a picture shows. Under its current hash it may be cached for good;
//! any other hash redirects there. That a hash is the current one is looked up once for each state of the database
//! (`page_cache`): when a page vanishes, its card does too.

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

pub use canvas::SIZE;
pub use canvas::colour::PAPER;
pub use card_data::share;

use self::draw::DrawError;
use self::fonts::Fonts;
use crate::web::conditional::IMMUTABLE;
use crate::web::problem;

/// For redirects to the current picture, and for errors.
const ONE_MINUTE: &str = "public, max-age=60";

/// The memory that drawn pictures may take: what a write to the database leaves as it is is not drawn again.
const CACHE_BYTES: u64 = 8 * 1024 * 1024;

/// How many pictures are drawn at once: readers of pages come first.
const AT_ONCE: usize = 1;

/// How many pictures may wait to be drawn; later requests are refused.
const MAX_WAITING: usize = 32;

/// When a refused request may be repeated, in seconds.
const RETRY_AFTER_SECONDS: &str = "5";

/// Draws cards, each once, and caches the latest.
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
    Router::new().route("/cards/{hash}/{*page}", get(card)).with_state(cards)
}

/// The card of a page, or a redirect to the current one.
async fn card(
    State(cards): State<Cards>,
    Path((hash, page)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Response {
    let page = match Page::from_card(&join(&page, &query.unwrap_or_default())) {
        Ok(page) => page,
        Err(NotAPage::Path | NotAPage::Name) => {
            return plain_text(StatusCode::NOT_FOUND, "there is no such card");
        }
        Err(unread) => return plain_text(StatusCode::BAD_REQUEST, &unread.to_string()),
    };
    let share = match card_data::share(&cards.store, &page, None).await {
        Ok(Some(share)) => share,
        Ok(None) => return missing(&cards.store, &page).await,
        Err(error) => return problem::text(&AppError::from(error), Lang::En),
    };
    let now = share.card.hash();
    if hash != now {
        // The page of a list does not count, and neither does another spelling.
        let to = share.picture();
        return (StatusCode::FOUND, [(header::LOCATION, to.as_str()), (header::CACHE_CONTROL, ONE_MINUTE)])
            .into_response();
    }
    let robots = (!share.allows_indexing()).then_some([("x-robots-tag", "noindex")]);
    match cards.picture(&page, now, share.card).await {
        Ok(picture) => {
            let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, IMMUTABLE)];
            (headers, robots, picture).into_response()
        }
        Err(PictureError::Load(error)) => problem::text(&error, Lang::En),
        Err(PictureError::Busy) => {
            let retry_after = [(header::RETRY_AFTER, RETRY_AFTER_SECONDS)];
            (retry_after, plain_text(StatusCode::SERVICE_UNAVAILABLE, "too many cards are being drawn"))
                .into_response()
        }
        Err(PictureError::Draw(error)) => {
            tracing::error!(%error, %page, "a card could not be drawn");
            plain_text(StatusCode::INTERNAL_SERVER_ERROR, "the card could not be drawn")
        }
    }
}

/// Why there is no picture.
#[derive(Clone, Debug)]
enum PictureError {
    /// Too many wait to be drawn.
    Busy,
    /// The store failed to give its values.
    Load(AppError),
    /// The values could not be made into a picture.
    Draw(String),
}

impl From<DrawError> for PictureError {
    fn from(error: DrawError) -> Self {
        Self::Draw(error.to_string())
    }
}

impl Cards {
    fn new(store: Store, font: Option<PathBuf>) -> Self {
        let weigh =
            |hash: &String, picture: &Bytes| u32::try_from(hash.len() + picture.len()).unwrap_or(u32::MAX);
        Self {
            store,
            drawn: Cache::builder().max_capacity(CACHE_BYTES).weigher(weigh).build(),
            places: Arc::new(Semaphore::new(MAX_WAITING)),
            brush: Arc::new(Semaphore::new(AT_ONCE)),
            fonts: Arc::default(),
            font,
        }
    }

    /// The picture of a card by its hash: what was drawn already, or what is being drawn for others.
    async fn picture(&self, page: &Page, hash: String, card: Card) -> Result<Bytes, PictureError> {
        let draw = async {
            let _place = self.places.try_acquire().map_err(|_| PictureError::Busy)?;
            let brush = Arc::clone(&self.brush).acquire_owned().await;
            let brush = brush.map_err(|closed| PictureError::Draw(closed.to_string()))?;
            let cards = self.clone();
            let card = self.in_drawable_language(page, card).await?;
            let drawing = tokio::task::spawn_blocking(move || {
                // Held by the thread, which draws on when its request is dropped.
                let _brush = brush;
                draw::png(&card, cards.fonts())
            });
            let picture = drawing.await.map_err(|panicked| PictureError::Draw(panicked.to_string()))??;
            Ok(Bytes::from(picture))
        };
        self.drawn.try_get_with(hash, draw).await.map_err(|error: Arc<PictureError>| (*error).clone())
    }

    /// The card in a language that the fonts can draw: half of a text would mean something else.
    async fn in_drawable_language(&self, page: &Page, card: Card) -> Result<Card, PictureError> {
        if card.lang == Lang::En {
            return Ok(card);
        }
        let cards = self.clone();
        let japanese = tokio::task::spawn_blocking(move || cards.fonts().japanese).await;
        if japanese.map_err(|panicked| PictureError::Draw(panicked.to_string()))? {
            return Ok(card);
        }
        let share = card_data::share(&self.store, page, Some(Lang::En)).await;
        let share = share.map_err(|error| PictureError::Load(error.into()))?;
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

/// Why there is no card of a page.
async fn missing(store: &Store, page: &Page) -> Response {
    let id = match page {
        Page::Entry(entry) => entry.as_str(),
        Page::Note(_, note) => note.as_str(),
        _ => return plain_text(StatusCode::NOT_FOUND, "there is nothing to make a card of"),
    };
    match AppError::missing(store, id).await {
        AppError::NotFound => plain_text(StatusCode::NOT_FOUND, "there is nothing to make a card of"),
        error => problem::text(&error, Lang::En),
    }
}

/// An answer in plain text in place of a picture.
fn plain_text(status: StatusCode, why: &str) -> Response {
    (status, [(header::CACHE_CONTROL, ONE_MINUTE)], format!("{why}\n")).into_response()
}

#[cfg(test)]
mod tests {
    use domain::list::entry_part::EntryPart;

    use super::*;

    const NOTES: &str = "---\ntitle: Notes\n---\n\n## 2023-02-12\n- 検証のメモ\n";

    /// Cards of a notebook, with the fonts of the program alone.
    async fn cards() -> (Cards, Page, tempfile::TempDir) {
        cards_with_notes(NOTES).await
    }

    async fn cards_with_notes(notes: &str) -> (Cards, Page, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        let store = Store::open(&url).await.unwrap();
        crate::import::import_text(&store, notes).await.unwrap();
        let entry = store.timeline(&Default::default()).await.unwrap().entries.remove(0).id;
        let cards = Cards::new(store, None);
        cards.fonts.set(Fonts::own()).unwrap();
        (cards, Page::Entry(entry), folder)
    }

    async fn card(cards: &Cards, page: &Page) -> Card {
        card_data::share(&cards.store, page, None).await.unwrap().unwrap().card
    }

    #[tokio::test]
    async fn without_a_japanese_font_a_card_speaks_english() {
        let (cards, page, _folder) = cards().await;
        let japanese = card(&cards, &page).await;
        assert_eq!((japanese.lang, japanese.heading.as_str()), (Lang::Ja, "2023年2月12日(日)"));
        let english = cards.in_drawable_language(&page, japanese).await.unwrap();
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
            let (cards, page, _folder) = cards_with_notes(&notes).await;
            let Page::Entry(entry) = &page else { panic!("{page}") };
            let stored = cards.store.entry(entry, &EntryPart::First).await.unwrap().unwrap();
            let note = Page::Note(entry.clone(), stored.entry.notes[0].id.clone());
            for page in [&page, &note] {
                let card = card(&cards, page).await;
                assert_eq!(format!("{card:?}").contains("検証"), allowed, "{rights}: {card:?}");
                assert_eq!(card.alternative().contains("検証"), allowed, "{rights}");
                assert_eq!((card.lang, card.heading.as_str()), (Lang::Ja, "2023年2月12日(日)"));
            }
        }
    }

    #[tokio::test]
    async fn a_card_that_several_clients_request_is_drawn_once() {
        let (cards, page, _folder) = cards().await;
        let card = card(&cards, &page).await;
        let draw = || cards.picture(&page, card.hash(), card.clone());
        let (one, two) = tokio::join!(draw(), draw());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.as_ptr(), two.as_ptr(), "the same bytes in memory");
        assert_eq!(draw().await.unwrap().as_ptr(), one.as_ptr());
    }

    #[tokio::test]
    async fn a_request_without_a_place_is_refused_for_now() {
        let (cards, page, _folder) = cards().await;
        let card = card(&cards, &page).await;
        let places = Arc::clone(&cards.places).acquire_many_owned(MAX_WAITING as u32).await.unwrap();
        let answer = cards.picture(&page, card.hash(), card.clone()).await;
        assert!(matches!(answer, Err(PictureError::Busy)));
        drop(places);
        assert!(cards.picture(&page, card.hash(), card.clone()).await.is_ok(), "a refusal is not cached");
    }
}
