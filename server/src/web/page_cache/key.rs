//! What an answer follows from, and which answers follow from nothing else.

use app::request::Reader;
use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::http::{Method, header};
use domain::address::{EMBED_PATH, Page};
use domain::{Date, utc_day};
use jiff::Timestamp;
use store::RecentState;

use crate::web::api;
use crate::web::encoding::Encoding;
use crate::web::page_request::{LANG_COOKIE, THEME_COOKIE, reader};
use crate::web::sign_in::names_session;

/// Longer addresses are those of no page that many ask for.
const MAX_ADDRESS_BYTES: usize = 1024;

/// What else a key takes in memory, with its place in the cache.
const KEY_BYTES: u64 = 256;

/// Everything that an answer to a stranger follows from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    about: Wanted,
    generation: i64,
    /// What pages show of the clock: the age of the facts in days, where they are old.
    stale_days: Option<i64>,
    /// The day, of what has begun or is over by it.
    today: Option<Date>,
}

/// What a request asks for that may be answered from memory.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// The path with its query.
    address: Box<str>,
    /// Of what does not depend on it the default.
    reader: Reader,
    encoding: Encoding,
    /// Whether the answer is another one each day.
    follows_day: bool,
}

/// What a request asks for; `None` where its answer follows from more than an address and a reader.
pub fn request(request: &Request) -> Option<Wanted> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD) && request.body().is_end_stream();
    if !reads || names_session(request.headers()) {
        return None;
    }
    let address = request.uri().path_and_query()?;
    // Leptos leads back from a failed form with the error in the query; only its sender is shown it.
    let shows_error = address.query().is_some_and(|query| query.contains("__"));
    if address.as_str().len() > MAX_ADDRESS_BYTES || shows_error {
        return None;
    }
    let depends = Dependence::at(address.path())?;
    let reader = || reader(request.headers());
    // What a page says of somebody's cluster is for them alone.
    if reader().runs.is_some() && matches!(depends, Dependence::Reader) {
        return None;
    }
    Some(Wanted {
        address: address.as_str().into(),
        reader: match depends {
            Dependence::Reader => reader(),
            Dependence::Language => Reader { lang: reader().lang, ..Reader::default() },
            Dependence::Nothing | Dependence::NothingPacked => Reader::default(),
        },
        encoding: match depends {
            Dependence::NothingPacked => Encoding::Identity,
            _ => Encoding::accepted(request.headers()),
        },
        follows_day: address.as_str() == "/" || follows_day(address.path()),
    })
}

/// Whether what a path leads to is another thing each day, whatever is written: which periods have begun, which are over,
/// and which days were years ago.
fn follows_day(path: &str) -> bool {
    let page = Page::from_path_as(path).map_or_else(|| Page::from_path(path), |(page, _)| page);
    page.is_ok_and(|page| {
        matches!(page, Page::Digests | Page::Digest(_) | Page::LatestDigest(_) | Page::OnThisDay(_))
    })
}

/// What an answer depends on besides its address and the database.
enum Dependence {
    /// On the language and the colours of the reader.
    Reader,
    /// On the language alone.
    Language,
    Nothing,
    /// On nothing, and it is compressed by itself.
    NothingPacked,
}

impl Dependence {
    /// That of the answer at a path; `None` where it depends on more: on who is signed in, on a sync that is under
    /// way, on a one-time link. Server functions answer forms.
    fn at(path: &str) -> Option<Self> {
        if path.starts_with("/cards/") {
            return Some(Self::NothingPacked);
        }
        if api::is_api(path) {
            return (!path.starts_with("/api/v1/status")).then_some(Self::Nothing);
        }
        if path == EMBED_PATH || Page::from_badge_path(path).is_some() {
            return Some(Self::Nothing);
        }
        if let Some((form, _)) = Page::from_path_as(path) {
            return form.is_ok_and(|page| !page.formats().is_empty()).then_some(Self::Language);
        }
        match Page::from_path(path).ok()? {
            Page::Timeline(_)
            | Page::Archive(_)
            | Page::Entry(_)
            | Page::EntryPart(..)
            | Page::Note(..)
            | Page::History(_)
            | Page::Keps(_)
            | Page::Kep(_)
            | Page::Item(_)
            | Page::Sigs
            | Page::Sig(_)
            | Page::SigReleases(..)
            | Page::Versions
            | Page::Version(_)
            | Page::Upgrade(..)
            | Page::Gates
            | Page::Gate(_)
            | Page::Annotate
            | Page::OnThisDay(_)
            | Page::Digests
            | Page::Digest(_)
            | Page::LatestDigest(_)
            | Page::Verdicts => Some(Self::Reader),
            // Which release is the newest changes without a write.
            Page::Upgrades
            | Page::Status
            | Page::SignIn { .. }
            | Page::SignInByLink(_)
            | Page::Review(..)
            | Page::Bulk
            | Page::Decisions
            | Page::Import(_)
            | Page::Forget(_)
            | Page::Write
            | Page::EditNote(_)
            | Page::Sources
            | Page::Tokens
            | Page::Upload
            | Page::UploadPreview(_) => None,
        }
    }
}

impl Wanted {
    /// The key of the answer in a state of the database, at a time.
    pub fn key(self, state: &RecentState, now: Timestamp) -> Key {
        let today = self.follows_day.then(|| utc_day(now));
        Key { about: self, generation: state.generation, stale_days: state.as_of.stale_days(now), today }
    }
}

impl Key {
    /// The encoding that the answer is sent in.
    pub fn encoding(&self) -> Encoding {
        self.about.encoding
    }

    /// What it takes in memory, in bytes.
    pub fn size(&self) -> u64 {
        KEY_BYTES + self.about.address.len() as u64
    }

    /// The request of a stranger of whom nothing is known but what stands in the key.
    pub fn request(&self) -> Result<Request, axum::http::Error> {
        let Wanted { address, reader: Reader { lang, theme, .. }, .. } = &self.about;
        let (lang, theme) = (lang.as_str(), theme.as_str());
        Request::get(&**address)
            .header(header::COOKIE, format!("{LANG_COOKIE}={lang}; {THEME_COOKIE}={theme}"))
            .body(Body::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a request asks for, by its address and its headers.
    fn wanted(address: &str, headers: &[(&str, &str)]) -> Option<Wanted> {
        let request = headers
            .iter()
            .fold(Request::get(address), |request, (name, value)| request.header(*name, *value));
        super::request(&request.body(Body::empty()).unwrap())
    }

    #[test]
    fn only_what_follows_from_the_address_and_the_reader_is_kept() {
        for address in [
            "/",
            "/?sig=node&q=%E5%81%9C%E6%AD%A2",
            "/2023/10",
            "/e/0a1b2c3d",
            "/e/0a1b2c3d/history",
            "/keps/753?as_of=2024-01-01",
            "/sigs",
            "/on-this-day/11-28",
            "/index.atom",
            "/2023.md",
            "/api/v1/notes?limit=50",
            "/cards/0a1b/list.png",
        ] {
            assert!(wanted(address, &[]).is_some(), "{address}");
        }
        for address in [
            "/status",
            "/api/v1/status",
            "/api/v1/status/",
            "/healthz",
            "/sign-in?next=/",
            "/sign-in/0a1b2c3d",
            "/review",
            "/bulk?sig=node",
            "/decisions",
            "/fn/suggest?text=",
            "/imports/12",
            "/forget/0a1b2c3d",
            "/sources",
            "/tokens",
            "/pkg/0a1b2c3d4e5f/kepline.css",
            "/robots.txt",
            "/nope",
            "/?__path=/fn/tag&__err=x",
        ] {
            assert_eq!(wanted(address, &[]), None, "{address}");
        }
        assert_eq!(wanted(&format!("/?q={}", "x".repeat(2_000)), &[]), None);
    }

    #[test]
    fn requests_that_name_a_session_are_none_of_a_stranger_s() {
        for cookie in ["kepline_session=x", "a=b; __Host-kepline_session=x", "kepline_session"] {
            assert_eq!(wanted("/", &[("cookie", "c=d"), ("cookie", cookie)]), None, "{cookie}");
        }
        assert!(wanted("/", &[("cookie", "kepline_lang=ja")]).is_some());
    }

    #[test]
    fn only_requests_without_a_body_that_read_are_answered() {
        for method in [Method::POST, Method::PUT, Method::OPTIONS, Method::DELETE] {
            let request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
            assert_eq!(super::request(&request), None);
        }
        let with_body = Request::get("/").body(Body::from("x")).unwrap();
        assert_eq!(super::request(&with_body), None);
        let head = Request::head("/").body(Body::empty()).unwrap();
        assert_eq!(super::request(&head), wanted("/", &[]), "a HEAD is answered as a GET is");
    }

    #[test]
    fn a_key_is_of_what_makes_a_difference() {
        let same = |address: &str, headers: &[(&str, &str)], expected: bool| {
            assert_eq!(wanted(address, headers) == wanted(address, &[]), expected, "{address}: {headers:?}");
        };
        let (ja, dark, br) =
            (("accept-language", "ja"), ("cookie", "kepline_theme=dark"), ("accept-encoding", "br"));
        for header in [("accept-language", "fr, en"), ("user-agent", "x"), ("host", "x"), ("cookie", "a=b")] {
            same("/", &[header], true);
        }
        for header in [ja, dark, br, ("cookie", "kepline_lang=ja")] {
            same("/", &[header], false);
        }
        same("/index.atom", &[dark], true);
        same("/index.atom", &[ja], false);
        same("/api/v1/notes", &[dark, ja], true);
        same("/api/v1/notes", &[br], false);
        same("/cards/0/list.png", &[dark, ja, br], true);
        assert_ne!(wanted("/", &[]), wanted("/?sig=node", &[]));
    }

    #[test]
    fn the_clock_counts_as_far_as_a_page_shows_it() {
        let keps = Some("2026-07-24T09:00:00Z".parse().unwrap());
        let mut state = RecentState { generation: 1, as_of: Default::default() };
        let key =
            |state: &RecentState, now: &str| wanted("/keps", &[]).unwrap().key(state, now.parse().unwrap());
        assert_eq!(key(&state, "2026-11-25T12:00:00Z"), key(&state, "2027-11-25T12:00:00Z"));
        state.as_of.keps = keps;
        assert_eq!(
            key(&state, "2026-07-25T12:00:00Z"),
            key(&state, "2026-08-01T12:00:00Z"),
            "they are fresh"
        );
        assert_eq!(key(&state, "2026-11-25T12:00:00Z"), key(&state, "2026-11-26T08:59:00Z"));
        assert_ne!(key(&state, "2026-11-25T12:00:00Z"), key(&state, "2026-11-26T09:00:00Z"));
        state.as_of.keps = None;
        let key = |address: &str, now: &str| {
            wanted(address, &[])
                .expect("an answer that is kept")
                .key(&state, now.parse().expect("an instant"))
        };
        for address in [
            "/",
            "/on-this-day",
            "/on-this-day/11-28",
            "/digest",
            "/digest/week",
            "/digest/2026-W48",
            "/digest/1.37.md",
            "/digest/week.atom",
        ] {
            assert_eq!(
                key(address, "2026-11-25T00:00:00Z"),
                key(address, "2026-11-25T23:59:59Z"),
                "{address}"
            );
            assert_ne!(
                key(address, "2026-11-25T12:00:00Z"),
                key(address, "2026-11-26T12:00:00Z"),
                "{address}"
            );
        }
    }
}
