//! Lists of KEPs, groups and versions, as tables in Markdown.

use std::fmt::Write;

use app::html::escape;
use app::text::names::kep_name;
use domain::Date;
use domain::address::{Page, join};
use domain::list::keps::KepFilter;
use domain::pages::KepLine;
use store::Store;

use super::head::head;
use crate::web::formats::context::RenderContext;
use crate::web::formats::format_request::FormatRequest;
use crate::web::formats::refusal::Refusal;

/// A page of KEPs.
pub async fn keps(
    store: &Store,
    filter: &KepFilter,
    request: &FormatRequest,
    context: &RenderContext,
) -> Result<String, Refusal> {
    let lang = context.lang;
    let list = store.keps(filter).await?;
    if list.keps.is_empty() && filter.page > 0 {
        return Err(Refusal::NotFound);
    }
    let count = lang.kep_list_size(list.matching, list.cited);
    let mut out = head(&lang.kep_list_title(filter), request, context, &count);
    out.push('\n');
    let heads = [
        "KEP",
        lang.title(),
        lang.sig(),
        lang.status_column(),
        lang.now_column(),
        lang.moved_column(),
        lang.notes_column(),
    ];
    push_head(&mut out, &heads);
    for kep in &list.keps {
        push_kep(&mut out, kep, context);
    }
    if filter.page + 1 < list.pages() {
        let next = Page::Keps(filter.at_page(filter.page + 1));
        let path = join(&next.path_as(request.format), &request.feed_query.query(&next.query()));
        let _ = writeln!(out, "\n→ <{}{path}>", context.site);
    }
    Ok(out)
}

fn push_kep(out: &mut String, kep: &KepLine, context: &RenderContext) {
    let lang = context.lang;
    let cells = [
        format!("[{}]({}{})", escape::markdown(&kep_name(kep)), context.site, Page::Kep(kep.name.clone())),
        escape::markdown(kep.title.as_deref().unwrap_or(lang.untitled())),
        kep.owning_sig.as_ref().map(|sig| escape::markdown(&sig.label())).unwrap_or_default(),
        escape::markdown(&lang.status(&kep.status())),
        escape::markdown(&lang.kep_state(&kep.state)),
        day(kep.moved_on),
        number(kep.notes),
    ];
    push_row(out, &cells);
}

/// Every group.
pub async fn sigs(store: &Store, context: &RenderContext) -> Result<String, Refusal> {
    let lang = context.lang;
    let mut out = format!("# {}\n\n<{}{}>\n\n", lang.sigs(), context.site, Page::Sigs);
    push_head(&mut out, &[lang.group(), lang.notes_column(), lang.keps_owned()]);
    for line in store.sigs().await?.sigs {
        let group = format!(
            "[{}]({}{})",
            escape::markdown(&line.sig.label()),
            context.site,
            Page::Sig(line.sig.clone())
        );
        push_row(&mut out, &[group, number(line.notes), number(line.keps)]);
    }
    Ok(out)
}

/// Every version, newest first.
pub async fn versions(store: &Store, context: &RenderContext) -> Result<String, Refusal> {
    let lang = context.lang;
    let mut out = format!("# {}\n\n<{}{}>\n\n", lang.versions(), context.site, Page::Versions);
    let heads = [lang.version(), lang.release_day(), lang.end_of_life(), lang.tagged_notes()];
    push_head(&mut out, &heads);
    for line in store.versions().await?.versions {
        let version = format!("[{}]({}{})", line.version, context.site, Page::Version(line.version));
        let released = day(line.release.map(|release| release.day));
        let ends = day(line.release.and_then(|release| release.end_of_life));
        push_row(&mut out, &[version, released, ends, number(line.notes)]);
    }
    Ok(out)
}

fn push_head(out: &mut String, heads: &[&str]) {
    push_row(out, heads);
    push_row(out, &vec!["---"; heads.len()]);
}

fn push_row<T: AsRef<str>>(out: &mut String, cells: &[T]) {
    for cell in cells {
        let _ = write!(out, "| {} ", cell.as_ref());
    }
    out.push_str("|\n");
}

fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

fn number(number: u32) -> String {
    if number > 0 { number.to_string() } else { String::new() }
}
