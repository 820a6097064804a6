//! What the files on feature gates have in common.

use crate::yaml::{Node, Value};
use domain::kep::Stage;

/// The items of a list; of anything else none.
pub(crate) fn items(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(items) => items,
        Value::Empty | Value::Text(_) | Value::Map(_) => &[],
    }
}

/// The stage of a gate; `None` for other words.
pub(crate) fn stage(node: &Node) -> Option<Stage> {
    let stage = node.raw().parse().ok()?;
    matches!(stage, Stage::Alpha | Stage::Beta | Stage::Stable | Stage::Deprecated).then_some(stage)
}

/// `true` or `false`; `None` where there is no field, or something else.
pub(crate) fn choice(node: Option<&Node>) -> Option<bool> {
    node?.raw().to_ascii_lowercase().parse().ok()
}

/// The specs of a record as `1.28-1.30 alpha off free, …`, for tests.
#[cfg(test)]
pub(crate) fn shown(record: &domain::gate::GateRecord) -> String {
    let specs = record.specs().iter().map(|spec| {
        let until = spec.until.map(|until| format!("-{until}")).unwrap_or_default();
        let default = spec.standing.default.map_or("?", |on| if on { "on" } else { "off" });
        let locked = spec.standing.locked.map_or("", |locked| if locked { " locked" } else { " free" });
        format!("{}{until} {} {default}{locked}", spec.from, spec.standing.stage)
    });
    specs.collect::<Vec<_>>().join(", ")
}
