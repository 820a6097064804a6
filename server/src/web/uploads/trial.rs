//! What importing an upload would change, and the import itself.

use app::request::UploadRefusal;
use domain::notebook::{Notebook, NotebookSlug};
use domain::pages::{UploadPreview, UploadRemarks, UploadResult};
use domain::remark::Remark;
use ingest::source::ReadOptions;
use store::{Report, Store};

use super::form::UploadForm;
use crate::import::{ImportOptions, NotebookFiles, import_files, read_sent};
use crate::sync::Progress;

/// What an import would change, in a state of the database.
pub struct Trial {
    pub preview: UploadPreview,
    /// The number of that state.
    generation: i64,
}

/// Why an upload was not imported.
pub enum ImportRefusal {
    /// Something else changed the database since what would change was shown.
    Outdated,
    /// Anything else.
    Refused(UploadRefusal),
}

impl From<store::Error> for ImportRefusal {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::ChangedSince => Self::Outdated,
            error => Self::Refused(refusal(anyhow::Error::from(error))),
        }
    }
}

impl Trial {
    /// Says what importing an upload would change; nothing does.
    pub async fn new(store: &Store, form: &UploadForm) -> Result<Self, UploadRefusal> {
        let generation = store.generation().await.map_err(|error| refusal(error.into()))?;
        let mut files = read(store, form).await?;
        let options = ImportOptions { dry_run: true, may_lose: true, ..options(form) };
        let (notebook, report) =
            import_files(store, &mut files, &options, &Progress::silent()).await.map_err(refusal)?;
        let shown = &report.vanished[..report.vanished.len().min(UploadPreview::SHOWN)];
        let vanishing = store.vanishing_notes(shown).await.map_err(|error| refusal(error.into()))?;
        let preview = UploadPreview {
            files: form.names(),
            notebook: notebook.slug,
            title: notebook.title,
            time_zone: notebook.time_zone,
            rights: notebook.rights,
            is_new: report.is_new,
            is_part: form.choices.append,
            entries: report.entries,
            notes: report.notes,
            not_in_part: report.not_in_part,
            forgotten: report.forgotten,
            vanishing,
            needs_consent: report.loses_more_than_half || (notebook.is_written && report.notes.vanished > 0),
            remarks: remarks(&files, &report),
            is_renewed: false,
        };
        Ok(Self { preview, generation })
    }

    /// Imports what the trial was of, where the database is still as it was then.
    pub async fn import(&self, store: &Store, form: &UploadForm) -> Result<UploadResult, ImportRefusal> {
        let mut files = read(store, form).await.map_err(ImportRefusal::Refused)?;
        let options = ImportOptions { may_lose: true, seen: Some(self.generation), ..options(form) };
        let imported = import_files(store, &mut files, &options, &Progress::silent()).await;
        match imported {
            Ok((notebook, report)) => Ok(result(notebook, &report)),
            Err(error) => match error.downcast_ref::<store::Error>() {
                Some(store::Error::ChangedSince) => Err(ImportRefusal::Outdated),
                _ => Err(ImportRefusal::Refused(refusal(error))),
            },
        }
    }
}

fn result(notebook: Notebook, report: &Report) -> UploadResult {
    UploadResult {
        notebook: notebook.slug,
        title: notebook.title,
        notes: report.notes,
        run: report.run.filter(|_| !report.is_unchanged()).map(|run| run.0),
    }
}

fn options(form: &UploadForm) -> ImportOptions {
    let choices = &form.choices;
    ImportOptions {
        time_zone: choices.time_zone.clone(),
        rights: choices.rights.clone(),
        append: choices.append,
        ..ImportOptions::default()
    }
}

/// Reads the files as those of the notebook that was chosen, on a thread of its own.
async fn read(store: &Store, form: &UploadForm) -> Result<NotebookFiles, UploadRefusal> {
    let choices = &form.choices;
    let notebook = match (&choices.notebook, &choices.title) {
        (Some(slug), _) => Some(slug.parse().map_err(|_| UploadRefusal::NoForm)?),
        (None, Some(title)) => {
            let slug = NotebookSlug::from_title(title).ok_or(UploadRefusal::NoTitle)?;
            if let Some(there) = store.notebook(&slug).await.map_err(|error| refusal(error.into()))? {
                return Err(UploadRefusal::TitleTaken(there.title));
            }
            Some(slug)
        }
        (None, None) => None,
    };
    let sent = form.sent_files().map_err(|error| refusal(error.into()))?;
    let (time_zone, rights_are_stated) = (choices.time_zone.clone(), choices.rights.is_some());
    let reading = tokio::task::spawn_blocking(move || {
        let options = ReadOptions {
            time_zone: time_zone.as_deref(),
            today: Some(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()),
            ..ReadOptions::default()
        };
        read_sent(sent, notebook.as_ref(), &options, rights_are_stated)
    });
    let mut files = reading.await.map_err(|error| refusal(error.into()))?.map_err(unreadable)?;
    if choices.notebook.is_none() && choices.title.is_some() {
        files.draft.title.clone_from(&choices.title);
    }
    Ok(files)
}

/// The remarks of each kind, the first of them with the names of their files.
fn remarks(files: &NotebookFiles, report: &Report) -> Vec<UploadRemarks> {
    let own = report.remarks.iter().map(|remark| (None, remark));
    let mut all: Vec<(Option<String>, &Remark)> = files
        .remarks
        .iter()
        .map(|(path, remark)| (path.as_ref().map(|path| path.display().to_string()), remark))
        .chain(own)
        .collect();
    // Those of a kind stay in their order.
    all.sort_by_key(|(_, remark)| remark.kind);
    let kinds = all.chunk_by(|(_, one), (_, other)| one.kind == other.kind).map(|group| UploadRemarks {
        kind: group[0].1.kind,
        count: group.len(),
        shown: group
            .iter()
            .take(UploadPreview::SHOWN)
            .map(|(file, remark)| (file.clone().filter(|file| !file.is_empty()), (*remark).clone()))
            .collect(),
    });
    kinds.collect()
}

/// Why files could not be read: their sender can put it right.
fn unreadable(error: anyhow::Error) -> UploadRefusal {
    UploadRefusal::Unreadable(format!("{error:#}"))
}

/// Why files could not be imported: said to their sender where it is about what they sent, else to the log.
fn refusal(error: anyhow::Error) -> UploadRefusal {
    use store::ErrorKind;
    match error.chain().find_map(|cause| cause.downcast_ref::<store::Error>()).map(store::Error::kind) {
        None | Some(ErrorKind::Refused | ErrorKind::NotFound) => unreadable(error),
        Some(ErrorKind::Busy | ErrorKind::Replaced | ErrorKind::Failed) => {
            tracing::error!(error = format!("{error:#}"), "an upload could not be imported");
            UploadRefusal::Failed
        }
    }
}
