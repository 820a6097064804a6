//! The plain-text copy of a Zenn scrap page.
