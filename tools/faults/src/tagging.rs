//! Tags that curators set over several connections, and which of them the server has acknowledged.

use std::collections::HashMap;

use anyhow::ensure;
use store::TagState;

use crate::database::Content;

/// The server function that sets a tag.
pub const PATH: &str = "/fn/decide-tag";

const TAGS: [&str; 8] =
    ["sig-node", "sig-network", "sig-storage", "sig-apps", "sig-auth", "1.26", "1.27", "1.28"];

/// A note and a tag.
type Subject = (String, String);

/// What curators have decided.
pub struct Tagging {
    notes: Vec<String>,
    /// What counts of each subject; two states where it is not known which.
    expected: HashMap<Subject, Vec<Option<TagState>>>,
}

/// A request that may have been answered.
#[derive(Clone, Debug)]
pub struct Decision {
    pub subject: Subject,
    pub state: TagState,
    pub is_acknowledged: bool,
}

impl Decision {
    /// The fields of its form.
    pub fn form(&self) -> [(&str, &str); 4] {
        let ruling = if self.state == TagState::Applied { "applied" } else { "rejected" };
        [("note", &self.subject.0), ("tag", &self.subject.1), ("ruling", ruling), ("back", "/")]
    }
}

impl Tagging {
    pub fn new(notes: Vec<String>) -> Self {
        Self { notes, expected: HashMap::new() }
    }

    /// The decision of a number: each is on the next subject, and turns the one before it on that.
    pub fn decision(&self, number: usize) -> Decision {
        let subjects = self.notes.len() * TAGS.len();
        let (note, tag) =
            (&self.notes[number % self.notes.len()], TAGS[number / self.notes.len() % TAGS.len()]);
        let state = match (number / subjects).is_multiple_of(2) {
            true => TagState::Applied,
            false => TagState::Rejected,
        };
        Decision { subject: (note.clone(), tag.to_owned()), state, is_acknowledged: false }
    }

    /// Counts on decisions, in the order in which those on the same subject were made; gives how many were acknowledged.
    pub fn record(&mut self, decisions: impl IntoIterator<Item = Decision>) -> u32 {
        let mut acknowledged = 0;
        for Decision { subject, state, is_acknowledged } in decisions {
            let expected = self.expected.entry(subject).or_insert_with(|| vec![None]);
            if is_acknowledged {
                acknowledged += 1;
                expected.clear();
            }
            expected.push(Some(state));
        }
        acknowledged
    }

    /// That each subject is as it was acknowledged last; one that was not is as it was, or as it was to be.
    pub fn expect(&mut self, content: &Content) -> anyhow::Result<()> {
        for (subject, expected) in &mut self.expected {
            let state = content.rulings.get(subject).copied();
            ensure!(expected.contains(&state), "{subject:?} is {state:?}, expected one of {expected:?}");
            *expected = vec![state];
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lost_tag_is_noticed() {
        let subject = ("note".to_owned(), "sig-node".to_owned());
        let mut tagging = Tagging::new(Vec::new());
        let mut expect = |expected: &[Option<TagState>], content: &Content| {
            tagging.expected.insert(subject.clone(), expected.to_vec());
            tagging.expect(content)
        };
        let mut tagged = Content::default();
        tagged.rulings.insert(subject.clone(), TagState::Applied);
        assert!(expect(&[Some(TagState::Applied)], &tagged).is_ok());
        assert!(expect(&[Some(TagState::Applied)], &Content::default()).is_err());
        assert!(expect(&[Some(TagState::Rejected)], &tagged).is_err());
        assert!(
            expect(&[None, Some(TagState::Applied)], &Content::default()).is_ok(),
            "it was not acknowledged"
        );
    }
}
