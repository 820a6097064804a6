//! From bytes to text: never with a letter that is not in them.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_JP, Encoding, ISO_2022_JP, SHIFT_JIS, UTF_16BE, UTF_16LE};

use super::line::line_number;
use super::refusal::NoSource;
use crate::markdown;
use domain::remark::{Remark, RemarkKind};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a source: without byte order mark, every line ended by a line feed alone, files that are written out in
/// it shortened to their type and size.
///
/// UTF-8 is read as it is. UTF-16, and Shift_JIS, EUC-JP and ISO-2022-JP where nothing else can be meant, are
/// decoded with a remark.
///
/// # Errors
/// Where the encoding is not certain, or where a NUL shows that it is no text.
pub(super) fn decode<'a>(bytes: &'a [u8], remarks: &mut Vec<Remark>) -> Result<Cow<'a, str>, NoSource> {
    let text = match std::str::from_utf8(bytes) {
        // In UTF-16 every second byte of these letters is NUL.
        Ok(text) if text.contains('\0') => decode_other(bytes, utf_16(bytes), remarks)?,
        Ok(text) if bytes.contains(&0x1b) => match iso_2022_jp(bytes) {
            Some(encoding) => decode_other(bytes, Some(encoding), remarks)?,
            None => Cow::Borrowed(text),
        },
        Ok(text) => Cow::Borrowed(text),
        Err(_) => decode_other(bytes, utf_16(bytes).or_else(|| japanese(bytes)), remarks)?,
    };
    if let Some(at) = text.find('\0') {
        let line = line_number(text[..at].matches('\n').count());
        return Err(NoSource(format!(
            "it is no text: line {line} has a NUL character, as binary files have"
        )));
    }
    Ok(normalise(text, remarks))
}

/// A text without byte order mark and NUL, every line ended by a line feed alone, without files that are written out.
pub(super) fn normalise<'a>(text: Cow<'a, str>, remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    let mut text = text;
    if text.contains('\0') {
        text = text.replace('\0', "\u{fffd}").into();
    }
    if text.contains('\r') {
        text = text.replace("\r\n", "\n").replace('\r', "\n").into();
    }
    let text = match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)),
        Cow::Owned(mut text) => {
            if text.starts_with(BYTE_ORDER_MARK) {
                text.remove(0);
            }
            Cow::Owned(text)
        }
    };
    shorten_files(text, remarks)
}

fn shorten_files<'a>(text: Cow<'a, str>, remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    let (shortened, files) = markdown::shorten(&text);
    if files.is_empty() {
        return text;
    }
    let mut line = 0;
    let mut done = 0;
    for file in files {
        line += text[done..file.range.start].matches('\n').count();
        done = file.range.start;
        let message =
            format!("a file of {} ({}) is written out here: it is left out", file.size(), file.media_type);
        remarks.push(Remark::at(line_number(line), message).as_kind(RemarkKind::Form));
    }
    shortened.into_owned().into()
}

fn decode_other<'a>(
    bytes: &'a [u8],
    encoding: Option<&'static Encoding>,
    remarks: &mut Vec<Remark>,
) -> Result<Cow<'a, str>, NoSource> {
    let Some((encoding, text)) =
        encoding.and_then(|encoding| Some((encoding, decode_strictly(encoding, bytes)?)))
    else {
        return Err(NoSource(describe_invalid(bytes)));
    };
    let message = format!("it is not UTF-8: it was read as {}", encoding.name());
    remarks.push(Remark::whole(message).as_kind(RemarkKind::Encoding));
    Ok(text)
}

/// What is wrong with bytes that are no text of a known encoding.
fn describe_invalid(bytes: &[u8]) -> String {
    let advice = "save it as UTF-8 and import it again";
    if bytes.contains(&0) {
        return "it is no text: it has NUL characters, as binary files have".to_owned();
    }
    let valid = std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to());
    let line = line_number(bytes[..valid].iter().filter(|byte| **byte == b'\n').count());
    format!(
        "line {line} is not UTF-8, and it is not certain that the file is UTF-16, Shift_JIS or EUC-JP: {advice}"
    )
}

fn decode_strictly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, had_errors) = encoding.decode_with_bom_removal(bytes);
    (!had_errors).then_some(text)
}

/// UTF-16 by its byte order mark, or by the NUL beside each letter of ASCII.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    match bytes {
        // UTF-32.
        [0xff, 0xfe, 0, 0, ..] => return None,
        [0xff, 0xfe, ..] => return Some(UTF_16LE),
        [0xfe, 0xff, ..] => return Some(UTF_16BE),
        _ => {}
    }
    let units = bytes.len() / 2;
    let nuls = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let encoding = match (nuls(0), nuls(1)) {
        (0, nuls) if nuls * 20 >= units && nuls > 0 => UTF_16LE,
        (nuls, 0) if nuls * 20 >= units && nuls > 0 => UTF_16BE,
        _ => return None,
    };
    let text = decode_strictly(encoding, bytes)?;
    text.chars().all(is_letter_of_notes).then_some(encoding)
}

/// ISO-2022-JP by its escape sequences.
fn iso_2022_jp(bytes: &[u8]) -> Option<&'static Encoding> {
    let has = |escape: &[u8]| bytes.windows(escape.len()).any(|window| window == escape);
    if !(has(b"\x1b$B") || has(b"\x1b$@")) {
        return None;
    }
    let text = decode_strictly(ISO_2022_JP, bytes)?;
    is_japanese(&text).then_some(ISO_2022_JP)
}

/// Shift_JIS or EUC-JP, where the bytes are that and nothing else.
fn japanese(bytes: &[u8]) -> Option<&'static Encoding> {
    // UTF-8 with a byte or two that are broken is no other encoding.
    let (mut valid, mut invalid) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    if valid >= invalid {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let is_known = encoding == SHIFT_JIS || encoding == EUC_JP;
    let text = if is_known { decode_strictly(encoding, bytes)? } else { return None };
    is_japanese(&text).then_some(encoding)
}

/// Whether all of a text is what Japanese notes are made of, and some of it in kana.
fn is_japanese(text: &str) -> bool {
    let is_kana = |c: char| matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ' | 'ー');
    let is_half_kana = |c: char| matches!(c, '\u{ff61}'..='\u{ff9f}');
    let count = |is: &dyn Fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let kana = count(&is_kana);
    kana >= 2 && kana > count(&is_half_kana) && text.chars().all(is_letter_of_notes)
}

/// Whether a character is one that people write notes with: no control, no private use, no rare script.
fn is_letter_of_notes(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{52f}'
        | '\u{1e00}'..='\u{218f}' // Latin, Greek, marks, currencies, letter-like, numbers
        | '\u{2190}'..='\u{27bf}' // arrows, mathematics, technical, boxes, symbols
        | '\u{2e80}'..='\u{2fdf}' | '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe0f}' | '\u{feff}' | '\u{ff01}'..='\u{ffee}'
        | '\u{1f000}'..='\u{1faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOTES: &str = "## 2023/10/11\n\n- kubelet が停止するまでの時間を検証した (k/k#115138)\n";

    fn read(bytes: &[u8]) -> Result<(String, Vec<String>), String> {
        let mut remarks = Vec::new();
        let text = decode(bytes, &mut remarks).map_err(|refused| refused.0)?;
        Ok((text.into_owned(), remarks.into_iter().map(|remark| remark.message).collect()))
    }

    fn utf_16(text: &str, to_bytes: impl Fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(to_bytes).collect()
    }

    #[test]
    fn an_encoding_that_is_certain_is_decoded_and_reported() {
        let check = |bytes: &[u8], name: &str| {
            let message = format!("it is not UTF-8: it was read as {name}");
            assert_eq!(read(bytes), Ok((NOTES.to_owned(), vec![message])), "{name}");
        };
        check(&SHIFT_JIS.encode(NOTES).0, "Shift_JIS");
        check(&EUC_JP.encode(NOTES).0, "EUC-JP");
        check(&ISO_2022_JP.encode(NOTES).0, "ISO-2022-JP");
        for mark in ["\u{feff}", ""] {
            let text = format!("{mark}{NOTES}");
            check(&utf_16(&text, u16::to_le_bytes), "UTF-16LE");
            check(&utf_16(&text, u16::to_be_bytes), "UTF-16BE");
        }
        let english = utf_16("## 2023-10-11\r\n- a\r\n", u16::to_le_bytes);
        assert_eq!(read(&english).map(|read| read.0), Ok("## 2023-10-11\n- a\n".to_owned()));
    }

    #[test]
    fn utf_8_is_read_as_it_is() {
        let check = |bytes: &[u8], expected: &str| assert_eq!(read(bytes), Ok((expected.to_owned(), vec![])));
        check(b"", "");
        check(NOTES.as_bytes(), NOTES);
        check("\u{feff}a\r\nb\rc\n".as_bytes(), "a\nb\nc\n");
        // An escape of a terminal is no ISO-2022-JP.
        check(b"\x1b[31mred\x1b[0m", "\x1b[31mred\x1b[0m");
        check("\u{fffd}".as_bytes(), "\u{fffd}");
    }

    #[test]
    fn what_is_not_certain_is_refused() {
        let check = |bytes: &[u8], part: &str| match read(bytes) {
            Err(message) => assert!(message.contains(part), "{message}"),
            read => panic!("{read:?}"),
        };
        let uncertain = "is not UTF-8, and it is not certain";
        check(b"- ok\n- caf\xe9\n", "line 2 is not UTF-8");
        check("- Größe, Maß\n".chars().map(|c| c as u8).collect::<Vec<_>>().as_slice(), uncertain);
        // Nothing but Chinese characters may be of another language.
        check(&SHIFT_JIS.encode("検証").0, uncertain);
        check(&encoding_rs::GBK.encode("停止验证这个功能，然后发布新版本。").0, uncertain);
        check(&encoding_rs::EUC_KR.encode("안녕하세요, 쿠버네티스").0, uncertain);
        // UTF-8 that lost a byte.
        let mut broken = NOTES.as_bytes().to_vec();
        let kana = NOTES.find('が').expect("it is there");
        broken.remove(kana);
        check(&broken, "line 3 is not UTF-8");
        check(&NOTES.as_bytes()[..NOTES.find("止").expect("it is there") + 1], "line 3 is not UTF-8");
        check(b"a\0b", "NUL");
        check(b"\xff\xfe\0\0a\0\0\0", "NUL");
        check(&utf_16(NOTES, u16::to_le_bytes)[1..], "NUL");
        check(&[0xff, 0xfe, 0x00, 0xd8], "NUL");
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn bytes_become_no_letters_that_are_not_in_them(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Ok((text, _)) = read(&bytes) {
                let is_clean = !text.contains(char::REPLACEMENT_CHARACTER);
                prop_assert!(is_clean || std::str::from_utf8(&bytes).is_ok());
            }
        }

        #[test]
        fn a_broken_byte_makes_no_other_encoding(
            text in "[ぁ-んァ-ヶ一-龠a-z \n]{1,80}", at in any::<prop::sample::Index>(), byte in 0x80..=0xffu8,
        ) {
            let mut bytes = text.clone().into_bytes();
            bytes.insert(at.index(bytes.len() + 1), byte);
            let is_utf_8 = std::str::from_utf8(&bytes).is_ok();
            let japanese = text.chars().filter(|c| !c.is_ascii()).count();
            prop_assert!(is_utf_8 || japanese < 3 || read(&bytes).is_err(), "{:?}", read(&bytes));
        }
    }
}
