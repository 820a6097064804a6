//! What has shipped of a KEP, as a value of a query.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::kep::{NotAStage, Stage};
use crate::list::query::NONE;

/// What has shipped of a KEP: its furthest stage, or nothing yet. In the order of lists.
///
/// Printed as the stage's word, or `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ShippedStage {
    /// This stage, and none beyond it.
    Stage(Stage),
    /// No stage at all.
    Nothing,
}

impl ShippedStage {
    /// Every value, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        Stage::ALL.iter().copied().map(Self::Stage).chain([Self::Nothing])
    }

    /// The word of queries: `beta`, `none`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stage(stage) => stage.as_str(),
            Self::Nothing => NONE,
        }
    }
}

impl fmt::Display for ShippedStage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ShippedStage {
    type Err = NotAStage;

    /// Accepts every spelling of [`Stage`], and `none`.
    fn from_str(text: &str) -> Result<Self, NotAStage> {
        if text.trim().eq_ignore_ascii_case(NONE) { Ok(Self::Nothing) } else { text.parse().map(Self::Stage) }
    }
}

impl TryFrom<String> for ShippedStage {
    type Error = NotAStage;

    fn try_from(text: String) -> Result<Self, NotAStage> {
        text.parse()
    }
}

impl From<ShippedStage> for String {
    fn from(reached: ShippedStage) -> Self {
        reached.as_str().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_or_nothing_reads_itself() {
        for reached in ShippedStage::all() {
            assert_eq!(reached.to_string().parse(), Ok(reached));
            let json = serde_json::to_string(&reached).expect("a word");
            assert_eq!(serde_json::from_str::<ShippedStage>(&json).expect("a stage"), reached);
        }
        assert_eq!("GA".parse(), Ok(ShippedStage::Stage(Stage::Stable)));
        assert_eq!("None".parse(), Ok(ShippedStage::Nothing));
        assert!(ShippedStage::all().is_sorted());
    }
}
