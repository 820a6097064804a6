//! What a card is of, and its address.

use std::fmt;
use std::str::FromStr;

use domain::filter::Filter;
use domain::github::Key;
use domain::id::{EntryId, NoteId};
use domain::kep_list::KepFilter;
use domain::pages::KepName;
use domain::reference::Repo;
use domain::sig::Sig;
use domain::version::Version;

/// The page that a card is of. Printed and read as the part of its address behind the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardOf {
    /// An entry.
    Entry(EntryId),
    /// A note of an entry.
    Note(EntryId, NoteId),
    /// A KEP.
    Kep(KepName),
    /// A group.
    Sig(Sig),
    /// A version.
    Version(Version),
    /// A pull request or an issue.
    Item(Key),
    /// The timeline, as far as a filter leaves it; the page of it does not count.
    List(Box<Filter>),
    /// The list of KEPs, as far as a filter leaves it.
    Keps(KepFilter),
    /// All groups.
    Sigs,
    /// All versions.
    Versions,
}

impl CardOf {
    /// The address of the card of that hash: `/cards/{hash}/e/{entry}.png`.
    pub fn path(&self, hash: &str) -> String {
        format!("/cards/{hash}/{self}")
    }
}

impl fmt::Display for CardOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, name: &str, query: String| {
            let mark = if query.is_empty() { "" } else { "?" };
            write!(f, "{name}.png{mark}{query}")
        };
        match self {
            Self::Entry(entry) => write!(f, "e/{entry}.png"),
            Self::Note(entry, note) => write!(f, "e/{entry}/{note}.png"),
            Self::Kep(name) => write!(f, "keps/{name}.png"),
            Self::Sig(sig) => write!(f, "sigs/{}.png", sig.short()),
            Self::Version(version) => write!(f, "versions/{version}.png"),
            Self::Item(Key { repo, number }) => write!(f, "refs/{}/{}/{number}.png", repo.owner, repo.name),
            Self::List(filter) => list(f, "list", filter.without_cursor().query()),
            Self::Keps(filter) => list(f, "keps", filter.query()),
            Self::Sigs => f.write_str("sigs.png"),
            Self::Versions => f.write_str("versions.png"),
        }
    }
}

/// Why an address is that of no card, in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotACard {
    /// There is no card of that kind.
    Unknown,
    /// The filter cannot be read.
    Filter(String),
}

impl FromStr for CardOf {
    type Err = NotACard;

    fn from_str(text: &str) -> Result<Self, NotACard> {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        let path = path.strip_suffix(".png").ok_or(NotACard::Unknown)?;
        fn read<T: FromStr>(text: &str) -> Result<T, NotACard> {
            text.parse().map_err(|_| NotACard::Unknown)
        }
        Ok(match path.split('/').collect::<Vec<_>>().as_slice() {
            ["e", entry] => Self::Entry(read(entry)?),
            ["e", entry, note] => Self::Note(read(entry)?, read(note)?),
            ["keps", name] => Self::Kep(read(name)?),
            ["sigs", sig] => Self::Sig(read(sig)?),
            ["versions", version] => Self::Version(read(version)?),
            ["refs", owner, repo, number] => {
                Self::Item(Key { repo: Repo::new(*owner, *repo), number: read(number)? })
            }
            ["list"] => {
                let filter = query.parse::<Filter>().map_err(|error| NotACard::Filter(error.to_string()))?;
                Self::List(Box::new(filter.without_cursor()))
            }
            ["keps"] => {
                let filter = query.parse::<KepFilter>();
                Self::Keps(filter.map_err(|error| NotACard::Filter(error.to_string()))?)
            }
            ["sigs"] => Self::Sigs,
            ["versions"] => Self::Versions,
            _ => return Err(NotACard::Unknown),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_reads_itself() {
        for path in [
            "e/0a1b2c3d.png",
            "e/0a1b2c3d/4e5f6a7b.png",
            "keps/753.png",
            "keps/0000-kep-process.png",
            "sigs/node.png",
            "sigs/wg-batch.png",
            "versions/1.29.png",
            "refs/kubernetes/kubernetes/115138.png",
            "list.png",
            "list.png?sig=node&version=1.28..1.29",
            "keps.png?sig=node",
            "keps.png",
            "sigs.png",
            "versions.png",
        ] {
            assert_eq!(path.parse::<CardOf>().map(|of| of.to_string()), Ok(path.to_owned()));
        }
    }

    #[test]
    fn what_is_no_card_is_none() {
        for path in
            ["", "e/0a1b2c3d", "e.png", "e/../x.png", "keps/<script>.png", "versions/x.png", "a/b/c/d/e.png"]
        {
            assert_eq!(path.parse::<CardOf>(), Err(NotACard::Unknown), "{path}");
        }
        assert!(
            matches!("list.png?sig=nod".parse::<CardOf>(), Err(NotACard::Filter(why)) if why.contains("node"))
        );
    }

    #[test]
    fn the_page_of_a_list_has_no_card_of_its_own() {
        let of: CardOf = "list.png?sig=node&after=2023-10-11.57.0a1b2c3d".parse().unwrap();
        assert_eq!(of.path("00"), "/cards/00/list.png?sig=node");
    }
}
