//! What a list is asked for beside its filter: how many items, and in a list of notes from where on.

use domain::list::filter::{Cursor, Filter, NoteCursor, NotePlace};
use domain::list::query::{RawQuery, set_once};

use super::{Api, ApiError, ROOT};

/// How many items a page has where nobody says.
pub const USUAL: u16 = 50;

/// How many it has at most.
pub const MOST: u16 = 200;

/// The query of a list of entries or notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// What is listed. Of notes it has no cursor.
    pub filter: Filter,
    /// 1 to [`MOST`].
    pub limit: u16,
    /// Of notes: from where on.
    pub notes_from: Option<NoteCursor>,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// Their cursors are the filter's own.
    Entries,
    /// Their cursors are places of notes.
    Notes,
}

impl ListQuery {
    /// Reads a query: `limit`, the cursors of notes, and all else as a [`Filter`] in any spelling.
    pub fn parse(mut query: RawQuery, of: Of) -> Result<Self, ApiError> {
        let mut limit = None;
        for value in query.take("limit") {
            set_once(&mut limit, read_limit(&value)?, || twice("limit"))?;
        }
        let mut notes_from = None;
        if of == Of::Notes {
            let twice = || twice("before or after");
            for value in query.take("before") {
                set_once(&mut notes_from, NoteCursor::Before(read_place("before", &value)?), twice)?;
            }
            for value in query.take("after") {
                set_once(&mut notes_from, NoteCursor::After(read_place("after", &value)?), twice)?;
            }
        }
        Ok(Self { filter: Filter::parse(&query)?, limit: limit.unwrap_or(USUAL), notes_from })
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
        let limit = if self.limit == USUAL { String::new() } else { format!("&limit={}", self.limit) };
        api.address(&format!("{ROOT}/{list}?{query}{limit}"))
    }
}

/// The absolute address of the notes that a filter finds.
pub fn notes_of(api: &Api, filter: &Filter) -> String {
    api.address(&format!("{ROOT}/notes?{}", filter.query()))
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
    let limit = value.parse().ok().filter(|limit| digits && (1..=MOST).contains(limit));
    limit.ok_or_else(|| ApiError::bad_query(format!("`limit` expects a number from 1 to {MOST}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_stands_beside_the_filter() {
        let check = |query: &str, of: Of, expected: Option<(&str, u16)>| {
            let read = ListQuery::parse(RawQuery::parse(query), of).ok();
            let read = read.map(|read| (read.filter.query(), read.limit));
            assert_eq!(read, expected.map(|(query, limit)| (query.to_owned(), limit)), "{query}");
        };
        check("", Of::Entries, Some(("", 50)));
        check("limit=10&sig=SIG+Node", Of::Entries, Some(("sig=node", 10)));
        check("sig=node&limit=200", Of::Notes, Some(("sig=node", 200)));
        check("limit=&sig=", Of::Notes, Some(("", 50)));
        check("limit=5&limit=5", Of::Notes, Some(("", 5)));
        check("after=2023-10-11.57.0a1b2c3d", Of::Entries, Some(("after=2023-10-11.57.0a1b2c3d", 50)));
        check("after=2023-10-11.57.0a1b2c3d.2", Of::Notes, Some(("", 50)));
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
            check(wrong, Of::Entries, None);
            check(wrong, Of::Notes, None);
        }
        check("after=2023-10-11.57.0a1b2c3d.2", Of::Entries, None);
        check("after=2023-10-11.57.0a1b2c3d", Of::Notes, None);
        check("after=2023-10-11.57.0a1b2c3d.2&before=2023-10-11.57.0a1b2c3d.2", Of::Notes, None);
    }
}
