//! The form of an upload, read as it comes: its files go to the disk, into a file without a name.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;

use app::request::UploadRefusal;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use domain::notebook::Rights;
use tokio::io::{AsyncWriteExt, BufWriter};

use crate::import::SentFile;

/// The longest value of a field that is no file.
const FIELD_BYTES: usize = 4 * 1024;

/// The most files of an upload: more are packed into an archive.
const MAX_FILES: usize = 1000;

/// How much of a file's name is kept, from its end.
const NAME_CHARS: usize = 120;

/// What a curator uploads.
pub struct UploadForm {
    /// The content of all files, one after the other.
    content: Mutex<File>,
    /// The name and the length of each.
    files: Vec<(String, u64)>,
    pub choices: Choices,
}

/// What the curator chose.
#[derive(Default)]
pub struct Choices {
    /// The name in URLs of a notebook that is there.
    pub notebook: Option<String>,
    /// The title of a new notebook.
    pub title: Option<String>,
    /// Whether what the files do not have stays.
    pub append: bool,
    pub rights: Option<Rights>,
    pub time_zone: Option<String>,
}

impl UploadForm {
    /// Reads a form; the content of its files is kept in `folder`, where no path leads to it.
    pub async fn read(mut form: Multipart, folder: &Path) -> Result<Self, UploadRefusal> {
        let content = tempfile::tempfile_in(folder).map_err(|error| failed(&error))?;
        let mut content = BufWriter::new(tokio::fs::File::from_std(content));
        let (mut files, mut choices) = (Vec::new(), Choices::default());
        let (mut rights, mut licence) = (String::new(), String::new());
        while let Some(field) = form.next_field().await.map_err(|error| unread(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "files" {
                // Without a file chosen, browsers send one without a name.
                let file = shown_name(field.file_name().unwrap_or_default());
                let length = store(field, &mut content).await?;
                if let Some(file) = file {
                    files.push((file, length));
                }
                if files.len() > MAX_FILES {
                    let why = format!("there are more than {MAX_FILES} files: pack them into a zip archive");
                    return Err(UploadRefusal::Unreadable(why));
                }
                continue;
            }
            let value = text(field).await?;
            let stated = Some(value.trim().to_owned()).filter(|value| !value.is_empty());
            match name.as_str() {
                "notebook" => choices.notebook = stated,
                "title" => choices.title = stated,
                "missing" => choices.append = value == "stays",
                "time_zone" => choices.time_zone = stated,
                "rights" => rights = value,
                "licence" => licence = value.trim().to_owned(),
                _ => {}
            }
        }
        if files.is_empty() {
            return Err(UploadRefusal::NoFile);
        }
        choices.rights = stated_rights(&rights, licence)?;
        content.flush().await.map_err(|error| failed(&error))?;
        let content = Mutex::new(content.into_inner().into_std().await);
        Ok(Self { content, files, choices })
    }

    /// The names of the files.
    pub fn names(&self) -> Vec<String> {
        self.files.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The files as they came.
    pub fn sent_files(&self) -> std::io::Result<Vec<SentFile>> {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.seek(SeekFrom::Start(0))?;
        let mut sent = Vec::new();
        for (name, length) in &self.files {
            let mut bytes = Vec::new();
            content.by_ref().take(*length).read_to_end(&mut bytes)?;
            sent.push(SentFile { name: name.clone(), bytes });
        }
        Ok(sent)
    }
}

/// Writes what comes of a file, and gives how much it was.
async fn store(mut field: Field<'_>, content: &mut BufWriter<tokio::fs::File>) -> Result<u64, UploadRefusal> {
    let mut length = 0;
    while let Some(chunk) = field.chunk().await.map_err(|error| unread(&error))? {
        content.write_all(&chunk).await.map_err(|error| failed(&error))?;
        length += chunk.len() as u64;
    }
    Ok(length)
}

async fn text(mut field: Field<'_>) -> Result<String, UploadRefusal> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(|error| unread(&error))? {
        if bytes.len() + chunk.len() > FIELD_BYTES {
            return Err(UploadRefusal::NoForm);
        }
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|_| UploadRefusal::NoForm)
}

/// What a file is called, without the folders of its sender's machine and without what would not be seen; `None` where it has
/// no name.
fn shown_name(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: Vec<char> = name.chars().filter(|c| !c.is_control() && !is_format(*c)).collect();
    let seen: String = seen[seen.len().saturating_sub(NAME_CHARS)..].iter().collect();
    match seen.trim() {
        "" => (!name.is_empty()).then(|| "notes".to_owned()),
        "." | ".." => Some("notes".to_owned()),
        seen => Some(seen.to_owned()),
    }
}

/// Whether a character only says how others are shown: it could make a name look like another.
fn is_format(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn stated_rights(rights: &str, licence: String) -> Result<Option<Rights>, UploadRefusal> {
    Ok(match rights {
        "" => None,
        "own" => Some(Rights::Own),
        "unstated" => Some(Rights::Unstated),
        "licensed" if licence.is_empty() => {
            return Err(UploadRefusal::Unreadable("the licence has no name, such as CC BY 4.0".to_owned()));
        }
        "licensed" => Some(Rights::Licensed(licence)),
        _ => return Err(UploadRefusal::NoForm),
    })
}

/// Why the body of a form could not be read.
fn unread(error: &MultipartError) -> UploadRefusal {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => UploadRefusal::TooLarge,
        _ => UploadRefusal::NoForm,
    }
}

fn failed(error: &std::io::Error) -> UploadRefusal {
    tracing::error!(%error, "an upload could not be kept");
    UploadRefusal::Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_no_path() {
        for (sent, shown) in [
            ("notes.md", Some("notes.md")),
            ("../../etc/passwd", Some("passwd")),
            ("C:\\Users\\jo\\notes.md", Some("notes.md")),
            ("..", Some("notes")),
            ("a\u{202e}dm.\u{0}md", Some("adm.md")),
            ("\u{202e}", Some("notes")),
            ("", None),
        ] {
            assert_eq!(shown_name(sent).as_deref(), shown, "{sent}");
        }
        assert_eq!(shown_name(&format!("{}.md", "x".repeat(500))).map(|name| name.len()), Some(NAME_CHARS));
    }
}
