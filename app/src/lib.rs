//! Kepline's pages: what a reader sees, and the seam to the server.
//!
//! Pages are rendered on the server and need no JavaScript. Where there is some, the crate `browser` makes them nicer;
//! nothing of them is rendered again there.
//!
//! Each group is made of those after it: [`pages`] (one file a URL) of [`parts`] and [`figure`] (components) and of
//! [`api`] (server functions); parts of [`share`] (what a page says elsewhere) and [`html`] (strings of HTML); all of
//! them of [`text`]. [`feed`] makes the items of feeds for the server. [`request`] is what a page knows of its
//! request, [`response`] and [`error`] what it says back.

// The macros of Leptos make public items that no contract can be written on.
#![allow(
    missing_docs,
    reason = "components and server functions are documented, what is generated of them is not"
)]

// What a page knows of its request, and what it says back.
pub mod error;
pub mod request;
pub mod response;

// What pages have the server do.
pub mod source_desk;

// From texts to pages.
pub mod text;

pub mod html;

pub mod feed;
pub mod share;

pub mod api;

pub mod figure;
pub mod parts;

pub mod pages;

use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::{
    annotate, archive, bulk, decisions, digest, entry, forget, gates, history, import, kep, keps, not_found,
    note, on_this_day, refs, review, sign_in, sigs, sources, status, timeline, tokens, upgrade, upload,
    verdicts, versions, write,
};
use crate::request::{Reader, Theme};
use crate::text::Lang;

/// The module that starts what JavaScript adds to a page, and its name among the files of the package.
pub const START_SCRIPT: (&str, &str) = ("start.js", include_str!("start.js"));

/// The address of the manifest in a language, by which a phone has the site among its programs.
pub fn manifest_path(lang: Lang) -> String {
    format!("/manifest.{}.webmanifest", lang.as_str())
}

/// The document around every page.
///
/// No script stands in it: its policy allows the site's files alone, and a page is the same bytes for all of its readers.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    let reader = Reader::current();
    let theme = match reader.theme {
        Theme::System => None,
        theme => Some(theme.as_str()),
    };
    // Nothing is rendered again in the browser, so that nothing needs to be found there.
    if let Some(shared) = Owner::current_shared_context() {
        shared.set_is_hydrating(false);
    }
    let file = |suffix: &str| format!("/{}/{}.{suffix}", options.site_pkg_dir, options.output_name);
    let start = format!("/{}/{}", options.site_pkg_dir, START_SCRIPT.0);
    view! {
        <!DOCTYPE html>
        <html lang=reader.lang.as_str() data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <meta name="color-scheme" content="light dark" />
                <MetaTags />
                <link rel="stylesheet" href=file("css") />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/icon-192.png" />
                <link rel="manifest" href=manifest_path(reader.lang) />
                <link rel="modulepreload" href=file("js") crossorigin="" />
                <script type="module" src=start></script>
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// All pages, each at its URL.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <parts::frame::Frame>
                <Routes fallback=not_found::Page>
                    <Route path=path!("/") view=timeline::Page ssr=SsrMode::Async />
                    <Route path=path!("/e/:entry") view=entry::Page ssr=SsrMode::Async />
                    <Route path=path!("/e/:entry/history") view=history::Page ssr=SsrMode::Async />
                    <Route path=path!("/e/:entry/:note") view=note::Page ssr=SsrMode::Async />
                    <Route path=path!("/keps") view=keps::Page ssr=SsrMode::Async />
                    <Route path=path!("/keps/:name") view=kep::Page ssr=SsrMode::Async />
                    <Route path=path!("/kep/:name") view=kep::Page ssr=SsrMode::Async />
                    <Route path=path!("/refs/:owner/:repo/:number") view=refs::Page ssr=SsrMode::Async />
                    <Route path=path!("/sigs") view=sigs::ListPage ssr=SsrMode::Async />
                    <Route path=path!("/sigs/:sig") view=sigs::Page ssr=SsrMode::Async />
                    <Route path=path!("/versions") view=versions::ListPage ssr=SsrMode::Async />
                    <Route path=path!("/versions/:version") view=versions::Page ssr=SsrMode::Async />
                    <Route path=path!("/upgrade") view=upgrade::StartPage ssr=SsrMode::Async />
                    <Route path=path!("/upgrade/:range") view=upgrade::Page ssr=SsrMode::Async />
                    <Route path=path!("/annotate") view=annotate::Page ssr=SsrMode::Async />
                    <Route path=path!("/gates") view=gates::ListPage ssr=SsrMode::Async />
                    <Route path=path!("/gates/:name") view=gates::Page ssr=SsrMode::Async />
                    <Route path=path!("/verdicts") view=verdicts::Page ssr=SsrMode::Async />
                    <Route path=path!("/digest") view=digest::ListPage ssr=SsrMode::Async />
                    <Route path=path!("/digest/:period") view=digest::Page ssr=SsrMode::Async />
                    <Route path=path!("/on-this-day") view=on_this_day::Page ssr=SsrMode::Async />
                    <Route path=path!("/on-this-day/:day") view=on_this_day::Page ssr=SsrMode::Async />
                    <Route path=path!("/status") view=status::Page ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=sign_in::Page ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/:token") view=sign_in::LinkPage ssr=SsrMode::Async />
                    <Route path=path!("/review") view=review::Page ssr=SsrMode::Async />
                    <Route path=path!("/bulk") view=bulk::Page ssr=SsrMode::Async />
                    <Route path=path!("/decisions") view=decisions::Page ssr=SsrMode::Async />
                    <Route path=path!("/import") view=upload::Page ssr=SsrMode::Async />
                    <Route path=path!("/import/:token") view=upload::PreviewPage ssr=SsrMode::Async />
                    <Route path=path!("/imports/:run") view=import::Page ssr=SsrMode::Async />
                    <Route path=path!("/tokens") view=tokens::Page ssr=SsrMode::Async />
                    <Route path=path!("/forget/:id") view=forget::Page ssr=SsrMode::Async />
                    <Route path=path!("/write") view=write::Page ssr=SsrMode::Async />
                    <Route path=path!("/write/:note") view=write::EditPage ssr=SsrMode::Async />
                    <Route path=path!("/sources") view=sources::Page ssr=SsrMode::Async />
                    <Route path=path!("/:year") view=archive::Page ssr=SsrMode::Async />
                    <Route path=path!("/:year/:month") view=archive::Page ssr=SsrMode::Async />
                    <Route path=path!("/:year/:month/:day") view=archive::Page ssr=SsrMode::Async />
                </Routes>
            </parts::frame::Frame>
        </Router>
    }
}
