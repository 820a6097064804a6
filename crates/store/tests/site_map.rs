//! What search engines may read: only what the rights of notebooks allow.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::Date;
use support::Database;

const OWN: &str = "---\ntitle: Own\nrights: own\n---\n## 2023-02-10\n- SIG Node and Kubernetes 1.27\n- k/k#1\n\n## 2023-02-11\n";
const UNSTATED: &str = "---\ntitle: Unstated\n---\n## 2023-03-10\n- SIG Network and Kubernetes 1.27\n";

#[tokio::test]
async fn only_stated_rights_are_for_search_engines() {
    let db = Database::new().await;
    assert!(!db.store.site_map().await.unwrap().timeline, "there is nothing yet");
    db.import("own", OWN).await;
    let map = db.store.site_map().await.unwrap();
    assert!(map.timeline && !map.any_kep);
    let days: Vec<_> = map.entries.iter().map(|(_, day)| *day).collect();
    let day = |day| Some(Date::constant(2023, 2, day));
    assert_eq!(days, [day(11), day(10)], "newest first, lost ones too");
    assert_eq!(map.notes.len(), 2);
    assert!(map.notes.iter().all(|(entry, _, news)| *entry == map.entries[1].0 && *news == day(10)));
    let names = |map: &domain::pages::SiteMap| {
        let sigs = map.sigs.iter().map(|(sig, _)| sig.as_str().to_owned());
        sigs.chain(map.versions.iter().map(|(version, _)| version.to_string())).collect::<Vec<_>>()
    };
    assert_eq!(names(&map), ["sig-node", "1.27"]);

    // A page that also shows notes of unstated rights has `noindex`.
    db.import("unstated", UNSTATED).await;
    let mixed = db.store.site_map().await.unwrap();
    assert!(!mixed.timeline);
    assert_eq!((&mixed.entries, &mixed.notes), (&map.entries, &map.notes));
    assert_eq!(names(&mixed), ["sig-node"]);
}
