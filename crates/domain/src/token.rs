//! Tokens: what lets a program write notes in the name of a curator, without their password.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use strum::{EnumString, IntoStaticStr};

/// What every token begins with, so that scanners for leaked secrets know one.
const PREFIX: &str = "kepline_";

/// How many random bytes a token has.
pub const RANDOM_BYTES: usize = 32;

/// How many tokens of a curator are in force at once.
pub const MOST_TOKENS: u32 = 20;

/// How many digits of a token are its random bytes, and how many after these say whether it was copied whole.
const SECRET_DIGITS: usize = RANDOM_BYTES * 2;
const CHECK_DIGITS: usize = 8;

/// A token as its curator has it, the secret itself: `kepline_` and 72 hexadecimal digits.
///
/// The last eight are the first of the SHA-256 of the 64 before them, so that what was mistyped or cut off is known
/// without a look into the database. A token is shown once and stored nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiToken(String);

/// What is no token, not even a wrong one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no whole token: `kepline_` and 72 hexadecimal digits")]
pub struct NotAToken;

impl ApiToken {
    /// The token of random bytes, which nobody can guess and none else has.
    pub fn new(random: [u8; RANDOM_BYTES]) -> Self {
        let secret = hex::encode(random);
        Self(format!("{PREFIX}{secret}{}", check_digits(&secret)))
    }

    /// The token, to be shown to its curator alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it is known by.
    pub fn digest(&self) -> TokenDigest {
        TokenDigest(hex::encode(Sha256::digest(&self.0)))
    }
}

impl FromStr for ApiToken {
    type Err = NotAToken;

    fn from_str(text: &str) -> Result<Self, NotAToken> {
        let is_hex = |digits: &str| digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        let digits = text.strip_prefix(PREFIX).filter(|digits| is_hex(digits)).ok_or(NotAToken)?;
        let (secret, check) = digits.split_at_checked(SECRET_DIGITS).ok_or(NotAToken)?;
        if check == check_digits(secret) { Ok(Self(text.to_owned())) } else { Err(NotAToken) }
    }
}

impl fmt::Debug for ApiToken {
    /// Without the secret, which has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiToken(…)")
    }
}

fn check_digits(secret: &str) -> String {
    let mut digits = hex::encode(Sha256::digest(secret));
    digits.truncate(CHECK_DIGITS);
    digits
}

/// The SHA-256 of a token in hexadecimal digits: what is stored of it, and what it is found by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenDigest(String);

impl TokenDigest {
    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a token is for, in the words of its curator: 1 to 60 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenLabel(String);

/// How many characters a label has at most.
pub const MAX_LABEL_CHARS: usize = 60;

/// What is no label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("say what the token is for, in 1 to {MAX_LABEL_CHARS} characters")]
pub struct NotALabel;

impl TokenLabel {
    /// The label as it is shown.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for TokenLabel {
    type Err = NotALabel;

    fn from_str(text: &str) -> Result<Self, NotALabel> {
        let text = text.trim();
        let fits = (1..=MAX_LABEL_CHARS).contains(&text.chars().count()) && !text.contains(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(NotALabel) }
    }
}

/// What a token lets a program do. It opens no page and shows nothing that a stranger does not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, EnumString, IntoStaticStr)]
#[strum(serialize_all = "kebab-case")]
pub enum TokenScope {
    /// Add notes to the notebooks that are written here, or to one of them.
    AddNotes,
}

impl TokenScope {
    /// The word of the database and of answers: `add-notes`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token() -> ApiToken {
        ApiToken::new(std::array::from_fn(|n| n as u8))
    }

    #[test]
    fn a_token_is_read_as_it_was_shown() {
        let token = token();
        assert_eq!(token.as_str().len(), 80);
        assert!(token.as_str().starts_with("kepline_000102030405"), "{}", token.as_str());
        assert_eq!(token.as_str().parse(), Ok(token.clone()));
        assert_ne!(token.digest(), ApiToken::new([7; RANDOM_BYTES]).digest());
        assert_eq!(token.digest().as_str().len(), 64);
    }

    #[test]
    fn what_is_not_whole_is_no_token() {
        let token = token();
        let whole = token.as_str();
        for text in [
            "",
            "kepline_",
            &whole[1..],
            &whole[..79],
            &format!("{whole}0"),
            &whole.replace("kepline_00", "kepline_01"),
            &whole.to_uppercase(),
            &format!(" {whole}"),
            &format!("kepline_{}", "0".repeat(72)),
            &format!("kepline_{}", "é".repeat(36)),
        ] {
            assert_eq!(text.parse::<ApiToken>(), Err(NotAToken), "{text}");
        }
    }

    #[test]
    fn nothing_of_a_token_is_in_its_debug_text() {
        let token = token();
        assert!(!format!("{token:?}").contains("0001"));
        assert!(!token.digest().as_str().contains("000102"));
    }

    #[test]
    fn a_label_is_one_short_line() {
        let check = |text: &str, expected: Option<&str>| {
            let label = text.parse::<TokenLabel>();
            assert_eq!(label.as_ref().ok().map(TokenLabel::as_str), expected, "{text:?}");
        };
        check(" my phone ", Some("my phone"));
        check("携帯", Some("携帯"));
        check(&"携".repeat(60), Some(&"携".repeat(60)));
        check(&"携".repeat(61), None);
        check(" ", None);
        check("a\nb", None);
    }
}
