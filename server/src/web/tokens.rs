//! The form that makes a token: its answer is the one page that ever shows it.

use app::error::AppError;
use app::request::{NewToken, PageRequest, Reader, SignInFailure, SignedIn};
use axum::Router;
use axum::extract::{Form, State};
use axum::response::Response;
use axum::routing::post;
use axum::{Extension, http::Extensions};
use domain::address::Page;
use domain::decision::curator::CuratorName;
use domain::notebook::NotebookSlug;
use domain::token::{ApiToken, RANDOM_BYTES, TokenLabel, TokenScope};
use jiff::Timestamp;
use serde::Deserialize;
use store::Store;

use super::form_pages::FormPages;
use super::problem;
use super::sign_in::Entrance;

/// What the form needs.
#[derive(Clone)]
pub struct TokenForms {
    store: Store,
    entrance: Entrance,
    pages: FormPages,
}

impl TokenForms {
    pub fn new(store: Store, entrance: Entrance, pages: FormPages) -> Self {
        Self { store, entrance, pages }
    }

    /// Makes a token for a curator.
    async fn make(&self, curator: &str, form: &TokenForm) -> Result<ApiToken, AppError> {
        let curator: CuratorName = parse(curator)?;
        let label: TokenLabel = parse(&form.label)?;
        let notebook = match form.notebook.as_str() {
            "" => None,
            slug => Some(parse::<NotebookSlug>(slug)?),
        };
        let mut random = [0; RANDOM_BYTES];
        getrandom::fill(&mut random).map_err(|error| {
            tracing::error!(%error, "cannot get random numbers from the system");
            AppError::Failed
        })?;
        let token = ApiToken::new(random);
        let new = store::NewToken { digest: token.digest(), label, scope: TokenScope::AddNotes, notebook };
        self.store.add_token(&curator, &new, Timestamp::now()).await?;
        tracing::info!(%curator, "a token was made");
        Ok(token)
    }
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, AppError> {
    text.parse().map_err(|error: T::Err| AppError::BadRequest(error.to_string()))
}

/// The route of the form.
pub fn routes<S: Clone + Send + Sync + 'static>(forms: TokenForms) -> Router<S> {
    Router::new().route(&Page::Tokens.path(), post(make)).with_state(forms)
}

/// The fields of the form.
#[derive(Deserialize)]
struct TokenForm {
    #[serde(default)]
    label: String,
    /// The notebook that the token is for alone; empty for all that are written here.
    #[serde(default)]
    notebook: String,
}

/// Makes a token and shows it on the page of tokens; what cannot be made is said there.
async fn make(
    State(forms): State<TokenForms>,
    reader: Extension<Reader>,
    signed_in: Option<Extension<SignedIn>>,
    Form(form): Form<TokenForm>,
) -> Response {
    let (page, reader) = (Page::Tokens, *reader);
    let Some(Extension(signed_in)) = signed_in else {
        let next = page.href().parse().unwrap_or_default();
        return forms.entrance.respond(SignInFailure::SessionOver, reader, &next).await;
    };
    let made = forms.make(&signed_in.name, &form).await;
    let status = made.as_ref().err().map(problem::status);
    let extend = |extensions: &mut Extensions| {
        extensions.insert(signed_in);
        match made {
            Ok(token) => {
                extensions.insert(NewToken(token));
            }
            Err(error) => {
                let path_and_query = page.href();
                extensions.insert(PageRequest {
                    path_and_query,
                    form_error: Some(error),
                    ..PageRequest::default()
                });
            }
        }
    };
    let mut response = forms.pages.respond(&page, reader, extend).await;
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    response
}
