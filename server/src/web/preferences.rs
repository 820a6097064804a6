//! `POST /preferences`: language and theme, stored in cookies, by a form that needs no JavaScript.

use app::request::{Site, Theme};
use app::text::Lang;
use axum::Extension;
use axum::extract::Form;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::address::own_path::OwnPath;
use serde::Deserialize;

use crate::web::page_request::{LANG_COOKIE, THEME_COOKIE};

/// What the form sends.
#[derive(Deserialize)]
pub struct Preferences {
    lang: Option<String>,
    theme: Option<String>,
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
    let back: OwnPath = preferences.back.and_then(|back| back.parse().ok()).unwrap_or_default();
    (jar, Redirect::to(back.as_str())).into_response()
}

fn unknown_value(name: &str, expected: &str) -> Response {
    (StatusCode::BAD_REQUEST, format!("{name} must be {expected}\n")).into_response()
}

fn cookie(name: &'static str, value: &'static str, site: &Site) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(site.public_url.starts_with("https:"))
        .permanent()
        .build()
}
