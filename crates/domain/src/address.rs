//! The addresses of the site: every page as a value, read and written in one place.
//!
//! | page | address |
//! |---|---|
//! | [`Page::Timeline`] | `/`, `/?sig=node&after=…` |
//! | [`Page::Archive`] | `/2023`, `/2023/10`, `/2023/10/11` |
//! | [`Page::Entry`], [`Page::Note`] | `/e/{entry}`, `/e/{entry}/{note}` |
//! | [`Page::EntryPart`] | `/e/{entry}?notes_after={note}` |
//! | [`Page::History`] | `/e/{entry}/history` |
//! | [`Page::Keps`], [`Page::Kep`] | `/keps?stage=beta`, `/keps/753` |
//! | [`Page::Item`] | `/refs/{owner}/{repo}/{number}` |
//! | [`Page::Sigs`], [`Page::Sig`] | `/sigs`, `/sigs/node` |
//! | [`Page::SigReleases`] | `/sigs/node?version=1.28..1.29`; read from `/versions/1.29?sig=node` too |
//! | [`Page::Versions`], [`Page::Version`] | `/versions`, `/versions/1.29` |
//! | [`Page::Upgrades`], [`Page::Upgrade`] | `/upgrade`, `/upgrade/1.27..1.29?sig=node` |
//! | [`Page::Gates`], [`Page::Gate`] | `/gates`, `/gates/SidecarContainers` |
//! | [`Page::Verdicts`] | `/verdicts` |
//! | [`Page::Annotate`] | `/annotate` |
//! | [`Page::Digests`], [`Page::Digest`] | `/digest`, `/digest/2026-W47`, `/digest/2026-11`, `/digest/1.36` |
//! | [`Page::LatestDigest`] | `/digest/week`: leads to that of the last week that is over |
//! | [`Page::OnThisDay`] | `/on-this-day`, `/on-this-day/11-28` |
//! | [`Page::Status`] | `/status` |
//! | [`Page::SignIn`], [`Page::SignInByLink`] | `/sign-in?next=%2Fkeps`, `/sign-in/{token}` |
//! | [`Page::Review`], [`Page::Bulk`], [`Page::Decisions`] | `/review?kind=references`, `/bulk`, `/decisions` |
//! | [`Page::Write`], [`Page::EditNote`] | `/write?notebook=…&date=…`, `/write/{note}` |
//! | [`Page::Upload`], [`Page::UploadPreview`] | `/import`, `/import/{token}` |
//! | [`Page::Import`], [`Page::Forget`] | `/imports/{run}`, `/forget/{entry or note}` |
//! | [`Page::Sources`] | `/sources` |
//! | [`Page::Tokens`] | `/tokens` |
//!
//! Many spellings are read, one is written: where [`Page::href`] is another text than the one that was read,
//! the page lives there. Lists have other forms as well (see [`Format`]), what can be shared has a card
//! (see [`Page::card_path`]), and what has a state a badge (see [`Page::badge_path`]).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::address::own_path::OwnPath;
use crate::address::percent::PathSegment;
use crate::cite::{Repo, Target};
use crate::digest::{DigestKind, DigestPeriod};
use crate::gate::GateName;
use crate::github::ItemKey;
use crate::id::{EntryId, NoteId};
use crate::list::entry_part::EntryPart;
use crate::list::filter::{
    CycleFilter, Filter, FilterError, NotAVersionRange, Period, TagFilter, VersionRange,
};
use crate::list::keps::{KepFilter, KepFilterError};
use crate::list::month_day::MonthDay;
use crate::list::query::RawQuery;
use crate::pages::{KepName, ReviewKind};
use crate::sig::{NotASig, Sig};
use crate::upgrade::{UpgradeFilter, UpgradeFilterError, UpgradeRange};
use crate::version::Version;

mod badge;
mod embed;
mod format;
pub mod own_path;
mod pasted;
pub(crate) mod percent;
#[cfg(test)]
mod tests;

pub use self::embed::{EMBED_PATH, embed_address};
pub use self::format::Format;

/// A page of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Page {
    /// The notes that a filter finds.
    Timeline(Box<Filter>),
    /// The notes of a year, a month or a day.
    Archive(Period),
    /// An entry, of very many notes the first.
    Entry(EntryId),
    /// Other notes of an entry than the first.
    EntryPart(EntryId, EntryPart),
    /// The earlier words of the notes of an entry.
    History(EntryId),
    /// A note within its entry.
    Note(EntryId, NoteId),
    /// The KEPs that a filter finds.
    Keps(KepFilter),
    /// A KEP.
    Kep(KepName),
    /// A pull request or an issue.
    Item(ItemKey),
    /// All groups.
    Sigs,
    /// A group.
    Sig(Sig),
    /// A group in some releases.
    SigReleases(Sig, VersionRange),
    /// All Kubernetes versions.
    Versions,
    /// A Kubernetes version.
    Version(Version),
    /// The choice of an upgrade.
    Upgrades,
    /// What an upgrade changes.
    Upgrade(UpgradeRange, UpgradeFilter),
    /// All feature gates.
    Gates,
    /// A feature gate.
    Gate(GateName),
    /// How expectations turned out.
    Verdicts,
    /// The form of a document whose citations are annotated.
    Annotate,
    /// The digests that there are.
    Digests,
    /// What a week, a month or a cycle brought.
    Digest(DigestPeriod),
    /// The digest of the last period of a kind that is over; its feeds have those before it too.
    LatestDigest(DigestKind),
    /// What was noted on a day of earlier years; today, where it names none.
    OnThisDay(Option<MonthDay>),
    /// How fresh the facts are.
    Status,
    /// The form to sign in.
    SignIn {
        /// Where to go afterwards.
        next: OwnPath,
    },
    /// The form that a one-time link opens.
    SignInByLink(String),
    /// What waits for a curator: of which kind, and after which note.
    Review(ReviewKind, Option<NoteId>),
    /// A tag for all notes of a list, to be confirmed. Its query is the form's that leads to it.
    Bulk,
    /// What a curator decided last.
    Decisions,
    /// The form to upload files of notes.
    Upload,
    /// What importing an upload would change, to be confirmed; by the token of the upload.
    UploadPreview(String),
    /// What taking an import back would do, to be confirmed; by the number of its run.
    Import(i64),
    /// What forgetting would remove, to be confirmed; by the id of a note or of an entry.
    Forget(String),
    /// The form in which notes are written. Its query fills the form in.
    Write,
    /// The form in which a note is edited, moved and withdrawn.
    EditNote(NoteId),
    /// The sources that notebooks follow.
    Sources,
    /// The tokens of a curator, and what else writes notes from elsewhere.
    Tokens,
}

/// Why a text is the address of no page.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPage {
    /// No page has such a path.
    #[error("there is no page at this path")]
    Path,
    /// Pages of the kind have names, and this cannot be one: `/sigs/nod`.
    #[error("there is no page of this name")]
    Name,
    /// The query of a timeline cannot be read.
    #[error(transparent)]
    Filter(#[from] FilterError),
    /// The query of the list of KEPs cannot be read.
    #[error(transparent)]
    KepFilter(#[from] KepFilterError),
    /// The releases that a group is to be shown in cannot be read.
    #[error(transparent)]
    Releases(#[from] NotAVersionRange),
    /// The query of an upgrade cannot be read.
    #[error(transparent)]
    UpgradeFilter(#[from] UpgradeFilterError),
    /// The group that is to be shown in a release cannot be read.
    #[error(transparent)]
    Sig(#[from] NotASig),
}

impl Page {
    /// The whole timeline.
    pub fn timeline() -> Self {
        Filter::default().into()
    }

    /// The whole list of KEPs.
    pub fn keps() -> Self {
        Self::Keps(KepFilter::default())
    }

    /// The beginning of what waits for a curator.
    pub fn review() -> Self {
        Self::Review(ReviewKind::Suggestions, None)
    }

    /// The KEP of a number.
    pub fn kep(number: u32) -> Self {
        Self::Kep(KepName::Number(number))
    }

    /// The page of a path without its query, in any spelling of its parts.
    ///
    /// # Errors
    /// [`NotAPage::Path`] or [`NotAPage::Name`].
    pub fn from_path(path: &str) -> Result<Self, NotAPage> {
        let parts = path.strip_prefix('/').ok_or(NotAPage::Path)?.split('/');
        let parts: Vec<Cow<'_, str>> = parts
            .map(|part| percent_decode_str(part).decode_utf8())
            .collect::<Result<_, _>>()
            .map_err(|_| NotAPage::Path)?;
        let parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        Ok(match parts[..] {
            [""] => Self::timeline(),
            ["e", entry] => Self::Entry(name(entry)?),
            ["e", entry, HISTORY] => Self::History(name(entry)?),
            ["e", entry, note] => Self::Note(name(entry)?, name(note)?),
            ["keps"] => Self::keps(),
            ["keps" | "kep", kep] => Self::Kep(name(kep)?),
            ["refs", owner, repo, number] => Self::Item(key(owner, repo, number).ok_or(NotAPage::Name)?),
            ["sigs"] => Self::Sigs,
            ["sigs", sig] => Self::Sig(name(sig)?),
            ["versions"] => Self::Versions,
            ["versions", version] => Self::Version(name(version)?),
            ["upgrade"] => Self::Upgrades,
            ["upgrade", range] => {
                Self::Upgrade(range.parse().map_err(|_| NotAPage::Name)?, UpgradeFilter::default())
            }
            ["gates"] => Self::Gates,
            ["gates", gate] => Self::Gate(name(gate)?),
            ["verdicts"] => Self::Verdicts,
            ["annotate"] => Self::Annotate,
            ["digest"] => Self::Digests,
            ["digest", name] => match name.parse() {
                Ok(kind) => Self::LatestDigest(kind),
                Err(_) => Self::Digest(self::name(name)?),
            },
            ["on-this-day"] => Self::OnThisDay(None),
            ["on-this-day", day] => Self::OnThisDay(Some(name(day)?)),
            ["status"] => Self::Status,
            ["sign-in"] => Self::SignIn { next: OwnPath::default() },
            ["sign-in", token] if !token.is_empty() => Self::SignInByLink(token.to_owned()),
            ["review"] => Self::review(),
            ["bulk"] => Self::Bulk,
            ["decisions"] => Self::Decisions,
            ["sources"] => Self::Sources,
            ["import"] => Self::Upload,
            ["import", token] => Self::UploadPreview(upload_token(token).ok_or(NotAPage::Name)?),
            ["imports", run] => Self::Import(run_number(run).ok_or(NotAPage::Name)?),
            ["tokens"] => Self::Tokens,
            // Ids of both kinds are spelt alike.
            ["forget", id] => Self::Forget(name::<NoteId>(id)?.to_string()),
            ["write"] => Self::Write,
            ["write", note] => Self::EditNote(name(note)?),
            _ => Self::Archive(period(&parts).ok_or(NotAPage::Path)?),
        })
    }

    /// The page of a path to which the text around it stuck when it was copied: a bracket, a full stop.
    ///
    /// `None` where nothing stuck to it, and where the rest is no page. What stuck is taken off as it is and
    /// percent-encoded, a few characters at most.
    pub fn from_pasted_path(path: &str) -> Option<Self> {
        let rest = pasted::without_added(path)?;
        let page = Self::from_path(if rest.len() > 1 { rest.trim_end_matches('/') } else { rest }).ok()?;
        // A token may be of any characters.
        (!matches!(page, Self::SignInByLink(_))).then_some(page)
    }

    /// The same page with what its query says; of most pages it says nothing.
    fn with_query(self, query: &str) -> Result<Self, NotAPage> {
        let value = |key: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find_map(|(name, value)| (name == key).then(|| value.into_owned()))
        };
        Ok(match self {
            Self::Timeline(_) => query.parse::<Filter>()?.into(),
            // Whatever else narrows or orders an archive goes with its period into the one place for filters.
            Self::Archive(period) => match query.parse::<Filter>()? {
                filter if filter == Filter::default() => Self::Archive(period),
                filter => Filter { period: vec![period], ..filter }.into(),
            },
            // What cannot be read names no part.
            Self::Entry(entry) => {
                Self::entry_part(entry, EntryPart::take(&mut RawQuery::parse(query)).unwrap_or_default())
            }
            Self::Keps(_) => Self::Keps(query.parse()?),
            Self::Sig(sig) => match releases(query)? {
                Some(range) => Self::SigReleases(sig, range),
                None => Self::Sig(sig),
            },
            Self::Version(version) => match value("sig").filter(|sig| !sig.trim().is_empty()) {
                Some(sig) => Self::SigReleases(sig.parse()?, version.into()),
                None => Self::Version(version),
            },
            Self::Upgrade(range, _) => Self::Upgrade(range, query.parse()?),
            Self::SignIn { .. } => Self::sign_in(&value("next").unwrap_or_default()),
            Self::Review(..) => {
                let kind = value("kind").and_then(|kind| kind.parse().ok());
                let after = value("after").and_then(|note| note.parse().ok());
                Self::Review(kind.unwrap_or(ReviewKind::Suggestions), after)
            }
            page => page,
        })
    }

    /// A part of the notes of an entry: of the first, the page of the entry.
    pub fn entry_part(entry: EntryId, part: EntryPart) -> Self {
        match part {
            EntryPart::First => Self::Entry(entry),
            part => Self::EntryPart(entry, part),
        }
    }

    /// The form to sign in, which leads on to a path of this site; to the timeline where `next` is none.
    pub fn sign_in(next: &str) -> Self {
        Self::SignIn { next: next.parse().unwrap_or_default() }
    }

    /// The address of the form for a note that follows up on another one.
    pub fn follow_up_href(note: &NoteId) -> String {
        join(&Self::Write.path(), &format!("follows={note}"))
    }

    /// Its path, without a query.
    pub fn path(&self) -> String {
        match self {
            Self::Timeline(_) => "/".to_owned(),
            Self::Archive(period) => format!("/{}", period.to_string().replace('-', "/")),
            Self::Entry(entry) | Self::EntryPart(entry, _) => format!("/e/{entry}"),
            Self::History(entry) => format!("/e/{entry}/{HISTORY}"),
            Self::Note(entry, note) => format!("/e/{entry}/{note}"),
            Self::Keps(_) => "/keps".to_owned(),
            Self::Kep(name) => format!("/keps/{name}"),
            Self::Item(ItemKey { repo, number }) => {
                format!("/refs/{}/{}/{number}", PathSegment(&repo.owner), PathSegment(&repo.name))
            }
            Self::Sigs => "/sigs".to_owned(),
            Self::Sig(sig) | Self::SigReleases(sig, _) => format!("/sigs/{}", sig.short()),
            Self::Versions => "/versions".to_owned(),
            Self::Version(version) => format!("/versions/{version}"),
            Self::Upgrades => "/upgrade".to_owned(),
            Self::Upgrade(range, _) => format!("/upgrade/{range}"),
            Self::Gates => "/gates".to_owned(),
            Self::Gate(gate) => format!("/gates/{gate}"),
            Self::Verdicts => "/verdicts".to_owned(),
            Self::Annotate => "/annotate".to_owned(),
            Self::Digests => "/digest".to_owned(),
            Self::Digest(period) => format!("/digest/{period}"),
            Self::LatestDigest(kind) => format!("/digest/{}", kind.as_str()),
            Self::OnThisDay(None) => "/on-this-day".to_owned(),
            Self::OnThisDay(Some(day)) => format!("/on-this-day/{day}"),
            Self::Status => "/status".to_owned(),
            Self::SignIn { .. } => "/sign-in".to_owned(),
            Self::SignInByLink(token) => format!("/sign-in/{}", PathSegment(token)),
            Self::Review(..) => "/review".to_owned(),
            Self::Bulk => "/bulk".to_owned(),
            Self::Decisions => "/decisions".to_owned(),
            Self::Upload => "/import".to_owned(),
            Self::UploadPreview(token) => format!("/import/{token}"),
            Self::Import(run) => format!("/imports/{run}"),
            Self::Forget(id) => format!("/forget/{id}"),
            Self::Write => "/write".to_owned(),
            Self::EditNote(note) => format!("/write/{note}"),
            Self::Sources => "/sources".to_owned(),
            Self::Tokens => "/tokens".to_owned(),
        }
    }

    /// Its query, without `?`; empty where it has none.
    pub fn query(&self) -> String {
        match self {
            Self::Timeline(filter) => filter.query(),
            Self::EntryPart(_, part) => part.query(),
            Self::Keps(filter) => filter.query(),
            Self::SigReleases(_, range) => format!("version={range}"),
            Self::Upgrade(_, filter) => filter.query(),
            // As a form sends it.
            Self::SignIn { next } if *next != OwnPath::default() => {
                let next = form_urlencoded::byte_serialize(next.as_str().as_bytes());
                format!("next={}", next.collect::<String>())
            }
            Self::Review(kind, after) => {
                let kind = (*kind != ReviewKind::Suggestions).then(|| format!("kind={}", kind.as_str()));
                let after = after.as_ref().map(|note| format!("after={note}"));
                kind.into_iter().chain(after).collect::<Vec<_>>().join("&")
            }
            _ => String::new(),
        }
    }

    /// Its one address: the path, with the query where there is one.
    pub fn href(&self) -> String {
        join(&self.path(), &self.query())
    }

    /// Whether it lists notes, of a filter or a period.
    pub fn is_list_of_notes(&self) -> bool {
        matches!(self, Self::Timeline(_) | Self::Archive(_))
    }

    /// Whether it can be looked at as of an earlier day: see [`crate::as_of`].
    pub fn looks_back(&self) -> bool {
        matches!(
            self,
            Self::Timeline(_)
                | Self::Archive(_)
                | Self::Entry(_)
                | Self::EntryPart(..)
                | Self::Note(..)
                | Self::Keps(_)
                | Self::Kep(_)
                | Self::Item(_)
                | Self::SigReleases(..)
        )
    }

    /// Whether notes are written in a form on it.
    pub fn takes_notes(&self) -> bool {
        matches!(self, Self::Write | Self::EditNote(_))
    }

    /// Whether search engines may come here: not to forms, and not to what only curators see.
    pub fn is_for_robots(&self) -> bool {
        !matches!(
            self,
            Self::SignIn { .. }
                | Self::SignInByLink(_)
                | Self::Review(..)
                | Self::Bulk
                | Self::Decisions
                | Self::Upload
                | Self::UploadPreview(_)
                | Self::Import(_)
                | Self::Forget(_)
                | Self::Write
                | Self::EditNote(_)
                | Self::Sources
                | Self::Tokens
        )
    }

    /// The notes of the page that match `filter`; `None` where it shows none that a filter can name.
    ///
    /// What the path says takes the place of what the filter says of the same.
    pub fn narrow(&self, filter: Filter) -> Option<Filter> {
        Some(match self {
            Self::Timeline(_) => filter,
            Self::Archive(period) => Filter { period: vec![*period], ..filter },
            Self::Sig(sig) => {
                Filter { sigs: TagFilter { any: vec![sig.clone()], ..TagFilter::default() }, ..filter }
            }
            Self::SigReleases(sig, range) => Filter {
                sigs: TagFilter { any: vec![sig.clone()], ..TagFilter::default() },
                cycles: CycleFilter { any: vec![*range], ..CycleFilter::default() },
                ..filter
            },
            Self::Version(version) => {
                let any = vec![VersionRange::new(*version, *version)];
                Filter { versions: TagFilter { any, ..TagFilter::default() }, ..filter }
            }
            Self::Kep(name) => Filter { keps: vec![name.number()?], ..filter },
            Self::Item(key) => Filter { refs: vec![key.clone()], ..filter },
            _ => return None,
        })
    }

    /// Whether there is a picture of it, for where it is shared.
    pub fn has_card(&self) -> bool {
        match self {
            Self::Timeline(_)
            | Self::Entry(_)
            | Self::Note(..)
            | Self::Keps(_)
            | Self::Kep(_)
            | Self::Item(_)
            | Self::Sigs
            | Self::Sig(_)
            | Self::Versions
            | Self::Version(_) => true,
            Self::EntryPart(..) | Self::History(_) | Self::SigReleases(..) => false,
            Self::Upgrade(..) | Self::Gate(_) => true,
            Self::Upgrades | Self::Gates | Self::Annotate => false,
            Self::Digests | Self::Digest(_) | Self::LatestDigest(_) => false,
            Self::Archive(_) | Self::Verdicts | Self::Status | Self::Bulk | Self::Decisions => false,
            Self::OnThisDay(_) => false,
            Self::SignIn { .. } | Self::SignInByLink(_) | Self::Review(..) => false,
            Self::Import(_)
            | Self::Forget(_)
            | Self::Write
            | Self::EditNote(_)
            | Self::Sources
            | Self::Tokens => false,
            Self::Upload | Self::UploadPreview(_) => false,
        }
    }

    /// The address of its picture of that hash, with its query: `/cards/{hash}/e/{entry}.png`.
    ///
    /// The timeline is called `list` there, and the page of it does not count.
    pub fn card_path(&self, hash: &str) -> String {
        let (path, query) = match self {
            Self::Timeline(filter) => (LIST_CARD.to_owned(), filter.without_cursor().query()),
            page => (page.path(), page.query()),
        };
        join(&format!("/cards/{hash}{path}{CARD}"), &query)
    }

    /// The page whose picture an address names, from the part after the hash on: `e/{entry}.png`.
    ///
    /// # Errors
    /// As of a page, and [`NotAPage::Path`] for a page without a picture.
    pub fn from_card(address: &str) -> Result<Self, NotAPage> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let path = format!("/{}", path.strip_suffix(CARD).ok_or(NotAPage::Path)?);
        let page = if path == LIST_CARD { Self::timeline() } else { Self::from_path(&path)? };
        match page.with_query(query)? {
            Self::Timeline(filter) if path == LIST_CARD => Ok(filter.without_cursor().into()),
            Self::Timeline(_) => Err(NotAPage::Path),
            page if page.has_card() => Ok(page),
            _ => Err(NotAPage::Path),
        }
    }
}

/// The history of an entry, where its notes have their ids.
const HISTORY: &str = "history";

/// What a picture's address ends with.
const CARD: &str = ".png";

/// What the timeline is called among the pictures.
const LIST_CARD: &str = "/list";

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.href())
    }
}

impl FromStr for Page {
    type Err = NotAPage;

    /// Reads an address of this site, its path with its query, in any spelling.
    fn from_str(address: &str) -> Result<Self, NotAPage> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        Self::from_path(path)?.with_query(query)
    }
}

impl Filter {
    /// The address of the notes that it finds: that of [`Page::Timeline`].
    pub fn href(&self) -> String {
        Page::from(self.clone()).href()
    }

    /// The page of the one thing that its notes are about: a KEP, a pull request or an issue, a group, a group in
    /// the releases that are named besides, or a version.
    pub fn subject(&self) -> Option<Page> {
        let releases = self.versions.any.iter().chain(&self.cycles.any).copied();
        let releases = releases
            .reduce(|one, other| VersionRange { from: one.from.min(other.from), to: one.to.max(other.to) });
        match (&self.sigs.any[..], &self.keps[..], &self.refs[..]) {
            ([], [number], []) => Some(Page::kep(*number)),
            ([], [], [item]) => Some(Page::Item(item.clone())),
            ([sig], [], []) if !self.sigs.none => Some(match releases {
                Some(range) => Page::SigReleases(sig.clone(), range),
                None => Page::Sig(sig.clone()),
            }),
            ([], [], []) => {
                releases.filter(|range| range.from == range.to).map(|range| Page::Version(range.from))
            }
            _ => None,
        }
    }
}

impl KepFilter {
    /// The address of the KEPs that it finds: that of [`Page::Keps`].
    pub fn href(&self) -> String {
        Page::Keps(self.clone()).href()
    }
}

/// Where a link to a KEP leads: to its page, or to its issue where it has none.
pub fn kep_href(number: u32, has_page: bool) -> String {
    if has_page { Page::kep(number).href() } else { Target::kep_issue(number).href() }
}

impl From<Page> for String {
    fn from(page: Page) -> Self {
        page.href()
    }
}

impl From<Filter> for Page {
    fn from(filter: Filter) -> Self {
        Self::Timeline(Box::new(filter))
    }
}

/// A path with a query, where there is one.
pub fn join(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The releases that a query names: of several the range from the first to the last.
fn releases(query: &str) -> Result<Option<VersionRange>, NotAVersionRange> {
    let mut named = None;
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        if key == "version" && !value.trim().is_empty() {
            let VersionRange { from, to } = value.trim().parse()?;
            named = Some(named.map_or(VersionRange { from, to }, |all: VersionRange| VersionRange {
                from: all.from.min(from),
                to: all.to.max(to),
            }));
        }
    }
    Ok(named)
}

fn name<T: FromStr>(text: &str) -> Result<T, NotAPage> {
    text.parse().map_err(|_| NotAPage::Name)
}

/// The number of a run, from 1 on.
fn run_number(text: &str) -> Option<i64> {
    text.parse().ok().filter(|run| *run > 0)
}

/// The token of an upload: 32 hexadecimal digits.
fn upload_token(text: &str) -> Option<String> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    (text.len() == 32 && text.bytes().all(is_digit)).then(|| text.to_owned())
}

/// A year, a month or a day, in any spelling of its numbers.
fn period(parts: &[&str]) -> Option<Period> {
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=3).contains(&parts.len()) && parts[0].len() == 4 && parts.iter().all(digits);
    fits.then(|| parts.join("-").parse().ok()).flatten()
}

/// A pull request or an issue by names that GitHub gives, and a number from 1 on.
fn key(owner: &str, repo: &str, number: &str) -> Option<ItemKey> {
    let is_name = |name: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        (1..=100).contains(&name.len()) && name.bytes().all(fits)
    };
    let number = number.parse().ok().filter(|number| *number > 0);
    let key = |number| ItemKey { repo: Repo::new(owner, repo), number };
    number.filter(|_| is_name(owner) && is_name(repo)).map(key)
}
