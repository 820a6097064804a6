//! One page of a list that is walked by cursors.

use domain::list::filter::{Cursor, NoteCursor};

/// A page of a list.
#[derive(Debug)]
pub(crate) struct ListPage<T> {
    /// In the order of the list.
    pub entries: Vec<T>,
    /// Whether there are others before these.
    pub has_previous: bool,
    /// Whether there are others after these.
    pub has_next: bool,
}

/// Where a page is walked to from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Walk {
    /// From the start of the list.
    FromStart,
    /// On from a place.
    Forwards,
    /// Back from a place, towards the start: rows come in the opposite of the list's order.
    Backwards,
}

impl From<Option<&Cursor>> for Walk {
    fn from(cursor: Option<&Cursor>) -> Self {
        match cursor {
            None => Self::FromStart,
            Some(Cursor::After(_)) => Self::Forwards,
            Some(Cursor::Before(_)) => Self::Backwards,
        }
    }
}

impl From<Option<&NoteCursor>> for Walk {
    fn from(cursor: Option<&NoteCursor>) -> Self {
        match cursor {
            None => Self::FromStart,
            Some(NoteCursor::After(_)) => Self::Forwards,
            Some(NoteCursor::Before(_)) => Self::Backwards,
        }
    }
}

impl<T> ListPage<T> {
    /// The page that a walk came to; `more` says whether it could have gone on.
    pub(crate) fn new(entries: Vec<T>, walk: Walk, more: bool) -> Self {
        let (has_previous, has_next) = match walk {
            Walk::FromStart => (false, more),
            Walk::Forwards => (true, more),
            Walk::Backwards => (more, true),
        };
        Self { entries, has_previous, has_next }
    }
}
