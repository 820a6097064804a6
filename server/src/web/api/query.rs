//! The query of a list: its filter, how many items, and in a list of notes where it begins.

use domain::Date;
use domain::as_of;
use domain::list::filter::{Cursor, Filter, NoteCursor, NotePlace};
use domain::list::query::{RawQuery, set_once};
use store::Selection;

use super::error::ApiError;
use super::state::{Api, ROOT};

/// How many items a page has by default.
pub const DEFAULT_LIMIT: u16 = 50;

/// How many items a page has at most.
pub const MAX_LIMIT: u16 = 200;

/// The query of a list of entries or notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// What is listed. Of notes it has no cursor.
    pub filter: Filter,
    /// 1 to [`MAX_LIMIT`].
    pub limit: u16,
    /// Of notes: from where on.
    pub notes_from: Option<NoteCursor>,
    /// The day that the list looks from, which its other pages do too.
    pub as_of: Option<Date>,
}

/// The two kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Entries, whose cursors are the filter's own.
    Entries,
    /// Notes, whose cursors are places of notes.
    Notes,
}

impl ListQuery {
    /// Reads a query: `limit`, the cursors of notes, and all else as a [`Filter`] in any spelling.
    pub fn parse(mut query: RawQuery, as_of: Option<Date>, kind: ListKind) -> Result<Self, ApiError> {
        let mut limit = None;
        for value in query.take("limit") {
            set_once(&mut limit, read_limit(&value)?, || twice("limit"))?;
        }
        let mut notes_from = None;
        if kind == ListKind::Notes {
            let twice = || twice("before or after");
            for value in query.take("before") {
                set_once(&mut notes_from, NoteCursor::Before(read_place("before", &value)?), twice)?;
            }
            for value in query.take("after") {
                set_once(&mut notes_from, NoteCursor::After(read_place("after", &value)?), twice)?;
            }
        }
        Ok(Self { filter: Filter::parse(&query)?, limit: limit.unwrap_or(DEFAULT_LIMIT), notes_from, as_of })
    }

    /// The absolute address of the entries at a cursor.
    pub fn entries_at(&self, api: &Api, cursor: Cursor) -> String {
        let query = Filter { cursor: Some(cursor), ..self.filter.clone() }.query();
        self.address(api, "entries", query)
    }

    /// The absolute address of the notes at a cursor.
    pub fn notes_at(&self, api: &Api, cursor: &NoteCursor) -> String {
        let query = Filter { cursor: None, ..self.filter.clone() }.query();
        let mark = if query.is_empty() { "" } else { "&" };
        let (key, place) = match cursor {
            NoteCursor::Before(place) => ("before", place),
            NoteCursor::After(place) => ("after", place),
        };
        self.address(api, "notes", format!("{query}{mark}{key}={place}"))
    }

    fn address(&self, api: &Api, list: &str, query: String) -> String {
        let limit =
            if self.limit == DEFAULT_LIMIT { String::new() } else { format!("&limit={}", self.limit) };
        api.address(&as_of::carried(&format!("{ROOT}/{list}?{query}{limit}"), self.as_of))
    }
}

/// The absolute address of the notes that a filter finds.
pub fn notes_address(api: &Api, filter: &Filter) -> String {
    api.address(&format!("{ROOT}/notes?{}", filter.query()))
}

/// A filter by an unknown notebook finds nothing, and is more likely a typo.
pub fn reject_unknown_notebook(page: &Selection) -> Result<(), ApiError> {
    match &page.unknown_notebook {
        Some(slug) => Err(ApiError::bad_query(format!("there is no notebook `{slug}`"))),
        None => Ok(()),
    }
}

fn twice(key: &str) -> ApiError {
    ApiError::bad_query(format!("`{key}` can be given only once"))
}

fn read_place(key: &str, value: &str) -> Result<NotePlace, ApiError> {
    let wrong = |_| ApiError::bad_query(format!("`{key}` expects a position from a link of this list"));
    value.parse().map_err(wrong)
}

fn read_limit(value: &str) -> Result<u16, ApiError> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let limit = value.parse().ok().filter(|limit| digits && (1..=MAX_LIMIT).contains(limit));
    limit.ok_or_else(|| ApiError::bad_query(format!("`limit` expects a number from 1 to {MAX_LIMIT}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_read_with_the_filter() {
        let check = |query: &str, kind: ListKind, expected: Option<(&str, u16)>| {
            let read = ListQuery::parse(RawQuery::parse(query), None, kind).ok();
            let read = read.map(|read| (read.filter.query(), read.limit));
            assert_eq!(read, expected.map(|(query, limit)| (query.to_owned(), limit)), "{query}");
        };
        check("", ListKind::Entries, Some(("", 50)));
        check("limit=10&sig=SIG+Node", ListKind::Entries, Some(("sig=node", 10)));
        check("sig=node&limit=200", ListKind::Notes, Some(("sig=node", 200)));
        check("limit=&sig=", ListKind::Notes, Some(("", 50)));
        check("limit=5&limit=5", ListKind::Notes, Some(("", 5)));
        check("after=2023-10-11.57.0a1b2c3d", ListKind::Entries, Some(("after=2023-10-11.57.0a1b2c3d", 50)));
        check("after=2023-10-11.57.0a1b2c3d.2", ListKind::Notes, Some(("", 50)));
        for wrong in [
            "limit=0",
            "limit=201",
            "limit=-1",
            "limit=%2B5",
            "limit=five",
            "limit=5&limit=6",
            "limit=99999999999",
            "limt=5",
            "sig=nod",
            "before=x",
        ] {
            check(wrong, ListKind::Entries, None);
            check(wrong, ListKind::Notes, None);
        }
        check("after=2023-10-11.57.0a1b2c3d.2", ListKind::Entries, None);
        check("after=2023-10-11.57.0a1b2c3d", ListKind::Notes, None);
        check("after=2023-10-11.57.0a1b2c3d.2&before=2023-10-11.57.0a1b2c3d.2", ListKind::Notes, None);
    }
}
