//! The request for a list in another form: its query, read once, in its one spelling.

use app::text::Lang;
use domain::address::{Format, Page, join};
use domain::as_of;
use domain::list::entry_part::EntryPart;
use domain::list::feed::{self, FeedError, FeedItems, FeedQuery};
use domain::list::filter::Filter;
use domain::list::keps::KepFilter;
use domain::list::query::RawQuery;
use domain::upgrade::UpgradeFilter;

use super::refusal::Refusal;

/// A list, its form, and its query.
#[derive(Clone, Debug)]
pub struct FormatRequest {
    /// The list, with its own filter.
    pub list: Page,
    /// The form that the suffix of the path names.
    pub format: Format,
    /// The keys of feeds.
    pub feed_query: FeedQuery,
    /// The notes of the list; unused for KEPs, groups and versions.
    pub filter: Filter,
    /// The query in its one spelling.
    pub query: String,
}

impl FormatRequest {
    /// Reads the query of a list.
    ///
    /// Another spelling is redirected to the canonical one; a filter on a list that its path narrows
    /// already is redirected to the same notes of the timeline.
    pub fn read(list: Page, format: Format, given: &RawQuery, lang: Lang) -> Result<Self, Refusal> {
        let unread = |error: &FeedError| Refusal::Unread(lang.feed_error(error));
        if given.values(as_of::KEY).next().is_some() {
            return Err(Refusal::Unread(lang.feeds_look_from_today().to_owned()));
        }
        let mut query = given.clone();
        let feed_query = FeedQuery::take(&mut query).map_err(|error| unread(&error))?;
        let list = match list {
            Page::Entry(entry) => {
                let part = EntryPart::take(&mut query).map_err(|error| Refusal::Unread(error.to_string()))?;
                Page::entry_part(entry, part)
            }
            list => list,
        };
        let is_feed = format != Format::Markdown;
        if feed_query.items != FeedItems::All && !is_feed {
            return Err(Refusal::Unread("`items` is a key of feeds: `.atom` and `.json`".to_owned()));
        }
        let mut request = Self { list, format, feed_query, filter: Filter::default(), query: String::new() };
        if let Page::Upgrade(range, _) = request.list {
            let filter =
                UpgradeFilter::parse(&query).map_err(|error| Refusal::Unread(lang.query_error(&error)))?;
            request.list = Page::Upgrade(range, filter.with_part(None));
            request.query = request.feed_query.query(&request.list.query());
        } else if matches!(request.list, Page::Keps(_)) {
            request.read_keps(&query, lang)?;
        } else {
            let read = Filter::parse(&query).map_err(|error| unread(&FeedError::Filter(error)))?;
            request.read_filter(read, is_feed)?;
        }
        if !given.is_written_as(&request.query) {
            return Err(Refusal::Moved(request.address()));
        }
        Ok(request)
    }

    fn read_keps(&mut self, query: &RawQuery, lang: Lang) -> Result<(), Refusal> {
        if self.feed_query.items == FeedItems::Notes {
            return Err(Refusal::Unread("a feed of KEPs has no notes: leave `items` out".to_owned()));
        }
        let keps = KepFilter::parse(query).map_err(|error| Refusal::Unread(lang.query_error(&error)))?;
        // Of moves there is nothing else.
        self.feed_query.items = FeedItems::All;
        self.list = Page::Keps(if self.format == Format::Markdown { keps } else { keps.unordered() });
        self.query = self.feed_query.query(&self.list.query());
        Ok(())
    }

    fn read_filter(&mut self, read: Filter, is_feed: bool) -> Result<(), Refusal> {
        let plain = feed::unordered(read.clone());
        let read = if is_feed { plain.clone() } else { read };
        if matches!(self.list, Page::Timeline(_)) {
            self.list = read.clone().into();
            self.query = self.feed_query.query(&read.query());
            self.filter = read;
            return Ok(());
        }
        let Some(narrowed) = self.list.narrow(read.clone()) else {
            // What shows no notes, or these notes alone, has nothing to narrow.
            self.query = self.feed_query.query(&self.list.query());
            return Ok(());
        };
        if !plain.is_unfiltered() {
            let query = self.feed_query.query(&narrowed.query());
            return Err(Refusal::Moved(join(&Page::timeline().path_as(self.format), &query)));
        }
        self.query = self.feed_query.query(&read.query());
        self.filter = narrowed;
        Ok(())
    }

    /// The path of this form of the list, with its query.
    pub fn address(&self) -> String {
        join(&self.list.path_as(self.format), &self.query)
    }

    /// What an id of this feed ends with: the same for every language and form.
    pub fn name(&self) -> String {
        let feed_query = FeedQuery { lang: None, ..self.feed_query.clone() };
        join(&self.list.stem(), &feed_query.query(&self.list.query())).trim_start_matches('/').to_owned()
    }
}
