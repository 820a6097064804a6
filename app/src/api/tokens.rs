//! The tokens of a curator. The form that makes one is the server's own, as its answer alone shows the token.

use domain::address::Page;
use domain::decision::curator::CuratorName;
use domain::notebook::Notebook;
use domain::pages::{TokenNotebook, TokensPage};
use leptos::prelude::*;

use super::form::{curator, parse, redirect_back};
use crate::error::AppError;

/// The curator's own tokens, and what a new one can be for.
pub async fn tokens() -> Result<TokensPage, AppError> {
    let curator: CuratorName = parse(&curator()?.name)?;
    let store = expect_context::<store::Store>();
    let notebooks = store.written_notebooks().await?.into_iter();
    let notebooks = notebooks.map(|Notebook { slug, title, .. }| TokenNotebook { slug, title }).collect();
    Ok(TokensPage { tokens: store.tokens(&curator).await?, notebooks })
}

/// Ends a token of the curator: the next request with it is refused.
#[server(name = RevokeToken, prefix = "/fn", endpoint = "revoke-token")]
pub async fn revoke_token(token: i64) -> Result<(), AppError> {
    let curator: CuratorName = parse(&curator()?.name)?;
    let store = expect_context::<store::Store>();
    store.revoke_token(&curator, store::TokenId(token), domain::Timestamp::now()).await?;
    tracing::info!(%curator, token, "a token was revoked");
    redirect_back(&Page::Tokens.href(), None);
    Ok(())
}
