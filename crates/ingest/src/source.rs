//! Reading a source of notes: bytes in, a draft of a notebook and remarks out.
//!
//! Reading a text of notes never fails: what is not understood is kept as text of the entry it stands in.
//! What is no text of notes is refused by [`read`].

pub mod archive;
mod decode;
mod detect;
mod signature;

mod journal;
mod org;
mod scrap_text;
mod zenn;

mod day;
mod html;
mod line;
mod markdown_escape;
mod options;
mod order;
mod refusal;

use std::collections::HashSet;

use self::detect::Shape;
use domain::notebook::Rights;
use domain::notebook::draft::{Draft, DraftEntry, DraftNote};
use domain::remark::Remark;

pub use self::day::DayOrder;
pub(crate) use self::journal::dated_body;
pub use self::journal::read_notes;
pub use self::journal::writer::{JournalEntry, JournalHead, push_item, to_journal};
pub use self::options::ReadOptions;
pub use self::refusal::NoSource;

/// A file of notes, or one inside an archive.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// Where it lies below the folder or archive that was named, or its name, parted by `/`; empty for a
    /// text that is no file. A day in it counts where the content has none.
    pub path: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

const NO_SCRAP: &str =
    "it is a web page, and no saved scrap of Zenn: copy its text, or save its notes as Markdown";

/// Reads a source; the format is detected by what is in it.
///
/// Takes time linear in the length of the file (entries out of order are sorted besides).
/// A byte order mark and all three line endings are accepted.
///
/// # Errors
/// Where the bytes are certainly something else than notes.
pub fn read(file: &SourceFile<'_>, options: &ReadOptions) -> Result<(Draft, Vec<Remark>), NoSource> {
    if let Some(name) = signature::describe(file.bytes) {
        return Err(NoSource(format!("it is {name}")));
    }
    let mut remarks = Vec::new();
    let text = decode::decode(file.bytes, &mut remarks)?;
    let draft = match detect::detect(&text)? {
        Shape::Json(json) => zenn::Scrap::recognise(&json)
            .map(|scrap| scrap.read(&text, options, &mut remarks))
            .ok_or_else(|| NoSource(detect::describe_json(&json)))?,
        Shape::Html => zenn::page_data(&text)
            .and_then(|json| Some(zenn::Scrap::recognise(&json)?.read(&text, options, &mut remarks)))
            .ok_or_else(|| NoSource(NO_SCRAP.to_owned()))?,
        Shape::Notes => read_decoded(&text, file.path, options, &mut remarks),
    };
    add_last_remarks(&draft, &mut remarks);
    Ok((draft, remarks))
}

/// Reads a text that is known to be a text of notes: a journal or the copy of a scrap's page.
pub fn read_text(text: &str) -> (Draft, Vec<Remark>) {
    let mut remarks = Vec::new();
    let text = decode::normalise(text.into(), &mut remarks);
    let draft = read_decoded(&text, "", &ReadOptions::default(), &mut remarks);
    add_last_remarks(&draft, &mut remarks);
    (draft, remarks)
}

fn read_decoded(text: &str, path: &str, options: &ReadOptions<'_>, remarks: &mut Vec<Remark>) -> Draft {
    if org::recognise(text, path) {
        return org::read(text, path, options, remarks);
    }
    match scrap_text::recognise(text) {
        Some(scrap) => {
            let mut draft = scrap.read(remarks);
            order::arrange(&mut draft.entries, &HashSet::new(), options.today, remarks);
            draft
        }
        None => journal::read(text, path, options, remarks),
    }
}

fn add_last_remarks(draft: &Draft, remarks: &mut Vec<Remark>) {
    if draft.entries.is_empty() {
        remarks.push(Remark::whole("there is no entry in it"));
    }
    remarks.sort_by_key(|remark| remark.line);
}

/// Joins what several files say of one notebook, each as [`read`] gives it.
///
/// The format is that of the first; of each value of the head the first that is there holds;
/// the announced entries are summed; links were lost where any of them lost some. The entries
/// of all are oldest first, those of one day in the order of the files; entries without a date
/// keep the bounds that their own file gave them, and stand where the last day ends that they
/// can be of. Lines remain those of their files.
/// No draft at all gives a journal without entries.
pub fn join(drafts: Vec<Draft>) -> Draft {
    let mut drafts = drafts.into_iter();
    let mut joined = drafts.next().unwrap_or_default();
    let mut files = vec![std::mem::take(&mut joined.entries)];
    for draft in drafts {
        // Taken apart by name, so that a new value of the head is not forgotten here.
        let Draft {
            format: _,
            title,
            author,
            origin,
            time_zone,
            rights,
            announced_entries,
            lost_links,
            is_written,
            mut entries,
        } = draft;
        match (&joined.title, title) {
            (Some(joined), Some(title)) if *joined != title => keep_title(&title, &mut entries),
            (Some(_), _) => {}
            (None, title) => joined.title = title,
        }
        keep_posting(&joined, author.as_ref(), time_zone.as_ref(), &mut entries);
        joined.author = joined.author.or(author);
        joined.origin = joined.origin.or(origin);
        joined.time_zone = joined.time_zone.or(time_zone);
        joined.rights = joined.rights.or(rights);
        joined.announced_entries = match (joined.announced_entries, announced_entries) {
            (Some(before), Some(more)) => Some(before.saturating_add(more)),
            (before, more) => before.or(more),
        };
        joined.lost_links |= lost_links;
        joined.is_written |= is_written;
        files.push(entries);
    }
    joined.entries = files.into_iter().flatten().collect();
    order::sort(&mut joined.entries);
    joined
}

/// Keeps the title of a file of a notebook that has another, as a heading above its first note.
fn keep_title(title: &str, entries: &mut [DraftEntry]) {
    let Some(first) = entries.first_mut() else { return };
    let markdown = format!("# {}", markdown_escape::paragraph(&[title]).join(" "));
    first.notes.insert(0, DraftNote { line: 1, markdown });
    first.body_lost = false;
}

/// Keeps the author and the time zone of a file of a notebook that has others, on its entries.
fn keep_posting(
    joined: &Draft,
    author: Option<&String>,
    time_zone: Option<&String>,
    entries: &mut [DraftEntry],
) {
    let other = |own: Option<&String>, all: Option<&String>| {
        own.filter(|own| all.is_some_and(|all| all != *own)).cloned()
    };
    let author = other(author, joined.author.as_ref());
    let time_zone = other(time_zone, joined.time_zone.as_ref());
    for entry in entries {
        let posting = &mut entry.posting;
        posting.author =
            posting.author.take().or(author.clone()).filter(|author| Some(author) != joined.author.as_ref());
        posting.time_zone = posting.time_zone.take().or(time_zone.clone());
    }
}

/// That no two files of one notebook state different rights; each with its name.
///
/// # Errors
/// With the names of both.
pub fn check_rights<'a>(files: impl IntoIterator<Item = (&'a str, &'a Draft)>) -> Result<(), NoSource> {
    let mut stated: Option<(&str, &Rights)> = None;
    for (name, draft) in files {
        let Some(rights) = &draft.rights else { continue };
        match stated {
            Some((other, before)) if before != rights => {
                return Err(NoSource(format!(
                    "the rights of {other} and of {name} are different, and a notebook has the same for all of its notes: \
                     import them as two with --notebook, or state the rights of both with --rights"
                )));
            }
            _ => stated = Some((name, rights)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
