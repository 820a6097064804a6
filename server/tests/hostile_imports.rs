//! Files that nobody should import: each is imported clean or refused in words, in little time and memory.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// How long an import may take without optimisation, on a machine that has other work.
const MAX_TIME: Duration = Duration::from_secs(120);

/// How much memory an import may take, in kilobytes.
const MAX_MEMORY: u64 = 500_000;

/// What becomes of a file.
enum Expected {
    /// It is imported, and exported as JSON with this in it.
    Imported(&'static str),
    /// It is refused with this in the message, and nothing is imported.
    Refused(&'static str),
}

use Expected::{Imported, Refused};

/// The first element of an HTML that a browser would run or fetch.
fn harm(html: &str) -> Option<&str> {
    let tags = html.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default());
    let is_harmful = |tag: &str| {
        let tag = tag.to_lowercase();
        ["script", "iframe", "svg", "img", "style", "object"].iter().any(|name| tag.starts_with(name))
            || [" on", " style", "javascript:", "data:text"].iter().any(|part| tag.contains(part))
    };
    tags.into_iter().find(|tag| is_harmful(tag))
}

fn kepline(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kepline"));
    command
        .args(arguments)
        .args(["--database", "sqlite://kepline.db"])
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The most memory that a process had so far, in kilobytes.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expected: Expected) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), bytes).unwrap();
    let mut import = kepline(folder.path(), &["import", name]).spawn().unwrap();
    let (begun, mut memory) = (Instant::now(), 0);
    while import.try_wait().unwrap().is_none() {
        memory = memory.max(peak(import.id()));
        if begun.elapsed() > MAX_TIME || memory > MAX_MEMORY {
            import.kill().unwrap();
            import.wait().unwrap();
            panic!("{name}: {memory} kB after {:?}", begun.elapsed());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = import.wait_with_output().unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    match expected {
        Refused(why) => {
            assert_eq!(output.status.code(), Some(1), "{name}: {message}");
            assert!(message.contains(why), "{name}: {message}");
            let list = kepline(folder.path(), &["notebook", "list"]).output().unwrap();
            assert!(String::from_utf8_lossy(&list.stdout).starts_with("No notebooks yet"), "{name}");
        }
        Imported(text) => {
            assert!(output.status.success(), "{name}: {message}");
            let export = kepline(folder.path(), &["export"]).output().unwrap();
            let export = String::from_utf8(export.stdout).unwrap();
            assert!(export.contains(text), "{name}: {}", export.chars().take(2000).collect::<String>());
            let document: serde_json::Value = serde_json::from_str(&export).unwrap();
            for note in document["entries"][0]["notes"].as_array().unwrap() {
                assert_eq!(harm(note["html"].as_str().unwrap()), None, "{name}");
            }
        }
    }
    // No other name was written, whatever the file says.
    let files = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name());
    let others = files.filter(|file| {
        let file = file.to_string_lossy();
        file != name && !file.starts_with("kepline")
    });
    assert_eq!(others.count(), 0, "{name}");
}

fn journal(body: &str) -> Vec<u8> {
    format!("---\ntitle: Notes\n---\n\n## 2023-10-11\n\n{body}\n").into_bytes()
}

fn archive(name: &str, mut content: impl Read) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    std::io::copy(&mut content, &mut zip).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn nothing_in_a_note_is_run_by_a_browser() {
    let hostile = "\
- <script>alert(1)</script> <img src=x onerror=alert(1)> <svg onload=alert(1)></svg>
- [one](javascript:alert(1)) [two](JaVaScRiPt:alert(1)) [three](data:text/html;base64,PHNjcmlwdD4=)
- <a href=\"javascript:alert(1)\" onclick=\"alert(1)\">four</a> <p style=\"position:fixed\">five</p>
- <iframe srcdoc=\"<script>alert(1)</script>\"></iframe> ![six](javascript:alert(1))
- [seven][x]

[x]: java&#10;script:alert(1)
";
    check("scripts.md", &journal(hostile), Imported("seven"));
}

#[test]
fn what_is_large_or_deep_is_imported_in_bounded_time() {
    check("line.md", &journal(&format!("- {}", "word ".repeat(200_000))), Imported("word"));
    check("citations.md", &journal(&format!("- {}", "KEP-753 ".repeat(2_000))), Imported("KEP-753"));
    check("bullets.md", &journal(&format!("- top\n{}", "  - a\n".repeat(100_000))), Imported("top"));
    let deep: String = (0..3_000).map(|level| format!("{}- level\n", "  ".repeat(level))).collect();
    check("deep.md", &journal(&deep), Imported("level"));
    check("quotes.md", &journal(&format!("{} deep", ">".repeat(3_000))), Imported("deep"));
    check("brackets.md", &journal(&format!("- {}end", "[".repeat(50_000))), Imported("end"));
}

#[test]
fn what_is_no_text_is_refused() {
    check("latin.md", b"## 2023-10-11\n\n- caf\xe9 \xff\xfe\xfa\n", Refused("is not UTF-8"));
    check("nul.md", b"## 2023-10-11\n\n- a\0b\n", Refused("NUL character"));
    check("picture.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refused("PNG"));
    check("empty.md", b"", Refused("contains no entries"));
}

#[test]
fn marks_of_direction_turn_nothing_around_them() {
    let text = "---\ntitle: \"a\u{202e}b\"\n---\n\n## 2023-10-11\n\n- one \u{202e}two\u{2066}\n";
    check("marks.md", text.as_bytes(), Imported("\u{2068}a\u{202e}b\u{2069}"));
}

#[test]
fn an_archive_is_no_bomb_and_leads_nowhere() {
    let zeros = std::io::repeat(b'a').take(40 * 1024 * 1024);
    check("bomb.zip", &archive("notes.md", zeros), Refused("cannot read bomb.zip"));
    check(
        "slip.zip",
        &archive("../../slip.md", &b"## 2023-10-11\n\n- a\n"[..]),
        Refused("cannot read slip.zip"),
    );
    check(
        "absolute.zip",
        &archive("/tmp/slip.md", &b"## 2023-10-11\n\n- a\n"[..]),
        Refused("cannot read absolute.zip"),
    );
}
