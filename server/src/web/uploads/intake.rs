//! The way in for files, and what pages say of those that wait.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::request::{Reader, SignedIn, UploadRefusal, UploadState};
use axum::extract::{Request, State};
use axum::http::Extensions;
use axum::middleware::Next;
use axum::response::Response;
use domain::address::Page;
use domain::list::filter::Filter;
use store::Store;

use super::desk::{Desk, Owner};
use crate::web::form_pages::FormPages;
use crate::web::sign_in::{Entrance, Session};

/// What a form has besides its files.
const FIELDS_BYTES: u64 = 64 * 1024;

/// What uploads may take.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// The most bytes of one.
    pub bytes: u64,
    /// How long one is kept to be confirmed.
    pub kept: Duration,
}

/// The way in for files.
#[derive(Clone)]
pub struct Uploads {
    pub store: Store,
    pub limits: UploadLimits,
    /// Where files are kept, without a name.
    pub folder: PathBuf,
    pub desk: Arc<Desk>,
    pub entrance: Entrance,
    form_pages: FormPages,
}

impl Uploads {
    /// Files are kept beside the database; `form_pages` renders the form again.
    pub fn new(entrance: Entrance, limits: UploadLimits, form_pages: FormPages) -> Self {
        let store = entrance.store.clone();
        let folder = store.path().parent().map(PathBuf::from).filter(|folder| !folder.as_os_str().is_empty());
        let desk = Arc::new(Desk::new(limits.kept));
        let folder = folder.unwrap_or_else(|| PathBuf::from("."));
        Self { store, limits, folder, desk, entrance, form_pages }
    }

    /// The most bytes of a whole form.
    pub fn most_bytes(&self) -> u64 {
        self.limits.bytes.saturating_add(FIELDS_BYTES)
    }

    /// The form with why an upload was not taken.
    pub async fn refuse(&self, refusal: UploadRefusal, sender: &Extensions) -> Response {
        let reader = sender.get::<Reader>().copied().unwrap_or_default();
        let (max_bytes, refusal) = (self.limits.bytes, Some(refusal));
        let respond = self.form_pages.respond(&Page::Upload, reader, |extensions| {
            if let Some(signed_in) = sender.get::<SignedIn>() {
                extensions.insert(signed_in.clone());
            }
            extensions.insert(UploadState { max_bytes, refusal, ..UploadState::default() });
        });
        respond.await
    }
}

/// Adds [`UploadState`] to the requests for pages that show it.
pub async fn attach(State(uploads): State<Uploads>, mut request: Request, next: Next) -> Response {
    if let Some(state) = state(&uploads, &request) {
        request.extensions_mut().insert(state);
    }
    next.run(request).await
}

fn state(uploads: &Uploads, request: &Request) -> Option<UploadState> {
    if !request.method().is_safe() {
        return None;
    }
    let state = UploadState { max_bytes: uploads.limits.bytes, ..UploadState::default() };
    match Page::from_path(request.uri().path()).ok()? {
        Page::Upload => Some(state),
        Page::UploadPreview(token) => {
            let upload = uploads.desk.get(&token, &owner(request.extensions())?);
            Some(UploadState { preview: upload.map(|upload| (token, upload.preview().clone())), ..state })
        }
        Page::Timeline(_) => {
            // What a browser fetches ahead is read by nobody yet.
            let is_ahead = request.headers().contains_key("sec-purpose");
            let filter = request.uri().query()?.parse::<Filter>().ok().filter(|_| !is_ahead)?;
            let result = uploads.desk.take_result(&owner(request.extensions())?, |result| {
                filter == Filter::default().toggle_notebook(&result.notebook)
            })?;
            Some(UploadState { result: Some(result), ..state })
        }
        _ => None,
    }
}

/// The session of a curator's request: whose its uploads are.
pub fn owner(extensions: &Extensions) -> Option<Owner> {
    // A session may be too old to count.
    extensions.get::<SignedIn>()?;
    let session = extensions.get::<Session>()?;
    Some(Owner(session.session.id()?.to_string()))
}
