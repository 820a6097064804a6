//! The list of the keys of the keyboard. What each does is the browser's.

use leptos::prelude::*;

use crate::request::{Reader, SignedIn};

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
        (&["w"], lang.key_write(), true),
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
