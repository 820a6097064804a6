//! Structured data (JSON-LD) for those who read pages by machine.

use serde_json::{Map, Value, json};

use super::{PageKind, Share};
use domain::cite::reference::is_web;
use domain::notebook::Rights;

impl Share {
    /// What the page is, as the text of a `<script type="application/ld+json">`.
    ///
    /// `url` and `picture` are absolute, `site` is the site's address. Without any `<`, so that no text
    /// ends the element.
    pub fn linked_data(&self, url: &str, picture: &str, site: &str) -> String {
        let mut said = Map::new();
        let mut say = |name: &str, value: Value| {
            said.insert(name.to_owned(), value);
        };
        say("@context", json!("https://schema.org"));
        say("url", json!(url));
        say("description", json!(self.description));
        say("inLanguage", json!(self.lang.as_str()));
        say("image", json!(picture));
        let blog = |name: &str| json!({"@type": "Blog", "name": name, "url": format!("{site}/")});
        match &self.kind {
            PageKind::Posting { published, notebook, keywords } => {
                say("@type", json!("BlogPosting"));
                say("headline", json!(self.title));
                say("mainEntityOfPage", json!(url));
                if let Some(day) = published {
                    say("datePublished", json!(day.to_string()));
                }
                if let Some(author) = &notebook.author {
                    say("author", json!({"@type": "Person", "name": author}));
                }
                if let Rights::Licensed(licence) = &notebook.rights {
                    say("license", licence_of(licence));
                }
                if let Some(origin) = notebook.origin.as_ref().filter(|origin| is_web(origin)) {
                    say("isBasedOn", json!(origin));
                }
                if !keywords.is_empty() {
                    say("keywords", json!(keywords));
                }
                say("isPartOf", blog(&notebook.title));
            }
            PageKind::Proposal { about, as_of } => {
                say("@type", json!("TechArticle"));
                say("headline", json!(self.title));
                say("about", json!(about));
                say("dateModified", json!(as_of.to_string()));
                say("isPartOf", website(site));
            }
            PageKind::Collection | PageKind::Page => {
                let is_list = self.kind == PageKind::Collection;
                say("@type", json!(if is_list { "CollectionPage" } else { "WebPage" }));
                say("name", json!(self.title));
                say("isPartOf", website(site));
            }
        }
        without_tags(&Value::Object(said).to_string())
    }
}

fn website(site: &str) -> Value {
    json!({"@type": "WebSite", "name": "Kepline", "url": format!("{site}/")})
}

/// An address as it is, words as a work of that name.
fn licence_of(licence: &str) -> Value {
    match licence.split_whitespace().find(|word| is_web(word)) {
        Some(address) => json!(address),
        None => json!({"@type": "CreativeWork", "name": licence}),
    }
}

/// JSON in which nothing can end the script element, or open a comment in it.
fn without_tags(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_element() {
        let hostile = json!({"name": "</script><!-- <script>& \u{2028}"});
        let written = without_tags(&hostile.to_string());
        assert!(!written.contains(['<', '>', '&']), "{written}");
        assert_eq!(serde_json::from_str::<Value>(&written).unwrap(), hostile);
    }

    #[test]
    fn a_licence_is_an_address_where_it_names_one() {
        assert_eq!(
            licence_of("https://creativecommons.org/licenses/by/4.0/"),
            json!("https://creativecommons.org/licenses/by/4.0/")
        );
        assert_eq!(
            licence_of("CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"),
            json!({"@type": "CreativeWork", "name": "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"})
        );
        assert_eq!(licence_of("CC BY 4.0"), json!({"@type": "CreativeWork", "name": "CC BY 4.0"}));
    }
}
