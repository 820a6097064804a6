//! Where a document elsewhere learns what it may show in place of an address of this site: oEmbed.

use super::percent::QueryValue;

/// The path at which that is answered.
pub const EMBED_PATH: &str = "/oembed";

/// The path with the query that asks for a page by its absolute address.
pub fn embed_address(url: &str) -> String {
    format!("{EMBED_PATH}?format=json&url={}", QueryValue(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_value_of_the_query() {
        assert_eq!(
            embed_address("https://kepline.example/?sig=node&q=停止"),
            "/oembed?format=json&url=https://kepline.example/%3Fsig%3Dnode%26q%3D%E5%81%9C%E6%AD%A2"
        );
    }
}
