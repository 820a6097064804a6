//! The stages of a feature.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, IntoStaticStr, VariantArray};

/// How far a feature is, in the order in which features go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[derive(Display, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Stage {
    /// Off unless it is switched on.
    Alpha,
    /// Mostly on, and may still change.
    Beta,
    /// There to stay; people also say GA.
    Stable,
    /// Still there, and to be given up.
    Deprecated,
    /// Off, and can be switched on again.
    Disabled,
    /// Taken out of Kubernetes.
    Removed,
}

impl Stage {
    /// Every stage, in order.
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The word of kep.yaml.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A text that is no stage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a stage such as alpha, beta or stable")]
pub struct NotAStage(String);

impl FromStr for Stage {
    type Err = NotAStage;

    /// Accepts the words of kep.yaml and `GA`, in any case, with white space around.
    fn from_str(text: &str) -> Result<Self, NotAStage> {
        let word = text.trim().to_ascii_lowercase();
        let word = if word == "ga" { "stable" } else { &word };
        let stage = Self::ALL.iter().find(|stage| stage.as_str() == word);
        stage.copied().ok_or_else(|| NotAStage(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_reads_its_own_word_and_ga() {
        for stage in Stage::ALL {
            assert_eq!(stage.to_string().parse(), Ok(*stage));
            assert_eq!(serde_json::to_string(stage).unwrap(), format!("\"{stage}\""));
        }
        assert_eq!(" GA ".parse(), Ok(Stage::Stable));
        assert_eq!("Beta".parse(), Ok(Stage::Beta));
        for wrong in ["", "gamma", "alpha|beta|stable", "implementable"] {
            assert!(wrong.parse::<Stage>().is_err(), "{wrong}");
        }
        assert!(Stage::ALL.is_sorted());
    }
}
