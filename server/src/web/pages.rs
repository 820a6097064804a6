//! The pages of the site: Leptos' routes, and what pages take from their request.

use std::pin::Pin;
use std::sync::Arc;

use app::request::{
    DataAge, NewToken, NotePreparation, PageRequest, Reader, RequestRefusal, SentDocument, SentForm,
    SignInFailure, SignedIn, Site, UploadState,
};
use app::source_desk::SourceDesk;
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use futures_util::StreamExt;
use futures_util::stream::once;
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{RenderHtml, provide_context, take_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list, handle_response_inner};
use store::Store;

use crate::web::site::SiteFiles;

/// Renders the page of a request.
pub type PageRenderer = Arc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync>;

/// What Leptos must know: where a page finds its script, with the hash of the files in the path.
pub fn leptos_options(files: &SiteFiles) -> LeptosOptions {
    LeptosOptions::builder().output_name("kepline").site_pkg_dir(files.package_path()).build()
}

/// The routes of all pages, and the renderer for what has none.
pub fn routes(
    store: Store,
    site: Site,
    desk: SourceDesk,
    options: &LeptosOptions,
) -> (Router<LeptosOptions>, PageRenderer) {
    let routes = generate_route_list(app::App);
    let context = move || {
        provide_context(desk.clone());
        provide_request(&store, &site);
    };
    let render: PageRenderer = {
        let (context, options) = (context.clone(), options.clone());
        Arc::new(move |request| {
            let options = options.clone();
            // Whole, and without the scripts that Leptos would send after it: nothing there reads them.
            handle_response_inner(
                context.clone(),
                move || app::shell(options),
                request,
                |page, _scripts, _| {
                    Box::pin(async {
                        let page: String = page.to_html_stream_in_order().collect().await;
                        let page = without_markers(&page);
                        Box::pin(once(async { page })) as _
                    })
                },
            )
        })
    };
    let page = {
        let render = Arc::clone(&render);
        move |request: Request| render(request)
    };
    let router = Router::new()
        // Of no page, so the server functions alone.
        .leptos_routes_with_context(options, Vec::new(), context, || ())
        .leptos_routes_with_handler(routes, page.clone())
        .fallback(page);
    (router, render)
}

/// Between nodes, for a browser that would take them over.
const MARKERS: [&str; 2] = ["<!>", "<!--<() />-->"];

/// A page without the markers of Leptos, which nothing reads: 2 % of the timeline. Neither text nor attributes have them, as
/// `<` is escaped there.
fn without_markers(page: &str) -> String {
    MARKERS.iter().fold(page.to_owned(), |page, marker| page.replace(marker, ""))
}

/// Provides the store, the site and what the layers before have read of the request.
fn provide_request(store: &Store, site: &Site) {
    // No script stands in a page: with a nonce its bytes would differ from answer to answer.
    let _ = take_context::<Nonce>();
    provide_context(site.clone());
    provide_context(NotePreparation(ingest::prepare));
    let parts = use_context::<Parts>();
    let request = parts.as_ref().and_then(|parts| parts.extensions.get::<PageRequest>());
    provide_context(store.as_of(request.and_then(|request| request.as_of.ok().flatten())));
    if let Some(parts) = parts {
        provide_context(parts.extensions.get::<Reader>().copied().unwrap_or_default());
        provide_context(parts.extensions.get::<DataAge>().copied().unwrap_or_default());
        if let Some(signed_in) = parts.extensions.get::<SignedIn>() {
            provide_context(signed_in.clone());
        }
        if let Some(token) = parts.extensions.get::<NewToken>() {
            provide_context(token.clone());
        }
        if let Some(failure) = parts.extensions.get::<SignInFailure>() {
            provide_context(*failure);
        }
        if let Some(refusal) = parts.extensions.get::<RequestRefusal>() {
            provide_context(refusal.clone());
        }
        if let Some(form) = parts.extensions.get::<SentForm>() {
            provide_context(form.clone());
        }
        if let Some(document) = parts.extensions.get::<SentDocument>() {
            provide_context(document.clone());
        }
        if let Some(state) = parts.extensions.get::<UploadState>() {
            provide_context(state.clone());
        }
        if let Some(request) = parts.extensions.get::<PageRequest>() {
            provide_context(request.clone());
        }
    }
}
