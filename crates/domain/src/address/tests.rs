use proptest::prelude::*;

use super::*;
use crate::list::filter::tests::{any_filter, any_period, any_sig, any_version};
use crate::list::keps::Sort;
use crate::list::month_day::MonthDay;
use crate::upgrade::Group;

#[test]
fn a_page_has_one_path_however_it_is_spelt() {
    let check = |path: &str, expected: Result<&str, NotAPage>| {
        let found = Page::from_path(path).map(|page| page.path());
        assert_eq!(found, expected.map(str::to_owned), "{path}");
    };
    check("/", Ok("/"));
    check("/2023", Ok("/2023"));
    check("/2023/10/11", Ok("/2023/10/11"));
    check("/2023/9", Ok("/2023/09"));
    check("/2023/13", Err(NotAPage::Path));
    check("/12345", Err(NotAPage::Path));
    check("/sigs", Ok("/sigs"));
    check("/sigs/node", Ok("/sigs/node"));
    check("/sigs/SIG%20Node", Ok("/sigs/node"));
    check("/sigs/nod", Err(NotAPage::Name));
    check("/versions", Ok("/versions"));
    check("/versions/1.29", Ok("/versions/1.29"));
    check("/versions/v1.29", Ok("/versions/1.29"));
    check("/versions/1", Err(NotAPage::Name));
    check("/keps", Ok("/keps"));
    check("/keps/753", Ok("/keps/753"));
    check("/kep/753", Ok("/keps/753"));
    check("/keps/KEP-0753", Ok("/keps/753"));
    check("/keps/0000-kep-process", Ok("/keps/0000-kep-process"));
    check("/keps/", Err(NotAPage::Name));
    check("/keps/%3Cscript%3E", Err(NotAPage::Name));
    check("/refs/kubernetes/kubernetes/115138", Ok("/refs/kubernetes/kubernetes/115138"));
    check("/refs/kubernetes/kubernetes/0115138", Ok("/refs/kubernetes/kubernetes/115138"));
    check("/refs/kubernetes/kubernetes/0", Err(NotAPage::Name));
    check("/refs/a%2Fb/c/1", Err(NotAPage::Name));
    check("/refs/a/b", Err(NotAPage::Path));
    check("/e/0a1b2c3d", Ok("/e/0a1b2c3d"));
    check("/e/0a1b2c3d/4e5f6g7h", Ok("/e/0a1b2c3d/4e5f6g7h"));
    check("/e/x", Err(NotAPage::Name));
    check("/e", Err(NotAPage::Path));
    check("/e/a/b/c", Err(NotAPage::Path));
    check("/status", Ok("/status"));
    check("/sign-in", Ok("/sign-in"));
    check("/sign-in/abc", Ok("/sign-in/abc"));
    check("/sign-in/", Err(NotAPage::Path));
    check("/review", Ok("/review"));
    check("/bulk", Ok("/bulk"));
    check("/decisions", Ok("/decisions"));
    check("/e/0a1b2c3d/history", Ok("/e/0a1b2c3d/history"));
    check("/e/history/history", Err(NotAPage::Name));
    check("/imports/12", Ok("/imports/12"));
    check("/imports/012", Ok("/imports/12"));
    check("/imports/0", Err(NotAPage::Name));
    check("/imports/-1", Err(NotAPage::Name));
    check("/imports", Err(NotAPage::Path));
    check("/import", Ok("/import"));
    check("/import/00112233445566778899aabbccddeeff", Ok("/import/00112233445566778899aabbccddeeff"));
    check("/import/..", Err(NotAPage::Name));
    check("/import/00112233445566778899AABBCCDDEEFF", Err(NotAPage::Name));
    check("/forget/0a1b2c3d", Ok("/forget/0a1b2c3d"));
    check("/forget/x", Err(NotAPage::Name));
    check("/forget", Err(NotAPage::Path));
    check("/digest", Ok("/digest"));
    check("/digest/2026-w7", Ok("/digest/2026-W07"));
    check("/digest/2023-9", Ok("/digest/2023-09"));
    check("/digest/v1.28", Ok("/digest/1.28"));
    check("/digest/week", Ok("/digest/week"));
    check("/digest/2026-W54", Err(NotAPage::Name));
    check("/digest/2026-13", Err(NotAPage::Name));
    check("/write", Ok("/write"));
    check("/write/0a1b2c3d", Ok("/write/0a1b2c3d"));
    check("/write/x", Err(NotAPage::Name));
    for path in
        ["", "sigs", "//", "/index", "/speculation.json", "/api/v1/openapi.json", "/pkg/0/kepline.js", "/%ff"]
    {
        check(path, Err(NotAPage::Path));
    }
}

#[test]
fn what_stuck_to_a_path_is_taken_off() {
    let check = |path: &str, expected: Option<&str>| {
        let found = Page::from_pasted_path(path).map(|page| page.path());
        assert_eq!(found.as_deref(), expected, "{path}");
    };
    let note = "/e/0a1b2c3d/4e5f6a7b";
    let added = [")", "。", "%E3%80%82", "%e3%80%82", ">", "%3E", "%3e", "、", ",", ".", "\"", "%22"];
    for added in added.into_iter().chain([")。", "%29%2C", "/)", "」", "…"]) {
        check(&format!("{note}{added}"), Some(note));
    }
    check("/keps/753)", Some("/keps/753"));
    check("/keps/753.", Some("/keps/753"));
    check("/versions/1.29.", Some("/versions/1.29"));
    check("/2023/10/11),", Some("/2023/10/11"));
    check("/)", Some("/"));
    for untouched in
        ["/", note, "/keps/753.md", "/versions/1.29", "/nope)", "/%ff", "/sign-in/token)", ")", ""]
    {
        check(untouched, None);
    }
    for rest in ["%2F", ")))))))))", "%252E"] {
        check(&format!("{note}{rest}"), None);
    }
}

#[test]
fn an_address_is_read_with_its_query() {
    let check = |address: &str, expected: &str| {
        assert_eq!(address.parse::<Page>().map(|page| page.href()), Ok(expected.to_owned()), "{address}");
    };
    check("/?version=v1.29&sig=SIG+Node", "/?sig=node&version=1.29");
    check("/?", "/");
    check("/2023/9?", "/2023/09");
    check("/2023/9?order=asc", "/?in=2023-09&order=asc");
    check("/2023/9?in=2024&sig=node", "/?sig=node&in=2023-09");
    check("/keps?stage=GA&sig=SIG+Node", "/keps?sig=node&stage=stable");
    check("/keps/753?sig=node", "/keps/753");
    check("/sigs/node?version=v1.29-1.28", "/sigs/node?version=1.28..1.29");
    check("/sigs/node?version=1.29&utm_source=a&version=1.27", "/sigs/node?version=1.27..1.29");
    check("/sigs/node?version=", "/sigs/node");
    check("/versions/1.29?sig=SIG+Node", "/sigs/node?version=1.29");
    check("/versions/1.29?sig=", "/versions/1.29");
    check("/sign-in?next=/keps%3Fsig%3Dnode", "/sign-in?next=%2Fkeps%3Fsig%3Dnode");
    check("/sign-in?next=%2F", "/sign-in");
    check("/sign-in?next=", "/sign-in");
    check("/sign-in?next=//evil.example", "/sign-in");
    check("/review?after=0a1b2c3d&kind=references", "/review?kind=references&after=0a1b2c3d");
    check("/review?kind=suggestions&after=x", "/review");
    check("/bulk?filter=sig%3Dnode&tag=1.29", "/bulk");
    assert!(matches!("/?sig=nod".parse::<Page>(), Err(NotAPage::Filter(_))));
    assert!(matches!("/sigs/node?version=2".parse::<Page>(), Err(NotAPage::Releases(_))));
    assert!(matches!("/versions/1.29?sig=nod".parse::<Page>(), Err(NotAPage::Sig(_))));
    assert!(matches!("/2023?sig=nod".parse::<Page>(), Err(NotAPage::Filter(_))));
    assert!(matches!("/keps?sig=nod".parse::<Page>(), Err(NotAPage::KepFilter(_))));
}

#[test]
fn a_filtered_timeline_leads_to_what_it_is_about() {
    let check = |query: &str, expected: Option<&str>| {
        let subject = query.parse::<Filter>().unwrap().subject().map(|page| page.href());
        assert_eq!(subject.as_deref(), expected, "{query}");
    };
    check("", None);
    check("sig=node", Some("/sigs/node"));
    check("sig=node&in=2023&q=停止", Some("/sigs/node"));
    check("sig=node&version=1.28", Some("/sigs/node?version=1.28"));
    check("sig=node&cycle=1.28&version=1.30", Some("/sigs/node?version=1.28..1.30"));
    check("version=1.28", Some("/versions/1.28"));
    check("cycle=1.28", Some("/versions/1.28"));
    check("version=1.28&cycle=1.28&sig=none", Some("/versions/1.28"));
    check("cycle=1.28..1.29", None);
    check("sig=node&sig=network", None);
    check("sig=node&sig=none", None);
    check("kep=753&version=1.28", Some("/keps/753"));
    check("ref=k/k%231", Some("/refs/kubernetes/kubernetes/1"));
    check("sig=node&kep=753", None);
    check("exclude.sig=node", None);
}

#[test]
fn a_queue_has_one_address() {
    let note: NoteId = "0a1b2c3d".parse().unwrap();
    assert_eq!(Page::review().href(), "/review");
    assert_eq!(Page::Review(ReviewKind::Suggestions, Some(note.clone())).href(), "/review?after=0a1b2c3d");
    let references = Page::Review(ReviewKind::References, Some(note));
    assert_eq!(references.href(), "/review?kind=references&after=0a1b2c3d");
}

#[test]
fn a_part_of_a_path_is_encoded() {
    let odd = ItemKey { repo: Repo::new("a/b", "é &?#"), number: 1 };
    assert_eq!(Page::Item(odd).href(), "/refs/a%2Fb/%C3%A9%20%26%3F%23/1");
    assert_eq!(Page::SignInByLink("a/b".to_owned()).href(), "/sign-in/a%2Fb");
}

#[test]
fn a_list_has_an_address_in_each_format() {
    let check = |path: &str, expected: &str| {
        let read = match Page::from_path_as(path) {
            None => "no form".to_owned(),
            Some((Ok(page), format)) if page.formats().contains(&format) => page.path_as(format),
            Some((Ok(_), _)) => "not in this form".to_owned(),
            Some((Err(error), _)) => format!("{error:?}"),
        };
        assert_eq!(read, expected, "{path}");
    };
    check("/index.atom", "/index.atom");
    check("/index.md", "/index.md");
    check("/.atom", "Path");
    check("/2023/9.json", "/2023/09.json");
    check("/keps.atom", "/keps.atom");
    check("/kep/753.atom", "/keps/753.atom");
    check("/sigs/SIG%20Node.md", "/sigs/node.md");
    check("/sigs.atom", "not in this form");
    check("/sigs.md", "/sigs.md");
    check("/versions/1.29", "no form");
    check("/versions/1.29.md", "/versions/1.29.md");
    check("/versions/1.md", "Name");
    check("/e/0a1b2c3d.atom", "not in this form");
    check("/e/0a1b2c3d/4e5f6g7h.md", "/e/0a1b2c3d/4e5f6g7h.md");
    check("/status.md", "not in this form");
    check("/speculation.json", "Path");
    check("/api/v1/openapi.json", "Path");
}

#[test]
fn a_card_has_the_path_of_its_page() {
    for card in [
        "e/0a1b2c3d.png",
        "e/0a1b2c3d/4e5f6a7b.png",
        "keps/753.png",
        "keps/0000-kep-process.png",
        "sigs/node.png",
        "sigs/wg-batch.png",
        "versions/1.29.png",
        "refs/kubernetes/kubernetes/115138.png",
        "list.png",
        "list.png?sig=node&version=1.28..1.29",
        "keps.png?sig=node",
        "keps.png",
        "sigs.png",
        "versions.png",
    ] {
        let read = Page::from_card(card).map(|page| page.card_path("00"));
        assert_eq!(read, Ok(format!("/cards/00/{card}")));
    }
    for wrong in ["", ".png", "e/0a1b2c3d", "e.png", "a/b/c/d/e.png", "2023.png", "status.png", "sign-in.png"]
    {
        assert_eq!(Page::from_card(wrong), Err(NotAPage::Path), "{wrong}");
    }
    for wrong in ["keps/<script>.png", "versions/x.png", "e/x.png", "e/../x.png"] {
        assert_eq!(Page::from_card(wrong), Err(NotAPage::Name), "{wrong}");
    }
    let unread = Page::from_card("list.png?sig=nod");
    assert!(matches!(&unread, Err(NotAPage::Filter(why)) if why.to_string().contains("node")), "{unread:?}");
}

#[test]
fn the_page_of_a_list_has_no_card_of_its_own() {
    let page = Page::from_card("list.png?sig=node&after=2023-10-11.57.0a1b2c3d").unwrap();
    assert_eq!(page.card_path("00"), "/cards/00/list.png?sig=node");
    let page: Page = "/?sig=node&after=2023-10-11.57.0a1b2c3d".parse().unwrap();
    assert_eq!(page.card_path("00"), "/cards/00/list.png?sig=node");
}

fn any_id<T: FromStr<Err: fmt::Debug> + fmt::Debug>() -> impl Strategy<Value = T> {
    "[0-9a-hjkmnp-tv-z]{8}".prop_map(|id| id.parse().expect("an id"))
}

fn any_kep_filter() -> impl Strategy<Value = KepFilter> {
    let sorts = proptest::sample::select(Sort::ALL.to_vec());
    (proptest::collection::vec(proptest::option::of(any_sig()), 0..3), sorts, any::<bool>(), 0u16..1000)
        .prop_map(|(sigs, sort, turned, page)| {
            let filter = KepFilter { sigs, sort, turned, page, ..KepFilter::default() };
            filter.query().parse().expect("what was printed")
        })
}

fn any_upgrade() -> impl Strategy<Value = Page> {
    let part = proptest::option::of(proptest::sample::select(Group::ALL.to_vec()));
    let filter = (proptest::option::of(any_sig()), any::<bool>(), any::<bool>(), part, 0u16..1000);
    (0u16..60, 1u16..=UpgradeRange::MOST, filter).prop_map(
        |(from, releases, (sig, with_notes, needs_action, part, page))| {
            let (from, to) = (Version { minor: from }, Version { minor: from + releases });
            let page = if part.is_some() { page } else { 0 };
            let filter = UpgradeFilter { sig, with_notes, needs_action, part, page };
            Page::Upgrade(UpgradeRange::new(from, to).expect("a range"), filter)
        },
    )
}

fn any_digest() -> impl Strategy<Value = Page> {
    let kind = proptest::sample::select(DigestKind::ALL.to_vec());
    let week = (1i16..9999, 1i8..=52).prop_map(|(year, week)| format!("{year:04}-W{week:02}"));
    let month = (1i16..=9999, 1i8..=12).prop_map(|(year, month)| format!("{year:04}-{month:02}"));
    let cycle = (0u16..200).prop_map(|minor| format!("1.{minor}"));
    prop_oneof![
        Just(Page::Digests),
        kind.prop_map(Page::LatestDigest),
        prop_oneof![week, month, cycle].prop_map(|text| Page::Digest(text.parse().expect("a period"))),
    ]
}

fn any_page() -> impl Strategy<Value = Page> {
    let key = ("[A-Za-z0-9._-]{1,20}", "[A-Za-z0-9._-]{1,20}", 1u64..)
        .prop_map(|(owner, name, number)| ItemKey { repo: Repo::new(owner, name), number });
    let folder = "[0-9]{4}-[a-z][a-z0-9._-]{0,20}".prop_map(KepName::Folder);
    let kind = proptest::sample::select(ReviewKind::ALL.to_vec());
    prop_oneof![
        any_filter().prop_map(Page::from),
        any_period().prop_map(Page::Archive),
        any_id().prop_map(Page::Entry),
        (any_id(), any_id()).prop_map(|(entry, note)| Page::EntryPart(entry, EntryPart::After(note))),
        (any_id(), any_id()).prop_map(|(entry, note)| Page::EntryPart(entry, EntryPart::From(note))),
        (any_id(), any_id()).prop_map(|(entry, note)| Page::Note(entry, note)),
        any_kep_filter().prop_map(Page::Keps),
        (1u32..999_999).prop_map(|number| Page::Kep(KepName::Number(number))),
        folder.prop_map(Page::Kep),
        key.prop_map(Page::Item),
        any_sig().prop_map(Page::Sig),
        (0u16..200).prop_map(|minor| Page::Version(Version { minor })),
        (any_sig(), any_version()).prop_map(|(sig, range)| Page::SigReleases(sig, range)),
        (0i32..366)
            .prop_map(|days| Page::OnThisDay(Some("01-01".parse::<MonthDay>().unwrap().after_days(days)))),
        any_upgrade(),
        "[A-Z][A-Za-z0-9]{1,40}".prop_map(|name| Page::Gate(name.parse().expect("a name"))),
        proptest::sample::select(vec![Page::Sigs, Page::Versions, Page::Status, Page::Bulk, Page::Decisions]),
        proptest::sample::select(vec![Page::Upgrades, Page::Gates, Page::Verdicts, Page::OnThisDay(None)]),
        any_digest(),
        "/[!-~]{0,30}".prop_map(|next| Page::sign_in(&next)),
        ".{1,30}".prop_map(Page::SignInByLink),
        (kind, proptest::option::of(any_id())).prop_map(|(kind, after)| Page::Review(kind, after)),
    ]
}

proptest! {
    #[test]
    fn a_written_address_is_read_again(page in any_page()) {
        let href = page.href();
        prop_assert!(href.bytes().all(|byte| byte.is_ascii_graphic()), "{}", href);
        prop_assert_eq!(href.parse::<Page>(), Ok(page));
    }

    #[test]
    fn another_form_and_a_card_lead_to_their_page(page in any_page()) {
        for &format in page.formats() {
            let read = Page::from_path_as(&page.path_as(format));
            prop_assert_eq!(read, Some((Page::from_path(&page.path()), format)));
        }
        if page.has_card() {
            let path = page.card_path("00");
            let read = Page::from_card(path.strip_prefix("/cards/00/").expect("a card"));
            let card = read.map(|read| read.card_path("00"));
            prop_assert_eq!(card, Ok(path));
        }
    }

    #[test]
    fn any_text_is_read_or_refused_and_leads_to_one_address(text in "/[a-z0-9/%.?=&A-Z -]{0,30}|/(keps|sigs|versions|refs|e|kep)/.{0,20}") {
        if let Ok(page) = text.parse::<Page>() {
            prop_assert_eq!(page.href().parse::<Page>(), Ok(page));
        }
    }
}
