//! What is other between two texts, in a line of words.

use domain::notebook::word_diff::{DiffPart, DiffSide};
use leptos::prelude::*;

use crate::request::Reader;
use crate::text::Lang;

/// How many characters of what is the same stand next to what is other.
const CONTEXT: usize = 160;

/// Two texts in one: what was removed struck out, what was added underlined, each announced to who hears it. Of long
/// parts that are the same the ends stand.
#[component]
pub fn Diff(parts: Vec<DiffPart>) -> impl IntoView {
    let lang = Reader::current().lang;
    let text_lang = Lang::detect(&parts.iter().map(|part| part.text.as_str()).collect::<String>());
    let last = parts.len().saturating_sub(1);
    let shown: Vec<_> = parts
        .into_iter()
        .enumerate()
        .map(|(at, DiffPart { side, text })| match side {
            DiffSide::Both => context(&text, at > 0, at < last).into_any(),
            DiffSide::Before => {
                view! { <del><span class="visually-hidden">{lang.removed_words()} " "</span>{text}</del> }
                    .into_any()
            }
            DiffSide::After => {
                view! { <ins><span class="visually-hidden">{lang.added_words()} " "</span>{text}</ins> }
                    .into_any()
            }
        })
        .collect();
    view! { <div class="diff" dir="auto" lang=text_lang.as_str()>{shown}</div> }.into_any()
}

/// Of a part that is the same as much as helps to read what stands before and after it.
fn context(text: &str, follows_change: bool, precedes_change: bool) -> String {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 2 * CONTEXT {
        return text.to_owned();
    }
    let start: String = chars[..CONTEXT].iter().collect();
    let end: String = chars[chars.len() - CONTEXT..].iter().collect();
    match (follows_change, precedes_change) {
        (true, true) => format!("{start} … {end}"),
        (false, true) => format!("… {end}"),
        _ => format!("{start} …"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_shows_the_ends_that_meet_a_change() {
        let long = format!("{}中{}", "あ".repeat(CONTEXT), "う".repeat(CONTEXT));
        assert_eq!(context("short", true, true), "short");
        let (start, end) = ("あ".repeat(CONTEXT), "う".repeat(CONTEXT));
        assert_eq!(context(&long, true, true), format!("{start} … {end}"));
        assert_eq!(context(&long, false, true), format!("… {end}"));
        assert_eq!(context(&long, true, false), format!("{start} …"));
    }
}
