//! `/sign-in`: the form for curators, and the one behind a one-time link.

use domain::address::Page;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::parts::head::Head;
use crate::parts::inline_code::inline_code;
use crate::request::{Reader, SignedIn};
use crate::response::set_status;

/// Why somebody stands before the form again: put beside the request by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The name or the password is wrong; which one is not told.
    Wrong,
    /// Too many wrong ones.
    TooMany {
        /// How long to wait.
        wait_seconds: u32,
    },
    /// The one-time link was used, or is too old.
    LinkSpent,
    /// Something was sent that only curators may, without a session.
    SessionOver,
}

impl Told {
    /// What the server told of this request.
    pub fn current() -> Option<Self> {
        use_context()
    }

    /// The status of the page that tells it.
    pub fn status(self) -> u16 {
        match self {
            Self::Wrong | Self::SessionOver => 401,
            Self::TooMany { .. } => 429,
            Self::LinkSpent => 410,
        }
    }
}

/// Name and password; who is signed in already is told so.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    if let Some(SignedIn { name }) = SignedIn::current() {
        return view! {
            <Frame told=None>
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
        <Frame told=Told::current()>
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
    let told = Told::current();
    let body = match told {
        Some(_) => view! { <p class="hint">{inline_code(lang.sign_in_hint())}</p> }.into_any(),
        None => view! {
            <p>{inline_code(lang.sign_in_by_link())}</p>
            <form class="sign-in" method="post" action=Page::SignInByLink(token).href()>
                <button type="submit">{lang.sign_in_as_curator()}</button>
            </form>
        }
        .into_any(),
    };
    view! { <Frame told>{body}</Frame> }
}

/// The page around a form, with what went wrong.
#[component]
fn Frame(told: Option<Told>, children: Children) -> impl IntoView {
    let lang = Reader::current().lang;
    let told = told.map(|told| {
        set_status(told.status());
        let words = match told {
            Told::Wrong => lang.wrong_password().to_owned(),
            Told::TooMany { wait_seconds } => lang.too_many_passwords(wait_seconds),
            Told::LinkSpent => lang.link_spent().to_owned(),
            Told::SessionOver => lang.session_over().to_owned(),
        };
        view! {
            <p class="told" role="alert">
                {words}
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
            {told}
            {children()}
        </main>
    }
    .into_any()
}
