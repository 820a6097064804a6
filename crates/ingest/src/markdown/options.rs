//! The dialect of Markdown that is read.

use pulldown_cmark::Options;

/// The Markdown that notes are written in: CommonMark with tables, strikethrough and footnotes.
pub(crate) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_FOOTNOTES);
