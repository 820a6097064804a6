//! Passwords: hashed with argon2, with effort; never kept, never logged.

use std::sync::LazyLock;

/// How many characters a password has at least.
pub const MIN_CHARS: usize = 12;

/// The hash of no password: what those who do not exist are compared with.
static NOBODY: LazyLock<String> = LazyLock::new(|| password_auth::generate_hash(b"nobody"));

/// The hash that is kept, with a salt of its own. Takes tens of milliseconds of a processor.
pub fn hash(password: &str) -> String {
    password_auth::generate_hash(password)
}

/// Whether a password is the one of a hash. Takes as long where there is no hash.
pub fn is_right(password: &str, hash: Option<&str>) -> bool {
    let nobody = NOBODY.as_str();
    let is_same = password_auth::verify_password(password, hash.unwrap_or(nobody)).is_ok();
    is_same && hash.is_some()
}

/// Why a password is not taken; `None` when it is.
pub fn objection(password: &str) -> Option<String> {
    let chars = password.chars().count();
    (chars < MIN_CHARS)
        .then(|| format!("a password has at least {MIN_CHARS} characters; this one has {chars}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_is_right() {
        let kept = hash("correct horse battery");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert_ne!(kept, hash("correct horse battery"), "each has its salt");
        assert!(is_right("correct horse battery", Some(&kept)));
        assert!(!is_right("correct horse batterz", Some(&kept)));
        assert!(!is_right("nobody", None), "nobody has a password");
        assert!(!is_right("", Some("no hash")));
    }

    #[test]
    fn a_short_password_is_objected_to() {
        assert!(objection("eleven char").is_some_and(|why| why.contains("has 11")));
        assert_eq!(objection("twelve chars"), None);
        assert_eq!(objection("合言葉は十二文字以上です"), None);
    }
}
