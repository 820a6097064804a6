//! What is asked of a list in another form: read once, with one spelling.

use app::text::Lang;
use domain::feed::{self, FeedError, Items, Wanted};
use domain::filter::Filter;
use domain::kep_list::KepFilter;
use domain::query::RawQuery;

use super::list::List;
use super::{Format, Refusal};

/// A list, its form, and what the query says.
#[derive(Clone, Debug)]
pub struct Question {
    /// Which list.
    pub list: List,
    /// In which form.
    pub format: Format,
    /// The keys of feeds.
    pub wanted: Wanted,
    /// The notes that are asked for; of the list of KEPs, of groups and of versions it says nothing.
    pub filter: Filter,
    /// The KEPs that are asked for, of their list alone.
    pub keps: KepFilter,
    /// The query in its one spelling.
    pub query: String,
}

impl Question {
    /// Reads what a query says to a list.
    ///
    /// Another spelling leads to the one; what narrows a list that its path has narrowed already leads
    /// to the same notes of the timeline.
    pub fn read(list: List, format: Format, asked: &RawQuery, lang: Lang) -> Result<Self, Refusal> {
        let unread = |error: &FeedError| Refusal::Unread(lang.feed_error(error));
        let mut query = asked.clone();
        let wanted = Wanted::take(&mut query).map_err(|error| unread(&error))?;
        let is_feed = format != Format::Markdown;
        if wanted.items != Items::All && !is_feed {
            return Err(Refusal::Unread("`items` is a key of feeds: `.atom` and `.json`".to_owned()));
        }
        let mut question = Self {
            list,
            format,
            wanted,
            filter: Filter::default(),
            keps: KepFilter::default(),
            query: String::new(),
        };
        if question.list == List::Keps {
            question.read_keps(&query, lang)?;
        } else {
            let read = Filter::parse(&query).map_err(|error| unread(&FeedError::Filter(error)))?;
            question.read_filter(read, is_feed)?;
        }
        if !asked.is_written_as(&question.query) {
            return Err(Refusal::Moved(question.address()));
        }
        Ok(question)
    }

    fn read_keps(&mut self, query: &RawQuery, lang: Lang) -> Result<(), Refusal> {
        if self.wanted.items == Items::Notes {
            return Err(Refusal::Unread("a feed of KEPs has no notes: leave `items` out".to_owned()));
        }
        let keps = KepFilter::parse(query).map_err(|error| Refusal::Unread(lang.query_error(&error)))?;
        // Of moves there is nothing else.
        self.wanted.items = Items::All;
        self.keps = if self.format == Format::Markdown { keps } else { keps.unordered() };
        self.query = self.wanted.query(&self.keps.query());
        Ok(())
    }

    fn read_filter(&mut self, read: Filter, is_feed: bool) -> Result<(), Refusal> {
        let plain = feed::unordered(read.clone());
        let read = if is_feed { plain.clone() } else { read };
        if self.list == List::Timeline {
            self.query = self.wanted.query(&read.query());
            self.filter = read;
            return Ok(());
        }
        let Some(narrowed) = self.list.narrow(read.clone()) else {
            // What shows no notes, or these notes alone, has nothing to narrow.
            self.query = self.wanted.query("");
            return Ok(());
        };
        if !plain.is_unfiltered() {
            let query = self.wanted.query(&narrowed.query());
            return Err(Refusal::Moved(format!("/index{}?{query}", self.format.suffix())));
        }
        self.query = self.wanted.query(&read.query());
        self.filter = narrowed;
        Ok(())
    }

    /// The path of this form of the list, with its query.
    pub fn address(&self) -> String {
        address(&self.list.path(), self.format.suffix(), &self.query)
    }

    /// The path of the page that shows the list, with its query.
    pub fn page(&self) -> String {
        match &self.list {
            List::Timeline => self.filter.href(),
            List::Keps => self.keps.href(),
            list => list.path(),
        }
    }

    /// What an id of this feed ends with: the same for every language and form.
    pub fn name(&self) -> String {
        let wanted = Wanted { lang: None, ..self.wanted.clone() };
        let own = match &self.list {
            List::Timeline => self.filter.query(),
            List::Keps => self.keps.query(),
            _ => String::new(),
        };
        address(&self.list.path(), "", &wanted.query(&own)).trim_start_matches('/').to_owned()
    }
}

fn address(path: &str, suffix: &str, query: &str) -> String {
    if query.is_empty() { format!("{path}{suffix}") } else { format!("{path}{suffix}?{query}") }
}
