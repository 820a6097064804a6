//! `/robots.txt` and `/sitemap.xml`: what search engines may index.

use std::io::Write;

use app::error::AppError;
use app::request::Site;
use app::text::Lang;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::Date;
use domain::address::Page;
use domain::pages::SiteMap;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use store::Store;

use crate::web::conditional::{ONE_HOUR, Representation};
use crate::web::problem;

/// Paths that are closed to robots, besides pages that have one alone.
const CLOSED: [&str; 4] = ["/fn/", "/preferences", "/imports/", "/forget/"];

/// How many addresses a file of a sitemap may have by its protocol.
const FILE_ADDRESSES: usize = 50_000;

/// The namespace of sitemaps.
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

#[derive(Clone)]
struct Robots {
    store: Store,
    site: Site,
}

/// The routes of robots.txt and the sitemap.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, site: Site) -> Router<S> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(whole))
        .route("/sitemap/{part}", get(part))
        .with_state(Robots { store, site })
}

/// Everything is allowed but what is closed; the sitemap is named where others can reach it.
async fn robots(State(Robots { site, .. }): State<Robots>) -> impl IntoResponse {
    let mut text = String::from("User-agent: *\n");
    for path in closed_pages().iter().map(Page::path).chain(CLOSED.map(str::to_owned)) {
        text += &format!("Disallow: {path}\n");
    }
    text += "Allow: /\n";
    if !site.is_loopback {
        text += &format!("\nSitemap: {}/sitemap.xml\n", site.public_url);
    }
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8"), (header::CACHE_CONTROL, ONE_HOUR)], text)
}

/// The pages that robots leave out, with what lies below each.
fn closed_pages() -> [Page; 8] {
    [
        Page::sign_in("/"),
        Page::review(),
        Page::Bulk,
        Page::Decisions,
        Page::Write,
        Page::Sources,
        Page::Tokens,
        Page::Upload,
    ]
}

/// All addresses, or where they are, when they are too many for a file.
async fn whole(State(robots): State<Robots>, headers: HeaderMap) -> Response {
    robots
        .answer(&headers, |pages, site| match pages.len() {
            0..=FILE_ADDRESSES => Some(addresses(pages, site)),
            _ => Some(index(pages.len().div_ceil(FILE_ADDRESSES), site)),
        })
        .await
}

/// A part of the addresses, counted from 1: `/sitemap/1.xml`.
async fn part(State(robots): State<Robots>, Path(part): Path<String>, headers: HeaderMap) -> Response {
    let part = part.strip_suffix(".xml").and_then(|part| part.parse::<usize>().ok());
    robots
        .answer(&headers, |pages, site| {
            let part = part.and_then(|part| pages.chunks(FILE_ADDRESSES).nth(part.checked_sub(1)?));
            part.map(|part| addresses(part, site))
        })
        .await
}

/// A page with the day of its last change.
type DatedPage = (Page, Option<Date>);

impl Robots {
    /// What `write` makes of all pages, or a 304 where the client has it already.
    async fn answer(
        &self,
        headers: &HeaderMap,
        write: impl FnOnce(&[DatedPage], &Site) -> Option<std::io::Result<Vec<u8>>>,
    ) -> Response {
        let made = async {
            // Read before the pages: what is written meanwhile has a later one.
            let generation = self.store.generation().await?.to_string();
            let representation =
                Representation::weak(&[&generation, &self.site.public_url], ONE_HOUR, "accept-encoding");
            let make = async {
                let pages = pages(&self.store.site_map().await?);
                let Some(written) = write(&pages, &self.site) else {
                    return Ok((StatusCode::NOT_FOUND, "no such part of the sitemap\n").into_response());
                };
                let written = written.map_err(|error| {
                    tracing::error!(%error, "no sitemap");
                    AppError::Failed
                })?;
                let kind = [(header::CONTENT_TYPE, "application/xml; charset=utf-8")];
                Ok::<_, AppError>((kind, written).into_response())
            };
            representation.answer(headers, make).await
        };
        made.await.unwrap_or_else(|error: AppError| problem::text(&error, Lang::En))
    }
}

/// Every page that may be indexed.
fn pages(map: &SiteMap) -> Vec<DatedPage> {
    let newest = map.entries.iter().filter_map(|(_, day)| *day).max();
    let mut pages: Vec<DatedPage> = Vec::new();
    pages.extend(map.timeline.then(|| (Page::timeline(), newest)));
    pages.extend(map.any_kep.then(|| (Page::keps(), None)));
    pages.extend(map.any_kep.then_some((Page::Verdicts, None)));
    pages.extend([Page::Sigs, Page::Versions, Page::Upgrades].map(|page| (page, None)));
    pages.extend(map.keps.iter().map(|(name, day)| (Page::Kep(name.clone()), *day)));
    pages.extend(map.sigs.iter().map(|(sig, day)| (Page::Sig(sig.clone()), *day)));
    pages.extend(map.versions.iter().map(|(version, day)| (Page::Version(*version), *day)));
    pages.extend(map.entries.iter().map(|(entry, day)| (Page::Entry(entry.clone()), *day)));
    pages.extend(map.notes.iter().map(|(entry, note, day)| (Page::Note(entry.clone(), note.clone()), *day)));
    pages
}

/// A file of addresses.
fn addresses(pages: &[DatedPage], site: &Site) -> std::io::Result<Vec<u8>> {
    document("urlset", |xml| {
        for (page, day) in pages {
            xml.create_element("url").write_inner_content(|xml| {
                text(xml, "loc", &format!("{}{page}", site.public_url))?;
                day.map_or(Ok(()), |day| text(xml, "lastmod", &day.to_string()))
            })?;
        }
        Ok(())
    })
}

/// The file that names the others.
fn index(parts: usize, site: &Site) -> std::io::Result<Vec<u8>> {
    document("sitemapindex", |xml| {
        for part in 1..=parts {
            xml.create_element("sitemap").write_inner_content(|xml| {
                text(xml, "loc", &format!("{}/sitemap/{part}.xml", site.public_url))
            })?;
        }
        Ok(())
    })
}

fn document(
    root: &str,
    content: impl FnOnce(&mut Writer<Vec<u8>>) -> std::io::Result<()>,
) -> std::io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::new());
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.create_element(root).with_attribute(("xmlns", NAMESPACE)).write_inner_content(content)?;
    Ok(xml.into_inner())
}

fn text<W: Write>(xml: &mut Writer<W>, name: &str, content: &str) -> std::io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(content))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        Site { public_url: "https://kepline.example".to_owned(), is_loopback: false }
    }

    fn written(xml: std::io::Result<Vec<u8>>) -> String {
        String::from_utf8(xml.unwrap()).unwrap()
    }

    #[test]
    fn an_address_has_its_day_and_is_escaped() {
        let pages = ["/?sig=node&order=asc", "/"].map(|page| page.parse::<Page>().unwrap());
        let pages: Vec<DatedPage> =
            pages.into_iter().zip([Some(Date::constant(2023, 10, 11)), None]).collect();
        assert_eq!(
            written(addresses(&pages, &site())),
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\
             <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\
             <url><loc>https://kepline.example/?sig=node&amp;order=asc</loc><lastmod>2023-10-11</lastmod></url>\
             <url><loc>https://kepline.example/</loc></url></urlset>"
        );
    }

    #[test]
    fn no_closed_page_is_for_robots() {
        assert!(closed_pages().iter().all(|page| !page.is_for_robots()));
    }

    #[test]
    fn an_index_names_its_parts() {
        let index = written(index(2, &site()));
        assert!(index.contains("<loc>https://kepline.example/sitemap/2.xml</loc>"), "{index}");
        assert_eq!(index.matches("<sitemap>").count(), 2);
    }
}
