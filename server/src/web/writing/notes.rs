//! What the form of a note changes, or shows.

use app::error::AppError;
use app::request::{NoteForm, NoteFormAnswer};
use app::text::Lang;
use domain::Date;
use domain::address::Page;
use domain::id::NoteId;
use domain::list::filter::Period;
use domain::notebook::writing::{Change, WordsSeen};
use domain::notebook::{Notebook, NotebookSlug};
use ingest::source::read_notes;
use jiff::Timestamp;
use store::Written;

use super::{Action, Sender, Writing};

/// Where a form leads, or what it is answered with.
type Outcome = Result<String, NoteFormAnswer>;

impl Writing {
    /// Adds notes to a day of a notebook.
    pub(super) async fn add(&self, sender: &Sender, form: &NoteForm, action: Action) -> Outcome {
        let writer = sender.writer()?;
        let lang = sender.reader.lang;
        let notebooks = self.store.written_notebooks().await?;
        let notebook = notebooks.into_iter().find(|notebook| notebook.slug.as_str() == form.notebook);
        let notebook = notebook.ok_or_else(|| refusal(lang.unknown_notebook()))?;
        let day = day(&form.date, lang)?.unwrap_or_else(|| notebook.day_at((self.now)()));
        let notes = read_notes(&form.markdown).into_iter().map(|note| note.markdown).collect();
        match action {
            Action::Preview => self.preview(notes, day, &notebook).await,
            Action::Save if notes.is_empty() => Err(refusal(lang.nothing_to_save())),
            Action::Save => {
                let change = match form.follows.as_str() {
                    "" => Change::Add { day, notes },
                    older => {
                        let follows = older.parse().map_err(|_| refusal(lang.followed_note_is_gone()))?;
                        Change::FollowUp { follows, day, notes }
                    }
                };
                let written = self.write(notebook.slug, change, writer.clone(), lang).await?;
                tracing::info!(notes = written.notes.len(), curator = %writer, "notes were written");
                Ok(place(&written))
            }
            Action::Withdraw | Action::Restore | Action::Begin => Err(refusal(lang.unknown_action())),
        }
    }

    /// Changes a note.
    pub(super) async fn change(
        &self,
        sender: &Sender,
        note: &NoteId,
        form: &NoteForm,
        action: Action,
    ) -> Outcome {
        let writer = sender.writer()?;
        let lang = sender.reader.lang;
        let Some(words) = self.store.note_words(note).await? else {
            return Err(AppError::missing(&self.store, note.as_str()).await.into());
        };
        let seen = || form.seen.parse::<WordsSeen>().map_err(|_| refusal(lang.form_outdated()));
        let note = note.clone();
        let change = match action {
            Action::Preview => {
                let day = day(&form.date, lang)?.or(words.day);
                let day = day.unwrap_or_else(|| words.notebook.day_at((self.now)()));
                let notes = Some(form.markdown.clone()).filter(|markdown| !markdown.trim().is_empty());
                return self.preview(notes.into_iter().collect(), day, &words.notebook).await;
            }
            Action::Save if form.markdown.trim().is_empty() => return Err(refusal(lang.nothing_to_save())),
            Action::Save => {
                let markdown = form.markdown.trim_end().to_owned();
                Change::Edit { note: note.clone(), seen: seen()?, markdown, day: day(&form.date, lang)? }
            }
            Action::Withdraw => Change::Withdraw { note: note.clone(), seen: seen()? },
            Action::Restore => Change::Restore { note: note.clone() },
            Action::Begin => return Err(refusal(lang.unknown_action())),
        };
        let written = self.write(words.notebook.slug, change, writer.clone(), lang).await?;
        tracing::info!(%note, ?action, curator = %writer, "a note was changed");
        Ok(match action {
            Action::Withdraw => Page::EditNote(note).href(),
            _ => place(&written),
        })
    }

    /// What notes of a day would show.
    async fn preview(&self, notes: Vec<String>, day: Date, notebook: &Notebook) -> Outcome {
        let prepared = notes.iter().map(|markdown| ingest::prepare(markdown, false)).collect();
        Err(NoteFormAnswer::Preview(self.store.preview(prepared, day, &notebook.time_zone).await?))
    }

    async fn write(
        &self,
        notebook: NotebookSlug,
        change: Change,
        writer: domain::decision::curator::CuratorName,
        lang: Lang,
    ) -> Result<Written, NoteFormAnswer> {
        let at = Timestamp::now();
        let is_follow_up = matches!(change, Change::FollowUp { .. });
        let written = self.store.write(&notebook, change, Some(&writer), at, ingest::prepare).await;
        written.map_err(|error| match error {
            store::Error::NothingWritten => refusal(lang.nothing_changed_by_form()),
            store::Error::NoNote(_) if is_follow_up => refusal(lang.followed_note_is_gone()),
            error => error.into(),
        })
    }
}

/// Where what was written stands: its first note within its entry.
fn place(written: &Written) -> String {
    let entry = Page::Entry(written.entry.clone()).href();
    written.notes.first().map_or_else(|| entry.clone(), |note| format!("{entry}#n-{note}"))
}

/// The day that a form names; `None` where it names none.
fn day(text: &str, lang: Lang) -> Result<Option<Date>, NoteFormAnswer> {
    if text.is_empty() {
        return Ok(None);
    }
    let day = text.parse::<Date>().ok().filter(|day| Period::day(*day).is_some());
    day.map(Some).ok_or_else(|| refusal(lang.unknown_day()))
}

fn refusal(why: &str) -> NoteFormAnswer {
    AppError::BadRequest(why.to_owned()).into()
}
