//! A note that cites a KEP, a pull request or an issue, in the answer on what it cites.

use domain::Date;
use domain::address::Page;
use domain::pages::NoteCitation;
use serde::Serialize;
use utoipa::ToSchema;

use super::state::Api;
use crate::document::ItemStateJson;
use crate::document::schemas::{Address, Day};

/// A note that cites something.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Citation)]
pub struct CitingNote {
    /// The note's permalink.
    #[schema(value_type = Address)]
    url: String,
    /// The note's id.
    note: String,
    /// The entry's id.
    entry: String,
    /// The entry's day, where it has one.
    #[schema(value_type = Option<Day>)]
    date: Option<Date>,
    /// The words of the citation.
    #[schema(example = "k/k#115138")]
    literal: String,
    /// What the pull request or issue was at the end of that day; `null` where a KEP is cited.
    then: Option<ItemStateJson>,
}

impl CitingNote {
    /// The note of a citation.
    pub fn new(api: &Api, cited: &NoteCitation) -> Self {
        Self {
            url: api.page(&Page::Note(cited.entry.clone(), cited.note.clone())),
            note: cited.note.to_string(),
            entry: cited.entry.to_string(),
            date: cited.day,
            literal: cited.literal.clone(),
            then: cited.then.map(|standing| ItemStateJson::new(standing, None)),
        }
    }
}
