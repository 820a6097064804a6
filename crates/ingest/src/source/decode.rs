//! From bytes to text.

use std::borrow::Cow;

use domain::remark::{Remark, RemarkKind};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The text of a source: without byte order mark and NUL, every line ended by a line feed alone.
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
    match text {
        Cow::Borrowed(text) => text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text).into(),
        Cow::Owned(mut text) => {
            if text.starts_with(BYTE_ORDER_MARK) {
                text.remove(0);
            }
            text.into()
        }
    }
}
