//! Lines that remarks and drafts refer to.

use domain::notebook::draft::DraftEntry;
use domain::remark::{Remark, RemarkKind};

/// A remark when the source announces another number of entries than it has.
pub(super) fn compare_announced(
    line: u32,
    announced: Option<u32>,
    entries: &[DraftEntry],
    remarks: &mut Vec<Remark>,
) {
    if let Some(announced) = announced.filter(|announced| *announced as usize != entries.len()) {
        let found = entries.len();
        let remark = Remark::at(line, format!("{announced} entries announced, {found} found"));
        remarks.push(remark.as_kind(RemarkKind::Announced));
    }
}

/// A line number of a remark or a draft, from 1.
pub(super) fn line_number(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}
