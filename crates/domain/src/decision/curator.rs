//! Who may tag: a name that decisions are kept under.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A curator's name: 1 to 40 ASCII letters, digits, `-`, `_` or `.`, beginning with a letter or digit.
///
/// It is kept as it was written; two that differ in capitals alone are one in the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CuratorName(String);

/// How many characters a name has at most.
pub const MAX_CHARS: usize = 40;

/// What is no name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no name of a curator: 1 to 40 letters, digits, `-`, `_` or `.`")]
pub struct NotACuratorName(String);

impl CuratorName {
    /// The name as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CuratorName {
    type Err = NotACuratorName;

    fn from_str(text: &str) -> Result<Self, NotACuratorName> {
        let fits = (1..=MAX_CHARS).contains(&text.len())
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotACuratorName(text.chars().take(MAX_CHARS).collect()))
        }
    }
}

impl TryFrom<String> for CuratorName {
    type Error = NotACuratorName;

    fn try_from(text: String) -> Result<Self, NotACuratorName> {
        text.parse()
    }
}

impl From<CuratorName> for String {
    fn from(name: CuratorName) -> Self {
        name.0
    }
}

impl fmt::Display for CuratorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        let check = |text: &str, fits: bool| assert_eq!(text.parse::<CuratorName>().is_ok(), fits, "{text}");
        check("alice", true);
        check("Alice.B-2_c", true);
        check(&"a".repeat(40), true);
        check(&"a".repeat(41), false);
        check("", false);
        check("a b", false);
        check("-a", false);
        check("..", false);
        check("<script>", false);
        check("ａｌｉｃｅ", false);
        check("a\n", false);
    }
}
