//! From bytes to text.

use std::borrow::Cow;

use super::line::line_number;
use crate::markdown;
use domain::remark::{Remark, RemarkKind};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a source: without byte order mark and NUL, every line ended by a line feed alone, files that are written
/// out in it shortened to their type and size.
pub(super) fn decode<'a>(bytes: &'a [u8], remarks: &mut Vec<Remark>) -> Cow<'a, str> {
    let mut text = String::from_utf8_lossy(bytes);
    if let Cow::Owned(_) = text {
        let remark = Remark::whole("it is not UTF-8: unreadable bytes were replaced");
        remarks.push(remark.as_kind(RemarkKind::Encoding));
    }
    if text.contains('\0') {
        let remark = Remark::whole("there are NUL characters in it: they were replaced");
        remarks.push(remark.as_kind(RemarkKind::Encoding));
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
