//! How far a sync is, for who waits for it.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::Arc;

/// Told on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// What begins now, in a line: `keps: asks the repository for its main line`.
    Begins(&'a str),
    /// How much of it is done.
    Counts {
        /// What is counted: `keps: files`.
        what: &'a str,
        /// How many are done.
        done: usize,
        /// Of how many.
        of: usize,
    },
}

/// Where steps are told. Clones tell the same.
#[derive(Clone)]
pub struct Progress(Arc<dyn Fn(Step<'_>) + Send + Sync>);

impl Progress {
    /// Steps go to `tell`.
    pub fn new(tell: impl Fn(Step<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    /// Nobody is told.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests wait in silence"))]
    pub fn silent() -> Self {
        Self::new(|_| {})
    }

    /// Steps go to the log, counts nowhere.
    pub fn logged() -> Self {
        Self::new(|step| {
            if let Step::Begins(what) = step {
                tracing::info!("{what}");
            }
        })
    }

    /// Steps go to standard error, a line each; counts only where that is a terminal.
    pub fn printed() -> Self {
        let terminal = std::io::stderr().is_terminal();
        Self::new(move |step| {
            // Who closed standard error does not want to know.
            let _ = print(&mut std::io::stderr().lock(), step, terminal);
        })
    }

    /// Tells what begins.
    pub fn step(&self, what: impl Display) {
        (self.0)(Step::Begins(&what.to_string()));
    }

    /// Tells how much is done.
    pub fn count(&self, what: &str, done: usize, of: usize) {
        (self.0)(Step::Counts { what, done, of });
    }
}

/// A count overwrites itself until all is done.
fn print(to: &mut impl Write, step: Step<'_>, terminal: bool) -> std::io::Result<()> {
    const CLEAR: &str = "\r\x1b[K";
    match step {
        Step::Begins(what) if terminal => writeln!(to, "{CLEAR}{what}"),
        Step::Begins(what) => writeln!(to, "{what}"),
        Step::Counts { what, done, of } if terminal => {
            let end = if done >= of { "\n" } else { "" };
            write!(to, "{CLEAR}{what} {done}/{of}{end}")?;
            to.flush()
        }
        Step::Counts { .. } => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(step: Step<'_>, terminal: bool, expected: &str) {
        let mut told = Vec::new();
        print(&mut told, step, terminal).unwrap();
        assert_eq!(String::from_utf8(told).unwrap(), expected);
    }

    #[test]
    fn counts_are_for_terminals() {
        check(Step::Begins("keps: reads"), false, "keps: reads\n");
        check(Step::Counts { what: "keps: files", done: 1, of: 2 }, false, "");
        check(Step::Counts { what: "keps: files", done: 1, of: 2 }, true, "\r\x1b[Kkeps: files 1/2");
        check(Step::Counts { what: "keps: files", done: 2, of: 2 }, true, "\r\x1b[Kkeps: files 2/2\n");
    }
}
