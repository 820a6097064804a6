//! Which list a path names.

use domain::filter::{Choice, Filter, Period, VersionRange};
use domain::github::Key;
use domain::id::{EntryId, NoteId};
use domain::pages::KepName;
use domain::reference::Repo;
use domain::sig::Sig;
use domain::version::Version;
use percent_encoding::percent_decode_str;

use super::Format;

/// A list of the site, or what else can be had as Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum List {
    /// `/index`: the timeline of the query.
    Timeline,
    /// `/2023/10`
    Archive(Period),
    /// `/sigs/node`
    Sig(Sig),
    /// `/versions/1.29`
    Version(Version),
    /// `/keps/753`
    Kep(KepName),
    /// `/refs/kubernetes/kubernetes/115138`
    Item(Key),
    /// `/keps`
    Keps,
    /// `/sigs`
    Sigs,
    /// `/versions`
    Versions,
    /// `/e/{entry}`
    Entry(EntryId),
    /// `/e/{entry}/{note}`
    Note(EntryId, NoteId),
}

/// What a path without its form leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// A list.
    At(List),
    /// The same list by its one path.
    Elsewhere(String),
    /// Where lists of the kind are, and none of that name can be.
    Nothing,
    /// Nothing of ours.
    Other,
}

impl List {
    /// The list of a path that its form was taken off.
    pub fn of_path(path: &str) -> Found {
        if let Some(period) = Period::of_path(path) {
            return Self::Archive(period).found_at(path);
        }
        let Some(parts) = path.strip_prefix('/') else { return Found::Other };
        let decoded = parts.split('/').map(|part| percent_decode_str(part).decode_utf8());
        let Ok(parts) = decoded.collect::<Result<Vec<_>, _>>() else { return Found::Other };
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        let list = match parts[..] {
            ["index"] => Some(Self::Timeline),
            ["keps"] => Some(Self::Keps),
            ["sigs"] => Some(Self::Sigs),
            ["versions"] => Some(Self::Versions),
            ["sigs", sig] => sig.parse().ok().map(Self::Sig),
            ["versions", version] => version.parse().ok().map(Self::Version),
            ["keps" | "kep", name] => name.parse().ok().map(Self::Kep),
            ["refs", owner, repo, number] => item(owner, repo, number).map(Self::Item),
            ["e", entry] => entry.parse().ok().map(Self::Entry),
            ["e", entry, note] => {
                entry.parse().ok().zip(note.parse().ok()).map(|(entry, note)| Self::Note(entry, note))
            }
            _ => return Found::Other,
        };
        list.map_or(Found::Nothing, |list| list.found_at(path))
    }

    fn found_at(self, path: &str) -> Found {
        let own = self.path();
        if own == path { Found::At(self) } else { Found::Elsewhere(own) }
    }

    /// Its one path, without a form.
    pub fn path(&self) -> String {
        match self {
            Self::Timeline => "/index".to_owned(),
            Self::Archive(period) => period.path(),
            Self::Sig(sig) => format!("/sigs/{}", sig.short()),
            Self::Version(version) => format!("/versions/{version}"),
            Self::Kep(name) => name.path(),
            Self::Item(key) => format!("/refs/{}/{}/{}", key.repo.owner, key.repo.name, key.number),
            Self::Keps => "/keps".to_owned(),
            Self::Sigs => "/sigs".to_owned(),
            Self::Versions => "/versions".to_owned(),
            Self::Entry(entry) => format!("/e/{entry}"),
            Self::Note(entry, note) => format!("/e/{entry}/{note}"),
        }
    }

    /// Whether there is such a form of it: what holds no notes and does not move has no feed.
    pub fn has(&self, format: Format) -> bool {
        format == Format::Markdown
            || !matches!(self, Self::Sigs | Self::Versions | Self::Entry(_) | Self::Note(..))
    }

    /// The notes of the list that match `filter`; `None` where it is no list of notes that a filter can name.
    ///
    /// What the path says takes the place of what the filter says of the same.
    pub fn narrow(&self, filter: Filter) -> Option<Filter> {
        Some(match self {
            Self::Timeline => filter,
            Self::Archive(period) => Filter { period: vec![*period], ..filter },
            Self::Sig(sig) => {
                Filter { sigs: Choice { any: vec![sig.clone()], ..Choice::default() }, ..filter }
            }
            Self::Version(version) => {
                let any = vec![VersionRange::new(*version, *version)];
                Filter { versions: Choice { any, ..Choice::default() }, ..filter }
            }
            Self::Kep(name) => Filter { keps: vec![name.number()?], ..filter },
            Self::Item(key) => Filter { refs: vec![key.clone()], ..filter },
            Self::Keps | Self::Sigs | Self::Versions | Self::Entry(_) | Self::Note(..) => return None,
        })
    }
}

fn item(owner: &str, repo: &str, number: &str) -> Option<Key> {
    let is_name = |name: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (1..=100).contains(&name.len()) && name.bytes().all(fits)
    };
    let number = number.parse().ok().filter(|number| *number > 0);
    let key = |number| Key { repo: Repo::new(owner, repo), number };
    number.filter(|_| is_name(owner) && is_name(repo)).map(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_names_one_list() {
        let check = |path: &str, found: &str| {
            let told = match List::of_path(path) {
                Found::At(list) => list.path(),
                Found::Elsewhere(to) => format!("-> {to}"),
                Found::Nothing => "nothing".to_owned(),
                Found::Other => "other".to_owned(),
            };
            assert_eq!(told, found, "{path}");
        };
        check("/index", "/index");
        check("/2023", "/2023");
        check("/2023/10/11", "/2023/10/11");
        check("/2023/9", "-> /2023/09");
        check("/2023/13", "other");
        check("/sigs", "/sigs");
        check("/sigs/node", "/sigs/node");
        check("/sigs/SIG%20Node", "-> /sigs/node");
        check("/versions/1.29", "/versions/1.29");
        check("/versions/v1.29", "-> /versions/1.29");
        check("/versions/1", "nothing");
        check("/keps/753", "/keps/753");
        check("/kep/753", "-> /keps/753");
        check("/keps/KEP-0753", "-> /keps/753");
        check("/refs/kubernetes/kubernetes/115138", "/refs/kubernetes/kubernetes/115138");
        check("/refs/kubernetes/kubernetes/0", "nothing");
        check("/refs/a%2Fb/c/1", "nothing");
        check("/e/0a1b2c3d", "/e/0a1b2c3d");
        check("/e/0a1b2c3d/4e5f6g7h", "/e/0a1b2c3d/4e5f6g7h");
        check("/e/x", "nothing");
        check("/speculation", "other");
        check("/api/v1/openapi", "other");
        check("/pkg/0/kepline", "other");
        check("/%ff", "other");
        check("", "other");
    }

    #[test]
    fn a_version_is_no_form() {
        assert_eq!(Format::split("/versions/1.29"), None);
        assert_eq!(Format::split("/versions/1.29.md"), Some(("/versions/1.29", Format::Markdown)));
        assert_eq!(Format::split("/index.json"), Some(("/index", Format::Json)));
    }
}
