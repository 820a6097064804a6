//! What a note follows up on, and what follows up on it.

use domain::Date;
use domain::address::Page;
use domain::list::timeline::RelatedNote;
use leptos::prelude::*;

use crate::request::{Reader, from_same_day};
use crate::text::Lang;
use crate::text::excerpt::excerpt;

/// The notes that follow up on a note, each with its day, its words and the way there.
#[component]
pub fn FollowUps(follow_ups: Vec<RelatedNote>) -> impl IntoView {
    let lang = Reader::current().lang;
    if follow_ups.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = follow_ups
        .into_iter()
        .map(|RelatedNote { entry, note, day, text }| {
            let text = excerpt(&text);
            let text_lang = Lang::detect(&text).as_str();
            view! {
                <li>
                    <a href=from_same_day(Page::Note(entry, note))>{lang.follow_up()} " " <DayOfNote day /></a>
                    " "
                    <span lang=text_lang>{text}</span>
                </li>
            }
        })
        .collect();
    view! { <ul class="follow-ups">{lines}</ul> }.into_any()
}

/// The older note on which a note follows up.
#[component]
pub fn Follows(older: RelatedNote) -> impl IntoView {
    let lang = Reader::current().lang;
    let RelatedNote { entry, note, day, text } = older;
    let text = excerpt(&text);
    let text_lang = Lang::detect(&text).as_str();
    view! {
        <p class="follows">
            <a href=from_same_day(Page::Note(entry, note))>{lang.follows_up_on()} " " <DayOfNote day /></a>
            " "
            <span lang=text_lang>{text}</span>
        </p>
    }
    .into_any()
}

#[component]
fn DayOfNote(day: Option<Date>) -> impl IntoView {
    let lang = Reader::current().lang;
    match day {
        Some(day) => view! { <time datetime=day.to_string()>{lang.short_day(day)}</time> }.into_any(),
        None => lang.undated().into_any(),
    }
}
