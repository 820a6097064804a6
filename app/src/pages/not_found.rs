//! Any path that is no page.

use domain::address::Page;
use leptos::prelude::*;

use crate::parts::message::Message;
use crate::request::Reader;
use crate::response::set_status;

/// A 404 that leads back.
#[component]
pub fn Page() -> impl IntoView {
    let lang = Reader::current().lang;
    set_status(404);
    view! { <Message title=lang.not_found() hint=lang.not_found_page() link=(Page::timeline(), lang.to_timeline()) /> }
}
