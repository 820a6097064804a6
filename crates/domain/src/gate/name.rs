//! The name of a feature gate.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of a feature gate: `SidecarContainers`. A capital, then letters and digits of ASCII.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GateName(String);

impl GateName {
    /// The longest name that is read; those of Kubernetes have up to 52 characters.
    pub const LONGEST: usize = 80;

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A text that is no name of a gate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the name of a feature gate such as SidecarContainers")]
pub struct NotAGateName(String);

impl fmt::Display for GateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for GateName {
    type Err = NotAGateName;

    /// Accepts a name with white space around.
    fn from_str(text: &str) -> Result<Self, NotAGateName> {
        let name = text.trim();
        let is_name = (2..=Self::LONGEST).contains(&name.len())
            && name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if is_name { Ok(Self(name.to_owned())) } else { Err(NotAGateName(text.chars().take(40).collect())) }
    }
}

impl TryFrom<String> for GateName {
    type Error = NotAGateName;

    fn try_from(text: String) -> Result<Self, NotAGateName> {
        text.parse()
    }
}

impl From<GateName> for String {
    fn from(name: GateName) -> Self {
        name.0
    }
}

impl std::borrow::Borrow<str> for GateName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_capital_with_letters_and_digits() {
        for name in ["SidecarContainers", "KMSv2KDF", "CSIMigrationvSphere", "IPv6DualStack", " AppArmor\n"] {
            assert_eq!(name.parse::<GateName>().map(String::from), Ok(name.trim().to_owned()));
        }
        let long = "A".repeat(GateName::LONGEST + 1);
        for wrong in
            ["", "A", "sidecarContainers", "KUBECTL_APPLYSET", "CSIMigration{vendor}", "n/a", "Ｇate", &long]
        {
            assert!(wrong.parse::<GateName>().is_err(), "{wrong}");
        }
    }
}
