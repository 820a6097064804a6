//! Curators and their sessions.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::decision::curator::CuratorName;
use store::{Error, StoredSession};
use support::Database;

fn name(text: &str) -> CuratorName {
    text.parse().unwrap()
}

fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

#[tokio::test]
async fn a_name_is_one_curator_whatever_its_capitals() {
    let db = Database::new().await;
    let store = &db.store;
    store.add_curator(&name("Alice"), Some("hash"), at(0)).await.unwrap();
    let again = store.add_curator(&name("alice"), Some("other"), at(1)).await;
    assert!(matches!(again, Err(Error::CuratorExists(_))), "{again:?}");
    let alice = store.curator_by_name(&name("ALICE")).await.unwrap().unwrap();
    assert_eq!((alice.name.as_str(), alice.password_hash.as_deref()), ("Alice", Some("hash")));
    assert_eq!(store.curators().await.unwrap(), [alice]);
    assert!(matches!(store.remove_curator(&name("bob")).await, Err(Error::NoCurator(_))));
    assert!(matches!(store.set_password(&name("bob"), "hash").await, Err(Error::NoCurator(_))));
}

#[tokio::test]
async fn an_id_is_never_given_again() {
    let db = Database::new().await;
    let store = &db.store;
    store.add_curator(&name("alice"), None, at(0)).await.unwrap();
    let first = store.curator_by_name(&name("alice")).await.unwrap().unwrap().id;
    store.remove_curator(&name("alice")).await.unwrap();
    store.add_curator(&name("alice"), None, at(0)).await.unwrap();
    assert_ne!(store.curator_by_name(&name("alice")).await.unwrap().unwrap().id, first);
}

#[tokio::test]
async fn a_link_lets_in_until_somebody_has_a_password() {
    let db = Database::new().await;
    let store = &db.store;
    let first = store.curator_by_link(&name("curator"), at(0)).await.unwrap().unwrap();
    assert_eq!(store.curator_by_link(&name("curator"), at(9)).await.unwrap(), Some(first));
    assert!(!store.has_password().await.unwrap());
    store.set_password(&name("curator"), "hash").await.unwrap();
    assert!(store.has_password().await.unwrap());
    assert_eq!(store.curator_by_link(&name("curator"), at(9)).await.unwrap(), None);
    assert_eq!(store.curator_by_link(&name("another"), at(9)).await.unwrap(), None);
    assert_eq!(store.curators().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_session_that_has_ended_stays_ended() {
    let db = Database::new().await;
    let store = &db.store;
    store.add_curator(&name("alice"), Some("hash"), at(0)).await.unwrap();
    let alice = store.curator_by_name(&name("alice")).await.unwrap().unwrap().id;
    let session = StoredSession { curator: Some(alice), data: "{}".to_owned(), expires_at: at(60) };
    assert!(store.add_session("a", &session).await.unwrap());
    assert!(!store.add_session("a", &session).await.unwrap(), "an id is taken once");
    assert!(store.add_session("b", &session).await.unwrap());
    assert_eq!(store.session("a", at(59)).await.unwrap().as_ref(), Some(&session));
    assert_eq!(store.session("a", at(60)).await.unwrap(), None, "it has expired");

    store.delete_session("a").await.unwrap();
    store.save_session("a", &session).await.unwrap();
    assert_eq!(store.session("a", at(0)).await.unwrap(), None, "a late write does not bring it back");
    assert_eq!(store.delete_curator_sessions(alice).await.unwrap(), 1);

    for end in ["password", "removal"] {
        assert!(store.add_session(end, &session).await.unwrap());
        match end {
            "password" => store.set_password(&name("alice"), "other").await.unwrap(),
            _ => store.remove_curator(&name("alice")).await.unwrap(),
        }
        assert_eq!(store.session(end, at(0)).await.unwrap(), None, "{end}");
    }
    assert!(store.add_session("c", &StoredSession { curator: None, ..session }).await.unwrap());
    assert_eq!(store.delete_expired_sessions(at(59)).await.unwrap(), 0);
    assert_eq!(store.delete_expired_sessions(at(60)).await.unwrap(), 1);
}
