//! The pages of the site: Leptos' routes, and what pages take from their request.

use std::pin::Pin;
use std::sync::Arc;

use app::request::{DataAge, PageRequest, Reader, SignInFailure, SignedIn, Site};
use axum::Router;
use axum::extract::Request;
use axum::response::Response;
use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::prelude::{provide_context, use_context};
use leptos_axum::{LeptosRoutes, generate_route_list};
use store::Store;

use crate::web::security;
use crate::web::site::SiteFiles;

/// Renders the page of a request.
pub type PageRenderer = Arc<dyn Fn(Request) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync>;

/// What Leptos must know: where a page finds its script, with the hash of the files in the path.
pub fn leptos_options(files: &SiteFiles) -> LeptosOptions {
    LeptosOptions::builder().output_name("kepline").site_pkg_dir(files.package_path()).build()
}

/// The routes of all pages, and the renderer for what has none.
pub fn routes(store: Store, site: Site, options: &LeptosOptions) -> (Router<LeptosOptions>, PageRenderer) {
    let routes = generate_route_list(app::App);
    let context = move || provide_request(&store, &site);
    let shell = {
        let options = options.clone();
        move || app::shell(options.clone())
    };
    let render = leptos_axum::render_app_async_with_context(context.clone(), shell.clone());
    let not_found = render.clone();
    let router = Router::new()
        .leptos_routes_with_context(options, routes, context, shell)
        .fallback(move |request: Request| not_found(request));
    (router, Arc::new(move |request| Box::pin(render(request))))
}

/// Provides the store, the site and what the layers before have read of the request.
fn provide_request(store: &Store, site: &Site) {
    provide_context(site.clone());
    let parts = use_context::<Parts>();
    let request = parts.as_ref().and_then(|parts| parts.extensions.get::<PageRequest>());
    provide_context(store.as_of(request.and_then(|request| request.as_of.ok().flatten())));
    if let Some(parts) = parts {
        provide_context(parts.extensions.get::<Reader>().copied().unwrap_or_default());
        provide_context(parts.extensions.get::<DataAge>().copied().unwrap_or_default());
        if let Some(signed_in) = parts.extensions.get::<SignedIn>() {
            provide_context(signed_in.clone());
        }
        if let Some(failure) = parts.extensions.get::<SignInFailure>() {
            provide_context(*failure);
        }
        if let Some(request) = parts.extensions.get::<PageRequest>() {
            provide_context(request.clone());
        }
    }
    security::allow_own_scripts();
}
