//! Texts of the bars of notes over time.

use domain::Date;
use domain::list::filter::Period;
use domain::list::histogram::{Bar, BarSelection, Label, Step, Strip, StripTick};

use super::Lang;
use super::date::MONTHS_EN;

texts! {
    over_time: "Notes over time", "時期で絞り込む";
    notes_a_year: "Notes per year", "年ごとのメモ";
    notes_a_month: "Notes per month", "月ごとのメモ";
    notes_a_week: "Notes per week", "週ごとのメモ";
}

impl Lang {
    /// What the bars of a strip count.
    pub fn histogram(self, step: Step) -> &'static str {
        match step {
            Step::Year => self.notes_a_year(),
            Step::Month => self.notes_a_month(),
            Step::Week => self.notes_a_week(),
        }
    }

    /// What the bars of a strip count, its time and how high they are.
    pub fn histogram_scale(self, strip: &Strip) -> String {
        let months = (Period::month(strip.first.year(), strip.first.month()))
            .zip(Period::month(strip.last.year(), strip.last.month()))
            .filter(|(from, to)| from.first_day() == strip.first && to.last_day() == strip.last);
        let (first, last) = match (strip.step, months) {
            (Step::Week, Some((from, to))) => (self.period(from), self.period(to)),
            _ => (self.strip_day(strip.step, strip.first), self.strip_day(strip.step, strip.last)),
        };
        let time = if first == last { first } else { self.day_range(&first, &last) };
        let most = strip.most().map_or(0, |bar| bar.notes);
        match self {
            Self::En => format!("{}: {time}, at most {most}", self.histogram(strip.step)),
            Self::Ja => format!("{}: {time}、最多 {most} 件", self.histogram(strip.step)),
        }
    }

    /// What a bar stands for, and what its link does.
    pub fn bar(self, step: Step, bar: &Bar) -> String {
        let label = format!("{}: {}", self.bar_time(step, bar), self.note_count(bar.notes));
        match (self, bar.chosen) {
            (_, BarSelection::No | BarSelection::Within) => label,
            (Self::En, BarSelection::Itself) => format!("{label}; show all times"),
            (Self::Ja, BarSelection::Itself) => format!("{label}(期間の絞り込みを解除)"),
        }
    }

    /// A release among the bars.
    pub fn tick(self, tick: &StripTick) -> String {
        format!("Kubernetes {}, {}", tick.version, tick.day)
    }

    /// What stands below a bar.
    pub fn bar_label(self, label: &Label) -> String {
        let day = label.day;
        let month = &MONTHS_EN[usize::from(day.month().unsigned_abs()) - 1][..3];
        match (self, label.step) {
            (Self::En, Step::Year) => day.year().to_string(),
            (Self::Ja, Step::Year) => format!("{}年", day.year()),
            (Self::En, Step::Month) => month.to_owned(),
            (Self::Ja, Step::Month) => format!("{}月", day.month()),
            (Self::En, Step::Week) => format!("{} {month}", day.day()),
            (Self::Ja, Step::Week) => format!("{}/{}", day.month(), day.day()),
        }
    }

    fn bar_time(self, step: Step, bar: &Bar) -> String {
        let (first, last) = (self.strip_day(step, bar.first), self.strip_day(step, bar.last));
        if first == last { first } else { self.day_range(&first, &last) }
    }

    /// A day in the grain of a strip.
    fn strip_day(self, step: Step, day: Date) -> String {
        let period = match step {
            Step::Year => Period::year(day.year()),
            Step::Month => Period::month(day.year(), day.month()),
            Step::Week => return self.bar_day(day),
        };
        period.map(|period| self.period(period)).unwrap_or_default()
    }

    /// A day without its weekday.
    fn bar_day(self, day: Date) -> String {
        let pieces = self.day_pieces(day);
        let pieces = pieces.iter().filter(|(kind, _)| *kind != "weekday").map(|(_, text)| text.as_str());
        pieces.collect::<String>().trim_end().to_owned()
    }

    /// A stretch of days, months or years.
    pub(super) fn day_range(self, first: &str, last: &str) -> String {
        match self {
            Self::En => format!("{first} to {last}"),
            Self::Ja => format!("{first}〜{last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::list::filter::Filter;

    use super::*;

    #[track_caller]
    fn check(lang: Lang, step: Step, first: &str, last: &str, chosen: BarSelection, expected: &str) {
        let bar = Bar {
            first: first.parse().unwrap(),
            last: last.parse().unwrap(),
            notes: 24,
            x: 0,
            width: 0,
            height: 0,
            chosen,
            leads_to: Filter::default(),
        };
        assert_eq!(lang.bar(step, &bar), expected);
    }

    #[test]
    fn a_bar_has_a_label_of_its_time_and_notes() {
        use BarSelection::{Itself, No};
        check(Lang::En, Step::Month, "2023-10-01", "2023-10-31", No, "October 2023: 24 notes");
        check(Lang::Ja, Step::Month, "2023-10-01", "2023-10-31", No, "2023年10月: 24 件");
        check(Lang::En, Step::Year, "2023-01-01", "2023-12-31", No, "2023: 24 notes");
        check(
            Lang::En,
            Step::Week,
            "2023-10-09",
            "2023-10-15",
            No,
            "9 October 2023 to 15 October 2023: 24 notes",
        );
        check(Lang::En, Step::Week, "2023-10-01", "2023-10-01", No, "1 October 2023: 24 notes");
        check(
            Lang::En,
            Step::Month,
            "2023-10-01",
            "2023-10-31",
            Itself,
            "October 2023: 24 notes; show all times",
        );
    }
}
