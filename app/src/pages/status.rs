//! `/status`: how fresh the facts are, what each sync did, and what changed the notebooks last.

use domain::address::Page;
use domain::pages::{FailingSource, KindStatus, RunLog, StatusPage, UnreadFiles};
use leptos::prelude::*;

use crate::api;
use crate::parts::head::Head;
use crate::parts::import_log::ImportLog;
use crate::parts::loaded::loaded;
use crate::request::{Reader, SignedIn};

/// The state of the facts.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let page = api::status().await?;
        let log = api::run_log().await?;
        Ok(view! { <Status page log /> })
    })
}

#[component]
fn Status(page: StatusPage, log: RunLog) -> impl IntoView {
    let lang = Reader::current().lang;
    let at = page.at;
    let counts = page.counts;
    let figures: Vec<_> = [
        (lang.notebooks(), counts.notebooks.to_string()),
        (lang.entries(), counts.entries.to_string()),
        (lang.notes(), lang.notes_with_left(counts.notes, counts.to_read_again)),
        (
            lang.references(),
            format!(
                "{} · {} {} · {} {}",
                counts.references,
                counts.with_state,
                lang.with_state(),
                counts.unknown,
                lang.without_state()
            ),
        ),
        (lang.keps(), counts.keps.to_string()),
        (lang.github_items(), counts.items.to_string()),
        (lang.followed_sources(), lang.source_counts(&page.followed)),
        (lang.program(), format!("Kepline {}", page.program)),
    ]
    .into_iter()
    .map(|(label, figure)| view! { <div><dt>{label}</dt><dd>{figure}</dd></div> }.into_any())
    .collect();
    let sync: String = page.kinds.iter().map(|kind| format!("kepline sync {}\n", kind.kind)).collect();
    let unread = (page.unread_keps.total() > 0).then(|| view! { <Unread files=page.unread_keps.clone() /> });
    let failing =
        (!page.failing_sources.is_empty()).then(|| view! { <Failing sources=page.failing_sources /> });
    let to_sources = SignedIn::current().is_some().then(|| {
        view! {
            <p>
                <a href=Page::Sources.href()>{lang.to_sources()}</a>
            </p>
        }
    });
    let rows: Vec<_> = page.kinds.into_iter().map(|kind| view! { <KindRow kind at /> }).collect();
    view! {
        <Head
            title=Some(lang.status_title().to_owned())
            description=lang.status_description()
            canonical=Page::Status
            indexed=false
        />
        <main id="main" class="page" tabindex="-1">
            <h1>{lang.status_title()}</h1>
            <div class="table" role="group" aria-label=lang.sync() tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{lang.sync()}</th>
                            <th scope="col">{lang.data_as_of()}</th>
                            <th scope="col">{lang.age()}</th>
                            <th scope="col">{lang.last_run()}</th>
                            <th scope="col">{lang.result()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <section>
                <h2>{lang.what_there_is()}</h2>
                <dl class="facts">{figures}</dl>
                {to_sources}
            </section>
            <ImportLog log />
            {unread}
            {failing}
            <section>
                <h2>{lang.to_sync()}</h2>
                <pre class="commands" tabindex="0"><code>{sync}</code></pre>
            </section>
        </main>
    }
    .into_any()
}

/// The sources that could not be read last, with the age of what counts instead.
#[component]
fn Failing(sources: Vec<FailingSource>) -> impl IntoView {
    let lang = Reader::current().lang;
    let rows: Vec<_> = sources
        .into_iter()
        .map(|source| {
            view! {
                <tr>
                    <th scope="row">{lang.source_name(&source.name)}</th>
                    <td>{source.data_at.map_or_else(|| lang.never().to_owned(), |at| lang.instant(at))}</td>
                    <td>{lang.instant(source.checked_at)}</td>
                </tr>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="failing">
            <h2 id="failing">{lang.failing_sources()}</h2>
            <p>{lang.failing_sources_hint()}</p>
            <div class="table" role="group" aria-labelledby="failing" tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{lang.source()}</th>
                            <th scope="col">{lang.data_as_of()}</th>
                            <th scope="col">{lang.last_try()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}

/// The files of KEPs that cannot be read, with why.
#[component]
fn Unread(files: UnreadFiles) -> impl IntoView {
    let lang = Reader::current().lang;
    let counts: Vec<String> =
        files.counts.iter().map(|(loss, count)| format!("{count} {}", lang.kep_loss(*loss))).collect();
    let rows: Vec<_> = files
        .files
        .iter()
        .map(|file| {
            view! {
                <tr>
                    <th scope="row">
                        <code>{file.path.clone()}</code>
                    </th>
                    <td>{lang.instant(file.at)}</td>
                    <td>{lang.kep_loss(file.loss)}</td>
                    <td lang="en">{file.reason.clone()}</td>
                </tr>
            }
        })
        .collect();
    let more = files.total() as usize - rows.len();
    let more = (more > 0).then(|| view! { <p>{lang.and_more(more)}</p> });
    view! {
        <section aria-labelledby="unread">
            <h2 id="unread">{lang.unread_keps()}</h2>
            <p>{lang.unread_keps_hint()} " " {counts.join(", ")}</p>
            <div class="table" role="group" aria-labelledby="unread" tabindex="0">
                <table class="figures">
                    <thead>
                        <tr>
                            <th scope="col">{lang.file()}</th>
                            <th scope="col">{lang.since_commit()}</th>
                            <th scope="col">{lang.lost()}</th>
                            <th scope="col">{lang.remark()}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {more}
        </section>
    }
    .into_any()
}

#[component]
fn KindRow(kind: KindStatus, at: domain::Timestamp) -> impl IntoView {
    let lang = Reader::current().lang;
    let name = match kind.kind.as_str() {
        "keps" => lang.sync_keps(),
        "release-notes" => lang.sync_release_notes(),
        "gates" => lang.sync_gates(),
        "github" => lang.sync_github(),
        _ => lang.sync_releases(),
    };
    let data = kind.data_at.map_or_else(|| lang.never().to_owned(), |data| lang.instant(data));
    let age = kind.data_at.map(|data| lang.elapsed((at.as_second() - data.as_second()).max(0)));
    let last = kind.runs.first();
    let ran = last
        .filter(|run| !run.is_snapshot)
        .map_or_else(|| lang.never().to_owned(), |run| lang.instant(run.started_at));
    let result = last.map(|run| match (run.failed, run.finished_at, &run.summary) {
        _ if run.is_snapshot => lang.run_snapshot().to_owned(),
        (true, ..) => lang.run_failed().to_owned(),
        (false, None, _) => lang.run_cut_off().to_owned(),
        (false, Some(_), Some(summary)) => summary.clone(),
        (false, Some(_), None) => lang.run_done().to_owned(),
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{data}</td>
            <td>{age}</td>
            <td>{ran}</td>
            <td>{result}</td>
        </tr>
    }
    .into_any()
}
