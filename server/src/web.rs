//! The site over HTTP: routes, and what every request passes.

// What a client can do to the server by connections and requests alone.
mod admission;
mod client;
mod connections;
mod header_timer;
mod workload;

// What every request passes, and what answers share.
mod body_limit;
mod conditional;
mod encoding;
mod form_pages;
mod form_redirects;
mod page_request;
mod problem;
mod security;
mod vary;

// Pages, and those who sign in to them.
mod annotating;
mod pages;
mod preferences;
pub mod sign_in;
mod tokens;
mod uploads;
mod writing;

// What is refused once a client has had its share of what costs.
mod quota;

// The same in other forms.
mod api;
mod badges;
mod cards;
mod formats;
mod llms;
pub mod mcp;
mod oembed;
mod searchable;
mod zenn;

// Files, and what crawlers look for.
mod manifest;
mod robots;
pub mod site;

// What is in memory already, in front of all of it.
mod page_cache;

// How it is going.
mod health;
pub mod metrics;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use app::request::Site;
use app::source_desk::SourceDesk;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderName, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use jiff::Timestamp;
use store::Store;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::{CompressionLayer, CompressionLevel};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};

use crate::sources::{Desk, SourceSettings};
use crate::web::api::Api;
use crate::web::body_limit::MAX_BODY_BYTES;
use crate::web::client::ClientFinder;
pub use crate::web::client::TrustedProxies;
pub use crate::web::connections::ConnectionLimits;
use crate::web::form_pages::FormPages;
use crate::web::metrics::Metrics;
use crate::web::metrics::access::Access;
use crate::web::page_cache::PageCache;
use crate::web::quota::Quota;
use crate::web::sign_in::{Entrance, OneTimeLink, SessionCookie};
use crate::web::site::SiteFiles;
use crate::web::tokens::TokenForms;
pub use crate::web::uploads::UploadLimits;
use crate::web::uploads::Uploads;
use crate::web::workload::Workload;

/// The longest time for an answer, and for what its request sends.
pub const TIME_LIMIT: Duration = Duration::from_secs(30);

/// What a site is served with besides its database.
pub struct Options {
    /// Its public address.
    pub site: Site,
    /// Its script, styles and icon.
    pub files: SiteFiles,
    /// The link that lets its first curator in.
    pub link: Option<OneTimeLink>,
    /// The font with Japanese characters, where it is not one of the system.
    pub card_font: Option<PathBuf>,
    /// The memory for answers that are asked for again, in bytes; 0 for none.
    pub page_cache_bytes: u64,
    /// The proxies that say who their clients are.
    pub trusted_proxies: TrustedProxies,
    /// How much of what costs a client may ask for in a minute; 0 for no limit.
    pub costly_per_minute: u32,
    /// How long an answer may take, from the header of its request on; a 503 from then on.
    pub time_limit: Duration,
    /// What uploads may take.
    pub uploads: UploadLimits,
    /// What is counted, and who may see it at the address of the site.
    pub metrics: (Metrics, Access),
    /// How the sources are read that curators look at.
    pub sources: SourceSettings,
    /// The clock by which pages say how old their facts are.
    pub now: fn() -> Timestamp,
}

/// Serves until Ctrl-C or a termination signal, then lets requests finish for a while.
pub async fn serve(listener: TcpListener, store: Store, options: Options, limits: ConnectionLimits) {
    connections::serve(listener, router(store, options), limits, stopped()).await;
}

/// Everything that the site answers: from memory, or by [`routes`].
///
/// An answer from memory passes six layers, which are all that it needs; its other headers are kept with it.
pub fn router(store: Store, options: Options) -> Router {
    let (now, page_cache_bytes, site) = (options.now, options.page_cache_bytes, options.site.clone());
    let clients = ClientFinder::new(options.trusted_proxies.clone());
    let quota = Quota::per_minute(options.costly_per_minute);
    let (metrics, _) = options.metrics.clone();
    let routes = routes(store.clone(), options);
    let cache = PageCache::new(routes, store, now, quota, page_cache_bytes, metrics.kept.clone());
    Router::new()
        .fallback(async move |request: Request| cache.respond(request).await)
        .layer(from_fn_with_state(site, admission::admit))
        .layer(from_fn_with_state(clients, client::identify))
        .layer(from_fn_with_state(metrics, metrics::count))
        .layer(PropagateRequestIdLayer::new(HeaderName::from_static("x-request-id")))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(tracing::Level::INFO)),
        )
        .layer(SetRequestIdLayer::new(HeaderName::from_static("x-request-id"), MakeRequestUuid))
}

/// The routes of the site, and what every request to them passes.
fn routes(store: Store, options: Options) -> Router {
    let Options { site, files, link, card_font, metrics, time_limit, sources, uploads, now, .. } = options;
    let options = pages::leptos_options(&files);
    let files = Arc::new(files);
    let desk = SourceDesk(Arc::new(Desk::new(store.clone(), sources)));
    let (pages, render) = pages::routes(store.clone(), site.clone(), desk, &options);
    let form_pages = FormPages::new(store.clone(), Arc::clone(&render), now);
    let entrance = Entrance::new(store.clone(), link, form_pages.clone());
    let uploads = Uploads::new(entrance.clone(), uploads, form_pages.clone());
    let cookie = SessionCookie::new(&site.public_url, store.clone());
    let pages = pages
        .merge(sign_in::routes(&entrance))
        .merge(tokens::routes(TokenForms::new(store.clone(), entrance.clone(), form_pages.clone())))
        .merge(annotating::routes(store.clone(), form_pages.clone()))
        .merge(writing::routes(store.clone(), form_pages, now))
        .merge(uploads::routes(&uploads))
        .layer(from_fn_with_state(uploads, uploads::attach))
        .layer(from_fn_with_state(store.clone(), formats::answer))
        .layer(from_fn_with_state(store.clone(), badges::answer))
        // Its addresses have suffixes of their own.
        .merge(api::routes(Api::new(store.clone(), site.clone(), Arc::clone(&entrance.attempts))));
    sign_in::guard(pages, &entrance, &cookie)
        .route("/preferences", axum::routing::post(preferences::choose))
        .merge(mcp::routes(store.clone(), site.clone()))
        .merge(health::routes(store.clone()))
        .merge(metrics::routes(metrics, store.clone()))
        .merge(site::routes(files))
        .merge(manifest::routes())
        .merge(cards::routes(store.clone(), card_font))
        .merge(robots::routes(store.clone(), site.clone()))
        .merge(zenn::routes(store.clone()))
        .merge(llms::routes(store.clone(), site.clone()))
        .merge(oembed::routes(store.clone(), site.clone()))
        .layer(from_fn_with_state(render, quota::refuse))
        .layer(from_fn_with_state((store, now), page_request::read))
        .layer(from_fn(form_redirects::redirect_back))
        .layer(from_fn(security::form_writes))
        .layer(from_fn(security::same_origin_writes))
        .layer(axum::Extension(site.clone()))
        .layer(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_fn(body_limit::limit))
        .layer(from_fn(body_limit::drain_large))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(CatchPanicLayer::new())
        .layer(from_fn_with_state(time_limit, workload::limit_time))
        .layer(from_fn_with_state(Workload::default(), workload::limit))
        // Around all layers that answer themselves, so that their answers are logged and carry headers too.
        .layer(from_fn(api::errors_as_json))
        .layer(from_fn_with_state(site.clone(), api::allow_reading))
        .layer(from_fn_with_state(site, security::headers))
        .layer(from_fn_with_state(cookie, sign_in::forget_dead))
        .with_state(options)
}

/// The span of a request in the log, without the token of a one-time link.
fn span(request: &Request) -> tracing::Span {
    let hides_token = request.uri().path().starts_with("/sign-in/");
    let uri = || if hides_token { "/sign-in/(token)".to_owned() } else { request.uri().to_string() };
    tracing::info_span!("request", method = %request.method(), uri = uri(), version = ?request.version())
}

/// What is for those who watch the server, at an address of its own: figures and health, and no page.
pub async fn serve_metrics(listener: TcpListener, store: Store, metrics: Metrics, limits: ConnectionLimits) {
    let router = Router::new()
        .merge(health::routes(store.clone()))
        .merge(metrics::routes((metrics, Access::Anybody), store))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT));
    connections::serve(listener, router, limits, std::future::pending()).await;
}

/// Ends at Ctrl-C or a termination signal.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending::<()>().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}
