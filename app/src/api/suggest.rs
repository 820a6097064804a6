//! What the search box suggests while one types.

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// A suggestion, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What takes the place of the word that was typed.
    pub insert: String,
    pub label: String,
}

/// What may be meant by a word that was typed up to the cursor.
#[server(name = ReadSuggestions, prefix = "/fn", endpoint = "suggest", input = GetUrl)]
pub async fn suggest(#[server(default)] text: String) -> Result<Vec<Offer>, AppError> {
    use domain::list::suggest;

    let store = expect_context::<store::Store>();
    let text = text.trim();
    let keps = match suggest::kep_terms(text) {
        Some(words) => store.keps_like(words, suggest::MAX_SUGGESTIONS).await?,
        None => Vec::new(),
    };
    let versions: Vec<_> = store.releases().await?.iter().rev().map(|release| release.version).collect();
    let lang = crate::request::Reader::current().lang;
    let offer = |suggestion: suggest::Suggestion| Offer {
        label: lang.suggestion(&suggestion),
        insert: suggestion.insert,
    };
    Ok(suggest::suggest(text, &versions, &keps).into_iter().map(offer).collect())
}
