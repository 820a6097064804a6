//! What a page knows of its request: put into the context by the server.

mod sent_document;
mod sent_form;

use domain::Date;
use domain::address::{NotAPage, Page};
use domain::as_of::{self, NotADay};
use domain::list::filter::{Filter, FilterError, FilterKey, PartialFilter, VersionRange};
use domain::list::keps::{KepFilter, KepFilterError};
use domain::list::query::RawQuery;
use domain::list::timeline::DataTimes;
use domain::notebook::Viewer;
use domain::notebook::prepared::PreparedNote;
use domain::pages::{UploadPreview, UploadResult};
use domain::token::ApiToken;
use domain::upgrade::{UpgradeFilter, UpgradeFilterError};
use domain::version::Version;
use leptos::prelude::*;
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::error::AppError;
use crate::text::Lang;

pub use self::sent_document::{DocumentAnswer, DocumentForm, SentDocument};
pub use self::sent_form::{NoteForm, NoteFormAnswer, NotebookForm, SentForm};

/// The colours that a reader chose, in the order of the switch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    pub const ALL: &[Self] = Self::VARIANTS;

    /// The value of the cookie and the form: `system`, `light`, `dark`.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// Who reads: their language, colours and cluster, from cookies and headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reader {
    /// The language of the page around the notes.
    pub lang: Lang,
    pub theme: Theme,
    /// The release of Kubernetes that they say they run.
    pub runs: Option<Version>,
}

impl Reader {
    /// The reader of the page that is being made.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }
}

/// The curator of the request: put into it by the server, from the session that the cookie names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// The name that decisions are stored under.
    pub name: String,
}

impl SignedIn {
    /// The curator of the request that is being answered; `None` for a reader.
    pub fn current() -> Option<Self> {
        use_context()
    }
}

/// The token that the request has made, to be shown on its page and never again: put into it by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken(pub ApiToken);

impl NewToken {
    /// The token of the request that is being answered.
    pub fn current() -> Option<Self> {
        use_context()
    }
}

/// Who the request comes from, as far as rights make a difference.
pub fn viewer() -> Viewer {
    SignedIn::current().map_or(Viewer::Stranger, |_| Viewer::Curator)
}

/// What makes the HTML, text, references and tags of a note from its Markdown, for what stores notes again: put into the
/// context by the server. Its second argument says whether its source lost its links.
#[derive(Clone, Copy)]
pub struct NotePreparation(pub fn(&str, bool) -> PreparedNote);

/// Why a sign-in form is shown again: put into the request by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInFailure {
    /// The name or the password is wrong; which one is not revealed.
    Wrong,
    /// Too many wrong passwords.
    TooMany {
        /// How long to wait.
        wait_seconds: u32,
    },
    /// The one-time link was used, or is too old.
    LinkSpent,
    /// A curator's form was sent without a session.
    SessionOver,
    /// The page was opened without HTTPS, which the site has elsewhere.
    PlainHttp,
}

impl SignInFailure {
    /// The failure of the request that is being answered.
    pub fn current() -> Option<Self> {
        use_context()
    }

    /// The status of the page that shows it.
    pub fn status(self) -> u16 {
        match self {
            Self::Wrong | Self::SessionOver => 401,
            Self::TooMany { .. } => 429,
            Self::LinkSpent => 410,
            Self::PlainHttp => 400,
        }
    }
}

/// Why the request is refused before its page is made: put into it by the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRefusal(pub AppError);

impl RequestRefusal {
    /// The refusal of the request that is being answered.
    pub fn current() -> Option<Self> {
        use_context()
    }
}

/// What the server knows of a curator's uploads, for the pages that show them: put into the request by it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UploadState {
    /// The most that may be uploaded.
    pub max_bytes: u64,
    /// Why what was sent is not taken.
    pub refusal: Option<UploadRefusal>,
    /// The token of the upload that the page is about, and what importing it would change.
    pub preview: Option<(String, UploadPreview)>,
    /// What the import did that led here.
    pub result: Option<UploadResult>,
}

impl UploadState {
    /// That of the request that is being answered.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }
}

/// Why an upload is not taken: nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadRefusal {
    /// It is larger than may be uploaded.
    TooLarge,
    /// No file was chosen.
    NoFile,
    /// The body is not that of the form, or was cut off.
    NoForm,
    /// The title of the new notebook names none.
    NoTitle,
    /// There is a notebook of the name of the new one; by its title.
    TitleTaken(String),
    /// Too many uploads wait to be confirmed.
    TooMany,
    /// The files cannot be read or imported; with why, in English.
    Unreadable(String),
    /// The server failed.
    Failed,
}

impl UploadRefusal {
    /// The status of the page that shows it.
    pub fn status(&self) -> u16 {
        match self {
            Self::TooLarge => 413,
            Self::NoFile | Self::NoForm | Self::NoTitle => 400,
            Self::TitleTaken(_) => 409,
            Self::Unreadable(_) => 422,
            Self::TooMany => 503,
            Self::Failed => 500,
        }
    }
}

/// Where the site lives, for absolute links: configured, never taken from a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// Scheme and authority without a slash at the end: `https://kepline.example`.
    pub public_url: String,
    /// Whether only the machine that it runs on can open it.
    pub is_loopback: bool,
}

impl Site {
    /// The site of the page that is being made; without a public address when there is none.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// The absolute address of a path.
    pub fn absolute(path: &str) -> String {
        let site = use_context::<Self>();
        format!("{}{path}", site.map(|site| site.public_url).unwrap_or_default())
    }
}

/// How old the states on the page are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataAge {
    /// When KEPs and GitHub were read last.
    pub as_of: DataTimes,
    /// The clock of the server; `None` where no page is made for a request.
    pub now: Option<domain::Timestamp>,
}

impl DataAge {
    /// The age of the data on the page that is being made.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// The day by the clock of the server, in UTC; the last of all where no page is made for a request.
    pub fn today(self) -> Date {
        self.now.map_or(Date::MAX, domain::utc_day)
    }

    /// How many days old the facts about KEPs are, where they are old.
    pub fn stale_days(self) -> Option<i64> {
        self.as_of.stale_days(self.now?)
    }
}

/// The day that *now* means on the page that is being made; `None` for that of the last sync.
pub fn looked_at_from() -> Option<Date> {
    use_context::<PageRequest>().and_then(|request| request.as_of.ok().flatten())
}

/// The address of a page that looks from the same day as the one that is being made, where it can look from one.
pub fn from_same_day(page: impl Into<Page>) -> String {
    let page = page.into();
    as_of::carried(&page.href(), looked_at_from().filter(|_| page.looks_back()))
}

/// How many characters of what was typed are shown again.
const MAX_TYPED: usize = 1000;

/// What was typed into the search box, where that is no filter, at most [`MAX_TYPED`] characters.
fn unread_search(query: &RawQuery) -> Option<String> {
    let values = query.values(FilterKey::Q.as_str()).map(str::trim).filter(|value| !value.is_empty());
    let text = values.collect::<Vec<_>>().join(" ");
    let text: String = text.chars().filter(|c| !c.is_control()).take(MAX_TYPED).collect();
    let search = query.clone().with_only(FilterKey::Q.as_str());
    (!text.is_empty() && Filter::parse(&search).is_err()).then_some(text)
}

/// Why the filter of a list of notes cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnreadableFilter {
    /// Why the query is no filter.
    pub error: FilterError,
    /// What of it can be read, and what was meant; `None` where that is not known of any part.
    pub partial: Option<Box<PartialFilter>>,
    /// What was typed into the search box, where that cannot be read.
    pub typed: Option<String>,
}

/// The filter of a page: its query, where the page is a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum PageFilter {
    /// The page takes none.
    #[default]
    None,
    /// Of the timeline and the archives.
    Notes(Result<Box<Filter>, UnreadableFilter>),
    /// Of the list of KEPs.
    Keps(Result<KepFilter, KepFilterError>),
    /// The releases that a group is shown in, or why the query names none.
    Releases(Result<VersionRange, NotAPage>),
    /// Of the page of an upgrade.
    Upgrade(Result<UpgradeFilter, UpgradeFilterError>),
}

impl PageFilter {
    /// Whether the page takes none, or one that can be read.
    pub fn is_readable(&self) -> bool {
        !self.is_unreadable()
    }

    /// Reads the query of the timeline or an archive.
    pub fn read_notes(query: &RawQuery) -> Self {
        let filter = Filter::parse(query).map(Box::new);
        Self::Notes(filter.map_err(|error| UnreadableFilter {
            error,
            partial: PartialFilter::read(query).map(Box::new),
            typed: unread_search(query),
        }))
    }

    /// Reads the query of the list of KEPs.
    pub fn read_keps(query: &RawQuery) -> Self {
        Self::Keps(KepFilter::parse(query))
    }

    /// Reads the query of an upgrade.
    pub fn read_upgrade(query: &RawQuery) -> Self {
        Self::Upgrade(UpgradeFilter::parse(query))
    }

    /// Of the page of a group in some releases.
    pub fn read_releases(page: Result<Page, NotAPage>) -> Self {
        match page {
            Ok(Page::SigReleases(_, range)) => Self::Releases(Ok(range)),
            Ok(_) => Self::None,
            Err(error) => Self::Releases(Err(error)),
        }
    }

    /// The one spelling of the query; `None` where the page takes no filter, or the filter cannot be read.
    pub fn query(&self) -> Option<String> {
        match self {
            Self::Notes(Ok(filter)) => Some(filter.query()),
            Self::Keps(Ok(filter)) => Some(filter.query()),
            Self::Upgrade(Ok(filter)) => Some(filter.query()),
            _ => None,
        }
    }

    /// Whether the page takes a filter that cannot be read.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self,
            Self::Notes(Err(_)) | Self::Keps(Err(_)) | Self::Releases(Err(_)) | Self::Upgrade(Err(_))
        )
    }
}

/// The request of a page: its address, and what the query says to the page.
#[derive(Clone, Debug)]
pub struct PageRequest {
    /// The address as it came, with its query: where a form leads back to.
    pub path_and_query: String,
    /// The query, without what the framework adds.
    pub query: RawQuery,
    /// What the query narrows the page to.
    pub filter: PageFilter,
    /// The day that the page looks from, where that is not today; or why there is none such.
    pub as_of: Result<Option<Date>, NotADay>,
    /// The error of the form that led here, where one failed.
    pub form_error: Option<AppError>,
}

impl Default for PageRequest {
    /// The whole timeline.
    fn default() -> Self {
        Self {
            path_and_query: "/".to_owned(),
            query: RawQuery::default(),
            filter: PageFilter::None,
            as_of: Ok(None),
            form_error: None,
        }
    }
}

impl PageRequest {
    /// The request of the page that is being made; of the whole timeline when there is none.
    pub fn current() -> Self {
        use_context().unwrap_or_default()
    }

    /// The filter of a list of notes: everything, where the page takes none.
    pub fn note_filter(self) -> Result<Filter, UnreadableFilter> {
        match self.filter {
            PageFilter::Notes(filter) => filter.map(|filter| *filter),
            _ => Ok(Filter::default()),
        }
    }

    /// The filter of the list of KEPs: all of them, where the page takes none.
    pub fn kep_filter(self) -> Result<KepFilter, KepFilterError> {
        match self.filter {
            PageFilter::Keps(filter) => filter,
            _ => Ok(KepFilter::default()),
        }
    }

    /// The filter of an upgrade: everything, where the page takes none.
    pub fn upgrade_filter(self) -> Result<UpgradeFilter, UpgradeFilterError> {
        match self.filter {
            PageFilter::Upgrade(filter) => filter,
            _ => Ok(UpgradeFilter::default()),
        }
    }

    /// The releases that the page of a group or a version is narrowed to; `None` where it is not.
    pub fn releases(self) -> Result<Option<VersionRange>, NotAPage> {
        match self.filter {
            PageFilter::Releases(range) => range.map(Some),
            _ => Ok(None),
        }
    }

    /// The first value of a key of the query.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.query.values(key).next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, expected: Option<&str>) {
        assert_eq!(unread_search(&RawQuery::parse(query)).as_deref(), expected, "{query}");
    }

    #[test]
    fn what_was_typed_is_kept_where_it_cannot_be_read() {
        check("q=sgi:node+%E5%81%9C", Some("sgi:node 停"));
        check("sig=node&q=a:b&order=asc&after=2023-10-11.57.0a1b2c3d", Some("a:b"));
        check("q=a:&q=+&q=b", Some("a: b"));
        check("q=a:%00%0ab", Some("a:b"));
        check("q=a&sig=nod", None);
        check("q=", None);
        check("", None);
        check("sig=nod&q=a:b", Some("a:b"));
        let long = RawQuery::parse(&format!("q={}", "停".repeat(2_000)));
        assert_eq!(unread_search(&long).map(|typed| typed.chars().count()), Some(MAX_TYPED));
    }
}
