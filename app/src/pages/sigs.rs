//! `/sigs` and `/sigs/node`: the groups of the community, with their notes and KEPs.

use domain::address::{NotAPage, Page};
use domain::kep::Stage;
use domain::list::filter::{Filter, VersionRange};
use domain::list::keps::KepFilter;
use domain::list::timeline::FacetCount;
use domain::pages::{KepLine, SigLine, SigList, SigPage, SigReleasesPage};
use domain::sig::Sig;
use domain::version::Version;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::pages::sig_releases::SigReleases;
use crate::parts::alternates::Alternates;
use crate::parts::entry_list::{EntryList, may_be_indexed};
use crate::parts::head::Head;
use crate::parts::kep::{KepDataDay, KepItems, SigLink};
use crate::parts::loaded::{loaded, loaded_or_not_found};
use crate::parts::message::Message;
use crate::request::{PageRequest, Reader};
use crate::response::{redirect, set_status};
use crate::share::Share;

/// How many releases the page of a group leads to at least.
const SHOWN_RELEASES: usize = 6;

/// Every group.
#[component]
pub fn ListPage() -> impl IntoView {
    loaded(async move {
        let list = api::sigs().await?;
        Ok(view! { <List list /> })
    })
}

#[component]
fn List(list: SigList) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_sigs(&list);
    let (active, others): (Vec<_>, Vec<_>) =
        list.sigs.into_iter().partition(|line| is_active(line) == Some(true));
    let (archived, unlisted) = others.into_iter().partition(|line| is_active(line) == Some(false));
    view! {
        <Head
            title=Some(lang.sigs().to_owned())
            description=share.description.clone()
            canonical=Page::Sigs
            indexed=true
            share=Some(share)
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.sigs()}</h1>
            <GroupTable title=lang.active_groups() sigs=active />
            <GroupTable title=lang.archived_groups() sigs=archived />
            <GroupTable title=lang.other_groups() sigs=unlisted />
            <Alternates page=Page::Sigs title=lang.sigs() />
        </main>
    }
    .into_any()
}

/// Whether a group is active; `None` for one that is on no list of the community.
fn is_active(line: &SigLine) -> Option<bool> {
    line.sig.group().map(|group| group.active)
}

#[component]
fn GroupTable(title: &'static str, sigs: Vec<SigLine>) -> impl IntoView {
    if sigs.is_empty() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let rows: Vec<_> = sigs
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row"><SigLink sig=line.sig /></th>
                    <td class="number">{(line.notes > 0).then_some(line.notes)}</td>
                    <td class="number">{(line.keps > 0).then_some(line.keps)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <section>
            <h2>{title}</h2>
            <table class="figures">
                <thead>
                    <tr>
                        <th scope="col">{lang.group()}</th>
                        <th scope="col" class="number">{lang.notes_column()}</th>
                        <th scope="col" class="number">{lang.keps_owned()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </section>
    }
    .into_any()
}

/// The group that the path names; other spellings lead to its one address.
#[component]
pub fn Page() -> impl IntoView {
    let name = use_params_map().get_untracked().get("sig").unwrap_or_default();
    let sig = match name.parse::<Sig>() {
        Ok(sig) if sig.short() == name => sig,
        Ok(sig) => {
            redirect(&Page::Sig(sig).href());
            return ().into_any();
        }
        Err(why) => return view! { <UnknownSig hint=why.to_string() /> }.into_any(),
    };
    let range = match PageRequest::current().releases() {
        Ok(range) => range,
        Err(why) => return view! { <UnreadableReleases why sig /> }.into_any(),
    };
    let content = async move {
        Ok(match range {
            Some(range) => {
                let page = api::sig_releases(sig, range).await?;
                view! { <SigReleases page /> }.into_any()
            }
            None => {
                let page = api::sig(sig).await?;
                view! { <Group page /> }.into_any()
            }
        })
    };
    loaded_or_not_found(content, || view! { <UnknownSig hint=name /> }).into_any()
}

#[component]
fn Group(page: SigPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_sig(&page, None);
    let SigPage { line, owned, takes_part, entries, cycles, releases, data_day } = page;
    let SigLine { sig, notes, keps } = line;
    let label = sig.label();
    let address = Page::Sig(sig.clone());
    let archived = sig
        .group()
        .is_some_and(|group| !group.active)
        .then(|| view! { " " <span class="mark-word">{lang.archived()}</span> });
    let timeline = Filter::default().toggle_sig(&sig).href();
    let list_of_keps = Page::Keps(KepFilter { sigs: vec![Some(sig.clone())], ..KepFilter::default() }).href();
    let takes_part = (!takes_part.is_empty()).then(|| {
        view! {
            <section>
                <h2>{lang.takes_part_in()} " " <span class="list-count">{lang.kep_count(takes_part.len() as u32)}</span></h2>
                <KepItems keps=takes_part />
            </section>
        }
    });
    let as_of = data_day.map(|day| view! { <KepDataDay day /> });
    let indexed = may_be_indexed(&entries);
    let newest = (notes > 0).then(|| {
        view! {
            <section class="page-notes">
                <h2>{lang.newest_notes()} " " <span class="list-count">{lang.note_count(notes)}</span></h2>
                <EntryList entries />
                <p><a class="way-out" href=timeline>{lang.on_the_timeline()}</a></p>
            </section>
        }
    });
    view! {
        <Head
            title=Some(label.clone())
            description=share.description.clone()
            canonical=address.clone()
            indexed
            share=Some(share)
        />
        <main id="main" class="page" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol><li><a href=Page::Sigs.href()>{lang.sigs()}</a></li></ol>
            </nav>
            <h1>{label.clone()}{archived}</h1>
            {as_of}
            <ByRelease sig=sig.clone() releases cycles />
            <div class="page-columns">
                {newest}
                <div>
                    <section>
                        <h2>{lang.keps_owned()} " " <a class="list-count" href=list_of_keps>{lang.kep_count(keps)}</a></h2>
                        <Stages keps=owned />
                    </section>
                    {takes_part}
                </div>
            </div>
            <Alternates page=address title=label />
        </main>
    }
    .into_any()
}

/// Links to what happened in a group by release: each by itself, and with the one before it.
#[component]
fn ByRelease(
    sig: Sig,
    /// Newest first.
    releases: Vec<Version>,
    /// Its notes by the version that was in the making.
    cycles: Vec<FacetCount<Version>>,
) -> impl IntoView {
    let lang = Reader::current().lang;
    // Those that notes were written in, with what came of them next; without any the newest.
    let newest = cycles.first().map_or(u16::MAX, |count| count.value.minor.saturating_add(1));
    let oldest = cycles.last().map_or(u16::MAX, |count| count.value.minor);
    let shown = releases.iter().filter(|version| version.minor <= newest).enumerate();
    let shown = shown.filter(|(n, version)| *n < SHOWN_RELEASES || version.minor >= oldest);
    let items: Vec<_> = shown
        .map(|(_, version)| {
            let range = VersionRange::from(*version);
            let both = releases.contains(&Version { minor: version.minor.saturating_sub(1) }).then(|| {
                let both = VersionRange { from: Version { minor: version.minor - 1 }, to: *version };
                let href = Page::SigReleases(sig.clone(), both).href();
                view! { <a href=href>{lang.version_range(both)}</a> }
            });
            let notes = cycles.iter().find(|count| count.value == *version).map_or(0, |count| count.notes);
            let notes = (notes > 0).then(|| {
                let href = SigReleasesPage::written(&sig, range).href();
                view! { <a class="list-count" href=href>{lang.note_count(notes)}</a> }
            });
            view! {
                <li>
                    <a href=Page::SigReleases(sig.clone(), range).href()>
                        <strong>{version.to_string()}</strong>
                    </a>
                    {both}
                    {notes}
                </li>
            }
            .into_any()
        })
        .collect();
    (!items.is_empty())
        .then(|| {
            view! {
                <section>
                    <h2>{lang.by_release()}</h2>
                    <p class="quiet">{lang.by_release_hint()}</p>
                    <ul class="release-list">{items}</ul>
                </section>
            }
        })
        .into_any()
}

/// KEPs by the stage that they have reached, the furthest first.
#[component]
fn Stages(keps: Vec<KepLine>) -> impl IntoView {
    let lang = Reader::current().lang;
    let order = [None].into_iter().chain(Stage::ALL.iter().copied().map(Some));
    let groups: Vec<_> = order
        .filter_map(|stage| {
            let keps: Vec<KepLine> = keps.iter().filter(|kep| kep.stage() == stage).cloned().collect();
            if keps.is_empty() {
                return None;
            }
            let title = stage
                .map_or_else(|| lang.nothing_shipped_heading().to_owned(), |stage| lang.stage_heading(stage));
            // What is still moving stands open; what has arrived is a disclosure away.
            let open = matches!(stage, Some(Stage::Alpha | Stage::Beta));
            let count = keps.len();
            Some(
                view! {
                    <details class="kep-stage" open=open>
                        <summary>{title} " (" {count} ")"</summary>
                        <KepItems keps />
                    </details>
                }
                .into_any(),
            )
        })
        .collect();
    if groups.is_empty() {
        return view! { <p class="quiet">{lang.none_of_these()}</p> }.into_any();
    }
    groups.into_any()
}

/// A query that names no releases.
#[component]
fn UnreadableReleases(why: NotAPage, sig: Sig) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(400);
    let hint = lang.not_releases(&why);
    view! { <Message title=lang.bad_request() hint link=(Page::Sig(sig.clone()), sig.label()) /> }
}

#[component]
fn UnknownSig(hint: String) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.unknown_sig() hint link=(Page::Sigs, lang.to_sigs()) /> }
}
