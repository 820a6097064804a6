//! Headings that say that there is no day.

use domain::Date;

/// What a heading without a day says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::source) struct Undated<'a> {
    /// The first and the last day that may be meant, where the heading has bounds, as exports write
    /// them: `Undated (2023-10-11 ~ 2023-10-13)`, either of them open.
    pub bounds: Option<(Option<Date>, Option<Date>)>,
    /// What else it says.
    pub title: &'a str,
}

/// Reads `Undated`, `No date`, `日付なし`, `日付不明`, with a title after a colon or the like.
pub(in crate::source) fn undated(heading: &str) -> Option<Undated<'_>> {
    let heading = heading.trim();
    let names = ["undated", "no date", "日付なし", "日付無し", "日付不明", "日時不明"];
    let rest = names.iter().find_map(|name| {
        let begins = heading.get(..name.len())?.eq_ignore_ascii_case(name);
        begins.then(|| &heading[name.len()..])
    })?;
    if let Some(inner) = rest.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')'))
        && let Some((first, last)) = inner.split_once('~')
        && let (Some(first), Some(last)) = (bound(first), bound(last))
    {
        return Some(Undated { bounds: Some((first, last)), title: "" });
    }
    let title = rest.trim_start_matches([' ', ':', '：', '-', '—', '–', '、']);
    let is_apart = rest.is_empty() || title.len() < rest.len() || rest.starts_with(['(', '（']);
    is_apart.then_some(Undated { bounds: None, title: title.trim_end() })
}

/// A day as exports write it, or none.
fn bound(text: &str) -> Option<Option<Date>> {
    match text.trim() {
        "" => Some(None),
        day => day.parse().ok().map(Some),
    }
}
