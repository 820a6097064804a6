//! What a database has, looked at from outside of the program.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, bail, ensure};
use domain::list::filter::Filter;
use domain::tag::Origin;
use store::{ExportedEntry, Store, TagState};

use crate::keps;
use crate::notes::{CHANGING_SLUG, COUNT, MARK, TAGGED_SLUG};

/// More KEPs than there are.
const ALL: usize = 10_000;

/// What is looked for in a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// How many of the notes that are tagged there are.
    pub tagged: usize,
    /// The numbers of the imports that the changing notes are of, each with how many are.
    pub imports: BTreeMap<u32, usize>,
    /// Whether a tag of a curator on a note is applied or rejected, by note and tag.
    pub rulings: HashMap<(String, String), TagState>,
    /// The numbers of the commits that the facts on KEPs are of, each with how many KEPs are.
    pub facts: BTreeMap<u32, usize>,
    /// The hashes of curators' passwords, by name.
    pub passwords: BTreeMap<String, String>,
}

impl Content {
    /// The import that all notes are of.
    pub fn import(&self) -> anyhow::Result<u32> {
        match self.imports.iter().next() {
            Some((number, &COUNT)) if self.imports.len() == 1 => Ok(*number),
            _ => bail!("there is no whole import, but notes by its number: {:?}", self.imports),
        }
    }

    /// What it has, in a few words.
    pub fn summary(&self) -> String {
        let Self { tagged, imports, rulings, facts, passwords } = self;
        let tags = rulings.len();
        format!(
            "{tagged} notes, {imports:?} of each import, {tags} tags, {facts:?} of each sync, passwords {passwords:?}"
        )
    }
}

/// The entries of a notebook.
pub async fn entries(database: &Path, notebook: &str) -> anyhow::Result<Vec<ExportedEntry>> {
    let store = open(database).await?;
    let entries = store.export(&filter(notebook)?).await?;
    store.close().await;
    Ok(entries)
}

/// The ids of the notes that are tagged.
pub async fn tagged_notes(database: &Path) -> anyhow::Result<Vec<String>> {
    let entries = entries(database, TAGGED_SLUG).await?;
    Ok(entries.iter().flat_map(|entry| &entry.notes).map(|note| note.note.id.to_string()).collect())
}

/// What a database has, once SQLite has found nothing wrong with it.
pub async fn expect_sound(database: &Path) -> anyhow::Result<Content> {
    let store = open(database).await?;
    let damage = store.integrity().await?;
    ensure!(damage.is_empty(), "the database is damaged: {damage:?}");
    let mut content = Content::default();
    for note in store.export(&filter(CHANGING_SLUG)?).await?.iter().flat_map(|entry| &entry.notes) {
        let number = note.markdown.split(MARK).nth(1).and_then(|rest| rest.split(' ').next());
        let number = number.and_then(|number| number.parse().ok()).context("a note without number")?;
        *content.imports.entry(number).or_default() += 1;
    }
    for note in store.export(&filter(TAGGED_SLUG)?).await?.iter().flat_map(|entry| &entry.notes) {
        content.tagged += 1;
        for tag in note.tags.iter().filter(|tag| tag.tag.origin == Origin::Manual) {
            let key = (note.note.id.to_string(), tag.tag.tag.value().to_string());
            content.rulings.insert(key, tag.state);
        }
    }
    for (_, title) in store.keps_like(keps::TITLE, ALL).await? {
        let number = title.strip_prefix(keps::TITLE).and_then(|number| number.parse().ok());
        *content.facts.entry(number.context("a KEP without number")?).or_default() += 1;
    }
    let passwords = store.curators().await?.into_iter();
    content.passwords =
        passwords.filter_map(|curator| Some((curator.name.to_string(), curator.password_hash?))).collect();
    store.close().await;
    Ok(content)
}

async fn open(database: &Path) -> anyhow::Result<Store> {
    Ok(Store::open_read_only(&format!("sqlite://{}", database.display())).await?)
}

fn filter(notebook: &str) -> anyhow::Result<Filter> {
    Ok(format!("notebook={notebook}").parse()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_import_that_is_there_by_half_is_noticed() {
        let content = |imports: &[(u32, usize)]| Content {
            imports: imports.iter().copied().collect(),
            ..Content::default()
        };
        assert_eq!(content(&[(7, COUNT)]).import().expect("one import"), 7);
        assert!(content(&[(7, COUNT - 1)]).import().is_err());
        assert!(content(&[(7, COUNT - 1), (8, 1)]).import().is_err());
        assert!(content(&[]).import().is_err());
    }
}
