//! Files that nobody should import: each is imported clean or refused in words, within bounds of time and memory.

mod files;

use std::fmt;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, ensure};
use measure::process::{Bounds, Cost, measure_within};
use serde_json::Value;

use self::files::{Expected, HostileFile};
use crate::program::Program;

/// Elements that run, fetch or lay over something.
const ELEMENTS: [&str; 24] = [
    "audio",
    "base",
    "body",
    "button",
    "embed",
    "font",
    "form",
    "iframe",
    "image",
    "img",
    "input",
    "link",
    "marquee",
    "math",
    "meta",
    "object",
    "plaintext",
    "script",
    "style",
    "svg",
    "template",
    "video",
    "xmp",
    "noscript",
];

/// What is in attributes that do.
const ATTRIBUTES: [&str; 5] = [" on", " style", "javascript:", "vbscript:", "\"data:"];

/// What to import them with.
#[derive(Clone, Debug)]
pub struct Options {
    /// The program `kepline`.
    pub kepline: PathBuf,
    /// What an import may take.
    pub bounds: Bounds,
    /// What is large or deep is so small a part of what it could be; 1 for all of it.
    pub part: usize,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub struct Report {
    /// Its name.
    pub name: &'static str,
    /// What its import took.
    pub cost: Cost,
    /// The first line that the program printed.
    pub message: String,
}

/// A row of a table in Markdown.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, cost, message } = self;
        let message = message.chars().take(90).collect::<String>().replace('|', "\\|");
        write!(f, "| {name} | {:.2} | {:.0} | {message} |", cost.wall.as_secs_f64(), cost.peak)
    }
}

/// Imports them one by one, each into a copy of an empty database; calls `report` for each that was as expected.
///
/// # Errors
/// Where one takes more than it may, is neither refused nor imported as expected, or leaves something that a browser would
/// run, or a file.
pub fn run(options: &Options, mut report: impl FnMut(&Report)) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let empty = Program::new(&options.kepline, folder.path())?;
    // What the first import of a database costs is no matter of its file.
    std::fs::write(folder.path().join("first.md"), "## 2023-10-11\n\n- a note\n")?;
    empty.run(&["import", "first.md"])?;
    empty.run(&["notebook", "remove", "first", "--yes"])?;
    let mut faults = Vec::new();
    for file in files::all(options.part) {
        match import(options, &empty.database, &file) {
            Ok(imported) => report(&imported),
            Err(error) => faults.push(format!("{}: {error:#}", file.name)),
        }
    }
    ensure!(faults.is_empty(), "{}", faults.join("\n"));
    Ok(())
}

fn import(options: &Options, empty: &Path, file: &HostileFile) -> anyhow::Result<Report> {
    let folder = tempfile::tempdir()?;
    let program = Program::new(&options.kepline, folder.path())?;
    std::fs::copy(empty, &program.database)?;
    let source = folder.path().join(file.name);
    std::fs::write(&source, &*file.bytes)?;
    let mut output = tempfile::tempfile()?;
    let mut command = program.command(&["import", file.name]);
    command.stdout(Stdio::from(output.try_clone()?)).stderr(Stdio::from(output.try_clone()?));
    let (status, cost) = measure_within(&mut command, options.bounds)?;
    let mut printed = Vec::new();
    output.rewind()?;
    output.read_to_end(&mut printed)?;
    let text = String::from_utf8_lossy(&printed).into_owned();
    let beginning: String = text.chars().take(1000).collect();
    match file.expected {
        Expected::Refused(why) => {
            ensure!(status.code() == Some(1) && text.contains(why), "{status}: {beginning}");
            ensure!(notes(&program)?.is_empty(), "something was imported");
        }
        Expected::Imported(words) => {
            ensure!(status.success(), "{status}: {beginning}");
            let notes = notes(&program)?;
            ensure!(
                notes.iter().any(|note| note["text"].as_str().is_some_and(|text| text.contains(words))),
                "{words}"
            );
            for note in notes {
                let html = note["html"].as_str().context("a note without HTML")?;
                ensure!(harm(html).is_none(), "a browser would run {:?}", harm(html));
            }
        }
    }
    expect_no_other_files(folder.path(), file.name)?;
    let message = text.lines().next().unwrap_or_default().to_owned();
    Ok(Report { name: file.name, cost, message })
}

/// All notes of an export.
fn notes(program: &Program) -> anyhow::Result<Vec<Value>> {
    let export = program.command(&["export"]).stdout(Stdio::piped()).output()?;
    let mut document: Value = serde_json::from_slice(&export.stdout).unwrap_or_default();
    let entries = document["entries"].as_array_mut().map(std::mem::take).unwrap_or_default();
    let notes = entries.into_iter().filter_map(|mut entry| entry["notes"].as_array_mut().map(std::mem::take));
    Ok(notes.flatten().collect())
}

/// The first tag of an HTML that a browser would run, fetch or lay over something.
fn harm(html: &str) -> Option<&str> {
    let mut tags = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    tags.find(|tag| {
        let tag = tag.to_lowercase();
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        ELEMENTS.contains(&name) || ATTRIBUTES.iter().any(|part| tag.contains(part))
    })
}

/// That no other name was written, whatever the file says.
fn expect_no_other_files(folder: &Path, name: &str) -> anyhow::Result<()> {
    for file in std::fs::read_dir(folder)? {
        let file = file?.file_name().to_string_lossy().into_owned();
        ensure!(file == name || file == "site" || file.starts_with("kepline"), "the file {file} was made");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn harm_is_seen_and_text_is_none() {
        for html in [
            "<p>a</p><script>",
            "<IMG src=x>",
            "<p onclick=\"x\">",
            "<a href=\"JavaScript:x\">",
            "<a href=\"data:text/html,x\">",
            "<math>",
            "<b style=\"x\">",
        ] {
            assert!(harm(html).is_some(), "{html}");
        }
        for html in
            ["&lt;script&gt; onclick=1", "<a href=\"https://example.org/\">javascript:</a>", "<blockquote>"]
        {
            assert_eq!(harm(html), None);
        }
    }
}
