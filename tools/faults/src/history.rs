//! What a folder must have at each moment of what was done.

use std::ops::Range;

use crate::database::Content;
use crate::trace::Trace;

/// What the files of the folder have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    pub database: Content,
    /// What the backup has, once there is one.
    pub backup: Option<Content>,
    /// What the database had that a restoration replaced.
    pub replaced: Option<Content>,
}

/// Changes that were acknowledged, one after the other, by how far a trace went.
#[derive(Default)]
pub struct History {
    events: Vec<Event>,
    phases: Vec<Phase>,
}

struct Event {
    begun: u64,
    acknowledged: u64,
    /// What it made of the folder.
    state: State,
}

/// A part of the work, until so far.
pub struct Phase {
    pub name: &'static str,
    pub end: u64,
}

impl History {
    /// Adds what some work has changed that was begun and acknowledged when the trace went so far.
    pub fn record(&mut self, work: Range<u64>, change: impl FnOnce(&mut State)) {
        let mut state = self.events.last().map(|event| event.state.clone()).unwrap_or_default();
        change(&mut state);
        self.events.push(Event { begun: work.start, acknowledged: work.end, state });
    }

    /// Ends a phase here, when the program has ended.
    pub fn end_phase(&mut self, name: &'static str, trace: &Trace) -> anyhow::Result<()> {
        trace.settle()?;
        self.phases.push(Phase { name, end: trace.position()? });
        Ok(())
    }

    pub fn phases(&self) -> &[Phase] {
        &self.phases
    }

    /// How many changes there were.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// What was acknowledged before the trace went so far, and what was under way then.
    pub fn at(&self, position: u64) -> (State, Option<&State>) {
        let acknowledged = self.events.iter().take_while(|event| event.acknowledged < position).count();
        let state = match acknowledged.checked_sub(1) {
            Some(last) => self.events[last].state.clone(),
            None => State::default(),
        };
        let next = self.events.get(acknowledged).filter(|event| event.begun < position);
        (state, next.map(|event| &event.state))
    }
}
