//! `read_note`: a note with what it cites, then and now.

use domain::list::query::RawQuery;
use serde::Deserialize;
use utoipa::ToSchema;

use super::tool::Tool;
use crate::web::api::Api;
use crate::web::api::envelope::One;
use crate::web::api::error::ApiError;
use crate::web::api::notes::{self, NoteItem};
use crate::web::api::request::ApiRequest;

/// The tool.
pub struct ReadNote;

/// Which note.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteChoice {
    /// The id of the note, as search_notes gives it, or the address of its page.
    #[schema(example = "9z8y7x6w")]
    note: String,
}

impl Tool for ReadNote {
    const NAME: &'static str = "read_note";
    const TITLE: &'static str = "Read a note";
    const DESCRIPTION: &'static str = "\
Gives one note whole: its words, its tags with why they are there, and each KEP, pull request and issue that it cites with \
the state at the end of the note's day (`then`) and as of the last sync (`now`), and how what was expected turned out \
(`verdict`). Where the notebook's rights are unstated, the words are null and `source.withheld` says why; give the reader \
the note's `url` then.";
    type Input = NoteChoice;
    type Output = One<NoteItem>;

    async fn answer(api: &Api, input: NoteChoice) -> Result<One<NoteItem>, ApiError> {
        let request = ApiRequest::stranger(api, RawQuery::default()).await?;
        let id = input.note.trim().rsplit('/').next().unwrap_or_default();
        let note = notes::note(api, &request, id).await?;
        Ok(One::new(&request, note))
    }
}
