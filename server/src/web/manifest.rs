//! What a phone needs to have the site among its programs: the manifest with its icons, and where what is shared goes.

mod icon;

use app::manifest_path;
use app::text::Lang;
use axum::Router;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use domain::address::Page;
use serde_json::{Value, json};

use crate::web::conditional::ONE_HOUR;

/// The routes of the manifest in each language, and of the icons.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Lang::ALL.iter().fold(Router::new(), |router, lang| {
        router.route(&manifest_path(*lang), get(async move || respond(*lang)))
    });
    icon::SIZES.iter().fold(router, |router, size| {
        router.route(&icon::path(*size), get(async move || icon::respond(*size).await))
    })
}

fn respond(lang: Lang) -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, ONE_HOUR)];
    (headers, manifest(lang).to_string())
}

/// The manifest. What is shared with the site fills in the form that writes notes, and is not saved by that.
fn manifest(lang: Lang) -> Value {
    let icon = |size: u32, purpose: &str| {
        let (src, sizes) = (icon::path(size), format!("{size}x{size}"));
        json!({ "src": src, "sizes": sizes, "type": "image/png", "purpose": purpose })
    };
    let icons: Vec<Value> =
        icon::SIZES.iter().flat_map(|size| ["any", "maskable"].map(|purpose| icon(*size, purpose))).collect();
    json!({
        // The same in each language, so that a phone takes both for one program.
        "id": "/",
        "name": "Kepline",
        "short_name": "Kepline",
        "description": lang.tagline(),
        "lang": lang.as_str(),
        "start_url": Page::timeline().href(),
        "scope": "/",
        "display": "minimal-ui",
        "icons": icons,
        "shortcuts": [{ "name": lang.write_a_note(), "url": Page::Write.href() }],
        "share_target": {
            "action": Page::Write.href(),
            "method": "GET",
            // What a GET has anyway: Chromium warns where it is not said.
            "enctype": "application/x-www-form-urlencoded",
            "params": { "title": "title", "text": "text", "url": "url" },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shared_goes_to_the_form_that_writes() {
        for lang in Lang::ALL {
            let manifest = manifest(*lang);
            let target = &manifest["share_target"];
            assert_eq!((&target["action"], &target["method"]), (&json!("/write"), &json!("GET")));
            assert_eq!(target["params"].as_object().map(serde_json::Map::len), Some(3));
            assert_eq!(manifest["lang"], lang.as_str());
            assert_eq!(manifest["id"], "/");
        }
    }
}
