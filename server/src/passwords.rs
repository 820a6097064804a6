//! Passwords: hashed with argon2; neither stored nor logged.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The least number of characters of a password.
pub const MIN_CHARS: usize = 12;

/// The least number of characters that are left of a password without what everybody tries first.
const MIN_OWN_CHARS: usize = 6;

/// What most of the passwords are made of that others have guessed: words, rows of keys, and runs of those. Longest first
/// where one contains another.
const COMMON: [&str; 36] = [
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "1234567890",
    "0987654321",
    "qwertyuiop",
    "qwertzuiop",
    "abcdefghij",
    "kubernetes",
    "123456789",
    "987654321",
    "asdfghjkl",
    "superman",
    "football",
    "baseball",
    "iloveyou",
    "princess",
    "password",
    "passw0rd",
    "sunshine",
    "trustno1",
    "kepline",
    "curator",
    "zxcvbnm",
    "letmein",
    "welcome",
    "charlie",
    "123123",
    "123456",
    "654321",
    "qwerty",
    "dragon",
    "monkey",
    "secret",
    "shadow",
    "master",
    "admin",
];

/// A hash to compare with where there is no curator: the comparison takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash(b"nobody"));

/// The hash to store, with a salt of its own. Takes tens of milliseconds of a processor.
pub fn hash(password: &str) -> String {
    password_auth::generate_hash(password)
}

/// Whether a password is the one of a hash. Takes as long where there is no hash.
pub fn is_right(password: &str, hash: Option<&str>) -> bool {
    let nobody = NOBODY.as_str();
    let is_same = password_auth::verify_password(password, hash.unwrap_or(nobody)).is_ok();
    is_same && hash.is_some()
}

/// Why a password is refused as that of a curator; `None` when it is accepted.
pub fn objection(password: &str, curator: &str) -> Option<String> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Some(format!("the password must have at least {MIN_CHARS} characters, but has {chars}"));
    }
    (own_chars(password, curator) < MIN_OWN_CHARS).then(|| {
        "the password is too easy to guess: it is little more than a common one, the name, or a few characters again \
         and again"
            .to_owned()
    })
}

/// How many different characters are left of a password without the name and what is common.
fn own_chars(password: &str, curator: &str) -> usize {
    let mut rest = password.to_lowercase();
    for piece in std::iter::once(curator.to_lowercase().as_str()).chain(COMMON) {
        rest = rest.replace(piece, "");
    }
    rest.chars().collect::<HashSet<char>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let stored = hash("correct horse battery");
        assert!(stored.starts_with("$argon2id$"), "{stored}");
        assert_ne!(stored, hash("correct horse battery"), "each has its salt");
        assert!(is_right("correct horse battery", Some(&stored)));
        assert!(!is_right("correct horse batterz", Some(&stored)));
        assert!(!is_right("nobody", None), "nobody has a password");
        assert!(!is_right("", Some("no hash")));
    }

    #[test]
    fn a_short_password_is_objected_to() {
        assert_eq!(
            objection("eleven char", "alice").as_deref(),
            Some("the password must have at least 12 characters, but has 11")
        );
        assert_eq!(objection("twelve chars", "alice"), None);
        assert_eq!(objection("合言葉は十二文字以上です", "alice"), None);
    }

    #[test]
    fn what_everybody_tries_first_is_objected_to() {
        for common in [
            "123456789012",
            "passwordpassword",
            "Password1234",
            "qwertyuiop123",
            "1q2w3e4r5t6y",
            "iloveyou1234",
            "Kubernetes2023",
            "aaaaaaaaaaaaaaaa",
            "abcabcabcabc",
            "alice-alice-alice",
            "AliceAdmin!!",
        ] {
            let objection = objection(common, "alice").unwrap_or_else(|| panic!("{common}"));
            assert!(objection.contains("too easy to guess"), "{objection}");
        }
        for own in
            ["correct horse battery", "password of my own choice", "123456 notes a week", "another long one"]
        {
            assert_eq!(objection(own, "alice"), None, "{own}");
        }
    }
}
