//! `/sigs/node?version=1.28..1.29`: what happened in a group in some releases, and what became of it.

use domain::address::Page;
use domain::kep::Stage;
use domain::list::filter::{Filter, VersionRange};
use domain::outcome::story::{Fate, StageFate};
use domain::pages::{KepReleases, MOST_RELEASES, SigReleasesPage};
use domain::release::Release;
use domain::sig::Sig;
use domain::version::Version;
use leptos::prelude::*;

use crate::parts::alternates::Alternates;
use crate::parts::entry_list::{EntryList, may_be_indexed};
use crate::parts::head::Head;
use crate::parts::kep::KepDataDay;
use crate::parts::message::Message;
use crate::request::{Reader, from_same_day};
use crate::response::set_status;
use crate::text::names::kep_name;
use crate::text::outcome::{reached_shape, stage_shape};

/// The page of a group in the releases of a range.
#[component]
pub fn SigReleases(page: SigReleasesPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let SigReleasesPage { sig, range, releases, nearby, keps, entries, notes, about, data_day } = page;
    let group = Page::Sig(sig.clone());
    if releases.is_empty() {
        set_status(404);
        let hint = lang.no_release_of(range);
        return view! { <Message title=lang.unknown_version() hint link=(group, sig.label()) /> }.into_any();
    }
    let title = lang.sig_releases_title(&sig, range);
    let written = SigReleasesPage::written(&sig, range);
    let description = lang.sig_releases_description(&sig, range, keps.len() as u32, notes);
    // Of many ranges with the same notes the releases by themselves will do.
    let indexed = range.from == range.to && may_be_indexed(&entries);
    let cut = range.from.minor.abs_diff(range.to.minor) as usize >= MOST_RELEASES;
    let cut = cut.then(|| {
        let shown = VersionRange { from: releases[0].version, to: releases[releases.len() - 1].version };
        view! { <p class="quiet">{lang.releases_cut(shown)}</p> }
    });
    let as_of = data_day.map(|day| view! { <KepDataDay day /> });
    view! {
        <Head
            title=Some(title.clone())
            description
            canonical=Page::SigReleases(sig.clone(), range)
            indexed
        />
        <main id="main" class="page sig-releases" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol>
                    <li><a href=Page::Sigs.href()>{lang.sigs()}</a></li>
                    <li><a href=group.href()>{sig.label()}</a></li>
                </ol>
            </nav>
            <h1>{title.clone()}</h1>
            <ReleasePicks sig=sig.clone() range nearby />
            {cut}
            <div class="page-columns sig-releases-columns">
                <section>
                    <h2>{lang.keps()} " " <span class="list-count">{lang.kep_count(keps.len() as u32)}</span></h2>
                    {as_of}
                    <KepGrid sig=sig.clone() releases keps synced=data_day.is_some() />
                </section>
                <section class="page-notes">
                    <h2>{lang.notes_of_cycles(range)} " " <span class="list-count">{lang.note_count(notes)}</span></h2>
                    <Notes sig=sig.clone() range entries notes about />
                </section>
            </div>
            <Alternates page=Page::from(written) title />
        </main>
    }
    .into_any()
}

/// The releases to choose from: each is in or out of the range.
#[component]
fn ReleasePicks(sig: Sig, range: VersionRange, nearby: Vec<Version>) -> impl IntoView {
    let lang = Reader::current().lang;
    let picks: Vec<_> = nearby
        .into_iter()
        .map(|version| {
            let page = match range.toggle(version) {
                Some(range) => Page::SigReleases(sig.clone(), range),
                None => Page::Sig(sig.clone()),
            };
            let chosen = range.contains(version);
            let tick = chosen.then(|| view! { <span aria-hidden="true">" ✓"</span> });
            view! {
                <li>
                    <a href=from_same_day(page) aria-current=chosen.then_some("true")>{version.to_string()}{tick}</a>
                </li>
            }
        })
        .collect();
    view! {
        <nav class="release-picks" aria-label=lang.releases()>
            <ul>{picks}</ul>
        </nav>
    }
    .into_any()
}

/// KEPs as rows, releases as columns; those without notes are a disclosure away.
#[component]
fn KepGrid(sig: Sig, releases: Vec<Release>, keps: Vec<KepReleases>, synced: bool) -> impl IntoView {
    let lang = Reader::current().lang;
    if keps.is_empty() {
        let hint = if synced { lang.no_kep_in_releases() } else { lang.no_kep_data() };
        let list = Page::Sig(sig).href();
        return view! { <p>{hint}</p> <p><a class="way-out" href=list>{lang.all_keps_of_group()}</a></p> }
            .into_any();
    }
    let (noted, others): (Vec<_>, Vec<_>) = keps.into_iter().partition(|row| row.cited || row.kep.notes > 0);
    let others_count = others.len();
    // Where nothing has notes, nothing is folded.
    let open = noted.is_empty();
    let noted = (!noted.is_empty()).then(|| {
        view! { <GridTable label=lang.keps_with_notes() releases=releases.clone() keps=noted /> }
    });
    let others = (others_count > 0).then(|| {
        view! {
            <details class="kep-stage" open=open>
                <summary>{lang.keps_without_notes(others_count)}</summary>
                <GridTable label=lang.keps_without_notes(others_count) releases keps=others />
            </details>
        }
    });
    view! {
        {noted}
        <GridLegend />
        {others}
    }
    .into_any()
}

#[component]
fn GridTable(#[prop(into)] label: String, releases: Vec<Release>, keps: Vec<KepReleases>) -> impl IntoView {
    let lang = Reader::current().lang;
    let columns: Vec<_> = releases
        .iter()
        .map(|release| {
            let version = release.version;
            view! { <th scope="col"><a href=Page::Version(version).href()>{version.to_string()}</a></th> }
        })
        .collect();
    let rows: Vec<_> = keps.into_iter().map(|row| view! { <GridRow row /> }).collect();
    view! {
        <div class="table" role="group" aria-label=label tabindex="0">
            <table class="figures kep-grid">
                <thead>
                    <tr>
                        <th scope="col">"KEP"</th>
                        {columns}
                        <th scope="col">{lang.now_column()}</th>
                        <th scope="col" class="number">{lang.notes_column()}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

#[component]
fn GridRow(row: KepReleases) -> impl IntoView {
    let lang = Reader::current().lang;
    let KepReleases { kep, fates, .. } = row;
    let title = kep.title.clone().unwrap_or_else(|| lang.untitled().to_owned());
    let cells: Vec<_> = fates
        .into_iter()
        .map(|fates| {
            let fates: Vec<_> = fates.into_iter().map(|fate| view! { <FateMark fate /> }).collect();
            match fates.is_empty() {
                true => view! { <td class="quiet">"–"</td> }.into_any(),
                false => view! { <td>{fates}</td> }.into_any(),
            }
        })
        .collect();
    let notes = match kep.number.filter(|_| kep.notes > 0) {
        Some(number) => {
            let href = from_same_day(Filter::default().toggle_kep(number));
            view! { <a href=href>{kep.notes}</a> }.into_any()
        }
        None => "–".into_any(),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=from_same_day(Page::Kep(kep.name.clone()))>
                    <span class="kep-number">{kep_name(&kep)}</span>
                    " "
                    <span lang="en">{title}</span>
                </a>
            </th>
            {cells}
            <td>
                <span class="shape" aria-hidden="true">{stage_shape(&kep.state)}</span>
                " "
                {lang.kep_state(&kep.state)}
            </td>
            <td class="number">{notes}</td>
        </tr>
    }
    .into_any()
}

/// A shape with the stage: what of it came with the release.
#[component]
fn FateMark(fate: StageFate) -> impl IntoView {
    let lang = Reader::current().lang;
    let StageFate { stage, fate } = fate;
    let kind = match fate {
        Fate::Shipped => "shipped",
        Fate::Missed(_) => "missed",
        Fate::Planned | Fate::Unconfirmed => "planned",
        Fate::PutOff(_) | Fate::BroughtForward(_) | Fate::TakenBack(_) | Fate::GivenUp => "moved",
    };
    view! {
        <span class="release-fate" data-fate=kind title=lang.fate_label(fate)>
            <span class="shape" aria-hidden="true">{fate_shape(stage, fate)}</span>
            " "
            <span class="visually-hidden">{lang.fate_label(fate)}" "</span>
            {stage.as_str()}
        </span>
    }
    .into_any()
}

/// A shape for what became of a promise, next to its stage.
fn fate_shape(stage: Stage, fate: Fate) -> &'static str {
    match fate {
        Fate::Shipped => reached_shape(Some(stage)),
        Fate::Missed(_) => "×",
        Fate::Planned => "○",
        Fate::Unconfirmed => "?",
        Fate::PutOff(_) | Fate::BroughtForward(_) => "↷",
        Fate::TakenBack(_) | Fate::GivenUp => "⊘",
    }
}

/// What the shapes of the table mean.
#[component]
fn GridLegend() -> impl IntoView {
    let lang = Reader::current().lang;
    let signs: Vec<_> = [
        ("◔ ◑ ●", lang.sign_shipped()),
        ("×", lang.sign_missed()),
        ("○", lang.sign_promised()),
        ("↷", lang.sign_put_off()),
    ]
    .into_iter()
    .map(|(sign, label)| view! { <li><span class="shape" aria-hidden="true">{sign}</span> " " {label}</li> })
    .collect();
    view! { <ul class="ruler-legend" aria-label=lang.legend()>{signs}</ul> }.into_any()
}

/// The notes of the cycles, and where more are.
#[component]
fn Notes(
    sig: Sig,
    range: VersionRange,
    entries: Vec<domain::list::timeline::Entry>,
    notes: u32,
    about: u32,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let written = SigReleasesPage::written(&sig, range);
    let about = (about > 0).then(|| {
        let href = from_same_day(SigReleasesPage::about(&sig, range));
        view! { <p><a href=href>{lang.notes_about(range, about)}</a></p> }
    });
    let list = match notes {
        0 => {
            let all = from_same_day(Filter::default().toggle_sig(&sig));
            view! {
                <p>{lang.no_note_of_cycles(range)}</p>
                <p><a class="way-out" href=all>{lang.all_notes_of(&sig)}</a></p>
            }
            .into_any()
        }
        _ => view! {
            <EntryList entries />
            <p><a class="way-out" href=from_same_day(written)>{lang.on_the_timeline()}</a></p>
        }
        .into_any(),
    };
    view! {
        {about}
        {list}
    }
    .into_any()
}
