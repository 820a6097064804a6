//! What proves a verdict, as the document has it.

use domain::Date;
use domain::kep::Stage;
use domain::outcome::verdict::Judgement;
use serde::Serialize;
use utoipa::ToSchema;

use super::schemas::{Day, KubernetesVersion, StageSchema, VerdictSource};

/// The word for a verdict that a curator decided.
const CURATOR: &str = "curator";

/// What was expected, by whom, and the revisions that prove what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictEvidence {
    /// The stage that was expected; `null` where nothing was, as of what was overtaken.
    #[schema(value_type = Option<StageSchema>)]
    stage: Option<Stage>,
    /// The release that it was expected in.
    #[schema(value_type = Option<KubernetesVersion>)]
    version: Option<String>,
    /// Who expected it: the KEP's file of that day or the note; `curator` where a curator decided the verdict, `null`
    /// where nothing was expected.
    #[schema(value_type = Option<VerdictSource>)]
    source: Option<&'static str>,
    /// The release with which the stage came; of what was overtaken, that of the stage now.
    #[schema(value_type = Option<KubernetesVersion>)]
    came_in: Option<String>,
    /// By how many releases it came later than expected; negative where it came before, `null` where it did not come.
    releases_late: Option<i32>,
    /// The days of the revisions of the KEP's file that prove it, oldest first.
    #[schema(value_type = Vec<Day>)]
    revisions: Vec<Date>,
}

impl VerdictEvidence {
    /// What proves a judgement.
    pub fn new(judgement: &Judgement) -> Self {
        let milestone = judgement.expected.map(|expected| expected.milestone);
        let expected_by = judgement.expected.map(|expected| expected.source.as_str());
        Self {
            stage: milestone.map(|milestone| milestone.stage),
            version: milestone.map(|milestone| milestone.version.to_string()),
            source: judgement.curator.as_ref().map(|_| CURATOR).or(expected_by),
            came_in: judgement.came_in.map(|version| version.to_string()),
            releases_late: judgement.releases_late(),
            revisions: judgement.revisions.clone(),
        }
    }
}
