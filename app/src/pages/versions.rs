//! `/versions` and `/versions/1.29`: the releases, what came with them, and their notes.

use domain::Date;
use domain::address::Page;
use domain::digest::DigestPeriod;
use domain::kep::Stage;
use domain::list::filter::{Filter, VersionRange};
use domain::pages::{KepLine, VersionLine, VersionList, VersionPage};
use domain::sig::Sig;
use domain::upgrade::{UpgradeFilter, UpgradeRange};
use domain::version::Version;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api;
use crate::parts::alternates::Alternates;
use crate::parts::entry_list::{EntryList, may_be_indexed};
use crate::parts::expectations::Expectations;
use crate::parts::head::Head;
use crate::parts::kep::{KepDataDay, KepItems};
use crate::parts::loaded::{loaded, loaded_or_not_found};
use crate::parts::message::Message;
use crate::request::{PageRequest, Reader};
use crate::response::{redirect, set_status};
use crate::share::Share;
use crate::text::Lang;

/// Every version.
#[component]
pub fn ListPage() -> impl IntoView {
    loaded(async move {
        let list = api::versions().await?;
        Ok(view! { <List list /> })
    })
}

/// What a version is on a day: upcoming, supported or ended.
fn standing(line: &VersionLine, as_of: Option<Date>, lang: Lang) -> Option<&'static str> {
    let (release, as_of) = (line.release?, as_of?);
    Some(match release.end_of_life {
        _ if release.day > as_of => lang.upcoming(),
        Some(end) if end < as_of => lang.ended(),
        Some(_) => lang.supported(),
        None => return None,
    })
}

#[component]
fn List(list: VersionList) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_versions(&list);
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let rows: Vec<_> = list
        .versions
        .iter()
        .map(|line| {
            let release = line.release;
            let standing = standing(line, list.as_of, lang);
            view! {
                <tr>
                    <th scope="row"><a href=Page::Version(line.version).href()>{line.version.to_string()}</a></th>
                    <td>{day(release.map(|release| release.day))}</td>
                    <td>{standing}</td>
                    <td>{day(release.and_then(|release| release.end_of_life))}</td>
                    <td class="number">{(line.notes > 0).then_some(line.notes)}</td>
                    <td class="number">{(line.cycle_notes > 0).then_some(line.cycle_notes)}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <Head
            title=Some(lang.versions().to_owned())
            description=share.description.clone()
            canonical=Page::Versions
            indexed=true
            share=Some(share)
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.versions()}</h1>
            <p><a class="way-out" href=Page::Upgrades.href()>{lang.upgrades_title()}</a></p>
            <div class="table" role="group" aria-label=lang.versions() tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{lang.version()}</th>
                            <th scope="col">{lang.release_day()}</th>
                            <th scope="col">{lang.now_column()}</th>
                            <th scope="col">{lang.end_of_life()}</th>
                            <th scope="col" class="number">{lang.tagged_notes()}</th>
                            <th scope="col" class="number">{lang.cycle_notes()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <Alternates page=Page::Versions title=lang.versions() />
        </main>
    }
    .into_any()
}

/// The version that the path names; other spellings lead to its one address.
#[component]
pub fn Page() -> impl IntoView {
    let name = use_params_map().get_untracked().get("version").unwrap_or_default();
    let version = match name.parse::<Version>() {
        Ok(version) if version.to_string() == name => version,
        Ok(version) => {
            redirect(&Page::Version(version).href());
            return ().into_any();
        }
        Err(why) => return view! { <UnknownVersion hint=why.to_string() /> }.into_any(),
    };
    if let Err(why) = PageRequest::current().releases() {
        set_status(400);
        let (lang, link) = (Reader::current().lang, Page::Version(version));
        let label = format!("Kubernetes {version}");
        return view! { <Message title=lang.bad_request() hint=lang.not_releases(&why) link=(link, label) /> }
            .into_any();
    }
    let content = async move {
        let page = api::version(version).await?;
        Ok(view! { <Release page /> })
    };
    loaded_or_not_found(content, move || view! { <UnknownVersion hint=format!("`{version}`") /> }).into_any()
}

#[component]
fn Release(page: VersionPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let share = Share::for_version(&page, None);
    let owners = page.owners();
    let VersionPage {
        line,
        cycle,
        shipped,
        planned,
        missed,
        expectations,
        entries,
        as_of,
        data_day,
        previous,
        next,
    } = page;
    let version = line.version;
    let title = format!("Kubernetes {version}");
    let standing =
        standing(&line, as_of, lang).map(|label| view! { " " <span class="mark-word">{label}</span> });
    let days = line.release.map(|release| {
        let rows: Vec<_> = [
            (lang.enhancements_freeze(), release.enhancements_freeze),
            (lang.code_freeze(), release.code_freeze),
            (lang.release_day(), Some(release.day)),
            (lang.end_of_life(), release.end_of_life),
        ]
        .into_iter()
        .filter_map(|(label, day)| {
            let day = day?.to_string();
            Some(
                view! { <div><dt>{label}</dt><dd><time datetime=day.clone()>{day.clone()}</time></dd></div> }
                    .into_any(),
            )
        })
        .collect();
        view! { <dl class="facts">{rows}</dl> }
    });
    let as_of = data_day.map(|day| view! { <KepDataDay day /> });
    let all = Filter::default();
    let tagged = all.toggle_version(VersionRange::new(version, version)).href();
    let cycle = cycle.map(|(first, last)| {
        let written = all.toggle_cycle(version.into()).href();
        let notes = lang.note_count(line.cycle_notes);
        let notes = match line.cycle_notes {
            0 => notes.into_any(),
            _ => view! { <a href=written>{notes}</a> }.into_any(),
        };
        let digest = Page::Digest(DigestPeriod::Cycle(version)).href();
        view! {
            <p class="quiet">
                {lang.cycle(first, last)} " · " {notes} " · " <a href=digest>{lang.digest()}</a>
            </p>
        }
    });
    let count = |stages: &[(Stage, Vec<KepLine>)]| stages.iter().map(|(_, keps)| keps.len()).sum::<usize>();
    let counts = lang.version_counts(count(&shipped), count(&planned), count(&missed), line.notes);
    let neighbour = |version: Option<Version>, rel: &'static str, label: &'static str| {
        version.map(|version| {
            view! {
                <a rel=rel class=rel href=Page::Version(version).href()>
                    <span class="pager-words">{label}</span>
                    <span class="pager-day">{version.to_string()}</span>
                </a>
            }
        })
    };
    let before = Version { minor: version.minor.saturating_sub(1) };
    let upgrade = UpgradeRange::new(before, version).ok().map(|range| {
        let href = Page::Upgrade(range, UpgradeFilter::default()).href();
        view! { <p><a class="way-out" href=href>{lang.upgrade_title(range)}</a></p> }
    });
    let indexed = may_be_indexed(&entries);
    let notes = (line.notes > 0).then(|| {
        view! {
            <EntryList entries />
            <p><a class="way-out" href=tagged>{lang.on_the_timeline()}</a></p>
        }
    });
    view! {
        <Head
            title=Some(title.clone())
            description=share.description.clone()
            canonical=Page::Version(version)
            indexed
            share=Some(share)
        />
        <main id="main" class="page" tabindex="-1">
            <nav class="crumbs" aria-label=lang.way_up()>
                <ol><li><a href=Page::Versions.href()>{lang.versions()}</a></li></ol>
            </nav>
            <h1>{title.clone()}{standing}</h1>
            {as_of}
            <p class="version-counts">{counts}</p>
            {days}
            {upgrade}
            <Owners version owners />
            <Expectations version expectations />
            <div class="page-columns">
                <section class="page-notes">
                    <h2>{lang.notes_about_version(version)} " " <span class="list-count">{lang.note_count(line.notes)}</span></h2>
                    {cycle}
                    {notes}
                </section>
                <div>
                    <Stages title=lang.came_out_with_it() hint=lang.came_out_hint() stages=shipped />
                    <Stages title=lang.planned_for_it() hint="" stages=planned />
                    <Stages title=lang.missed_by_it() hint=lang.missed_by_it_hint() stages=missed />
                </div>
            </div>
            <Alternates page=Page::Version(version) title />
            <nav class="pager" aria-label=lang.pages()>
                {neighbour(previous, "prev", lang.earlier_version())}
                {neighbour(next, "next", lang.later_version())}
            </nav>
        </main>
    }
    .into_any()
}

/// Links to what each group did in the version: the groups that own its KEPs.
#[component]
fn Owners(version: Version, owners: Vec<(Sig, usize)>) -> impl IntoView {
    let lang = Reader::current().lang;
    let links: Vec<_> = owners
        .into_iter()
        .map(|(sig, keps)| {
            let label = sig.label();
            let href = Page::SigReleases(sig, version.into()).href();
            view! { <li><a href=href>{label} " " <span class="list-count">{keps}</span></a></li> }
        })
        .collect();
    (!links.is_empty())
        .then(|| {
            view! {
                <nav class="release-picks" aria-label=lang.by_sig()>
                    <ul>{links}</ul>
                </nav>
            }
        })
        .into_any()
}

#[component]
fn Stages(title: &'static str, hint: &'static str, stages: Vec<(Stage, Vec<KepLine>)>) -> impl IntoView {
    if stages.is_empty() {
        return ().into_any();
    }
    let lang = Reader::current().lang;
    let count: usize = stages.iter().map(|(_, keps)| keps.len()).sum();
    let groups: Vec<_> = stages
        .into_iter()
        .map(|(stage, keps)| {
            let count = keps.len();
            view! {
                <details class="kep-stage" open=true>
                    <summary>{lang.stage_heading(stage)} " (" {count} ")"</summary>
                    <KepItems keps />
                </details>
            }
            .into_any()
        })
        .collect();
    let hint = (!hint.is_empty()).then(|| view! { <p class="quiet">{hint}</p> });
    view! {
        <section>
            <h2>{title} " " <span class="list-count">{lang.kep_count(count as u32)}</span></h2>
            {hint}
            {groups}
        </section>
    }
    .into_any()
}

#[component]
fn UnknownVersion(hint: String) -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.unknown_version() hint link=(Page::Versions, lang.to_versions()) /> }
}
