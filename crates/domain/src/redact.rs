//! Addresses without what is secret in them: what is printed, logged and shown of them.

/// A text with its addresses bare of user, password and query.
pub fn without_secrets(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        bare.push_str(before);
        let ends = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '<' | '>' | '`');
        let (address, after) = after.split_at(after.find(ends).unwrap_or(after.len()));
        let address = address.split_once('?').map_or(address, |(address, _)| address);
        let (authority, path) = address.split_at(address.find('/').unwrap_or(address.len()));
        bare.push_str(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
        bare.push_str(path);
        rest = after;
    }
    bare + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_not_shown() {
        for (text, expected) in [
            ("https://github.com/kubernetes/enhancements", "https://github.com/kubernetes/enhancements"),
            ("https://me:ghp_x@github.com/a/b.git", "https://github.com/a/b.git"),
            (
                "fatal: unable to access 'https://ghp_x@git.example/a?token=y': no",
                "fatal: unable to access 'https://git.example/a': no",
            ),
            ("https://a:p@ss@h/b and ssh://u:q@k", "https://h/b and ssh://k"),
            ("git@github.com:a/b", "git@github.com:a/b"),
            ("no address: //", "no address: //"),
            ("", ""),
        ] {
            assert_eq!(without_secrets(text), expected, "{text}");
        }
    }
}
