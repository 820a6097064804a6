//! What was noted a year ago, in a line.

use domain::address::Page;
use domain::list::timeline::RelatedNote;
use domain::pages::YearOldNote;
use leptos::prelude::*;

use crate::request::Reader;
use crate::text::Lang;
use crate::text::excerpt::first_sentence;

/// A note of a year ago, what became of it, and the way to all that was noted on its day.
#[component]
pub fn YearAgo(year_old: YearOldNote) -> impl IntoView {
    let lang = Reader::current().lang;
    let YearOldNote { note: RelatedNote { entry, note, text, .. }, outcome } = year_old;
    let sentence = first_sentence(&text);
    let text_lang = Lang::detect(&sentence).as_str();
    let became = outcome.and_then(|outcome| lang.outcome_with_verdict(&outcome));
    let became = became.map(|became| view! { " → " <span class="year-ago-became">{became}</span> });
    view! {
        <p class="year-ago">
            <a href=Page::OnThisDay(None).href()>{lang.a_year_ago()}</a>
            ": "
            <a href=Page::Note(entry, note).href() lang=text_lang>{sentence}</a>
            {became}
        </p>
    }
    .into_any()
}
