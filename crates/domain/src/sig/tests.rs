use proptest::prelude::*;

use super::*;

/// Checks which group `text` is read as.
#[track_caller]
fn check(text: &str, directory: &str) {
    assert_eq!(text.parse::<Sig>().as_ref().map(Sig::as_str), Ok(directory), "{text}");
}

/// Checks the message about a text that names no group.
#[track_caller]
fn check_wrong(text: &str, message: &str) {
    let parsed = text.parse::<Sig>().map_err(|wrong| wrong.to_string());
    assert_eq!(parsed, Err(message.to_owned()), "{text}");
}

/// Checks the groups and their words in `prose`, each as `words=directory`; `?` follows one that is on no list.
#[track_caller]
fn check_found(prose: &str, expected: &[&str]) {
    let show = |named: SigMention| {
        format!("{}={}{}", &prose[named.range], named.sig, if named.certain { "" } else { "?" })
    };
    assert_eq!(mentions(prose).into_iter().map(show).collect::<Vec<_>>(), expected, "{prose}");
}

#[test]
fn a_group_is_read_in_every_spelling() {
    for text in
        ["sig-node", "SIG Node", "sig/node", "SIG-Node", "node", "Node", " NODE ", "#sig-node", "sig_node"]
    {
        check(text, "sig-node");
    }
    check("wg-batch", "wg-batch");
    check("WG Batch", "wg-batch");
    check("wg/batch", "wg-batch");
    check("batch", "wg-batch");
    check("api machinery", "sig-api-machinery");
    check("SIG API Machinery", "sig-api-machinery");
    check("Cluster Lifecycle", "sig-cluster-lifecycle");
    check("sig-cluster-lifecycle", "sig-cluster-lifecycle");
    check("lts", "wg-lts");
    check("Steering Committee", "committee-steering");
    check("steering-committee", "committee-steering");
    check("committee/steering", "committee-steering");
    check("code-of-conduct", "committee-code-of-conduct");
}

#[test]
fn labels_and_channels_are_read() {
    check("contribex", "sig-contributor-experience");
    check("sig-contribex", "sig-contributor-experience");
    check("SIG ContribEx", "sig-contributor-experience");
    check("sig/onprem", "sig-on-premise");
    check("onprem", "sig-on-premise");
    check("wg-resource-mgmt", "wg-resource-management");
    check("kubernetes-pm", "sig-product-management");
}

#[test]
fn a_name_of_two_groups_means_the_active_one_and_then_the_sig() {
    check("etcd", "sig-etcd");
    check("k8s-infra", "sig-k8s-infra");
    check("wg-k8s-infra", "wg-k8s-infra");
    check("cloud-provider", "sig-cloud-provider");
    check("wg-cloud-provider", "wg-cloud-provider");
    check("big-data", "sig-big-data");
    check("ug-big-data", "ug-big-data");
}

#[test]
fn a_group_on_no_list_keeps_its_own_name() {
    check("wg-sidecar", "wg-sidecar");
    check("WG-sidecar", "wg-sidecar");
    check("WG Sidecar", "wg-sidecar");
    check("sig-2038", "sig-2038");
    check(&format!("sig-{}", "a".repeat(40)), &format!("sig-{}", "a".repeat(40)));
    assert!(format!("sig-{}", "a".repeat(41)).parse::<Sig>().is_err());
}

#[test]
fn a_word_that_is_no_group_is_reported_with_the_nearest_one() {
    check_wrong("nodee", "`nodee` is not a SIG; did you mean sig-node?");
    check_wrong("netwrok", "`netwrok` is not a SIG; did you mean sig-network?");
    check_wrong("shceduling", "`shceduling` is not a SIG; did you mean sig-scheduling?");
    check_wrong("batsh", "`batsh` is not a SIG; did you mean wg-batch?");
    check_wrong("ux", "`ux` is not a SIG");
    check_wrong("zzzzzzzz", "`zzzzzzzz` is not a SIG");
    check_wrong("", "`` is not a SIG");
    check_wrong("none", "`none` is not a SIG; did you mean sig-node?");
    check_wrong("日本語", "`日本語` is not a SIG");
    check_wrong(&"x".repeat(100), &format!("`{}` is not a SIG", "x".repeat(40)));
    for wrong in [
        "sig",
        "SIG",
        "sig-",
        "sig/",
        "sig-あ",
        "wg-<script>",
        "sig-a'b",
        "ug-sidecar",
        "committee-x",
        "1.28",
    ] {
        assert!(wrong.parse::<Sig>().is_err(), "{wrong}");
    }
}

#[test]
fn a_group_has_a_name_for_people() {
    let check = |text: &str, label: &str| {
        assert_eq!(text.parse::<Sig>().map(|sig| sig.label()), Ok(label.to_owned()));
    };
    check("sig-node", "SIG Node");
    check("sig-api-machinery", "SIG API Machinery");
    check("sig-etcd", "SIG etcd");
    check("wg-lts", "WG LTS");
    check("wg-sidecar", "WG Sidecar");
    check("sig-some-thing", "SIG Some Thing");
    check("steering", "Steering Committee");
}

#[test]
fn every_group_on_the_list_reads_itself() {
    for group in Sig::known() {
        check(group.directory, group.directory);
        check(group.name, group.directory);
        if let Some(label) = group.label {
            check(label, group.directory);
        }
        assert!(matches!(group.parts().0, "sig" | "wg" | "ug" | "committee"), "{group:?}");
        assert_eq!(group.directory.parse::<Sig>().map(|sig| sig.group()), Ok(Some(group)));
    }
    assert_eq!(Sig::known().filter(|group| group.active).count(), 35);
    assert_eq!(Sig::known().count(), 75);
    assert!(Sig::known().is_sorted_by_key(|group| !group.active));
}

#[test]
fn the_short_name_of_every_group_is_read_as_it_again() {
    for name in Sig::known().map(|group| group.directory).chain(["wg-sidecar", "sig-none", "sig-owned"]) {
        let sig: Sig = name.parse().expect("a group");
        assert_eq!(sig.short().parse(), Ok(sig.clone()), "{name}");
        // No shorter one is: but for `none`, which is no group.
        let bare = name.strip_prefix("sig-").filter(|bare| bare.parse().as_ref() == Ok(&sig));
        assert_eq!(sig.short(), bare.unwrap_or(name));
    }
}

#[test]
fn prose_names_groups_with_a_hyphen() {
    check_found("sig-node と話した", &["sig-node=sig-node"]);
    check_found("SIG-Network の会議", &["SIG-Network=sig-network"]);
    check_found("wg-lts, WG-LTS", &["wg-lts=wg-lts", "WG-LTS=wg-lts"]);
    check_found("9/5 の WG-sidecar で", &["WG-sidecar=wg-sidecar"]);
    check_found("WG-DRA", &["WG-DRA=wg-dra"]);
    check_found("sig-etcd が", &["sig-etcd=sig-etcd"]);
    check_found("SIG-Node / SIG-Scheduling", &["SIG-Node=sig-node", "SIG-Scheduling=sig-scheduling"]);
    check_found("SIG-Node/SIG-Network", &["SIG-Node=sig-node", "SIG-Network=sig-network"]);
    check_found("sig-contribex", &["sig-contribex=sig-contributor-experience"]);
    check_found("sig-node-bugs へ", &["sig-node=sig-node"]);
    check_found("sig-cluster-lifecycle", &["sig-cluster-lifecycle=sig-cluster-lifecycle"]);
    check_found("wg-api-expression", &["wg-api-expression=wg-api-expression"]);
    check_found("ug-big-data", &["ug-big-data=ug-big-data"]);
    check_found("「sig-node」の", &["sig-node=sig-node"]);
    check_found("#sig-node", &["sig-node=sig-node"]);
    check_found("WG-sidecar-", &["WG-sidecar=wg-sidecar"]);
}

#[test]
fn prose_names_groups_with_a_slash_or_a_space() {
    check_found("sig/node を付ける", &["sig/node=sig-node"]);
    check_found("wg/whatever", &["wg/whatever=wg-whatever"]);
    check_found("SIG Autoscaling in 2019", &["SIG Autoscaling=sig-autoscaling"]);
    check_found("the SIG API Machinery call", &["SIG API Machinery=sig-api-machinery"]);
    check_found("SIG Cluster Lifecycle", &["SIG Cluster Lifecycle=sig-cluster-lifecycle"]);
    check_found("SIG Cloud-Provider", &["SIG Cloud-Provider=sig-cloud-provider"]);
    check_found("WG Batchの人", &["WG Batch=wg-batch"]);
    check_found("SIG Node、SIG Apps", &["SIG Node=sig-node", "SIG Apps=sig-apps"]);
}

#[test]
fn prose_names_groups_by_their_short_names() {
    check_found("sig-arch が", &["sig-arch=sig-architecture"]);
    check_found("SIG Arch met", &["SIG Arch=sig-architecture"]);
    check_found("SIG-scale", &["SIG-scale=sig-scalability"]);
    check_found("sig/scale", &["sig/scale=sig-scalability"]);
    check_found(
        "wg-contribex と sig-contribex",
        &["wg-contribex=sig-contributor-experience", "sig-contribex=sig-contributor-experience"],
    );
    check_found(
        "sig-api, sig-api-machinery",
        &["sig-api=sig-api-machinery", "sig-api-machinery=sig-api-machinery"],
    );
    check_found("the SIG scale tests", &[]);
    check_found("SIG--arch", &["SIG--arch=sig-architecture?"]);
    check_found("sig-archive", &["sig-archive=sig-archive?"]);
    check("sig-arch", "sig-architecture");
    check("SIG-scale", "sig-scalability");
}

#[test]
fn a_sig_on_no_list_is_not_certain() {
    check_found("SIG-owned", &["SIG-owned=sig-owned?"]);
    check_found("sig-leads と sig-chairs", &["sig-leads=sig-leads?", "sig-chairs=sig-chairs?"]);
    check_found("WG-leads, wg-owned-by", &["WG-leads=wg-leads?", "wg-owned-by=wg-owned-by?"]);
    check_found("WG-sidecar", &["WG-sidecar=wg-sidecar"]);
    check_found("sig-node-leads", &["sig-node=sig-node"]);
}

#[test]
fn what_only_looks_like_a_group_is_none() {
    for prose in [
        "SIG",
        "SIG の Slack",
        "SIGTERM",
        "SIGKILL を送る",
        "他の SIG も",
        "The SIG agreed",
        "SIGs",
        "SIG Sidecar",
        "WG Sidecar",
        "SIG Nodes",
        "SIG Batch",
        "SIG/WG",
        "SIG-",
        "sig-",
        "sig- node",
        "SIG  Node",
        "SIG\nNode",
        "SIG-あ",
        "SIG-11",
        "ug-sidecar",
        "keps/sig-node/753",
        "kubernetes/sig-release",
        "my-sig-node",
        "config.sig-node",
        "design-node",
        "node",
        "",
    ] {
        check_found(prose, &[]);
    }
    check_found(&format!("wg-{}", "a".repeat(41)), &[]);
}

/// Many repetitions end promptly, as each `SIG` is held against the same list once.
#[test]
fn hostile_texts_end() {
    for piece in ["sig-", "SIG ", "sig-node/", "wg", "sig-a", "sig/sig/", "漢", "SIG-Node "] {
        let prose = piece.repeat(100_000 / piece.len());
        assert!(mentions(&prose).len() <= prose.len() / piece.len(), "{piece}");
    }
}

proptest! {
    #[test]
    fn any_prose_gives_ascending_ranges_and_groups_that_read_themselves(
        prose in "(SIG|sig|WG|ug|[-/ ]|node|Network|api machinery|[a-z-]{0,6}|\\PC{0,3}){0,30}"
    ) {
        let mut end = 0;
        for named in mentions(&prose) {
            prop_assert!(named.range.start >= end && named.range.start < named.range.end);
            prop_assert!(prose.get(named.range.clone()).is_some());
            prop_assert!(named.sig.as_str().parse::<Sig>().is_ok_and(|sig| sig == named.sig), "{}", named.sig);
            end = named.range.end;
        }
    }

    #[test]
    fn any_text_is_a_group_that_reads_itself_or_an_error(text in "(sig|wg)?[-/ ]?\\PC{0,20}") {
        if let Ok(sig) = text.parse::<Sig>() {
            prop_assert_eq!(sig.as_str().parse::<Sig>(), Ok(sig.clone()));
            prop_assert!(!sig.label().is_empty());
        }
    }
}

/// What was counted by hand in the notes at hand; skipped where they are absent.
#[test]
fn the_real_notes_name_the_counted_groups() {
    let Some(notes) = real_data::notes() else { return };
    assert_eq!(notes.lines().map(|line| mentions(line).len()).sum::<usize>(), 30);
}
