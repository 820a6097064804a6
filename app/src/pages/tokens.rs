//! `/tokens`: what lets programs write notes in the name of a curator.

use domain::address::Page;
use domain::pages::{ListedToken, TokenNotebook, TokensPage};
use domain::token::{ApiToken, MAX_LABEL_CHARS};
use leptos::prelude::*;

use crate::api;
use crate::parts::copy_button::CopyButton;
use crate::parts::head::Head;
use crate::parts::loaded::loaded;
use crate::request::{NewToken, Reader, Site};

/// The curator's own tokens, the one that was made just now among them.
#[component]
pub fn Page() -> impl IntoView {
    loaded(async move {
        let page = api::tokens().await?;
        Ok(view! { <Tokens page /> })
    })
}

#[component]
fn Tokens(page: TokensPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let TokensPage { tokens, notebooks } = page;
    let made = NewToken::current().map(|NewToken(token)| view! { <Made token /> });
    let none = tokens.is_empty().then(|| view! { <p>{lang.no_tokens()}</p> });
    let rows: Vec<_> = tokens.into_iter().map(|token| view! { <Row token /> }).collect();
    view! {
        <Head
            title=Some(lang.tokens().to_owned())
            description=lang.tokens_hint()
            canonical=Page::Tokens
            indexed=false
        />
        <main id="main" class="page bulk" tabindex="-1">
            <h1>{lang.tokens()}</h1>
            <p>{lang.tokens_hint()}</p>
            {made}
            <Make notebooks />
            <h2>{lang.your_tokens()}</h2>
            {none}
            <ul class="decisions">{rows}</ul>
            <Capture />
        </main>
    }
    .into_any()
}

/// The other ways of a note into a notebook.
#[component]
fn Capture() -> impl IntoView {
    let lang = Reader::current().lang;
    let bookmark = bookmark();
    let program = format!(
        r#"curl {} -H "Authorization: Bearer $KEPLINE_TOKEN" -H "Content-Type: application/json" -d '{{"markdown": "KEP-753"}}'"#,
        Site::absolute("/api/v1/notes")
    );
    view! {
        <h2 id="elsewhere">{lang.quick_capture()}</h2>
        <p>{lang.capture_on_phone()}</p>
        <p>{lang.capture_bookmark()}</p>
        <p class="capture-text">
            <code>{bookmark.clone()}</code>
            <CopyButton text=bookmark label=lang.copy_bookmark() />
        </p>
        <p>{lang.capture_by_program()}</p>
        <p class="capture-text">
            <code>{program}</code>
        </p>
    }
    .into_any()
}

/// The address of a bookmark that opens the form in another window, with what the page says of itself: it runs where the
/// policy of the page allows no script, as nothing is loaded there. It is no link here, as our own policy would stop it.
fn bookmark() -> String {
    format!(
        "javascript:void(open('{}?'+new URLSearchParams({{url:location.href,title:document.title,text:String(getSelection()).slice(0,1500)}})))",
        Site::absolute(&Page::Write.href())
    )
}

/// The new token, which is never shown again.
#[component]
fn Made(token: ApiToken) -> impl IntoView {
    let lang = Reader::current().lang;
    let text = token.as_str().to_owned();
    view! {
        <div class="new-token" role="status">
            <p>{lang.token_shown_once()}</p>
            <p>
                <code>{text.clone()}</code>
                <CopyButton text label=lang.copy_token() />
            </p>
        </div>
    }
    .into_any()
}

/// The form that makes one.
#[component]
fn Make(notebooks: Vec<TokenNotebook>) -> impl IntoView {
    let lang = Reader::current().lang;
    // Of one notebook there is no choice.
    let choice = (notebooks.len() > 1).then(|| {
        let options: Vec<_> = notebooks
            .into_iter()
            .map(|TokenNotebook { slug, title }| view! { <option value=slug.to_string()>{title}</option> })
            .collect();
        view! {
            <label>
                {lang.token_notebook()} <select name="notebook">
                    <option value="">{lang.token_all_notebooks()}</option>
                    {options}
                </select>
            </label>
        }
    });
    view! {
        <form class="sign-in" method="post" action=Page::Tokens.href()>
            <label>
                {lang.token_label()}
                <input
                    name="label"
                    autocomplete="off"
                    maxlength=MAX_LABEL_CHARS.to_string()
                    placeholder=lang.token_label_example()
                    required=true
                />
            </label>
            {choice}
            <button type="submit">{lang.make_token()}</button>
        </form>
    }
    .into_any()
}

/// A token, with the way to end it.
#[component]
fn Row(token: ListedToken) -> impl IntoView {
    let lang = Reader::current().lang;
    let ListedToken { id, label, notebook, created_at, last_used, revoked_at } = token;
    let revoke = revoked_at.is_none().then(|| {
        let described = format!("{}: {label}", lang.revoke_token());
        view! {
            <form method="post" action="/fn/revoke-token">
                <input type="hidden" name="token" value=id.to_string() />
                <button type="submit" aria-label=described>
                    {lang.revoke_token()}
                </button>
            </form>
        }
    });
    let facts = [
        notebook.map(|notebook| lang.token_for(&notebook.title)),
        Some(lang.token_made(domain::utc_day(created_at))),
        Some(lang.token_used(last_used)),
        revoked_at.map(|at| lang.token_revoked(domain::utc_day(at))),
    ];
    let facts: String = facts.into_iter().flatten().map(|fact| format!(" · {fact}")).collect();
    view! {
        <li data-undone=revoked_at.map(|_| "")>
            <span class="decision-words">
                <b>{label}</b>
                {facts}
            </span>
            {revoke}
        </li>
    }
    .into_any()
}
