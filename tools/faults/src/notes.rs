//! The notes that are imported: some that are tagged, some that change with each import, and some that are read.

use std::fmt::Write;
use std::path::Path;

use anyhow::Context;

/// The file of the notes that are tagged, which stay as they are.
pub const TAGGED: &str = "tagged.md";

/// The file of the notes that change.
pub const CHANGING: &str = "changing.md";

/// The file of the notes that are read, which are those of the crate `corpus`.
pub const CORPUS: &str = "corpus.md";

/// The notebooks of these.
pub const TAGGED_SLUG: &str = "tagged";
pub const CHANGING_SLUG: &str = "changing";
pub const CORPUS_SLUG: &str = "corpus";

/// What stands before the number of the import in each note that changes.
pub const MARK: &str = "import-";

/// The days of October that the first two write about.
pub const DAYS: u32 = 25;
const ITEMS: u32 = 10;

/// How many notes each of these two has.
pub const COUNT: usize = (DAYS * ITEMS) as usize;

pub fn write_tagged(folder: &Path) -> anyhow::Result<()> {
    write(folder, TAGGED, "Tagged", |day, item| format!("note {item} of day {day}"))
}

/// The notes of an import, each with its number.
pub fn write_changing(folder: &Path, number: u32) -> anyhow::Result<()> {
    write(folder, CHANGING, "Changing", |day, item| {
        format!(
            "note {item} of day {day} is of {MARK}{number} and cites KEP-{} and k/k#{}",
            100 + item,
            day * 100 + item
        )
    })
}

fn write(folder: &Path, file: &str, title: &str, text: impl Fn(u32, u32) -> String) -> anyhow::Result<()> {
    let mut journal = format!("---\ntitle: {title}\nrights: own\n---\n");
    for day in 1..=DAYS {
        let _ = write!(journal, "\n## 2023-10-{day:02}\n");
        for item in 0..ITEMS {
            let _ = writeln!(journal, "- {}", text(day, item));
        }
    }
    std::fs::write(folder.join(file), journal).with_context(|| format!("cannot write {file}"))
}
