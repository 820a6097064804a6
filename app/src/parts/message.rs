//! A page that has nothing to show, with what to do.

use domain::address::Page;
use leptos::prelude::*;

use crate::error::AppError;
use crate::parts::head::Head;
use crate::parts::inline_code::inline_code;
use crate::request::{PageRequest, Reader};

/// A title, a sentence and a link to go on.
#[component]
pub fn Message(
    #[prop(into)] title: String,
    #[prop(into)] hint: String,
    /// The link to go on.
    #[prop(into)]
    link: MessageLink,
) -> impl IntoView {
    let canonical = PageRequest::current().path_and_query;
    let canonical = canonical.split('?').next().unwrap_or("/").to_owned();
    view! {
        <Head title=Some(title.clone()) description=hint.clone() canonical indexed=false />
        <main id="main" class="message" tabindex="-1">
            <h1>{title}</h1>
            <p>{inline_code(&hint)}</p>
            <p>
                <a class="way-out" href=link.href>
                    {link.label}
                </a>
            </p>
        </main>
    }
    .into_any()
}

/// The link of a message: its address and its label.
#[derive(Clone, Debug)]
pub struct MessageLink {
    href: String,
    label: String,
}

impl<H: Into<String>, L: Into<String>> From<(H, L)> for MessageLink {
    fn from((href, label): (H, L)) -> Self {
        Self { href: href.into(), label: label.into() }
    }
}

/// An error as a page, with its status.
#[component]
pub fn Failure(error: AppError) -> impl IntoView {
    let lang = Reader::current().lang;
    let error = error.respond();
    let home = || MessageLink::from((Page::timeline(), lang.to_timeline()));
    let hint = match error {
        AppError::NotFound => lang.not_found_page().to_owned(),
        _ => error.describe(lang),
    };
    let (title, link) = match error {
        AppError::NotFound => (lang.not_found(), home()),
        AppError::Forgotten => (lang.forgotten(), home()),
        AppError::BadRequest(_) => (lang.bad_request(), home()),
        AppError::SignInNeeded => {
            let sign_in = (Page::sign_in(&PageRequest::current().path_and_query), lang.sign_in());
            (lang.sign_in_needed(), sign_in.into())
        }
        AppError::Busy => (lang.busy(), home()),
        AppError::Overloaded => (lang.overloaded(), home()),
        AppError::TooMany { .. } => (lang.too_many_requests(), home()),
        AppError::Replaced => (lang.replaced(), home()),
        AppError::Failed => (lang.failed(), home()),
    };
    view! { <Message title hint link /> }
}
