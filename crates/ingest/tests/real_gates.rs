//! The feature gates of Kubernetes, as its list, its website and its release notes have them.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;

use domain::gate::{
    Gate, GateContradiction, GateIndex, GateName, GateSource, GateState, RemovalNote, assemble, removed_gates,
};
use domain::kep::Stage;
use domain::release_note::ReleaseNote;
use domain::version::Version;
use ingest::{gate_list, gate_page, release_notes};
use real_data::{
    clone, files, kubernetes_bundle_path, release_notes_bundle_path, upgrade_facts, website_bundle_path,
};

fn notes() -> Option<Vec<ReleaseNote>> {
    let files = files(&clone(&release_notes_bundle_path()?));
    let mut notes = Vec::new();
    for (path, text) in files {
        let release = path.split("release-").nth(1).and_then(|rest| rest.split('/').next()).unwrap();
        let (read, remarks) = release_notes::read(&text, release.parse().unwrap()).unwrap();
        assert!(remarks.len() <= 2, "{path}: {remarks:?}");
        notes.extend(read);
    }
    Some(notes)
}

fn gates(notes: &[ReleaseNote]) -> Option<BTreeMap<GateName, Gate>> {
    let list = files(&clone(&kubernetes_bundle_path()?)).remove(0).1;
    let (list, remarks) = gate_list::read(&list).unwrap();
    assert!(remarks.is_empty(), "{remarks:?}");
    let pages = files(&clone(&website_bundle_path()?));
    let pages = pages.iter().map(|(path, text)| {
        let (page, remarks) = gate_page::read(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert!(remarks.is_empty(), "{path}: {remarks:?}");
        page
    });
    let website = gate_page::records(pages);
    assert_eq!((list.len(), website.len()), (242, 440));
    let index: GateIndex = list.keys().chain(website.keys()).cloned().collect();
    let removals = notes.iter().flat_map(|note| {
        let gates = note.text.iter().flat_map(|text| removed_gates(text, &index)).collect::<Vec<_>>();
        gates.into_iter().map(|gate| (gate, RemovalNote { release: note.release, pull: note.pull }))
    });
    let list = list.into_iter().map(|(name, record)| (name, GateSource::List, record));
    let website = website.into_iter().map(|(name, record)| (name, GateSource::Website, record));
    Some(assemble(list.chain(website), removals))
}

#[test]
fn each_record_of_the_release_notes_is_read() {
    let Some(notes) = notes() else { return };
    assert_eq!(notes.len(), 5539);
    let count = |is_counted: fn(&ReleaseNote) -> bool| notes.iter().filter(|note| is_counted(note)).count();
    assert_eq!(count(|note| !note.sigs.is_empty()), 5535);
    assert_eq!(count(|note| !note.kinds.is_empty()), 5535);
    assert_eq!(count(|note| note.action_required), 134, "133 flags and a text");
    assert!(
        (5150..5250).contains(&count(|note| note.text.is_some())),
        "{}",
        count(|note| note.text.is_some())
    );
    assert!(count(|note| !note.keps.is_empty()) > 900, "{}", count(|note| !note.keps.is_empty()));
}

#[test]
fn what_was_verified_by_hand_is_known() {
    let (Some(facts), Some(notes)) = (upgrade_facts(), notes()) else { return };
    let Some(gates) = gates(&notes) else { return };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in facts.lines().skip(1) {
        count += 1;
        let columns: Vec<&str> = line.split('\t').collect();
        let [from, to, name, what, stage_from, default_from, stage_to, default_to, locked_to, ..] =
            columns[..]
        else {
            panic!("{line}")
        };
        let gate = &gates[name];
        let state = |release: &str| gate.state_in(release.parse::<Version>().unwrap());
        let (before, after) = (state(from), state(to));
        let is = |state: GateState, stage: &str, default: &str| match state.standing() {
            Some(standing) => {
                Ok(standing.stage) == stage.parse::<Stage>() && standing.default == Some(default == "on")
            }
            None => stage == "-",
        };
        let locked = after.standing().and_then(|standing| standing.locked);
        let is_locked = locked_to == "-" || locked.unwrap_or(false) == (locked_to == "yes");
        let is_gone = (what == "removed") == (after == GateState::Gone);
        if !is(before, stage_from, default_from) || !is(after, stage_to, default_to) || !is_locked || !is_gone
        {
            wrong.push(format!("{line}: {before:?} {after:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(count, 50);
}

#[test]
fn removals_are_known_where_a_note_names_them() {
    let Some(notes) = notes() else { return };
    let Some(gates) = gates(&notes) else { return };
    let removal = |name: &str| gates[name].removal().map(|removal| (removal.release.minor, removal.source));
    for name in ["CSIMigrationPortworx", "InTreePluginPortworxUnregister", "HonorPVReclaimPolicy"] {
        assert_eq!(removal(name), Some((36, GateSource::ReleaseNotes)), "{name}");
    }
    for name in [
        "SidecarContainers",
        "GangScheduling",
        "BtreeWatchCache",
        "ConsistentListFromCache",
        "RelaxedDNSSearchValidation",
    ] {
        assert_eq!(removal(name), Some((37, GateSource::ReleaseNotes)), "{name}");
    }
    for name in ["StrictCostEnforcementForVAP", "StrictCostEnforcementForWebhooks"] {
        assert_eq!(removal(name), Some((35, GateSource::ReleaseNotes)), "{name}");
    }
    for (name, minor) in [("ComponentSLIs", 35), ("AllowServiceLBStatusOnNonLB", 35), ("PodSecurity", 28)] {
        assert_eq!(removal(name), Some((minor, GateSource::Website)), "{name}");
    }
    for name in ["MemoryManager", "WatchListClient", "UserNamespacesSupport", "DynamicProvisioningScheduling"]
    {
        assert_eq!(removal(name), None, "{name}");
    }
}

#[test]
fn what_sources_do_not_agree_on_is_a_contradiction() {
    let Some(notes) = notes() else { return };
    let Some(gates) = gates(&notes) else { return };
    let is_contradicted = |name: &str| {
        gates[name].contradictions().iter().any(|it| matches!(it, GateContradiction::State { .. }))
    };
    let contradicted = [
        "RemoteRequestHeaderUID",
        "SupplementalGroupsPolicy",
        "SystemdWatchdog",
        "MultiCIDRServiceAllocator",
        "DRASchedulerFilterTimeout",
        "APIResponseCompression",
        "DynamicResourceAllocation",
        "MutatingAdmissionPolicy",
        "UnauthenticatedHTTP2DOSMitigation",
        "UserNamespacesSupport",
        "SchedulerAsyncAPICalls",
        "MaxUnavailableStatefulSet",
        "WindowsHostNetwork",
        "AllowParsingUserUIDFromCertAuth",
        "DisableNodeKubeProxyVersion",
    ];
    let agreed: Vec<&str> = contradicted.into_iter().filter(|name| !is_contradicted(name)).collect();
    assert_eq!(agreed, [""; 0]);
    for name in [
        "AllowDNSOnlyNodeCSR",
        "GitRepoVolumeDriver",
        "KMSv1",
        "SidecarContainers",
        "ImageVolume",
        "DisableAllocatorDualWrite",
    ] {
        assert!(!is_contradicted(name), "{name}: {:?}", gates[name].contradictions());
    }
    let contradicted = gates.values().filter(|gate| !gate.contradictions().is_empty());
    let names: Vec<&str> = contradicted.map(|gate| gate.name.as_str()).collect();
    eprintln!("{} of {} gates: {}", names.len(), gates.len(), names.join(" "));
}
