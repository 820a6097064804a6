//! Archives of notes: zip, with what an archive may not hold.

use std::io::{Cursor, Read};

use super::NoSource;
use zip::ZipArchive;

/// The most files of an archive.
const MAX_FILES: usize = 10_000;

/// The largest file of an archive, unpacked.
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// The most that an archive may hold, unpacked.
const MAX_TOTAL: u64 = 256 * 1024 * 1024;

/// How many times smaller than what it holds an archive may be: text is ten times smaller at most, bombs a thousand.
const MAX_RATIO: u64 = 200;

/// Files below this size are no bombs, whatever their ratio.
const SMALL: u64 = 1024 * 1024;

/// A file of a folder or an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackedFile {
    /// Where it lies, parted by `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What a folder or an archive holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Archive {
    /// The files that may be notes, by path.
    pub files: Vec<PackedFile>,
    /// The paths of other files.
    pub passed_over: Vec<String>,
}

/// Whether bytes are an archive that [`unpack`] reads.
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Whether a file of this path, below the folder or archive that was named, may be notes.
///
/// Hidden files and folders, what programs store beside notes, and attachments are none.
pub fn may_be_notes(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    let is_hidden = parts.iter().any(|part| part.starts_with('.') || *part == "__MACOSX");
    let is_backup = parts.windows(2).any(|pair| matches!(pair, ["logseq", "bak" | "version-files"]));
    let name = parts.last().copied().unwrap_or("");
    let extension = name.rsplit_once('.').map_or(String::new(), |(_, extension)| extension.to_lowercase());
    !is_hidden && !is_backup && EXTENSIONS.contains(&extension.as_str())
}

const EXTENSIONS: [&str; 10] =
    ["md", "markdown", "mdown", "mdx", "txt", "text", "org", "json", "html", "htm"];

/// Unpacks the notes of an archive.
///
/// # Errors
/// Where it cannot be read, where it is a document of another program, where it holds a link, another archive or
/// a path that leads out of it, where it is a bomb, and where it has no notes.
pub fn unpack(bytes: &[u8]) -> Result<Archive, NoSource> {
    let refuse = |message: String| NoSource(format!("it is a zip archive {message}"));
    let unreadable = |error: zip::result::ZipError| refuse(format!("that cannot be read: {error}"));
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if let Some(document) = document_name(&zip) {
        return Err(NoSource(format!("it is {document}: save its text as Markdown, and import that")));
    }
    if zip.len() > MAX_FILES {
        return Err(refuse(format!("of more than {MAX_FILES} files")));
    }
    let mut archive = Archive::default();
    let mut total = 0;
    for index in 0..zip.len() {
        let mut file = zip.by_index(index).map_err(unreadable)?;
        let path = file.name().map_err(unreadable)?.replace('\\', "/");
        let shown: String = path.chars().filter(|c| !c.is_control()).take(120).collect();
        let leads_out = path.starts_with('/') || path.contains(':') && path.get(1..2) == Some(":");
        if leads_out || path.split('/').any(|part| part == "..") || path.contains('\0') {
            return Err(refuse(format!("with a path that leads out of it: `{shown}`")));
        }
        let kind = file.unix_mode().unwrap_or(0) & 0o170_000;
        if file.is_symlink() || !matches!(kind, 0 | 0o100_000 | 0o040_000) {
            return Err(refuse(format!("with a link or a device in it: `{shown}`")));
        }
        if file.is_dir() {
            continue;
        }
        if path.to_lowercase().ends_with(".zip") {
            return Err(refuse(format!(
                "with another archive in it: `{shown}`; unpack it, and import the folder"
            )));
        }
        if !may_be_notes(&path) {
            archive.passed_over.push(path);
            continue;
        }
        let bomb = || refuse(format!("with a file that is too large when it is unpacked: `{shown}`"));
        let packed = file.compressed_size();
        let limit = MAX_FILE.min(MAX_TOTAL - total).min(SMALL.max(packed.saturating_mul(MAX_RATIO)));
        if file.size() > limit {
            return Err(bomb());
        }
        let mut content = Vec::new();
        // What the archive says of the size may be wrong.
        let read = file.by_ref().take(limit + 1).read_to_end(&mut content);
        read.map_err(|error| refuse(format!("whose file `{shown}` cannot be read: {error}")))?;
        if content.len() as u64 > limit {
            return Err(bomb());
        }
        total += content.len() as u64;
        archive.files.push(PackedFile { path, bytes: content });
    }
    if archive.files.is_empty() {
        return Err(refuse("without notes".to_owned()));
    }
    archive.files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(archive)
}

/// The document of another program that an archive is, with its article.
fn document_name(zip: &ZipArchive<Cursor<&[u8]>>) -> Option<&'static str> {
    let has = |name: &str| zip.index_for_name(name).is_some();
    let has_in = |folder: &str| zip.file_names().flatten().any(|name| name.starts_with(folder));
    if has("[Content_Types].xml") {
        return Some(match () {
            () if has_in("word/") => "a Word document",
            () if has_in("xl/") => "an Excel sheet",
            () if has_in("ppt/") => "a PowerPoint presentation",
            () => "an Office document",
        });
    }
    if has("META-INF/container.xml") {
        return Some("an EPUB book");
    }
    if has("META-INF/manifest.xml") && has("content.xml") {
        return Some("an OpenDocument file");
    }
    has("META-INF/MANIFEST.MF").then_some("a Java program")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use proptest::prelude::*;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, content) in files {
            writer.start_file(*path, SimpleFileOptions::default()).expect("a file");
            writer.write_all(content).expect("its content");
        }
        writer.finish().expect("an archive").into_inner()
    }

    fn refused(bytes: &[u8]) -> String {
        unpack(bytes).expect_err("it is refused").0
    }

    #[test]
    fn notes_are_unpacked_by_path_and_other_files_counted() {
        let bytes = zip(&[
            ("journals/2023_10_12.md", b"- b"),
            ("journals/2023_10_11.md", b"- a"),
            (".obsidian/app.json", b"{}"),
            ("logseq/bak/journals/2023_10_11.md", b"- old"),
            ("logseq/config.edn", b"{}"),
            ("assets/a.png", b"\x89PNG"),
        ]);
        let archive = unpack(&bytes).expect("an archive");
        let paths: Vec<&str> = archive.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["journals/2023_10_11.md", "journals/2023_10_12.md"]);
        assert_eq!(archive.files[0].bytes, b"- a");
        assert_eq!(archive.passed_over.len(), 4);
    }

    #[test]
    fn what_an_archive_may_not_hold_is_refused() {
        for path in ["../a.md", "a/../../b.md", "/etc/a.md", "C:/a.md", "a\\..\\..\\b.md"] {
            assert!(refused(&zip(&[(path, b"- a")])).contains("leads out of it"), "{path}");
        }
        let nested = zip(&[("a.md", b"- a"), ("b.ZIP", b"PK")]);
        assert!(refused(&nested).contains("another archive"));
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("a.md", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
        assert!(refused(&writer.finish().expect("an archive").into_inner()).contains("a link"));
        let bomb = zip(&[("a.md", &vec![b'a'; 8 * 1024 * 1024])]);
        assert!(bomb.len() < 16 * 1024 && refused(&bomb).contains("too large"));
        assert!(refused(&zip(&[("a.png", b"x")])).contains("without notes"));
        assert!(refused(&zip(&[])).contains("without notes"));
        assert!(refused(b"PK\x03\x04").contains("cannot be read"));
    }

    #[test]
    fn documents_are_named() {
        let check = |names: &[&str], expected: &str| {
            let files: Vec<(&str, &[u8])> = names.iter().map(|name| (*name, &b"x"[..])).collect();
            assert!(refused(&zip(&files)).contains(expected), "{names:?}");
        };
        check(&["[Content_Types].xml", "word/document.xml"], "a Word document");
        check(&["[Content_Types].xml", "xl/workbook.xml"], "an Excel sheet");
        check(&["mimetype", "META-INF/container.xml"], "an EPUB book");
        check(&["mimetype", "content.xml", "META-INF/manifest.xml"], "an OpenDocument file");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_changed_archive_does_no_harm(at in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>()) {
            let mut bytes = zip(&[("a.md", b"- a\n"), ("b/c.md", b"- b\n")]);
            let at = at.index(bytes.len());
            bytes[at] = byte;
            bytes.truncate(cut.index(bytes.len() + 1));
            let _ = unpack(&bytes);
        }
    }
}
