//! Structured data (JSON-LD) for programs that read pages.

use serde_json::{Map, Value, json};

use super::{PageKind, Share};
use domain::cite::reference::is_web;
use domain::notebook::Rights;

impl Share {
    /// The page as structured data, the text of a `<script type="application/ld+json">`.
    ///
    /// `url` and `picture` are absolute, `site` is the site's address. Without any `<`, so that no text
    /// ends the element.
    pub fn json_ld(&self, url: &str, picture: &str, site: &str) -> String {
        let mut properties = Map::new();
        let mut set = |name: &str, value: Value| {
            properties.insert(name.to_owned(), value);
        };
        set("@context", json!("https://schema.org"));
        set("url", json!(url));
        set("description", json!(self.description));
        set("inLanguage", json!(self.lang.as_str()));
        set("image", json!(picture));
        let blog = |name: &str| json!({"@type": "Blog", "name": name, "url": format!("{site}/")});
        match &self.kind {
            PageKind::Posting { published, notebook, keywords } => {
                set("@type", json!("BlogPosting"));
                set("headline", json!(self.title));
                set("mainEntityOfPage", json!(url));
                if let Some(day) = published {
                    set("datePublished", json!(day.to_string()));
                }
                if let Some(author) = &notebook.author {
                    set("author", json!({"@type": "Person", "name": author}));
                }
                if let Rights::Licensed(licence) = &notebook.rights {
                    set("license", licence_value(licence));
                }
                if let Some(origin) = notebook.origin.as_ref().filter(|origin| is_web(origin)) {
                    set("isBasedOn", json!(origin));
                }
                if !keywords.is_empty() {
                    set("keywords", json!(keywords));
                }
                set("isPartOf", blog(&notebook.title));
            }
            PageKind::Proposal { about, as_of } => {
                set("@type", json!("TechArticle"));
                set("headline", json!(self.title));
                set("about", json!(about));
                set("dateModified", json!(as_of.to_string()));
                set("isPartOf", website(site));
            }
            PageKind::Collection | PageKind::Page => {
                let is_list = self.kind == PageKind::Collection;
                set("@type", json!(if is_list { "CollectionPage" } else { "WebPage" }));
                set("name", json!(self.title));
                set("isPartOf", website(site));
            }
        }
        without_tags(&Value::Object(properties).to_string())
    }
}

fn website(site: &str) -> Value {
    json!({"@type": "WebSite", "name": "Kepline", "url": format!("{site}/")})
}

/// An address as it is, any other text as a work of that name.
fn licence_value(licence: &str) -> Value {
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
            licence_value("https://creativecommons.org/licenses/by/4.0/"),
            json!("https://creativecommons.org/licenses/by/4.0/")
        );
        assert_eq!(
            licence_value("CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"),
            json!({"@type": "CreativeWork", "name": "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)"})
        );
        assert_eq!(licence_value("CC BY 4.0"), json!({"@type": "CreativeWork", "name": "CC BY 4.0"}));
    }
}
