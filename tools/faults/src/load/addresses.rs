//! What is read: addresses of every kind that the site has.

use anyhow::Context;
use measure::client::Client;
use store::ExportedEntry;

use crate::notes::DAYS;

/// The first KEP of the repository, and how many follow it that are read.
const KEPS: std::ops::Range<u32> = 100..140;

/// Addresses of one kind, and how often one of them is read for a hundred reads.
pub struct Kind {
    pub name: &'static str,
    share: u32,
    pub paths: Vec<String>,
    /// Whether they are refused: with a 400 or a 404.
    pub is_refused: bool,
}

/// All addresses.
pub struct Addresses(Vec<Kind>);

impl Addresses {
    /// Those of a site with these entries.
    pub async fn collect(client: &mut Client, entries: &[ExportedEntry]) -> anyhow::Result<Self> {
        let home = client.get("/").await?;
        let home = String::from_utf8_lossy(&home.body);
        let sheet = home.split('"').find(|text| text.starts_with("/pkg/") && text.ends_with(".css"));
        let sheet = sheet.context("the page has no sheet")?.to_owned();
        let entry = |entry: &ExportedEntry| format!("/e/{}", entry.entry.id);
        let notes = entries.iter().flat_map(|exported| {
            exported.notes.iter().map(move |note| format!("{}/{}", entry(exported), note.note.id))
        });
        let days = entries.iter().filter_map(|entry| entry.entry.date);
        let days =
            days.flat_map(|day| [day.strftime("/%Y/%m/%d").to_string(), day.strftime("/%Y/%m").to_string()]);
        let items = (1..=DAYS).map(|day| day * 100 + day % 10);
        let few =
            |suffix: &str| entries.iter().step_by(40).map(move |exported| entry(exported) + suffix).collect();
        let cards = entries.iter().step_by(80).map(|entry| format!("/cards/0/e/{}.png", entry.entry.id));
        Ok(Self(vec![
            Kind::new("timeline", 20, texts(&TIMELINE)),
            Kind::new("search", 10, texts(&SEARCHES)),
            Kind::new("entry", 15, entries.iter().map(entry).collect()),
            Kind::new("note", 10, notes.collect()),
            Kind::new("archive", 5, days.collect()),
            Kind::new(
                "KEP",
                8,
                KEPS.map(|kep| format!("/keps/{kep}")).chain(texts(&["/keps", "/keps?q=commit"])).collect(),
            ),
            Kind::new(
                "pull request",
                5,
                items.map(|number| format!("/refs/kubernetes/kubernetes/{number}")).collect(),
            ),
            Kind::new("group or version", 5, texts(&TAGS)),
            Kind::new("feed", 4, texts(&FEEDS)),
            Kind::new("Markdown", 2, few(".md")),
            Kind::new("API", 6, texts(&API)),
            Kind::new("share card", 1, cards.collect()),
            Kind::new(
                "suggestion",
                3,
                texts(&["/fn/suggest?text=sig%3Anet", "/fn/suggest?text=1.2", "/fn/suggest?text=kubel"]),
            ),
            Kind::new("file", 2, vec![sheet, "/speculation.json".to_owned()]),
            Kind::new(
                "machine",
                2,
                texts(&["/healthz", "/livez", "/readyz", "/metrics", "/robots.txt", "/sitemap.xml"]),
            ),
            Kind {
                is_refused: true,
                ..Kind::new(
                    "refused",
                    2,
                    texts(&["/?sgi=node", "/nope", "/e/zzzzzzzz", "/api/v1/keps?stage=no"]),
                )
            },
        ]))
    }

    /// One of them by chance.
    pub fn choose(&self, random: &mut fastrand::Rng) -> (&Kind, &str) {
        let shares: u32 = self.0.iter().map(|kind| kind.share).sum();
        let mut place = random.u32(..shares);
        let mut kinds = self.0.iter();
        let kind = loop {
            let Some(kind) = kinds.next() else { break &self.0[0] };
            if place < kind.share {
                break kind;
            }
            place -= kind.share;
        };
        (kind, &kind.paths[random.usize(..kind.paths.len())])
    }
}

impl Kind {
    fn new(name: &'static str, share: u32, paths: Vec<String>) -> Self {
        Self { name, share, paths, is_refused: false }
    }
}

fn texts(paths: &[&str]) -> Vec<String> {
    paths.iter().map(|path| (*path).to_owned()).collect()
}

const TIMELINE: [&str; 12] = [
    "/",
    "/?sig=node",
    "/?sig=network",
    "/?version=1.28",
    "/?sig=node&version=1.28",
    "/?sig=none",
    "/?exclude.sig=node",
    "/?has=code",
    "/?order=asc",
    "/?kep=110",
    "/?notebook=corpus",
    "/?since=2019-03&until=2019-09",
];

/// 停止 and ネットワーク among them, as browsers send them.
const SEARCHES: [&str; 8] = [
    "/?q=perihelion",
    "/?q=kubelet",
    "/?q=latency&order=relevance",
    "/?sig=node&q=latency",
    "/?q=%E5%81%9C%E6%AD%A2",
    "/?q=%E3%83%8D%E3%83%83%E3%83%88%E3%83%AF%E3%83%BC%E3%82%AF",
    "/?q=nothing+has+this",
    "/?q=%22release+note%22",
];

const TAGS: [&str; 8] = [
    "/sigs",
    "/sigs/node",
    "/sigs/network",
    "/versions",
    "/versions/1.28",
    "/versions/1.33",
    "/verdicts",
    "/status",
];

const FEEDS: [&str; 6] = [
    "/index.atom",
    "/index.json",
    "/index.atom?sig=node",
    "/sigs/node.atom",
    "/versions/1.28.json",
    "/2019/05.md",
];

const API: [&str; 8] = [
    "/api/v1",
    "/api/v1/notes?limit=20",
    "/api/v1/notes?sig=node&limit=20",
    "/api/v1/entries?in=2019-05",
    "/api/v1/keps",
    "/api/v1/keps/110",
    "/api/v1/sigs",
    "/api/v1/status",
];
