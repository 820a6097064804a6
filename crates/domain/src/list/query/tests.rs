use proptest::prelude::*;

use super::*;
use crate::list::feed::FeedQuery;
use crate::list::filter::{Filter, FilterKey};
use crate::list::keps::{KepFilter, KepKey};

#[track_caller]
fn check_values(query: &str, key: &str, values: &[&str], rest: &str) {
    let mut query = RawQuery::parse(query);
    assert_eq!(query.take(key), values);
    assert_eq!(query.to_string(), rest);
}

#[test]
fn a_key_is_taken_with_all_of_its_values() {
    check_values("", "lang", &[], "");
    check_values("lang=ja", "lang", &["ja"], "");
    check_values("sig=node&lang=ja&version=1.29&lang=+en+", "lang", &["ja", "en"], "sig=node&version=1.29");
    check_values("%6cang=ja&lang=&lang&Lang=en", "lang", &["ja"], "Lang=en");
    check_values("&lang=ja&", "lang", &["ja"], "&");
}

#[test]
fn what_cannot_be_decoded_is_left_for_the_reader_of_the_rest() {
    check_values("lang=%zz&lang=ja", "lang", &["ja"], "lang=%zz");
    check_values("lang=%FF", "lang", &[], "lang=%FF");
    check_values("lang=a%2", "lang", &[], "lang=a%2");
    check_values("lang=%EF%BF%BD", "lang", &[], "lang=%EF%BF%BD");
}

#[test]
fn what_was_typed_is_shown_as_far_as_it_can_be_decoded() {
    let query = RawQuery::parse("q=100%&sig=node&q=%FF+b");
    assert_eq!(query.values("q").collect::<Vec<_>>(), ["100%", "\u{fffd} b"]);
    assert_eq!(query.without("q").to_string(), "sig=node");
}

#[test]
fn a_query_is_written_in_its_one_spelling_or_not() {
    assert!(RawQuery::parse("sig=node&q=a+b").is_written_as("sig=node&q=a+b"));
    assert!(!RawQuery::parse("sig=node&q=a%20b").is_written_as("sig=node&q=a+b"));
    assert!(!RawQuery::parse("sig=node&").is_written_as("sig=node"));
    let mut query = RawQuery::parse("sig=node&__err=abc");
    query.take("__err");
    assert!(query.is_written_as("sig=node"));
}

#[test]
fn what_is_wrong_comes_in_its_place() {
    let query = RawQuery::parse("sig=node&utm_source=x&&status=&sigs=x&page=%zz");
    let pairs: Vec<_> = query.pairs::<KepKey>().collect();
    let unknown = QueryError::UnknownKey { key: "sigs".to_owned(), nearest: Some(KepKey::Sig) };
    let broken = QueryError::BadEncoding { piece: "page=%zz".to_owned() };
    assert_eq!(pairs, [Ok((KepKey::Sig, "node")), Err(unknown), Err(broken)]);
}

#[test]
fn where_a_link_was_shared_restricts_nothing() {
    let check = |query: &str, expected: Result<&str, ()>| {
        let read = query.parse::<Filter>().map(|filter| filter.query()).map_err(|_| ());
        assert_eq!(read.as_deref().map_err(|_| ()), expected, "{query}");
    };
    check("ref=example.com", Ok(""));
    check("ref=www.example.co.jp&sig=node", Ok("sig=node"));
    check("ref=k/k/1", Ok("ref=kubernetes/kubernetes%231"));
    check("ref=115138", Err(()));
    check("ref=1.28", Err(()));
    check("ref=example", Err(()));
    check("ref=.com", Err(()));
    check("ref=github.com/x", Err(()));
    assert!("ref=example.com&sig=node".parse::<KepFilter>().is_ok());
}

#[test]
fn a_query_that_is_too_long_is_refused_without_what_was_taken() {
    let longest = format!("sort=moved&utm_source={}", "x".repeat(MAX_BYTES - 22));
    assert_eq!(longest.len(), MAX_BYTES);
    assert_eq!(RawQuery::parse(&longest).check_length::<KepKey>(), Ok(()));
    let mut longer = RawQuery::parse(&format!("{longest}&lang=ja"));
    assert_eq!(longer.check_length::<KepKey>(), Err(QueryError::TooLong));
    longer.take("lang");
    assert_eq!(longer.check_length::<KepKey>(), Ok(()));
}

#[test]
fn the_same_value_again_is_no_other() {
    let mut slot = None;
    assert_eq!(set_once(&mut slot, 1, || "twice"), Ok(()));
    assert_eq!(set_once(&mut slot, 1, || "twice"), Ok(()));
    assert_eq!(set_once(&mut slot, 2, || "twice"), Err("twice"));
    assert_eq!(slot, Some(1));
}

/// Queries as they come: keys of every reader, and anything else.
fn any_query() -> impl Strategy<Value = String> {
    let keys: Vec<&str> = FilterKey::ALL.iter().map(|key| key.as_str()).collect();
    let keys = proptest::sample::select([keys, vec!["sort", "page", "items", "lang", "utm_x"]].concat());
    let values = prop_oneof![
        "[a-z0-9.%+ 停-]{0,12}",
        proptest::sample::select(vec![
            "node",
            "SIG+Node",
            "1.28..v1.29",
            "none",
            "2023-10",
            "GA",
            "implemented",
            "merged",
            "1",
            "753",
            "k/k%23115138",
            "notes",
            "JA",
            "title",
            "asc",
            "2",
            "停止+-a",
            "state:open",
            "2023-10-11.57.0a1b2c3d",
        ])
        .prop_map(str::to_owned),
        ".{0,8}",
    ];
    let known = (keys, values).prop_map(|(key, value)| format!("{key}={value}"));
    let parameter = prop_oneof![6 => known, 1 => ".{0,16}"];
    proptest::collection::vec(parameter, 0..6).prop_map(|parameters| parameters.join("&"))
}

fn any_kep_filter() -> impl Strategy<Value = KepFilter> {
    any_query().prop_filter_map("a filter of KEPs", |query| {
        let known = query.split('&').filter(|parameter| parameter.parse::<KepFilter>().is_ok());
        known.collect::<Vec<_>>().join("&").parse().ok()
    })
}

proptest! {
    #[test]
    fn a_query_is_printed_as_it_was_written(query in any_query()) {
        let raw = RawQuery::parse(&query);
        prop_assert_eq!(raw.to_string(), query.clone());
        prop_assert!(raw.is_written_as(&query));
    }

    #[test]
    fn printed_values_are_taken_as_they_were(values in proptest::collection::vec("\\PC{1,9}", 0..5)) {
        struct Printed(Vec<(FilterKey, String)>);
        impl fmt::Display for Printed {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                print(&self.0, f)
            }
        }
        let is_value = |value: &&String| !value.trim().is_empty() && !value.contains('\u{fffd}');
        let values: Vec<String> = values.iter().filter(is_value).map(|value| value.trim().to_owned()).collect();
        let printed = Printed(values.iter().map(|value| (FilterKey::Q, value.clone())).collect()).to_string();
        prop_assert_eq!(RawQuery::parse(&printed).take("q"), values);
    }

    #[test]
    fn a_printed_filter_of_keps_is_read_again(filter in any_kep_filter()) {
        let query = RawQuery::parse(&filter.query());
        prop_assert!(query.is_written_as(&filter.query()));
        prop_assert_eq!(KepFilter::parse(&query), Ok(filter));
    }

    #[test]
    fn every_reader_reads_or_refuses_any_query(query in any_query()) {
        let mut raw = RawQuery::parse(&query);
        if let Ok(filter) = Filter::parse(&raw) {
            prop_assert_eq!(filter.query().parse(), Ok(filter));
        }
        if let Ok(filter) = KepFilter::parse(&raw) {
            prop_assert_eq!(filter.query().parse(), Ok(filter));
        }
        if let Ok(wanted) = FeedQuery::take(&mut raw) {
            let mut again = RawQuery::parse(&wanted.query(&raw.to_string()));
            prop_assert_eq!(FeedQuery::take(&mut again), Ok(wanted));
            prop_assert_eq!(again.to_string(), raw.to_string());
        }
    }
}
