//! What a source is, when it is looked at, and what of it is shown to whom.

use super::*;

fn at(time: &str) -> Timestamp {
    format!("2026-11-28T{time}Z").parse().expect("a time")
}

fn source(looks: LookState) -> FollowedSource {
    let source = NewSource {
        address: SourceAddress::parse("https://example.org/notes.md", false).expect("an address"),
        notebook: "notes".parse().expect("a name"),
        every: EVERY,
        rights: None,
    };
    FollowedSource { id: 1, source, added_at: at("08:00:00"), is_paused: false, looks }
}

#[track_caller]
fn check_next(looks: LookState, expected: &str) {
    assert_eq!(source(looks).next_look(), Some(at(expected)));
}

#[test]
fn a_source_is_looked_at_after_its_interval() {
    let looked = LookState::default().unchanged(at("09:00:00"), None);
    check_next(LookState::default(), "08:00:00");
    check_next(looked.clone(), "10:00:00");
    let followed = source(looked.clone());
    assert!(!followed.is_due(at("09:59:59")) && followed.is_due(at("10:00:00")));
    assert!(followed.is_due(at("08:59:59")), "it was looked at by a wrong clock");
    let paused = FollowedSource { is_paused: true, ..followed };
    assert_eq!((paused.next_look(), paused.state()), (None, SourceState::Paused));
    assert!(!paused.is_due(at("23:00:00")) && !paused.is_due(at("01:00:00")));
    check_next(looked.unsettled(at("09:30:00"), "stamp".into()), "09:30:30");
}

#[test]
fn what_fails_is_tried_at_longer_and_longer_intervals() {
    let mut looks = LookState::default().unchanged(at("09:00:00"), Some("stamp".into()));
    let mut pauses = Vec::new();
    for _ in 0..10 {
        looks = looks.failed(at("10:00:00"), "no answer".into());
        let next = source(looks.clone()).next_look().expect("it is not paused");
        pauses.push(next.duration_since(at("10:00:00")).as_mins());
    }
    assert_eq!(pauses, [5, 10, 20, 40, 80, 160, 320, 640, 720, 720]);
    assert_eq!(source(looks.clone()).state(), SourceState::Fails);
    let again = looks.failed(at("11:00:00"), "still no answer".into());
    let failure = again.failure.clone().expect("it fails");
    assert_eq!((failure.since, failure.tries), (at("10:00:00"), 11));
    assert_eq!((again.succeeded_at, again.stamp.as_deref()), (Some(at("09:00:00")), Some("stamp")));
    let unsettled = again.clone().unsettled(at("11:30:00"), "other".into());
    assert_eq!(unsettled.failure, again.failure, "nobody has read it yet");
    check_next(unsettled, "11:30:30");
    let well = again.unchanged(at("12:00:00"), None);
    assert_eq!((well.failure.clone(), well.stamp.as_deref()), (None, Some("stamp")));
    assert_eq!(source(well).state(), SourceState::Follows);
    assert_eq!(pause_after(u32::MAX, EVERY), LONGEST_PAUSE);
    let weekly = Duration::from_secs(7 * 24 * 60 * 60);
    assert_eq!(pause_after(u32::MAX, weekly), weekly, "no longer than it is left alone anyway");
    let often = Duration::from_secs(60);
    assert_eq!(pause_after(1, often), often);
}

#[test]
fn what_waits_goes_with_the_next_look_that_finds_nothing_to_wait_for() {
    let waiting = WaitingChange {
        revision: Revision::Commit("1a2b3c4d5e".into()),
        notes: ChangeCount { vanished: 3, ..ChangeCount::default() },
        vanishing: Vec::new(),
    };
    let before = LookState::default().imported(at("08:30:00"), Revision::Commit("0".into()), "0".into());
    let waits = before.waits(at("09:00:00"), waiting.clone());
    assert_eq!(source(waits.clone()).state(), SourceState::Waits);
    assert_eq!(
        (waits.revision.clone(), waits.stamp.as_deref()),
        (Some(Revision::Commit("0".into())), Some("0"))
    );
    assert_eq!(waits.clone().failed(at("10:00:00"), "x".into()).waiting, Some(waiting.clone()));
    assert_eq!(waits.clone().unchanged(at("10:00:00"), None).waiting, None, "it is as it was");
    let imported = waits.imported(at("10:00:00"), waiting.revision.clone(), "1".into());
    assert_eq!((imported.waiting, imported.revision), (None, Some(waiting.revision)));
}

#[test]
fn an_address_says_how_it_is_read() {
    #[track_caller]
    fn check(text: &str, is_git: bool, expected: Result<(SourceKind, &str), NotASource>) {
        let parsed = SourceAddress::parse(text, is_git).map(|address| (address.kind, address.location));
        assert_eq!(parsed, expected.map(|(kind, location)| (kind, location.to_owned())), "{text}");
    }
    use SourceKind::{Git, Http};
    check("https://example.org/notes.md", false, Ok((Http, "https://example.org/notes.md")));
    check(" HTTPS://example.org/notes ", false, Ok((Http, "HTTPS://example.org/notes")));
    check("https://example.org/notes", true, Ok((Git, "https://example.org/notes")));
    check("git+https://example.org/notes", false, Ok((Git, "https://example.org/notes")));
    check("https://example.org/notes.git/", false, Ok((Git, "https://example.org/notes.git/")));
    check("git@example.org:me/notes", false, Ok((Git, "git@example.org:me/notes")));
    check("ssh://git@example.org/notes", false, Ok((Git, "ssh://git@example.org/notes")));
    check("git+file:///srv/notes", false, Ok((Git, "file:///srv/notes")));
    for wrong in ["", "notes.md", "/srv/notes", "ftp://example.org/a", "https://", "ext::sh -c x", "-x:y"] {
        check(wrong, false, Err(NotASource::Unknown));
        check(wrong, true, Err(NotASource::Unknown));
    }
}

#[test]
fn a_branch_and_a_folder_are_those_of_a_repository() {
    let git = || SourceAddress::parse("git+https://example.org/notes", false).expect("an address");
    let within = |branch: &str, folder: &str| {
        let address = git().within(Some(branch.to_owned()), Some(folder.to_owned()))?;
        Ok((address.branch, address.folder))
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(within("", " "), Ok((None, None)));
    assert_eq!(within("release/1", "/notes/2026/"), Ok((text("release/1"), text("notes/2026"))));
    for wrong in ["-x", "a b", "a:b", "a..b", "a~1", "/a", "a/", "@{u}"] {
        assert_eq!(within(wrong, ""), Err(NotASource::Branch), "{wrong}");
    }
    for wrong in ["..", "a/../b", "a//b", ".git", "a/.git/b", "a\\b"] {
        assert_eq!(within("", wrong), Err(NotASource::Folder), "{wrong}");
    }
    let file = SourceAddress::path("/srv/notes".to_owned());
    assert_eq!(file.within(text("main"), None), Err(NotASource::NoRepository));
}

#[test]
fn strangers_are_shown_what_everybody_knows() {
    #[track_caller]
    fn check(text: &str, redacted: &str, public: Option<&str>) {
        let address = SourceAddress::parse(text, false).expect("an address");
        assert_eq!((address.redacted().as_str(), address.public().as_deref()), (redacted, public), "{text}");
        assert!(!format!("{address:?}").contains("s3cret"), "{text}");
    }
    let github = "https://github.com/me/notes.git";
    check(github, github, Some(github));
    check("https://me:s3cret@github.com/me/notes.git", github, None);
    check("https://example.org/notes.md?token=s3cret", "https://example.org/notes.md", None);
    check("git@github.com:me/notes", "git@github.com:me/notes", None);
    for own in
        ["http://wiki/notes.md", "https://git.corp/notes.md", "http://10.0.0.1/notes.md", "http://[::1]/n.md"]
    {
        check(own, own, None);
    }
    let path = SourceAddress::path("/home/me/notes.md".to_owned());
    assert_eq!((path.redacted().as_str(), path.public()), ("/home/me/notes.md", None));
    assert_eq!(path.from_browser(), Err(NotASource::OnlyWeb));
    for (text, may) in [(github, true), ("git@github.com:me/notes", false), ("file:///srv/notes", false)] {
        let address = SourceAddress::parse(text, true).expect("an address");
        assert_eq!(address.from_browser().is_ok(), may, "{text}");
    }
}

#[test]
fn content_is_called_as_where_it_lies() {
    let name = |text: &str, folder: Option<&str>| {
        let address = SourceAddress::parse(text, false).expect("an address");
        address.within(None, folder.map(str::to_owned)).expect("a folder").name()
    };
    assert_eq!(name("https://example.org/a/notes.md?x=y", None), "notes.md");
    assert_eq!(name("https://example.org", None), "notes");
    assert_eq!(name("https://example.org/a/..", None), "notes");
    assert_eq!(name("https://example.org/me/field-notes.git", None), "field-notes");
    assert_eq!(name("git@example.org:notes.git", None), "notes");
    assert_eq!(name("git@example.org:me/notes", Some("journal/2026")), "2026");
}

#[test]
fn only_addresses_of_the_public_internet_are_public() {
    for public in ["1.1.1.1", "140.82.121.4", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"] {
        assert!(host::is_public(public.parse().expect("an address")), "{public}");
    }
    for own in [
        "127.0.0.1",
        "127.1.2.3",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "198.18.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::",
        "2001::1",
        "2001:db8::1",
        "fe80::1",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
    ] {
        assert!(!host::is_public(own.parse().expect("an address")), "{own}");
    }
}

#[test]
fn a_revision_reads_itself() {
    for (text, short) in
        [("commit:1a2b3c4d5e6f", "1a2b3c4"), ("etag:W/\"a:b\"", "W/\"a:b\""), ("digest:00ff", "00ff")]
    {
        let revision: Revision = text.parse().expect("a revision");
        assert_eq!((revision.to_string().as_str(), revision.short()), (text, short));
    }
    assert_eq!("tag:1".parse::<Revision>(), Err(NotARevision));
}

#[test]
fn a_span_is_in_the_unit_that_fits() {
    for (seconds, expected) in [(3600, "1h"), (5400, "90m"), (86_400, "1d"), (90, "90s"), (604_800, "7d")] {
        assert_eq!(span_label(Duration::from_secs(seconds)), expected);
    }
}
