use super::*;
use crate::kep::Milestone;
use crate::outcome::then_now::KepState;

#[track_caller]
fn check(query: &str, expected: &str) {
    let shown = match query.parse::<KepFilter>() {
        Ok(filter) => filter.query(),
        Err(why) => why.to_string(),
    };
    assert_eq!(shown, expected, "{query}");
}

#[test]
fn a_query_is_read_and_printed_in_one_way() {
    check("", "");
    check("sig=node", "sig=node");
    check("sig=SIG+Node&sig=sig%2Fnode", "sig=node");
    check("stage=GA", "stage=stable");
    check("stage=none&stage=beta", "stage=none&stage=beta");
    check("status=Implemented&sig=none", "sig=none&status=implemented");
    check("version=v1.29..v1.28", "version=1.28..1.29");
    check("sort=moved&order=desc&page=1", "");
    check("sort=number&order=asc", "sort=number");
    check("sort=number&order=desc", "sort=number&order=desc");
    check("order=asc", "order=asc");
    check("changed=yes", "changed=1");
    check("page=2&changed=1&sort=number", "changed=1&sort=number&page=2");
    check("page=2", "page=2");
    check("sig=&status=&utm_source=x", "");
    check("q=+sidecar++containers&sort=number", "q=sidecar+containers&sort=number");
    check("q=b&sig=node&q=a&q=b", "sig=node&q=b+a");
    check("q=%22pod+resize&page=2", "q=%22pod+resize%22&page=2");
    check("q=kep:0753+-alpha", "q=KEP-753+-alpha");
    check("q=%22%22", "");
}

#[test]
fn what_is_misspelt_is_reported() {
    check("sgi=node", "unknown filter `sgi`; did you mean `sig`?");
    check("notebook=x", "unknown filter `notebook`");
    check("sig=nodee", "`sig` cannot be `nodee`; did you mean `node`?");
    check("status=implementd", "`status` cannot be `implementd`; did you mean `implemented`?");
    check(
        "stage=gamma",
        "`stage` cannot be `gamma`: expected a stage such as `alpha`, `beta` or `stable`, or `none`",
    );
    check(
        "version=abc",
        "`version` cannot be `abc`: expected a version such as `1.28` or a range such as `1.28..1.29`",
    );
    check("sort=numer", "`sort` cannot be `numer`; did you mean `number`?");
    check(
        "order=up",
        "`order` cannot be `up`: expected `asc` for the least first or `desc` for the greatest first",
    );
    check(
        "changed=0",
        "`changed` cannot be `0`: expected `1` for those that have moved since a note cited them; leave it out for all",
    );
    check("page=0", "`page` cannot be `0`: expected a number from 1");
    check("page=99999", "`page` cannot be `99999`: expected a number from 1");
    let expected = "expected up to 16 words of at most 100 characters, such as `sidecar`, `KEP-753` or `SidecarContainers`";
    check("q=sig:node", &format!("`q` cannot be `sig:node`: {expected}"));
    check("q=foo:bar", &format!("`q` cannot be `foo:bar`: {expected}"));
    let long = "x".repeat(101);
    check(&format!("q={long}"), &format!("`q` cannot be `{}`: {expected}", &long[..40]));
    let many: Vec<String> = (0..17).map(|n| format!("w{n}")).collect();
    check(
        &format!("q={}", many.join("+")),
        &format!("`q` cannot be `{}`: {expected}", &many.join(" ")[..40]),
    );
    check("sort=title&sort=number", "`sort` can be given only once");
    check("sig=%zz", "`sig=%zz` is not valid percent-encoded text");
    check(&"x".repeat(5000), "the filter is longer than 4096 bytes");
}

fn kep(number: u32, title: &str, sig: &str, shipped: &str, notes: u32) -> KepLine {
    let shipped = shipped.split_once(' ').map(|(stage, version)| Milestone {
        stage: stage.parse().unwrap(),
        version: version.parse().unwrap(),
    });
    KepLine {
        name: crate::pages::KepName::Number(number),
        number: Some(number),
        title: Some(title.to_owned()),
        gates: if number == 2 { vec!["SidecarContainers".to_owned()] } else { Vec::new() },
        owning_sig: sig.parse().ok(),
        participating_sigs: Vec::new(),
        state: KepState { shipped, status: Some(Status::Implementable), ..KepState::default() },
        milestones: shipped.into_iter().collect(),
        moved_on: Some(crate::Date::constant(2020 + (number % 7) as i16, 1, 1)),
        notes,
        changed: number == 2,
    }
}

fn keps() -> Vec<KepLine> {
    vec![
        kep(1, "delta", "node", "alpha 1.28", 0),
        kep(2, "Alpha", "node", "stable 1.29", 3),
        kep(3, "beta", "network", "stable 1.30", 1),
        kep(4, "gamma", "", "", 0),
    ]
}

fn found(query: &str) -> Vec<u32> {
    let filter: KepFilter = query.parse().unwrap();
    filter.list(keps(), None).keps.iter().filter_map(|kep| kep.number).collect()
}

#[test]
fn those_that_moved_since_a_note_cited_them_are_a_list() {
    assert_eq!(found("changed=1"), [2]);
    let list = |query: &str| query.parse::<KepFilter>().unwrap().list(keps(), None);
    assert_eq!((list("changed=1").matching, list("changed=1").cited), (1, 1));
    assert_eq!((list("").facets.changed, list("sig=network").facets.changed), (1, 0));
    assert!(!list("changed=1").filter.is_unfiltered());
}

#[test]
fn those_that_notes_cite_come_first_and_each_group_is_sorted() {
    for (query, expected) in [
        ("", [3, 2, 4, 1]),
        ("order=asc", [2, 3, 1, 4]),
        ("sort=number", [2, 3, 1, 4]),
        ("sort=number&order=desc", [3, 2, 4, 1]),
        ("sort=title", [2, 3, 1, 4]),
        ("sort=stage", [3, 2, 1, 4]),
        ("sort=notes", [2, 3, 1, 4]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn a_filter_leaves_what_it_says() {
    for (query, expected) in [
        ("sig=node", &[2, 1][..]),
        ("sig=none", &[4]),
        ("sig=none&sig=network", &[3, 4]),
        ("stage=stable", &[3, 2]),
        ("stage=none", &[4]),
        ("version=1.28..1.29", &[2, 1]),
        ("sig=node&version=1.29", &[2]),
        ("status=implemented", &[]),
        ("page=2", &[]),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn words_are_looked_for_in_number_title_gates_and_group() {
    for (query, expected) in [
        ("q=KEP-2", &[2][..]),
        ("q=2", &[2]),
        ("q=%232", &[2]),
        ("q=%EF%BC%92", &[2]),
        ("q=kep+2", &[2]),
        ("q=https://kep.k8s.io/2", &[2]),
        ("q=k", &[3, 2, 4, 1]),
        ("q=ALPH", &[2]),
        ("q=%EF%BC%A1lpha", &[2]),
        ("q=lpha", &[]),
        ("q=sidecarcont", &[2]),
        ("q=containers", &[2]),
        ("q=node", &[2, 1]),
        ("q=SIG+Node", &[2, 1]),
        ("q=sig-node+delta", &[1]),
        ("q=%22sig+node%22", &[2, 1]),
        ("q=%22alph%22", &[]),
        ("q=-node", &[3, 4]),
        ("q=node&stage=stable", &[2]),
        ("q=node&sig=network", &[]),
    ] {
        assert_eq!(found(query), expected, "{query}");
        let filter: KepFilter = query.parse().unwrap();
        let matching = keps().iter().filter(|kep| filter.matches(kep)).count();
        assert_eq!(matching, expected.len(), "{query}");
    }
}

#[test]
fn an_empty_search_has_remedies() {
    let check = |query: &str, respelt: Option<&str>, terms_alone: u32| {
        let filter: KepFilter = query.parse().unwrap();
        let remedies = filter.list(keps(), None).remedies;
        let found = remedies.respelt.map(|filter| filter.query());
        assert_eq!((found.as_deref(), remedies.terms_alone), (respelt, terms_alone), "{query}");
    };
    check("q=detla", Some("q=delta"), 0);
    check("q=node+detla&page=2", Some("q=node+delta"), 0);
    check("q=sidecarcontainer5", Some("q=sidecarcontainers"), 0);
    check("q=detla&sig=node", Some("sig=node&q=delta"), 0);
    check("q=detla&sig=network&sort=number", Some("q=delta&sort=number"), 0);
    check("q=zzzzzzzz", None, 0);
    check("q=node&sig=network", None, 2);
    check("q=node", None, 0);
    check("sig=node&stage=none", None, 0);
}

#[test]
fn a_facet_counts_what_its_value_would_leave() {
    let filter: KepFilter = "sig=node".parse().unwrap();
    let list = filter.list(keps(), None);
    let sigs: Vec<(Option<String>, u32)> = list
        .facets
        .sigs
        .iter()
        .map(|count| (count.value.as_ref().map(|sig| sig.to_string()), count.notes))
        .collect();
    assert_eq!(sigs, [(Some("sig-node".into()), 2), (None, 1), (Some("sig-network".into()), 1)]);
    let stages: Vec<(Option<Stage>, u32)> =
        list.facets.stages.iter().map(|count| (count.value, count.notes)).collect();
    assert_eq!(stages, [(Some(Stage::Alpha), 1), (Some(Stage::Stable), 1)]);
    assert_eq!((list.matching, list.cited, list.all, list.pages()), (2, 1, 4, 1));
}

#[test]
fn a_list_leads_to_other_lists() {
    let filter: KepFilter = "sig=node&sig=none&stage=none&sort=number&page=3".parse().unwrap();
    assert_eq!(filter.without(KepKey::Sig, "none").query(), "sig=node&stage=none&sort=number");
    assert_eq!(filter.without(KepKey::Stage, "none").query(), "sig=none&sig=node&sort=number");
    assert_eq!(filter.sorted_by(Sort::Number).query(), "sig=none&sig=node&stage=none&sort=number&order=desc");
    assert_eq!(filter.sorted_by(Sort::Moved).href(), "/keps?sig=none&sig=node&stage=none");
    let searched: KepFilter = "sig=node&q=pod+resize&sort=number&page=2".parse().unwrap();
    assert_eq!(searched.without(KepKey::Q, "pod resize").query(), "sig=node&sort=number");
    assert_eq!(searched.terms_alone().query(), "q=pod+resize&sort=number");
    assert_eq!(KepFilter::default().at_page(1).href(), "/keps?page=2");
}
