use proptest::prelude::*;

use super::*;
use crate::cite::{GithubKind, Repo, Target};

fn show(found: &TextReference) -> String {
    let target = match &found.target {
        Target::Github { repo, number, kind } => {
            let kind = match kind {
                GithubKind::Pull => "pull ",
                GithubKind::Issue => "issue ",
                GithubKind::Unknown => "",
            };
            format!("{kind}{}/{}#{number}", repo.owner, repo.name)
        }
        Target::Kep(number) => format!("KEP-{number}"),
        Target::Release { repo, tag } => format!("release {}/{} {tag}", repo.owner, repo.name),
        Target::Url(url) => url.clone(),
    };
    let label = found.label.as_ref().map_or(String::new(), |label| format!("{label}: "));
    let fragment = found.fragment.as_ref().map_or(String::new(), |fragment| format!(" at {fragment}"));
    format!("{label}{target}{fragment}{}", if found.corrected { " (corrected)" } else { "" })
}

#[track_caller]
fn check_around(text: &str, around: Option<&Repo>, expected: &str) {
    let around = around.cloned().map(Surroundings::after);
    let found: Vec<String> = find(text, around.as_ref()).iter().map(show).collect();
    assert_eq!(found.join(" | "), expected, "{text}");
}

/// Checks what is found in `text` without a repository around it.
#[track_caller]
fn check(text: &str, expected: &str) {
    check_around(text, None, expected);
}

/// Checks the literals of what is found.
#[track_caller]
fn check_literals(text: &str, expected: &[&str]) {
    let literals: Vec<&str> = find(text, None).into_iter().map(|found| &text[found.range]).collect();
    assert_eq!(literals, expected, "{text}");
}

#[test]
fn a_number_of_a_repository_is_cited() {
    check("kubernetes/kubernetes#170", "kubernetes/kubernetes#170");
    check("直した (cilium/cilium#15462)", "cilium/cilium#15462");
    check("話(golang/go#58425)", "golang/go#58425");
    check("これは、golang/go#58425。", "golang/go#58425");
    check("kubernetes/registry.k8s.io#234", "kubernetes/registry.k8s.io#234");
    check("GoogleCloudPlatform/netd#199", "GoogleCloudPlatform/netd#199");
    check("(etcd-io/etcd#15402, video)", "etcd-io/etcd#15402");
    check("awslabs/amazon-eks-ami#1144。", "awslabs/amazon-eks-ami#1144");
    check("a/b#1 と c/d#2、e/f#3", "a/b#1 | c/d#2 | e/f#3");
    check("a/b#1,c/d#2", "a/b#1 | c/d#2");
    check("[a/b#1]", "a/b#1");
    check("\u{3000}a/b#1\u{3000}", "a/b#1");
}

#[test]
fn short_forms_are_read_in_full() {
    check("k/k#115143", "kubernetes/kubernetes#115143");
    check("k/enhancements#753", "kubernetes/enhancements#753");
    check("k/e#753", "kubernetes/enhancements#753");
    check("k/website#39452", "kubernetes/website#39452");
    check("K/K#12", "kubernetes/kubernetes#12");
    check("Kubernetes/Enhancements#753", "kubernetes/enhancements#753");
    check("kk#115139", "kubernetes/kubernetes#115139 (corrected)");
    check("ekk#115139", "");
    check("kkk#115139", "");
}

#[test]
fn a_misspelling_with_one_reading_is_put_right() {
    check("kubernetes/enhancent#3723", "kubernetes/enhancements#3723 (corrected)");
    check("kubernetes/enhancement#3824", "kubernetes/enhancements#3824 (corrected)");
    check("k/enhancement#3824", "kubernetes/enhancements#3824 (corrected)");
    check("kubernetes/features#12", "kubernetes/enhancements#12 (corrected)");
    check("k/features#12", "kubernetes/enhancements#12 (corrected)");
    check("https://github.com/kubernetes/features/issues/12", "issue kubernetes/enhancements#12");
    check("aws/container-roadmap#1947", "aws/containers-roadmap#1947 (corrected)");
    check("aws/containers-roadmap#1947", "aws/containers-roadmap#1947");
    check("gcp/container-roadmap#1947", "gcp/container-roadmap#1947");
}

#[test]
fn a_well_formed_number_in_the_wrong_place_is_put_right() {
    check("(k/k#4293)", "kubernetes/enhancements#4293 (corrected)");
    check("(k/k#23486)", "cilium/cilium#23486 (corrected)");
    check("kubernetes/kubernetes#4293", "kubernetes/kubernetes#4293");
    check("k/k#42930", "kubernetes/kubernetes#42930");
    check("cilium/cilium#23486", "cilium/cilium#23486");
}

#[test]
fn no_word_needs_to_end_after_a_number() {
    check("(k/k#115331RestartPolicy=Always だと", "kubernetes/kubernetes#115331");
    check("k/k#115331で直る", "kubernetes/kubernetes#115331");
    check("k/k#115331_x", "kubernetes/kubernetes#115331");
    check("k/k#12k/k#34", "kubernetes/kubernetes#12 | kubernetes/kubernetes#34");
    check_literals("(k/k#115331RestartPolicy=Always", &["k/k#115331"]);
}

#[test]
fn what_only_looks_like_a_number_of_a_repository_is_none() {
    for text in [
        "kong/blixt を試す",
        "aws/some-controllers-for-k8s",
        "tests/e2e/framework",
        "tests/e2e/framework#12",
        "/k/k#12",
        "./docs/guide#12",
        "foo/bar#L10",
        "foo/bar#",
        "foo/bar# 12",
        "foo/bar #12",
        "k/k#0",
        "k/k#012",
        "k/k#12345678901",
        "docs/README.md#1-overview",
        "docs/values.yaml#12",
        "-/-#12",
        "foo/..#12",
        "foo//bar#12",
        "foo/#12",
        "and#12",
        "enhancements#753",
        "日本/語#12",
    ] {
        check(text, "");
    }
    check(&format!("{}/b#1", "a".repeat(40)), "");
    check(&format!("a/{}#1", "b".repeat(101)), "");
}

#[test]
fn marks_before_a_repository_are_not_its_owner() {
    check("-k/k#12", "kubernetes/kubernetes#12");
    check("...k/k#12", "kubernetes/kubernetes#12");
    check("fix:k/k#12", "kubernetes/kubernetes#12");
    check_literals("--k/k#12)", &["k/k#12"]);
}

#[test]
fn a_release_tag_is_cited() {
    check("(containerd/containerd#v1.7.0)", "release containerd/containerd v1.7.0");
    check("containerd/containerd#v1.7.0-rc.1、", "release containerd/containerd v1.7.0-rc.1");
    check("containerd/containerd#v1.7.0.", "release containerd/containerd v1.7.0");
    check("opencontainers/runc#1.1.9", "release opencontainers/runc 1.1.9");
    check("k/k#v1.28.0", "release kubernetes/kubernetes v1.28.0");
    check("foo/bar#v1", "");
    check("foo/bar#v1beta1", "");
    check("foo/bar#version", "");
    check_literals("(containerd/containerd#v1.7.0)", &["containerd/containerd#v1.7.0"]);
}

#[test]
fn widths_make_no_difference() {
    check("ＫＥＰ－３６７３", "KEP-3673");
    check("ＫＥＰ ３６７３ の話", "KEP-3673");
    check("ｋｅｐ　753", "KEP-753");
    check("k/k＃115138", "kubernetes/kubernetes#115138");
    check("k/k＃１１５１３８、#115138", "kubernetes/kubernetes#115138 | kubernetes/kubernetes#115138");
    check("k/k#1 と ＃１１５１３８", "kubernetes/kubernetes#1 | kubernetes/kubernetes#115138");
    check("a/b＃v1.2.3", "release a/b v1.2.3");
    check_literals("これはＫＥＰ－３６７３、k/k＃１１と", &["ＫＥＰ－３６７３", "k/k＃１１"]);
    // Letters of the other width are no part of a name, nor digits of a number.
    check("Ａk/k#12", "kubernetes/kubernetes#12");
    check("停止／k/k#12", "kubernetes/kubernetes#12");
    check("comment－k/k#12", "kubernetes/kubernetes#12");
    check("k/k#12３", "kubernetes/kubernetes#12");
    // An address is as it is written.
    check("https://example.com/aｂ", "https://example.com/a");
    check(
        "ＫＥＰ－１２ https://example.com/a，ｂ k/k＃3",
        "KEP-12 | https://example.com/a | kubernetes/kubernetes#3",
    );
    check_literals("＃ https://example.com/a（ｂ）", &["https://example.com/a"]);
    check("ＫＥＰ １６ 件", "");
    check("Ｃ＃115138", "");
}

#[test]
fn a_bare_number_belongs_to_the_repository_cited_last() {
    let around = Repo::new("kubernetes", "kubernetes");
    check_around("、#109777 を見る", Some(&around), "kubernetes/kubernetes#109777");
    check_around("これは、#109777", Some(&around), "kubernetes/kubernetes#109777");
    check("a/b#12, #13", "a/b#12 | a/b#13");
    check("a/b#12 c/d#13 (#14)", "a/b#12 | c/d#13 | c/d#14");
    check("a/b#v1.2.3 の #1400", "release a/b v1.2.3 | a/b#1400");
    check("https://github.com/a/b/pull/3 と #14", "pull a/b#3 | a/b#14");
    check_around("a/b#12, #13", Some(&around), "a/b#12 | a/b#13");
    check_around("KEP-753 の #1300", Some(&around), "KEP-753 | kubernetes/kubernetes#1300");
    check_around("(comment - #13)", Some(&around), "comment: kubernetes/kubernetes#13");
}

#[test]
fn a_bare_number_needs_a_sign_of_a_citation() {
    let around = Repo::new("a", "b");
    let check = |text: &str, expected: &str| check_around(text, Some(&around), expected);
    for cited in [
        "PR #12 を見る",
        "pr #12",
        "the PRs #12",
        "issue #12",
        "Issue #12",
        "pull #12",
        "pull request #12",
        "プルリク #12",
        "イシュー#12",
        "(#12)",
        "（#12）",
        "( #12 )",
        "a fix (#12), and more",
    ] {
        check(cited, "a/b#12");
    }
    check("(#12, #13、#14)", "a/b#12 | a/b#13 | a/b#14");
    check("c/d#1 and #2", "c/d#1 | c/d#2");
    check("c/d#1 / #2", "c/d#1 | c/d#2");
    check("c/d#1、#2、#3", "c/d#1 | c/d#2 | c/d#3");
    check("#1234", "a/b#1234");
    check("#123456", "a/b#123456");
    check("the issue #1 of it", "a/b#1");
    for none in [
        "#1 focus",
        "our #1 focus",
        "(our #1 focus)",
        "(#1 focus)",
        "#12",
        "#123 を見る",
        "#1234567",
        "c #1",
        "room 5, #12",
        "meetup #10",
        "meetup #1000",
        "Kubernetes Meetup Tokyo #57",
        "color #333333",
        "color: #333333",
        "background-color: #333333;",
        "Colours are #333333, #222222 and #111111",
        "colours #ff0000, #123456",
        "色は #333333",
        "背景の色 #333333",
        "カラー #333333",
        "rank #1",
        "rank #1000",
        "ranking: #1234",
        "step #2",
        "step #2000",
        "ステップ #2000",
        "第 #1000 回",
        "#1000 回目",
        "build #12345",
        "#12ab34",
        "#1234ab",
        "#123abc",
        "(#1.5)",
        "comment #3",
    ] {
        check(none, "");
    }
    check("c/d#12, #1 focus", "c/d#12");
    check("c/d#12\n(#13)", "c/d#12 | c/d#13");
    check("(x\n#13)", "");
}

#[test]
fn a_bare_number_has_the_repository_with_which_it_stands_in_the_note() {
    check("#1234, c/d#5 と a/b#1234", "a/b#1234 | c/d#5 | a/b#1234");
    check("a/b#1234 c/d#5 (#1234)", "a/b#1234 | c/d#5 | a/b#1234");
    check("c/d#5、https://github.com/a/b/pull/1234 (#1234)", "c/d#5 | pull a/b#1234 | a/b#1234");
    check("k/k#5 KEP-3673 (#3673)", "kubernetes/kubernetes#5 | KEP-3673 | kubernetes/enhancements#3673");
    // With several the one cited last is meant, or nothing is certain.
    check("a/b#1234 c/d#1234 (#1234)", "a/b#1234 | c/d#1234 | c/d#1234");
    check("a/b#1234 c/d#1234 e/f#5 (#1234)", "a/b#1234 | c/d#1234 | e/f#5");
    let mut around: Surroundings = explicit_targets("a/b#1234 #77777 c/d#5").into_iter().collect();
    around.pass(&Target::Github { repo: Repo::new("c", "d"), number: 5, kind: GithubKind::Unknown }, true);
    let found: Vec<String> = find(", #77777 #1234", Some(&around)).iter().map(show).collect();
    assert_eq!(found, ["c/d#77777", "a/b#1234"]);
    let found: Vec<String> = find(", #12", Some(&around)).iter().map(show).collect();
    assert_eq!(found, ["c/d#12"], "the list goes on after what stands right before the text");
    around.leave();
    assert_eq!(find(", #12", Some(&around)), []);
}

#[test]
fn a_bare_number_after_a_project_is_of_that_project() {
    check("k/k#1 と containerd #1234", "kubernetes/kubernetes#1");
    check(
        "containerd/containerd#1 と containerd #1234",
        "containerd/containerd#1 | containerd/containerd#1234",
    );
    check(
        "k/k#1, Cilium #1234 and cilium/cilium#1234",
        "kubernetes/kubernetes#1 | cilium/cilium#1234 | cilium/cilium#1234",
    );
    check("a/b#1 と k/k #1234", "a/b#1 | kubernetes/kubernetes#1234");
    check("kubernetes-sigs/kueue #1234", "kubernetes-sigs/kueue#1234");
    check("a/b#1 and/or #1234", "a/b#1");
    check("a/b#1 c/d #1234", "a/b#1");
    check("a/b#1 a/b #1234", "a/b#1 | a/b#1234");
    check("k/k#1 kubelet #1234", "kubernetes/kubernetes#1 | kubernetes/kubernetes#1234");
}

#[test]
fn a_bare_number_without_a_repository_is_none() {
    for text in ["#109777", "# comment", "#1 の理由", "(#12)", "KEP-753", "C#1"] {
        let found = find(text, None);
        assert!(found.iter().all(|found| matches!(found.target, Target::Kep(_))), "{text}");
    }
}

#[test]
fn what_only_looks_like_a_bare_number_is_none() {
    let around = Repo::new("kubernetes", "kubernetes");
    for text in [
        "# comment",
        "# 12",
        "## 12",
        "##12",
        "C#1",
        "F#12",
        "&#12;",
        "#12ab34",
        "#1st",
        "#0",
        "#012345",
        "#1.5",
        "color=#123456",
        "foo/bar/#12",
        "#",
        "#あ",
        "#v1.2.3",
    ] {
        check_around(text, Some(&around), "");
    }
}

#[test]
fn a_kep_is_read_in_every_spelling() {
    check("KEP-753", "KEP-753");
    check("(KEP 3761)", "KEP-3761");
    check("KEP- 2008 の発表", "KEP-2008");
    check("(KEP - 2008)", "KEP-2008");
    check("KEP -2008", "KEP-2008");
    check("KEP-127: User Namespaces", "KEP-127");
    check("kep-753", "KEP-753");
    check("Kep 753", "KEP-753");
    check("KEP 1287 - In-place Update", "KEP-1287");
    check("KEP-753のベータ", "KEP-753");
    check("ベータのKEP-753", "KEP-753");
    check("KEP-753/KEP-127", "KEP-753 | KEP-127");
    check("KEP-753, KEP-127", "KEP-753 | KEP-127");
    check("KEP–753", "KEP-753");
    check("KEP\u{3000}753", "KEP-753");
    check("KEP #753", "KEP-753");
    check("KEP#753", "KEP-753");
    check("KEP-1", "KEP-1");
    check("KEP-0024", "KEP-24");
    check("KEP-753.", "KEP-753");
    check("KEP-753-sidecar-containers", "KEP-753");
    check("k/k#1 (KEP-753)", "kubernetes/kubernetes#1 | KEP-753");
    check_literals("a KEP - 2008, KEP 3761 b", &["KEP - 2008", "KEP 3761"]);
    check_literals("KEP-127: あ", &["KEP-127"]);
}

#[test]
fn a_word_kep_without_its_number_is_none() {
    for text in [
        "KEP",
        "KEP フリーズ",
        "KEPs",
        "KEPs 12",
        "AEP-753",
        "GEP-1426",
        "GEP 1426",
        "AEP (Autoscaler)",
        "KEP 2 つ",
        "KEP 2",
        "KEP 12 個",
        "KEP 16 件が変わった",
        "KEP 16件",
        "KEP 2023 年",
        "KEP - 2023-10-11",
        "KEP 2023/10/11",
        "KEP 12%",
        "KEP 1.28",
        "KEP-1.28",
        "KEP 12factor",
        "KEP-123456",
        "KEP 123456",
        "KEP753",
        "SKEP-753",
        "my-kep-753",
        "keps-753",
        "KEP-",
        "KEP - ",
        "KEP - 話",
        "KEP   753",
        "KEP\n753",
        "docs/kep-753",
    ] {
        check(text, "");
    }
}

#[test]
fn an_address_ends_where_its_text_does() {
    check("https://example.com/a?b=c#d です", "https://example.com/a?b=c#d");
    check("HTTP://Example.com/x", "HTTP://Example.com/x");
    check("https://example.com/aです", "https://example.com/a");
    check("「https://example.com/a」", "https://example.com/a");
    check("（https://example.com/a）", "https://example.com/a");
    check("https://example.com/a。", "https://example.com/a");
    check("https://example.com/a、b", "https://example.com/a");
    check("(https://example.com/a)", "https://example.com/a");
    check("(https://example.com/a).", "https://example.com/a");
    check("https://example.com/a_(b)", "https://example.com/a_(b)");
    check("(https://example.com/a_(b))", "https://example.com/a_(b)");
    check("[x](https://example.com/a)", "https://example.com/a");
    check("<https://example.com/a>", "https://example.com/a");
    check("\"https://example.com/a\"", "https://example.com/a");
    check("https://example.com/a, b", "https://example.com/a");
    check("https://example.com/a. B", "https://example.com/a");
    check("https://example.com/a!?", "https://example.com/a");
    check("https://example.com.", "https://example.com");
    check("https://example.com:8443/a", "https://example.com:8443/a");
    check("https://a.example,https://b.example", "https://a.example | https://b.example");
    check("見て→https://example.com/", "https://example.com/");
    // What an empty link leaves: its words, then the address.
    check("the docshttps://example.com/", "https://example.com/");
    check("KEP-753https://example.com/", "KEP-753 | https://example.com/");
    check_literals("the docshttps://example.com/", &["https://example.com/"]);
    check("https://example.com/a)k/k#1", "https://example.com/a | kubernetes/kubernetes#1");
    check("comment - https://example.com/a", "comment: https://example.com/a");
    check("https://example.com/k/k#12", "https://example.com/k/k#12");
}

#[test]
fn what_only_looks_like_an_address_is_none() {
    for text in [
        "https://",
        "http://localhost:8080/x",
        "http://my-service/x",
        "http://.example",
        "http://user@example.com",
        "http://us.er@example.com",
        "http://example.com%@@",
        "http://example.com:1@example.org/a",
        "https:/example.com",
        "ftp://example.com",
        "javascript://example.com",
        "http://日本.jp",
        "example.com/a",
    ] {
        check(text, "");
    }
}

#[test]
fn an_address_on_github_cites_what_it_shows() {
    check("https://github.com/kubernetes/kubernetes/pull/12", "pull kubernetes/kubernetes#12");
    check("https://github.com/a/b/pull/12/files#diff-1", "pull a/b#12");
    check("https://www.github.com/a/b/issues/12?x=y", "issue a/b#12");
    check("http://GitHub.com/a/b/issues/12/", "issue a/b#12");
    check("https://github.com/a/b/issues/12#issuecomment-34。", "issue a/b#12 at issuecomment-34");
    check("https://github.com/Kubernetes/Enhancements/issues/753", "issue kubernetes/enhancements#753");
    check("https://github.com/a/b/releases/tag/v1.2.3", "release a/b v1.2.3");
    check("https://github.com/a/b/releases/tag/api%2Fv1.2.3", "release a/b api/v1.2.3");
    check("https://github.com/a/b/releases/tag/api/v1.2.3", "release a/b api/v1.2.3");
    check("https://github.com/a/b", "https://github.com/a/b");
    check("https://github.com/a/b/pulls", "https://github.com/a/b/pulls");
    check("https://github.com/a/b/pull/12x", "https://github.com/a/b/pull/12x");
    check("https://github.com/a/b/discussions/12", "https://github.com/a/b/discussions/12");
    check("https://github.com/a/b/releases/tag/", "https://github.com/a/b/releases/tag/");
    check("https://gist.github.com/a/b/pull/12", "https://gist.github.com/a/b/pull/12");
    check("https://github.com.example/a/b/pull/1", "https://github.com.example/a/b/pull/1");
    check("https://features.k8s.io/753", "issue kubernetes/enhancements#753");
    check("https://features.k8s.io/x", "https://features.k8s.io/x");
}

#[test]
fn an_address_keeps_the_comment_that_it_leads_to() {
    let check = |address: &str, expected: &str| check(&format!("({address})"), expected);
    let pull = "https://github.com/a/b/pull/12";
    check(&format!("{pull}#issuecomment-34"), "pull a/b#12 at issuecomment-34");
    check(&format!("{pull}#discussion_r34"), "pull a/b#12 at discussion_r34");
    check(&format!("{pull}#pullrequestreview-34"), "pull a/b#12 at pullrequestreview-34");
    check(&format!("{pull}/#issuecomment-34"), "pull a/b#12 at issuecomment-34");
    check(&format!("{pull}?x=y#issuecomment-34"), "pull a/b#12 at issuecomment-34");
    check("https://pr.k8s.io/12#issuecomment-34", "pull kubernetes/kubernetes#12 at issuecomment-34");
    // A comment on a line stands under the files too; other parts of them are no part of the conversation.
    check(&format!("{pull}/files#r34"), "pull a/b#12 at discussion_r34");
    check(&format!("{pull}/files#discussion_r34"), "pull a/b#12 at discussion_r34");
    check(&format!("{pull}/files#diff-1"), "pull a/b#12");
    check(&format!("{pull}/commits/12ab#r34"), "pull a/b#12");
    check(&format!("{pull}#"), "pull a/b#12");
    check(&format!("{pull}#a&b"), "pull a/b#12");
    check(&format!("{pull}#{}", "a".repeat(100)), &format!("pull a/b#12 at {}", "a".repeat(100)));
    check(&format!("{pull}#{}", "a".repeat(101)), "pull a/b#12");
    check("https://kep.k8s.io/753#risks", "KEP-753");
}

#[test]
fn an_address_that_names_something_needs_no_scheme() {
    check("github.com/kubernetes/kubernetes/pull/12", "pull kubernetes/kubernetes#12");
    check("(github.com/a/b/issues/12#issuecomment-3).", "issue a/b#12 at issuecomment-3");
    check("GitHub.com/a/b/pull/12/files", "pull a/b#12");
    check("www.github.com/a/b/pull/12、", "pull a/b#12");
    check("github.com/a/b/releases/tag/v1.2.3", "release a/b v1.2.3");
    check("見る:github.com/kubernetes/enhancements/tree/master/keps/sig-node/753-x", "KEP-753");
    check(
        "features.k8s.io/753 と pr.k8s.io/12",
        "issue kubernetes/enhancements#753 | pull kubernetes/kubernetes#12",
    );
    check_literals("(github.com/a/b/pull/12/files#r3)", &["github.com/a/b/pull/12/files#r3"]);
    for text in [
        "github.com/a/b",
        "github.com/a/b/pulls",
        "github.com/stretchr/testify v1.8.4",
        "github.com",
        "vendor/github.com/a/b/pull/12",
        "mygithub.com/a/b/pull/12",
        "gist.github.com/a/b/pull/12",
        "github.com.example/a/b/pull/12",
        "github.com/a#12",
        "example.com/a/b/pull/12",
    ] {
        check(text, "");
    }
}

#[test]
fn an_address_of_a_redirector_cites_what_it_leads_to() {
    let pull = "https%3A%2F%2Fgithub.com%2Fa%2Fb%2Fpull%2F12";
    check(&format!("https://slack-redir.net/link?url={pull}&v=3"), "pull a/b#12");
    check(
        &format!("https://slack-redir.net/link?url={pull}%23issuecomment-3"),
        "pull a/b#12 at issuecomment-3",
    );
    check(&format!("https://www.google.com/url?q={pull}&sa=D&ust=1"), "pull a/b#12");
    check(&format!("https://www.google.com/url?sa=t&url={pull}"), "pull a/b#12");
    check("https://google.com/url?q=https://example.com/a", "https://example.com/a");
    let twice = "https%3A%2F%2Fslack-redir.net%2Flink%3Furl%3Dhttps%253A%252F%252Fkep.k8s.io%252F753";
    check(&format!("https://www.google.com/url?q={twice}"), "KEP-753");
    let google = "https://google.com/url?q=";
    let thrice = format!("{google}{google}{google}https://kep.k8s.io/753");
    check(&thrice, &format!("{google}https://kep.k8s.io/753"));
    for address in [
        "https://slack-redir.net/link?url=javascript%3Aalert(1)",
        "https://slack-redir.net/link?url=http%3A%2F%2Flocalhost%2Fx",
        "https://slack-redir.net/link?url=https%3A%2F%2Fexample.com%2Fa%20b",
        "https://slack-redir.net/link?u=https%3A%2F%2Fexample.com",
        "https://slack-redir.net/link",
        "https://google.com/search?q=https://example.com",
        "https://example.com/url?q=https://example.org",
    ] {
        check(address, address);
    }
}

#[test]
fn a_whole_address_is_read_without_looking_for_its_end() {
    let check = |address: &str, expected: &str| {
        let AddressCitation { target, fragment } = AddressCitation::read(address);
        let shown = TextReference { range: 0..0, label: None, target, fragment, corrected: false };
        assert_eq!(show(&shown), expected, "{address}");
    };
    check("https://github.com/a/b/pull/12#issuecomment-3", "pull a/b#12 at issuecomment-3");
    check("https://example.com/a.", "https://example.com/a.");
    check("https://example.com/a b、", "https://example.com/a b、");
    check("https://localhost:3000/a", "https://localhost:3000/a");
    check("https://google.com/url?q=https://example.com/a", "https://example.com/a");
    check("mailto:a@example.com", "mailto:a@example.com");
    check("日本", "日本");
}

#[test]
fn an_address_of_a_kep_cites_it() {
    let folder = "kubernetes/enhancements/tree/master/keps/sig-node/753-sidecar-containers";
    check(&format!("https://github.com/{folder}"), "KEP-753");
    check(&format!("https://github.com/{folder}/README.md#risks"), "KEP-753");
    check("https://github.com/kubernetes/enhancements/blob/abc/keps/sig-node/753-x/kep.yaml", "KEP-753");
    check("https://git.k8s.io/enhancements/keps/sig-node/753-x", "KEP-753");
    check("https://kep.k8s.io/753", "KEP-753");
    check("https://kep.k8s.io/753/", "KEP-753");
    check("https://www.kubernetes.dev/resources/keps/753/", "KEP-753");
    check("(kep.k8s.io/753).", "KEP-753");
    check("https://pr.k8s.io/12", "pull kubernetes/kubernetes#12");
    check("https://issues.k8s.io/12", "issue kubernetes/kubernetes#12");
    check(
        "https://github.com/a/b/tree/main/keps/sig-node/753-x",
        "https://github.com/a/b/tree/main/keps/sig-node/753-x",
    );
    let sig = "https://github.com/kubernetes/enhancements/tree/master/keps/sig-node";
    check(sig, sig);
}

#[test]
fn a_label_belongs_to_the_reference_right_after_it() {
    check("(comment - k/k#12)", "comment: kubernetes/kubernetes#12");
    check("(comment- aws/container-roadmap#1947)", "comment: aws/containers-roadmap#1947 (corrected)");
    check("(comment cncf/toc#1000)", "comment: cncf/toc#1000");
    check("(commit - a/b#12)", "commit: a/b#12");
    check("(Comment: a/b#12)", "comment: a/b#12");
    check("(comment – a/b#12)", "comment: a/b#12");
    check("(comment - KEP 3458)", "comment: KEP-3458");
    check("(comment - kk#12)", "comment: kubernetes/kubernetes#12 (corrected)");
    check("(comment - a/b#12, c/d#13)", "comment: a/b#12 | c/d#13");
    check("(comment - a/b#12, KEP - 2008)", "comment: a/b#12 | KEP-2008");
    check("(comment - video, a/b#12)", "a/b#12");
    check("comment (a/b#12)", "a/b#12");
    check("recomment a/b#12", "a/b#12");
    check("no-comment a/b#12", "a/b#12");
    check("comment\na/b#12", "a/b#12");
    check("コメント - a/b#12", "a/b#12");
    check_literals("(comment - k/k#12)", &["k/k#12"]);
}

/// Many repetitions end promptly, as every byte is looked at a bounded number of times.
#[test]
fn hostile_texts_end() {
    const SIZE: usize = 300_000;
    for (piece, expected) in [
        ("k/k#", 0),
        ("k/k#1", SIZE / 5),
        ("((((", 0),
        ("1.1.1.1.1.", 0),
        ("KEP-KEP-", 0),
        ("KEP-1/", SIZE / 6),
        ("http://http://", 0),
        ("http://a.b,", SIZE / 11),
        ("http://a.b/(", 1),
        ("http://a.b%@/", 0),
        ("(a", 0),
        ("(a.b", 0),
        ("http://a.b%", 1),
        ("comment - ", 0),
        ("#1", 0),
        ("a/b#v1.", 0),
        ("KEP - ", 0),
        ("-", 0),
        (" ", 0),
        ("漢", 0),
        ("Ａa", 0),
        ("k/k＃１", SIZE / 9),
        ("ＫＥＰ－１、", SIZE / 18),
        ("(#12", 0),
        ("k/k#1234 #1234 ", 2 * (SIZE / 15)),
        ("a/b#1 (#2,", 2 * (SIZE / 10)),
        ("color #333333, ", 0),
        ("#abc", 0),
        ("github.com/", 0),
        ("github.com/a/b/pull/1 ", SIZE / 22),
        ("docshttps://", 0),
        ("https://google.com/url?q=", 1),
        ("https://google.com/url?q=https%3A%2F%2Fa.b ", SIZE / 43),
    ] {
        let text = piece.repeat(SIZE / piece.len());
        assert_eq!(find(&text, None).len(), expected, "{piece}");
    }
}

proptest! {
    #[test]
    fn any_text_gives_ascending_ranges_on_character_bounds(
        text in "([a-z/#.0-9 ]{0,6}|k/k[#＃]|[#＃][0-9０-９]{1,5}|(KEP|ＫＥＰ)[-－ ]{1,3}|[0-9０-９Ａ-ｚ]{1,6}|https?://|a\\.b/|github\\.com/a/b/pull/[0-9]|google\\.com/url\\?q=|#[a-z]+-1|comment -? ?|\\PC{0,3}|[()（），、。\n]){0,40}"
    ) {
        let around = Surroundings::after(Repo::new("a", "b"));
        let mut end = 0;
        for found in find(&text, Some(&around)) {
            prop_assert!(found.range.start >= end && found.range.start < found.range.end);
            prop_assert!(text.get(found.range.clone()).is_some());
            let is_name = |fragment: &String| fragment.is_ascii() && (1..=100).contains(&fragment.len());
            prop_assert!(found.fragment.as_ref().is_none_or(is_name));
            end = found.range.end;
        }
    }

    #[test]
    fn the_spelling_of_what_is_found_reads_itself_again(
        text in "(k/k#[0-9]{1,6}|[a-z]{1,3}/[a-z]{1,4}[#＃][1-9０-９]{1,5}|[a-z]{1,3}/[a-z]#v1\\.[0-9]|KEP[- ]{1,2}[0-9]{1,5}|ＫＥＰ－[１-９]{2,4}|https://github\\.com/a/b/(pull|issues)/[1-9](#issuecomment-[0-9]{1,3})?|https://google\\.com/url\\?q=https://a\\.example/[a-z]|features\\.k8s\\.io/[1-9]{1,4}|[、 （]){0,12}"
    ) {
        for found in find(&text, None) {
            let spelt = match &found.target {
                Target::Github { kind: GithubKind::Unknown, .. } | Target::Kep(_) => found.target.name(),
                Target::Release { repo, tag } => format!("{repo}#{tag}"),
                target => target.href_of_part(found.fragment.as_deref()),
            };
            let again = find(&spelt, None);
            prop_assert_eq!(again.len(), 1, "{}", spelt);
            prop_assert_eq!(again[0].range.clone(), 0..spelt.len());
            prop_assert_eq!((&again[0].target, &again[0].fragment), (&found.target, &found.fragment));
        }
    }

    #[test]
    fn a_spelt_out_number_reads_itself(owner in "[a-z][a-z0-9-]{0,20}", name in "[a-z][a-z0-9_]{0,20}", number in 1u64..9_999_999) {
        prop_assume!(owner != "k" && name != "enhancement" && name != "enhancent" && name != "container-roadmap" && name != "features");
        let text = format!("あ{owner}/{name}#{number}い");
        let found = find(&text, None);
        prop_assert_eq!(found.len(), 1);
        prop_assert_eq!(&found[0].target, &Target::Github { repo: Repo::new(owner, name), number, kind: GithubKind::Unknown });
    }
}

/// The counts that were taken by hand from the notes at hand; skipped where they are absent.
#[test]
fn the_real_notes_give_the_counted_references() {
    let Some(notes) = real_data::notes() else { return };
    let mut last: Option<Repo> = None;
    let mut all = Vec::new();
    for line in notes.lines() {
        let around = last.clone().map(Surroundings::after);
        for found in find(line, around.as_ref()) {
            if let Target::Github { repo, .. } = &found.target {
                last = Some(repo.clone());
            }
            all.push((line[found.range.clone()].to_owned(), found));
        }
    }
    let count = |fits: &dyn Fn(&(String, TextReference)) -> bool| all.iter().filter(|row| fits(row)).count();
    let is_github = |found: &TextReference| matches!(found.target, Target::Github { .. });
    assert_eq!(count(&|(literal, found)| is_github(found) && literal.contains('/')), 285);
    assert_eq!(count(&|(literal, _)| literal.starts_with("kk#")), 1);
    assert_eq!(count(&|(literal, found)| is_github(found) && literal.starts_with('#')), 1);
    assert_eq!(count(&|(_, found)| matches!(found.target, Target::Kep(_))), 28);
    assert_eq!(count(&|(_, found)| matches!(found.target, Target::Url(_))), 2);
    assert_eq!(count(&|(_, found)| matches!(found.target, Target::Release { .. })), 1);
    assert_eq!(all.len(), 318);
    assert_eq!(count(&|(_, found)| found.label.as_deref() == Some("comment")), 79);
    assert_eq!(count(&|(_, found)| found.label.as_deref() == Some("commit")), 1);
    assert_eq!(count(&|(_, found)| found.corrected), 7);
}

#[test]
fn an_address_of_the_web_has_a_scheme_and_a_host() {
    for address in [
        "https://example.org",
        "http://example.org/a?b#c",
        "HTTPS://Example.org",
        "https://localhost:3000/a",
        "http://[::1]:3000",
        "https://me:secret@example.org",
        "https://例え.jp/メモ",
        "https://example.org/a b",
    ] {
        assert!(is_web(address), "{address}");
    }
    for address in [
        "",
        "example.org",
        "//example.org",
        "/a",
        "javascript:alert(1)",
        "javascript://example.org/%0aalert(1)",
        "data:text/html,x",
        "ftp://example.org",
        "mailto:a@example.org",
        "https:example.org",
        "https:/example.org",
        "https://",
        "https:///a",
        "https://?a",
        "https://#a",
        "https://:80",
        "https://me@",
        "https://me@/a",
        "https://\\a",
        "https:// example.org",
        "https://exa mple.org",
        "https://exa\tmple.org",
        " https://example.org",
        "httpsé//a",
    ] {
        assert!(!is_web(address), "{address}");
    }
}
