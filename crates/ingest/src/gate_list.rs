//! Reading the versioned list of feature gates that kubernetes/kubernetes keeps.

use std::collections::BTreeMap;

use crate::gate_spec::{choice, items, stage};
use crate::yaml::{self, Node, field};
use domain::gate::{GateName, GateRecord, GateSpec, GateStanding};
use domain::remark::Remark;
use domain::version::Version;

/// The gates of a source with what it says of each.
pub type GateRecords = BTreeMap<GateName, GateRecord>;

/// The gates of `test/compatibility_lifecycle/reference/versioned_feature_list.yaml`, with remarks on what is odd.
///
/// The format is a list of `name` and `versionedSpecs`, each of these with `preRelease` (`Alpha`, `Beta`, `GA`,
/// `Deprecated`), `version` (`"1.28"`), `default` and `lockToDefault`. What cannot be read of a gate is left out, with a
/// remark. The list knows up to the newest release that it names.
///
/// # Errors
/// Where it is no YAML or no list of gates.
pub fn read(text: &str) -> Result<(GateRecords, Vec<Remark>), Remark> {
    let (root, mut remarks) = yaml::parse(text)?;
    let mut gates: BTreeMap<GateName, Vec<GateSpec>> = BTreeMap::new();
    for item in items(&root) {
        let raw = field(item, "name").map(Node::raw).unwrap_or_default();
        let Ok(name) = raw.parse::<GateName>() else {
            remarks.push(Remark::at(item.line, format!("`{raw}` in `name` is no name of a gate")));
            continue;
        };
        let specs = field(item, "versionedSpecs").map(items).unwrap_or_default();
        let read = specs.iter().filter_map(|node| {
            let spec = spec(node);
            if spec.is_none() {
                remarks
                    .push(Remark::at(node.line, format!("a spec of {name} cannot be read: {}", node.raw())));
            }
            spec
        });
        let read: Vec<GateSpec> = read.collect();
        gates.entry(name).or_default().extend(read);
    }
    let known_until = gates.values().flatten().map(|spec| spec.from).max();
    let known_until = known_until.ok_or_else(|| Remark::whole("has no list of feature gates"))?;
    let records = gates.into_iter().map(|(name, specs)| (name, GateRecord::new(specs, known_until)));
    Ok((records.collect(), remarks))
}

fn spec(node: &Node) -> Option<GateSpec> {
    let version: Version = field(node, "version")?.raw().parse().ok()?;
    let standing = GateStanding {
        stage: stage(field(node, "preRelease")?)?,
        default: choice(field(node, "default")),
        locked: choice(field(node, "lockToDefault")),
    };
    Some(GateSpec { from: version, until: None, standing })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gate_spec::shown;

    const LIST: &str = "\
# Made by a tool.

- name: PaintShed
  versionedSpecs:
  - default: true
    lockToDefault: false
    preRelease: GA
    version: \"1.0\"
  - default: false
    lockToDefault: true
    preRelease: Deprecated
    version: \"1.36\"
- name: OilHinges
  versionedSpecs:
  - default: false
    lockToDefault: false
    preRelease: Beta
    version: \"1.37\"
  - default: true
    lockToDefault: false
    preRelease: Beta
    version: \"1.37\"
  - default: false
    lockToDefault: false
    preRelease: Alpha
    version: \"1.30\"
";

    #[test]
    fn a_list_has_gates_with_their_specs() {
        let (gates, remarks) = read(LIST).unwrap();
        let specs: Vec<String> =
            gates.iter().map(|(name, record)| format!("{name}: {}", shown(record))).collect();
        let expected = [
            "OilHinges: 1.30 alpha off free, 1.37 beta off free, 1.37 beta on free",
            "PaintShed: 1.0 stable on free, 1.36 deprecated off locked",
        ];
        assert_eq!(specs, expected);
        assert!(gates.values().all(|record| record.known_until() == Version { minor: 37 }));
        assert!(remarks.is_empty(), "{remarks:?}");
    }

    #[test]
    fn what_cannot_be_read_is_left_out_with_a_remark() {
        let odd = "- name: paint shed\n  versionedSpecs: []\n- name: OilHinges\n  versionedSpecs:\n  - default: false\n    \
                   preRelease: Gamma\n    version: \"1.30\"\n  - preRelease: Beta\n    version: \"1.31\"\n";
        let (gates, remarks) = read(odd).unwrap();
        let (name, record) = gates.first_key_value().unwrap();
        assert_eq!((name.as_str(), shown(record)), ("OilHinges", "1.31 beta ?".to_owned()));
        assert_eq!(remarks.len(), 2, "{remarks:?}");
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        for wrong in ["", "<html>", "- name: [", "gates: {}", "- name: PaintShed\n"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
