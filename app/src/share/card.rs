//! The values of a card, which the server draws.

use domain::list::timeline::{DataTimes, Note};
use domain::outcome::ruler::Ruler;
use domain::outcome::{Outcome, Relation, Statement};

use crate::text::Lang;
use crate::text::excerpt::excerpt;
use crate::text::headline::StatementText;
use crate::text::names::tag_label;

/// How much of a text a card may say; what is drawn of it is for the drawing to decide.
const TEXT_CHARS: usize = 400;

/// How many tags a card names.
const TAGS: usize = 5;

/// Everything that a card shows, in its language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The language of its texts.
    pub lang: Lang,
    /// The first line: where it comes from, such as the notebook and its author.
    pub source: String,
    /// A day, `KEP-753`, a filter.
    pub heading: String,
    /// The beginning of a note or what it cites, or the title of a KEP. May be empty.
    pub text: String,
    /// Whether the text is a title, which is set larger.
    pub titled: bool,
    /// The labels of its tags, and how many more tags there are.
    pub tags: (Vec<String>, usize),
    pub figures: Vec<Figure>,
    /// The ruler of a KEP.
    pub ruler: Option<Ruler>,
    /// The foremost citation, then and now.
    pub then_now: Option<ThenNow>,
    /// How old its states are; empty where it shows none.
    pub as_of: String,
}

/// A number with what it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// The number, which may be `14 of 16`.
    pub number: String,
    pub label: String,
}

impl Figure {
    pub fn new(number: impl ToString, label: impl Into<String>) -> Self {
        Self { number: number.to_string(), label: label.into() }
    }
}

/// A state then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThenNow {
    /// Whose: `KEP-753`, `kubernetes/kubernetes#115138`; empty where the card's heading says so.
    pub subject: String,
    /// Its title, in English; may be empty.
    pub title: String,
    /// What it was; `None` where it has not moved, or nothing is known of then.
    pub then: Option<String>,
    pub now: String,
    /// The shape of the state now, as in [`StatementText`].
    pub shape: &'static str,
    /// How what the note expected turned out; `None` where it expected nothing.
    pub verdict: Option<String>,
}

impl Card {
    /// The alternative text of the picture.
    pub fn alternative(&self) -> String {
        let then_now = self.then_now.as_ref().map(ThenNow::summary);
        let figures = self.figures.iter().map(|Figure { number, label }| match self.lang {
            Lang::En => format!("{number} {label}"),
            Lang::Ja => format!("{label} {number}"),
        });
        let text = excerpt(&self.text);
        let pieces = [self.source.clone(), self.heading.clone(), text].into_iter();
        let pieces = pieces.chain(figures).chain(then_now).chain([self.as_of.clone()]);
        pieces.filter(|piece| !piece.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// The text as far as a card may say it, on one line.
    pub fn clip(text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        line.chars().take(TEXT_CHARS).collect()
    }

    /// The tags of notes, each once, in their order.
    pub fn tag_labels<'a>(notes: impl IntoIterator<Item = &'a Note>) -> (Vec<String>, usize) {
        let mut labels: Vec<String> = Vec::new();
        for tag in notes.into_iter().flat_map(|note| &note.tags) {
            let label = tag_label(&tag.tag);
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        let more = labels.len().saturating_sub(TAGS);
        labels.truncate(TAGS);
        (labels, more)
    }
}

impl ThenNow {
    /// The foremost citation of notes, and how old the facts about it are: what has moved before what
    /// has not, a KEP before a pull request about one before any other number, the latest move first.
    ///
    /// `None` where nothing is known of any.
    pub fn from_notes<'a>(
        notes: impl IntoIterator<Item = &'a Note>,
        lang: Lang,
        as_of: DataTimes,
    ) -> Option<(Self, String)> {
        let references = notes.into_iter().flat_map(|note| &note.references);
        let candidates = references.filter(|reference| !reference.none).filter_map(|reference| {
            let outcome = reference.outcome.as_deref()?;
            let statement = outcome.headline()?.main();
            let mut then_now = Self::from_statement(&statement, lang)?;
            if matches!(statement, Statement::Kep { .. }) {
                then_now.verdict = lang.expectation_summary(outcome);
            }
            Some((outcome, statement, then_now))
        });
        let rank = |outcome: &Outcome| {
            let kind = outcome.kep.as_ref().map_or(0, |kep| match kep.relation {
                Relation::Itself => 3,
                Relation::ContinuedAs => 2,
                Relation::PullAbout => 1,
                Relation::Unknown | Relation::Ambiguous => 0,
            });
            (outcome.changed, kind, outcome.moved_on)
        };
        // Of several equal ones the first counts.
        let (_, statement, then_now) =
            candidates.reduce(|best, next| if rank(next.0) > rank(best.0) { next } else { best })?;
        let as_of = match statement {
            Statement::Kep { .. } => as_of.keps_day().map(|day| lang.keps_as_of(day)),
            _ => as_of.github_day().map(|day| lang.github_as_of(day)),
        };
        Some((then_now, as_of.unwrap_or_default()))
    }

    /// A statement about a citation; `None` where nothing is known.
    fn from_statement(statement: &Statement<'_>, lang: Lang) -> Option<Self> {
        let StatementText { about, then, now, shape } = lang.statement(statement);
        let (subject, title) = match statement {
            Statement::Kep { kep, .. } => (format!("KEP-{}", kep.number), &kep.title),
            Statement::Item { item, .. } => (item.key.to_string(), &item.title),
            Statement::UnknownKep | Statement::SeveralKeps | Statement::UnknownItem { .. } => return None,
        };
        let title = title.clone().unwrap_or_default();
        Some(Self { subject: about.unwrap_or(subject), title, then, now, shape, verdict: None })
    }

    /// In a line: `KEP-753: alpha 1.28 → stable 1.33; as planned, beta 1.29`.
    pub fn summary(&self) -> String {
        let subject = if self.subject.is_empty() { String::new() } else { format!("{}: ", self.subject) };
        let then = self.then.as_ref().map(|then| format!("{then} → ")).unwrap_or_default();
        let verdict = self.verdict.as_ref().map(|verdict| format!("; {verdict}")).unwrap_or_default();
        format!("{subject}{then}{}{verdict}", self.now)
    }
}
