//! No two files of a crate use each other, in however many steps: each can be read after those that it uses.

use std::collections::BTreeMap;

use layout::{CRATES, Module, modules, root, uses};

#[test]
fn files_use_each_other_in_one_direction() {
    let mut circles = Vec::new();
    for name in CRATES {
        let uses = uses(&modules(&root().join(name).join("src")));
        circles.extend(in_circles(&uses).into_iter().map(|edge| format!("{name}: {edge}")));
    }
    assert_eq!(circles, [""; 0], "move what both need into a file that uses neither");
}

/// Each use that is part of a circle.
fn in_circles(uses: &BTreeMap<Module, Vec<Module>>) -> Vec<String> {
    let leads_to = |from: &Module, to: &Module| {
        let (mut open, mut seen) = (vec![from], vec![from]);
        while let Some(module) = open.pop() {
            for next in uses.get(module).into_iter().flatten() {
                if next == to {
                    return true;
                }
                if !seen.contains(&next) {
                    seen.push(next);
                    open.push(next);
                }
            }
        }
        false
    };
    let edges = uses.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
    let circular = edges.filter(|(from, to)| leads_to(to, from));
    circular.map(|(from, to)| format!("{} uses {}", from.join("::"), to.join("::"))).collect()
}
