//! What notes expected of a release, against what came.

use domain::address::Page;
use domain::list::filter::Filter;
use domain::pages::{ExpectingNote, ReleaseExpectation};
use domain::version::Version;
use leptos::prelude::*;

use crate::request::Reader;
use crate::text::verdict::sign;

/// A count of what was expected, and a line for each stage of a KEP; nothing where no note expected anything.
#[component]
pub fn Expectations(version: Version, expectations: Vec<ReleaseExpectation>) -> impl IntoView {
    let lang = Reader::current().lang;
    if expectations.is_empty() {
        return ().into_any();
    }
    let counts = lang.expectation_counts(&ReleaseExpectation::count(&expectations));
    let rows: Vec<_> = expectations
        .into_iter()
        .map(|expectation| view! { <Expectation version expectation /> }.into_any())
        .collect();
    let title = lang.expected_of_it();
    view! {
        <section class="expectations" aria-labelledby="expectations">
            <h2 id="expectations">{title}</h2>
            <p>{counts}</p>
            <p class="quiet">{lang.expected_of_it_hint()} " " <a href=Page::Verdicts.href()>{lang.verdicts()}</a></p>
            <div class="table" role="group" aria-label=title tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">"KEP"</th>
                            <th scope="col">{lang.planned_column()}</th>
                            <th scope="col">{lang.turned_out()}</th>
                            <th scope="col">{lang.came_in_column()}</th>
                            <th scope="col">{lang.release_day()}</th>
                            <th scope="col">{lang.notes_column()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Expectation(version: Version, expectation: ReleaseExpectation) -> impl IntoView {
    let lang = Reader::current().lang;
    let ReleaseExpectation { kep, title, stage, verdict, came_in, released, notes, notes_count } =
        expectation;
    let title = title.map(|title| view! { " " <span lang="en">{title}</span> });
    let more = notes_count.saturating_sub(notes.len() as u32);
    let notes: Vec<_> = notes
        .into_iter()
        .map(|ExpectingNote { entry, note, day }| {
            let day = day.map_or_else(|| lang.undated().to_owned(), |day| day.to_string());
            view! { <a href=Page::Note(entry, note).href()>{day}</a> " " }
        })
        .collect();
    let more = (more > 0).then(|| {
        let all = Filter::default().toggle_kep(kep).toggle_cycle(version.into());
        view! { <a href=all.href()>{lang.more_notes(more)}</a> }
    });
    view! {
        <tr>
            <th scope="row"><a href=Page::kep(kep).href()>"KEP-" {kep}{title}</a></th>
            <td>{stage.as_str()}</td>
            <td><span aria-hidden="true">{sign(verdict)}</span> " " {lang.verdict(verdict)}</td>
            <td>{came_in.map(|release| release.to_string())}</td>
            <td>{released.map(|day| day.to_string())}</td>
            <td>{notes} {more}</td>
        </tr>
    }
    .into_any()
}
