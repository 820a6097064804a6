//! What a chip says next to a citation: the verdict and the state now, in at most [`COLUMNS`] columns.
//!
//! Of several forms the first that fits is taken, so that none is ever cut in the middle of a word of ours:
//!
//! | case | English | Japanese | where there is less room |
//! |---|---|---|---|
//! | held, and is there | `✓ beta 1.29` | `✓ 1.29 beta` | |
//! | held, and went on | `✓ beta 1.29 · stable 1.33` | `✓ 1.29 beta · 今 stable 1.33` | `✓ beta 1.29 · stable`, `● stable 1.33` |
//! | late, and is there | `↷ alpha 1.36 (was 1.29)` | `↷ alpha 1.36(予定 1.29)` | `↷ alpha 1.36` |
//! | late, and went on | `↷ alpha 1.30 · stable 1.35` | `↷ 1.30 alpha · stable 1.35` | `↷ alpha 1.30 · stable`, `● stable 1.35` |
//! | early | `↶ beta 1.28 (was 1.29)` | `↶ beta 1.28(予定 1.29)` | `↶ beta 1.28` |
//! | held, late or early, then given up | `✓ alpha 1.29 · withdrawn` | `✓ 1.29 alpha · 今 取り下げ` | `× withdrawn` |
//! | missed, planned again | `↷ alpha 1.37? (was 1.29)` | `↷ alpha 1.37?(当初 1.29)` | `↷ alpha 1.37?` |
//! | missed, no plan now | `↷ beta 1.29 missed` | `↷ 1.29 beta 見送り` | |
//! | dropped, given up | `× withdrawn → KEP-4381` | `× 取り下げ → KEP-4381` | `× withdrawn` |
//! | overtaken, or moved without a verdict | `alpha 1.26 → ● stable 1.34` | the same | `● stable 1.34` |
//! | open, something has shipped | `◔ alpha 1.36 · beta 1.38?` | the same | `◔ alpha 1.36` |
//! | open, nothing has shipped | `○ alpha 1.38?` | the same | |
//! | open, planned for another release by now | `○ alpha 1.39? (was 1.38)` | `○ alpha 1.39?(当初 1.38)` | `○ alpha 1.39?` |
//! | unknown | as open: `● stable 1.33 · beta 1.29?` | the same | `● stable 1.33` |
//! | no verdict, only the status has moved | `● stable 1.28 · implemented` | `● stable 1.28 · 実装済み` | `● stable 1.28` |
//! | no verdict, nothing has moved | `◔ alpha 1.28`, `○ provisional` | `○ 提案中` | |
//! | a curator's verdict without a plan | `✓ stable 1.33`, `↷ alpha 1.28`, `× dropped` | `× 中止` | |
//! | a pull request about a KEP | `KEP-753 ● stable 1.33`, `KEP-4188 ↷ alpha 1.36` | the same | |
//! | a number that lives on | `→ KEP-753 ● stable 1.33` | the same | |
//! | a number that no KEP has | `? no such KEP` | `? 該当する KEP なし` | |
//! | a pull request or an issue | `○ open`, `● merged (1.29)`, `× closed` | `● マージ済み (1.29)` | |
//! | one that was closed and is open again | `closed → ○ open` | `クローズ → ○ オープン` | `○ open` |
//! | one that GitHub does not show | `?` | `?` | |
//! | one that GitHub was never asked about | no chip | no chip | |
//!
//! A `?` after a release says that the stage is planned for it, or that nothing confirms it. A plan is that of
//! kep.yaml on the note's day and is nowhere quoted as the note's own words.

use domain::cite::Target;
use domain::kep::{Milestone, Status};
use domain::outcome::then_now::KepState;
use domain::outcome::verdict::{Judgement, Verdict};
use domain::outcome::{CitedSubject, ItemOutcome, KepOutcome, MissingReason, Outcome, Relation};

use super::Lang;
use super::outcome::{github_shape, is_usual_course, stage_shape};
use super::verdict::sign;

/// How wide a chip may be, a full-width character counted as two.
pub const COLUMNS: usize = 28;

/// The text of a chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChipText {
    /// Whose state it is, where that is not what is cited: `KEP-753`.
    pub about: Option<String>,
    /// What is shown of it.
    pub form: Form,
    /// What it is in the release that the reader runs, where they say so and it is something else there: `1.31: beta, on`.
    pub mine: Option<String>,
    /// The whole in words, for whom signs say nothing.
    pub label: String,
    /// Whether what it shows is another now than on the note's day.
    pub changed: bool,
    /// Whether it is to catch the eye: for a stage that moved, and what slipped or was dropped.
    pub stands_out: bool,
}

/// A state as a chip shows it: `alpha 1.26 → ● stable 1.34`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The state then.
    pub then: Option<String>,
    /// The sign of the verdict, else the shape of the state.
    pub sign: &'static str,
    /// What comes before the news: `stable 1.28 · `.
    pub lead: String,
    /// What is new. May be empty, where the sign says all.
    pub news: String,
}

impl Form {
    fn new(sign: &'static str, news: impl Into<String>) -> Self {
        Self { sign, news: news.into(), ..Self::default() }
    }

    /// The form in one text.
    pub fn text(&self) -> String {
        let then = self.then.as_ref().map(|then| format!("{then} → ")).unwrap_or_default();
        format!("{then}{} {}{}", self.sign, self.lead, self.news).trim_end().to_owned()
    }
}

impl ChipText {
    /// The chip in one text.
    pub fn text(&self) -> String {
        let about = self.about.as_ref().map(|about| format!("{about} ")).unwrap_or_default();
        let mine = self.mine.as_ref().map(|mine| format!(" {mine}")).unwrap_or_default();
        about + &self.form.text() + &mine
    }
}

/// How many columns a text takes where a full-width character takes two.
pub fn columns(text: &str) -> usize {
    let wide = |c: &char| {
        matches!(c,
            '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
            | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
    };
    text.chars().map(|c| 1 + usize::from(wide(&c))).sum()
}

impl Lang {
    /// The chip of a citation; `None` where there is nothing to say, such as of what GitHub was never asked about.
    ///
    /// `page_kep` is the KEP whose own page it stands on. The page says what became of that KEP, so that a citation of
    /// it has no chip there, and that of a pull request about it says what became of the pull request.
    pub fn chip(self, target: &Target, outcome: &Outcome, page_kep: Option<u32>) -> Option<ChipText> {
        match outcome.subject()? {
            CitedSubject::Kep(kep) if page_kep == Some(kep.number) => None,
            CitedSubject::PullAbout(kep) if page_kep == Some(kep.number) => {
                self.item_chip(target, outcome, outcome.item.as_ref()?)
            }
            CitedSubject::Kep(kep) | CitedSubject::PullAbout(kep) => Some(self.kep_chip(kep, outcome)),
            CitedSubject::Item(item) => self.item_chip(target, outcome, item),
            CitedSubject::UnknownKep(kep) => Some(ChipText {
                about: None,
                form: Form::new("?", self.no_such_kep()),
                mine: None,
                label: format!("KEP-{}: {}", kep.number, self.unknown_kep()),
                changed: false,
                stands_out: false,
            }),
            CitedSubject::SeveralKeps(kep) => Some(ChipText {
                about: None,
                form: Form::new("?", self.several_in_short()),
                mine: None,
                label: format!("KEP-{}: {}", kep.number, self.several_keps()),
                changed: false,
                stands_out: false,
            }),
        }
    }

    fn kep_chip(self, kep: &KepOutcome, outcome: &Outcome) -> ChipText {
        let name = format!("KEP-{}", kep.number);
        let about = match kep.relation {
            Relation::Itself | Relation::Unknown | Relation::Ambiguous => None,
            Relation::PullAbout => Some(name.clone()),
            Relation::ContinuedAs => Some(format!("→ {name}")),
        };
        let forms = self.kep_forms(kep, outcome);
        let form = first_that_fits(forms, about.as_ref().map_or(0, |about| columns(about) + 1));
        let mut pieces: Vec<String> = Vec::new();
        let now = |now: String| format!("{} {now}", self.now());
        pieces.extend(outcome.judgement.as_ref().map(|judgement| self.judgement(judgement)));
        if outcome.judgement.as_ref().is_some_and(|judgement| judgement.expected.is_some()) {
            pieces.push(now(self.kep_in_short(&kep.now)));
        } else if outcome.kep_moved() {
            let (was, is) = self.kep_states(&kep.then, &kep.now);
            pieces.extend([was, now(is)]);
        } else {
            pieces.push(self.kep_in_short(&kep.now));
        }
        let comma = if self == Self::En { ", " } else { "、" };
        let label = format!("{name}: {}", pieces.join(comma));
        let stands_out = outcome.kep_stands_out();
        ChipText { about, form, mine: None, label, changed: outcome.changed, stands_out }
    }

    /// The ways to show what became of a KEP, the longest first; the last one always does.
    fn kep_forms(self, kep: &KepOutcome, outcome: &Outcome) -> Vec<Form> {
        let (now, shape) = (&kep.now, stage_shape(&kep.now));
        let short = self.kep_in_short(now);
        let given_up = now.status.as_ref().is_some_and(Status::is_given_up);
        let verdict = outcome.judgement.as_ref().map(|judgement| judgement.verdict);
        let came = outcome.judgement.as_ref().and_then(came);
        let expected = outcome.judgement.as_ref().and_then(|judgement| judgement.expected);
        let expected = expected.map(|expected| expected.milestone);
        let plain = Form::new(shape, short.clone());
        let mut forms = Vec::new();
        match (verdict, came, expected) {
            (
                Some(verdict @ (Verdict::Held | Verdict::Late | Verdict::Early)),
                Some(came),
                Some(expected),
            ) => {
                let sign = sign(verdict);
                if !given_up && now.shipped.is_none_or(|shipped| shipped.stage == came.stage) {
                    if came.version != expected.version {
                        let was = self.planned_before(expected);
                        forms.push(Form::new(sign, format!("{came}{was}")));
                        forms.push(Form::new(sign, came.to_string()));
                    }
                    forms.push(Form::new(sign, self.milestone_in_short(came)));
                } else {
                    let came = self.milestone_in_short(came);
                    forms.push(Form::new(sign, format!("{came} · {}{short}", self.now_in_short())));
                    forms.push(Form::new(sign, format!("{came} · {short}")));
                    if let Some(shipped) = now.shipped.filter(|_| !given_up) {
                        forms.push(Form::new(sign, format!("{came} · {}", shipped.stage)));
                    }
                }
            }
            _ if given_up => {
                let successor = kep.successor.map(|successor| format!("{short} → KEP-{successor}"));
                forms.extend(successor.map(|text| Form::new(shape, text)));
                if outcome.kep_moved() && verdict == Some(Verdict::Overtaken) {
                    forms.push(self.moved(&kep.then, now));
                }
            }
            (Some(Verdict::Missed), _, Some(expected)) => {
                let sign = sign(Verdict::Missed);
                match planned_again(now, expected) {
                    Some(plan) => {
                        forms.push(Form::new(sign, format!("{plan}?{}", self.planned_first(expected))));
                        forms.push(Form::new(sign, format!("{plan}?")));
                    }
                    None => forms.push(Form::new(sign, self.missed_in_short(expected))),
                }
            }
            (Some(Verdict::Open | Verdict::Unknown), _, Some(expected)) => {
                let plan = planned_again(now, expected).unwrap_or(expected);
                if let Some(shipped) = now.shipped {
                    forms.push(Form::new(shape, format!("{shipped} · {plan}?")));
                    forms.push(Form::new(shape, format!("{shipped} · {}?", plan.stage)));
                } else {
                    if plan.version != expected.version {
                        let was = self.planned_first(expected);
                        forms.push(Form::new(shape, format!("{plan}?{was}")));
                    }
                    forms.push(Form::new(shape, format!("{plan}?")));
                }
            }
            (Some(Verdict::Dropped), _, _) => {
                forms.push(Form::new(sign(Verdict::Dropped), self.verdict(Verdict::Dropped)));
            }
            // What a curator says without facts to show for it.
            (Some(verdict @ (Verdict::Held | Verdict::Late | Verdict::Early | Verdict::Missed)), _, _) => {
                forms.push(Form::new(sign(verdict), short.clone()));
            }
            _ if outcome.kep_moved() => {
                let same_stage = kep.then.shipped.map(|it| it.stage) == now.shipped.map(|it| it.stage);
                match (now.shipped, &now.status) {
                    (Some(shipped), Some(status)) if same_stage => {
                        let lead = format!("{shipped} · ");
                        forms.push(Form { lead, ..Form::new(shape, self.status(status)) });
                    }
                    _ => forms.push(self.moved(&kep.then, now)),
                }
            }
            _ => {}
        }
        forms.push(plain);
        forms
    }

    /// `alpha 1.26 → ● stable 1.34`.
    fn moved(self, then: &KepState, now: &KepState) -> Form {
        let then = Some(self.kep_in_short(then));
        Form { then, ..Form::new(stage_shape(now), self.kep_in_short(now)) }
    }

    fn item_chip(self, target: &Target, outcome: &Outcome, item: &ItemOutcome) -> Option<ChipText> {
        let name = item.key.to_string();
        let state = item.now.state;
        let unknown = Form::new("?", "");
        let chip = |form, label, changed, stands_out| ChipText {
            about: None,
            form,
            mine: None,
            label,
            changed,
            stands_out,
        };
        match item.missing {
            Some(MissingReason::NotFetched) => return None,
            Some(_) => {
                let cited = target.name();
                return Some(chip(unknown, self.state_unknown(&cited), false, false));
            }
            None if state == domain::github::ItemState::Unknown => {
                return Some(chip(unknown, self.state_unknown(&name), false, false));
            }
            None => {}
        }
        let (shape, now) = (github_shape(state), self.item_now(item));
        let moved = outcome.item_moved();
        let mut forms = Vec::new();
        if moved && !is_usual_course(item.then.state) {
            let then = Some(self.github_state(item.then.state).to_owned());
            forms.push(Form { then, ..Form::new(shape, now.clone()) });
        }
        forms.push(Form::new(shape, now.clone()));
        forms.push(Form::new(shape, self.github_state(state)));
        let label = if moved {
            format!("{name}: {}, {} {now}", self.github_state(item.then.state), self.now())
        } else {
            format!("{name}: {now}")
        };
        Some(chip(first_that_fits(forms, 0), label, moved, outcome.item_stands_out()))
    }
}

/// The first form that fits next to what takes `taken` columns; where none does, the last, cut.
fn first_that_fits(forms: Vec<Form>, taken: usize) -> Form {
    let room = COLUMNS.saturating_sub(taken);
    let last = forms.last().cloned().unwrap_or_default();
    forms.into_iter().find(|form| columns(&form.text()) <= room).unwrap_or_else(|| {
        // Only a status that is no word of kep.yaml is as long as that.
        let mut left = room.saturating_sub(columns(last.sign) + 2);
        let fits = |c: &char| {
            let width = columns(c.encode_utf8(&mut [0; 4]));
            let fits = width <= left;
            left = left.saturating_sub(width);
            fits
        };
        let news: String = last.news.chars().take_while(fits).collect();
        Form::new(last.sign, news.trim_end().to_owned() + "…")
    })
}

/// The stage that was expected with the release in which it came.
fn came(judgement: &Judgement) -> Option<Milestone> {
    let expected = judgement.expected?.milestone;
    let as_planned = (judgement.verdict == Verdict::Held).then_some(expected.version);
    Some(Milestone { version: judgement.came_in.or(as_planned)?, ..expected })
}

/// What is planned now for the stage that was expected.
fn planned_again(now: &KepState, expected: Milestone) -> Option<Milestone> {
    now.planned.map(|planned| planned.milestone).filter(|plan| plan.stage == expected.stage)
}

texts! {
    no_such_kep: "no such KEP", "該当する KEP なし";
    several_in_short: "several KEPs", "KEP が複数";
}

impl Lang {
    /// What stands before a state now that follows another one.
    fn now_in_short(self) -> &'static str {
        if self == Self::En { "" } else { "今 " }
    }

    /// A stage and its release in the order of the language: `beta 1.29`, `1.29 beta`.
    fn milestone_in_short(self, milestone: Milestone) -> String {
        let Milestone { stage, version } = milestone;
        if self == Self::En { milestone.to_string() } else { format!("{version} {stage}") }
    }

    /// For which release it was planned, of what came: ` (was 1.29)`.
    fn planned_before(self, Milestone { version, .. }: Milestone) -> String {
        if self == Self::En { format!(" (was {version})") } else { format!("(予定 {version})") }
    }

    /// For which release it was planned at first, of what is planned again: ` (was 1.29)`.
    fn planned_first(self, Milestone { version, .. }: Milestone) -> String {
        if self == Self::En { format!(" (was {version})") } else { format!("(当初 {version})") }
    }

    /// `beta 1.29 missed`.
    fn missed_in_short(self, milestone: Milestone) -> String {
        let milestone = self.milestone_in_short(milestone);
        if self == Self::En { format!("{milestone} missed") } else { format!("{milestone} 見送り") }
    }

    /// `State of kubernetes/kubernetes#121046: unknown`.
    fn state_unknown(self, name: &str) -> String {
        match self {
            Self::En => format!("State of {name}: unknown"),
            Self::Ja => format!("{name} の状態: 不明"),
        }
    }
}

#[cfg(test)]
mod tests;
