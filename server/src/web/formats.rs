//! Lists in other forms: feeds (`.atom`, `.json`) and Markdown (`.md`), at the address of the list with
//! the form behind it.
//!
//! The router knows no `{n}.atom` within a segment, so the form is taken off before anything is routed;
//! whatever is no list goes on as it came.

mod asked;
mod atom;
mod feed;
mod json_feed;
mod markdown;
mod tables;

use app::error::AppError;
use app::request::{Asked, Facts, Reader, Site};
use app::text::Lang;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::address::{Format, NotAPage, Page, join};
use domain::list::query::RawQuery;
use domain::list::timeline::DataTimes;
use domain::notebook::Viewer;
use store::{Store, Written};

use asked::Question;

use crate::web::conditional::Representation;
use crate::web::{curators, problem};

fn content_type(format: Format) -> &'static str {
    match format {
        Format::Atom => "application/atom+xml; charset=utf-8",
        Format::Json => "application/feed+json; charset=utf-8",
        Format::Markdown => "text/markdown; charset=utf-8",
    }
}

/// What an answer differs by, beside its address.
const VARY: &str = "cookie, accept-language, accept-encoding";

/// For whom an answer is made.
#[derive(Clone, Debug)]
struct Asker {
    lang: Lang,
    viewer: Viewer,
    as_of: DataTimes,
    /// The address of the site, without a slash at the end.
    site: String,
}

/// Why there is no answer.
#[derive(Debug)]
enum Refusal {
    /// The list has another address: a path with its query.
    Moved(String),
    /// The query cannot be read, and why.
    Unread(String),
    /// There is nothing at this address.
    NotFound,
    /// What was here has left its source.
    Gone,
    /// It cannot be made.
    Failed(AppError),
}

impl From<store::Error> for Refusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// Answers for the lists that are asked for in another form, and leaves the rest alone.
pub async fn answer(
    State(store): State<Store>,
    Extension(site): Extension<Site>,
    request: Request,
    next: Next,
) -> Response {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    let (list, format) = match Page::from_path_as(path).filter(|_| is_read) {
        Some((Ok(page), format)) if !page.formats().is_empty() => (page, format),
        Some((Err(NotAPage::Name), _)) => return refused(Refusal::NotFound, Lang::En),
        _ => return next.run(request).await,
    };
    let own_path = list.path_as(format);
    if own_path != path {
        let query = request.uri().query().unwrap_or_default();
        return refused(Refusal::Moved(join(&own_path, query)), Lang::En);
    }
    if !list.formats().contains(&format) {
        return refused(Refusal::NotFound, Lang::En);
    }
    let extensions = request.extensions();
    let reader = extensions.get::<Reader>().copied().unwrap_or_default();
    let asker = Asker {
        lang: reader.lang,
        viewer: curators::viewer(extensions),
        as_of: extensions.get::<Facts>().copied().unwrap_or_default().as_of,
        site: site.public_url,
    };
    let query = extensions.get::<Asked>().map(|asked| asked.query.clone()).unwrap_or_default();
    let body_wanted = request.method() == Method::GET;
    match respond(&store, list, format, &query, asker, request.headers()).await {
        Ok(response) if body_wanted => response,
        Ok(response) => response.into_parts().0.into_response(),
        Err(refusal) => refused(refusal, reader.lang),
    }
}

async fn respond(
    store: &Store,
    list: Page,
    format: Format,
    query: &RawQuery,
    mut asker: Asker,
    headers: &HeaderMap,
) -> Result<Response, Refusal> {
    let question = Question::read(list, format, query, asker.lang)?;
    if let Some(lang) = question.wanted.lang.and_then(Lang::of_tag) {
        asker.lang = lang;
    }
    let written = store.written().await?;
    let make = async {
        let body = match format {
            Format::Atom => atom::print(&feed::of(store, &question, &asker, &written).await?),
            Format::Json => json_feed::print(&feed::of(store, &question, &asker, &written).await?),
            Format::Markdown => Some(markdown::of(store, &question, &asker).await?),
        };
        let body = body.ok_or(Refusal::Failed(AppError::Failed))?;
        Ok::<_, Refusal>(([(header::CONTENT_TYPE, content_type(format))], body).into_response())
    };
    let mut response = representation(&written, &question, &asker).answer(headers, make).await?;
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    Ok(response)
}

/// What `asker` gets of the database as it is written: every write makes it another.
fn representation(written: &Written, question: &Question, asker: &Asker) -> Representation {
    let cache_control = match asker.viewer {
        Viewer::Curator => "private, no-cache",
        Viewer::Stranger => "public, max-age=300",
    };
    let parts: [&str; 6] = [
        &written.generation.to_string(),
        &written.at.to_string(),
        &question.address(),
        asker.lang.tag(),
        &format!("{:?}", asker.viewer),
        &asker.site,
    ];
    Representation::weak(&parts, cache_control, VARY).modified_at(written.at)
}

/// A refusal in plain text: programs ask here, and people who look at what they did.
fn refused(refusal: Refusal, lang: Lang) -> Response {
    match refusal {
        Refusal::Moved(to) => match HeaderValue::from_str(&to) {
            Ok(to) => (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response(),
            Err(_) => (StatusCode::NOT_FOUND, format!("{}\n", lang.not_found())).into_response(),
        },
        Refusal::Unread(why) => (StatusCode::BAD_REQUEST, format!("{why}\n")).into_response(),
        Refusal::NotFound => (StatusCode::NOT_FOUND, format!("{}\n", lang.not_found())).into_response(),
        Refusal::Gone => (StatusCode::GONE, format!("{}\n", lang.gone())).into_response(),
        Refusal::Failed(error) => problem::text(&error, lang),
    }
}
