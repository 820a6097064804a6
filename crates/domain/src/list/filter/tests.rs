use proptest::prelude::*;

use super::*;
use crate::version::Version;

const PLACE: &str = "2023-10-11.57.0a1b2c3d";

fn filter(query: &str) -> Filter {
    query.parse().unwrap_or_else(|error| panic!("{query}: {error}"))
}

/// `query` is read, and printed as `canonical`.
fn check(query: &str, canonical: &str) {
    let filter = filter(query);
    assert_eq!(filter.query(), canonical, "{query}");
    assert_eq!(RawQuery::parse(query).is_written_as(canonical), query == canonical, "{query}");
    assert_eq!(canonical.parse(), Ok(filter), "{query}");
}

/// `query` is refused with `message`.
fn refuse(query: &str, message: &str) {
    match query.parse::<Filter>() {
        Ok(filter) => panic!("{query} was read as {filter:?}"),
        Err(error) => assert_eq!(error.to_string(), message, "{query}"),
    }
}

#[test]
fn many_spellings_have_one_canonical_query() {
    check("", "");
    check("version=v1.29", "version=1.29");
    check("version=1.29.0", "version=1.29");
    check("version=1.28-1.29", "version=1.28..1.29");
    check("version=1.29..1.28", "version=1.28..1.29");
    check("version=1.30&version=1.9&version=v1.30", "version=1.9&version=1.30");
    check("version=none", "version=none");
    check("version=NONE&version=1.28", "version=1.28&version=none");
    check("cycle=v1.29", "cycle=1.29");
    check(
        "cycle=1.29-1.28&cycle=1.9&in=2023&version=1.30",
        "version=1.30&cycle=1.9&cycle=1.28..1.29&in=2023",
    );
    check(
        "exclude.cycle=1.30&cycle=1.29&exclude.version=1.31",
        "exclude.version=1.31&cycle=1.29&exclude.cycle=1.30",
    );
    check("q=cycle:1.28..1.29+-cycle:1.30", "cycle=1.28..1.29&exclude.cycle=1.30");
    // What cannot be seen makes no sign or field another one.
    check("q=%00-windows+%E2%80%8Bsig:node", "sig=node&q=-windows");
    check("in=2023/10/11", "in=2023-10-11");
    check("in=2023%2F9", "in=2023-09");
    check("in=2023-10&in=2023", "in=2023&in=2023-10");
    check("order=asc", "order=asc");
    check("order=oldest", "order=asc");
    check("order=desc", "");
    check("order=ASC&order=asc", "order=asc");
    check("notebook=Kubernetes-2023", "notebook=kubernetes-2023");
    check("notebook=週報", "notebook=%E9%80%B1%E5%A0%B1");
    check("notebook=%e9%80%b1%e5%a0%b1", "notebook=%E9%80%B1%E5%A0%B1");
    check("exclude.version=1.30&version=1.29", "version=1.29&exclude.version=1.30");
    check("%76ersion=1.29", "version=1.29");
    check("version=+1.29+", "version=1.29");
    check("&&version=1.29&", "version=1.29");
    check("after=2023-10-11.57.0a1b2c3d&order=asc", "order=asc&after=2023-10-11.57.0a1b2c3d");
    check("before=2023-10-11.57.0a1b2c3d", "before=2023-10-11.57.0a1b2c3d");
}

#[test]
fn a_group_has_one_spelling_however_it_is_given() {
    for spelling in ["sig-node", "SIG+Node", "SIG%20Node", "Node", "sig/node", "+node+"] {
        check(&format!("sig={spelling}"), "sig=node");
    }
    check("sig=node", "sig=node");
    check("sig=sig-network&sig=node&sig=network", "sig=network&sig=node");
    check("sig=wg-batch", "sig=wg-batch");
    check("sig=WG+sidecar", "sig=wg-sidecar");
    check("sig=none", "sig=none");
    check("sig=None&sig=storage", "sig=storage&sig=none");
    check("exclude.sig=SIG+Windows&sig=node", "sig=node&exclude.sig=windows");
}

#[test]
fn every_group_on_the_list_is_printed_so_that_it_is_read_again() {
    for group in Sig::known() {
        let sig: Sig = group.directory.parse().expect("a group");
        let filter = Filter::default().toggle_sig(&sig);
        assert_eq!(filter.query().parse(), Ok(filter), "{sig}");
    }
}

#[test]
fn what_is_cited_has_one_spelling_however_it_is_given() {
    check("stage=GA", "stage=stable");
    check("stage=Beta&stage=alpha&stage=none", "stage=alpha&stage=beta&stage=none");
    check("stage=NONE", "stage=none");
    check("status=Implemented&status=provisional", "status=provisional&status=implemented");
    check("github=not-planned", "github=not_planned");
    check("github=Not+planned&github=merged&github=open", "github=open&github=merged&github=not_planned");
    check("github=unknown", "github=unknown");
    check("verdict=LATE&verdict=held&verdict=late", "verdict=held&verdict=late");
    for yes in ["1", "true", "yes", "TRUE", "+1+"] {
        check(&format!("changed={yes}"), "changed=1");
    }
    check("changed=1&changed=true", "changed=1");
    check("kep=KEP-753&kep=0753", "kep=753");
    check("kep=kep+753", "kep=753");
    check("kep=3063&kep=127", "kep=127&kep=3063");
    check("kep=https://kep.k8s.io/753", "kep=753");
    for spelling in [
        "k/k%23115138",
        "kk%23115138",
        "k/k/115138",
        "https://github.com/kubernetes/kubernetes/pull/115138",
        "https%3A%2F%2Fgithub.com%2Fkubernetes%2Fkubernetes%2Fissues%2F115138%23issuecomment-1",
    ] {
        check(&format!("ref={spelling}"), "ref=kubernetes/kubernetes%23115138");
    }
    check("ref=kubernetes/kubernetes%23115138", "ref=kubernetes/kubernetes%23115138");
    check("ref=k/k%239&ref=k/k%2310", "ref=kubernetes/kubernetes%239&ref=kubernetes/kubernetes%2310");
}

#[test]
fn versions_can_be_read_the_other_way() {
    let check = |query: &str, other: Option<&str>| {
        assert_eq!(filter(query).other_reading().map(|filter| filter.query()).as_deref(), other, "{query}");
    };
    check("sig=node&version=1.28&version=1.30", Some("sig=node&cycle=1.28&cycle=1.30"));
    check(
        "cycle=1.28..1.29&exclude.version=1.30&order=asc",
        Some("version=1.28..1.29&exclude.version=1.30&order=asc"),
    );
    check("version=1.28&cycle=1.29", None);
    check("version=1.28&version=none", None);
    check("exclude.cycle=1.28", None);
    check("sig=node", None);
}

#[test]
fn a_list_by_moves_holds_only_what_has_moved() {
    check("order=moved", "changed=1&order=moved");
    check("order=Moved&changed=1", "changed=1&order=moved");
    let start = filter("sig=node");
    assert_eq!(start.with_order(Order::Moved).query(), "sig=node&changed=1&order=moved");
    assert_eq!(start.with_order(Order::Moved).with_order(Order::Newest).query(), "sig=node&changed=1");
    assert_eq!(start.with_order(Order::Moved).remove(&FilterPart::Changed), start);
    assert_eq!(start.with_order(Order::Moved).cleared().query(), "");
    assert_eq!(start.with_order(Order::Oldest).cleared().query(), "order=asc");
    assert_eq!(start.with_order(Order::Oldest).remove(&FilterPart::Changed).order, Order::Oldest);
    refuse("order=moved&order=asc", "`order` can be given only once");
}

#[test]
fn a_group_can_be_chosen_and_excluded() {
    let node: Sig = "sig-node".parse().expect("a group");
    let start = filter(&format!("sig=network&after={PLACE}"));
    assert_eq!(start.toggle_sig(&node).query(), "sig=network&sig=node");
    assert_eq!(start.toggle_sig(&node).toggle_sig(&node).query(), "sig=network");
    assert_eq!(start.toggle_sig(&node).exclude_sig(&node).query(), "sig=network&exclude.sig=node");
    assert_eq!(start.exclude_sig(&node).toggle_sig(&node).query(), "sig=network&sig=node");
    let parts = start.exclude_sig(&node).parts();
    assert_eq!(parts, [FilterPart::Sig("network".parse().expect("a group")), FilterPart::WithoutSig(node)]);
    let left = parts.iter().fold(start.clone(), |filter, part| filter.remove(part));
    assert!(left.is_unfiltered());
}

#[test]
fn keys_are_printed_in_their_order() {
    let query = format!(
        "before={PLACE}&order=asc&ref=k/k%231&kep=753&changed=1&verdict=late&github=merged&status=implemented&stage=beta&in=2023&exclude.version=1.30&version=none&version=1.28..1.29&notebook=b&notebook=a"
    );
    let canonical = format!(
        "notebook=a&notebook=b&version=1.28..1.29&version=none&exclude.version=1.30&in=2023&stage=beta&status=implemented&github=merged&verdict=late&changed=1&kep=753&ref=kubernetes/kubernetes%231&order=asc&before={PLACE}"
    );
    check(&query, &canonical);
}

#[test]
fn a_field_left_blank_in_a_form_is_no_filter() {
    check("sig=&exclude.sig=&version=&in=&order=&notebook=&before=&after=", "");
    check("stage=&status=&github=&changed=&kep=&ref=", "");
    check("sig&version=1.29&in=+", "version=1.29");
}

#[test]
fn what_trackers_add_is_dropped() {
    check(
        "utm_source=x&utm_medium=%20&version=1.29&fbclid=1&gclid=2&_ga=3&_ga_AB=4&mc_cid=5&igshid=6&ref_src=7",
        "version=1.29",
    );
}

#[test]
fn an_unknown_key_is_reported_with_the_nearest_one() {
    refuse("sgi=node", "unknown filter `sgi`; did you mean `sig`?");
    refuse("Version=1.29", "unknown filter `Version`; did you mean `version`?");
    refuse("exclude_sig=node", "unknown filter `exclude_sig`; did you mean `exclude.sig`?");
    refuse("kubernetes=1", "unknown filter `kubernetes`");
    refuse("=1", "unknown filter ``");
    refuse("?version=1.29", "unknown filter `?version`; did you mean `version`?");
    refuse("a%00%1b%5B2J%E2%80%AEb=1", "unknown filter `a[2Jb`");
    refuse("items=1", "unknown filter `items`");
}

#[test]
fn a_wrong_value_is_reported_with_what_would_be_right() {
    refuse(
        "sig=%3Cscript%3E",
        "`sig` cannot be `<script>`: expected a SIG or WG such as `node` or `wg-batch`, or `none`",
    );
    refuse(
        "exclude.sig=none",
        "`exclude.sig` cannot be `none`: expected a SIG or WG such as `node` or `wg-batch`",
    );
    refuse(
        "version=1.28..",
        "`version` cannot be `1.28..`: expected a version such as `1.28`, a range such as `1.28..1.29`, or `none`",
    );
    refuse(
        "exclude.version=none",
        "`exclude.version` cannot be `none`: expected a version such as `1.28` or a range such as `1.28..1.29`",
    );
    refuse(
        "in=2023-02-30",
        "`in` cannot be `2023-02-30`: expected a year, month or day such as `2023`, `2023-10` or `2023-10-11`",
    );
    refuse(
        "order=up",
        "`order` cannot be `up`: expected `asc` for the oldest first, `desc` for the newest first, `moved` for the latest move first or `relevance` for the best hit first",
    );
    refuse(
        "notebook=a+b",
        "`notebook` cannot be `a b`: expected the name of a notebook, such as `kubernetes-2023`",
    );
    refuse("stage=betta", "`stage` cannot be `betta`; did you mean `beta`?");
    refuse("stage=nope", "`stage` cannot be `nope`; did you mean `none`?");
    refuse(
        "stage=implemented",
        "`stage` cannot be `implemented`: expected a stage such as `alpha`, `beta` or `stable`, or `none` for what has not shipped",
    );
    refuse("status=implementeable", "`status` cannot be `implementeable`; did you mean `implementable`?");
    refuse(
        "status=unstated",
        "`status` cannot be `unstated`: expected a KEP status such as `implementable`, `implemented` or `withdrawn`",
    );
    refuse("verdict=droped", "`verdict` cannot be `droped`; did you mean `dropped`?");
    refuse(
        "verdict=good",
        "`verdict` cannot be `good`: expected how a plan turned out: `held`, `late`, `early`, `missed`, `dropped`, `overtaken`, `open` or `unknown`",
    );
    refuse("github=mergd", "`github` cannot be `mergd`; did you mean `merged`?");
    refuse(
        "github=not_yet",
        "`github` cannot be `not_yet`: expected a state such as `open`, `merged`, `closed` or `not_planned`",
    );
    refuse(
        "changed=0",
        "`changed` cannot be `0`: expected `1` for notes that cite something which has moved since; leave it out for all",
    );
    refuse("kep=sidecar", "`kep` cannot be `sidecar`: expected the number of a KEP, such as `753`");
    refuse("kep=0", "`kep` cannot be `0`: expected the number of a KEP, such as `753`");
    refuse(
        // What a browser sends of an address whose `#` nobody encoded.
        "ref=kubernetes/kubernetes",
        "`ref` cannot be `kubernetes/kubernetes`: expected a pull request or issue such as `kubernetes/kubernetes%23115138`, with `%23` for `#`",
    );
    refuse("order=move", "`order` cannot be `move`; did you mean `moved`?");
    refuse("after=1", "`after` cannot be `1`: expected a position from a link of this site");
    let Err(FilterError::Query(QueryError::BadValue { key, value, suggestion })) =
        format!("in=%00%07{}", "長".repeat(100)).parse::<Filter>()
    else {
        panic!("a long value is no period");
    };
    assert_eq!((key, value, suggestion), (FilterKey::In, "長".repeat(40), None));
}

#[test]
fn a_value_that_could_not_be_read_again_is_no_value() {
    // Its lower case has a mark that a slug cannot have.
    assert!("notebook=%C4%B0".parse::<Filter>().is_err());
}

#[test]
fn two_values_of_a_key_that_takes_one_are_refused() {
    refuse("order=asc&order=desc", "`order` can be given only once");
    refuse(&format!("before={PLACE}&after={PLACE}"), "`before` and `after` cannot be combined");
    refuse(&format!("after={PLACE}&after=2023-10-11.58.0a1b2c3d"), "`after` can be given only once");
    check(&format!("after={PLACE}&after={PLACE}"), &format!("after={PLACE}"));
}

#[test]
fn broken_encoding_is_an_error_and_matches_nothing() {
    refuse("notebook=%FF", "`notebook=%FF` is not valid percent-encoded text");
    refuse("notebook=%zz", "`notebook=%zz` is not valid percent-encoded text");
    refuse("notebook=a%", "`notebook=a%` is not valid percent-encoded text");
    refuse("notebook=a%2", "`notebook=a%2` is not valid percent-encoded text");
    refuse("%FF=1", "`%FF=1` is not valid percent-encoded text");
    refuse("notebook=%EF%BF%BD", "`notebook=%EF%BF%BD` is not valid percent-encoded text");
    refuse("utm_source=%FF", "`utm_source=%FF` is not valid percent-encoded text");
}

#[test]
fn a_query_has_bounds() {
    let longest = format!("utm_source={}", "x".repeat(MAX_BYTES - 11));
    assert_eq!(filter(&longest), Filter::default());
    refuse(&format!("{longest}x"), "the filter is longer than 4096 bytes");
    let many = |count: usize| vec!["version=1.28"; count].join("&");
    check(&many(64), "version=1.28");
    refuse(&many(65), "`version` has more than 64 values");
}

#[test]
fn a_query_that_would_be_too_long_once_encoded_is_refused() {
    // A redirect to what the next request refuses would be a dead end.
    let long = |count: u32| {
        let slug = |n: u32| "長".repeat(70) + &n.to_string();
        (0..count).map(|n| format!("notebook={}", slug(n))).collect::<Vec<String>>().join("&")
    };
    check(&long(6), &filter(&long(6)).query());
    refuse(&long(7), "the filter is longer than 4096 bytes");
}

#[test]
fn a_filter_travels_as_one_string() {
    for query in ["", "version=1.28..1.29&version=none&in=2023-10", "notebook=%E9%80%B1%E5%A0%B1"] {
        let filter = filter(query);
        let json = serde_json::to_string(&filter).expect("a string");
        assert_eq!(json, format!("\"{query}\""));
        assert_eq!(serde_json::from_str::<Filter>(&json).expect("a filter"), filter);
        let form =
            form_urlencoded::Serializer::new(String::new()).append_pair("filter", &filter.query()).finish();
        let (_, value) = form_urlencoded::parse(form.as_bytes()).next().expect("one argument");
        assert_eq!(Filter::try_from(value.into_owned()), Ok(filter));
    }
    let error = serde_json::from_str::<Filter>("\"verison=1\"").expect_err("no filter").to_string();
    assert!(error.starts_with("unknown filter `verison`; did you mean `version`?"), "{error}");
}

#[test]
fn a_filter_put_together_by_hand_is_printed_sorted() {
    let (old, new) = (Version { minor: 9 }, Version { minor: 10 });
    let backwards = VersionRange { from: new, to: old };
    let versions = TagFilter { any: vec![new.into(), backwards, new.into()], ..TagFilter::default() };
    let filter = Filter { versions, ..Filter::default() };
    assert_eq!(filter.query(), "version=1.9..1.10&version=1.10");
}

#[test]
fn a_link_leads_to_the_list() {
    assert_eq!(Filter::default().href(), "/");
    assert_eq!(filter("version=v1.29").href(), "/?version=1.29");
}

#[test]
fn a_changed_restriction_begins_at_the_first_page() {
    let start = filter(&format!("version=1.29&in=2023&after={PLACE}"));
    let versions = |text: &str| text.parse::<VersionRange>().expect("a range");
    let slug = "b".parse().expect("a slug");
    let check = |changed: Filter, query: &str| assert_eq!(changed.query(), query);
    check(start.toggle_version(versions("1.28")), "version=1.28&version=1.29&in=2023");
    check(start.toggle_version(versions("1.29")), "in=2023");
    check(start.exclude_version(versions("1.29")), "exclude.version=1.29&in=2023");
    check(
        start.exclude_version(versions("1.29")).exclude_version(versions("1.29")),
        "exclude.version=1.29&in=2023",
    );
    check(start.exclude_version(versions("1.29")).toggle_version(versions("1.29")), "version=1.29&in=2023");
    check(start.toggle_notebook(&slug), "notebook=b&version=1.29&in=2023");
    check(start.toggle_kep(753).toggle_kep(127), "version=1.29&in=2023&kep=127&kep=753");
    let item = cited::item("k/k#1").expect("a pull request");
    check(start.toggle_ref(&item), "version=1.29&in=2023&ref=kubernetes/kubernetes%231");
    check(start.toggle_ref(&item).toggle_ref(&item), "version=1.29&in=2023");
    check(start.with_order(Order::Oldest), "version=1.29&in=2023&order=asc");
    check(start.without_cursor(), "version=1.29&in=2023");
    let place = PLACE.parse().expect("a place");
    check(start.at(Cursor::Before(place)), &format!("version=1.29&in=2023&before={PLACE}"));
}

#[test]
fn each_part_can_be_taken_away() {
    let query = "notebook=a&sig=none&version=1.28..1.29&version=none&exclude.version=1.30&in=2023\
        &stage=beta&stage=none&status=implemented&github=merged&changed=1&kep=753&ref=kubernetes/kubernetes%231&order=asc";
    let full = filter(query);
    assert_eq!(full.query(), query);
    assert_eq!(full.parts().len(), 13);
    assert!(!full.is_unfiltered());
    let mut left = full.at(Cursor::After(PLACE.parse().expect("a place")));
    for part in full.parts() {
        assert!(full.remove(&part).parts().iter().all(|other| *other != part));
        left = left.remove(&part);
    }
    assert!(left.is_unfiltered());
    assert_eq!(left.query(), "order=asc");
    assert_eq!(left.remove(&FilterPart::NoSig), left);
}

pub(crate) fn any_version() -> impl Strategy<Value = VersionRange> + Clone {
    (0u16..1000, 0u16..1000).prop_map(|(a, b)| VersionRange::new(Version { minor: a }, Version { minor: b }))
}

pub(crate) fn any_sig() -> impl Strategy<Value = Sig> + Clone {
    let listed: Vec<&str> = Sig::known().map(|group| group.directory).collect();
    let name = prop_oneof![
        proptest::sample::select(listed).prop_map(str::to_owned),
        "(sig|wg)-[a-z][a-z0-9]{0,10}(-[a-z]{1,6})?"
    ];
    name.prop_map(|name| name.parse().expect("a group"))
}

pub(crate) fn any_period() -> impl Strategy<Value = Period> {
    (1i16..=9999, 1i8..=12, 1i8..=28, 0..3).prop_filter_map("a period", |(year, month, day, grain)| {
        match grain {
            0 => Period::year(year),
            1 => Period::month(year, month),
            _ => Period::day(crate::Date::new(year, month, day).ok()?),
        }
    })
}

fn any_choice<T: fmt::Debug>(value: impl Strategy<Value = T> + Clone) -> impl Strategy<Value = TagFilter<T>> {
    let values = proptest::collection::vec(value, 0..4);
    (values.clone(), values, any::<bool>()).prop_map(|(any, without, none)| TagFilter { any, without, none })
}

fn any_cursor() -> impl Strategy<Value = Cursor> {
    (any_period(), any::<u32>(), "[0-9a-hjkmnp-tv-z]{8}", any::<bool>()).prop_map(
        |(period, position, entry, before)| {
            let place =
                EntryPlace { day: period.first_day(), position, entry: entry.parse().expect("an id") };
            if before { Cursor::Before(place) } else { Cursor::After(place) }
        },
    )
}

/// Restrictions on citations, in a filter without any other.
fn any_cited() -> impl Strategy<Value = Filter> {
    let some = |most: usize| 0..most;
    let reached: Vec<ShippedStage> = ShippedStage::all().collect();
    let states: Vec<github::ItemState> = github::ItemState::all_now().collect();
    let item = ("[a-z][a-z0-9-]{0,10}", "[a-z][a-z0-9_-]{0,10}", 1u64..9_999_999_999)
        .prop_map(|(owner, name, number)| format!("{owner}/{name}#{number}"))
        .prop_filter_map("an item", |text| cited::item(&text));
    (
        proptest::collection::vec(proptest::sample::select(reached), some(4)),
        proptest::collection::vec(proptest::sample::select(Status::KNOWN.to_vec()), some(4)),
        proptest::collection::vec(proptest::sample::select(states), some(4)),
        any::<bool>(),
        proptest::collection::vec(1u32..99_999, some(4)),
        proptest::collection::vec(item, some(4)),
    )
        .prop_map(|(stages, statuses, github, changed, keps, refs)| Filter {
            stages,
            statuses,
            github,
            changed,
            keps,
            refs,
            ..Filter::default()
        })
}

fn any_content() -> impl Strategy<Value = Filter> {
    let repos = "[a-z]{2,5}/[a-z.-]{2,6}[a-z]".prop_filter_map("a repository", |text| cited::repo(&text));
    let word = ".{1,6}".prop_filter_map("a word", |text| Term::word(&text));
    let phrase = ".{1,9}".prop_filter_map("a phrase", |text| Term::phrase(&text));
    let term = (prop_oneof![word, phrase], any::<bool>());
    (
        proptest::collection::vec(repos, 0..3),
        proptest::option::of(any_period()),
        proptest::option::of(any_period()),
        proptest::collection::vec(proptest::sample::select(ContentKind::ALL.to_vec()), 0..3),
        proptest::collection::vec(term, 0..4),
    )
        .prop_map(|(repos, since, until, has, terms)| {
            let signed = |(term, without): (Term, bool)| if without { term.without() } else { term };
            // What reads as a sign or a field is no word.
            let is_itself = |term: &Term| {
                pieces(&term.to_string()).is_ok_and(|pieces| pieces == [Piece::Term(term.clone())])
            };
            let terms = terms.into_iter().map(signed).filter(is_itself).collect();
            Filter { repos, since, until, has, terms, ..Filter::default() }
        })
}

pub(crate) fn any_filter() -> impl Strategy<Value = Filter> {
    let slugs = proptest::collection::vec("[a-z0-9あ-ん一-龠]{1,8}(-[a-z0-9]{1,4})?", 0..4);
    let periods = proptest::collection::vec(any_period(), 0..4);
    let versions = any_choice(any_version());
    let cycles = [(); 2].map(|()| proptest::collection::vec(any_version(), 0..3));
    let cycles = cycles.prop_map(|[any, without]| CycleFilter { any, without });
    let orders = proptest::sample::select(vec![Order::Newest, Order::Oldest, Order::Moved, Order::Relevance]);
    let cursor = proptest::option::of(any_cursor());
    (slugs, any_choice(any_sig()), (versions, cycles), periods, any_cited(), any_content(), orders, cursor)
        .prop_map(|(slugs, sigs, (versions, cycles), period, cited, content, order, cursor)| {
            let mut filter = Filter {
                notebooks: slugs.iter().map(|slug| slug.parse().expect("a slug")).collect(),
                sigs,
                versions,
                cycles,
                period,
                order,
                cursor,
                repos: content.repos,
                since: content.since,
                until: content.until,
                has: content.has,
                terms: content.terms,
                ..cited
            };
            filter.normalise();
            filter
        })
}

proptest! {
    #[test]
    fn a_printed_filter_is_read_again(filter in any_filter()) {
        let query = RawQuery::parse(&filter.query());
        prop_assert!(query.is_written_as(&filter.query()));
        prop_assert_eq!(Filter::parse(&query), Ok(filter));
    }

    #[test]
    fn the_form_decoder_reads_the_same_pairs(filter in any_filter()) {
        let query = filter.query();
        let decoded: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let pairs: Vec<(String, String)> = filter.pairs().into_iter().map(|(key, value)| (key.as_str().to_owned(), value)).collect();
        prop_assert_eq!(decoded, pairs);
    }

    #[test]
    fn any_text_is_read_or_refused_and_never_a_loop(query in "[a-z=&%+.?0-9あ\u{0}]{0,40}|(sig|version|cycle|in|notebook|stage|status|github|changed|kep|ref|repo|since|until|has|q|order)=.{0,12}|q=[-\"a停:+%2022A ]{0,20}|ref=[kK/.:a-z0-9%#-]{0,30}|kep=(KEP|kep)?[-0-9 +]{0,8}") {
        if let Ok(filter) = query.parse::<Filter>() {
            prop_assert_eq!(filter.query().parse(), Ok(filter));
        }
    }
}
