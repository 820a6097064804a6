//! Addresses: where a URL ends in prose, and what a known one cites.

use std::borrow::Cow;

use super::number::number;
use super::spelling;
use crate::cite::{GithubKind, Repo, Target};

/// What an address cites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressCitation {
    /// What it resolves to; the address itself where it is none of those that name something.
    pub target: Target,
    /// The part of a pull request or an issue that it leads to: `issuecomment-34`, `discussion_r12`.
    pub fragment: Option<String>,
}

impl AddressCitation {
    /// What `url`, a whole address of the web, cites. Redirectors are looked through as in prose.
    pub fn read(url: &str) -> Self {
        match at(url, 0) {
            // In prose an address ends where a sentence does; this one is known to be whole.
            Some((_, Self { target: Target::Url(shorter), .. })) if url.starts_with(&shorter) => {
                Self::whole(url)
            }
            Some((_, cited)) => cited,
            None => Self::whole(url),
        }
    }

    fn whole(url: &str) -> Self {
        Self { target: Target::Url(url.to_owned()), fragment: None }
    }
}

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
pub(super) fn at(text: &str, start: usize) -> Option<(usize, AddressCitation)> {
    const LONGEST_SCHEME: usize = 8;
    let scheme = text.as_bytes()[start..].iter().take(LONGEST_SCHEME).position(|byte| *byte == b':')?;
    let host_start = start + scheme + "://".len();
    text[start + scheme..].starts_with("://").then_some(())?;
    let host_end = host_end(text, host_start)?;
    let end = end(text, host_end);
    Some((end, cited(&text[start..end])))
}

/// The address without a scheme that begins at `start`, where it is one that names something: its end in `text` and
/// what it cites. `github.com/a/b` names nothing: it may as well be a module of Go.
pub(super) fn without_scheme(text: &str, start: usize) -> Option<(usize, AddressCitation)> {
    let host_end = host_end(text, start).filter(|end| text[*end..].starts_with('/'))?;
    if !HOSTS.iter().any(|host| host.eq_ignore_ascii_case(without_www(&text[start..host_end]))) {
        return None;
    }
    let end = end(text, host_end);
    let cited = cited(&format!("https://{}", &text[start..end]));
    (!matches!(cited.target, Target::Url(_))).then_some((end, cited))
}

/// Where the host ends; looks at no more bytes than a host may have, twice.
fn host_end(text: &str, start: usize) -> Option<usize> {
    const LONGEST: usize = 253;
    let bytes = text.as_bytes();
    let is_host = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-' || **byte == b'.';
    let length = bytes[start..].iter().take(LONGEST + 1).take_while(is_host).count();
    let host = text[start..start + length].trim_end_matches(['.', '-']);
    let named = length <= LONGEST && host.contains('.') && host.as_bytes()[0].is_ascii_alphanumeric();
    let is_authority = |byte: &&u8| !matches!(**byte, 0..=b' ' | 0x7f.. | b'/' | b'?' | b'#' | b'\\');
    let has_user =
        || bytes[start + length..].iter().take(LONGEST).take_while(is_authority).any(|byte| *byte == b'@');
    (named && !has_user()).then_some(start + host.len())
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
fn cited(url: &str) -> AddressCitation {
    const MOST_REDIRECTIONS: usize = 2;
    let mut url = Cow::Borrowed(url);
    for _ in 0..MOST_REDIRECTIONS {
        let Some(onward) = redirection(&url) else { break };
        url = Cow::Owned(onward);
    }
    let target = known(path(&url)).unwrap_or_else(|| Target::Url(url.clone().into_owned()));
    let fragment = fragment(&url, &target);
    AddressCitation { target, fragment }
}

/// An address without its scheme, query and fragment.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['?', '#']).next().unwrap_or(rest)
}

fn without_www(host: &str) -> &str {
    match host.get(..4) {
        Some(www) if www.eq_ignore_ascii_case("www.") => &host[4..],
        _ => host,
    }
}

/// Services that lead on to an address in their query: host, path, key.
///
/// Source: links as Slack, Google (also in exports of its documents) and YouTube write them.
const REDIRECTORS: [(&str, &str, &str); 5] = [
    ("slack-redir.net", "link", "url"),
    ("google.com", "url", "q"),
    ("google.com", "url", "url"),
    ("youtube.com", "redirect", "q"),
    ("l.facebook.com", "l.php", "u"),
];

/// Where `url` leads on to, if it is one of a known redirector: an address of the web, percent-decoded.
fn redirection(url: &str) -> Option<String> {
    let (host, folder) = path(url).split_once('/')?;
    let host = without_www(host).to_ascii_lowercase();
    let (_, rest) = url.split_once('?')?;
    let query = rest.split('#').next().unwrap_or(rest);
    let is_plain = |onward: &str| !onward.contains(|c: char| c.is_whitespace() || c.is_control());
    REDIRECTORS.iter().filter(|row| row.0 == host && row.1 == folder.trim_end_matches('/')).find_map(|row| {
        let value = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == row.2)?.1;
        let host_start = is_web(&value).then(|| value.find("://"))?? + "://".len();
        (is_plain(&value) && host_end(&value, host_start).is_some()).then(|| value.into_owned())
    })
}

/// The part of a pull request or an issue that `url` leads to: a comment, a review.
///
/// A part of something else of it (`/files#diff-…`) is none, but for the comments there: `/files#r12` is
/// `#discussion_r12`.
fn fragment(url: &str, target: &Target) -> Option<String> {
    const LONGEST: usize = 100;
    let Target::Github { number, .. } = target else { return None };
    let fragment = url.split_once('#')?.1;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if !(1..=LONGEST).contains(&fragment.len()) || !fragment.bytes().all(is_name) {
        return None;
    }
    let path = path(url).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or(path);
    if last == number.to_string() {
        return Some(fragment.to_owned());
    }
    let comment = fragment.trim_start_matches("discussion_").strip_prefix('r')?;
    let is_comment = !comment.is_empty() && comment.bytes().all(|byte| byte.is_ascii_digit());
    (is_comment && matches!(last, "files" | "changes")).then(|| format!("discussion_r{comment}"))
}

/// The hosts of the addresses that name something, as far as people write them without a scheme.
const HOSTS: [&str; 8] = [
    "github.com",
    "kep.k8s.io",
    "keps.k8s.io",
    "features.k8s.io",
    "pr.k8s.io",
    "prs.k8s.io",
    "issue.k8s.io",
    "issues.k8s.io",
];

/// What an address without its scheme, query and fragment cites, if it is one of those that name something.
///
/// Source: the redirects of k8s.io and the paths of GitHub.
fn known(address: &str) -> Option<Target> {
    let mut parts = address.trim_end_matches('/').splitn(10, '/');
    let host = without_www(parts.next()?).to_ascii_lowercase();
    let path: Vec<&str> = parts.collect();
    let kubernetes = Repo::kubernetes;
    match (host.as_str(), path.as_slice()) {
        ("github.com", path) => github(path),
        ("kep.k8s.io" | "keps.k8s.io", [kep]) => kep_of_folder(kep),
        ("kubernetes.dev", ["resources", "keps", kep]) => kep_of_folder(kep),
        ("git.k8s.io", ["enhancements", "keps", _, kep, ..]) => kep_of_folder(kep),
        ("features.k8s.io", [number]) => numbered(Repo::enhancements(), number, GithubKind::Issue),
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
