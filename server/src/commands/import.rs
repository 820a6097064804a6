//! `kepline import`: files in, notebooks in the database out, and a report of what changed.

use std::path::PathBuf;
use std::process::ExitCode;

use domain::list::filter::Filter;
use domain::notebook::draft::SourceFormat;
use domain::notebook::{Notebook, NotebookSlug, Rights};
use domain::remark::{Remark, RemarkKind};
use ingest::source::{DayOrder, ReadOptions};
use serde_json::json;
use store::{ChangeCount, Report, Store};

use crate::cli::{DatesArg, Import};
use crate::commands::output::print;
use crate::commands::rights::stated_rights;
use crate::config::Config;
use crate::import::{ImportOptions, NotebookFiles, import_files, read_files};
use crate::sync::{Progress, update_outdated};

/// Imports the files, a notebook at a time; one that is refused leaves those before it in.
pub async fn run(store: &Store, config: &Config, options: &Import) -> anyhow::Result<ExitCode> {
    let mut reports = Vec::new();
    let mut result = Ok(ExitCode::SUCCESS);
    let read_options = ReadOptions {
        time_zone: options.time_zone.as_deref(),
        day_order: options.dates.map(|dates| match dates {
            DatesArg::Mdy => DayOrder::MonthFirst,
            DatesArg::Dmy => DayOrder::DayFirst,
        }),
        today: Some(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()),
    };
    let all_files =
        read_files(&options.paths, options.notebook.as_ref(), &read_options, options.rights.is_some())?;
    let progress = if options.json { Progress::silent() } else { Progress::printed() };
    let mut imported = Vec::new();
    for mut files in all_files {
        match import(store, &mut files, options, &progress).await {
            Ok((notebook, report)) if options.json => reports.push(as_json(&files, &notebook, &report)),
            Ok((notebook, report)) => {
                print(&as_text(&files, &notebook, &report, options))?;
                imported.push(notebook.slug);
            }
            Err(error) => {
                reports.push(json!({ "notebook": files.slug, "error": format!("{error:#}") }));
                result = Err(error);
                break;
            }
        }
    }
    // Whoever syncs meanwhile does it too.
    if !options.dry_run
        && let Err(error) = update_outdated(store, &Progress::logged()).await
    {
        tracing::warn!("notes are read and states derived again later: {error:#}");
    }
    if !options.dry_run && !imported.is_empty() {
        print(&next_steps(store, config, &imported).await?)?;
    }
    if options.json {
        print(&format!("{:#}\n", json!({ "dry_run": options.dry_run, "notebooks": reports })))?;
    }
    result
}

async fn import(
    store: &Store,
    files: &mut NotebookFiles,
    options: &Import,
    progress: &Progress,
) -> anyhow::Result<(Notebook, Report)> {
    let options = ImportOptions {
        time_zone: options.time_zone.clone(),
        rights: stated_rights(options.rights, options.licence.as_deref())?,
        may_lose: options.replace,
        append: options.append,
        dry_run: options.dry_run,
        origin: None,
        seen: None,
    };
    import_files(store, files, &options, progress).await
}

/// Where the notebooks are to be seen, and what is missing of what they cite.
async fn next_steps(store: &Store, config: &Config, notebooks: &[NotebookSlug]) -> anyhow::Result<String> {
    let mut lines = Vec::new();
    // Where the server would not start, its address is not known either.
    if let Ok(server) = config.server(None, None) {
        for notebook in notebooks {
            let list = Filter::default().toggle_notebook(notebook).href();
            lines.push(format!("See {}{list} while `kepline serve` runs", server.site.public_url));
        }
    }
    let items = store.cited_items().await?;
    let unknown = items.iter().filter(|item| item.fetched_at.is_none()).count();
    if unknown > 0 {
        lines.push(format!(
            "Run `kepline sync github` to fetch the states of {unknown} cited pull requests and issues; `kepline serve` \
             does so by itself"
        ));
    }
    Ok(lines.iter().map(|line| format!("{line}\n")).collect())
}

fn as_text(files: &NotebookFiles, notebook: &Notebook, report: &Report, options: &Import) -> String {
    let dry_run = options.dry_run;
    let paths: Vec<String> = files.paths.iter().map(|path| path.display().to_string()).collect();
    let is_addition = options.append && !report.is_new;
    let verb = match (dry_run, is_addition) {
        (true, false) => "Would import",
        (true, true) => "Would add",
        (false, true) => "Added",
        (false, false) if report.is_new => "Imported",
        (false, false) => "Imported again",
    };
    let format = match files.draft.format {
        SourceFormat::ScrapText => "text copy of a Zenn scrap",
        SourceFormat::ZennExport => "export of a Zenn scrap",
        SourceFormat::ZennApi => "scrap from Zenn's API",
        SourceFormat::ZennPage => "saved page of a Zenn scrap",
        SourceFormat::Org => "org-mode journal",
        SourceFormat::Journal => "Markdown journal",
    };
    let mut lines = vec![
        format!(
            "{verb} {} {} `{}` ({format})",
            paths.join(", "),
            if is_addition { "to" } else { "as" },
            notebook.slug
        ),
        format!("  entries: {}", line(&report.entries)),
        format!("  notes:   {}", line(&report.notes)),
    ];
    if report.repaired > 0 {
        lines.push(format!("  links came back to {} of the changed notes", report.repaired));
    }
    if report.kept > 0 {
        lines.push(format!("  kept as they were, since the source has less of them: {}", report.kept));
    }
    if report.not_in_part > 0 {
        lines.push(format!("  not in the files, and stay: {}", report.not_in_part));
    }
    if report.forgotten > 0 {
        lines.push(format!("  left out, as they were forgotten: {}", report.forgotten));
    }
    if report.remade > 0 {
        let again = if dry_run { "to be rendered" } else { "rendered" };
        lines.push(format!("  {again} and tagged again, though unchanged: {}", report.remade));
    }
    lines.extend(remark_lines(files, report, options.verbose));
    if notebook.rights == Rights::Unstated {
        lines.push(
            "  rights are unstated, so search engines are asked not to index the pages; use --rights own if the notes \
             are yours"
                .to_owned(),
        );
    }
    lines.join("\n") + "\n"
}

/// The remarks, grouped by kind: how many there are, and the first of them, or all.
fn remark_lines(files: &NotebookFiles, report: &Report, verbose: bool) -> Vec<String> {
    let own = report.remarks.iter().map(|remark| (None, remark));
    let mut remarks: Vec<(Option<&PathBuf>, &Remark)> =
        files.remarks.iter().map(|(path, remark)| (path.as_ref(), remark)).chain(own).collect();
    // Those of a kind stay in their order.
    remarks.sort_by_key(|(_, remark)| remark.kind);
    // Of several files, a line number alone would be ambiguous.
    let several = remarks.iter().filter_map(|(path, _)| *path).any(|path| files.paths != [path.clone()]);
    let mut lines = Vec::new();
    for group in remarks.chunk_by(|(_, one), (_, other)| one.kind == other.kind) {
        lines.push(format!("  {}: {}", kind_label(group[0].1.kind), group.len()));
        let shown = if verbose || group.len() <= REMARKS_SHOWN + 1 { group.len() } else { REMARKS_SHOWN };
        lines.extend(group[..shown].iter().map(|(path, remark)| match path {
            Some(path) if several => format!("    {}: {remark}", path.display()),
            _ => format!("    {remark}"),
        }));
        if group.len() > shown {
            lines.push(format!("    … {} more, which --verbose shows", group.len() - shown));
        }
    }
    lines
}

/// How many remarks of a kind are shown without `--verbose`.
const REMARKS_SHOWN: usize = 3;

fn kind_label(kind: RemarkKind) -> &'static str {
    match kind {
        RemarkKind::UnreadDay => "days that were not read",
        RemarkKind::OddDay => "odd days",
        RemarkKind::Lost => "missing",
        RemarkKind::Announced => "announced",
        RemarkKind::FrontMatter => "front matter",
        RemarkKind::Encoding => "encoding",
        RemarkKind::Form => "kept in another form",
        RemarkKind::PassedOver => "passed over",
        RemarkKind::Match => "matched with what was known",
        RemarkKind::Other => "other remarks",
    }
}

fn line(counts: &ChangeCount) -> String {
    let ChangeCount { new, changed, unchanged, vanished } = counts;
    format!("{new} new, {changed} changed, {unchanged} unchanged, {vanished} vanished")
}

fn as_json(files: &NotebookFiles, notebook: &Notebook, report: &Report) -> serde_json::Value {
    let remark_json = |path: Option<&PathBuf>, remark: &Remark| {
        let file = path.map(|path| path.display().to_string());
        json!({ "kind": remark.kind, "file": file, "line": remark.line, "message": remark.message })
    };
    let remarks: Vec<_> = files
        .remarks
        .iter()
        .map(|(path, remark)| remark_json(path.as_ref(), remark))
        .chain(report.remarks.iter().map(|remark| remark_json(None, remark)))
        .collect();
    json!({
        "notebook": notebook.slug,
        "new": report.is_new,
        "entries": report.entries,
        "notes": report.notes,
        "repaired": report.repaired,
        "kept": report.kept,
        "not_in_part": report.not_in_part,
        "forgotten": report.forgotten,
        "remade": report.remade,
        "remarks": remarks,
    })
}

#[cfg(test)]
mod tests;
