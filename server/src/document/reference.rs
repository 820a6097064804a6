//! A citation with its states, as the document has it.

use domain::cite::Target;
use domain::list::timeline::Reference;
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas::{ReferenceKind, VerdictSchema};
use super::states::{ReferenceState, ReferenceStates};
use super::verdict::VerdictEvidence;

/// One citation in a note, with the states of what it cites: *then* is the end of the note's day in the
/// notebook's time zone, *now* the day up to which the facts are known. States are `null` before any sync.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reference)]
pub struct ReferenceJson {
    /// The words as they stand in the note.
    #[schema(example = "k/k#115138")]
    literal: String,
    #[schema(value_type = ReferenceKind)]
    kind: &'static str,
    /// What the note calls it, such as `comment`.
    label: Option<String>,
    /// On GitHub.
    #[schema(example = "kubernetes")]
    owner: Option<String>,
    /// On GitHub.
    #[schema(example = "kubernetes")]
    repo: Option<String>,
    /// Of a pull request, an issue or a KEP.
    number: Option<u64>,
    /// Of a release.
    tag: Option<String>,
    /// Where it leads.
    url: Option<String>,
    /// The part of a pull request or an issue that its address leads to, as after `#`; absent where it leads to the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "issuecomment-34")]
    fragment: Option<String>,
    /// The KEP that it is, or that the cited pull request is about.
    kep: Option<u32>,
    /// Whether it was misspelt and put right, or a curator says what it really is.
    corrected: bool,
    /// Whether a curator says that it is no reference.
    none: bool,
    then: Option<ReferenceState>,
    now: Option<ReferenceState>,
    /// Of the KEP that a cited pull request is about.
    kep_then: Option<ReferenceState>,
    /// Of the KEP that a cited pull request is about.
    kep_now: Option<ReferenceState>,
    /// Whether the shipped stage, the status or the state is another one now, of either.
    changed: bool,
    /// How what was expected of the KEP turned out; `null` where there is nothing to judge.
    #[schema(value_type = Option<VerdictSchema>)]
    verdict: Option<&'static str>,
    /// What proves the verdict; `null` where there is none.
    verdict_evidence: Option<VerdictEvidence>,
}

impl ReferenceJson {
    /// `github_synced` as in [`ReferenceStates::new`].
    pub fn new(reference: &Reference, github_synced: bool) -> Self {
        let outcome = reference.outcome.as_deref();
        let states = outcome.map(|outcome| ReferenceStates::new(outcome, github_synced)).unwrap_or_default();
        let judgement = outcome.and_then(|outcome| outcome.judgement.as_ref());
        let ([then, now], [kep_then, kep_now]) = (states.then_now, states.kep_then_now);
        let mut json = Self {
            literal: reference.literal.clone(),
            kind: states.kind.unwrap_or(reference.target.kind()),
            label: reference.label.clone(),
            owner: None,
            repo: None,
            number: None,
            tag: None,
            url: Some(reference.target.href()),
            fragment: reference.fragment.clone(),
            kep: states.kep,
            corrected: reference.corrected,
            none: reference.none,
            then,
            now,
            kep_then,
            kep_now,
            changed: outcome.is_some_and(|outcome| outcome.changed),
            verdict: judgement.map(|judgement| judgement.verdict.as_str()),
            verdict_evidence: judgement.map(VerdictEvidence::new),
        };
        match &reference.target {
            Target::Github { repo, number, .. } => {
                json.owner = Some(repo.owner.clone());
                json.repo = Some(repo.name.clone());
                json.number = Some(*number);
            }
            Target::Kep(number) => {
                json.number = Some(u64::from(*number));
                // Before a sync it is taken at its word.
                if states.kind.is_none() {
                    json.kep = Some(*number);
                }
                // Whoever writes KEP 3761 for the pull request of KEP-753 means the pull request.
                if let Some(item) =
                    outcome.and_then(|outcome| outcome.item.as_ref()).filter(|_| json.kind != "kep")
                {
                    json.owner = Some(item.key.repo.owner.clone());
                    json.repo = Some(item.key.repo.name.clone());
                }
            }
            Target::Release { repo, tag } => {
                json.owner = Some(repo.owner.clone());
                json.repo = Some(repo.name.clone());
                json.tag = Some(tag.clone());
            }
            Target::Url(_) => {}
        }
        json
    }
}
