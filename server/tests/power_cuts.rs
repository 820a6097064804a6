//! A few power cuts of the real program; `make faults ARGS=power-cuts` tries more.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::Path;

use faults::power_cuts::{Recording, is_possible};

#[tokio::test]
async fn nothing_that_was_acknowledged_is_lost_by_power_cuts() {
    if !is_possible() {
        eprintln!("skipped: strace is not there or may not trace");
        return;
    }
    let recording = Recording::new(Path::new(env!("CARGO_BIN_EXE_kepline"))).await.unwrap();
    let tally = recording.cut(25, 3).await.unwrap();
    assert!(tally.syncs > 100, "{tally}");
    let error = recording.without_syncs().cut(25, 3).await.unwrap_err();
    assert!(error.to_string().starts_with("after operation"), "{error:?}");
}
