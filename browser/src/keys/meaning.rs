//! What each key means.

/// What a key, or two in a row, does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shortcut {
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
    /// Leads to the form in which notes are written.
    Write,
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
pub(super) enum KeyMeaning {
    /// Nothing here.
    Nothing,
    /// The first of two: the key after it decides.
    Begun,
    /// A shortcut.
    Shortcut(Shortcut),
}

/// The meaning of a key, by its name in the browser; `begun` where the key before was [`KeyMeaning::Begun`].
pub(super) fn key_meaning(begun: bool, key: &str) -> KeyMeaning {
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
        (false, "w") => Shortcut::Write,
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
        check("y t w /", &[Shortcut::Copy, Shortcut::Tag, Shortcut::Write, Shortcut::Filter]);
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
