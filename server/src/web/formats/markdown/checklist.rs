//! What an upgrade changes, as a checklist to paste into an issue.

use std::fmt::Write;

use app::html::escape;
use app::text::Lang;
use app::text::excerpt::first_sentence;
use domain::address::Page;
use domain::cite::{GithubKind, Repo, Target};
use domain::upgrade::{Change, Group, UpgradeFilter, UpgradeRange};
use store::Store;

use crate::web::formats::context::RenderContext;
use crate::web::formats::refusal::Refusal;

/// All parts but the other release notes, each change a line to tick off; those too, where a filter asks for less than all.
pub async fn render(
    store: &Store,
    range: UpgradeRange,
    filter: &UpgradeFilter,
    context: &RenderContext,
) -> Result<String, Refusal> {
    let (mut changes, _) = store.upgrade_changes(range).await?;
    changes.retain(|change| filter.shows(change));
    let (lang, site) = (context.lang, &context.site);
    let page = Page::Upgrade(range, filter.clone());
    let mut out = format!("# {}\n\n<{site}{page}>\n", escape::markdown(&lang.upgrade_title(range)));
    for group in Group::ALL {
        let in_group: Vec<&Change> = changes.iter().filter(|change| change.kind.group() == *group).collect();
        if in_group.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n## {}\n", lang.part(*group));
        if *group == Group::Other && filter.is_unfiltered() {
            let other = Page::Upgrade(range, filter.with_part(Some(Group::Other)));
            let _ = writeln!(out, "{} <{site}{other}>", lang.whole_part(in_group.len() as u32));
            continue;
        }
        for change in in_group {
            push_change(&mut out, change, context);
        }
    }
    Ok(out)
}

fn push_change(out: &mut String, change: &Change, context: &RenderContext) {
    let lang = context.lang;
    let facts =
        [Some(lang.change_standing(change)), change.gone_again.map(|release| lang.gone_again(release))];
    let facts: Vec<String> = facts.into_iter().flatten().filter(|fact| !fact.is_empty()).collect();
    let facts =
        if facts.is_empty() { String::new() } else { format!(": {}", escape::markdown(&facts.join(", "))) };
    let _ = writeln!(
        out,
        "- [ ] {} **{}** {}{facts}{}",
        change.release,
        lang.change_kind(change.kind),
        title(change, lang),
        links(change, context)
    );
    for note in &change.notes {
        let day = note.day.map(|day| day.to_string()).unwrap_or_default();
        let href = format!("{}{}", context.site, Page::Note(note.entry.clone(), note.note.clone()));
        let words = match note.rights.allow_text(context.viewer) {
            true => escape::markdown(&first_sentence(&note.opening)),
            false => escape::markdown(lang.note_column()),
        };
        let _ = writeln!(out, "  - {day} [{words}]({href})");
    }
}

/// What a change is about.
fn title(change: &Change, lang: Lang) -> String {
    if let Some(gate) = &change.gate {
        return format!("`{gate}`");
    }
    if let Some(api) = &change.api {
        let instead = lang.api_replacements(api);
        return format!("`{}` {} — {instead}", api.version, escape::markdown(&api.kinds.join(", ")));
    }
    match (&change.text, &change.kep_title) {
        (Some(text), _) => escape::markdown(&app::text::excerpt::excerpt(text)),
        (None, Some(title)) => escape::markdown(title),
        (None, None) => lang.no_release_note_text().to_owned(),
    }
}

fn links(change: &Change, context: &RenderContext) -> String {
    let kep = change.kep.as_ref().map(|name| {
        format!(" [{}]({}{})", escape::markdown(&name.label()), context.site, Page::Kep(name.clone()))
    });
    let pull = change.pull.map(|number| {
        let target = Target::Github { repo: Repo::kubernetes(), number, kind: GithubKind::Pull };
        format!(" [k/k#{number}]({})", target.href())
    });
    [kep, pull].into_iter().flatten().collect()
}
