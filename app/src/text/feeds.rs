//! Texts of feeds, and of lists as Markdown.

use domain::github::ItemState;
use domain::kep::{Stage, Status};
use domain::list::feed::FeedItems;
use domain::list::timeline::DataTimes;
use domain::outcome::moves::{Move, MoveSubject, StateChange};

use super::Lang;

texts! {
    subscribe: "Subscribe", "購読";
    other_forms: "Take this list with you", "この一覧を持ち出す";
    as_feed: "Feed of this list (Atom)", "この一覧のフィード(Atom)";
    as_json_feed: "Feed of this list (JSON Feed)", "この一覧のフィード(JSON Feed)";
    as_markdown: "This page as Markdown, to be pasted", "このページを Markdown で(貼り付け用)";
    a_note: "a note", "メモ";
    text_withheld: "Nothing is stated about reuse of these notes, so no words of them leave this site: the link leads to the note.",
        "このメモの再利用の条件は示されていないため、本文は配信していません。リンク先でお読みください。";
    taken_back: "Taken back", "取り消し";
    taken_back_reason: "The newest facts no longer say so.", "最新のデータでは、そうなっていません。";
    feed_cited_in: "Cited in", "引用しているメモ:";
    notes_and_moves: "notes, and what became of what they cite", "メモとその後の動き";
    only_notes: "notes", "メモのみ";
    only_moves: "what became of what the notes cite", "その後の動きのみ";
}

impl Lang {
    /// What a move is called: `KEP-753 Sidecars, cited in 2 notes, became stable in 1.33`.
    pub fn move_title(self, moved: &Move) -> String {
        let name = match &moved.subject {
            MoveSubject::Kep(number) => format!("KEP-{number}"),
            MoveSubject::Item(key) => key.to_string(),
        };
        let what = self.moved_to(&moved.change);
        let what = match moved.release.filter(|_| moved.reached == ItemState::Merged.as_str()) {
            Some(release) => format!("{what} ({release})"),
            None => what,
        };
        let title = match (self, &moved.title, moved.notes) {
            (Self::En, None, 0) => format!("{name} {what}"),
            (Self::En, Some(title), 0) => format!("{name} {title} {what}"),
            (Self::En, title, notes) => {
                let title = title.as_ref().map(|title| format!(" {title}")).unwrap_or_default();
                format!("{name}{title}, cited in {}, {what}", self.note_count(notes))
            }
            (Self::Ja, title, notes) => {
                let title = title.as_ref().map_or_else(|| " ".to_owned(), |title| format!("({title})"));
                let cited = if notes > 0 { format!("(メモ {notes} 件で引用)") } else { String::new() };
                format!("{name}{title}{what}{cited}")
            }
        };
        if moved.taken_back { format!("{}: {title}", self.taken_back()) } else { title }
    }

    /// What happened: `became stable in 1.33`, `is now withdrawn`, `was merged`.
    pub fn moved_to(self, change: &StateChange) -> String {
        match change {
            StateChange::Kep { now, .. } => match (self, change.shipped()) {
                (Self::En, Some(shipped)) => {
                    let verb = if shipped.stage <= Stage::Stable { "became" } else { "was" };
                    format!("{verb} {} in {}", shipped.stage, shipped.version)
                }
                (Self::Ja, Some(shipped)) => {
                    format!("が {} で {} になりました", shipped.version, shipped.stage)
                }
                (Self::En, None) => {
                    let status = now.status.as_ref();
                    format!(
                        "is now {}",
                        status.map_or_else(|| self.absent().to_owned(), |it| self.status(it))
                    )
                }
                (Self::Ja, None) => {
                    format!(
                        "のステータスが「{}」になりました",
                        self.status(now.status.as_ref().unwrap_or(&Status::Unstated))
                    )
                }
            },
            StateChange::Item { now, .. } => {
                let predicate = match (self, now.state) {
                    (Self::En, ItemState::Open | ItemState::Draft) => "was reopened",
                    (Self::En, ItemState::Merged) => "was merged",
                    (Self::En, ItemState::Completed) => "was closed as completed",
                    (Self::En, ItemState::NotPlanned) => "was closed as not planned",
                    (Self::En, ItemState::Duplicate) => "was closed as a duplicate",
                    (
                        Self::En,
                        ItemState::Closed | ItemState::NotYet | ItemState::NotMerged | ItemState::Unknown,
                    ) => "was closed",
                    (Self::Ja, ItemState::Open | ItemState::Draft) => "が再オープンされました",
                    (Self::Ja, ItemState::Merged) => "がマージされました",
                    (Self::Ja, ItemState::Completed) => "が完了としてクローズされました",
                    (Self::Ja, ItemState::NotPlanned) => "が対応予定なしとしてクローズされました",
                    (Self::Ja, ItemState::Duplicate) => "が重複としてクローズされました",
                    (
                        Self::Ja,
                        ItemState::Closed | ItemState::NotYet | ItemState::NotMerged | ItemState::Unknown,
                    ) => "がクローズされました",
                };
                predicate.to_owned()
            }
        }
    }

    /// Both states of a move: `beta 1.29 → stable 1.33`; the latter alone where the former is not known.
    pub fn move_states(self, change: &StateChange) -> String {
        match change {
            StateChange::Kep { then, now } => {
                let (then, now) = self.kep_states(then, now);
                format!("{then} → {now}")
            }
            StateChange::Item { then, now } if then.state == ItemState::Unknown => {
                self.github_state(now.state).to_owned()
            }
            StateChange::Item { then, now } => {
                format!("{} → {}", self.github_state(then.state), self.github_state(now.state))
            }
        }
    }

    /// How old the states are, to the day: `KEP data as of 2026-07-24, GitHub state as of 2026-11-22`.
    pub fn data_days(self, as_of: DataTimes) -> String {
        let day = |label: &str, at: Option<domain::Timestamp>| {
            Some(format!("{label} {}", at?.strftime("%Y-%m-%d")))
        };
        let note = as_of.keps_are_snapshot.then(|| format!(" {}", self.comes_with_kepline()));
        let keps = day(self.kep_data(), as_of.keps).map(|day| day + &note.unwrap_or_default());
        let days: Vec<String> = keps.into_iter().chain(day(self.github_data(), as_of.github)).collect();
        let days = days.join(", ");
        if days.is_empty() { format!("{} {}", self.kep_data(), self.no_data()) } else { days }
    }

    /// What a feed holds.
    pub fn feed_items(self, items: FeedItems) -> &'static str {
        match items {
            FeedItems::All => self.notes_and_moves(),
            FeedItems::Notes => self.only_notes(),
            FeedItems::Moves => self.only_moves(),
        }
    }

    /// That a list goes on: how many of how many entries were shown.
    pub fn left_out(self, shown: u32, all: u32) -> String {
        match self {
            Self::En => format!("The newest {shown} of {all} entries; the list goes on at"),
            Self::Ja => format!("{all} 件の投稿のうち {shown} 件です。続き:"),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Date;
    use domain::cite::Repo;
    use domain::github::{ItemKey, ItemStanding};
    use domain::kep::Milestone;
    use domain::outcome::then_now;
    use domain::version::Version;

    use super::*;

    fn kep(stage: Stage, minor: u16, status: Status) -> Box<then_now::KepState> {
        let shipped = Some(Milestone { stage, version: Version { minor } });
        Box::new(then_now::KepState { status: Some(status), shipped, ..then_now::KepState::default() })
    }

    fn moved(subject: MoveSubject, change: StateChange, notes: u32) -> Move {
        let day = Date::constant(2025, 4, 23);
        Move {
            subject,
            reached: domain::outcome::moves::DatedChange { day, change: change.clone() }.reached(),
            day,
            updated_at: domain::Timestamp::UNIX_EPOCH,
            taken_back: false,
            change,
            title: None,
            kind: None,
            release: None,
            notes,
            cited: Vec::new(),
        }
    }

    #[test]
    fn a_move_is_described_in_a_sentence() {
        use Status::{Implementable, Withdrawn};
        let stable = StateChange::Kep {
            then: kep(Stage::Beta, 29, Implementable),
            now: kep(Stage::Stable, 33, Implementable),
        };
        let mut stable = moved(MoveSubject::Kep(753), stable, 2);
        stable.title = Some("Sidecars".into());
        let check = |moved: &Move, en: &str, ja: &str| {
            assert_eq!((Lang::En.move_title(moved).as_str(), Lang::Ja.move_title(moved).as_str()), (en, ja));
        };
        check(
            &stable,
            "KEP-753 Sidecars, cited in 2 notes, became stable in 1.33",
            "KEP-753(Sidecars)が 1.33 で stable になりました(メモ 2 件で引用)",
        );
        assert_eq!(Lang::En.move_states(&stable.change), "beta 1.29 → stable 1.33");
        stable.taken_back = true;
        assert!(Lang::En.move_title(&stable).starts_with("Taken back: KEP-753 Sidecars, cited"));
        let withdrawn = StateChange::Kep {
            then: kep(Stage::Alpha, 28, Implementable),
            now: kep(Stage::Alpha, 28, Withdrawn),
        };
        check(
            &moved(MoveSubject::Kep(753), withdrawn, 0),
            "KEP-753 is now withdrawn",
            "KEP-753 のステータスが「取り下げ」になりました",
        );
        let merged = StateChange::Item {
            then: ItemStanding::UNKNOWN,
            now: ItemStanding { state: ItemState::Merged, since: None },
        };
        let key = ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 1 };
        let mut merged = moved(MoveSubject::Item(key), merged, 1);
        merged.release = Some(Version { minor: 29 });
        check(
            &merged,
            "kubernetes/kubernetes#1, cited in 1 note, was merged (1.29)",
            "kubernetes/kubernetes#1 がマージされました (1.29)(メモ 1 件で引用)",
        );
        assert_eq!(Lang::En.move_states(&merged.change), "merged");
    }
}
