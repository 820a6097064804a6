//! What a line is about: another project that its heading, or the mark at its beginning, names.

use super::owner::first_names;
use super::products::{self, Owner};

/// The projects that headings and lines name, from line to line.
#[derive(Debug, Default)]
pub(super) struct Topics {
    /// The level of the heading above that names another project.
    heading: Option<usize>,
    /// Whether the line begins with the name of another project.
    prefix: bool,
}

impl Topics {
    /// Goes on to a line, of which only the beginning is needed. A heading is marked as in Markdown: `## containerd`.
    ///
    /// A heading counts for what stands below it, up to one of its level or above.
    pub(super) fn begin_line(&mut self, line: &str) {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        self.prefix = false;
        match line[level..].strip_prefix(' ') {
            Some(heading) if (1..=6).contains(&level) => {
                let ends = self.heading.is_none_or(|above| level <= above);
                match heading_owner(heading.trim()) {
                    Some(Owner::Other) => self.heading = Some(level),
                    Some(_) => self.heading = None,
                    None if ends => self.heading = None,
                    None => {}
                }
            }
            _ => self.prefix = is_project_prefix(line),
        }
    }

    /// Whether a number that nobody is named for is another project's.
    pub(super) fn is_other(&self) -> bool {
        self.heading.is_some() || self.prefix
    }
}

/// Whose project a heading names, if it is nothing but that name and words for what is new: `containerd v2.1 release`.
fn heading_owner(heading: &str) -> Option<Owner> {
    #[rustfmt::skip]
    const ENDINGS: [&str; 13] = [
        ":", "：", "/", "(", "（", "release", "update", "news", "notes", "の話", "の更新", "リリース", "更新",
    ];
    let heading = heading.trim_start_matches(['[', '【']);
    let name = first_names(heading).find(|name| products::owner(name).is_some())?;
    let rest = heading[name.len()..].trim_start_matches([' ', ']', '】']).to_ascii_lowercase();
    let is_version = rest.trim_start_matches('v').starts_with(|c: char| c.is_ascii_digit());
    let is_name = rest.is_empty() || is_version || ENDINGS.iter().any(|ending| rest.starts_with(ending));
    if !is_name {
        return None;
    }
    Some(if products::is_project(name) { Owner::Other } else { Owner::Kubernetes })
}

/// Whether a line begins with another project's name that says what it is about: `[crio] `, `【Cilium】`, `containerd: `.
fn is_project_prefix(line: &str) -> bool {
    let bracketed = line.strip_prefix(['[', '【']);
    let text = bracketed.unwrap_or(line);
    let Some(name) = first_names(text).find(|name| products::is_project(name)) else { return false };
    let rest = &text[name.len()..];
    match bracketed {
        Some(_) => rest.starts_with([']', '】', '/']),
        None => rest.starts_with([':', '：']),
    }
}
