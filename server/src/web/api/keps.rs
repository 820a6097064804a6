//! `/api/v1/keps` and `/api/v1/keps/{name}`.

mod item;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Date;
use domain::address::join;
use domain::as_of;
use domain::list::keps::KepFilter;
use domain::pages::{KepAnswer, KepName, KepPage, UnknownKep};

pub use item::{KepDetail, KepItem};

use super::envelope::{List, One, PageLinks};
use super::error::ApiError;
use super::request::{ApiRequest, OnlyAsOf};
use super::state::{Api, ROOT};

/// KEPs that match a filter
///
/// A page of a hundred, as the list of KEPs has them: those that notes cite first.
#[utoipa::path(
    get, path = "/api/v1/keps", tag = "facts", operation_id = "listKeps",
    responses((status = 200, description = "A page of KEPs", body = List<KepItem>))
)]
pub async fn list(State(api): State<Api>, request: ApiRequest) -> Result<List<KepItem>, ApiError> {
    let filter = KepFilter::parse(&request.query)?;
    let list = request.store(&api).keps(&filter).await?;
    let at = |page: u16| {
        let query = filter.at_page(page).query();
        api.address(&as_of::carried(&join(&format!("{ROOT}/keps"), &query), request.as_of))
    };
    let (page, pages) = (filter.page, list.pages());
    let links = PageLinks {
        next: (page + 1 < pages).then(|| at(page + 1)),
        previous: (page > 0).then(|| at((page - 1).min(pages - 1))),
    };
    let items = list.keps.iter().map(|kep| KepItem::new(&api, kep)).collect();
    Ok(List::new(&request, list.matching, links, items))
}

/// A KEP
///
/// By its number, or by the name of its folder where the number is not its own. Other spellings
/// (`KEP-753`, `0753`, `753-sidecar-containers`) lead there; a number that several KEPs have is
/// answered with all of them.
#[utoipa::path(
    get, path = "/api/v1/keps/{name}", tag = "facts", operation_id = "getKep",
    params(("name" = String, Path, description = "The KEP's number", example = "753")),
    responses(
        (status = 200, description = "The KEP", body = One<KepDetail>),
        (status = 300, description = "Several KEPs have that number", body = List<KepItem>),
        (status = 301, description = "Its usual name: see `location`"),
    )
)]
pub async fn one(
    State(api): State<Api>,
    Path(name): Path<String>,
    OnlyAsOf(request): OnlyAsOf,
) -> Result<Response, ApiError> {
    let kep: KepName = name.parse().map_err(ApiError::bad_id)?;
    if kep.to_string() != name {
        return Ok(moved_permanently(&kep, request.as_of));
    }
    Ok(match request.store(&api).kep(&kep).await? {
        KepAnswer::One(page) => One::new(&request, KepDetail::new(&api, &page)).into_response(),
        KepAnswer::Several(_, keps) => {
            let items = keps.iter().map(|kep| KepItem::new(&api, kep)).collect();
            (StatusCode::MULTIPLE_CHOICES, List::whole(&request, items)).into_response()
        }
        KepAnswer::Elsewhere(name) => moved_permanently(&name, request.as_of),
        KepAnswer::Unknown(unknown) => return Err(ApiError::not_found(unknown_message(&kep, &unknown))),
    })
}

/// The page of the one KEP of a name, whatever it is usually called.
pub async fn page(api: &Api, request: &ApiRequest, name: &KepName) -> Result<Box<KepPage>, ApiError> {
    let store = request.store(api);
    let answer = match store.kep(name).await? {
        KepAnswer::Elsewhere(usual) => store.kep(&usual).await?,
        answer => answer,
    };
    match answer {
        KepAnswer::One(page) => Ok(page),
        KepAnswer::Several(number, keps) => {
            let names: Vec<String> = keps.iter().map(|kep| format!("`{}`", kep.name)).collect();
            let message = format!("several KEPs have the number {number}: name one of {}", names.join(", "));
            Err(ApiError::new(StatusCode::MULTIPLE_CHOICES, "several", message))
        }
        KepAnswer::Elsewhere(usual) => Err(ApiError::not_found(format!("it is called `{usual}`"))),
        KepAnswer::Unknown(unknown) => Err(ApiError::not_found(unknown_message(name, &unknown))),
    }
}

fn moved_permanently(name: &KepName, as_of: Option<Date>) -> Response {
    let to = as_of::carried(&format!("{ROOT}/keps/{name}"), as_of);
    (StatusCode::MOVED_PERMANENTLY, [(header::LOCATION, to)]).into_response()
}

/// The message on a name that no KEP has, with what is known of it.
fn unknown_message(name: &KepName, unknown: &UnknownKep) -> String {
    let mut message = format!("there is no KEP `{name}`");
    if !unknown.any_kep {
        message += "; KEPs were not synced yet";
    }
    if let Some(successor) = &unknown.continued_as {
        message += &format!("; it lives on as KEP-{}", successor.number);
    }
    let about: Vec<String> = unknown.pull_about.iter().map(|kep| format!("KEP-{}", kep.name)).collect();
    if !about.is_empty() {
        message += &format!("; the pull request of that number is about {}", about.join(", "));
    }
    message
}
