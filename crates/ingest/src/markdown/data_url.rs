//! Pictures and other files that are written out within the text, as `data:` addresses.
//!
//! Nobody reads, searches or shares their bytes, which may be megabytes: `data:image/png;base64,iVBOR…` becomes
//! `data:image/png;bytes=12345,`, which says what was there.

use std::borrow::Cow;
use std::ops::Range;

/// A shorter address is left as it is.
const MIN_LENGTH: usize = 256;

/// What stands before the bytes is no longer.
const MAX_HEAD: usize = 200;

const SCHEME: &str = "data:";

/// A file that is written out in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DataUrl {
    /// Its place in the text.
    pub range: Range<usize>,
    /// Its type, as in `image/png`.
    pub media_type: String,
    /// How many bytes it has.
    pub bytes: usize,
}

impl DataUrl {
    /// Reads an address of any length; `None` where it is another one.
    pub(crate) fn parse(address: &str) -> Option<Self> {
        let scheme = address.get(..SCHEME.len())?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return None;
        }
        let (head, payload) = address[SCHEME.len()..].split_once(',')?;
        let mut parameters = head.split(';');
        let media_type = parameters.next().filter(|media_type| !media_type.is_empty());
        let mut bytes = payload.len();
        for parameter in parameters {
            if parameter.eq_ignore_ascii_case("base64") {
                let digits = payload.trim_end_matches('=').len();
                bytes = digits / 4 * 3 + digits % 4 * 3 / 4;
            } else if let Some(number) = parameter.strip_prefix("bytes=") {
                bytes = number.parse().unwrap_or(bytes);
            }
        }
        let media_type = media_type.unwrap_or("text/plain").to_ascii_lowercase();
        Some(Self { range: 0..address.len(), media_type, bytes })
    }

    /// Its size for a reader: `12 kB`.
    pub(crate) fn size(&self) -> String {
        match self.bytes {
            bytes if bytes < 1_000 => format!("{bytes} B"),
            bytes if bytes < 999_500 => format!("{} kB", (bytes + 500) / 1_000),
            bytes => format!("{:.1} MB", bytes as f64 / 1e6),
        }
    }

    fn shortened(&self) -> String {
        format!("{SCHEME}{};bytes={},", self.media_type, self.bytes)
    }
}

/// The text with long files shortened to their type and size, and what they were.
///
/// Nothing else changes, line feeds included; what is shortened already is left alone. Takes linear time.
pub(crate) fn shorten(text: &str) -> (Cow<'_, str>, Vec<DataUrl>) {
    let mut found = Vec::new();
    let mut out = String::new();
    let mut done = 0;
    let mut end = 0;
    for (start, _) in text.match_indices(SCHEME) {
        if start < done || text[..start].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        if end <= start {
            end = text[start..].find(ends_address).map_or(text.len(), |length| start + length);
        }
        if end - start < MIN_LENGTH || !text[start..end].bytes().take(MAX_HEAD).any(|byte| byte == b',') {
            continue;
        }
        let Some(url) = DataUrl::parse(&text[start..end]).filter(|url| is_file(&url.media_type)) else {
            continue;
        };
        out.push_str(&text[done..start]);
        out.push_str(&url.shortened());
        done = end;
        found.push(DataUrl { range: start..end, ..url });
    }
    if found.is_empty() {
        return (text.into(), found);
    }
    out.push_str(&text[done..]);
    (out.into(), found)
}

/// Whether it is a file that a document shows; a text may matter for its own words.
fn is_file(media_type: &str) -> bool {
    let kind = media_type.split('/').next().unwrap_or_default();
    matches!(kind, "image" | "audio" | "video" | "font" | "application")
        && media_type.chars().all(|c| c.is_ascii_alphanumeric() || "/+-.".contains(c))
}

fn ends_address(c: char) -> bool {
    c.is_whitespace() || matches!(c, ')' | '"' | '\'' | '<' | '>' | '`' | ']' | '|')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_becomes_its_type_and_size() {
        let picture = format!("data:image/png;base64,{}==", "A".repeat(16_000));
        let source = format!("a ![b]({picture}) c\n[d]: <{picture}>\n");
        let (text, files) = shorten(&source);
        let short = "data:image/png;bytes=12000,";
        assert_eq!(text, format!("a ![b]({short}) c\n[d]: <{short}>\n"));
        assert_eq!(files.iter().map(DataUrl::size).collect::<Vec<_>>(), ["12 kB", "12 kB"]);
        assert_eq!(files[0].range, 7..7 + picture.len());
        let (again, none) = shorten(&text);
        assert_eq!((again.as_ref(), none), (text.as_ref(), vec![]));
        assert_eq!(DataUrl::parse(short).map(|url| url.size()), Some("12 kB".to_owned()));
    }

    #[test]
    fn what_is_short_or_no_file_stays() {
        let long = "A".repeat(1_000);
        for text in [
            "data:image/png;base64,AAAA".to_owned(),
            format!("data:text/plain,{long}"),
            format!("metadata:image/png;base64,{long}"),
            format!("data:image/png {long}"),
            format!("data: {long}"),
            format!("data:{long}"),
        ] {
            assert_eq!(shorten(&text).0, text);
        }
        let svg = format!("<img src=\"data:image/svg+xml;utf8,%3Csvg{long}\">");
        assert_eq!(shorten(&svg).0, "<img src=\"data:image/svg+xml;bytes=1006,\">");
        for address in ["https://a.example", "data", "data:image/png", "日本"] {
            assert_eq!(DataUrl::parse(address), None);
        }
    }

    #[test]
    fn sizes_are_for_readers() {
        let size = |bytes| DataUrl { range: 0..0, media_type: String::new(), bytes }.size();
        assert_eq!(
            [0, 999, 1_000, 12_400, 999_499, 999_500, 2_340_000].map(size),
            ["0 B", "999 B", "1 kB", "12 kB", "999 kB", "1.0 MB", "2.3 MB"]
        );
    }
}
