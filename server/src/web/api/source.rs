//! Whose notes an entry has, and whether their text is withheld.

use domain::notebook::{Notebook, Rights};
use serde::Serialize;
use utoipa::ToSchema;

use super::request::ApiRequest;
use crate::document::schemas::{Address, RightsSchema};

/// Whose notes these are, and what their author allows.
#[derive(Debug, Serialize, ToSchema)]
pub struct Source {
    /// The notebook's title.
    title: String,
    /// Who wrote it, where the source says so.
    author: Option<String>,
    /// Where it was first published.
    #[schema(value_type = Option<Address>)]
    origin: Option<String>,
    /// The IANA name of the zone its days are meant in.
    #[schema(example = "Asia/Tokyo")]
    time_zone: String,
    #[schema(value_type = RightsSchema)]
    rights: &'static str,
    /// What a licence allows, where `rights` is `licensed`.
    licence: Option<String>,
    /// Why the words of the notes are not told; `null` where they are.
    withheld: Option<&'static str>,
}

impl Source {
    /// The notebook, as its rights concern the viewer.
    pub fn new(notebook: &Notebook, request: &ApiRequest) -> Self {
        let withheld = "what the author allows is unstated: read the notes at their address";
        Self {
            title: notebook.title.clone(),
            author: notebook.author.clone(),
            origin: notebook.origin.clone(),
            time_zone: notebook.time_zone.clone(),
            rights: notebook.rights.as_str(),
            licence: match &notebook.rights {
                Rights::Licensed(licence) => Some(licence.clone()),
                Rights::Own | Rights::Unstated => None,
            },
            withheld: (!notebook.rights.allow_text(request.viewer)).then_some(withheld),
        }
    }
}
