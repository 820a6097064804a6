//! `kepline source`: the sources that notebooks follow by themselves.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::notebook::followed::{
    FollowedSource, SourceAddress, SourceKind, SourceState, WaitingChange, span_label,
};
use store::Store;

use crate::cli::{AddSource, CheckSource, Source};
use crate::commands::output::print;
use crate::commands::rights::stated_rights;
use crate::config::Config;
use crate::sources::{AddedSource, LookOutcome, LossConsent, SourceSettings, add, look_settled, remove};

/// Runs a command on sources; the exit code is a failure where one could not be read, or has a change that waits.
pub async fn run(store: &Store, config: &Config, command: Source) -> anyhow::Result<ExitCode> {
    run_with(store, &config.sources()?, command).await
}

async fn run_with(store: &Store, settings: &SourceSettings, command: Source) -> anyhow::Result<ExitCode> {
    match command {
        Source::Add(options) => return add_source(store, settings, options).await,
        Source::Check(options) => return check(store, settings, &options).await,
        Source::List => {
            let sources = store.followed_sources().await?;
            if sources.is_empty() {
                print("No notebook follows a source: add one with `kepline source add PATH_OR_URL`\n")?;
            }
            for followed in sources {
                print(&list_line(&followed))?;
            }
        }
        Source::Pause { source } => {
            let followed = find(store, &source).await?;
            store.pause_source(followed.id, true).await?;
            print(&format!("Paused the source of `{}`\n", followed.source.notebook))?;
        }
        Source::Resume { source } => {
            let followed = find(store, &source).await?;
            store.pause_source(followed.id, false).await?;
            print(&format!("`{}` follows its source again\n", followed.source.notebook))?;
        }
        Source::Remove { source } => {
            let followed = find(store, &source).await?;
            remove(store, followed.id).await?;
            print(&format!("Removed the source of `{}`, which keeps its notes\n", followed.source.notebook))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The source of a notebook, or of a number.
async fn find(store: &Store, name: &str) -> anyhow::Result<FollowedSource> {
    let is_named = |followed: &FollowedSource| {
        followed.source.notebook.as_str() == name || name.parse() == Ok(followed.id)
    };
    let found = store.followed_sources().await?.into_iter().find(is_named);
    found.with_context(|| format!("there is no source `{name}`: list them with `kepline source list`"))
}

async fn add_source(
    store: &Store,
    settings: &SourceSettings,
    options: AddSource,
) -> anyhow::Result<ExitCode> {
    let rights = stated_rights(options.rights, options.licence.as_deref())?;
    let path = Path::new(&options.location);
    let exists = path.exists();
    let address = if exists && !options.git {
        SourceAddress::path(path.canonicalize()?.display().to_string())
    } else if exists {
        // A repository on this machine, in whatever folder the server runs.
        let path = SourceAddress::path(path.canonicalize()?.display().to_string());
        SourceAddress { kind: SourceKind::Git, ..path }
    } else {
        SourceAddress::parse(&options.location, options.git)?
    };
    let address = address.within(options.branch, options.folder)?;
    let added = AddedSource { address, notebook: options.notebook, every: options.every, rights };
    let every = added.every;
    let (notebook, outcome) = add(store, settings, added).await?;
    print(&format!(
        "`{notebook}` follows it, looked at every {} by `kepline serve`\n{}",
        span_label(every),
        outcome_line(notebook.as_str(), &outcome)
    ))?;
    Ok(exit_code(&outcome))
}

async fn check(store: &Store, settings: &SourceSettings, options: &CheckSource) -> anyhow::Result<ExitCode> {
    let sources = match &options.source {
        Some(name) => vec![find(store, name).await?],
        None => store.followed_sources().await?,
    };
    if options.replace && options.source.is_none() {
        bail!("--replace is for one source: name it");
    }
    let consent = if options.replace { LossConsent::Anything } else { LossConsent::Nothing };
    let mut code = ExitCode::SUCCESS;
    for followed in sources {
        let outcome = look_settled(store, settings, followed.id, &consent).await?;
        let line = outcome_line(followed.source.notebook.as_str(), &outcome);
        match &outcome {
            LookOutcome::Failed(_) => eprint!("kepline: {}", crate::commands::printable(&line)),
            _ => print(&line)?,
        }
        if exit_code(&outcome) == ExitCode::FAILURE {
            code = ExitCode::FAILURE;
        }
    }
    Ok(code)
}

fn exit_code(outcome: &LookOutcome) -> ExitCode {
    match outcome {
        LookOutcome::Failed(_) | LookOutcome::Waits(_) => ExitCode::FAILURE,
        LookOutcome::Unchanged | LookOutcome::Unsettled | LookOutcome::Imported(..) => ExitCode::SUCCESS,
    }
}

fn outcome_line(notebook: &str, outcome: &LookOutcome) -> String {
    let what = match outcome {
        LookOutcome::Unchanged => "nothing is new".to_owned(),
        LookOutcome::Unsettled => "it is being written to; looked at again soon".to_owned(),
        LookOutcome::Imported(revision, report) => {
            let notes = &report.notes;
            let (new, changed, vanished) = (notes.new, notes.changed, notes.vanished);
            format!("imported {}: {new} new, {changed} changed, {vanished} vanished notes", revision.short())
        }
        LookOutcome::Waits(WaitingChange { revision, notes, .. }) => format!(
            "{} waits: {} notes would vanish, {} would stay. Look at /sources, or import it with \
             `kepline source check {notebook} --replace`",
            revision.short(),
            notes.vanished,
            notes.changed + notes.unchanged
        ),
        LookOutcome::Failed(message) => message.clone(),
    };
    format!("{notebook}: {what}\n")
}

/// `1  notes  https://example.org/notes.git  main:journal  every 1h  follows  commit 1a2b3c4`
fn list_line(followed: &FollowedSource) -> String {
    let (source, looks) = (&followed.source, &followed.looks);
    let address = &source.address;
    let place = match (&address.branch, &address.folder) {
        (None, None) => String::new(),
        (branch, folder) => {
            format!(" ({}:{})", branch.as_deref().unwrap_or("HEAD"), folder.as_deref().unwrap_or(""))
        }
    };
    let state = match (followed.state(), &looks.failure) {
        (SourceState::Paused, _) => "paused".to_owned(),
        (SourceState::Waits, _) => "a change waits for a curator".to_owned(),
        (SourceState::Fails, Some(failure)) => {
            format!("cannot be read since {}: {}", failure.since, failure.message)
        }
        _ => "follows".to_owned(),
    };
    let looked_at = looks.looked_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let revision = looks.revision.as_ref().map_or("", |revision| revision.short());
    format!(
        "{}\t{}\t{}{place}\tevery {}\t{state}\tlooked at {looked_at}\t{revision}\n",
        followed.id,
        source.notebook,
        address.redacted(),
        span_label(source.every)
    )
}

#[cfg(test)]
mod tests;
