//! A feed as a value, whatever it is printed as.

use app::feed::{FeedItem, Teller};
use app::text::Lang;
use domain::Timestamp;
use domain::address::Page;
use domain::list::feed::FeedItems;
use domain::list::keps::KepFilter;
use domain::pages::KepAnswer;
use store::{Store, Written};
use url::Url;

use super::asked::Question;
use super::{Asker, Refusal};

/// A feed.
#[derive(Clone, Debug)]
pub struct Feed {
    /// What stands in front of the names of items in their ids: `tag:kepline.example,2023:`.
    pub tag: String,
    /// What its own id ends with.
    pub name: String,
    /// What list it is of.
    pub title: String,
    /// What it holds, in words.
    pub subtitle: String,
    /// Where it is.
    pub own_url: String,
    /// Where its list is.
    pub page_url: String,
    /// The address of the site.
    pub site: String,
    /// The language around the notes.
    pub lang: Lang,
    /// When something in it changed last.
    pub updated: Timestamp,
    /// Newest first.
    pub items: Vec<FeedItem>,
}

/// The feed that is asked for.
pub async fn of(
    store: &Store,
    question: &Question,
    asker: &Asker,
    written: &Written,
) -> Result<Feed, Refusal> {
    let mut question = question.clone();
    let title = title(store, &mut question, asker.lang).await?;
    let found = match &question.list {
        Page::Keps(keps) => store.kep_feed(keps).await?,
        _ => store.feed(&question.filter, question.wanted.items).await?,
    };
    if found.unknown_notebook.is_some() {
        return Err(Refusal::NotFound);
    }
    let teller = Teller { lang: asker.lang, site: &asker.site, as_of: asker.as_of, viewer: asker.viewer };
    let notes = found.notes.iter().map(|it| teller.note(&it.entry, &it.note, it.added_at, it.changed_at));
    let moves = found.moves.iter().map(|it| teller.moved(it));
    let mut items: Vec<FeedItem> = moves.chain(notes).collect();
    // Of one instant they stay as the store has them.
    items.sort_by_key(|item| std::cmp::Reverse(item.updated));
    let of_keps = matches!(question.list, Page::Keps(_));
    let items_are = if of_keps { FeedItems::Moves } else { question.wanted.items };
    let absolute = |path: String| format!("{}{path}", asker.site);
    Ok(Feed {
        tag: tag(&asker.site),
        name: question.name(),
        title: format!("{title} — Kepline"),
        subtitle: asker.lang.feed_items(items_are).to_owned(),
        own_url: absolute(question.address()),
        page_url: absolute(question.list.href()),
        site: asker.site.clone(),
        lang: asker.lang,
        updated: items.first().map_or(written.at, |item| item.updated),
        items,
    })
}

/// What the list is called, where there is such a list; its own spelling of what it is about goes into the question.
pub async fn title(store: &Store, question: &mut Question, lang: Lang) -> Result<String, Refusal> {
    let is_there = match &question.list {
        Page::Sig(sig) => store.sig(sig).await?.is_some(),
        Page::Version(version) => store.version(*version).await?.is_some(),
        Page::Item(key) => match store.item(key).await? {
            Some(page) if page.key != *key => {
                let list = Page::Item(page.key);
                return Err(Refusal::Moved(Question { list, ..question.clone() }.address()));
            }
            page => page.is_some(),
        },
        Page::Kep(name) => match store.kep(name).await? {
            KepAnswer::One(page) => {
                let Some(number) = page.line.number else { return Err(Refusal::NotFound) };
                question.filter.keps = vec![number];
                let title = page.line.title.as_ref().map(|title| format!(" {title}")).unwrap_or_default();
                return Ok(format!("KEP-{number}{title}"));
            }
            KepAnswer::Several(..) => true,
            KepAnswer::Elsewhere(name) => {
                let list = Page::Kep(name);
                return Err(Refusal::Moved(Question { list, ..question.clone() }.address()));
            }
            KepAnswer::Unknown(_) => false,
        },
        Page::Keps(keps) => return Ok(kep_list_title(keps, lang)),
        _ => true,
    };
    if !is_there {
        return Err(Refusal::NotFound);
    }
    Ok(lang.list_title(&question.filter).unwrap_or_else(|| lang.timeline().to_owned()))
}

/// `KEPs`, with what narrows them.
pub fn kep_list_title(keps: &KepFilter, lang: Lang) -> String {
    let values = keps.unordered().pairs().into_iter().map(|(_, value)| value);
    [lang.keps().to_owned()].into_iter().chain(values).collect::<Vec<_>>().join(" · ")
}

/// The beginning of ids: they stay what they are for as long as the site keeps its name.
fn tag(site: &str) -> String {
    let url = Url::parse(site).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    // An address in brackets is no name of an authority.
    let host: String = host.chars().filter(|c| c.is_ascii_alphanumeric() || "-.".contains(*c)).collect();
    format!("tag:{host},2023:")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_begin_with_the_name_of_the_site() {
        assert_eq!(tag("https://kepline.example"), "tag:kepline.example,2023:");
        assert_eq!(tag("http://127.0.0.1:3000"), "tag:127.0.0.1,2023:");
        assert_eq!(tag("http://[::1]:3000"), "tag:1,2023:");
    }
}
