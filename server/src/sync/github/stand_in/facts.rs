//! The facts from which the stand-in answers.

use serde::Deserialize;

/// Repositories and their items. Names are compared without regard to case.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GithubFacts {
    /// A repository's place in this list is its id.
    pub repositories: Vec<RepositoryFact>,
    /// In any order.
    pub items: Vec<ItemFact>,
}

/// A repository.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RepositoryFact {
    /// As in `owner/name`.
    pub name: String,
    /// Whether only a token sees it.
    pub private: bool,
    /// Its name now.
    pub moved_to: Option<String>,
    /// Another host, to which REST leads.
    pub leads_to: Option<String>,
}

/// A pull request, an issue or a discussion.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ItemFact {
    /// As in `owner/name`.
    pub repository: String,
    pub number: u64,
    pub kind: ItemKind,
    pub title: String,
    /// An open pull request that is not ready.
    pub draft: bool,
    /// RFC 3339, as all that follow.
    pub created_at: String,
    /// When it was closed or merged last.
    pub closed_at: Option<String>,
    /// Of a pull request.
    pub merged_at: Option<String>,
    /// An issue's `completed`, `not_planned` or `duplicate`.
    pub reason: Option<String>,
    pub milestone: Option<String>,
    pub labels: Vec<String>,
    /// Oldest first; without any, the dates above make them.
    pub events: Vec<EventFact>,
    /// Where the issue was transferred to, as in `owner/name#7`.
    pub moved_to: Option<String>,
}

/// An event in the history of an item.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EventFact {
    /// RFC 3339.
    pub at: String,
    /// `closed`, `reopened` or `merged`.
    pub what: String,
    /// The reason of an issue, in that event.
    pub reason: Option<String>,
}

/// The kinds of items.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    #[default]
    Pull,
    Issue,
    Discussion,
}

impl GithubFacts {
    /// The invented facts of facts.json.
    pub fn built_in() -> Self {
        serde_json::from_str(include_str!("facts.json")).expect("facts.json is in shape")
    }

    /// Adds merged pull requests of these numbers, and their repository.
    pub fn add_merged(&mut self, repository: &str, numbers: impl IntoIterator<Item = u64>) {
        if self.repository(repository).is_none() {
            self.repositories
                .push(RepositoryFact { name: repository.to_owned(), ..RepositoryFact::default() });
        }
        for number in numbers {
            let merged_at = Some("2023-04-01T12:00:00Z".to_owned());
            self.items.push(ItemFact {
                repository: repository.to_owned(),
                number,
                title: format!("Pull request {number}"),
                created_at: "2023-01-01T00:00:00Z".to_owned(),
                closed_at: merged_at.clone(),
                merged_at,
                ..ItemFact::default()
            });
        }
    }

    pub(super) fn repository(&self, name: &str) -> Option<&RepositoryFact> {
        self.repositories.iter().find(|repository| repository.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn id(&self, name: &str) -> usize {
        let found = self.repositories.iter().position(|repository| repository.name == name);
        found.expect("facts lead to repositories that they name")
    }

    pub(super) fn item(&self, repository: &str, number: u64) -> Option<&ItemFact> {
        self.items
            .iter()
            .find(|item| item.number == number && item.repository.eq_ignore_ascii_case(repository))
    }
}

impl ItemFact {
    /// When it changed last.
    pub(super) fn updated_at(&self) -> &str {
        self.closed_at.as_ref().unwrap_or(&self.created_at)
    }

    /// Where it was transferred to.
    pub(super) fn moved_to(&self) -> Option<(&str, u64)> {
        let (name, number) = self.moved_to.as_deref()?.split_once('#')?;
        Some((name, number.parse().ok()?))
    }
}
