//! `/oembed`: what a document elsewhere shows in place of an address of this site, by [oEmbed 1.0](https://oembed.com).
//!
//! It is a picture: pages stay out of frames.

use app::error::AppError;
use app::request::Site;
use app::share::{PageKind, Share};
use app::text::Lang;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use domain::address::{EMBED_PATH, Page};
use domain::list::query::RawQuery;
use serde::Serialize;
use store::Store;

use super::conditional::Representation;
use super::{badges, cards, problem};

/// How many seconds an answer may be used.
const CACHE_AGE: u32 = 300;
const FIVE_MINUTES: &str = "public, max-age=300";

/// The route of the answers.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, site: Site) -> Router<S> {
    Router::new().route(EMBED_PATH, get(answer)).with_state((store, site))
}

/// A page, and how much room there is for it.
#[derive(Debug, PartialEq, Eq)]
struct EmbedRequest {
    page: Page,
    /// The most pixels that there is room for.
    room: (u32, u32),
}

/// What stands for a page.
#[derive(Debug, Serialize)]
struct Embed {
    version: &'static str,
    #[serde(rename = "type")]
    kind: EmbedKind,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    author_name: Option<String>,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    #[serde(flatten)]
    picture: Option<Picture>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum EmbedKind {
    Photo,
    /// Where there is no room for a picture.
    Link,
}

#[derive(Debug, Serialize)]
struct Picture {
    url: String,
    width: u32,
    height: u32,
}

/// Why there is no answer.
type Refusal = (StatusCode, &'static str);

impl EmbedRequest {
    fn read(query: &RawQuery, site: &Site) -> Result<Self, Refusal> {
        let one = |key: &str| query.values(key).find(|value| !value.is_empty());
        if !matches!(one("format"), None | Some("json")) {
            return Err((StatusCode::NOT_IMPLEMENTED, "the only format is `json`\n"));
        }
        let pixels = |key: &str| match one(key).map(str::parse) {
            None => Ok(u32::MAX),
            Some(Ok(pixels)) => Ok(pixels),
            Some(Err(_)) => Err((StatusCode::BAD_REQUEST, "`maxwidth` and `maxheight` are pixels\n")),
        };
        let room = (pixels("maxwidth")?, pixels("maxheight")?);
        let url = one("url").ok_or((StatusCode::BAD_REQUEST, "`url` is the address to be shown\n"))?;
        let foreign = (StatusCode::NOT_FOUND, "this is no address of a page of this site\n");
        let path = url.split('#').next().and_then(|url| url.strip_prefix(&site.public_url)).ok_or(foreign)?;
        let path = if path.is_empty() { "/" } else { path };
        // Behind the public address another host could go on: `https://kepline.example.evil.example`.
        let page = path.starts_with('/').then(|| path.parse().ok()).flatten().ok_or(foreign)?;
        Ok(Self { page, room })
    }

    fn has_room(&self, (width, height): (u32, u32)) -> bool {
        width <= self.room.0 && height <= self.room.1
    }

    /// The card of the page, else its badge, whichever there is room for.
    async fn picture(&self, store: &Store, site: &Site, share: &Share) -> store::Result<Option<Picture>> {
        let picture = |path: &str, (width, height)| Picture {
            url: format!("{}{path}", site.public_url),
            width,
            height,
        };
        if self.has_room(cards::SIZE) {
            return Ok(Some(picture(&share.picture(), cards::SIZE)));
        }
        let Some((page, badge)) = badges::load(store, &self.page, Lang::En).await? else { return Ok(None) };
        let size = badges::Drawing::new(&badge).size();
        Ok(page.badge_path().filter(|_| self.has_room(size)).map(|path| picture(&path, size)))
    }
}

async fn answer(
    State((store, site)): State<(Store, Site)>,
    headers: HeaderMap,
    request: Request,
) -> Response {
    let query = RawQuery::parse(request.uri().query().unwrap_or_default());
    let wanted = match EmbedRequest::read(&query, &site) {
        Ok(wanted) => wanted,
        Err(refusal) => return refusal.into_response(),
    };
    let made = async {
        let generation = store.generation().await?.to_string();
        let parts: [&str; 3] = [&generation, &site.public_url, &query.to_string()];
        let make = embed(&store, &site, &wanted);
        Representation::weak(&parts, FIVE_MINUTES, "accept-encoding").answer(&headers, make).await
    };
    made.await.unwrap_or_else(|error: store::Error| problem::text(&AppError::from(error), Lang::En))
}

async fn embed(store: &Store, site: &Site, wanted: &EmbedRequest) -> store::Result<Response> {
    let Some(share) = cards::share(store, &wanted.page, None).await? else {
        return Ok((StatusCode::NOT_FOUND, "there is nothing to show at this address\n").into_response());
    };
    let picture = wanted.picture(store, site, &share).await?;
    let author_name = match &share.kind {
        PageKind::Posting { notebook, .. } => notebook.author.clone(),
        _ => None,
    };
    let embed = Embed {
        version: "1.0",
        kind: if picture.is_some() { EmbedKind::Photo } else { EmbedKind::Link },
        title: share.title,
        author_name,
        provider_name: "Kepline",
        provider_url: format!("{}/", site.public_url),
        cache_age: CACHE_AGE,
        picture,
    };
    let robots = [("x-robots-tag", "noindex")];
    Ok((robots, [(header::CONTENT_TYPE, "application/json")], Json(embed)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_embed_request_names_a_page_of_this_site() {
        let site = Site { public_url: "https://kepline.example".to_owned(), is_loopback: false };
        let check = |query: &str, expected: Result<(&str, (u32, u32)), u16>| {
            let read = EmbedRequest::read(&RawQuery::parse(query), &site);
            let read = read.map(|read| (read.page.href(), read.room)).map_err(|(status, _)| status.as_u16());
            assert_eq!(read, expected.map(|(page, room)| (page.to_owned(), room)), "{query}");
        };
        let any = (u32::MAX, u32::MAX);
        check("url=https://kepline.example/keps/753", Ok(("/keps/753", any)));
        check("url=https%3A%2F%2Fkepline.example%2F%3Fsig%3Dnode", Ok(("/?sig=node", any)));
        check("url=https://kepline.example&format=json", Ok(("/", any)));
        check(
            "url=https://kepline.example/keps/753%23story&maxwidth=400&maxheight=",
            Ok(("/keps/753", (400, u32::MAX))),
        );
        for foreign in [
            "https://evil.example/keps/753",
            "http://kepline.example/keps/753",
            "https://kepline.example.evil.example/keps/753",
            "https://kepline.example@evil.example/",
            "https://kepline.example/no/such/page",
            "/keps/753",
        ] {
            check(&format!("url={foreign}"), Err(404));
        }
        check("url=https://kepline.example/&format=xml", Err(501));
        check("url=https://kepline.example/&maxwidth=wide", Err(400));
        check("", Err(400));
    }
}
