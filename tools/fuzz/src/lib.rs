//! What must hold of whatever a reader is given.
//!
//! A check panics where it does not hold. `make fuzz` tries them by libFuzzer, guided by what the code
//! does; `tests/seeds.rs` tries them on seeds that are changed at random.

mod checks;

/// A reader that is given foreign input.
pub struct Target {
    /// Its name, and that of the folder of its seeds.
    pub name: &'static str,
    /// Panics where something does not hold of the input.
    pub check: fn(&[u8]),
}

/// Every target.
pub const TARGETS: [Target; 8] = [
    Target { name: "source", check: checks::source },
    Target { name: "note", check: |bytes| with_text(bytes, checks::note) },
    Target { name: "annotate", check: |bytes| with_text(bytes, checks::annotate) },
    Target { name: "references", check: |bytes| with_text(bytes, checks::references) },
    Target { name: "tags", check: |bytes| with_text(bytes, checks::tags) },
    Target { name: "filter", check: |bytes| with_text(bytes, checks::filter) },
    Target { name: "search", check: |bytes| with_text(bytes, checks::search) },
    Target { name: "kep_yaml", check: |bytes| with_text(bytes, checks::kep_yaml) },
];

/// Checks the target of that name.
///
/// # Panics
/// Where something does not hold, or where there is no such target.
pub fn check(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of that name");
    (target.check)(bytes);
}

/// Readers of text are given bytes that no encoding explains as replacement characters.
fn with_text(bytes: &[u8], check: fn(&str)) {
    check(&String::from_utf8_lossy(bytes));
}
