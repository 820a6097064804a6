//! `kepline note`: writes notes of a day into a notebook that lives here.

use std::io::Read;
use std::process::ExitCode;

use anyhow::{Context, bail};
use domain::address::Page;
use domain::decision::curator::CuratorName;
use jiff::Timestamp;
use store::Store;

use crate::cli::Note;
use crate::commands::output::print;
use crate::config::Config;
use crate::note_capture;

/// The longest text that is read from standard input: a note is none of a book.
const MAX_BYTES: u64 = 1024 * 1024;

/// Writes the notes of a text, and prints where each is.
pub async fn run(store: &Store, config: &Config, options: &Note) -> anyhow::Result<ExitCode> {
    let text = match options.text.as_str() {
        "-" => standard_input()?,
        text => text.to_owned(),
    };
    print(&write(store, config.public_url()?.as_deref(), &text, options, Timestamp::now()).await?)?;
    Ok(ExitCode::SUCCESS)
}

/// What is printed once the notes of a text are written.
async fn write(
    store: &Store,
    public_url: Option<&str>,
    text: &str,
    options: &Note,
    now: Timestamp,
) -> anyhow::Result<String> {
    let writer = match &options.curator {
        Some(name) => Some(writer(store, name).await?),
        None => None,
    };
    let notebook = note_capture::written_notebook(store, options.notebook.as_ref()).await?;
    let day = options.date.unwrap_or_else(|| note_capture::day_in(&notebook, now));
    let notes = note_capture::notes(text)?;
    let written = note_capture::add_notes(store, &notebook.slug, day, notes, writer.as_ref()).await?;
    let count = match written.notes.len() {
        1 => "a note".to_owned(),
        several => format!("{several} notes"),
    };
    let mut lines = vec![format!("Wrote {count} of {day} into `{}`", notebook.slug)];
    lines.extend(written.notes.into_iter().map(|note| {
        let page = Page::Note(written.entry.clone(), note);
        format!("  {}{page}", public_url.unwrap_or_default())
    }));
    lines.push(format!("Take it back with `kepline notebook undo {}`", written.run.0));
    Ok(lines.join("\n") + "\n")
}

/// The curator of a name, as they write it.
async fn writer(store: &Store, name: &CuratorName) -> anyhow::Result<CuratorName> {
    match store.curator_by_name(name).await? {
        Some(curator) => Ok(curator.name),
        None => bail!("there is no curator `{name}`: add them with `kepline curator add {name}`"),
    }
}

fn standard_input() -> anyhow::Result<String> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MAX_BYTES + 1).read_to_string(&mut text);
    let bytes = read.context("cannot read the note from standard input")?;
    if bytes as u64 > MAX_BYTES {
        bail!("standard input has more than 1 MiB: `kepline import` reads whole files");
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use domain::notebook::{Notebook, Rights};

    use super::*;
    use crate::import::import_text;

    const NOW: &str = "2026-11-28T16:00:00Z";

    fn now() -> Timestamp {
        NOW.parse().unwrap()
    }

    fn options(pairs: &[(&str, &str)]) -> Note {
        let value = |key: &str| pairs.iter().find(|(name, _)| *name == key).map(|(_, value)| *value);
        Note {
            text: String::new(),
            date: value("date").map(|day| day.parse().unwrap()),
            notebook: value("notebook").map(|slug| slug.parse().unwrap()),
            curator: value("as").map(|name| name.parse().unwrap()),
        }
    }

    async fn begin(store: &Store, slug: &str) {
        let notebook = Notebook {
            slug: slug.parse().unwrap(),
            title: slug.to_owned(),
            author: None,
            origin: None,
            time_zone: "Asia/Tokyo".to_owned(),
            rights: Rights::Own,
            announced_entries: None,
            lost_links: false,
            is_written: true,
        };
        store.begin_notebook(&notebook, now()).await.unwrap();
    }

    async fn store() -> (Store, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("kepline.db").display());
        (Store::open(&url).await.unwrap(), folder)
    }

    async fn refusal(store: &Store, text: &str, pairs: &[(&str, &str)]) -> String {
        write(store, None, text, &options(pairs), now()).await.unwrap_err().to_string()
    }

    #[tokio::test]
    async fn a_note_is_of_today_where_its_notebook_is() {
        let (store, _folder) = store().await;
        begin(&store, "scratch").await;
        store.add_curator(&"Alice".parse().unwrap(), None, now()).await.unwrap();
        let site = Some("https://kepline.example");
        let printed =
            write(&store, site, "KEP-753 is beta", &options(&[("as", "alice")]), now()).await.unwrap();
        let entry = store.export(&Default::default()).await.unwrap().remove(0);
        assert_eq!(entry.entry.date, Some("2026-11-29".parse().unwrap()), "it is night in Tokyo");
        let address = format!("https://kepline.example/e/{}/{}", entry.entry.id, entry.notes[0].note.id);
        assert!(printed.starts_with("Wrote a note of 2026-11-29 into `scratch`\n"), "{printed}");
        assert!(printed.contains(&address) && printed.contains("`kepline notebook undo "), "{printed}");
        assert_eq!(store.run_log(false).await.unwrap().runs[0].written_by.as_deref(), Some("Alice"));
        let printed =
            write(&store, None, "- one\n- two\n", &options(&[("date", "2026-11-01")]), now()).await.unwrap();
        assert!(printed.starts_with("Wrote 2 notes of 2026-11-01"), "{printed}");
        assert_eq!(printed.matches("\n  /e/").count(), 2, "{printed}");
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_described() {
        let (store, _folder) = store().await;
        assert!(refusal(&store, "a", &[]).await.starts_with("no notebook is written here yet"));
        import_text(&store, "# Field notes\n\n## 2031-01-05\n- one\n").await.unwrap();
        let imported = refusal(&store, "a", &[("notebook", "field-notes")]).await;
        assert!(imported.contains("`field-notes` is not written here"), "{imported}");
        begin(&store, "scratch").await;
        assert_eq!(refusal(&store, " \n", &[]).await, "the note has no text");
        let unknown = refusal(&store, "a", &[("notebook", "scrtch")]).await;
        assert_eq!(unknown, "there is no notebook `scrtch`; written here: scratch");
        assert!(refusal(&store, "a", &[("as", "bob")]).await.starts_with("there is no curator `bob`"));
        begin(&store, "diary").await;
        let which = refusal(&store, "a", &[]).await;
        assert_eq!(which, "several notebooks are written here: name one of diary, scratch");
        assert_eq!(
            store.notebooks().await.unwrap().iter().map(|it| it.notes).sum::<u32>(),
            1,
            "nothing is there"
        );
    }
}
