//! Server functions by which curators decide on a note, and what they decided.

use domain::decision::DecisionEvent;
use domain::decision::{
    ConfirmationDecision, CorrectedMeaning, Correction, Decision, DecisionScope, Mention, Ruling,
    TagDecision, VerdictDecision,
};
use domain::id::{EntryId, NoteId};
use leptos::prelude::*;

use super::form::{curator, parse, redirect_back};
use crate::error::AppError;
use crate::request::SignedIn;

/// Decides on a tag of a note, or of an entry and so of its notes; a form comes back to `back`.
#[server(name = DecideTag, prefix = "/fn", endpoint = "decide-tag")]
pub async fn decide_tag(
    #[server(default)] note: Option<NoteId>,
    #[server(default)] entry: Option<EntryId>,
    tag: String,
    ruling: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let anchor = note.as_ref().map(|note| format!("n-{note}"));
    let on = match (note, entry) {
        (Some(note), None) => DecisionScope::Note(note),
        (None, Some(entry)) => DecisionScope::Entry(entry),
        _ => return Err(AppError::BadRequest("a note or an entry, one of them".to_owned()).respond()),
    };
    let decision = TagDecision { on, tag: parse(&tag)?, ruling: parse(&ruling)? };
    decide(&curator, Decision::Tag(decision)).await?;
    redirect_back(&back, anchor.as_deref());
    Ok(())
}

/// Corrects what a citation of a note means: a target, `none`, or `cleared` for what its text says.
#[server(name = Correct, prefix = "/fn", endpoint = "correct")]
pub async fn correct(
    note: NoteId,
    literal: String,
    #[server(default)] nth: u32,
    meant: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let anchor = format!("n-{note}");
    let meant =
        if meant.trim() == Ruling::Cleared.as_str() { CorrectedMeaning::Cleared } else { parse(&meant)? };
    let correction = Correction { note, mention: Mention { literal, nth }, meant };
    decide(&curator, Decision::Correction(correction)).await?;
    redirect_back(&back, Some(&anchor));
    Ok(())
}

/// Sets how what a citation of a note expected turned out: a verdict, `none`, or `cleared` for what is derived.
#[server(name = SetVerdict, prefix = "/fn", endpoint = "judge")]
pub async fn set_verdict(
    note: NoteId,
    literal: String,
    #[server(default)] nth: u32,
    judged: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let anchor = format!("n-{note}");
    let decision = VerdictDecision { note, mention: Mention { literal, nth }, judged: parse(&judged)? };
    decide(&curator, Decision::Verdict(decision)).await?;
    redirect_back(&back, Some(&anchor));
    Ok(())
}

/// Says that a note is still true, `still-true`, or that it is looked at `later`; `words` is the digest of what the curator
/// read.
#[server(name = Confirm, prefix = "/fn", endpoint = "confirm")]
pub async fn confirm(
    note: NoteId,
    confirmation: String,
    words: String,
    #[server(default)] back: String,
) -> Result<(), AppError> {
    let curator = curator()?;
    let decision = ConfirmationDecision { note, confirmation: parse(&confirmation)?, words: parse(&words)? };
    decide(&curator, Decision::Confirmation(decision)).await?;
    redirect_back(&back, None);
    Ok(())
}

/// What was decided on a note, newest first; for curators.
pub async fn history(note: NoteId) -> Result<Vec<DecisionEvent>, AppError> {
    curator()?;
    let store = expect_context::<store::Store>();
    Ok(store.history(&note).await?)
}

async fn decide(curator: &SignedIn, decision: Decision) -> Result<(), AppError> {
    let store = expect_context::<store::Store>();
    store.decide(&[decision], &curator.name, domain::Timestamp::now()).await?;
    Ok(())
}
