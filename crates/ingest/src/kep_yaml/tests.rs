use proptest::prelude::*;

use super::*;

const WHOLE: &str = r#"title: Paint the shed
kep-number: 9753
authors:
  - "@somebody"
owning-sig: sig-node
participating-sigs:
  - sig-apps
  - sig-scheduling
status: implementable
creation-date: 2023-14-05
see-also:
  - "/keps/sig-node/9754-mend-the-roof"
replaces:
superseded-by:
  - n/a
stage: beta # alpha|beta|stable
latest-milestone: "v1.29"
milestone:
  alpha: "v1.28"
  beta: v1.29
  stable: "TBD"
feature-gates:
  - name: PaintTheShed
    components:
      - kubelet
      - kube-apiserver
disable-supported: true
"#;

fn sig(name: &str) -> Sig {
    name.parse().unwrap()
}

fn milestones(revision: &KepRevision) -> String {
    let all: Vec<String> =
        revision.standing.milestones.iter().map(|milestone| milestone.to_string()).collect();
    all.join(", ")
}

fn remarks(text: &str) -> Vec<String> {
    read(text).1.iter().map(ToString::to_string).collect()
}

/// Checks the milestones that a value of `alpha:` gives, and how many remarks.
#[track_caller]
fn check_alpha(value: &str, expected: Option<u16>, remarked: usize) {
    let (revision, remarks) = read(&format!("title: x\nmilestone:\n  alpha: {value}\n"));
    let expected = expected.map(|minor| Version { minor });
    assert_eq!(revision.standing.milestones.get(Stage::Alpha), expected, "{value}");
    assert_eq!(remarks.len(), remarked, "{value}: {remarks:?}");
}

#[test]
fn a_whole_file_is_read_without_its_people() {
    let (revision, remarks) = read(WHOLE);
    assert_eq!(remarks, []);
    assert_eq!(revision.title.as_deref(), Some("Paint the shed"));
    assert_eq!(revision.number, Some(9753));
    assert_eq!(revision.owning_sig, Some(sig("sig-node")));
    assert_eq!(revision.participating_sigs, [sig("sig-apps"), sig("sig-scheduling")]);
    assert_eq!(revision.standing.status, Status::Implementable);
    assert_eq!(revision.standing.stage, Some(Stage::Beta));
    assert_eq!(revision.standing.latest_milestone, Some(Version { minor: 29 }));
    assert_eq!(milestones(&revision), "alpha 1.28, beta 1.29");
    assert_eq!(revision.unread, [("milestone.stable".into(), "TBD".into())]);
    let components = vec!["kubelet".to_owned(), "kube-apiserver".to_owned()];
    assert_eq!(revision.feature_gates, [FeatureGate { name: "PaintTheShed".into(), components }]);
    assert_eq!(revision.see_also, ["/keps/sig-node/9754-mend-the-roof"]);
    assert!(revision.replaces.is_empty() && revision.superseded_by.is_empty());
    assert!(!format!("{revision:?}").contains("somebody"));
}

#[test]
fn a_file_in_the_older_spelling_is_read_too() {
    let (revision, remarks) = read(
        "---\nTitle: Old shed\nid: \"9515\"\nowning_sig: api-machinery\nstatus: imlpemented\nstage: GA\n\
         feature-gate:\n  name: OldShed\n  components: ['kubelet']\nmilestone:\n    GA: 1.30\n---\n",
    );
    assert_eq!(revision.title.as_deref(), Some("Old shed"));
    assert_eq!(revision.number, Some(9515));
    assert_eq!(revision.owning_sig, Some(sig("sig-api-machinery")));
    assert_eq!(revision.standing.status, Status::Implemented);
    assert_eq!(revision.standing.stage, Some(Stage::Stable));
    assert_eq!(milestones(&revision), "stable 1.30");
    assert_eq!(revision.feature_gates[0].components, ["kubelet"]);
    assert_eq!(remarks, [domain::remark::Remark::at(5, "`imlpemented` in `status` is read as implemented")]);
}

#[test]
fn a_milestone_is_read_in_every_spelling() {
    for value in ["v1.28", "\"v1.28\"", "'1.28'", "1.28", "1.28.0", "“v1.28”", "V1.28  # soon"] {
        check_alpha(value, Some(28), 0);
    }
    check_alpha("1.30", Some(30), 0);
}

#[test]
fn a_milestone_that_nobody_knows_yet_is_none_without_a_remark() {
    for value in [
        "", "\"\"", "null", "~", "TBD", "tbd", "TODO", "n/a", "'0.0'", "0.0", "v0.0", "1.0", "v1.0",
        "\"1.0\"", "v1.0.0", "NNNN", "x.y", "v1.xx", "v1.yy", "v1.NN", "never",
    ] {
        check_alpha(value, None, 0);
    }
}

#[test]
fn an_odd_milestone_is_remarked() {
    check_alpha("\"v1.21, v1.37\"", Some(21), 1);
    check_alpha("v1.28 (maybe)", Some(28), 1);
    check_alpha("pre-1.0", None, 1);
    check_alpha("soon", None, 1);
    check_alpha("[v1.28]", Some(28), 0);
    assert_eq!(
        remarks("title: x\nmilestone:\n  gamma: v1.2\n"),
        ["line 3: `v1.2` in `milestone.gamma` is no milestone of a stage"]
    );
    assert_eq!(
        remarks("title: x\nmilestone: v1.2\n"),
        ["line 2: `v1.2` in `milestone` is no version for each stage"]
    );
}

#[test]
fn an_odd_field_keeps_its_raw_text() {
    for (line, key, raw) in [
        ("kep-number: seven", "kep-number", "seven"),
        ("kep-number: 0", "kep-number", "0"),
        ("status: removed", "status", "removed"),
        ("stage: alpha|beta|stable", "stage", "alpha|beta|stable"),
        ("stage: implementable", "stage", "implementable"),
        ("owning-sig: the gardeners", "owning-sig", "the gardeners"),
        ("latest-milestone: v2", "latest-milestone", "v2"),
    ] {
        let (revision, remarks) = read(&format!("title: x\n{line}\n"));
        assert_eq!(revision.unread, [(key.to_owned(), raw.to_owned())], "{line}");
        assert_eq!(remarks.len(), 1, "{line}: {remarks:?}");
    }
    let (revision, remarks) = read("title: x\nkep-number: NNNN\n");
    assert_eq!((revision.number, remarks.len()), (None, 0), "a number that is not given yet");
    let (revision, _) = read("title: x\nstage: alpha (deprecated)\n");
    assert_eq!(revision.standing.stage, Some(Stage::Deprecated));
}

#[test]
fn lists_that_say_nothing_are_empty() {
    for list in ["", "null", "[]", "n/a", "\n  - N/A", "\n  -", "\n  - none\n  - \"\"", "TBD"] {
        let file = format!("title: x\nsee-also: {list}\nparticipating-sigs: {list}\nfeature-gates: {list}\n");
        let (revision, remarks) = read(&file);
        assert!(revision.see_also.is_empty(), "{list}");
        assert!(revision.participating_sigs.is_empty(), "{list}");
        assert!(revision.feature_gates.is_empty(), "{list}");
        assert_eq!(remarks, [], "{list}");
    }
}

#[test]
fn a_single_value_is_a_list_of_one() {
    let (revision, _) =
        read("title: x\nsee-also: KEP-100\nparticipating-sigs: sig-node\nfeature-gates: Gate\n");
    assert_eq!(revision.see_also, ["KEP-100"]);
    assert_eq!(revision.participating_sigs, [sig("sig-node")]);
    assert_eq!(revision.feature_gates[0].name, "Gate");
}

#[test]
fn a_field_that_occurs_twice_is_what_it_last_says() {
    let file = "title: x\nstatus: provisional\nstatus: implementable\nstatus:\n";
    assert_eq!(read(file).0.standing.status, Status::Implementable);
    assert_eq!(remarks(file), ["line 3: `status` occurs twice", "line 4: `status` occurs twice"]);
}

/// Checks that a file is no YAML, and what is read of it all the same.
#[track_caller]
fn check_lines(file: &str, expected: &str) {
    let (revision, remarks) = read(file);
    assert!(remarks.iter().any(|remark| remark.message.contains("read line by line")), "{remarks:?}");
    let title = revision.title.clone().unwrap_or_default();
    let shown = format!("{title} | {} | {}", revision.standing.status, milestones(&revision));
    assert_eq!(shown, expected, "{file}");
}

#[test]
fn a_file_that_is_no_yaml_is_read_line_by_line() {
    check_lines("title: Shed: paint it\nstatus: provisional\n", "Shed: paint it | provisional | ");
    check_lines(
        "title: \"Shed\nstatus: provisional\nmilestone:\n\talpha: “v1.28” # tab\n\tbeta: v1.29\n",
        "\"Shed | provisional | alpha 1.28, beta 1.29",
    );
    check_lines(
        "title: Shed\n<<<<<<< HEAD\nstatus: implemented\n=======\nstatus: withdrawn\n>>>>>>> other\nmilestone:\n  alpha: v1.28\n",
        "Shed | implemented | alpha 1.28",
    );
    check_lines("just words\n", " | unstated | ");
    check_lines("", " | unstated | ");
}

#[test]
fn lists_are_read_line_by_line_too() {
    let file = "title: Shed: x\nparticipating-sigs:\n- sig-apps # yes\n- \"sig-node\"\nfeature-gates:\n  - name: A\n    \
                components:\n      - kubelet\n      - kube-proxy\n  - name: B\n    components: ['kubelet']\nsee-also:\n  - /keps/a/1-b\n";
    let (revision, remarks) = read(file);
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    assert_eq!(revision.participating_sigs, [sig("sig-apps"), sig("sig-node")]);
    assert_eq!(revision.see_also, ["/keps/a/1-b"]);
    let gates: Vec<String> =
        revision.feature_gates.iter().map(|gate| format!("{} {:?}", gate.name, gate.components)).collect();
    assert_eq!(gates, ["A [\"kubelet\", \"kube-proxy\"]", "B [\"kubelet\"]"]);
}

#[test]
fn a_list_in_brackets_goes_over_several_lines() {
    // The bracket at the first column is no YAML.
    let file = "title: x\nsee-also: [\n  \"/keps/a/1-b\", # one\n  '/keps/a/2-c',\n]\nstatus: rejected\n";
    let (revision, remarks) = read(file);
    assert_eq!(revision.see_also, ["/keps/a/1-b", "/keps/a/2-c"]);
    assert_eq!(revision.standing.status, Status::Rejected);
    assert_eq!(remarks.len(), 1, "{remarks:?}");
    let (revision, remarks) = read("title: x\nsee-also: [\n  a,\nstatus: rejected\nreplaces: [b,\n");
    assert_eq!((revision.see_also, revision.replaces), (vec!["a".to_owned()], vec!["b".to_owned()]));
    assert_eq!(revision.standing.status, Status::Rejected);
    assert_eq!(remarks.len(), 3, "{remarks:?}");
}

#[test]
fn what_reads_as_yaml_reads_the_same_line_by_line() {
    let (by_yaml, _) = read(WHOLE);
    let (by_line, remarks) = read(&format!("{WHOLE}@ no yaml\n"));
    assert_eq!(by_line, by_yaml);
    assert_eq!(remarks.len(), 2, "{remarks:?}");
}

#[test]
fn hostile_files_end() {
    let deep = format!("title: x\nsee-also: {}\n", "[".repeat(2_000));
    assert_eq!(read(&deep).0.title.as_deref(), Some("x"));
    let closed = format!("title: x\nsee-also: {}{}\nstatus: rejected\n", "[".repeat(200), "]".repeat(200));
    assert_eq!(read(&closed).0.standing.status, Status::Rejected);
    let laughs = "title: x\na: &a [l, l]\nb: &b [*a, *a]\nsee-also: [*b, *b]\n";
    assert_eq!(read(laughs).0.see_also, Vec::<String>::new());
}

proptest! {
    #[test]
    fn any_text_gives_a_revision(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn any_file_gives_a_revision(
        text in "((title|status|stage|milestone|alpha|feature-gates|name|see-also)?:? ?|\n|  |\t|- |\"|'|\\[|\\]|\\{|\\}|[&*!|>%@#]|v1\\.28|,|---\n|“|é){0,60}"
    ) {
        let (revision, _) = read(&text);
        let json = serde_json::to_string(&revision).unwrap();
        prop_assert_eq!(serde_json::from_str::<KepRevision>(&json).unwrap(), revision);
    }
}
