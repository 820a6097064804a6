//! A moment of load on the real program; `make load` has more of it, and its figures.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::time::Duration;

use faults::{crowd, load};

const KEPLINE: &str = env!("CARGO_BIN_EXE_kepline");

#[tokio::test(flavor = "multi_thread")]
async fn reads_tags_imports_and_syncs_at_once_are_all_well() {
    let options = load::Options {
        kepline: KEPLINE.into(),
        connections: 8,
        round: Duration::from_secs(5),
        rounds: 1,
        seed: 3,
    };
    let report = load::run(&options).await.unwrap();
    assert_eq!(report.figures.turned_away(), 0, "{report}");
    assert!(report.tags > 0 && report.changes > 0, "{report}");
    assert!(report.figures.kinds().count() > 5, "{report}");
}

#[tokio::test]
async fn a_crowd_that_wants_nothing_keeps_nobody_from_reading() {
    for max_connections in [1024, 100] {
        let options = crowd::Options {
            kepline: KEPLINE.into(),
            clients: 300,
            max_connections,
            stay: Duration::from_secs(1),
        };
        let report = crowd::run(&options).await.unwrap();
        assert!(report.pages > 0, "{report}");
    }
}
