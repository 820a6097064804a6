//! The release notes of an upgrade that say nothing of the other parts, folded by group.

use domain::address::Page;
use domain::cite::{GithubKind, Repo, Target};
use domain::upgrade::{Change, Group, GroupPage, SigPart, UpgradeFilter, UpgradeRange};
use leptos::prelude::*;

use crate::parts::change::{ChangeNotes, ReleaseNoteText};
use crate::request::Reader;

/// A disclosure for each group, with how many notes it has; a long one goes on at a page of its own.
#[component]
pub fn OtherNotes(range: UpgradeRange, filter: UpgradeFilter, part: GroupPage) -> impl IntoView {
    let lang = Reader::current().lang;
    let whole = filter.with_part(Some(Group::Other));
    let href = Page::Upgrade(range, whole.clone()).href();
    let groups: Vec<_> = part
        .by_sig
        .into_iter()
        .map(|notes| {
            // Of no group there is no list.
            let rest = match &notes.sig {
                Some(sig) => whole.with_sig(Some(sig.clone())),
                None => whole.clone(),
            };
            view! { <SigNotes notes rest=Page::Upgrade(range, rest) /> }.into_any()
        })
        .collect();
    let id = format!("part-{}", part.group.as_str());
    let heading = id.clone();
    view! {
        <section class="change-part" aria-labelledby=id>
            <h2 id=heading>{lang.part_other()} " " <span class="list-count">{part.matching}</span></h2>
            <p class="quiet">{lang.part_other_hint()}</p>
            {groups}
            <p><a class="way-out" href=href>{lang.whole_part(part.matching)}</a></p>
        </section>
    }
    .into_any()
}

#[component]
fn SigNotes(
    notes: SigPart,
    /// Where all of them are.
    rest: Page,
) -> impl IntoView {
    let lang = Reader::current().lang;
    let SigPart { sig, changes, matching } = notes;
    let label = sig.map_or_else(|| lang.without_sig().to_owned(), |sig| sig.label());
    let is_cut = (changes.len() as u32) < matching;
    let rest =
        is_cut.then(|| view! { <p><a class="way-out" href=rest.href()>{lang.whole_part(matching)}</a></p> });
    let lines: Vec<_> = changes.into_iter().map(|change| view! { <OtherNote change /> }.into_any()).collect();
    view! {
        <details class="sig-notes">
            <summary>{label} " " <span class="list-count">{matching}</span></summary>
            <ul class="plain">{lines}</ul>
            {rest}
        </details>
    }
    .into_any()
}

/// One of them, in less room than the changes above.
#[component]
fn OtherNote(change: Change) -> impl IntoView {
    let lang = Reader::current().lang;
    let text = change.text.unwrap_or_else(|| lang.no_release_note_text().to_owned());
    let pull = change.pull.map(|number| {
        let target = Target::Github { repo: Repo::kubernetes(), number, kind: GithubKind::Pull };
        view! { " " <a href=target.href()>{format!("k/k#{number}")}</a> }
    });
    let more = change.notes_count.saturating_sub(change.notes.len() as u32);
    let notes = (!change.notes.is_empty()).then(|| view! { <ChangeNotes notes=change.notes more /> });
    view! { <li><b>{change.release.to_string()}</b> " " <ReleaseNoteText text /> {pull} {notes}</li> }
        .into_any()
}
