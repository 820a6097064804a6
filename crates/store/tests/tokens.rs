//! Tokens of curators: by their digest alone, as long as they are in force.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use domain::decision::curator::CuratorName;
use domain::token::{ApiToken, MOST_TOKENS, TokenScope};
use sqlx::Row;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use store::{Error, NewToken, Store, TokenId};
use support::Database;

fn name(text: &str) -> CuratorName {
    text.parse().unwrap()
}

fn at(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(1_700_000_000 + seconds).unwrap()
}

fn token(n: u8) -> ApiToken {
    ApiToken::new([n; 32])
}

/// Adds the token of a number, called by it.
async fn add(store: &Store, curator: &str, n: u8) -> store::Result<()> {
    let new = NewToken {
        digest: token(n).digest(),
        label: format!("token {n}").parse().unwrap(),
        scope: TokenScope::AddNotes,
        notebook: None,
    };
    store.add_token(&name(curator), &new, at(i64::from(n))).await
}

async fn store_of_curators(names: &[&str]) -> Database {
    let db = Database::new().await;
    for who in names {
        db.store.add_curator(&name(who), Some("hash"), at(0)).await.unwrap();
    }
    db
}

#[tokio::test]
async fn a_token_counts_until_it_is_revoked() {
    let db = store_of_curators(&["alice", "bob"]).await;
    let store = &db.store;
    add(store, "alice", 1).await.unwrap();
    let stored = store.token(&token(1).digest()).await.unwrap().unwrap();
    assert_eq!((stored.curator.as_str(), stored.scope), ("alice", Some(TokenScope::AddNotes)));
    assert_eq!(store.token(&token(2).digest()).await.unwrap(), None);

    let foreign = store.revoke_token(&name("bob"), stored.id, at(5)).await;
    assert!(matches!(foreign, Err(Error::NoToken)), "{foreign:?}");
    assert!(store.token(&token(1).digest()).await.unwrap().is_some(), "it is alice's to revoke");
    store.revoke_token(&name("alice"), stored.id, at(6)).await.unwrap();
    assert_eq!(store.token(&token(1).digest()).await.unwrap(), None);
    let again = store.revoke_token(&name("alice"), stored.id, at(7)).await;
    assert!(matches!(again, Err(Error::NoToken)), "{again:?}");
    assert!(matches!(store.revoke_token(&name("alice"), TokenId(99), at(7)).await, Err(Error::NoToken)));
    let listed = store.tokens(&name("alice")).await.unwrap();
    assert_eq!((listed[0].label.as_str(), listed[0].revoked_at), ("token 1", Some(at(6))));
    assert_eq!(store.tokens(&name("bob")).await.unwrap(), []);
}

#[tokio::test]
async fn tokens_end_with_their_curator_and_with_their_notebook() {
    let db = store_of_curators(&["alice", "bob"]).await;
    let store = &db.store;
    add(store, "alice", 1).await.unwrap();
    let slug = "field-notes".parse().unwrap();
    let new = NewToken {
        digest: token(2).digest(),
        label: "bound".parse().unwrap(),
        scope: TokenScope::AddNotes,
        notebook: Some(slug),
    };
    let missing = store.add_token(&name("bob"), &new, at(0)).await;
    assert!(matches!(missing, Err(Error::NoNotebook(_))), "{missing:?}");
    db.import("field-notes", "---\ntitle: Field notes\n---\n\n## 2023-10-10\n- a note\n").await;
    store.add_token(&name("bob"), &new, at(0)).await.unwrap();
    let bound = store.token(&token(2).digest()).await.unwrap().unwrap();
    assert_eq!(bound.notebook, new.notebook);
    assert_eq!(store.tokens(&name("bob")).await.unwrap()[0].notebook.as_ref().unwrap().title, "Field notes");

    store.remove_curator(&name("alice")).await.unwrap();
    assert_eq!(store.token(&token(1).digest()).await.unwrap(), None);
    store.remove_notebook(new.notebook.as_ref().unwrap()).await.unwrap();
    assert_eq!(store.token(&token(2).digest()).await.unwrap(), None);
    assert!(matches!(add(store, "alice", 3).await, Err(Error::NoCurator(_))));
}

#[tokio::test]
async fn a_curator_has_so_many_tokens_at_most() {
    let db = store_of_curators(&["alice", "bob"]).await;
    let store = &db.store;
    let most = u8::try_from(MOST_TOKENS).unwrap();
    for n in 0..most {
        add(store, "alice", n).await.unwrap();
    }
    assert!(matches!(add(store, "alice", most).await, Err(Error::TooManyTokens)));
    add(store, "bob", 99).await.unwrap();
    let first = store.token(&token(0).digest()).await.unwrap().unwrap();
    store.revoke_token(&name("alice"), first.id, at(99)).await.unwrap();
    add(store, "alice", most).await.unwrap();
    let labels: Vec<String> =
        store.tokens(&name("alice")).await.unwrap().into_iter().map(|token| token.label).collect();
    assert_eq!(labels.first().map(String::as_str), Some("token 20"), "newest first");
    assert_eq!(labels.last().map(String::as_str), Some("token 0"), "what was revoked comes last");
}

#[tokio::test]
async fn the_use_of_a_token_is_written_once_a_day() {
    let db = store_of_curators(&["alice"]).await;
    let store = &db.store;
    add(store, "alice", 1).await.unwrap();
    let mut connection = connect(store).await;
    let mut version = async || -> i64 {
        sqlx::query_scalar("pragma data_version").fetch_one(&mut connection).await.unwrap()
    };
    let mut before = version().await;
    for (day, is_written) in
        [("2026-11-28", true), ("2026-11-28", false), ("2026-11-27", false), ("2026-11-29", true)]
    {
        let stored = store.token(&token(1).digest()).await.unwrap().unwrap();
        store.record_token_use(&stored, day.parse().unwrap()).await.unwrap();
        let after = version().await;
        assert_eq!(after != before, is_written, "{day}");
        before = after;
    }
    let last = store.tokens(&name("alice")).await.unwrap()[0].last_used;
    assert_eq!(last, Some("2026-11-29".parse().unwrap()));
}

#[tokio::test]
async fn a_scope_of_a_newer_kepline_is_none_here() {
    let db = store_of_curators(&["alice"]).await;
    add(&db.store, "alice", 1).await.unwrap();
    connect(&db.store).await.execute("update api_token set scope = 'read-everything'").await.unwrap();
    assert_eq!(db.store.token(&token(1).digest()).await.unwrap().unwrap().scope, None);
}

#[tokio::test]
async fn the_text_of_a_token_stands_in_no_table() {
    let db = store_of_curators(&["alice"]).await;
    add(&db.store, "alice", 1).await.unwrap();
    let mut connection = connect(&db.store).await;
    let tables: Vec<String> = sqlx::query_scalar("select name from sqlite_schema where type = 'table'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let (whole, token) = (token(1), token(1));
    let secret = &token.as_str()["kepline_".len()..];
    let mut digests = 0;
    for table in tables {
        let rows = sqlx::query(AssertSqlSafe(format!("select * from \"{table}\"")))
            .fetch_all(&mut connection)
            .await
            .unwrap_or_default();
        for row in rows {
            for n in 0..row.len() {
                let text: String = row.try_get_unchecked(n).unwrap_or_default();
                assert!(!text.contains(secret), "{table}");
                digests += usize::from(text == whole.digest().as_str());
            }
        }
    }
    assert_eq!(digests, 1, "only its digest is there, once");
}

async fn connect(store: &Store) -> SqliteConnection {
    SqliteConnectOptions::new().filename(store.path()).connect().await.unwrap()
}
