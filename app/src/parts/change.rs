//! What an upgrade changes, line by line.

use domain::address::Page;
use domain::cite::{GithubKind, Repo, Target};
use domain::pages::{FactDays, NamingNote};
use domain::upgrade::{Change, GroupPage, UpgradeFilter, UpgradeRange};
use leptos::prelude::*;

use crate::parts::inline_code::inline_code;
use crate::parts::kep::SigLink;
use crate::request::Reader;
use crate::text::excerpt::{excerpt, first_sentence};

/// From how many characters on the text of a release note is folded.
const LONG_TEXT: usize = 320;

/// A part of the page of an upgrade.
#[component]
pub fn ChangePart(range: UpgradeRange, filter: UpgradeFilter, part: GroupPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let GroupPage { group, changes, matching, .. } = part.clone();
    let href = |filter: UpgradeFilter| Page::Upgrade(range, filter).href();
    let is_cut = filter.part.is_none() && (changes.len() as u32) < matching;
    let whole = is_cut.then(|| {
        let to = href(filter.with_part(Some(group)));
        view! { <p><a class="way-out" href=to>{lang.whole_part(matching)}</a></p> }
    });
    let pages = part.pages();
    let pager = (filter.part.is_some() && pages > 1).then(|| {
        let links: Vec<_> = (0..pages)
            .map(|page| {
                let current = (page == filter.page).then_some("page");
                view! { <li><a href=href(filter.at_page(page)) aria-current=current>{page + 1}</a></li> }
            })
            .collect();
        view! { <nav class="release-picks" aria-label=lang.pages()><ul>{links}</ul></nav> }
    });
    let lines: Vec<_> = changes.into_iter().map(|change| view! { <ChangeLine change /> }).collect();
    let id = format!("part-{}", group.as_str());
    let heading = id.clone();
    view! {
        <section class="change-part" aria-labelledby=id>
            <h2 id=heading>{lang.part(group)} " " <span class="list-count">{matching}</span></h2>
            <p class="quiet">{lang.part_hint(group)}</p>
            <ul class="changes">{lines}</ul>
            {whole}
            {pager}
        </section>
    }
    .into_any()
}

/// One change: its release, what it is, what it was and is, where that is said, and the notes that say why.
#[component]
pub fn ChangeLine(change: Change) -> impl IntoView {
    let lang = Reader::current().lang;
    let standing = lang.change_standing(&change);
    let standing = (!standing.is_empty()).then(|| view! { <span class="change-standing">{standing}</span> });
    let flips = (!change.flips.is_empty()).then(|| {
        view! { <span class="change-standing">{lang.flips(&change.flips)}</span> }
    });
    let again = change.gone_again.map(|release| {
        view! { <span class="mark-word">{lang.gone_again(release)}</span> }
    });
    let sources: Vec<&str> = change.sources.iter().map(|source| lang.fact_source(*source)).collect();
    let sources = sources.join(", ");
    let contradicted = change.contradicted.then(|| {
        view! { <span class="mark-word change-contradicted" title=sources.clone()>{lang.contradicted()}</span> }
    });
    let sigs: Vec<_> = change.sigs.iter().map(|sig| view! { <li><SigLink sig=sig.clone() /></li> }).collect();
    let sigs = (!sigs.is_empty()).then(|| view! { <ul class="change-sigs">{sigs}</ul> });
    let notes = change.notes.clone();
    let more = change.notes_count.saturating_sub(notes.len() as u32);
    let notes = (!notes.is_empty()).then(|| view! { <ChangeNotes notes more /> });
    view! {
        <li class="change" data-kind=change.kind.as_str()>
            <span class="change-release">{change.release.to_string()}</span>
            <div class="change-words">
                <p class="change-title">
                    <span class="change-kind">{lang.change_kind(change.kind)}</span>
                    " "
                    <ChangeTitle change=change.clone() />
                </p>
                <p class="change-facts">
                    {standing} {flips} {again} {contradicted}
                    <ChangeLinks change=change.clone() />
                    <span class="change-sources">{sources}</span>
                </p>
                {sigs}
                {notes}
            </div>
        </li>
    }
    .into_any()
}

/// What a change is about.
#[component]
fn ChangeTitle(change: Change) -> impl IntoView {
    let lang = Reader::current().lang;
    if let Some(gate) = change.gate {
        return view! { <a href=Page::Gate(gate.clone()).href()><code>{gate.to_string()}</code></a> }
            .into_any();
    }
    if let Some(api) = change.api {
        let kinds = api.kinds.join(", ");
        let instead = lang.api_replacements(&api);
        return view! { <code>{api.version}</code> " " {kinds} " — " {inline_code(&instead)} }.into_any();
    }
    match (change.text, change.kep) {
        (Some(text), _) => view! { <ReleaseNoteText text /> }.into_any(),
        (None, Some(name)) => {
            let title = change.kep_title.unwrap_or_else(|| lang.untitled().to_owned());
            view! { <a href=Page::Kep(name).href() lang="en">{title}</a> }.into_any()
        }
        (None, None) => lang.no_release_note_text().into_any(),
    }
}

/// The text of a release note; a long one by its beginning, with all of it folded below.
#[component]
pub fn ReleaseNoteText(text: String) -> impl IntoView {
    if text.chars().count() <= LONG_TEXT {
        return view! { <span lang="en" class="release-note-text">{inline_code(&text)}</span> }.into_any();
    }
    view! {
        <details class="release-note-long" lang="en">
            <summary>{excerpt(&text.replace('`', ""))}</summary>
            <div class="release-note-text">{inline_code(&text)}</div>
        </details>
    }
    .into_any()
}

/// The KEP and the pull request of a change.
#[component]
fn ChangeLinks(change: Change) -> impl IntoView {
    let lang = Reader::current().lang;
    let kep = change.kep.map(|name| {
        let label = name.label();
        view! { " " <a href=Page::Kep(name).href()>{label}</a> }
    });
    let late = change.releases_late.filter(|releases| *releases > 0).map(|releases| {
        view! { " " <span class="change-late">{lang.late_by(releases)}</span> }
    });
    let pull = change.pull.map(|number| {
        let target = Target::Github { repo: Repo::kubernetes(), number, kind: GithubKind::Pull };
        view! { " " <a href=target.href()>{format!("k/k#{number}")}</a> }
    });
    view! { {kep} {late} {pull} }.into_any()
}

/// The notes that say why, by their first words.
#[component]
pub fn ChangeNotes(notes: Vec<NamingNote>, more: u32) -> impl IntoView {
    let lang = Reader::current().lang;
    let notes: Vec<_> = notes
        .into_iter()
        .map(|note| {
            let day = note.day.map(|day| {
                let day = day.to_string();
                view! { <time datetime=day.clone()>{day.clone()}</time> " " }
            });
            let words = first_sentence(&note.opening);
            view! { <li>{day}<a href=Page::Note(note.entry, note.note).href()>{words}</a></li> }
        })
        .collect();
    let more = (more > 0).then(|| view! { <li class="quiet">{lang.more_notes(more)}</li> });
    view! { <ul class="change-notes">{notes}{more}</ul> }.into_any()
}

/// Up to when the facts of each source are complete.
#[component]
pub fn FactAges(ages: FactDays) -> impl IntoView {
    let lang = Reader::current().lang;
    let days =
        [(lang.release_notes(), ages.release_notes), (lang.feature_gates(), ages.gates), ("KEP", ages.keps)];
    let days: Vec<_> = days
        .into_iter()
        .enumerate()
        .map(|(n, (label, day))| {
            let before = if n == 0 { " " } else { " · " };
            let day = match day.map(|day| day.to_string()) {
                Some(day) => view! { <time datetime=day.clone()>{day.clone()}</time> }.into_any(),
                None => lang.no_data().into_any(),
            };
            view! { {before} <span class="data-age">{label} " " {day}</span> }
        })
        .collect();
    view! { <p class="as-of">{lang.upgrade_ages()} {days}</p> }.into_any()
}
