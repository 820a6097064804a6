//! Small pictures that stand next to a label or, with the label hidden, for it.

use leptos::prelude::*;

/// What a picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A stem with two arms, one to a ring and one to a dot: a `K`, and a then and a now.
    Brand,
    /// A screen: colours as the system says.
    Screen,
    /// The sun: light colours.
    Sun,
    /// The moon: dark colours.
    Moon,
    /// Lines that grow shorter: filters.
    Funnel,
    /// A magnifying glass: search.
    Glass,
    /// A dot that sends waves: a feed.
    Feed,
    /// Bars of several heights: notes over time.
    Bars,
}

impl Icon {
    /// Its lines, in a square of 24.
    fn lines(self) -> &'static str {
        match self {
            Self::Brand => "M6 3v18M6 14l7.8-6.5M6 13l7.2 5.6M20 18.5a2.5 2.5 0 1 1-5 0a2.5 2.5 0 0 1 5 0z",
            Self::Screen => "M4 5h16v11H4zM8.5 20h7M12 16v4",
            Self::Sun => {
                "M16 12a4 4 0 1 1-8 0a4 4 0 0 1 8 0zM12 3v1.5M12 19.5V21M3 12h1.5M19.5 12H21\
                 M5.6 5.6l1.1 1.1M17.3 17.3l1.1 1.1M5.6 18.4l1.1-1.1M17.3 6.7l1.1-1.1"
            }
            Self::Moon => "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z",
            Self::Funnel => "M4 7h16M7 12h10M10 17h4",
            Self::Glass => "M17 10.5a6.5 6.5 0 1 1-13 0a6.5 6.5 0 0 1 13 0zM15.2 15.2L20 20",
            Self::Bars => "M5 20v-6M10 20V9M15 20v-8M20 20V5",
            Self::Feed => "M5 5a14 14 0 0 1 14 14M5 11a8 8 0 0 1 8 8M7 18a1 1 0 1 1-2 0a1 1 0 0 1 2 0z",
        }
    }
}

/// A picture in the colour of the text around it; screen readers pass over it.
#[component]
pub fn Picture(icon: Icon) -> impl IntoView {
    let dot = (icon == Icon::Brand).then(|| view! { <circle class="icon-dot" cx="17" cy="5.5" r="3.5" /> });
    view! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=icon.lines() />
            {dot}
        </svg>
    }
}
