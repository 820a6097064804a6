//! `/llms.txt`: what the site is and where a model finds what it needs, in the shape of <https://llmstxt.org>.

use app::error::AppError;
use app::html::escape;
use app::request::Site;
use app::text::Lang;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::address::Page;
use domain::list::filter::Filter;
use domain::list::timeline::DataTimes;
use domain::notebook::{Notebook, Rights};
use store::Store;

use super::conditional::{ONE_HOUR, Representation};
use super::{mcp, problem};

/// The route of the text.
pub fn routes<S: Clone + Send + Sync + 'static>(store: Store, site: Site) -> Router<S> {
    Router::new().route("/llms.txt", get(text)).with_state((store, site))
}

async fn text(State((store, site)): State<(Store, Site)>, headers: HeaderMap) -> Response {
    let made = async {
        let generation = store.generation().await?.to_string();
        let make = async {
            let notebooks = store.notebooks().await?;
            let notebooks = notebooks.iter().map(|stored| (&stored.notebook, stored.notes));
            let text = describe(&site, notebooks, &store.data_as_of().await?);
            Ok(([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response())
        };
        Representation::weak(&[&generation, &site.public_url], ONE_HOUR, "accept-encoding")
            .answer(&headers, make)
            .await
    };
    made.await.unwrap_or_else(|error: store::Error| problem::text(&AppError::from(error), Lang::En))
}

/// The text, with notebooks and how many notes each has.
fn describe<'a>(
    site: &Site,
    notebooks: impl Iterator<Item = (&'a Notebook, u32)>,
    facts: &DataTimes,
) -> String {
    let url = &site.public_url;
    let day = |at: Option<jiff::Timestamp>| {
        at.map_or("never synced".to_owned(), |at| domain::utc_day(at).to_string())
    };
    let (keps, github) = (day(facts.keps), day(facts.github));
    let notebooks: String = notebooks.map(|(notebook, notes)| line(url, notebook, notes)).collect();
    let notebooks = if notebooks.is_empty() { "None yet.\n" } else { &notebooks };
    let mcp = mcp::PATH;
    format!(
        "# Kepline\n\n\
         > A timeline of engineers' running notes on Kubernetes development that knows what happened next: each KEP (Kubernetes \
         enhancement proposal), pull request and issue that a note cites has its state *then*, at the end of the note's day, \
         and *now*, as of the last sync.\n\n\
         *Now* is never the present day: what is known of KEPs is as of {keps}, of pull requests and issues as of {github}. \
         Name that day. What is unknown is shown as unknown.\n\n\
         The notes belong to their authors: name them, and link to the note's page. Where rights are unstated, the words of \
         notes stand on their pages alone: do not reproduce, summarise at length or store them; what they cite, their days and \
         their tags may be used.\n\n\
         ## Notebooks\n\n{notebooks}\n\
         ## Pages\n\n\
         Lists, KEPs, groups, versions, pull requests, entries and notes are there as Markdown too: put `.md` after the path.\n\n\
         - [Timeline]({url}/index.md): the newest notes; `?sig=node&version=1.29&q=sidecar` narrows it\n\
         - [KEPs]({url}/keps.md): every KEP with what it is now; `/keps/753.md` is one with what it promised and what came\n\
         - [Verdicts]({url}/verdicts): how what was expected turned out\n\
         - [Upgrades]({url}/upgrade): what an upgrade changes; `/upgrade/1.27..1.29.md` is a checklist\n\
         - [Feature gates]({url}/gates): each gate, release by release\n\
         - [SIGs]({url}/sigs.md): groups with their notes and KEPs\n\
         - [Versions]({url}/versions.md): Kubernetes releases with their days\n\
         - [Status]({url}/status): how old the facts of each source are\n\n\
         ## Programs\n\n\
         - [MCP]({url}{mcp}): tools of the Model Context Protocol, over streamable HTTP, without a key\n\
         - [API]({url}/api/v1): the same as JSON; [described in OpenAPI]({url}/api/v1/openapi.json)\n\
         - [Feed]({url}/index.atom): new notes and what has moved; every list has one\n\
         - [Sitemap]({url}/sitemap.xml): every page\n"
    )
}

/// A notebook in the list of them.
fn line(url: &str, notebook: &Notebook, notes: u32) -> String {
    let list = Page::from(Filter { notebooks: vec![notebook.slug.clone()], ..Filter::default() });
    let author = notebook.author.as_deref().map(|author| format!(" by {}", escape::markdown(author)));
    let rights = match &notebook.rights {
        Rights::Own => "published here by its author".to_owned(),
        Rights::Licensed(licence) => format!("under {}", escape::markdown(licence)),
        Rights::Unstated => "rights unstated: its words stand on its pages alone".to_owned(),
    };
    let (title, author) = (escape::markdown(&notebook.title), author.unwrap_or_default());
    format!("- [{title}]({url}{list}): {notes} notes{author}, {rights}\n")
}
