//! Locks that no machine-readable source states: a small table, with a reason for each line.

use std::sync::LazyLock;

use super::name::GateName;
use crate::version::Version;

/// A lock of a gate to its default, which neither the list nor the website has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GateLock {
    /// The gate that is locked.
    pub gate: GateName,
    /// The first release with the lock.
    pub from: Version,
    /// The evidence for it, in English.
    pub reason: &'static str,
}

/// The lock of a gate that the table states.
pub fn lock_override(gate: &GateName) -> Option<&'static GateLock> {
    LOCKS.iter().find(|lock| lock.gate == *gate)
}

static LOCKS: LazyLock<Vec<GateLock>> = LazyLock::new(|| lines().filter_map(lock).collect());

/// The lines of the table that are no comments.
fn lines() -> impl Iterator<Item = &'static str> {
    include_str!("../../data/gate_overrides.tsv").lines().filter(|line| !line.starts_with('#'))
}

/// What a line says, or `None` where it cannot be read; a test knows that each can.
fn lock(line: &'static str) -> Option<GateLock> {
    let columns: Vec<&str> = line.split('\t').collect();
    let ["locked", gate, from, reason] = columns[..] else { return None };
    let (gate, from) = (gate.parse().ok()?, from.parse().ok()?);
    (!reason.trim().is_empty()).then_some(GateLock { gate, from, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_read_and_has_a_reason() {
        for line in lines() {
            let lock = lock(line).unwrap_or_else(|| panic!("not read: {line}"));
            assert_eq!(lock_override(&lock.gate), Some(&lock), "another line stands before it: {line}");
        }
        assert_eq!(LOCKS.len(), lines().count());
        for wrong in [
            "",
            "locked\tGate\t1.30",
            "locked\tGate\t1.30\t ",
            "locked\tgate\t1.30\tyes",
            "on\tGate\t1.30\tyes",
        ] {
            assert!(lock(wrong).is_none(), "{wrong}");
        }
    }
}
