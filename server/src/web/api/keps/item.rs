//! A KEP in answers of the API.

use std::collections::BTreeMap;

use domain::Date;
use domain::address::Page;
use domain::cite::Target;
use domain::kep::{Milestones, Stage};
use domain::list::filter::Filter;
use domain::outcome::story::{Fate, Promise, StageStory};
use domain::pages::{KepLine, KepPage, NoteCitation, Pointer};
use domain::sig::Sig;
use serde::Serialize;
use utoipa::ToSchema;

use crate::document::KepStateJson;
use crate::document::schemas::{Address, Day, KubernetesVersion, SigName, StageSchema};
use crate::web::api::citation::CitingNote;
use crate::web::api::query::notes_address;
use crate::web::api::state::Api;

/// A KEP in a list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Kep)]
pub struct KepItem {
    /// Its page.
    #[schema(value_type = Address)]
    url: String,
    /// What its address calls it: its number, or the name of its folder.
    #[schema(example = "753")]
    name: String,
    /// Its number, where it has one.
    number: Option<u32>,
    /// Its title in the newest file.
    title: Option<String>,
    /// The SIG that owns it.
    #[schema(value_type = Option<SigName>)]
    owning_sig: Option<Sig>,
    /// Those that take part.
    #[schema(value_type = Vec<SigName>)]
    participating_sigs: Vec<Sig>,
    /// What it is now.
    state: KepStateJson,
    /// The releases that its newest file names, by stage.
    #[schema(value_type = BTreeMap<String, KubernetesVersion>, example = json!({"alpha": "1.28", "beta": "1.29"}))]
    milestones: BTreeMap<Stage, String>,
    /// When its stage or status moved last.
    #[schema(value_type = Option<Day>)]
    moved_on: Option<Date>,
    /// How many notes cite it, or a pull request about it.
    cited_by: u32,
}

/// A KEP by itself.
#[derive(Debug, Serialize, ToSchema)]
pub struct KepDetail {
    #[serde(flatten)]
    kep: KepItem,
    /// Its folder below `keps/` of the enhancements repository.
    #[schema(example = "sig-node/753-sidecar-containers")]
    folder: String,
    /// Whether no file lies there any more.
    gone: bool,
    /// The day of its first file.
    #[schema(value_type = Option<Day>)]
    since: Option<Date>,
    /// The latest release in which work was, or is, planned.
    #[schema(value_type = Option<KubernetesVersion>)]
    latest_milestone: Option<String>,
    /// The feature gates that switch it.
    feature_gates: Vec<Gate>,
    /// Every version that its files ever named for a stage, and what became of that.
    story: Vec<StageJson>,
    see_also: Vec<PointerJson>,
    replaces: Vec<PointerJson>,
    superseded_by: Vec<PointerJson>,
    /// Pull requests that touched its folder: those that notes cite first, then newest first.
    pulls: Vec<Pull>,
    /// Where notes cite it or a pull request about it, newest first: the newest 200. `notes` leads to the others.
    citations: Vec<CitingNote>,
    /// The notes that cite it, whole; `null` where it has no number.
    #[schema(value_type = Option<Address>)]
    notes: Option<String>,
}

/// A feature gate.
#[derive(Debug, Serialize, ToSchema)]
pub struct Gate {
    #[schema(example = "SidecarContainers")]
    name: String,
    /// The programs that know it.
    #[schema(example = json!(["kubelet"]))]
    components: Vec<String>,
}

/// What was promised of a stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = StageStory)]
pub struct StageJson {
    #[schema(value_type = StageSchema)]
    stage: Stage,
    /// Oldest first.
    promises: Vec<PromiseJson>,
}

/// A version that a file named for a stage.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Promise)]
pub struct PromiseJson {
    #[schema(value_type = KubernetesVersion)]
    version: String,
    /// The day of the file that first named it.
    #[schema(value_type = Day)]
    promised_on: Date,
    fate: FateJson,
    /// The day of the file that says so, where one does.
    #[schema(value_type = Option<Day>)]
    fate_on: Option<Date>,
}

/// What became of a promise.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = FateWord)]
pub enum FateJson {
    /// The stage came out with the version.
    Shipped,
    /// The release is still to come.
    Planned,
    /// The release came out after the facts were complete.
    Unconfirmed,
    /// A later version took its place before the release came out.
    PutOff,
    /// An earlier version took its place.
    BroughtForward,
    /// The release came out without it.
    Missed,
    /// The file named no version any more before the release came out.
    TakenBack,
    /// The proposal was given up.
    GivenUp,
}

/// What a file points to.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Pointer)]
pub struct PointerJson {
    /// As it is written.
    text: String,
    /// The KEP that is meant, where one is.
    kep: Option<u32>,
    /// The title of that KEP.
    title: Option<String>,
}

/// A pull request of the enhancements repository that touched a KEP's folder.
#[derive(Debug, Serialize, ToSchema)]
pub struct Pull {
    number: u64,
    /// On GitHub.
    #[schema(value_type = Address)]
    url: String,
    /// In UTC.
    #[schema(value_type = Day)]
    merged_on: Date,
    /// How many notes cite it.
    cited_by: u32,
}

impl KepItem {
    /// A KEP in a list.
    pub fn new(api: &Api, kep: &KepLine) -> Self {
        Self {
            url: api.page(&Page::Kep(kep.name.clone())),
            name: kep.name.to_string(),
            number: kep.number,
            title: kep.title.clone(),
            owning_sig: kep.owning_sig.clone(),
            participating_sigs: kep.participating_sigs.clone(),
            state: KepStateJson::new(&kep.state),
            milestones: milestones(&kep.milestones),
            moved_on: kep.moved_on,
            cited_by: kep.notes,
        }
    }
}

fn milestones(milestones: &Milestones) -> BTreeMap<Stage, String> {
    milestones.iter().map(|milestone| (milestone.stage, milestone.version.to_string())).collect()
}

impl KepDetail {
    /// A KEP by itself.
    pub fn new(api: &Api, page: &KepPage) -> Self {
        let newest = &page.newest;
        let gates = newest.feature_gates.iter();
        let pointers = |pointers: &[Pointer]| pointers.iter().map(PointerJson::new).collect();
        let kep_notes = |number| notes_address(api, &Filter { keps: vec![number], ..Filter::default() });
        let pulls = page.pulls.iter().map(|pull| Pull {
            number: pull.pull,
            url: Target::enhancements_pull(pull.pull).href(),
            merged_on: pull.merged,
            cited_by: pull.notes,
        });
        Self {
            kep: KepItem::new(api, &page.line),
            folder: page.folder.clone(),
            gone: page.gone,
            since: page.since,
            latest_milestone: newest.standing.latest_milestone.map(|version| version.to_string()),
            feature_gates: gates
                .map(|gate| Gate { name: gate.name.clone(), components: gate.components.clone() })
                .collect(),
            story: page.story.iter().map(StageJson::new).collect(),
            see_also: pointers(&page.see_also),
            replaces: pointers(&page.replaces),
            superseded_by: pointers(&page.superseded_by),
            pulls: pulls.collect(),
            citations: page.cited.iter().map(|cited: &NoteCitation| CitingNote::new(api, cited)).collect(),
            notes: page.line.number.map(kep_notes),
        }
    }
}

impl StageJson {
    fn new(story: &StageStory) -> Self {
        Self { stage: story.stage, promises: story.promises.iter().map(PromiseJson::new).collect() }
    }
}

impl PromiseJson {
    fn new(promise: &Promise) -> Self {
        let (fate, fate_on) = match promise.fate {
            Fate::Shipped => (FateJson::Shipped, None),
            Fate::Planned => (FateJson::Planned, None),
            Fate::Unconfirmed => (FateJson::Unconfirmed, None),
            Fate::PutOff(day) => (FateJson::PutOff, Some(day)),
            Fate::BroughtForward(day) => (FateJson::BroughtForward, Some(day)),
            Fate::Missed(day) => (FateJson::Missed, day),
            Fate::TakenBack(day) => (FateJson::TakenBack, Some(day)),
            Fate::GivenUp => (FateJson::GivenUp, None),
        };
        Self { version: promise.version.to_string(), promised_on: promise.day, fate, fate_on }
    }
}

impl PointerJson {
    fn new(pointer: &Pointer) -> Self {
        Self { text: pointer.text.clone(), kep: pointer.kep, title: pointer.title.clone() }
    }
}
