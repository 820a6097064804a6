//! A feed as Atom (RFC 4287).

use atom_syndication::{
    Category, Content, Entry, Feed as Atom, FixedDateTime, Generator, Link, Person, Text,
};
use domain::Timestamp;

use super::feed::Feed;
use app::parts::feed::FeedItem;

/// The document; `None` where it cannot be written, which nothing in a feed can bring about.
pub fn print(feed: &Feed) -> Option<String> {
    let kepline = Person { name: "Kepline".into(), uri: Some(feed.site.clone()), ..Person::default() };
    let mut own = link("self", &feed.own_url);
    own.mime_type = Some("application/atom+xml".into());
    let mut page = link("alternate", &feed.page_url);
    page.mime_type = Some("text/html".into());
    let generator =
        Generator { value: "Kepline".into(), uri: None, version: Some(env!("CARGO_PKG_VERSION").into()) };
    let atom = Atom {
        title: Text::plain(xml(&feed.title)),
        subtitle: Some(Text::plain(xml(&feed.subtitle))),
        id: format!("{}list/{}", feed.tag, feed.name),
        updated: time(feed.updated)?,
        authors: vec![kepline],
        generator: Some(generator),
        icon: Some(format!("{}/favicon.svg", feed.site)),
        links: vec![own, page],
        entries: feed.items.iter().map(|item| entry(feed, item)).collect::<Option<_>>()?,
        lang: Some(feed.lang.tag().into()),
        ..Atom::default()
    };
    let bytes = atom.write_to(Vec::new()).ok()?;
    String::from_utf8(bytes).ok()
}

fn entry(feed: &Feed, item: &FeedItem) -> Option<Entry> {
    let html = xml(&item.html);
    let lang = Some(item.lang.tag().to_owned());
    let mut title = Text::plain(xml(&item.title));
    title.lang = lang.clone();
    // What is said instead of a note's words is no content of it.
    let (summary, content) = if item.is_withheld {
        (Some(Text { lang, ..Text::html(html) }), None)
    } else {
        let content_type = Some("html".to_owned());
        (None, Some(Content { value: Some(html), content_type, lang, ..Content::default() }))
    };
    let author = item.author.iter().map(|name| Person { name: xml(name), ..Person::default() });
    let category = |(term, label): &(String, String)| Category {
        term: xml(term),
        label: Some(xml(label)),
        ..Category::default()
    };
    Some(Entry {
        title,
        id: format!("{}{}", feed.tag, item.name),
        updated: time(item.updated)?,
        published: Some(time(item.published)?),
        authors: author.collect(),
        categories: item.tags.iter().map(category).collect(),
        links: vec![link("alternate", &item.url)],
        summary,
        content,
        ..Entry::default()
    })
}

fn link(rel: &str, href: &str) -> Link {
    Link { rel: rel.into(), href: xml(href), ..Link::default() }
}

fn time(at: Timestamp) -> Option<FixedDateTime> {
    at.to_string().parse().ok()
}

/// Text without the characters that XML has no way to write; the rest is escaped where it is written.
fn xml(text: &str) -> String {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if fits(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use app::text::Lang;
    use proptest::prelude::*;

    use super::*;

    fn item(text: &str) -> FeedItem {
        FeedItem {
            name: "note/0a1b2c3d".into(),
            url: format!("https://kepline.example/{text}"),
            title: text.into(),
            html: text.into(),
            lang: Lang::Ja,
            is_withheld: false,
            published: Timestamp::UNIX_EPOCH,
            updated: Timestamp::UNIX_EPOCH,
            author: Some(text.into()),
            tags: vec![(text.into(), text.into())],
            citations: Vec::new(),
        }
    }

    fn feed(text: &str) -> Feed {
        Feed {
            tag: "tag:kepline.example,2023:".into(),
            name: "index".into(),
            title: text.into(),
            subtitle: text.into(),
            own_url: "https://kepline.example/index.atom".into(),
            page_url: "https://kepline.example/".into(),
            site: "https://kepline.example".into(),
            lang: Lang::En,
            updated: Timestamp::UNIX_EPOCH,
            items: vec![item(text)],
        }
    }

    /// What an XML reader gives back of a text.
    fn as_read(text: &str) -> String {
        xml(text).replace("\r\n", "\n").replace('\r', "\n")
    }

    #[test]
    fn hostile_text_stays_text() {
        for text in
            ["]]>", "<script>alert(1)</script>", "a\0b\u{b}c\u{fffe}", "&amp;&lt;", "\"'>", "<!--", "<?xml"]
        {
            let printed = print(&feed(text)).unwrap();
            let read: Atom = printed.parse().unwrap();
            let content = read.entries[0].content.as_ref().and_then(|content| content.value.clone());
            assert_eq!(content.as_deref(), Some(as_read(text).as_str()), "{printed}");
            assert_eq!(read.entries[0].title.value, as_read(text), "{printed}");
            assert!(!printed.contains("<script>"), "{printed}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn any_text_is_well_formed(text in any::<String>()) {
            let printed = print(&feed(&text)).unwrap();
            prop_assert!(feed_rs::parser::parse(printed.as_bytes()).is_ok(), "{}", printed);
            let read: Atom = printed.parse().unwrap();
            prop_assert_eq!(read.entries.len(), 1);
            prop_assert!(printed.chars().all(|c| c == '\n' || c >= ' ' || c == '\t' || c == '\r'));
        }
    }
}
