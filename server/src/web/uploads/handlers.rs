//! The handlers of the forms: plain POSTs, which redirect to a page.

use std::sync::Arc;

use app::request::{Reader, SignInFailure, SignedIn, UploadRefusal};
use axum::extract::{Form, FromRequest, Multipart, Path, Request, State};
use axum::http::{Extensions, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::address::Page;
use domain::list::filter::Filter;
use futures_util::StreamExt;
use serde::Deserialize;

use super::desk::{Owner, Upload};
use super::form::UploadForm;
use super::intake::{Uploads, owner};
use super::trial::{ImportRefusal, Trial};
use crate::web::body_limit::announced;

/// How many times larger than it may be an upload may be announced to be read to its end only to be refused.
const DRAINED_TIMES: u64 = 4;

/// Takes an upload, and leads to what importing it would change.
pub async fn upload(State(uploads): State<Uploads>, request: Request) -> Response {
    let sender = request.extensions().clone();
    let Some(owner) = owner(&sender) else { return sign_in(&uploads, &sender).await };
    if let Some(announced) = announced(&request).and_then(|bytes| u64::try_from(bytes).ok())
        && announced > uploads.most_bytes()
    {
        if announced <= uploads.limits.bytes.saturating_mul(DRAINED_TIMES) {
            // A client that is still sending would find the connection closed instead of the answer.
            let mut body = request.into_body().into_data_stream();
            while let Some(Ok(_)) = body.next().await {}
        }
        return uploads.refuse(UploadRefusal::TooLarge, &sender).await;
    }
    let form = match Multipart::from_request(request, &()).await {
        Ok(form) => UploadForm::read(form, &uploads.folder).await,
        Err(_) => Err(UploadRefusal::NoForm),
    };
    match look(&uploads, owner, form).await {
        Ok(token) => Redirect::to(&Page::UploadPreview(token).href()).into_response(),
        Err(refusal) => uploads.refuse(refusal, &sender).await,
    }
}

/// The token of an upload, with what importing it would change.
async fn look(
    uploads: &Uploads,
    owner: Owner,
    form: Result<UploadForm, UploadRefusal>,
) -> Result<String, UploadRefusal> {
    let form = form?;
    let trial = Trial::new(&uploads.store, &form).await?;
    uploads.desk.insert(Upload::new(owner, Arc::new(form), trial)).map_err(|_| UploadRefusal::TooMany)
}

/// The fields of the form that confirms.
#[derive(Deserialize)]
pub struct Confirmation {
    then: String,
    #[serde(default)]
    agreed: Option<String>,
}

/// Imports an upload, or leaves it.
pub async fn confirm(
    State(uploads): State<Uploads>,
    Path(token): Path<String>,
    extensions: Extensions,
    Form(confirmation): Form<Confirmation>,
) -> Response {
    let Some(owner) = owner(&extensions) else { return sign_in(&uploads, &extensions).await };
    let here = Page::UploadPreview(token.clone()).href();
    // One that is gone leads to the page that says so.
    let Some(upload) = uploads.desk.get(&token, &owner) else { return Redirect::to(&here).into_response() };
    if confirmation.then != "apply" {
        uploads.desk.take(&token, &owner);
        return Redirect::to(&Page::Upload.href()).into_response();
    }
    if upload.preview().needs_consent && confirmation.agreed.is_none() {
        let lang = extensions.get::<Reader>().copied().unwrap_or_default().lang;
        return (StatusCode::BAD_REQUEST, format!("{}\n", lang.upload_unconfirmed())).into_response();
    }
    let Some(upload) = uploads.desk.take(&token, &owner) else { return Redirect::to(&here).into_response() };
    let curator = extensions.get::<SignedIn>().map(|signed_in| signed_in.name.clone()).unwrap_or_default();
    // It goes on where nobody waits for it any more.
    let importing = tokio::spawn(import(uploads.clone(), token, owner, upload, curator));
    match importing.await {
        Ok(Ok(page)) => Redirect::to(&page.href()).into_response(),
        Ok(Err(refusal)) => uploads.refuse(refusal, &extensions).await,
        Err(error) => {
            tracing::error!(%error, "an upload could not be imported");
            uploads.refuse(UploadRefusal::Failed, &extensions).await
        }
    }
}

/// Imports an upload; gives the page to go on with: that of the notebook, or again what would change, where that is other
/// than what was shown.
async fn import(
    uploads: Uploads,
    token: String,
    owner: Owner,
    upload: Arc<Upload>,
    curator: String,
) -> Result<Page, UploadRefusal> {
    match upload.trial.import(&uploads.store, &upload.form).await {
        Ok(result) => {
            tracing::info!(notebook = %result.notebook, curator, "an upload was imported");
            let list = Filter::default().toggle_notebook(&result.notebook);
            uploads.desk.insert_result(owner, result);
            Ok(list.into())
        }
        Err(ImportRefusal::Outdated) => {
            uploads.desk.put_back(token.clone(), renewed(&uploads, owner, upload).await?);
            Ok(Page::UploadPreview(token))
        }
        Err(ImportRefusal::Refused(refusal)) => Err(refusal),
    }
}

/// The same upload with what importing it would change now.
async fn renewed(uploads: &Uploads, owner: Owner, upload: Arc<Upload>) -> Result<Arc<Upload>, UploadRefusal> {
    let mut trial = Trial::new(&uploads.store, &upload.form).await?;
    trial.preview.is_renewed = true;
    Ok(Arc::new(Upload::new(owner, Arc::clone(&upload.form), trial)))
}

/// The form to sign in, in place of what only curators may do.
async fn sign_in(uploads: &Uploads, sender: &Extensions) -> Response {
    let reader = sender.get::<Reader>().copied().unwrap_or_default();
    let next = Page::Upload.href().parse().unwrap_or_default();
    uploads.entrance.respond(SignInFailure::SessionOver, reader, &next).await
}
