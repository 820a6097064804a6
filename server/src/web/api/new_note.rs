//! `POST /api/v1/notes`: a note of today, or of another day, by the bearer of a token.

use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::Date;
use domain::address::Page;
use domain::id::{EntryId, NoteId};
use domain::notebook::NotebookSlug;
use jiff::SignedDuration;
use serde::Deserialize;
use utoipa::ToSchema;

use super::bearer::Bearer;
use super::envelope::One;
use super::error::{ApiError, ErrorBody};
use super::notes::NoteItem;
use super::request::{ApiRequest, WithoutQuery};
use super::state::Api;
use crate::document::schemas::Day;
use crate::note_capture::{self, CaptureError};

/// For so long the same words, on the same day and by the same curator, are taken for the same note: a phone that heard no
/// answer asks again.
const REPEATED_WITHIN: SignedDuration = SignedDuration::from_mins(10);

/// A note to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewNote {
    /// The note in Markdown, as one item of a journal's day: a text, or an item of a list with what is nested in it.
    #[schema(example = "KEP-753 goes to beta in 1.29 (k/k#116429)", min_length = 1)]
    markdown: String,
    /// Its day; where it is absent, today in the notebook's time zone.
    #[schema(value_type = Option<Day>)]
    date: Option<Date>,
    /// The notebook by its slug; where it is absent, the one of the token, or the only one that is written here.
    #[schema(value_type = Option<String>, example = "scratch")]
    notebook: Option<NotebookSlug>,
}

impl FromRequest<Api> for NewNote {
    type Rejection = ApiError;

    async fn from_request(request: Request, api: &Api) -> Result<Self, ApiError> {
        match Json::from_request(request, api).await {
            Ok(Json(note)) => Ok(note),
            Err(JsonRejection::MissingJsonContentType(_)) => {
                Err(ApiError::refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send JSON, as `application/json`"))
            }
            Err(JsonRejection::JsonSyntaxError(error)) => {
                Err(ApiError::refusal(StatusCode::BAD_REQUEST, error.body_text()))
            }
            Err(JsonRejection::JsonDataError(error)) => Err(ApiError::bad_note(error.body_text())),
            Err(error) => Err(ApiError::refusal(error.status(), error.body_text())),
        }
    }
}

impl From<CaptureError> for ApiError {
    fn from(error: CaptureError) -> Self {
        match error {
            CaptureError::Store(error) => error.into(),
            CaptureError::Imported(_) => Self::conflict(error),
            CaptureError::NothingWritten
            | CaptureError::WhichNotebook(_)
            | CaptureError::UnknownNotebook { .. }
            | CaptureError::Empty
            | CaptureError::Several(_) => Self::bad_note(error),
        }
    }
}

/// Add a note
///
/// With a token that a curator has made at `/tokens`. The note joins those of its day. The same words on the same day by
/// the same curator within ten minutes are taken for a repeated request, which is answered with the note that is there. The
/// answer is what a stranger gets of the note: where rights are unstated, without its words.
#[utoipa::path(
    post, path = "/api/v1/notes", tag = "notes", operation_id = "addNote", security(("token" = [])),
    request_body = NewNote,
    responses(
        (status = 201, description = "The note; `Location` is its page", body = One<NoteItem>,
            headers(("Location" = String, description = "The note's page"))),
        (status = 200, description = "The note, which an earlier request has added", body = One<NoteItem>,
            headers(("Location" = String, description = "The note's page"))),
        (status = 401, description = "There is no token, or it is not in force", body = ErrorBody,
            headers(("WWW-Authenticate" = String, description = "What is wrong with it, as in RFC 6750"))),
        (status = 403, description = "The token is not for this, or the request comes from another site", body = ErrorBody),
        (status = 409, description = "The notebook has a source, and is not written here", body = ErrorBody),
        (status = 413, description = "It is larger than 64 kB", body = ErrorBody),
        (status = 415, description = "It is no JSON", body = ErrorBody),
        (status = 422, description = "It is no note, or says too little of where it goes", body = ErrorBody),
        (status = 429, description = "Too many requests, or too many wrong tokens", body = ErrorBody),
    )
)]
pub async fn add(
    State(api): State<Api>,
    Bearer(token): Bearer,
    WithoutQuery(request): WithoutQuery,
    note: NewNote,
) -> Result<Response, ApiError> {
    api.store.record_token_use(&token, domain::utc_day(request.at)).await?;
    let named = note.notebook.as_ref().or(token.notebook.as_ref());
    if token.notebook.is_some() && named != token.notebook.as_ref() {
        return Err(Bearer::refusal("this token is for another notebook alone"));
    }
    let notebook = note_capture::written_notebook(&api.store, named).await?;
    let day = note.date.unwrap_or_else(|| note_capture::day_in(&notebook, request.at));
    let markdown = note_capture::one_note(&note.markdown)?;
    // A request that is repeated while the first one is written finds its note.
    let turn = api.writing.lock().await;
    let since = request.at.saturating_sub(REPEATED_WITHIN).unwrap_or(request.at);
    let repeated =
        api.store.note_written_since(&notebook.slug, day, &markdown, &token.curator, since).await?;
    let (status, (entry, id)) = match repeated {
        Some(place) => (StatusCode::OK, place),
        None => {
            let notes = vec![markdown];
            let written =
                note_capture::add_notes(&api.store, &notebook.slug, day, notes, Some(&token.curator)).await?;
            let id = written.notes.into_iter().next().ok_or_else(|| ApiError::gone("the note is gone"))?;
            (StatusCode::CREATED, (written.entry, id))
        }
    };
    drop(turn);
    let item = item(&api, &request, &entry, &id).await?;
    let mut answer = (status, One::new(&request, item)).into_response();
    let headers = answer.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(location) = HeaderValue::try_from(api.page(&Page::Note(entry, id))) {
        headers.insert(header::LOCATION, location);
    }
    Ok(answer)
}

async fn item(api: &Api, request: &ApiRequest, entry: &EntryId, id: &NoteId) -> Result<NoteItem, ApiError> {
    // Somebody may have removed it in between.
    let gone = || ApiError::gone(format!("the note `{id}` was removed"));
    let found = api.store.whole_note(entry, id).await?.ok_or_else(gone)?;
    let note = found.notes.first().ok_or_else(gone)?;
    Ok(NoteItem::new(api, request, &found, note))
}
