//! The log of imports and decisions, with the ways back.

use domain::address::Page;
use domain::list::filter::Filter;
use domain::pages::{LoggedDecisions, LoggedRun, RunLog};
use leptos::prelude::*;

use crate::parts::curate::Back;
use crate::request::{Reader, SignedIn};

/// The last imports, and for curators the last decisions.
#[component]
pub fn ImportLog(log: RunLog) -> impl IntoView {
    let lang = Reader::current().lang;
    let none = log.runs.is_empty().then(|| view! { <p>{lang.no_imports()}</p> });
    let upload = SignedIn::current()
        .map(|_| view! { <p><a class="way-out" href=Page::Upload.href()>{lang.upload_link()}</a></p> });
    let rows: Vec<_> = log
        .runs
        .iter()
        .map(|run| {
            let undo = (run.can_undo && SignedIn::current().is_some())
                .then(|| view! { <UndoLink run=run.clone() /> });
            view! {
                <li data-undone=run.is_undone.then_some("")>
                    <RunLine run=run.clone() log=log.clone() />
                    {undo}
                </li>
            }
        })
        .collect();
    let decisions =
        (!log.decisions.is_empty()).then(|| view! { <Decisions batches=log.decisions.clone() /> });
    view! {
        <section aria-labelledby="imports">
            <h2 id="imports">{lang.imports()}</h2>
            {none}
            {upload}
            <ol class="decisions">{rows}</ol>
        </section>
        {decisions}
    }
    .into_any()
}

/// What a run did, in a line.
#[component]
pub fn RunLine(
    run: LoggedRun,
    /// Where the run stands that it undid.
    log: RunLog,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let undid = run.undoes.map(|undone| {
        // An undo of an undo brought an import back.
        let undone = log.run(undone);
        let brought_back = undone.is_some_and(|undone| undone.undoes.is_some());
        let import = undone.and_then(|undone| undone.undoes.map_or(Some(undone), |import| log.run(import)));
        lang.run_undid(import.map(|import| lang.instant(import.at)).as_deref(), brought_back)
    });
    let source = run.source.as_deref().map(|files| lang.from_files(files));
    let undone = run.is_undone.then(|| lang.undone().to_owned());
    let changes = Some(lang.run_changes(&run)).filter(|changes| !changes.is_empty());
    let written = run.is_written.then(|| lang.written_here(run.written_by.as_deref()));
    let rest: Vec<String> = [undid, changes, source, written, undone].into_iter().flatten().collect();
    view! {
        <span class="decision-words">
            <time datetime=run.at.to_string()>{lang.instant(run.at)}</time>
            " · "
            <a href=Filter::default().toggle_notebook(&run.notebook).href()>{run.title}</a>
            {rest.into_iter().map(|part| format!(" · {part}")).collect::<String>()}
        </span>
    }
    .into_any()
}

/// The way to the page that undoes a run.
#[component]
fn UndoLink(run: LoggedRun) -> impl IntoView {
    let lang = Reader::current().lang;
    let label = if run.undoes.is_some() { lang.bring_back_link() } else { lang.undo_link() };
    view! { <a href=Page::Import(run.id).href() rel="nofollow">{label}</a> }.into_any()
}

/// What curators decided last, each with the way back.
#[component]
fn Decisions(batches: Vec<LoggedDecisions>) -> impl IntoView {
    let lang = Reader::current().lang;
    let rows: Vec<_> = batches
        .into_iter()
        .map(|LoggedDecisions { batch, at, curator, decisions, list, is_undone }| {
            // A list of which the address changed since is not linked.
            let list = list.and_then(|query| query.parse::<Filter>().ok()).map(|list| {
                let title = lang.list_title(&list).unwrap_or_else(|| lang.timeline().to_owned());
                view! {
                    " · "
                    <a href=list.href()>{title}</a>
                }
            });
            let undone = is_undone.then(|| format!(" · {}", lang.undone()));
            let undo = (!is_undone).then(|| {
                view! {
                    <form method="post" action="/fn/undo">
                        <input type="hidden" name="batch" value=batch.to_string() />
                        <Back />
                        <button type="submit">{lang.undo()}</button>
                    </form>
                }
            });
            view! {
                <li data-undone=is_undone.then_some("")>
                    <span class="decision-words">{lang.batch_in_log(at, &curator, decisions)} {list} {undone}</span>
                    {undo}
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="decisions">
            <h2 id="decisions">{lang.decisions_of_curators()}</h2>
            <ol class="decisions">{rows}</ol>
        </section>
    }
    .into_any()
}
