//! `/sign-in`: the form for curators, and the one that a one-time link leads to.

use domain::address::Page;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::parts::head::Head;
use crate::parts::inline_code::inline_code;
use crate::request::{Reader, SignInFailure, SignedIn, Site};
use crate::response::set_status;

/// Name and password; for a curator who is signed in, their name.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    if let Some(SignedIn { name }) = SignedIn::current() {
        return view! {
            <Frame failure=None>
                <p>{lang.signed_in_as()} " " <b>{name}</b></p>
                <p>
                    <a class="way-out" href=Page::timeline().href()>
                        {lang.to_timeline()}
                    </a>
                </p>
            </Frame>
        }
        .into_any();
    }
    let next = use_query_map().with_untracked(|query| query.get("next")).unwrap_or_else(|| "/".to_owned());
    view! {
        <Frame failure=SignInFailure::current()>
            <form class="sign-in" method="post" action=Page::sign_in("/").href()>
                <input type="hidden" name="next" value=next />
                <label>
                    {lang.curator_name()}
                    <input
                        name="name"
                        autocomplete="username"
                        autocapitalize="none"
                        spellcheck="false"
                        maxlength="40"
                        required=true
                    />
                </label>
                <label>
                    {lang.password()}
                    <input type="password" name="password" autocomplete="current-password" required=true />
                </label>
                <button type="submit">{lang.sign_in()}</button>
            </form>
            <p class="hint">{inline_code(lang.sign_in_hint())}</p>
        </Frame>
    }
    .into_any()
}

/// One button, so that what only looks at the link (a preview, a prefetch) does not use it up.
#[component]
pub fn LinkPage() -> impl IntoView {
    let lang = Reader::current().lang;
    let token = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    let failure = SignInFailure::current();
    let body = match failure {
        Some(_) => view! { <p class="hint">{inline_code(lang.sign_in_hint())}</p> }.into_any(),
        None => view! {
            <p>{inline_code(lang.sign_in_by_link())}</p>
            <form class="sign-in" method="post" action=Page::SignInByLink(token).href()>
                <button type="submit">{lang.sign_in_as_curator()}</button>
            </form>
        }
        .into_any(),
    };
    view! { <Frame failure>{body}</Frame> }
}

/// The page around a form, with the failure that led here.
#[component]
fn Frame(failure: Option<SignInFailure>, children: Children) -> impl IntoView {
    let lang = Reader::current().lang;
    let alert = failure.map(|failure| {
        set_status(failure.status());
        let message = match failure {
            SignInFailure::Wrong => lang.wrong_password().to_owned(),
            SignInFailure::TooMany { wait_seconds } => lang.too_many_passwords(wait_seconds),
            SignInFailure::LinkSpent => lang.link_spent().to_owned(),
            SignInFailure::SessionOver => lang.session_over().to_owned(),
            SignInFailure::PlainHttp => lang.plain_http().to_owned(),
        };
        let elsewhere = (failure == SignInFailure::PlainHttp).then(|| {
            let address = Site::absolute(&Page::sign_in("/").href());
            let href = address.clone();
            view! {
                " "
                <a href=href>{address}</a>
            }
        });
        view! {
            <p class="form-error" role="alert">
                {message} {elsewhere}
            </p>
        }
    });
    view! {
        <Head
            title=Some(lang.sign_in().to_owned())
            description=lang.sign_in_needed_hint()
            canonical=Page::sign_in("/")
            indexed=false
        />
        <main id="main" class="message" tabindex="-1">
            <h1>{lang.sign_in()}</h1>
            {alert}
            {children()}
        </main>
    }
    .into_any()
}
