//! A few kills of the real program; `make faults` tries more.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use faults::kills::{Options, run};

#[tokio::test]
async fn nothing_that_was_acknowledged_is_lost_by_kills() {
    let options = Options { kepline: env!("CARGO_BIN_EXE_kepline").into(), kills: 9, seed: 3 };
    let tally = run(&options).await.unwrap();
    assert_eq!(tally.kills, 9);
    assert!(tally.while_running > 0, "{tally}");
}
