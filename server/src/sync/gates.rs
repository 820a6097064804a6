//! Feature gates, read from Kubernetes' own list and from the pages of its website with the system's git.

use std::path::PathBuf;

use anyhow::{Context, bail, ensure};
use domain::gate::GateSource;
use domain::redact::without_secrets;
use ingest::gate_list::GateRecords;
use ingest::{gate_list, gate_page};
use jiff::Timestamp;
use store::{FactSource, SourceProgress, Store, SyncEnd};

use super::files::{committed_at, contents, files};
use super::git::History;
use super::progress::Progress;
use super::report::SyncReport;
use super::repository::{GitRepository, OpenRepository};

/// What steps are reported of.
const KIND: &str = "gates";

/// Where a source is read from.
pub struct GateRepository<'a> {
    /// Which source it is.
    pub source: GateSource,
    /// The repository: an address or a path.
    pub name: &'a str,
    /// Whether it may be the repository of the other source: what it does not have is passed over then.
    pub may_lack_it: bool,
    /// The folder for what comes from a remote.
    pub cache: PathBuf,
}

impl GateRepository<'_> {
    /// What is read of the repository, a file or a folder.
    fn path(&self) -> &'static str {
        match self.source {
            GateSource::Website => "content/en/docs/reference/command-line-tools-reference/feature-gates",
            _ => "test/compatibility_lifecycle/reference/versioned_feature_list.yaml",
        }
    }

    /// The source in the record of what was read.
    fn record(&self) -> FactSource {
        match self.source {
            GateSource::Website => FactSource::GatePages,
            _ => FactSource::GateList,
        }
    }
}

/// Reads what is other than before, of each source by itself: where one fails, its facts stay as they were, and the others
/// are read all the same.
pub async fn run(
    store: &Store,
    repositories: &[GateRepository<'_>],
    progress: &Progress,
) -> anyhow::Result<SyncReport> {
    let (mut summaries, mut errors, mut changed) = (Vec::new(), Vec::new(), false);
    for repository in repositories {
        let name = repository.record().as_str();
        let started_at = Timestamp::now();
        match read(store, repository, started_at, progress).await {
            Ok(None) => {}
            Ok(Some(gates)) => {
                changed |= gates > 0;
                summaries.push(match gates {
                    0 => format!("{name}: nothing is new"),
                    _ => format!("{name}: {gates} gates new or changed"),
                });
            }
            Err(error) => {
                let error = without_secrets(&format!("{error:#}"));
                store.record_source_failure(repository.record(), started_at, &error).await?;
                errors.push(format!("{name}: {error}"));
            }
        }
    }
    if summaries.is_empty() && errors.is_empty() {
        let paths = repositories.iter().map(|repository| format!("`{}`", repository.path()));
        bail!("the repository has neither {}", paths.collect::<Vec<_>>().join(" nor "));
    }
    let sources = store.fact_sources().await?;
    let gate_sources = sources.iter().filter(|(source, _)| *source != FactSource::ReleaseNotes);
    // As old as the older of them.
    let data_at = gate_sources.filter_map(|(_, progress)| progress.data_at).min();
    let summary = (!summaries.is_empty()).then(|| summaries.join("; "));
    let error = (!errors.is_empty()).then(|| errors.join("; "));
    Ok(SyncReport { end: SyncEnd { summary, data_at, cursor: None, error }, changed })
}

/// Reads a source; gives of how many gates it says something new, and `None` where the repository may lack it and does.
async fn read(
    store: &Store,
    repository: &GateRepository<'_>,
    started_at: Timestamp,
    progress: &Progress,
) -> anyhow::Result<Option<usize>> {
    let source = GitRepository::find(repository.name)?;
    let opened = OpenRepository::open(&source, &repository.cache, KIND, progress).await?;
    let main = opened.git.main_line().await?;
    let before = store.fact_source(repository.record()).await?.unwrap_or_default();
    let is_new = before.commit.as_ref() != Some(&main.tip);
    if is_new {
        opened.fetch(&main, History::Tip, KIND, progress).await?;
    }
    let data_at = match (source.is_live(), before.data_at) {
        (true, _) => started_at,
        (false, Some(data_at)) if !is_new => data_at,
        (false, _) => committed_at(&opened.git, &main.tip).await?,
    };
    let known = store.gate_records(repository.source).await?;
    let records = match is_new {
        true => read_records(&opened, &main.tip, repository).await?,
        false => Some(known.clone()),
    };
    let Some(records) = records else { return Ok(None) };
    let missing =
        known.iter().filter(|(name, record)| !record.is_removed() && !records.contains_key(*name)).count();
    ensure!(
        missing * 4 <= known.len(),
        "{} has only {} of {} gates",
        repository.path(),
        records.len(),
        known.len()
    );
    let progress = SourceProgress {
        commit: Some(main.tip),
        data_at: Some(data_at),
        checked_at: started_at,
        error: None,
    };
    Ok(Some(store.store_gates(repository.source, &records, &progress).await?))
}

/// What the files at a commit say of gates; `None` where the repository may lack them and does.
async fn read_records(
    opened: &OpenRepository,
    tip: &str,
    repository: &GateRepository<'_>,
) -> anyhow::Result<Option<GateRecords>> {
    let path = repository.path();
    let found = files(&opened.git, tip, path).await?;
    if found.is_empty() && repository.may_lack_it {
        return Ok(None);
    }
    ensure!(!found.is_empty(), "the repository has no `{path}`");
    let blobs: Vec<String> = found.values().cloned().collect();
    let mut texts = contents(opened, &blobs).await?;
    let texts = found.into_iter().filter_map(|(path, blob)| Some((path, texts.remove(&blob)??)));
    let texts: Vec<(String, String)> = texts.collect();
    let source = repository.source;
    let reading = tokio::task::spawn_blocking(move || match source {
        GateSource::Website => read_pages(&texts),
        _ => read_list(&texts),
    });
    reading.await?.map(Some)
}

fn read_list(texts: &[(String, String)]) -> anyhow::Result<GateRecords> {
    let (path, text) = texts.first().context("the list of gates is too large")?;
    let (records, remarks) = gate_list::read(text).map_err(|why| anyhow::anyhow!("{path} {why}"))?;
    for remark in &remarks {
        tracing::info!("gates: {path}: {remark}");
    }
    Ok(records)
}

fn read_pages(texts: &[(String, String)]) -> anyhow::Result<GateRecords> {
    let is_page =
        |path: &str| path.ends_with(".md") && !path.ends_with("/_index.md") && !path.ends_with("/index.md");
    let mut pages = Vec::new();
    for (path, text) in texts.iter().filter(|(path, _)| is_page(path)) {
        match gate_page::read(text) {
            Ok((page, remarks)) => {
                for remark in &remarks {
                    tracing::info!("gates: {path}: {remark}");
                }
                pages.push(page);
            }
            Err(why) => tracing::info!("gates: {path} {why}"),
        }
    }
    ensure!(!pages.is_empty(), "the website has no page on a feature gate");
    Ok(gate_page::records(pages))
}
