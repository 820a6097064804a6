//! Passwords: hashed with argon2; neither stored nor logged.

use std::sync::LazyLock;

/// The least number of characters of a password.
pub const MIN_CHARS: usize = 12;

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

/// Why a password is refused; `None` when it is accepted.
pub fn objection(password: &str) -> Option<String> {
    let chars = password.chars().count();
    (chars < MIN_CHARS)
        .then(|| format!("the password must have at least {MIN_CHARS} characters, but has {chars}"))
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
            objection("eleven char").as_deref(),
            Some("the password must have at least 12 characters, but has 11")
        );
        assert_eq!(objection("twelve chars"), None);
        assert_eq!(objection("合言葉は十二文字以上です"), None);
    }
}
