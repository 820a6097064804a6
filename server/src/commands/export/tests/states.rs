//! What is exported of states and of the tags that follow from them.

use serde_json::{Value, json};
use store::{KepHistory, SyncEnd};

use super::super::*;
use super::{document, imported, list};
use crate::demo::{self, store_facts};

/// Facts in the format of those of the demo.
const FACTS: &str = "\
data\t2026-07-24T00:00:00Z\t2026-11-22T00:00:00Z
kep\tsig-node/753-sidecar-containers\tsig-node\tsig-apps\t\t\tSidecars
rev\t2023-02-09T11:48:25Z\timplementable\talpha\t1.27\talpha 1.27
rev\t2023-06-12T05:53:48Z\timplementable\talpha\t1.28\talpha 1.28, beta 1.29
rev\t2026-06-01T00:00:00Z\timplementable\tstable\t1.37\talpha 1.28, beta 1.29, stable 1.37
pull\t3761\t2023-02-09T11:48:25Z\t753
item\tkubernetes/kubernetes#1\tpull\tmerged\t2023-01-01T00:00:00Z\t2023-08-01T15:00:00Z\t2023-08-01T15:00:00Z\tv1.28\tsig/node
item\tkubernetes/kubernetes#2\tissue\tnot_planned\t2023-05-02T00:00:00Z\t2023-06-01T00:00:00Z
";

/// The references of one note on 2023-05-01 that says `citation`, with [`FACTS`], each by what it was written as.
async fn cited(citation: &str) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, format!("# Shape\n\n## 2023-05-01\n- {citation}\n")).unwrap();
    let (store, _folder) = imported(&[&path]).await;
    store_facts(&store, FACTS).await.unwrap();
    let document = document(&store).await;
    assert_eq!(
        document["data_as_of"],
        json!({ "keps": "2026-07-24T00:00:00Z", "github": "2026-07-24T00:00:00Z" })
    );
    list(&document["entries"][0]["notes"][0], "references").to_vec()
}

fn missed() -> Value {
    let missed = json!([{
        "stage": "alpha", "version": "1.27", "planned_by": "2023-02-09", "contradicted_by": "2023-06-12"
    }]);
    json!({ "shipped": null, "planned": null, "missed": missed, "status": "implementable" })
}

fn not_confirmed() -> Value {
    let planned = json!({ "stage": "stable", "version": "1.37", "released_since": true });
    let shipped = json!({ "stage": "beta", "version": "1.29" });
    json!({ "shipped": shipped, "planned": planned, "missed": [], "status": "implementable" })
}

#[tokio::test]
async fn a_kep_has_then_and_now_however_it_is_cited() {
    for (citation, number) in
        [("KEP-753", 753), ("kubernetes/enhancements#753", 753), ("the proposal KEP 3759", 3759)]
    {
        let reference = &cited(citation).await[0];
        assert_eq!((&reference["kind"], &reference["kep"]), (&json!("kep"), &json!(753)), "{citation}");
        assert_eq!(reference["number"], number, "{citation}");
        assert_eq!((&reference["then"], &reference["now"]), (&missed(), &not_confirmed()), "{citation}");
        assert_eq!(
            (&reference["kep_then"], &reference["changed"]),
            (&Value::Null, &json!(true)),
            "{citation}"
        );
    }
    // A number that no KEP has had no file then and has none now.
    let reference = &cited("KEP-3990").await[0];
    let absent = json!({ "shipped": null, "planned": null, "missed": [], "status": "absent" });
    assert_eq!((&reference["kind"], &reference["kep"]), (&json!("kep"), &json!(3990)));
    assert_eq!((&reference["then"], &reference["now"]), (&absent, &absent));
}

#[tokio::test]
async fn a_pull_request_about_a_kep_has_its_own_state_and_that_of_the_kep() {
    for citation in ["kubernetes/enhancements#3761", "KEP 3761"] {
        let reference = &cited(citation).await[0];
        let merged = json!({ "state": "merged", "since": "2023-02-09", "release": null });
        assert_eq!((&reference["kind"], &reference["kep"]), (&json!("pull"), &json!(753)), "{citation}");
        assert_eq!((&reference["owner"], &reference["repo"]), (&json!("kubernetes"), &json!("enhancements")));
        assert_eq!((&reference["then"], &reference["now"]), (&merged, &merged), "{citation}");
        assert_eq!(
            (&reference["kep_then"], &reference["kep_now"]),
            (&missed(), &not_confirmed()),
            "{citation}"
        );
    }
}

#[tokio::test]
async fn pull_requests_and_issues_have_their_day_and_release() {
    let references = cited("k/k#1 and k/k#2, k/k#3, containerd/containerd#v1.7.0").await;
    let [pull, issue, unknown, release] = &references[..] else { panic!("{references:?}") };
    assert_eq!(pull["kind"], "pull");
    assert_eq!(pull["then"], json!({ "state": "not_merged", "since": null, "release": null }));
    // In the evening of the first it was the second in Tokyo.
    assert_eq!(pull["now"], json!({ "state": "merged", "since": "2023-08-02", "release": "1.28" }));
    assert_eq!(issue["kind"], "issue");
    assert_eq!(issue["then"]["state"], "not_yet");
    assert_eq!(issue["now"], json!({ "state": "not_planned", "since": "2023-06-01", "release": null }));
    assert_eq!((&unknown["kind"], &unknown["now"]["state"]), (&json!("github"), &json!("unknown")));
    let states = ["then", "now", "kep_then", "kep_now"];
    assert!(states.iter().all(|state| release[state].is_null()), "a release has no states");
}

#[tokio::test]
async fn a_sync_of_keps_alone_says_nothing_of_what_only_github_knows() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "# Shape\n\n## 2023-05-01\n- k/k#1, kubernetes/enhancements#3761\n").unwrap();
    let (store, _folder) = imported(&[&path]).await;
    let facts = demo::DemoFacts::read(FACTS).unwrap();
    let run = store.begin_sync(SyncKind::Keps, "a test", facts.now).await.unwrap();
    store.store_keps(&KepHistory { whole: true, ..facts.history }).await.unwrap();
    let end = SyncEnd { data_at: Some(facts.data_at), ..SyncEnd::default() };
    store.end_sync(run, facts.now, &end).await.unwrap();
    store.derive().await.unwrap();
    let document = document(&store).await;
    assert_eq!(document["data_as_of"], json!({ "keps": "2026-07-24T00:00:00Z", "github": null }));
    let references = list(&document["entries"][0]["notes"][0], "references");
    assert_eq!((&references[0]["then"], &references[0]["now"]), (&Value::Null, &Value::Null));
    assert_eq!(references[1]["now"]["state"], "merged", "the main line of the KEPs shows it");
}

#[tokio::test]
async fn each_origin_of_a_tag_is_a_row_with_a_state_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notes.md");
    std::fs::write(&path, "# Shape\n\n## 2023-05-01\n- the kubelet and KEP-753, k/k#1\n").unwrap();
    let (store, _folder) = imported(&[&path]).await;
    store_facts(&store, FACTS).await.unwrap();
    let document = document(&store).await;
    let tags = list(&document["entries"][0]["notes"][0], "tags");
    let describe = |tag: &Value| -> String {
        ["value", "origin", "state"].map(|key| tag[key].as_str().unwrap()).join(" ")
    };
    assert_eq!(
        tags.iter().map(describe).collect::<Vec<_>>(),
        [
            "sig-apps kep suggested",
            "sig-node component suggested",
            "sig-node kep applied",
            "sig-node label applied",
            "1.28 milestone applied",
        ]
    );
}

#[tokio::test]
async fn the_real_notes_with_real_facts_show_what_became_of_them() {
    let Some(path) = real_data::notes_path() else { return };
    let (store, _folder) = imported(&[&path]).await;
    // Those of the demo know some of the KEPs that these notes cite, too.
    store_facts(&store, demo::FACTS).await.unwrap();
    let document = document(&store).await;
    let check = |day: &str, literal: &str, kep: u32, expected: [&str; 2]| {
        let entry = list(&document, "entries").iter().find(|entry| entry["date"] == day).unwrap();
        let mut references = list(entry, "notes").iter().flat_map(|note| list(note, "references"));
        let reference = references.find(|reference| reference["literal"] == literal).unwrap();
        let states = if reference["kind"] == "kep" { ["then", "now"] } else { ["kep_then", "kep_now"] };
        let shipped = states.map(|state| match &reference[state]["shipped"] {
            Value::Null => reference[state]["status"].as_str().unwrap().to_owned(),
            shipped => ["stage", "version"].map(|key| shipped[key].as_str().unwrap()).join(" "),
        });
        assert_eq!(shipped, expected, "{day} {literal}");
        assert_eq!(
            (&reference["kep"], &reference["changed"]),
            (&json!(kep), &json!(true)),
            "{day} {literal}"
        );
    };
    check("2023-02-23", "KEP-3488", 3488, ["alpha 1.26", "stable 1.30"]);
    check("2023-02-28", "KEP 1287", 1287, ["implementable", "stable 1.35"]);
    check("2023-04-22", "KEP-3960", 3960, ["absent", "stable 1.34"]);
    check("2023-07-20", "kubernetes/enhancements#753", 753, ["implementable", "stable 1.33"]);
    check("2023-09-12", "KEP-753", 753, ["alpha 1.28", "stable 1.33"]);
    check("2023-09-12", "kubernetes/enhancements#4183", 753, ["alpha 1.28", "stable 1.33"]);
    check("2023-09-15", "kubernetes/enhancements#4211", 4210, ["absent", "stable 1.35"]);
    check("2023-09-27", "KEP-127", 127, ["alpha 1.25", "stable 1.36"]);
    check("2023-10-20", "KEP-4188", 4188, ["implementable", "alpha 1.36"]);
}
