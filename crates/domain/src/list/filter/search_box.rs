//! The language of the search box.

use super::error::FilterError;
use super::key::FilterKey;
use crate::list::query::{QueryError, excerpt, nearest};
use crate::list::search::{Term, is_quote, is_unseen};
use crate::{github, kep};

/// What is typed between spaces: a term, or a field with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A word or phrase.
    Term(Term),
    /// `sig:node` and its like, as the key and the value that it is in a query.
    Field(FilterKey, String),
}

/// A name that can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The key of a query, by one of its names.
    Key(FilterKey),
    /// `state`: whatever the value is a state of.
    State,
}

impl Field {
    /// Every name, the one to show for each field first among its like.
    pub const NAMES: [(&'static str, Self); 20] = [
        ("sig", Self::Key(FilterKey::Sig)),
        ("version", Self::Key(FilterKey::Version)),
        ("cycle", Self::Key(FilterKey::Cycle)),
        ("kep", Self::Key(FilterKey::Kep)),
        ("repo", Self::Key(FilterKey::Repo)),
        ("ref", Self::Key(FilterKey::Ref)),
        ("state", Self::State),
        ("since", Self::Key(FilterKey::Since)),
        ("until", Self::Key(FilterKey::Until)),
        ("in", Self::Key(FilterKey::In)),
        ("has", Self::Key(FilterKey::Has)),
        ("notebook", Self::Key(FilterKey::Notebook)),
        ("stage", Self::Key(FilterKey::Stage)),
        ("status", Self::Key(FilterKey::Status)),
        ("github", Self::Key(FilterKey::Github)),
        ("verdict", Self::Key(FilterKey::Verdict)),
        ("changed", Self::Key(FilterKey::Changed)),
        ("wg", Self::Key(FilterKey::Sig)),
        ("pr", Self::Key(FilterKey::Ref)),
        ("issue", Self::Key(FilterKey::Ref)),
    ];

    /// The field of a name, whatever its capitals.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, field)| field)
    }
}

/// Takes the text of the search box apart.
///
/// A name of letters before a colon is a field, but for addresses (`https://…`) and paths (`std::io`);
/// in quotes it is text. Several values stand between commas. A full-width colon, space or quote is as
/// good as the plain one, and a phrase that nobody closes ends with the text.
///
/// # Errors
/// The first field that there is not, or that cannot be left out. What a value may be is for the filter to say.
pub fn pieces(text: &str) -> Result<Vec<Piece>, FilterError> {
    // A sign, a quote or a name is one by what is seen of it.
    let text: String = text.chars().filter(|c| c.is_whitespace() || !is_unseen(*c)).collect();
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let without = is_without(rest);
        let body = if without { after_first(rest) } else { rest };
        if body.starts_with(is_quote) {
            let (inner, after) = quoted(body);
            pieces.extend(Term::phrase(inner).map(|term| Piece::Term(signed(term, without))));
            rest = after.trim_start();
            continue;
        }
        let (word, after) = body.split_at(body.find(char::is_whitespace).unwrap_or(body.len()));
        let Some((name, value)) = field(word) else {
            pieces.extend(Term::word(word).map(|term| Piece::Term(signed(term, without))));
            rest = after.trim_start();
            continue;
        };
        let (values, after) = if value.starts_with(is_quote) {
            let value = &body[body.len() - after.len() - value.len()..];
            let (inner, after) = quoted(value);
            (vec![inner.trim().to_owned()], after)
        } else {
            (value.split([',', '、']).map(|value| value.chars().map(narrow).collect()).collect(), after)
        };
        push_field(&mut pieces, &name, &values, without)?;
        rest = after.trim_start();
    }
    Ok(pieces)
}

/// Whether `text` begins with the sign that leaves something out; before another sign it is none:
/// `--concurrency` is a word.
fn is_without(text: &str) -> bool {
    let mut chars = text.chars();
    matches!(chars.next(), Some('-' | '－'))
        && chars.next().is_some_and(|next| !next.is_whitespace() && !matches!(next, '-' | '－'))
}

fn after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

fn signed(term: Term, without: bool) -> Term {
    if without { term.without() } else { term }
}

/// What stands between the quote that `text` begins with and the next, and what follows that.
fn quoted(text: &str) -> (&str, &str) {
    let inner = after_first(text);
    match inner.find(is_quote) {
        Some(end) => (&inner[..end], after_first(&inner[end..])),
        None => (inner, ""),
    }
}

/// The name and the value of a field.
fn field(word: &str) -> Option<(String, &str)> {
    let colon = word.find([':', '：'])?;
    let name: String = word[..colon].chars().map(narrow).collect();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let value = after_first(&word[colon..]);
    let is_text = value.starts_with("//") || value.starts_with(':');
    (is_name && !is_text).then_some((name, value))
}

/// The plain form of a full-width letter, digit or mark.
fn narrow(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn push_field(
    pieces: &mut Vec<Piece>,
    name: &str,
    values: &[String],
    without: bool,
) -> Result<(), FilterError> {
    let Some(field) = Field::from_name(name) else {
        let names = Field::NAMES.into_iter().map(|(name, _)| name);
        let nearest = nearest(name, names).map(str::to_owned);
        return Err(FilterError::UnknownField { field: excerpt(name), nearest });
    };
    let mut values: Vec<&str> = values.iter().map(|value| value.trim()).collect();
    if values.len() > 1 {
        values.retain(|value| !value.is_empty());
    }
    for value in values {
        let key = match field {
            Field::Key(key) => key,
            Field::State => state_key(value)?,
        };
        let key = match (key, without) {
            (key, false) => key,
            (FilterKey::Sig, true) => FilterKey::ExcludeSig,
            (FilterKey::Version, true) => FilterKey::ExcludeVersion,
            (FilterKey::Cycle, true) => FilterKey::ExcludeCycle,
            (_, true) => return Err(FilterError::CannotExclude { field: excerpt(name) }),
        };
        if value.is_empty() {
            return Err(QueryError::BadValue { key, value: String::new(), suggestion: None }.into());
        }
        let value = if key == FilterKey::Changed { "1" } else { value };
        pieces.push(Piece::Field(key, value.to_owned()));
    }
    Ok(())
}

/// What a value is a state of: GitHub's first, then the stages and statuses of KEPs.
fn state_key(value: &str) -> Result<FilterKey, FilterError> {
    let word = value.to_ascii_lowercase();
    if value.parse().is_ok_and(github::ItemState::is_state_now) {
        Ok(FilterKey::Github)
    } else if value.parse::<kep::Stage>().is_ok() {
        Ok(FilterKey::Stage)
    } else if kep::Status::KNOWN.iter().any(|status| status.as_str() == word) {
        Ok(FilterKey::Status)
    } else if matches!(word.as_str(), "changed" | "moved") {
        Ok(FilterKey::Changed)
    } else {
        let states = github::ItemState::all_now().map(github::ItemState::as_str);
        let states = states.chain(kep::Stage::ALL.iter().map(|stage| stage.as_str()));
        let states = states.chain(kep::Status::KNOWN.iter().map(kep::Status::as_str)).chain(["changed"]);
        Err(FilterError::BadState {
            value: excerpt(value),
            suggestion: nearest(&word, states).map(str::to_owned),
        })
    }
}

#[cfg(test)]
mod tests;
