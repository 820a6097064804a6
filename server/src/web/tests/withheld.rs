//! Every address of a site, as a stranger asks for it: the text of a notebook whose rights are unstated stands on its
//! pages and nowhere else.

use std::collections::{BTreeSet, HashSet, VecDeque};

use axum::http::Method;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::{Value, json};

use super::curators::let_alice_in;
use super::*;

/// How many characters of the text make a piece that stands nowhere by chance.
const PIECE: usize = 8;

/// How many pages are looked at, at most.
const PAGES: usize = 250;

/// A word that stands in the withheld notes, one that stands nowhere, and one that stands in the open ones too.
const WITHHELD: &str = "極秘検証";
const NOWHERE: &str = "不在検証";
const SHARED: &str = "共通検証";

const OPEN: &str = "---\ntitle: Open notes\nrights: own\n---\n\n## 2023-10-11\n- 共通検証 KEP-753\n";

/// Text in Japanese characters that makes no sense, the same each time.
struct Scribble(u64);

impl Scribble {
    fn text(&mut self, chars: usize) -> String {
        let mut next = || {
            self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            char::from_u32(0x4e00 + (self.0 >> 33) as u32 % 0x4000).unwrap()
        };
        (0..chars).map(|_| next()).collect()
    }
}

/// A site with a notebook of each kind of rights, and the pieces of the text that is withheld.
async fn site_with_withheld_notes() -> (Site, HashSet<String>) {
    let mut scribble = Scribble(753);
    let mut notes = "---\ntitle: Field notes\nauthor: Somebody\n---\n".to_owned();
    let mut pieces = HashSet::new();
    for day in 10..14 {
        notes += &format!("\n## 2023-10-{day}\n");
        for cited in ["KEP-753", "k/k#115138", "SIG Node, Kubernetes 1.28"] {
            let text = scribble.text(40);
            let chars: Vec<char> = text.chars().collect();
            pieces.extend(chars.windows(PIECE).map(|piece| piece.iter().collect::<String>()));
            notes += &format!("- {text} {WITHHELD} {SHARED} ({cited})\n");
        }
    }
    let site = site_with_notes(&notes).await;
    import_text(&site.store, OPEN).await.unwrap();
    sync(&site).await;
    (site, pieces)
}

/// The addresses on this site in a document: in its links, and wherever they are written out.
fn addresses(document: &str) -> Vec<String> {
    let document = document.replace("&quot;", "\"");
    let written_out = document.split(PUBLIC_URL).skip(1);
    let links = document.split("href=\"").skip(1);
    let path = |rest: &str| {
        let end = rest.find(['"', '<', '>', ' ', '\n', '\\', ')', '#']).unwrap_or(rest.len());
        rest[..end].replace("&amp;", "&")
    };
    let is_path = |path: &String| path.starts_with('/') && path.parse::<http::Uri>().is_ok();
    // They are all alike.
    let is_one_of_many = |path: &String| {
        path.starts_with("/sign-in?") || (path.starts_with("/sigs/") && !path.starts_with("/sigs/node"))
    };
    let paths = written_out.chain(links).map(path);
    paths.filter(|path| is_path(path) && !is_one_of_many(path)).collect()
}

/// The parts of an answer that others copy: of a page its head without its title, else all of it.
fn copied(answer: &Answer) -> String {
    if !answer.header("content-type").starts_with("text/html") {
        return answer.body.clone();
    }
    let head = answer.body.split("</head>").next().unwrap_or_default();
    match (head.split_once("<title>"), head.split_once("</title>")) {
        (Some((before, _)), Some((_, after))) => format!("{before}{after}"),
        _ => head.to_owned(),
    }
}

/// The answers at all addresses that lead from one to the other, as a stranger or the curator of a cookie asks; at most
/// [`PAGES`], and those of `first`.
async fn crawl(site: &Site, first: Vec<String>, cookie: Option<&str>) -> Vec<(String, Answer)> {
    let server_functions = server_fn_paths().filter(|(_, method)| *method == Method::GET);
    let mut queue: VecDeque<String> =
        ["/", "/api/v1", "/index.md", "/sitemap.xml", "/robots.txt", "/sign-in", "/fn/suggest?text=KEP"]
            .map(str::to_owned)
            .into_iter()
            .chain(server_functions.map(|(path, _)| path.to_owned()))
            .chain(first)
            .collect();
    let mut known: BTreeSet<String> = queue.iter().cloned().collect();
    let mut answers = Vec::new();
    while let Some(path) = queue.pop_front() {
        let answer = match cookie {
            None => site.get(&path).await,
            Some(cookie) => curators::page(site, &path, cookie).await,
        };
        assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        let location = format!("href=\"{}\"", answer.header("location"));
        for path in addresses(&answer.body).into_iter().chain(addresses(&location)) {
            if known.len() < PAGES && known.insert(path.clone()) {
                queue.push_back(path);
            }
        }
        answers.push((path, answer));
    }
    answers
}

/// Expects that a tool for models gives nothing of the text.
async fn expect_no_leak(site: &Site, pieces: &HashSet<String>, tool: &str, arguments: &Value) {
    let answer = site.call_tool(tool, arguments).await.to_string();
    let leaked = pieces.iter().find(|piece| answer.contains(piece.as_str()));
    assert_eq!(leaked, None, "{tool} {arguments}: {answer}");
}

#[tokio::test]
async fn withheld_text_stands_on_pages_alone() {
    let (site, pieces) = site_with_withheld_notes().await;
    let mut first =
        ["/api/v1/keps/753", "/api/v1/refs/kubernetes/kubernetes/115138"].map(str::to_owned).to_vec();
    for exported in site.store.export(&Default::default()).await.unwrap() {
        first.push(format!("/api/v1/entries/{}", exported.entry.id));
        first.push(format!("/e/{}/history", exported.entry.id));
        first.extend(exported.notes.iter().map(|it| format!("/api/v1/notes/{}", it.note.id)));
    }
    for exported in site.store.export(&Default::default()).await.unwrap() {
        for note in exported.notes {
            expect_no_leak(&site, &pieces, "read_note", &json!({ "note": note.note.id.to_string() })).await;
        }
    }
    for (tool, arguments) in [
        ("search_notes", json!({ "limit": 50 })),
        ("search_notes", json!({ "q": WITHHELD })),
        ("search_notes", json!({ "q": "kep:753", "order": "oldest" })),
        ("kep_story", json!({ "kep": "753" })),
        ("state_then_and_now", json!({ "target": "KEP-753", "day": "2023-10-11" })),
        ("state_then_and_now", json!({ "target": "k/k#115138", "day": "2023-10-11" })),
        ("upgrade_list", json!({ "from": "1.27", "to": "1.33", "limit": 100 })),
    ] {
        expect_no_leak(&site, &pieces, tool, &arguments).await;
    }
    let mut on_pages: HashSet<&String> = HashSet::new();
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    let answers = crawl(&site, first, None).await;
    for (path, answer) in &answers {
        let copied = copied(answer);
        let leaked = pieces.iter().find(|piece| copied.contains(piece.as_str()));
        assert_eq!(leaked, None, "{path}: {copied}");
        for (name, value) in &answer.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            assert!(!pieces.iter().any(|piece| value.contains(piece.as_str())), "{path}: {name}: {value}");
        }
        kinds.insert(answer.header("content-type").to_owned());
        if answer.header("content-type").starts_with("text/html") {
            on_pages.extend(pieces.iter().filter(|piece| answer.body.contains(piece.as_str())));
        }
    }
    assert_eq!(on_pages.len(), pieces.len(), "pages have all of it");
    let known: Vec<&String> = answers.iter().map(|(path, _)| path).collect();
    for kind in
        ["application/atom+xml", "application/feed+json", "text/markdown", "application/json", "image/png"]
    {
        assert!(kinds.iter().any(|it| it.starts_with(kind)), "{kind} was not looked at: {known:?}");
    }
    for part in ["/api/v1/notes/", "/api/v1/keps/753", "/keps/753.atom", "/e/", ".md", "/cards/"] {
        assert!(known.iter().any(|path| path.contains(part)), "{part} was not looked at: {known:?}");
    }
}

#[tokio::test]
async fn what_was_forgotten_stands_in_no_answer() {
    const FORGOTTEN: [&str; 2] = ["zirkonquark", "blorptang"];
    let head = "---\ntitle: Open notes\nrights: own\n---\n\n## 2023-10-11\n- a note that stays, KEP-753\n";
    let site = site_with_notes(&format!("{head}- zirkonquark with blorptang, KEP-753\n")).await;
    import_text(&site.store, &format!("{head}- zirkonquark alone, KEP-753\n")).await.unwrap();
    sync(&site).await;
    let cookie = let_alice_in(&site).await;
    let entry = site.store.export(&Default::default()).await.unwrap().remove(0);
    let (entry, note) = (entry.entry.id, entry.notes[1].note.id.clone());
    let first = vec![
        format!("/e/{entry}/history"),
        format!("/e/{entry}/{note}"),
        format!("/api/v1/notes/{note}"),
        "/?q=zirkonquark".to_owned(),
        "/status".to_owned(),
    ];
    let holding = async |cookie| {
        let answers = crawl(&site, first.clone(), cookie).await;
        // A search shows its own terms.
        let is_search = |path: &str| path.contains("q=zirkonquark") || path.contains("q%3Dzirkonquark");
        let holds = |answer: &Answer| FORGOTTEN.iter().any(|word| answer.body.contains(word));
        let paths = answers.into_iter().filter(|(path, answer)| !is_search(path) && holds(answer));
        paths.map(|(path, _)| path).collect::<Vec<_>>()
    };
    let before = holding(None).await;
    for part in ["/e/", "/history", ".md", "/api/v1/", ".atom", "/keps/753"] {
        assert!(before.iter().any(|path| path.contains(part)), "{part}: {before:?}");
    }
    let scope = store::ForgetScope::Note(note);
    site.store.forget(&scope, now(), ingest::prepare).await.unwrap();
    assert_eq!(holding(None).await, [""; 0]);
    assert_eq!(holding(Some(&cookie)).await, [""; 0]);
}

/// An answer without what differs from one answer to the next, and without the terms that were searched for.
fn without_terms(answer: &Answer, terms: &str) -> String {
    let body = match serde_json::from_str::<Value>(&answer.body) {
        Ok(mut json) => {
            if let Some(fields) = json.as_object_mut() {
                fields.remove("generated_at");
            }
            json.to_string()
        }
        Err(_) => answer.body.clone(),
    };
    let encoded: String = form_urlencoded::byte_serialize(terms.as_bytes()).collect();
    body.replace(terms, "…").replace(&encoded, "…")
}

#[tokio::test]
async fn a_search_says_nothing_of_text_that_it_does_not_show() {
    let (site, _) = site_with_withheld_notes().await;
    let cookie = let_alice_in(&site).await;
    for list in [
        "/api/v1/notes?q=",
        "/api/v1/entries?order=relevance&q=",
        "/index.atom?q=",
        "/index.json?q=",
        "/index.md?q=",
    ] {
        let encoded = |terms: &str| form_urlencoded::byte_serialize(terms.as_bytes()).collect::<String>();
        let found = site.get(&format!("{list}{}", encoded(WITHHELD))).await;
        let nothing = site.get(&format!("{list}{}", encoded(NOWHERE))).await;
        assert_eq!(found.status, nothing.status, "{list}");
        assert_eq!(without_terms(&found, WITHHELD), without_terms(&nothing, NOWHERE), "{list}");
        let for_curator = curators::page(&site, &format!("{list}{}", encoded(WITHHELD)), &cookie).await;
        assert_ne!(without_terms(&for_curator, WITHHELD), without_terms(&nothing, NOWHERE), "{list}");
    }
    let total = async |query: &str| {
        let answer = site.get(&format!("/api/v1/notes?{query}")).await;
        serde_json::from_str::<Value>(&answer.body).unwrap()["total"].as_u64()
    };
    let shared: String = form_urlencoded::byte_serialize(SHARED.as_bytes()).collect();
    assert_eq!(total(&format!("q={shared}")).await, Some(1), "of those that may be read");
    assert_eq!(total(&format!("q={shared}&notebook=field-notes")).await, Some(0));
    assert_eq!(total("kep=753").await, Some(5), "what is cited may be known");
    assert_eq!(site.get("/api/v1/notes?q=a&notebook=nope").await.status, StatusCode::BAD_REQUEST);
}
