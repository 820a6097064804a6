//! Tags that a curator sets over several connections, and which of them the server has acknowledged.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::thread;
use std::time::Duration;

use anyhow::{Context, bail, ensure};
use store::TagState;

use crate::database::Content;
use crate::server::{Server, post};

const CONNECTIONS: usize = 3;

const TAGS: [&str; 8] =
    ["sig-node", "sig-network", "sig-storage", "sig-apps", "sig-auth", "1.26", "1.27", "1.28"];

/// A note and a tag.
type Subject = (String, String);

/// What a curator has decided.
pub struct Tagging {
    notes: Vec<String>,
    cookie: String,
    /// How many decisions were begun: each is on the next subject, and turns the one before it on that.
    begun: usize,
    /// What counts of each subject; two states where it is not known which.
    expected: HashMap<Subject, Vec<Option<TagState>>>,
}

/// A request that may have been answered.
struct Decision {
    subject: Subject,
    state: TagState,
    is_acknowledged: bool,
}

impl Tagging {
    pub fn new(notes: Vec<String>, cookie: String) -> Self {
        Self { notes, cookie, begun: 0, expected: HashMap::new() }
    }

    /// Tags over several connections until the server is killed, so long after it listens; gives how many were acknowledged.
    pub fn tag_until_killed(&mut self, mut server: Server, pause: Duration) -> anyhow::Result<u32> {
        let address = server.address;
        let decided: Vec<Vec<Decision>> = thread::scope(|scope| {
            let this = &*self;
            let connections: Vec<_> = (0..CONNECTIONS)
                .map(|connection| scope.spawn(move || this.tag(address, connection)))
                .collect();
            thread::sleep(pause);
            let killed = server.kill();
            let mut decided = Vec::new();
            for connection in connections {
                decided.push(connection.join().ok().context("a connection panicked")??);
            }
            killed.map(|()| decided)
        })?;
        self.begun += CONNECTIONS * decided.iter().map(Vec::len).max().unwrap_or_default();
        let mut acknowledged = 0;
        for Decision { subject, state, is_acknowledged } in decided.into_iter().flatten() {
            let expected = self.expected.entry(subject).or_insert_with(|| vec![None]);
            if is_acknowledged {
                acknowledged += 1;
                expected.clear();
            }
            expected.push(Some(state));
        }
        Ok(acknowledged)
    }

    /// Tags one subject after the other until the server is gone.
    fn tag(&self, address: SocketAddr, connection: usize) -> anyhow::Result<Vec<Decision>> {
        let mut decided = Vec::new();
        loop {
            let number = self.begun + decided.len() * CONNECTIONS + connection;
            let subjects = self.notes.len() * TAGS.len();
            let (note, tag) =
                (&self.notes[number % self.notes.len()], TAGS[number / self.notes.len() % TAGS.len()]);
            let (state, ruling) = match (number / subjects).is_multiple_of(2) {
                true => (TagState::Applied, "applied"),
                false => (TagState::Rejected, "rejected"),
            };
            let form = [("note", note.as_str()), ("tag", tag), ("ruling", ruling), ("back", "/")];
            let answer = post(address, &self.cookie, "/fn/decide-tag", &form);
            let is_acknowledged = match &answer {
                Ok(answer) if answer.starts_with("HTTP/1.1 2") || answer.starts_with("HTTP/1.1 3") => true,
                Ok(answer) => bail!("a tag was refused: {answer}"),
                Err(_) => false,
            };
            decided.push(Decision { subject: (note.clone(), tag.to_owned()), state, is_acknowledged });
            if !is_acknowledged {
                return Ok(decided);
            }
        }
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
        let mut tagging = Tagging::new(Vec::new(), String::new());
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
