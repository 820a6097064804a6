use proptest::prelude::*;

use super::*;
use crate::list::filter::Filter;

#[test]
fn the_box_is_read_as_filter_keys_and_words() {
    let check = |typed: &str, query: &str| {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let filter = format!("q={raw}").parse().map(|filter: Filter| {
            let pairs = filter.pairs().into_iter();
            pairs.map(|(key, value)| format!("{}={value}", key.as_str())).collect::<Vec<_>>().join("&")
        });
        assert_eq!(filter.map_err(|error| error.to_string()), Ok(query.to_owned()), "{typed}");
    };
    check("停止", "q=停止");
    check("  停止　 検証 停止", "q=停止 検証");
    check("\"graceful   shutdown\" -windows", "q=\"graceful shutdown\" -windows");
    check("“graceful shutdown", "q=\"graceful shutdown\"");
    check("-\"a b\"c", "q=-\"a b\" c");
    check("--concurrency", "q=--concurrency");
    check("-", "q=-");
    check("\"\" -\"\"", "");
    check(
        "sig:node version:1.28 kep:753 repo:containerd/containerd state:merged since:2023-09 until:2023-10 has:code",
        "sig=node&version=1.28&github=merged&kep=753&repo=containerd/containerd&since=2023-09&until=2023-10&has=code",
    );
    check("SIG:Node,network", "sig=network&sig=node");
    check("sig:\"SIG Node\" 停止", "sig=node&q=停止");
    check("-sig:windows -version:1.27", "exclude.sig=windows&exclude.version=1.27");
    check("ｓｉｇ：ｎｏｄｅ", "sig=node");
    check("state:beta state:implemented state:changed", "stage=beta&status=implemented&changed=1");
    check(
        "kep:KEP-753 repo:k/e pr:k/k#115138",
        "kep=753&ref=kubernetes/kubernetes#115138&repo=kubernetes/enhancements",
    );
    check("https://kep.k8s.io/753 std::io 12:30", "q=https://kep.k8s.io/753 std::io 12:30");
    check("\"busybox:1.28\"", "q=\"busybox:1.28\"");
    check("has:lost_link", "has=lost-link");
}

#[test]
fn what_the_box_cannot_mean_is_reported() {
    let check = |typed: &str, message: &str| {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        let error = format!("q={raw}").parse::<Filter>().expect_err(typed).to_string();
        assert!(error.contains(message), "{typed}: {error}");
    };
    check("foo:bar", "there is no field `foo:`");
    check("sgi:node", "did you mean `sig:`?");
    check("busybox:1.28", "in quotes");
    check("sig:", "`sig` cannot be ``");
    check("sig:ndoe", "did you mean `node`?");
    check("state:mergd", "did you mean `merged`?");
    check("-kep:753", "`-kep:` cannot be left out");
    check("since:yesterday", "`since` cannot be `yesterday`");
    check("since:2023 since:2024", "`since` can be given only once");
    check("repo:containerd", "such as `containerd/containerd`");
    check("has:everything", "`code`");
    check(&"x".repeat(101), "longer than 100");
    check(&(0..17).map(|n| format!("w{n} ")).collect::<String>(), "more than 16 words");
}

#[test]
fn every_field_has_a_name_of_its_own() {
    for (n, (name, _)) in Field::NAMES.into_iter().enumerate() {
        assert!(Field::NAMES[..n].iter().all(|(other, _)| *other != name), "{name}");
        assert!(Field::from_name(&name.to_uppercase()).is_some());
    }
    assert_eq!(Field::from_name("wg"), Some(Field::Key(FilterKey::Sig)));
    assert_eq!(Field::from_name("sig "), None);
}

proptest! {
    #[test]
    fn what_a_box_holds_is_read_again_as_the_same(typed in "[a停 \"“:：\\-－sig,node　]{0,30}") {
        let raw: String = form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        if let Ok(filter) = format!("q={raw}").parse::<Filter>() {
            let again: Filter = filter.query().parse().expect("what was printed");
            prop_assert_eq!(again, filter, "{:?}", typed);
        }
    }
}
