//! The title of a list, in feeds and Markdown.

use app::text::Lang;
use domain::address::Page;
use domain::pages::KepAnswer;
use store::Store;

use super::format_request::FormatRequest;
use super::refusal::Refusal;

/// What the list is called, where there is such a list; its own spelling of what it is about goes into the request.
pub async fn list_title(store: &Store, request: &mut FormatRequest, lang: Lang) -> Result<String, Refusal> {
    let is_there = match &request.list {
        Page::Sig(sig) => store.sig(sig).await?.is_some(),
        Page::Version(version) => store.version(*version).await?.is_some(),
        Page::Item(key) => match store.item(key).await? {
            Some(page) if page.key != *key => {
                let list = Page::Item(page.key);
                return Err(Refusal::Moved(FormatRequest { list, ..request.clone() }.address()));
            }
            page => page.is_some(),
        },
        Page::Kep(name) => match store.kep(name).await? {
            KepAnswer::One(page) => {
                let Some(number) = page.line.number else { return Err(Refusal::NotFound) };
                request.filter.keps = vec![number];
                let title = page.line.title.as_ref().map(|title| format!(" {title}")).unwrap_or_default();
                return Ok(format!("KEP-{number}{title}"));
            }
            KepAnswer::Several(..) => true,
            KepAnswer::Elsewhere(name) => {
                let list = Page::Kep(name);
                return Err(Refusal::Moved(FormatRequest { list, ..request.clone() }.address()));
            }
            KepAnswer::Unknown(_) => false,
        },
        Page::Keps(keps) => return Ok(lang.kep_list_title(keps)),
        Page::Digest(period) => return Ok(lang.digest_title(*period)),
        Page::LatestDigest(kind) => return Ok(lang.latest_digests(*kind).to_owned()),
        _ => true,
    };
    if !is_there {
        return Err(Refusal::NotFound);
    }
    Ok(lang.list_title(&request.filter).unwrap_or_else(|| lang.timeline().to_owned()))
}
