//! Every page has a route of the router, and every route a page.

use domain::address::Page;
use leptos_axum::generate_route_list;

/// Addresses that redirect to a page with another path.
const ALIASES: [&str; 1] = ["/kep/{name}"];

/// A page of each kind, by its address.
const PAGES: [&str; 41] = [
    "/",
    "/2023",
    "/2023/10",
    "/2023/10/11",
    "/e/0a1b2c3d",
    "/e/0a1b2c3d?notes_after=4e5f6a7b",
    "/e/0a1b2c3d/4e5f6a7b",
    "/e/0a1b2c3d/history",
    "/keps",
    "/keps/753",
    "/refs/kubernetes/kubernetes/115138",
    "/sigs",
    "/sigs/node",
    "/sigs/node?version=1.28..1.29",
    "/versions",
    "/versions/1.29",
    "/verdicts",
    "/annotate",
    "/digest",
    "/digest/2026-W47",
    "/digest/week",
    "/upgrade",
    "/upgrade/1.27..1.29?sig=node",
    "/gates",
    "/gates/SidecarContainers",
    "/status",
    "/sign-in",
    "/sign-in/0a1b2c3d",
    "/review",
    "/bulk",
    "/decisions",
    "/imports/12",
    "/forget/0a1b2c3d",
    "/write",
    "/write/0a1b2c3d",
    "/sources",
    "/tokens",
    "/on-this-day",
    "/on-this-day/11-28",
    "/import",
    "/import/00112233445566778899aabbccddeeff",
];

/// Which kind of page it is, counted from 0: a new kind does not compile here until it has a page above.
fn kind(page: &Page) -> usize {
    match page {
        Page::Timeline(_) => 0,
        Page::Archive(_) => 1,
        Page::Entry(_) => 2,
        Page::Note(..) => 3,
        Page::Keps(_) => 4,
        Page::Kep(_) => 5,
        Page::Item(_) => 6,
        Page::Sigs => 7,
        Page::Sig(_) => 8,
        Page::Versions => 9,
        Page::Version(_) => 10,
        Page::Status => 11,
        Page::SignIn { .. } => 12,
        Page::SignInByLink(_) => 13,
        Page::Review(..) => 14,
        Page::Bulk => 15,
        Page::Decisions => 16,
        Page::SigReleases(..) => 17,
        Page::Verdicts => 18,
        Page::EntryPart(..) => 19,
        Page::Upgrades => 20,
        Page::Upgrade(..) => 21,
        Page::Gates => 22,
        Page::Gate(_) => 23,
        Page::History(_) => 24,
        Page::Import(_) => 25,
        Page::Forget(_) => 26,
        Page::Write => 27,
        Page::EditNote(_) => 28,
        Page::Sources => 29,
        Page::Tokens => 30,
        Page::Upload => 31,
        Page::UploadPreview(_) => 32,
        Page::Digests => 33,
        Page::Digest(_) => 34,
        Page::LatestDigest(_) => 35,
        Page::Annotate => 36,
        Page::OnThisDay(_) => KINDS - 1,
    }
}

const KINDS: usize = 38;

/// Whether a route such as `/keps/{name}` matches a path, and in how many parts literally.
fn literal_parts(route: &str, path: &str) -> Option<usize> {
    let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
    let mut pairs = route.iter().zip(&path);
    let matches =
        route.len() == path.len() && pairs.all(|(part, value)| part.starts_with('{') || part == value);
    matches.then(|| route.iter().filter(|part| !part.starts_with('{')).count())
}

#[tokio::test]
async fn every_page_has_a_route_and_every_route_a_page() {
    let routes: Vec<String> =
        generate_route_list(app::App).iter().map(|route| route.path().to_owned()).collect();
    let mut unused: Vec<&str> =
        routes.iter().map(String::as_str).filter(|it| !ALIASES.contains(it)).collect();
    let mut kinds = [false; KINDS];
    for address in PAGES {
        let page: Page = address.parse().unwrap();
        assert_eq!(page.href(), address);
        kinds[kind(&page)] = true;
        let matching = routes.iter().filter_map(|route| Some((literal_parts(route, &page.path())?, route)));
        let (_, route) = matching.max_by_key(|(literal, _)| *literal).unwrap_or_else(|| panic!("{address}"));
        unused.retain(|it| it != route);
    }
    assert_eq!(unused, [""; 0], "routes without a page");
    assert_eq!(kinds, [true; KINDS], "kinds of pages without an address");
}
