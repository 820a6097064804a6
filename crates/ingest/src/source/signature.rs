//! What files other than texts are, by their first bytes.

/// What a file is that is certainly no text, with its article; an archive of files is not among it.
pub(super) fn describe(bytes: &[u8]) -> Option<&'static str> {
    let starts = |signature: &[u8]| bytes.starts_with(signature);
    let has_at =
        |at: usize, signature: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(signature));
    let (_, name) = SIGNATURES.iter().find(|(signature, _)| starts(signature)).copied().or_else(|| {
        let is_riff = |kind: &[u8]| starts(b"RIFF") && has_at(8, kind);
        let riff = is_riff(b"WEBP").then_some("a picture (WebP)");
        let riff = riff.or(is_riff(b"WAVE").then_some("a recording"));
        let bzip2 =
            (starts(b"BZh") && has_at(4, b"1AY&SY")).then_some("compressed by bzip2: unpack it first");
        let tar = has_at(257, b"ustar").then_some("a tar archive: unpack it, and import the folder");
        let media = has_at(4, b"ftyp").then_some("a picture or a film");
        riff.or(bzip2).or(tar).or(media).map(|name| (&b""[..], name))
    })?;
    Some(name)
}

const SIGNATURES: [(&[u8], &str); 32] = [
    (b"%PDF-", "a PDF: export its text as Markdown, and import that"),
    (b"%!PS", "a PostScript document"),
    (b"{\\rtf", "a document in Rich Text Format: save it as plain text, and import that"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an old Microsoft Office"),
    (b"\x1f\x8b", "compressed by gzip: unpack it first"),
    (b"\x1f\x9d", "compressed: unpack it first"),
    (b"\xfd7zXZ\0", "compressed by xz: unpack it first"),
    (b"\x28\xb5\x2f\xfd", "compressed by Zstandard: unpack it first"),
    (b"\x04\x22\x4d\x18", "compressed by LZ4: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it, and import the folder"),
    (b"Rar!\x1a\x07", "a RAR archive: unpack it, and import the folder"),
    (b"!<arch>\n", "an archive of programs"),
    (b"SQLite format 3\0", "a SQLite database"),
    (b"\x89PNG\r\n\x1a\n", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF87a", "a picture (GIF)"),
    (b"GIF89a", "a picture (GIF)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"MZ\x90\0", "a program"),
    (b"\0asm", "a program (WebAssembly)"),
    (b"OggS\0", "a recording"),
    (b"ID3\x03", "a recording"),
    (b"ID3\x04", "a recording"),
    (b"fLaC\0", "a recording"),
    (b"\x1a\x45\xdf\xa3", "a film"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"# v2 git bundle\n", "a git bundle"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        let check = |bytes: &[u8], expected: Option<&str>| {
            let found = describe(bytes);
            assert!(
                found.is_some() == expected.is_some() && found.unwrap_or("").contains(expected.unwrap_or("")),
                "{bytes:?}: {found:?}"
            );
        };
        check(b"%PDF-1.7\n", Some("PDF"));
        check(b"{\\rtf1\\ansi a}", Some("Rich Text"));
        check(b"\x1f\x8b\x08\0", Some("gzip"));
        check(b"\x28\xb5\x2f\xfd\0", Some("Zstandard"));
        check(b"SQLite format 3\0\x10", Some("SQLite"));
        check(b"\x89PNG\r\n\x1a\n\0", Some("PNG"));
        check(b"\xff\xd8\xff\xe0", Some("JPEG"));
        check(b"RIFF\0\0\0\0WEBPVP8 ", Some("WebP"));
        check(b"RIFF\0\0\0\0WAVE", Some("recording"));
        check(b"\0\0\0\x18ftypheic", Some("picture"));
        check(b"\x7fELF\x02", Some("program"));
        check(&[vec![b'a'; 257], b"ustar\0".to_vec()].concat(), Some("tar"));
        for text in
            [&b""[..], b"## 2023-10-11\n", b"ID card", b"MZ moved", b"RIFF", b"BZ", b"GIF", b"{\"a\":1}"]
        {
            check(text, None);
        }
    }
}
