//! What is asked for: the pages of the site, over what the database has.

use anyhow::Context;
use measure::client::Client;
use serde_json::Value;

/// A request that is measured.
#[derive(Clone, Debug)]
pub struct Route {
    /// What a table calls it.
    pub name: &'static str,
    /// The address.
    pub path: String,
    /// The statements that a floor sends for it.
    pub floor: Floor,
}

/// The statements of a page, sent without making a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Floor {
    /// Those of a list of entries.
    Timeline,
    /// Those of an entry.
    Entry,
    /// Not measured.
    None,
}

/// The routes of a database that is being served.
pub async fn routes(client: &mut Client) -> anyhow::Result<Vec<Route>> {
    let sigs = by_notes(&list(client, "/api/v1/sigs").await?);
    let versions = by_notes(&list(client, "/api/v1/versions").await?);
    let common =
        |counted: &[(u64, String)]| counted.last().map(|(_, name)| name.clone()).context("there are no tags");
    let rare = |counted: &[(u64, String)]| {
        counted.first().map(|(_, name)| name.clone()).context("there are no tags")
    };
    let (sig, version) = (common(&sigs)?, common(&versions)?);
    let (rare_sig, rare_version) = (rare(&sigs)?, rare(&versions)?);
    let notes = list(client, "/api/v1/notes?limit=1").await?;
    let note = notes.first().and_then(|note| note["url"].as_str()).context("there are no notes")?;
    let note = path_of(note);
    let entry = note.rsplit_once('/').map(|(entry, _)| entry.to_owned()).context("a note has an entry")?;
    let page = client.get("/").await?;
    let page = String::from_utf8_lossy(&page.body).into_owned();
    let item =
        page.split('"').find(|text| text.starts_with("/refs/")).context("nothing is cited")?.to_owned();
    let middle = client.get("/api/v1/notes?until=2020-07&limit=1").await?;
    let middle: Value = serde_json::from_slice(&middle.body)?;
    // A place among notes is one among entries with a number after it.
    let place = middle["next"].as_str().and_then(|next| next.split("after=").nth(1)?.split('&').next());
    let deep = place.and_then(|place| Some(format!("/?after={}", place.rsplit_once('.')?.0)));

    let mut routes = Vec::new();
    let mut add = |name: &'static str, path: String, floor: Floor| routes.push(Route { name, path, floor });
    add("timeline", "/".to_owned(), Floor::Timeline);
    add("commonest SIG", format!("/?sig={sig}"), Floor::Timeline);
    add("rarest SIG", format!("/?sig={rare_sig}"), Floor::Timeline);
    add("two tags", format!("/?sig={sig}&version={version}"), Floor::Timeline);
    add("two rare tags", format!("/?sig={rare_sig}&version={rare_version}"), Floor::Timeline);
    add("停止", format!("/?q={STOP}"), Floor::Timeline);
    add("ネットワーク", format!("/?q={NETWORK}"), Floor::Timeline);
    add("a rare word", "/?q=perihelion".to_owned(), Floor::Timeline);
    add("no hit", format!("/?q={NOTHING}"), Floor::Timeline);
    if let Some(deep) = deep {
        add("deep page", deep, Floor::Timeline);
    }
    add("entry", entry, Floor::Entry);
    add("note", note, Floor::None);
    add("KEPs", "/keps".to_owned(), Floor::None);
    add("KEP-753", "/keps/753".to_owned(), Floor::None);
    add("SIGs", "/sigs".to_owned(), Floor::None);
    add("a SIG", format!("/sigs/{sig}"), Floor::None);
    add("versions", "/versions".to_owned(), Floor::None);
    add("a version", format!("/versions/{version}"), Floor::None);
    add("verdicts", "/verdicts".to_owned(), Floor::None);
    add("status", "/status".to_owned(), Floor::None);
    add("a pull request or issue", item, Floor::None);
    add("feed", "/index.atom".to_owned(), Floor::None);
    add("API", "/api/v1/notes?limit=50".to_owned(), Floor::None);
    Ok(routes)
}

/// 停止, ネットワーク and 鯖缶缶, as a browser sends them.
const STOP: &str = "%E5%81%9C%E6%AD%A2";
const NETWORK: &str = "%E3%83%8D%E3%83%83%E3%83%88%E3%83%AF%E3%83%BC%E3%82%AF";
const NOTHING: &str = "%E9%AF%96%E7%BC%B6%E7%BC%B6";

/// The items of a list of the API.
async fn list(client: &mut Client, path: &str) -> anyhow::Result<Vec<Value>> {
    let answer = client.get(path).await?;
    let json: Value = serde_json::from_slice(&answer.body).with_context(|| format!("{path} is no JSON"))?;
    json["items"].as_array().cloned().with_context(|| format!("{path} has no items"))
}

/// The names of those tags that notes have, as addresses spell them, the rarest first.
fn by_notes(tags: &[Value]) -> Vec<(u64, String)> {
    let name = |url: &str| url.rsplit('/').next().map(str::to_owned);
    let counted = tags.iter().filter_map(|tag| Some((tag["tagged"].as_u64()?, name(tag["url"].as_str()?)?)));
    let mut counted: Vec<_> = counted.filter(|(notes, _)| *notes > 0).collect();
    counted.sort();
    counted
}

/// The path of an address of the site.
fn path_of(url: &str) -> String {
    let after_scheme = url.split_once("://").map_or(url, |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |slash| after_scheme[slash..].to_owned())
}
