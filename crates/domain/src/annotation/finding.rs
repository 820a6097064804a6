//! What is to be looked at in a document: the words of `--fail-on`.

use strum::{Display, EnumString, IntoStaticStr, VariantArray};

use super::subject::CitationSubject;
use crate::api_removal::ApiService;
use crate::gate::{GateOutcome, GateState};
use crate::github::{ItemKind, ItemState};
use crate::kep::Status;
use crate::list::timeline::Reference;
use crate::outcome::verdict::{Judgement, Verdict};
use crate::outcome::{KepOutcome, Outcome, Statement};
use crate::release::ReleasePhase;

/// Something that may be a reason to change a document, the gravest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Display, EnumString, IntoStaticStr, VariantArray,
)]
#[strum(serialize_all = "lowercase", parse_err_ty = NotAFinding, parse_err_fn = NotAFinding::new)]
pub enum Finding {
    /// A KEP was given up: withdrawn, replaced, rejected or deferred.
    Dropped,
    /// A feature gate or an API version is no longer there.
    Removed,
    /// The release that a KEP's stage was planned for came out without it.
    Missed,
    /// The stage came in a later release than planned, or is planned for a later one by now.
    Slipped,
    /// A pull request was closed without being merged, or an issue as not planned.
    Closed,
    /// A version of Kubernetes is no longer supported.
    Unsupported,
    /// It is another now than on the document's day.
    Changed,
    /// Nothing is known of it.
    Unknown,
}

/// A word that names no finding.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{word}` is none of {}", all())]
pub struct NotAFinding {
    word: String,
}

impl NotAFinding {
    fn new(word: &str) -> Self {
        Self { word: word.chars().take(40).collect() }
    }
}

fn all() -> String {
    Finding::ALL.iter().map(|finding| finding.as_str()).collect::<Vec<_>>().join(", ")
}

impl Finding {
    /// Every finding, the gravest first.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of options and of the API: `dropped`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// What is to be looked at of a citation, the gravest first.
    pub fn all_in(subject: &CitationSubject) -> Vec<Self> {
        let mut findings = match subject {
            CitationSubject::Reference(reference) => in_reference(reference),
            CitationSubject::Gate(outcome) => in_gate(outcome),
            CitationSubject::Version(outcome) => match outcome.now {
                ReleasePhase::EndOfLife { .. } => vec![Self::Unsupported],
                ReleasePhase::Unknown => vec![Self::Unknown],
                ReleasePhase::Planned { .. } | ReleasePhase::Supported { .. } => Vec::new(),
            },
            CitationSubject::Api(outcome) => match outcome.now {
                Some(ApiService::Removed | ApiService::PartlyRemoved) => vec![Self::Removed],
                Some(ApiService::Served) => Vec::new(),
                None => vec![Self::Unknown],
            },
        };
        if subject.has_changed() {
            findings.push(Self::Changed);
        }
        findings.sort_unstable();
        findings.dedup();
        findings
    }
}

fn in_reference(reference: &Reference) -> Vec<Finding> {
    let Some(outcome) = &reference.outcome else { return vec![Finding::Unknown] };
    let kep = outcome.kep.as_ref().filter(|kep| kep.relation.is_known());
    let judgement = outcome.judgement.as_ref();
    let verdict = judgement.map(|judgement| judgement.verdict);
    let given_up = kep.and_then(|kep| kep.now.status.as_ref()).is_some_and(Status::is_given_up);
    let slipped = verdict == Some(Verdict::Late) || is_put_off(kep, judgement);
    let found = [
        (Finding::Dropped, given_up || verdict == Some(Verdict::Dropped)),
        (Finding::Missed, verdict == Some(Verdict::Missed)),
        (Finding::Slipped, slipped),
        (Finding::Closed, is_closed(outcome)),
        (Finding::Unknown, is_unknown(outcome)),
    ];
    found.into_iter().filter_map(|(finding, is_so)| is_so.then_some(finding)).collect()
}

/// Whether the stage that was expected is planned for a later release by now.
fn is_put_off(kep: Option<&KepOutcome>, judgement: Option<&Judgement>) -> bool {
    let expected = judgement.and_then(|judgement| judgement.expected).map(|expected| expected.milestone);
    let planned = kep.and_then(|kep| kep.now.planned).map(|planned| planned.milestone);
    expected.zip(planned).is_some_and(|(expected, planned)| {
        expected.stage == planned.stage && expected.version < planned.version
    })
}

fn is_closed(outcome: &Outcome) -> bool {
    outcome.item.as_ref().is_some_and(|item| match item.now.state {
        // Why an issue was closed is not always known.
        ItemState::Closed => item.kind == Some(ItemKind::Pull),
        state => state == ItemState::NotPlanned,
    })
}

fn is_unknown(outcome: &Outcome) -> bool {
    match outcome.headline().map(|headline| headline.first) {
        None | Some(Statement::UnknownKep | Statement::SeveralKeps | Statement::UnknownItem { .. }) => true,
        Some(Statement::Item { item, .. }) => item.now.state == ItemState::Unknown,
        Some(Statement::Kep { .. }) => false,
    }
}

fn in_gate(outcome: &GateOutcome) -> Vec<Finding> {
    match outcome.now.state {
        GateState::Gone => vec![Finding::Removed],
        GateState::Unknown => vec![Finding::Unknown],
        GateState::Absent | GateState::Implied(_) | GateState::Present(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_has_one_spelling_and_others_are_refused_with_all_of_them() {
        for finding in Finding::ALL {
            assert_eq!(finding.as_str().parse(), Ok(*finding));
        }
        let refused = "Dropped".parse::<Finding>().unwrap_err().to_string();
        assert_eq!(
            refused,
            "`Dropped` is none of dropped, removed, missed, slipped, closed, unsupported, changed, unknown"
        );
    }
}
