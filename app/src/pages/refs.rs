//! `/refs/{owner}/{repo}/{number}`: a pull request or an issue, and every note that cites it.

use domain::address::Page;
use domain::cite::{GithubKind, Repo, Target};
use domain::github::{Answer, ItemKey, ItemKind, ItemState};
use domain::list::filter::Filter;
use domain::pages::{ItemPage, NoteCitation};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::badge::BadgeSnippets;
use crate::parts::entry_list::{EntryList, may_be_indexed};
use crate::parts::head::Head;
use crate::parts::kep::KepItems;
use crate::parts::loaded::loaded_or_not_found;
use crate::parts::message::Message;
use crate::request::{DataAge, Reader, from_same_day};
use crate::response::set_status;
use crate::share::Share;
use crate::text::Lang;
use crate::text::outcome::github_shape;

/// The number that the path names.
#[component]
pub fn Page() -> impl IntoView {
    let params = use_params_map().get_untracked();
    let part = |name: &str| params.get(name).unwrap_or_default();
    let number = part("number").parse::<u64>().ok();
    let (owner, repo) = (part("owner"), part("repo"));
    let Some(number) = number else { return view! { <UnknownItem key=None /> }.into_any() };
    let key = ItemKey { repo: Repo::new(owner.clone(), repo.clone()), number };
    let content = async move {
        let page = api::item(owner, repo, number).await?;
        Ok(view! { <Item page /> })
    };
    loaded_or_not_found(content, || view! { <UnknownItem key=Some(key) /> }).into_any()
}

#[component]
fn Item(page: ItemPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_item(&page, DataAge::current().as_of, None);
    let ItemPage { key, answer, now: standing, missing, release, keps, notes, cited, entries } = page;
    let (answer, fetched_on) = answer.unzip();
    let item = match answer {
        Some(Answer::Item(item)) => Some(*item),
        _ => None,
    };
    let name = key.to_string();
    // What was merged is no issue, whether it was fetched or not.
    let merged = (standing.state == ItemState::Merged).then_some(ItemKind::Pull);
    let kind = item.as_ref().map(|item| item.kind).or(merged);
    let (title, labels, milestone, moved_to) =
        item.map(|item| (item.title, item.labels, item.milestone, item.moved_to)).unwrap_or_default();
    let title = Some(title).filter(|title| !title.is_empty());
    let full = title.as_ref().map_or_else(|| name.clone(), |title| format!("{name} {title}"));
    let now = lang.item_standing(standing);
    let why = missing.map(|missing| view! { <p class="quiet">{lang.missing_reason(missing)}</p> });
    let release = release.map(|version| {
        view! { " · " <a href=Page::Version(version).href()>{lang.landed_in(version)}</a> }
    });
    let fetched = fetched_on.map(|day| {
        let day = day.to_string();
        view! { <p class="as-of">{lang.fetched_on()} " " <time datetime=day.clone()>{day.clone()}</time></p> }
    });
    let github_kind = match kind {
        Some(ItemKind::Pull) => GithubKind::Pull,
        Some(ItemKind::Issue) => GithubKind::Issue,
        None => GithubKind::Unknown,
    };
    let href = Target::Github { repo: key.repo.clone(), number: key.number, kind: github_kind }.href();
    let milestone = milestone.map(|milestone| {
        view! { <div><dt>{lang.milestone()}</dt><dd>{milestone}</dd></div> }
    });
    let labels = (!labels.is_empty()).then(|| {
        let labels: Vec<_> = labels.into_iter().map(|label| view! { <li class="tag">{label}</li> }).collect();
        view! { <div><dt>{lang.labels()}</dt><dd><ul class="tags">{labels}</ul></dd></div> }
    });
    let moved = moved_to.map(|to| {
        view! { <div><dt>"→"</dt><dd><a href=from_same_day(Page::Item(to.clone()))>{to.to_string()}</a></dd></div> }
    });
    let keps = (!keps.is_empty()).then(|| {
        view! { <section><h2>{lang.about_kep()}</h2><KepItems keps /></section> }
    });
    let rows: Vec<_> = cited
        .iter()
        .map(|cited| {
            let then = cited.then.map_or_else(|| "–".to_owned(), |then| lang.item_standing(then));
            view! {
                <tr>
                    <td>{cited_day(cited, lang)}</td>
                    <td><code>{cited.literal.clone()}</code></td>
                    <td>{then}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let mut listed: Vec<_> = cited.iter().map(|cited| &cited.note).collect();
    listed.dedup();
    let is_whole = listed.len() == notes as usize;
    let heading = if is_whole { lang.every_citation() } else { lang.newest_citations() };
    let citations = (!rows.is_empty()).then(|| {
        view! {
            <section>
                <h2>{heading}</h2>
                <div class="table" role="group" aria-label=heading tabindex="0">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{lang.cited_on()}</th>
                                <th scope="col">{lang.cited_as()}</th>
                                <th scope="col">{lang.it_was()}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </section>
        }
    });
    let shown: usize = entries.iter().map(|entry| entry.notes.len()).sum();
    let more = (notes as usize > shown).then(|| {
        let href = from_same_day(Filter::default().toggle_ref(&key));
        view! { <p><a class="way-out" href=href>{lang.on_the_timeline()}</a></p> }
    });
    let indexed = may_be_indexed(&entries);
    let heading = title.map(|title| view! { " " <span lang="en">{title}</span> });
    let shape = github_shape(standing.state);
    view! {
        <Head
            title=Some(full)
            description=share.description.clone()
            canonical=Page::Item(key.clone())
            indexed
            share=Some(share)
        />
        <main id="main" class="page" tabindex="-1">
            <p class="kind">{lang.item_kind(kind)}</p>
            <h1><span class="item-name">{name}</span>{heading}</h1>
            <p class="kep-now">
                <span class="shape" aria-hidden="true">{shape}</span>
                " "
                {lang.its_state_now()} ": " {now} {release}
            </p>
            {why}
            {fetched}
            <dl class="facts">
                {milestone}
                {labels}
                {moved}
                <div>
                    <dt>{lang.links()}</dt>
                    <dd><a href=href rel="noopener nofollow">{lang.on_github()}</a></dd>
                </div>
            </dl>
            {keps}
            {citations}
            <section class="page-notes">
                <h2>{lang.citing_notes()}</h2>
                <EntryList entries />
                {more}
            </section>
            <BadgeSnippets name=key.to_string() page=Page::Item(key.clone()) />
            <Alternates title=key.to_string() page=Page::Item(key) />
        </main>
    }
    .into_any()
}

/// The day of a citation as a link to its note.
fn cited_day(cited: &NoteCitation, lang: Lang) -> AnyView {
    let day = cited.day.map_or_else(|| lang.undated().to_owned(), |day| day.to_string());
    let note = from_same_day(Page::Note(cited.entry.clone(), cited.note.clone()));
    view! { <a href=note>{day}</a> }.into_any()
}

#[component]
fn UnknownItem(key: Option<ItemKey>) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! {
        <Message
            title=key.map_or_else(|| lang.not_found().to_owned(), |key| format!("{key}: {}", lang.not_known_item()))
            hint=lang.not_known_item_hint()
            link=(Page::timeline(), lang.to_timeline())
        />
    }
}
