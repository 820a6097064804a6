//! A feed as Atom (RFC 4287).

use std::io;

use app::feed::FeedItem;
use domain::Timestamp;
use jiff::tz::Offset;
use quick_xml::events::{BytesDecl, BytesText, Event};
use quick_xml::{ElementWriter, Writer};

use super::feed::Feed;

const NAMESPACE: &str = "http://www.w3.org/2005/Atom";

type Xml = Writer<Vec<u8>>;

/// The document; `None` where it cannot be written, which nothing in a feed can bring about.
pub fn print(feed: &Feed) -> Option<String> {
    let mut xml = Writer::new(Vec::new());
    write_feed(&mut xml, feed).ok()?;
    String::from_utf8(xml.into_inner()).ok()
}

fn write_feed(xml: &mut Xml, feed: &Feed) -> io::Result<()> {
    xml.write_event(Event::Decl(BytesDecl::new("1.0", None, None)))?;
    xml.write_event(Event::Text(BytesText::new("\n")))?;
    let root = [("xmlns", NAMESPACE), ("xml:lang", feed.lang.as_str())];
    element(xml, "feed", &root, |xml| {
        text(xml, "title", &[], &feed.title)?;
        text(xml, "id", &[], &format!("{}list/{}", feed.tag, feed.name))?;
        text(xml, "updated", &[], &time(feed.updated))?;
        element(xml, "author", &[], |xml| {
            text(xml, "name", &[], "Kepline")?;
            text(xml, "uri", &[], &feed.site)
        })?;
        text(xml, "generator", &[("version", env!("CARGO_PKG_VERSION"))], "Kepline")?;
        text(xml, "icon", &[], &format!("{}/favicon.svg", feed.site))?;
        empty(xml, "link", &[("href", &feed.own_url), ("rel", "self"), ("type", "application/atom+xml")])?;
        empty(xml, "link", &[("href", &feed.page_url), ("rel", "alternate"), ("type", "text/html")])?;
        text(xml, "subtitle", &[], &feed.subtitle)?;
        feed.items.iter().try_for_each(|item| write_entry(xml, &feed.tag, item))
    })
}

fn write_entry(xml: &mut Xml, tag: &str, item: &FeedItem) -> io::Result<()> {
    let lang = item.lang.as_str();
    element(xml, "entry", &[], |xml| {
        text(xml, "title", &[("xml:lang", lang)], &item.title)?;
        text(xml, "id", &[], &format!("{tag}{}", item.name))?;
        text(xml, "updated", &[], &time(item.updated))?;
        if let Some(author) = &item.author {
            element(xml, "author", &[], |xml| text(xml, "name", &[], author))?;
        }
        for (term, label) in &item.tags {
            empty(xml, "category", &[("term", term), ("label", label)])?;
        }
        empty(xml, "link", &[("href", &item.url), ("rel", "alternate")])?;
        text(xml, "published", &[], &time(item.published))?;
        // A notice in place of withheld text is a summary.
        let name = if item.is_withheld { "summary" } else { "content" };
        text(xml, name, &[("xml:lang", lang), ("type", "html")], &item.html)
    })
}

fn element(
    xml: &mut Xml,
    name: &str,
    attributes: &[(&str, &str)],
    content: impl FnOnce(&mut Xml) -> io::Result<()>,
) -> io::Result<()> {
    start(xml, name, attributes).write_inner_content(content)?;
    Ok(())
}

fn text(xml: &mut Xml, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    element(xml, name, attributes, |xml| xml.write_event(Event::Text(BytesText::new(&writable(text)))))
}

fn empty(xml: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    start(xml, name, attributes).write_empty()?;
    Ok(())
}

fn start<'a>(xml: &'a mut Xml, name: &'a str, attributes: &[(&str, &str)]) -> ElementWriter<'a, Vec<u8>> {
    attributes.iter().fold(xml.create_element(name), |element, (name, value)| {
        element.with_attribute((*name, writable(value).as_str()))
    })
}

fn time(at: Timestamp) -> String {
    at.display_with_offset(Offset::UTC).to_string()
}

/// Text without the characters that XML has no way to write; the rest is escaped where it is written.
fn writable(text: &str) -> String {
    let fits = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.chars().map(|c| if fits(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

#[cfg(test)]
mod tests {
    use app::text::Lang;
    use atom_syndication::Feed as Atom;
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
        writable(text).replace("\r\n", "\n").replace('\r', "\n")
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
            assert_eq!(read.to_string(), printed, "another writer writes the same");
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
