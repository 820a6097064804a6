//! Drafts in the browser's storage: of each notebook one, and of each note that is edited.

use std::cell::RefCell;

use web_sys::Storage;

use super::form::FormElements;

/// What the keys of drafts begin with.
const PREFIX: &str = "kepline-draft ";

/// How long a draft is kept.
const KEPT_MS: u64 = 30 * 24 * 60 * 60 * 1000;

/// The longest draft, in UTF-16 units: many fit into what a site may store.
const MAX_UNITS: usize = 100_000;

/// What was typed and not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    /// When, in milliseconds since 1970: whole ones, as text of fractions takes much code to read and write.
    at: u64,
    date: String,
    /// What the editor had before them: with other words there now, saving it is a conflict as it would have been.
    seen: String,
    markdown: String,
}

impl Draft {
    /// A line each, the words last.
    fn write(&self) -> String {
        format!("{}\n{}\n{}\n{}", self.at, self.date, self.seen, self.markdown)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '\n').map(str::to_owned);
        let at = parts.next()?.parse().ok()?;
        Some(Self { at, date: parts.next()?, seen: parts.next()?, markdown: parts.next()? })
    }
}

/// The drafts of a form.
#[derive(Default)]
pub(super) struct Drafts {
    /// An earlier draft that was not brought back, as the form had other words: it waits for the next visit.
    waiting: RefCell<Option<Draft>>,
}

impl Drafts {
    /// Brings back what was typed on an earlier visit, and says so. A form that has words already keeps them.
    pub fn restore(&self, form: &FormElements) {
        let Some(storage) = storage() else { return };
        remove_old(&storage);
        let Some(draft) = storage.get_item(&key(form)).ok().flatten().and_then(|text| Draft::parse(&text))
        else {
            return;
        };
        let default = form.came_with();
        if draft.markdown == form.field.value() {
            return;
        }
        let has_words = form.field.value() != default || form.form.has_attribute("data-answers");
        let is_filled_in = form.value("seen").is_empty() && !default.is_empty();
        if has_words || is_filled_in {
            self.waiting.replace(Some(draft));
            return;
        }
        form.field.set_value(&draft.markdown);
        for (name, value) in [("date", &draft.date), ("seen", &draft.seen)] {
            if let Some(input) = form.input(name).filter(|_| !value.is_empty()) {
                input.set_value(value);
            }
        }
        form.show_line("draft", &time(draft.at));
    }

    /// Stores what is unsaved, in the place of what was stored before.
    pub fn keep(&self, form: &FormElements) {
        let Some(storage) = storage() else { return };
        if !form.is_unsaved() {
            return self.remove(form);
        }
        let mut markdown = form.field.value();
        if let Some(waiting) = &*self.waiting.borrow() {
            markdown = format!("{}\n\n{markdown}", waiting.markdown);
        }
        if markdown.encode_utf16().count() > MAX_UNITS {
            return;
        }
        let draft = Draft { at: now(), date: form.value("date"), seen: form.value("seen"), markdown };
        let _ = storage.set_item(&key(form), &draft.write());
    }

    /// Removes what the server has by now; what waits stays.
    pub fn remove(&self, form: &FormElements) {
        let Some(storage) = storage() else { return };
        let _ = match &*self.waiting.borrow() {
            Some(waiting) => storage.set_item(&key(form), &waiting.write()),
            None => storage.remove_item(&key(form)),
        };
    }

    /// Puts the form back to what it came with.
    pub fn discard(&self, form: &FormElements) {
        form.form.reset();
        if let Some(seen) = form.input("seen") {
            seen.set_value(&seen.default_value());
        }
        self.remove(form);
        form.hide_line("draft");
        let _ = form.field.focus();
    }
}

/// In milliseconds since 1970.
fn now() -> u64 {
    js_sys::Date::now() as u64
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

/// The key of the draft of a form: by where it is sent, by its notebook, and by the note that it follows up on.
fn key(form: &FormElements) -> String {
    let path = form.form.get_attribute("action").unwrap_or_default();
    format!("{PREFIX}{path} {} {}", form.value("notebook"), form.value("follows"))
}

/// Removes drafts that nobody came back to.
fn remove_old(storage: &Storage) {
    let now = now();
    let length = storage.length().unwrap_or_default();
    let keys: Vec<String> = (0..length).filter_map(|n| storage.key(n).ok().flatten()).collect();
    for key in keys.iter().filter(|key| key.starts_with(PREFIX)) {
        let draft = storage.get_item(key).ok().flatten().and_then(|text| Draft::parse(&text));
        if draft.is_none_or(|draft| now.saturating_sub(draft.at) > KEPT_MS) {
            let _ = storage.remove_item(key);
        }
    }
}

/// The time of a draft, with its day where that is another one: `09:12`, `2026-11-28 09:12`.
fn time(at: u64) -> String {
    let at = js_sys::Date::new(&(at as f64).into());
    let day = |date: &js_sys::Date| (date.get_full_year(), date.get_month() + 1, date.get_date());
    let time = format!("{:02}:{:02}", at.get_hours(), at.get_minutes());
    match day(&at) {
        today if today == day(&js_sys::Date::new_0()) => time,
        (year, month, day) => format!("{year}-{month:02}-{day:02} {time}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_reads_what_it_writes() {
        let draft = Draft {
            at: 1_795_854_000_000,
            date: "2026-11-28".into(),
            seen: String::new(),
            markdown: "- 停止\n\n  k/k#1\n".into(),
        };
        assert_eq!(Draft::parse(&draft.write()), Some(draft));
        for wrong in ["", "x", "1\n2", "x\n\n\n"] {
            assert_eq!(Draft::parse(wrong), None, "{wrong:?}");
        }
    }
}
