//! The keys of the keyboard: what each means, and the list of them.

use leptos::prelude::*;

use crate::request::{Reader, SignedIn};

/// What a key, or two in a row, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Leads to the next note.
    Next,
    /// Leads to the note before.
    Previous,
    /// Opens the note's permalink.
    Open,
    /// Copies the note's permalink.
    Copy,
    /// Leads to the field for a tag of the note.
    Tag,
    /// Leads to the search box, or to the first filter.
    Filter,
    /// Leads to the timeline.
    Home,
    /// Leads to the list of KEPs.
    Keps,
    /// Leads to the list of versions.
    Versions,
    /// Accepts the item of the queue.
    Accept,
    /// Rejects the item of the queue.
    Reject,
    /// Chooses one of what the item of the queue offers, counted from 1.
    Choose(u8),
    /// Opens and closes the list of keys.
    List,
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMeaning {
    /// Nothing here.
    Nothing,
    /// The first of two: the key after it decides.
    Begun,
    /// A shortcut.
    Shortcut(Shortcut),
}

/// The meaning of a key, by its name in the browser; `begun` where the key before was [`KeyMeaning::Begun`].
pub fn key_meaning(begun: bool, key: &str) -> KeyMeaning {
    KeyMeaning::Shortcut(match (begun, key) {
        (true, "h") => Shortcut::Home,
        (true, "k") => Shortcut::Keps,
        (true, "v") => Shortcut::Versions,
        (_, "g") => return KeyMeaning::Begun,
        (false, "j") => Shortcut::Next,
        (false, "k") => Shortcut::Previous,
        (false, "o" | "Enter") => Shortcut::Open,
        (false, "y") => Shortcut::Copy,
        (false, "t") => Shortcut::Tag,
        (false, "/") => Shortcut::Filter,
        (false, "a") => Shortcut::Accept,
        (false, "r") => Shortcut::Reject,
        (false, "1") => Shortcut::Choose(1),
        (false, "2") => Shortcut::Choose(2),
        (false, "3") => Shortcut::Choose(3),
        (false, "4") => Shortcut::Choose(4),
        (false, "5") => Shortcut::Choose(5),
        (_, "?") => Shortcut::List,
        _ => return KeyMeaning::Nothing,
    })
}

/// The list of keys, opened by a button; without JavaScript it says that they need some.
#[component]
pub fn Keys() -> impl IntoView {
    let lang = Reader::current().lang;
    let is_curator = SignedIn::current().is_some();
    let rows: Vec<_> = [
        (&["j"][..], lang.key_next(), false),
        (&["k"], lang.key_previous(), false),
        (&["o"], lang.key_open(), false),
        (&["y"], lang.key_copy(), false),
        (&["t"], lang.key_tag(), true),
        (&["a"], lang.key_accept(), true),
        (&["r"], lang.key_reject(), true),
        (&["1", "…", "5"], lang.key_choose(), true),
        (&["/"], lang.key_filter(), false),
        (&["g", "h"], lang.timeline(), false),
        (&["g", "k"], lang.keps(), false),
        (&["g", "v"], lang.versions(), false),
        (&["?"], lang.key_help(), false),
    ]
    .into_iter()
    .filter(|(_, _, for_curators)| is_curator || !for_curators)
    .map(|(keys, label, _)| {
        let keys: Vec<_> = keys.iter().map(|key| view! { <kbd>{*key}</kbd> " " }).collect();
        view! { <div><dt>{keys}</dt><dd>{label}</dd></div> }
    })
    .collect();
    view! {
        <button class="keys-open" type="button" popovertarget="keys">
            {lang.keys()}
        </button>
        <div class="keys" id="keys" popover="auto" role="dialog" aria-labelledby="keys-title">
            <h2 id="keys-title">{lang.keys()}</h2>
            <dl>{rows}</dl>
            <p class="keys-need-scripts">{lang.keys_need_scripts()}</p>
            <label class="keys-switch">
                <input type="checkbox" id="keys-on" checked autocomplete="off" />
                {lang.keys_on()}
            </label>
            <button type="button" popovertarget="keys" popovertargetaction="hide">
                {lang.close()}
            </button>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a row of keys does, one after the other.
    #[track_caller]
    fn check(keys: &str, expected: &[Shortcut]) {
        let mut begun = false;
        let mut shortcuts = Vec::new();
        for key in keys.split(' ') {
            let meaning = key_meaning(begun, key);
            begun = meaning == KeyMeaning::Begun;
            if let KeyMeaning::Shortcut(shortcut) = meaning {
                shortcuts.push(shortcut);
            }
        }
        assert_eq!(shortcuts, expected, "{keys}");
    }

    #[test]
    fn one_key_means_one_thing() {
        check("j", &[Shortcut::Next]);
        check("k", &[Shortcut::Previous]);
        check("o", &[Shortcut::Open]);
        check("Enter", &[Shortcut::Open]);
        check("y t /", &[Shortcut::Copy, Shortcut::Tag, Shortcut::Filter]);
        check("1 5 6 0", &[Shortcut::Choose(1), Shortcut::Choose(5)]);
        check("a r ?", &[Shortcut::Accept, Shortcut::Reject, Shortcut::List]);
    }

    #[test]
    fn g_waits_for_the_key_after_it() {
        check("g", &[]);
        check("g h", &[Shortcut::Home]);
        check("g k", &[Shortcut::Keps]);
        check("g v", &[Shortcut::Versions]);
        check("g g v", &[Shortcut::Versions]);
        check("g k k", &[Shortcut::Keps, Shortcut::Previous]);
    }

    #[test]
    fn what_begins_as_two_keys_and_goes_on_otherwise_means_nothing() {
        check("g j", &[]);
        check("g a", &[]);
        check("g Escape k", &[Shortcut::Previous]);
        check("g ?", &[Shortcut::List]);
    }

    #[test]
    fn other_keys_mean_nothing() {
        for key in ["J", "K", "h", "v", "G", "Tab", "Escape", " ", "ArrowDown", "Process", "ｊ", "っ", ""] {
            check(key, &[]);
        }
    }
}
