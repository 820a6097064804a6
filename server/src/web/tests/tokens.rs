//! `/tokens`: a token is shown once, belongs to its curator, and ends when they say so.

use super::curators::{form, let_alice_in, let_in, page};
use super::*;

async fn post(site: &Site, cookie: &str, path: &str, pairs: &[(&str, &str)]) -> Answer {
    let headers = [("origin", PUBLIC_URL), ("cookie", cookie), ("accept", "text/html")];
    site.post(path, &headers, &form(pairs)).await
}

/// The token that a page shows.
fn shown(answer: &Answer) -> Option<&str> {
    let at = answer.body.find("<code>kepline_")? + "<code>".len();
    answer.body.get(at..at + 80)
}

/// Makes a token for the curator of a session.
pub(super) async fn make(site: &Site, cookie: &str, label: &str) -> String {
    let answer = post(site, cookie, "/tokens", &[("label", label)]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    shown(&answer).unwrap_or_else(|| panic!("no token: {}", answer.body)).to_owned()
}

/// Revokes the newest token of the curator of a session.
pub(super) async fn revoke_newest(site: &Site, cookie: &str) -> Answer {
    let list = page(site, "/tokens", cookie).await.body;
    let (_, rest) = list.split_once("name=\"token\" value=\"").expect("a token to revoke");
    let id = rest.split('"').next().unwrap();
    post(site, cookie, "/fn/revoke-token", &[("token", id)]).await
}

#[tokio::test]
async fn a_token_is_shown_on_one_page_that_nothing_stores() {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    let answer = post(&site, &cookie, "/tokens", &[("label", "my <b>phone</b>")]).await;
    assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(answer.header("location"), "", "it is in no address");
    let token = shown(&answer).unwrap().to_owned();
    assert!(token.parse::<domain::token::ApiToken>().is_ok(), "{token}");
    assert!(answer.body.contains("my &lt;b&gt;phone&lt;/b&gt;"), "{}", answer.body);
    assert!(answer.body.contains("<b>alice</b>"), "it is a whole page: {}", answer.body);
    let later = page(&site, "/tokens", &cookie).await;
    assert_eq!((later.status, later.header("cache-control")), (StatusCode::OK, "no-store"));
    assert!(later.body.contains("my &lt;b&gt;phone") && later.body.contains("never used"));
    for path in ["/tokens", "/status", "/decisions", "/", "/api/v1/status"] {
        assert!(!page(&site, path, &cookie).await.body.contains(&token[..16]), "{path}");
    }
    assert_ne!(make(&site, &cookie, "another").await, token);
}

#[tokio::test]
async fn tokens_are_for_curators_and_each_has_their_own() {
    let site = site_with_notes(NOTES).await;
    let (alice, bob) = (let_alice_in(&site).await, let_in(&site, "bob").await);
    let token = make(&site, &alice, "her telephone").await.parse::<domain::token::ApiToken>().unwrap();
    let stranger = site.get("/tokens").await;
    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED);
    assert!(!stranger.body.contains("her telephone") && !stranger.body.contains("name=\"label\""));
    assert!(!page(&site, "/tokens", &bob).await.body.contains("her telephone"));
    let form = [("label", "x")];
    let made = site.post("/tokens", &[("origin", PUBLIC_URL)], &super::curators::form(&form)).await;
    assert_eq!((made.status, shown(&made)), (StatusCode::UNAUTHORIZED, None));

    let id = site.store.tokens(&"alice".parse().unwrap()).await.unwrap()[0].id.to_string();
    let revoke = [("token", id.as_str())];
    assert_eq!(
        post(&site, &bob, "/fn/revoke-token", &revoke).await.header("serverfnerror"),
        "/fn/revoke-token"
    );
    let script = [("origin", PUBLIC_URL), ("cookie", bob.as_str())];
    let refused = site.post("/fn/revoke-token", &script, &super::curators::form(&revoke)).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
    assert!(site.store.token(&token.digest()).await.unwrap().is_some());
    let revoked = revoke_newest(&site, &alice).await;
    assert_eq!((revoked.status, revoked.header("location")), (StatusCode::FOUND, "/tokens"));
    assert_eq!(site.store.token(&token.digest()).await.unwrap(), None);
    let list = page(&site, "/tokens", &alice).await.body;
    assert!(list.contains("revoked") && !list.contains("name=\"token\""), "{list}");
}

#[tokio::test]
async fn what_cannot_be_made_is_described_on_the_page() {
    let site = site_with_notes(NOTES).await;
    let cookie = let_alice_in(&site).await;
    let long = "x".repeat(61);
    for (pairs, why) in [
        ([("label", " "), ("notebook", "")], "say what the token is for"),
        ([("label", long.as_str()), ("notebook", "")], "1 to 60 characters"),
        ([("label", "x"), ("notebook", "-")], "is not a notebook name"),
    ] {
        let answer = post(&site, &cookie, "/tokens", &pairs).await;
        assert_eq!((answer.status, shown(&answer)), (StatusCode::BAD_REQUEST, None), "{why}");
        assert!(answer.body.contains("form-error") && answer.body.contains(why), "{why}: {}", answer.body);
    }
    let unknown = post(&site, &cookie, "/tokens", &[("label", "x"), ("notebook", "nope")]).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    for n in 0..domain::token::MOST_TOKENS {
        make(&site, &cookie, &n.to_string()).await;
    }
    let refused = post(&site, &cookie, "/tokens", &[("label", "one too many")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    assert!(refused.body.contains("you have 20 tokens"), "{}", refused.body);
}
