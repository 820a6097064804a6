//! `/digest` and `/digest/2023-10`: what weeks, months and release cycles brought.

use domain::address::{Format, Page};
use domain::digest::{Digest, DigestIndex, DigestKind, DigestLine, DigestPeriod, NotADigestPeriod};
use leptos::prelude::*;
use leptos_meta::Link;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::{Alternates, feed_href};
use crate::parts::digest::{DigestMoves, DigestNotes, DigestUpcoming};
use crate::parts::entry_list::may_be_indexed;
use crate::parts::expectations::Expectations;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::parts::message::Message;
use crate::request::{DataAge, Reader, Site};
use crate::response::{redirect, set_status};

/// How many weeks are listed.
const WEEKS: usize = 12;

/// The digests that there are.
#[component]
pub fn ListPage() -> impl IntoView {
    loaded(async move {
        let index = api::digest_index().await?;
        Ok(view! { <Index index /> })
    })
}

/// The digest of the period that the path names, or the last of its kind that is over.
#[component]
pub fn Page() -> impl IntoView {
    let name = use_params_map().get_untracked().get("period").unwrap_or_default();
    if let Ok(kind) = name.parse::<DigestKind>() {
        return view! { <Latest kind /> }.into_any();
    }
    let lang = Reader::current().lang;
    match name.parse::<DigestPeriod>() {
        Ok(period) if period.to_string() == name => view! { <OfPeriod period /> }.into_any(),
        Ok(period) => {
            redirect(&Page::Digest(period).href());
            ().into_any()
        }
        Err(why) => {
            set_status(if matches!(why, NotADigestPeriod::Unreadable(_)) { 400 } else { 404 });
            view! { <NoDigestPage hint=lang.not_a_digest_period(&why) /> }.into_any()
        }
    }
}

/// Leads to the last period of a kind that is over and holds something.
#[component]
fn Latest(kind: DigestKind) -> impl IntoView {
    loaded(async move {
        let index = api::digest_index().await?;
        Ok(match index.finished(kind).next() {
            Some(line) => {
                redirect(&Page::Digest(line.period).href());
                ().into_any()
            }
            None => {
                set_status(404);
                view! { <NoDigestPage hint=Reader::current().lang.digests_none().to_owned() /> }.into_any()
            }
        })
    })
}

#[component]
fn OfPeriod(period: DigestPeriod) -> impl IntoView {
    loaded(async move {
        Ok(match api::digest(period).await? {
            Ok(digest) => view! { <Whole digest /> }.into_any(),
            Err(why) => {
                set_status(404);
                view! { <NoDigestPage hint=Reader::current().lang.why_no_digest(why) /> }.into_any()
            }
        })
    })
}

/// Why there is no such digest, with the way to those that there are.
#[component]
fn NoDigestPage(hint: String) -> impl IntoView {
    let lang = Reader::current().lang;
    view! { <Message title=lang.no_digest() hint link=(Page::Digests, lang.to_digests()) /> }
}

#[component]
fn Whole(digest: Digest) -> impl IntoView {
    let lang = Reader::current().lang;
    let title = lang.digest_title(digest.period);
    let size = lang.digest_size(digest.notes, digest.entries_count, digest.moves.count);
    let is_empty = digest.is_empty();
    let description = if is_empty { lang.digest_empty().to_owned() } else { format!("{title}: {size}") };
    let Digest { period, days, is_running, previous, next, .. } = digest;
    let running = is_running.then(|| view! { " " <span class="mark-word">{lang.digest_running()}</span> });
    let data = lang.data_days(DataAge::current().as_of);
    let marks: Vec<String> = digest.marks.iter().map(|mark| lang.dated_mark(mark)).collect();
    let marks = (!marks.is_empty()).then(|| {
        view! { <p>{lang.in_these_days()} " " {lang.sentences(marks)}</p> }
    });
    let indexed = !is_empty && !is_running && may_be_indexed(&digest.entries);
    let empty = is_empty.then(|| view! { <p>{lang.digest_empty()}</p> });
    let upcoming = match digest.upcoming.clone() {
        Some(upcoming) => view! { <DigestUpcoming upcoming /> }.into_any(),
        None => view! { <p class="quiet">{lang.no_later_release(days.last)}</p> }.into_any(),
    };
    let expectations = match period {
        DigestPeriod::Cycle(version) => {
            view! { <Expectations version expectations=digest.expectations.clone() /> }.into_any()
        }
        _ => ().into_any(),
    };
    let moves = digest.moves.clone();
    let parts = (!is_empty).then(|| {
        view! {
            <DigestNotes digest />
            <DigestMoves moves />
            {expectations}
        }
    });
    let size = (!is_empty).then(|| view! { <p class="version-counts">{size}</p> });
    view! {
        <Head title=Some(title.clone()) description canonical=Page::Digest(period) indexed />
        <main id="main" class="page digest" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol><li><a href=Page::Digests.href()>{lang.digests()}</a></li></ol>
            </nav>
            <h1>{title.clone()}{running}</h1>
            <p class="quiet">{lang.days(days)} " · " {data}</p>
            {size}
            {marks}
            {empty}
            {parts}
            {upcoming}
            <Alternates page=Page::Digest(period) title />
            <nav class="pager" aria-label=lang.pages()>
                <Neighbour period=previous rel="prev" label=lang.earlier_digest() />
                <Neighbour period=next rel="next" label=lang.later_digest() />
            </nav>
        </main>
    }
    .into_any()
}

#[component]
fn Neighbour(
    #[prop(optional_no_strip)] period: Option<DigestPeriod>,
    rel: &'static str,
    label: &'static str,
) -> impl IntoView {
    let lang = Reader::current().lang;
    period.map(|period| {
        view! {
            <a rel=rel class=rel href=Page::Digest(period).href()>
                <span class="pager-words">{label}</span>
                <span class="pager-day">{lang.digest_label(period)}</span>
            </a>
        }
    })
}

#[component]
fn Index(index: DigestIndex) -> impl IntoView {
    let lang = Reader::current().lang;
    let running: Vec<DigestLine> = DigestKind::ALL.iter().filter_map(|kind| index.running(*kind)).collect();
    let latest = DigestKind::ALL.iter().filter_map(|kind| index.latest_with_notes(*kind));
    let latest: Vec<DigestLine> = latest.filter(|line| !line.is_running).collect();
    let none = latest.is_empty() && running.iter().all(|line| line.notes == 0);
    let none = none.then(|| view! { <p>{lang.digests_none()}</p> });
    let past: Vec<_> = [DigestKind::Cycle, DigestKind::Month, DigestKind::Week]
        .into_iter()
        .map(|kind| {
            let most = if kind == DigestKind::Week { WEEKS } else { usize::MAX };
            let lines = index.lines(kind).into_iter().take(most).collect();
            view! { <Lines id=kind.as_str() title=lang.digest_kind(kind) lines /> }.into_any()
        })
        .collect();
    view! {
        <Head
            title=Some(lang.digests().to_owned())
            description=lang.digests_hint()
            canonical=Page::Digests
            indexed=true
        />
        <main id="main" class="page digests" tabindex="-1">
            <h1>{lang.digests()}</h1>
            <p>{lang.digests_hint()}</p>
            {none}
            <Lines id="running" title=lang.digests_now() lines=running />
            <Lines id="latest" title=lang.digests_latest() lines=latest />
            <Feeds />
            {past}
        </main>
    }
    .into_any()
}

/// Links to digests, each with what it holds; nothing where there are none.
#[component]
fn Lines(id: &'static str, title: &'static str, lines: Vec<DigestLine>) -> impl IntoView {
    let lang = Reader::current().lang;
    if lines.is_empty() {
        return ().into_any();
    }
    let items: Vec<_> = lines
        .into_iter()
        .map(|line| {
            let size = lang.digest_line_size(line.notes, line.moves);
            view! {
                <li>
                    <a href=Page::Digest(line.period).href()>{lang.digest_label(line.period)}</a>
                    " "
                    <span class="quiet">{lang.days(line.days)} " · " {size}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            <ul class="digest-lines">{items}</ul>
        </section>
    }
    .into_any()
}

/// Feeds that have each period of a kind once it is over.
#[component]
fn Feeds() -> impl IntoView {
    let lang = Reader::current().lang;
    let feeds: Vec<_> = DigestKind::ALL
        .iter()
        .map(|kind| {
            let (page, label) = (Page::LatestDigest(*kind), lang.latest_digests(*kind));
            let href = feed_href(&page, Format::Atom, lang);
            let absolute = Site::absolute(&href);
            view! {
                <Link rel="alternate" type_="application/atom+xml" href=absolute title=format!("{label} — Kepline") />
                <li><a href=href rel="nofollow" type="application/atom+xml">{label}</a></li>
            }
            .into_any()
        })
        .collect();
    view! {
        <section aria-labelledby="feeds">
            <h2 id="feeds">{lang.subscribe()}</h2>
            <p class="quiet">{lang.digest_feeds_hint()}</p>
            <ul class="digest-lines">{feeds}</ul>
        </section>
    }
    .into_any()
}
