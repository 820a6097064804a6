//! Addresses: where a URL ends in prose, and what a known one cites.

use super::number::number;
use super::spelling;
use crate::cite::{GithubKind, Repo, Target};

/// Whether `url` is an address of the web: `http` or `https`, in any case, and a host.
///
/// Nothing stands before the scheme; the host may be any, also `localhost` or one outside ASCII.
pub fn is_web(url: &str) -> bool {
    let without_scheme = |scheme: &str| {
        let begins = url.get(..scheme.len())?.eq_ignore_ascii_case(scheme);
        begins.then(|| &url[scheme.len()..])
    };
    let Some(rest) = without_scheme("https://").or_else(|| without_scheme("http://")) else { return false };
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or(rest);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let separates = |c: char| c.is_whitespace() || c.is_control();
    host.starts_with(|c: char| c.is_alphanumeric() || c == '[') && !authority.contains(separates)
}

/// The URL whose scheme begins at `start`: its end in `text` and what it cites.
///
/// `None` where no host with a dot follows: nobody can look `http://localhost` up.
///
/// It ends before white space, anything outside ASCII, quotes, a closing bracket that was
/// not opened inside it, and a comma before another URL; punctuation that ends a sentence
/// is not part of it.
pub(super) fn at(text: &str, start: usize) -> Option<(usize, Target)> {
    let host_start = start + text[start..].find("://")? + 3;
    let host_end = host_end(text, host_start)?;
    let end = end(text, host_end);
    Some((end, target(&text[start..end])))
}

/// Where the host ends; looks at no more bytes than a host may have.
fn host_end(text: &str, start: usize) -> Option<usize> {
    const LONGEST: usize = 253;
    let bytes = text.as_bytes();
    let is_host = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-' || **byte == b'.';
    let length = bytes[start..].iter().take(LONGEST + 1).take_while(is_host).count();
    let host = text[start..start + length].trim_end_matches(['.', '-']);
    let named = length <= LONGEST && host.contains('.') && host.as_bytes()[0].is_ascii_alphanumeric();
    let password = bytes.get(start + length) == Some(&b'@');
    (named && !password).then_some(start + host.len())
}

fn end(text: &str, host_end: usize) -> usize {
    let bytes = text.as_bytes();
    let (mut end, mut round, mut square) = (host_end, 0u32, 0u32);
    while let Some(byte) = bytes.get(end) {
        match byte {
            0..=b' ' | 0x7f.. | b'<' | b'>' | b'"' | b'`' | b'{' | b'}' | b'|' | b'\\' | b'^' => break,
            b',' if bytes[end + 1..].starts_with(b"http") => break,
            b'(' => round += 1,
            b'[' => square += 1,
            b')' if round == 0 => break,
            b']' if square == 0 => break,
            b')' => round -= 1,
            b']' => square -= 1,
            _ => {}
        }
        end += 1;
    }
    const CLOSING: [char; 10] = ['.', ',', ';', ':', '!', '?', '\'', '*', '(', '['];
    host_end + text[host_end..end].trim_end_matches(CLOSING).len()
}

/// What `url` cites: a number, a release or a KEP where the address says so, else itself.
fn target(url: &str) -> Target {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    known(rest).unwrap_or_else(|| Target::Url(url.to_owned()))
}

/// What an address without its scheme, query and fragment cites, if it is one of those that name something.
///
/// Source: the redirects of k8s.io and the paths of GitHub.
pub(super) fn known(address: &str) -> Option<Target> {
    let mut parts = address.trim_end_matches('/').splitn(10, '/');
    let host = parts.next()?.to_ascii_lowercase();
    let path: Vec<&str> = parts.collect();
    let kubernetes = || Repo::new("kubernetes", "kubernetes");
    match (host.strip_prefix("www.").unwrap_or(&host), path.as_slice()) {
        ("github.com", path) => github(path),
        ("kep.k8s.io" | "keps.k8s.io", [kep]) => kep_of_folder(kep),
        ("kubernetes.dev", ["resources", "keps", kep]) => kep_of_folder(kep),
        ("git.k8s.io", ["enhancements", "keps", _, kep, ..]) => kep_of_folder(kep),
        ("pr.k8s.io" | "prs.k8s.io", [number]) => numbered(kubernetes(), number, GithubKind::Pull),
        ("issue.k8s.io" | "issues.k8s.io", [number]) => numbered(kubernetes(), number, GithubKind::Issue),
        _ => None,
    }
}

fn github(path: &[&str]) -> Option<Target> {
    let [owner, name, folder, rest, ..] = path else { return None };
    if !spelling::is_owner(owner) || !spelling::is_name(name) {
        return None;
    }
    let repo = spelling::spelt(owner, name);
    match (*folder, *rest) {
        ("pull", number) => numbered(repo, number, GithubKind::Pull),
        ("issues", number) => numbered(repo, number, GithubKind::Issue),
        ("releases", "tag") => {
            let tag = path[4..].join("/").replace("%2F", "/").replace("%2f", "/");
            (!tag.is_empty() && !tag.contains('%')).then_some(Target::Release { repo, tag })
        }
        ("tree" | "blob", _) if repo == Repo::enhancements() => {
            let keps = path.iter().position(|part| *part == "keps")?;
            kep_of_folder(path.get(keps + 2)?)
        }
        _ => None,
    }
}

fn numbered(repo: Repo, text: &str, kind: GithubKind) -> Option<Target> {
    number(text).filter(|(_, length)| *length == text.len()).map(|(number, _)| Target::Github {
        repo,
        number,
        kind,
    })
}

/// The KEP of a folder's name: `753` or `753-sidecar-containers`.
fn kep_of_folder(name: &str) -> Option<Target> {
    let number = name.split('-').next()?;
    let fits = (1..=5).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    if !fits {
        return None;
    }
    number.parse().ok().map(Target::Kep)
}
