//! `POST /preferences`: language, theme and the release that a reader runs, stored in cookies, by a form that needs no
//! JavaScript.

use app::request::{Site, Theme};
use app::text::Lang;
use axum::Extension;
use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::address::own_path::OwnPath;
use domain::version::Version;
use serde::Deserialize;

use crate::web::page_request::{LANG_COOKIE, THEME_COOKIE, VERSION_COOKIE};

/// What the form sends.
#[derive(Deserialize)]
pub struct Preferences {
    lang: Option<String>,
    theme: Option<String>,
    /// The release that the reader runs; empty for none.
    version: Option<String>,
    /// The path to redirect to.
    back: Option<String>,
}

/// Stores the preferences and redirects back; an unknown value is a 400.
pub async fn choose(
    Extension(site): Extension<Site>,
    jar: CookieJar,
    Form(preferences): Form<Preferences>,
) -> Response {
    let mut jar = jar;
    if let Some(lang) = &preferences.lang {
        let Some(lang) = Lang::from_tag(lang) else { return unknown_value("lang", "en or ja") };
        jar = jar.add(cookie(LANG_COOKIE, lang.as_str(), &site));
    }
    if let Some(theme) = &preferences.theme {
        let Ok(theme) = theme.parse::<Theme>() else {
            return unknown_value("theme", "system, light or dark");
        };
        jar = jar.add(cookie(THEME_COOKIE, theme.as_str(), &site));
    }
    if let Some(version) = preferences.version.as_deref().map(str::trim) {
        let cookie = match version.parse::<Version>() {
            Ok(version) => cookie(VERSION_COOKIE, &version.to_string(), &site),
            Err(_) if version.is_empty() => removed(cookie(VERSION_COOKIE, "", &site)),
            Err(_) => return unknown_value("version", "a release such as 1.31, or empty"),
        };
        jar = jar.add(cookie);
    }
    let back: OwnPath = preferences.back.and_then(|back| back.parse().ok()).unwrap_or_default();
    (jar, Redirect::to(back.as_str())).into_response()
}

fn unknown_value(name: &str, expected: &str) -> Response {
    (StatusCode::BAD_REQUEST, format!("{name} must be {expected}\n")).into_response()
}

fn removed(mut cookie: Cookie<'static>) -> Cookie<'static> {
    cookie.make_removal();
    cookie
}

fn cookie(name: &'static str, value: &str, site: &Site) -> Cookie<'static> {
    Cookie::build((name, value.to_owned()))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(site.public_url.starts_with("https:"))
        .permanent()
        .build()
}
