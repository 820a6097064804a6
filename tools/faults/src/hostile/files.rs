//! The hostile files. Those that a browser might run are in `tools/faults/hostile`, where the tests in the browser find
//! them too.

use std::borrow::Cow;
use std::io::{Cursor, Read, Write, repeat};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What becomes of a file.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// It is imported, and a note has this.
    Imported(&'static str),
    /// It is refused with this in the message, and nothing is imported.
    Refused(&'static str),
}

use Expected::{Imported, Refused};

/// A file, and what becomes of it.
pub struct HostileFile {
    pub name: &'static str,
    pub bytes: Cow<'static, [u8]>,
    pub expected: Expected,
}

/// All of them, made one by one; of what is large or deep only so small a part.
pub fn all(part: usize) -> impl Iterator<Item = HostileFile> {
    let texts = TEXTS.map(|(name, text, end)| (name, text.as_bytes().into(), Imported(end)));
    let bodies =
        BODIES.into_iter().map(move |(name, body)| (name, journal(&body(part)).into(), Imported("end")));
    let marks = MARKS.into_iter().map(move |(name, mark)| {
        let body = format!("- {} end", mark.repeat(1_000_000 / mark.len() / part));
        (name, journal(&body).into(), Imported("end"))
    });
    let others = OTHERS.into_iter().map(move |(name, make, expected)| (name, make(part).into(), expected));
    let files = texts.into_iter().chain(bodies).chain(marks).chain(others);
    files.map(|(name, bytes, expected)| HostileFile { name, bytes, expected })
}

/// Notes that a browser might run, and how they end.
const TEXTS: [(&str, &str, &str); 5] = [
    ("scripts.md", include_str!("../../hostile/scripts.md"), "scripts end here"),
    ("addresses.md", include_str!("../../hostile/addresses.md"), "addresses end here"),
    ("styles.md", include_str!("../../hostile/styles.md"), "styles end here"),
    ("drawings.md", include_str!("../../hostile/drawings.md"), "drawings end here"),
    ("marks.md", include_str!("../../hostile/marks.md"), "marks end here"),
];

/// A body of a journal, of so small a part of its size.
type Body = fn(usize) -> String;

/// What is large and what is deep. All is imported, to its end.
const BODIES: [(&str, Body); 14] = [
    ("line.md", |part| format!("- {} end", "word ".repeat(200_000 / part))),
    ("word.md", |part| format!("- {} end", "x".repeat(1_000_000 / part))),
    ("japanese.md", |part| format!("- {} end", "停止".repeat(150_000 / part))),
    ("citations.md", |part| format!("- {} end", "KEP-753 ".repeat(20_000 / part))),
    ("bullets.md", |part| format!("- top\n{}  - end", "  - a\n".repeat(100_000 / part))),
    ("notes.md", |part| format!("{}- end", "- a note\n".repeat(100_000 / part))),
    ("days.md", |part| format!("- a\n{}- end", "\n## 2023-10-12\n- again\n".repeat(5_000 / part))),
    ("table.md", |part| {
        let columns = 2_000 / part;
        let (head, line) = ("|a".repeat(columns), "|-".repeat(columns));
        format!("- end\n\n{head}\n{line}\n{}", "|\n".repeat(20_000 / part))
    }),
    ("columns.md", |part| {
        let columns = 250_000 / part;
        format!("{}\n{}\n\n- end", "|a".repeat(columns), "|-".repeat(columns))
    }),
    ("definitions.md", |part| {
        let address = "x".repeat(50_000 / part);
        format!("- {} end\n\n[a]: https://example.org/{address}\n", "[a] ".repeat(20_000 / part))
    }),
    ("lists.md", |part| {
        let levels = 3_000 / part;
        let lists = (0..levels).map(|level| format!("{}- level\n", "  ".repeat(level)));
        format!("{}{}- end\n", lists.collect::<String>(), "  ".repeat(levels))
    }),
    ("stars.md", |part| format!("- {} end", "*a **b ".repeat(20_000 / part))),
    ("ticks.md", |part| {
        let runs = (1..1_000 / part).map(|ticks| "`".repeat(ticks) + " ");
        format!("- {} end", runs.collect::<String>())
    }),
    ("comments.md", |part| format!("- {}--> end", "<!--".repeat(250_000 / part))),
];

/// A megabyte of one mark, which a parser has to remember each time. All is imported, to its end.
const MARKS: [(&str, &str); 19] = [
    ("ampersands.md", "&#"),
    ("backslashes.md", "\\"),
    ("backticks.md", "` "),
    ("brackets.md", "["),
    ("bracket-lines.md", "[\n"),
    ("bullet-nests.md", "- "),
    ("elements.md", "<b>"),
    ("emphasis.md", "*a* "),
    ("footnotes.md", "[^1]"),
    ("images.md", "!["),
    ("links.md", "[a]("),
    ("number-nests.md", "1. "),
    ("pipes.md", "|"),
    ("quote-nests.md", "> "),
    ("quotes.md", ">"),
    ("spaced-stars.md", "*a "),
    ("tag-starts.md", "<"),
    ("underscores.md", "_"),
    ("wiki-links.md", "[[a"),
];

/// The bytes of a file, of so small a part of its size.
type Bytes = fn(usize) -> Vec<u8>;

/// What is no journal, or one that begins otherwise.
const OTHERS: [(&str, Bytes, Expected); 21] = [
    ("title.md", |part| titled(&"t".repeat(1_000_000 / part)), Imported("a note")),
    ("yaml.md", |part| titled(&"[".repeat(100_000 / part)), Imported("a note")),
    ("laughs.md", |_| titled(&laughs()), Imported("a note")),
    ("headlines.org", |part| headlines(3_000 / part), Imported("level")),
    ("page.html", |part| "<div>".repeat(100_000 / part).into(), Imported("<div>")),
    ("deep.json", |part| "[{\"a\":".repeat(200_000 / part).into(), Refused("JSON that cannot be read")),
    ("empty.md", |_| Vec::new(), Refused("contains no entries")),
    ("latin.md", |_| b"## 2023-10-11\n\n- caf\xe9 \xff\xfe\xfa\n".to_vec(), Refused("is not UTF-8")),
    ("surrogates.md", |_| b"## 2023-10-11\n\n- \xed\xa0\x80\xc0\xaf\xf5\n".to_vec(), Refused("is not UTF-8")),
    ("nul.md", |_| b"## 2023-10-11\n\n- a\0b\n".to_vec(), Refused("NUL character")),
    ("zeros.md", |_| vec![0; 1_000_000], Refused("NUL character")),
    ("noise.md", |_| noise(), Refused("noise.md")),
    ("picture.md", |_| b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), Refused("PNG")),
    ("bomb.png", |_| PICTURE_BOMB.to_vec(), Refused("PNG")),
    ("compressed.md", |_| b"\x1f\x8b\x08\0\0\0\0\0\0\x03\x4b\x04\0".to_vec(), Refused("gzip")),
    ("bomb.zip", |_| archive([("notes.md", repeat(b'a').take(40 << 20))]), Refused("cannot read bomb.zip")),
    ("slip.zip", |_| archive([("../../slip.md", NOTE)]), Refused("cannot read slip.zip")),
    ("absolute.zip", |_| archive([("/tmp/slip.md", NOTE)]), Refused("cannot read absolute.zip")),
    ("backslash.zip", |_| archive([("..\\..\\slip.md", NOTE)]), Refused("cannot read backslash.zip")),
    ("nested.zip", |_| archive([("inner.zip", &*archive([("notes.md", NOTE)]))]), Refused("nested.zip")),
    (
        "crowd.zip",
        |_| archive((0..50_000).map(|n| (format!("{n}.md"), NOTE))),
        Refused("cannot read crowd.zip"),
    ),
];

/// It announces 100,000 pixels a side.
const PICTURE_BOMB: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x86\xa0\0\x01\x86\xa0\x08\x06\0\0\0";

const NOTE: &[u8] = b"## 2023-10-11\n\n- a\n";

fn journal(body: &str) -> Vec<u8> {
    format!("---\ntitle: Notes\n---\n\n## 2023-10-11\n\n{body}\n").into_bytes()
}

fn titled(title: &str) -> Vec<u8> {
    format!("---\ntitle: {title}\n---\n\n## 2023-10-11\n- a note\n").into_bytes()
}

/// YAML in which each name stands for ten of the one before.
fn laughs() -> String {
    let levels =
        (1..12).map(|level| format!("\na{level}: &a{level} [{}]", format!("*a{},", level - 1).repeat(10)));
    format!("ha\na0: &a0 [ha]{}\nauthor: *a11", levels.collect::<String>())
}

fn headlines(levels: usize) -> Vec<u8> {
    let headlines = (2..levels).map(|level| "*".repeat(level) + " level\n");
    format!("* 2023-10-11\n{}", headlines.collect::<String>()).into_bytes()
}

/// Bytes by chance, the same in every run.
fn noise() -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(1);
    (0..1_000_000).map(|_| random.u8(..)).collect()
}

fn archive<N: Into<Box<str>>, R: Read>(files: impl IntoIterator<Item = (N, R)>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let written = files.into_iter().try_for_each(|(name, mut content)| {
        let name: Box<str> = name.into();
        zip.start_file(&*name, SimpleFileOptions::default())?;
        std::io::copy(&mut content, &mut zip)?;
        zip.flush()?;
        zip::result::ZipResult::Ok(())
    });
    debug_assert!(written.is_ok(), "memory takes all");
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}
