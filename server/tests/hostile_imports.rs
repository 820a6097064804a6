//! Files that nobody should import, with the program as it is; `make faults ARGS=hostile` has the bounds of a release.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use faults::hostile::{Options, run};
use measure::process::Bounds;

/// What an import may take without optimisation, on a machine that has other work.
const BOUNDS: Bounds = Bounds { wall: Duration::from_secs(120), peak: 500.0 };

#[test]
fn a_hostile_file_is_imported_clean_or_refused_in_words() {
    let mut files = 0;
    let options = Options { kepline: env!("CARGO_BIN_EXE_kepline").into(), bounds: BOUNDS, part: 20 };
    run(&options, |_| files += 1).unwrap();
    assert!(files > 30, "{files}");
}
