//! Reading the pages on feature gates that kubernetes/website keeps.

use std::collections::BTreeMap;

use crate::gate_list::GateRecords;
use crate::gate_spec::{choice, items, stage};
use crate::yaml::{self, Node, field};
use domain::gate::{GateName, GateRecord, GateSpec, GateStanding};
use domain::remark::Remark;
use domain::version::Version;

/// What the page of a gate says; its description is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatePage {
    /// The gate that the page is about.
    pub gate: GateName,
    /// Its stages, in the order of the page.
    pub specs: Vec<GateSpec>,
    /// Whether it says that the gate was removed.
    pub is_removed: bool,
}

/// A page of `content/en/docs/reference/command-line-tools-reference/feature-gates/`, with remarks on what is odd.
///
/// Its front matter has `title` (the gate), `removed`, and `stages`: each with `stage`, `fromVersion`, and where they are known
/// `toVersion`, `defaultValue` and `locked`. A patch version is its minor one. A stage that cannot be read is left out, with a
/// remark.
///
/// # Errors
/// Where it has no front matter that is YAML, or no gate as its title.
pub fn read(text: &str) -> Result<(GatePage, Vec<Remark>), Remark> {
    let front = front_matter(text).ok_or_else(|| Remark::whole("has no front matter"))?;
    let (root, mut remarks) = yaml::parse(front)?;
    let title = field(&root, "title").map(Node::raw).unwrap_or_default();
    let gate =
        title.parse().map_err(|_| Remark::whole(format!("`{title}` in `title` is no name of a gate")))?;
    let stages = field(&root, "stages").map(items).unwrap_or_default();
    let specs = stages.iter().filter_map(|node| {
        let spec = spec(node);
        if spec.is_none() {
            remarks.push(Remark::at(node.line, format!("a stage cannot be read: {}", node.raw())));
        }
        spec
    });
    let specs = specs.collect();
    let is_removed = choice(field(&root, "removed")) == Some(true);
    Ok((GatePage { gate, specs, is_removed }, remarks))
}

/// What the pages say together: they know up to the newest release that any of them names.
pub fn records(pages: impl IntoIterator<Item = GatePage>) -> GateRecords {
    let pages: BTreeMap<GateName, GatePage> =
        pages.into_iter().map(|page| (page.gate.clone(), page)).collect();
    let specs = pages.values().flat_map(|page| &page.specs);
    let known_until = specs.flat_map(|spec| [Some(spec.from), spec.until]).flatten().max();
    let known_until = known_until.unwrap_or(Version { minor: 0 });
    let records = pages.into_values().map(|page| {
        let record = GateRecord::new(page.specs, known_until);
        (page.gate, if page.is_removed { record.removed() } else { record })
    });
    records.collect()
}

/// What stands between the first line, `---`, and the next one.
fn front_matter(text: &str) -> Option<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (first, rest) = text.split_once('\n')?;
    let mut end = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return (first.trim_end() == "---").then(|| &rest[..end]);
        }
        end += line.len();
    }
    None
}

fn spec(node: &Node) -> Option<GateSpec> {
    let version = |key: &str| field(node, key).and_then(|node| node.raw().parse::<Version>().ok());
    let standing = GateStanding {
        stage: stage(field(node, "stage")?)?,
        default: choice(field(node, "defaultValue")),
        locked: choice(field(node, "locked")),
    };
    Some(GateSpec { from: version("fromVersion")?, until: version("toVersion"), standing })
}

#[cfg(test)]
mod tests {
    use domain::gate::GateState;
    use domain::kep::Stage;

    use super::*;
    use crate::gate_spec::shown;

    const PAGE: &str = "\
---
# No longer there
title: PaintShed
content_type: feature_gate
_build:
  list: never
stages:
  - stage: alpha \x20
    defaultValue: false
    fromVersion: \"1.28\"
    toVersion: \"1.29\"
  - stage: stable
    locked: true
    defaultValue: true
    fromVersion: \"1.30\"  \x20
    toVersion: \"1.33\"

removed: true \x20
---
Paints the shed: `stages` [here](/docs).
---
- stage: beta
";

    fn page(text: &str) -> GatePage {
        read(text).unwrap().0
    }

    #[test]
    fn a_page_has_the_stages_of_its_gate() {
        let (page, remarks) = read(PAGE).unwrap();
        assert!(remarks.is_empty(), "{remarks:?}");
        assert!(page.is_removed);
        let records = records([page]);
        let (name, record) = records.first_key_value().unwrap();
        assert_eq!(name.as_str(), "PaintShed");
        assert_eq!(shown(record), "1.28-1.29 alpha off, 1.30-1.33 stable on locked");
        assert_eq!(record.removed_in(), Some(Version { minor: 34 }));
    }

    #[test]
    fn patch_versions_are_their_minor_ones_and_the_last_of_a_release_counts() {
        let text = "---\ntitle: OilHinges\nstages:\n- stage: beta\n  defaultValue: true\n  fromVersion: '1.31.0'\n  toVersion: \
                    '1.31.0'\n- stage: deprecated\n  fromVersion: \"1.31.1\"\nremoved: false\n---\n";
        let records = records([page(text), page(PAGE)]);
        let record = &records[&"OilHinges".parse::<GateName>().unwrap()];
        assert_eq!(shown(record), "1.31-1.31 beta on, 1.31 deprecated ?");
        let last = GateStanding { stage: Stage::Deprecated, default: None, locked: None };
        assert_eq!(record.state_in(Version { minor: 31 }), GateState::Present(last));
        assert!(!record.is_removed());
        assert_eq!(record.known_until(), Version { minor: 33 });
    }

    #[test]
    fn a_stage_that_cannot_be_read_is_left_out() {
        let text = "---\ntitle: OilHinges\nstages:\n- stage: gamma\n  fromVersion: \"1.30\"\n- stage: beta\n- stage: beta\n  \
                    fromVersion: 1.30\n---\n";
        let (page, remarks) = read(text).unwrap();
        assert_eq!((page.specs.len(), remarks.len()), (1, 2), "{remarks:?}");
        assert_eq!(page.specs[0].from, Version { minor: 30 }, "1.30 is not 1.3");
    }

    #[test]
    fn what_is_no_page_of_a_gate_is_an_error() {
        for wrong in [
            "",
            "---\n",
            "---\ntitle: PaintShed\n",
            "---\ntitle: all gates\n---\n",
            "---\ntitle: [\n---\n",
            "title: A1\n---\n",
        ] {
            assert!(read(wrong).is_err(), "{wrong:?}");
        }
    }
}
