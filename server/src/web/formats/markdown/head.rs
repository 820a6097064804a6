//! The head of a Markdown document.

use app::html::escape;

use crate::web::formats::context::RenderContext;
use crate::web::formats::format_request::FormatRequest;

/// The title, where the list lives, and how old its states are.
pub fn head(title: &str, request: &FormatRequest, context: &RenderContext, count: &str) -> String {
    let (site, page) = (&context.site, request.list.href());
    let days = context.lang.data_days(context.as_of);
    format!("# {}\n\n<{site}{page}> · {} · {days}\n", escape::markdown(title), escape::markdown(count))
}
