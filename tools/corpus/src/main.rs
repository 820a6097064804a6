//! Writes journals into a folder: `corpus FOLDER --entries 100000`.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use corpus::{Journal, journals};

/// Write journals to measure with, the same in every run.
#[derive(Debug, Parser)]
struct Options {
    /// Where they are written, an author a file.
    folder: PathBuf,
    /// How many entries they have together.
    #[arg(long, default_value_t = 10_000)]
    entries: u32,
    /// Other journals for another number.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Write one file alone, in which days have several entries.
    #[arg(long)]
    one: bool,
}

fn main() -> anyhow::Result<()> {
    let Options { folder, entries, seed, one } = Options::parse();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let journals = if one { vec![Journal { seed, entries, author: 1 }] } else { journals(seed, entries) };
    for journal in journals {
        let path = folder.join(format!("author-{:02}.md", journal.author));
        let write = || {
            let mut out = BufWriter::new(File::create(&path)?);
            journal.write(&mut out)?;
            out.flush()
        };
        write().with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}
