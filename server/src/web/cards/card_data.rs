//! The data of a card: the same values as for its page.

use app::share::Share;
use app::text::Lang;
use domain::address::Page;
use domain::list::entry_part::EntryPart;
use domain::pages::KepAnswer;
use store::Store;

/// What the page shares, in the language of its notes or in `lang`; `None` where there is none, or
/// nothing to show on it.
pub async fn share(store: &Store, page: &Page, lang: Option<Lang>) -> store::Result<Option<Share>> {
    let as_of = store.data_as_of().await?;
    Ok(match page {
        Page::Entry(entry) => {
            let page = store.entry(entry, &EntryPart::First).await?;
            page.map(|page| Share::for_entry(&page.entry, false, as_of, lang))
        }
        Page::Note(entry, note) => {
            let entry = store.entry_with_note(entry, note).await?;
            entry
                .filter(|entry| !entry.notes.is_empty())
                .map(|entry| Share::for_entry(&entry, true, as_of, lang))
        }
        Page::Kep(name) => match store.kep(name).await? {
            KepAnswer::One(page) => Some(Share::for_kep(&page, lang)),
            _ => None,
        },
        Page::Sig(sig) => store.sig(sig).await?.map(|page| Share::for_sig(&page, lang)),
        Page::Version(version) => store.version(*version).await?.map(|page| Share::for_version(&page, lang)),
        Page::Item(key) => store.item(key).await?.map(|page| Share::for_item(&page, as_of, lang)),
        Page::Timeline(filter) => {
            let timeline = store.timeline(filter).await?;
            timeline.unknown_notebook.is_none().then(|| Share::for_timeline(&timeline, as_of, lang))
        }
        Page::Keps(filter) => {
            let list = store.keps(filter).await?;
            (list.all > 0).then(|| Share::for_keps(&list))
        }
        Page::Sigs => Some(Share::for_sigs(&store.sigs().await?)),
        Page::Upgrade(range, filter) => Some(Share::for_upgrade(&store.upgrade(*range, filter).await?, lang)),
        Page::Gate(name) => {
            // Other capitals are not its address.
            let page = store.gate_page(name).await?.filter(|page| page.gate.name == *name);
            page.map(|page| Share::for_gate(&page, lang))
        }
        Page::Versions => Some(Share::for_versions(&store.versions().await?)),
        Page::EntryPart(..)
        | Page::History(_)
        | Page::SigReleases(..)
        | Page::Upgrades
        | Page::Gates
        | Page::Annotate
        | Page::Archive(_)
        | Page::Digests
        | Page::Digest(_)
        | Page::LatestDigest(_)
        | Page::Verdicts
        | Page::OnThisDay(_)
        | Page::Status
        | Page::Bulk
        | Page::Decisions
        | Page::Import(_)
        | Page::Forget(_)
        | Page::Write
        | Page::EditNote(_)
        | Page::Sources
        | Page::Tokens
        | Page::Upload
        | Page::UploadPreview(_) => None,
        Page::SignIn { .. } | Page::SignInByLink(_) | Page::Review(..) => None,
    })
}
