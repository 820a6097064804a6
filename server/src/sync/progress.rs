//! The progress of a sync or an import, reported while it runs.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A step of a sync or an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// What begins now, in a line: `keps: fetching the main branch`.
    Begins(&'a str),
    /// How much of it is done.
    Counts {
        /// What is counted: `keps: files`.
        what: &'a str,
        /// How many are done.
        done: usize,
        /// How many there are.
        total: usize,
    },
}

/// Where steps are reported. Clones report to the same place.
#[derive(Clone)]
pub struct Progress(Arc<dyn Fn(Step<'_>) + Send + Sync>);

impl Progress {
    /// Steps go to `report`.
    pub fn new(report: impl Fn(Step<'_>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(report))
    }

    /// Steps go nowhere.
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

    /// Steps go to standard error: a line each, and on a terminal a bar below them while something is
    /// counted.
    pub fn printed() -> Self {
        if std::io::stderr().is_terminal() {
            return Self::drawn(ProgressDrawTarget::stderr());
        }
        Self::new(|step| {
            // Standard error may be closed.
            let _ = print(&mut std::io::stderr().lock(), step);
        })
    }

    fn drawn(terminal: ProgressDrawTarget) -> Self {
        let terminal = MultiProgress::with_draw_target(terminal);
        let bar = Mutex::new(None);
        Self::new(move |step| {
            let _ = draw(&terminal, &mut bar.lock().unwrap_or_else(PoisonError::into_inner), step);
        })
    }

    /// Reports what begins.
    pub fn step(&self, what: impl Display) {
        (self.0)(Step::Begins(&what.to_string()));
    }

    /// Reports how much is done.
    pub fn count(&self, what: &str, done: usize, total: usize) {
        (self.0)(Step::Counts { what, done, total });
    }
}

/// Counts are for terminals.
fn print(to: &mut impl Write, step: Step<'_>) -> std::io::Result<()> {
    match step {
        Step::Begins(what) => writeln!(to, "{what}"),
        Step::Counts { .. } => Ok(()),
    }
}

/// Draws a step; `bar` is that of what is counted, until all is done.
fn draw(terminal: &MultiProgress, bar: &mut Option<ProgressBar>, step: Step<'_>) -> std::io::Result<()> {
    match step {
        Step::Counts { what, done, total } if done < total => {
            let bar = bar.get_or_insert_with(|| terminal.add(new_bar(what, total)));
            bar.set_position(done as u64);
            Ok(())
        }
        Step::Counts { what, done, total } => {
            *bar = None;
            terminal.println(format!("{what} {done}/{total}"))
        }
        Step::Begins(what) => {
            *bar = None;
            terminal.println(what)
        }
    }
}

/// A bar that disappears when it is dropped.
fn new_bar(what: &str, total: usize) -> ProgressBar {
    let style =
        ProgressStyle::with_template("{msg} {bar:24} {pos}/{len}, {eta} left").expect("the template is ours");
    ProgressBar::new(total as u64).with_style(style).with_message(what.to_owned())
}

#[cfg(test)]
mod tests {
    use indicatif::TermLike;

    use super::*;

    #[test]
    fn without_a_terminal_a_step_is_a_line_and_a_count_nothing() {
        let mut output = Vec::new();
        print(&mut output, Step::Begins("keps: reading")).unwrap();
        print(&mut output, Step::Counts { what: "keps: files", done: 1, total: 2 }).unwrap();
        print(&mut output, Step::Counts { what: "keps: files", done: 2, total: 2 }).unwrap();
        assert_eq!(String::from_utf8(output).unwrap(), "keps: reading\n");
    }

    /// A terminal that remembers what was written on it.
    #[derive(Clone, Debug, Default)]
    struct FakeTerminal(Arc<Mutex<String>>);

    impl TermLike for FakeTerminal {
        fn width(&self) -> u16 {
            80
        }
        fn move_cursor_up(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_down(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_right(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn move_cursor_left(&self, _: usize) -> std::io::Result<()> {
            Ok(())
        }
        fn write_line(&self, line: &str) -> std::io::Result<()> {
            self.write_str(&format!("{line}\n"))
        }
        fn write_str(&self, text: &str) -> std::io::Result<()> {
            self.0.lock().unwrap().push_str(text);
            Ok(())
        }
        fn clear_line(&self) -> std::io::Result<()> {
            Ok(())
        }
        fn flush(&self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn on_a_terminal_a_count_is_a_bar_until_all_is_done() {
        let terminal = FakeTerminal::default();
        let progress = Progress::drawn(ProgressDrawTarget::term_like(Box::new(terminal.clone())));
        let written = || std::mem::take(&mut *terminal.0.lock().unwrap());
        progress.step("keps: reading");
        assert!(written().contains("keps: reading"));
        progress.count("keps: files", 1, 2);
        let bar = written();
        assert!(bar.contains("keps: files █") && bar.contains("1/2"), "{bar}");
        progress.count("keps: files", 2, 2);
        let end = written();
        assert!(end.contains("keps: files 2/2") && !end.contains('█'), "{end}");
    }
}
