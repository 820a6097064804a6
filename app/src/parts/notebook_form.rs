//! The form that begins a notebook which is written here.

use domain::address::Page;
use leptos::prelude::*;

use crate::error::AppError;
use crate::parts::note_form::Refusal;
use crate::request::{NotebookForm, PageRequest, Reader};

/// The time zone that the form offers by itself.
const TIME_ZONE: &str = "Asia/Tokyo";

/// The form with what it holds, below why it was refused.
#[component]
pub fn NotebookFormFields(
    #[prop(optional_no_strip)] form: Option<NotebookForm>,
    #[prop(optional_no_strip)] error: Option<AppError>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let form = form.unwrap_or_else(|| NotebookForm {
        time_zone: TIME_ZONE.to_owned(),
        rights: "unstated".to_owned(),
        ..NotebookForm::default()
    });
    let NotebookForm { title, author, time_zone, rights, licence, next } = form;
    // What fills in the form of the note goes on to it.
    let next = if next.is_empty() { PageRequest::current().path_and_query } else { next };
    let choices: Vec<_> = [
        ("own", lang.rights_choice_own()),
        ("licensed", lang.rights_choice_licensed()),
        ("unstated", lang.rights_choice_unstated()),
    ]
    .into_iter()
    .map(|(value, label)| {
        let checked = rights == value;
        view! {
            <label class="agree">
                <input type="radio" name="rights" value=value checked=checked required />
                {label}
            </label>
        }
    })
    .collect();
    view! {
        <p>{lang.begin_notebook_hint()}</p>
        {error.map(|error| view! { <Refusal error /> })}
        <form class="writing notebook-form" method="post" action=Page::Write.href()>
            <input type="hidden" name="next" value=next />
            <label>
                {lang.notebook_title_label()}
                <input name="title" value=title required maxlength="200" autocomplete="off" />
            </label>
            <label>
                {lang.author_label()}
                <input name="author" value=author maxlength="200" autocomplete="off" />
            </label>
            <label>
                {lang.time_zone_label()}
                <input name="time_zone" value=time_zone required maxlength="64" autocomplete="off" />
            </label>
            <fieldset>
                <legend>{lang.rights_label()}</legend>
                {choices}
                <label>
                    {lang.licence_label()}
                    <input name="licence" value=licence maxlength="200" autocomplete="off" />
                </label>
            </fieldset>
            <p class="writing-buttons">
                <button type="submit" class="apply-all" name="action" value="begin">{lang.begin()}</button>
            </p>
        </form>
    }
    .into_any()
}
