//! What the search finds: held against looking at every text, and with all that a filter can be besides.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use domain::id::NoteId;
use domain::list::filter::{Cursor, Filter, Order};
use domain::list::search::Term;
use store::Store;
use support::corpus::{Dice, generated};
use support::{Database, filter, replace, replacement};
use unicode_normalization::UnicodeNormalization;

/// How many searches are held against the oracle, for each collection of notes.
const QUERIES: usize = 200;

/// A text as searches compare it, with its capitals.
fn normal(text: &str) -> Vec<char> {
    let text = text.replace(['—', '–', '―'], "--").nfkc().collect::<String>();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect()
}

/// Whether spaces stand between the words of its script.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() && (c as u32) < 0x1100
}

/// By looking at every place of the text: Japanese anywhere, other words from their beginning or from that
/// of a part of them.
fn oracle(text: &[char], sought: &[char]) -> bool {
    (0..text.len()).any(|at| {
        let met = text.len() - at >= sought.len()
            && text[at..]
                .iter()
                .zip(sought)
                .all(|(text, sought)| text == sought || text.to_lowercase().eq(sought.to_lowercase()));
        met && (!is_of_a_word(text[at]) || at == 0 || begins(text, at))
    })
}

fn begins(text: &[char], at: usize) -> bool {
    let (before, here, next) = (text[at - 1], text[at], text.get(at + 1).copied().unwrap_or(' '));
    let following = text.get(at + 2).copied().unwrap_or(' ');
    let plural = next == 's' && !is_of_a_word(following);
    !is_of_a_word(before)
        || before.is_numeric() != here.is_numeric()
        || (before.is_lowercase() && here.is_uppercase())
        || (before.is_uppercase() && here.is_uppercase() && next.is_lowercase() && !plural)
}

/// Stretches of one to eight characters of the texts, and some that are nearly such.
fn sought(texts: &BTreeMap<NoteId, String>) -> Vec<String> {
    let texts: Vec<Vec<char>> = texts.values().map(|text| normal(text)).collect();
    let mut dice = Dice::new(7);
    let mut sought = BTreeSet::new();
    while sought.len() < QUERIES {
        let text = &texts[dice.roll(texts.len())];
        let (mut at, length) = (dice.roll(text.len()), 1 + dice.roll(8));
        if dice.roll(3) == 0 {
            at = (at..text.len()).find(|&at| text[at] as u32 >= 0x3041).unwrap_or(at);
        }
        // What begins amid a word is mostly found nowhere: half of it begins with the word.
        while at > 0 && dice.roll(8) > 0 && is_of_a_word(text[at - 1]) {
            at -= 1;
        }
        let mut stretch: Vec<char> = text[at..].iter().take(length).copied().collect();
        if dice.roll(4) == 0 {
            stretch.reverse();
        }
        let stretch: String = stretch.into_iter().collect();
        if stretch.chars().all(|c| !c.is_whitespace() && c != '"') {
            sought.insert(stretch);
        }
    }
    sought.into_iter().collect()
}

async fn hold_against_the_oracle(store: &Store, texts: BTreeMap<NoteId, String>) {
    let small = |text: &[char]| text.iter().flat_map(|c| c.to_lowercase()).collect::<String>();
    let normals: Vec<(&NoteId, Vec<char>, String)> = texts
        .iter()
        .map(|(id, text)| (id, normal(text)))
        .map(|(id, text)| {
            let small = small(&text);
            (id, text, small)
        })
        .collect();
    let (mut with_hits, mut japanese) = (0, 0);
    for sought in sought(&texts) {
        let chars = normal(&sought);
        let letters = small(&chars);
        // Where the letters are not, there is no need to look at every place.
        let is_met = |(_, text, small): &&(&NoteId, Vec<char>, String)| {
            small.contains(&letters) && oracle(text, &chars)
        };
        let expected: BTreeSet<NoteId> =
            normals.iter().filter(is_met).map(|(id, ..)| (*id).clone()).collect();
        let terms = vec![Term::word(&sought).expect("a word")];
        let found = store.note_ids(&Filter::default().with_terms(terms)).await.expect("ids");
        assert_eq!(BTreeSet::from_iter(found), expected, "{sought}");
        with_hits += usize::from(!expected.is_empty());
        japanese += usize::from(chars.iter().any(|c| (*c as u32) >= 0x1100));
    }
    assert!(with_hits > QUERIES / 2 && japanese > QUERIES / 4, "{with_hits} {japanese}");
}

#[tokio::test]
async fn a_generated_corpus_is_searched_exactly() {
    let database = Database::new().await;
    replace(&database.store, &generated(10_000)).await.expect("an import");
    let texts = database.texts().await;
    assert_eq!(texts.len(), 10_000);
    hold_against_the_oracle(&database.store, texts).await;
}

#[tokio::test]
async fn the_real_notes_are_searched_exactly() {
    let Some(text) = real_data::notes() else { return };
    let database = Database::new().await;
    replace(&database.store, &replacement("kubernetes-2023", &text)).await.expect("an import");
    hold_against_the_oracle(&database.store, database.texts().await).await;
}

const JOURNAL: &str = "\
# Journal

## 2023-10-11

- SIG Node: Pod の停止を検証 (k/k#115138)
- `kubectl drain --grace-period=30` を試す
- terminationGracePeriodSeconds の既定値

## 2023-10-12

- 停止、停止、停止
- containerd/containerd#v1.7.0 を待つ
- > graceful shutdown

## 2023-11-01

- Pod の停止は graceful shutdown で SIG Network
";

async fn journal() -> Database {
    let database = Database::new().await;
    database.import("journal", JOURNAL).await;
    database
}

#[tokio::test]
async fn words_go_with_every_other_filter() {
    let database = journal().await;
    let check = async |query: &str, notes: &[&str]| {
        assert_eq!(database.found(query).await, notes, "{query}");
    };
    let network = "Pod の停止は graceful shutdown で SIG Network";
    let node = "SIG Node: Pod の停止を検証 (k/k#115138)";
    check("q=停止", &[network, "停止、停止、停止", node]).await;
    check("q=停止&order=asc", &[node, "停止、停止、停止", network]).await;
    check("q=停止 検証", &[node]).await;
    check("q=停止 -検証", &[network, "停止、停止、停止"]).await;
    check(
        "q=-停止 -graceful",
        &[
            "containerd/containerd#v1.7.0 を待つ",
            "kubectl drain --grace-period=30 を試す",
            "terminationGracePeriodSeconds の既定値",
        ],
    )
    .await;
    check("sig=node&q=停止", &[node]).await;
    check("q=停止 since:2023-10-12", &[network, "停止、停止、停止"]).await;
    check("q=停止 until:2023-10 -sig:node", &["停止、停止、停止"]).await;
    check("since=2023-11", &[network]).await;
    check("has=code", &["kubectl drain --grace-period=30 を試す"]).await;
    check("has=quote&q=\"graceful shutdown\"", &["graceful shutdown"]).await;
    check("repo=Kubernetes/kubernetes", &[node]).await;
    check("repo=containerd/containerd", &["containerd/containerd#v1.7.0 を待つ"]).await;
    check("q=drain", &["kubectl drain --grace-period=30 を試す"]).await;
    check("q=どこにもない", &[]).await;
}

#[tokio::test]
async fn counts_are_those_of_the_hits() {
    let database = journal().await;
    let page = database.store.timeline(&filter("q=停止")).await.expect("a page");
    assert_eq!((page.notes, page.matching_entries), (3, 3));
    let sigs: Vec<(String, u32)> =
        page.facets.sigs.iter().map(|count| (count.value.to_string(), count.notes)).collect();
    assert_eq!(sigs, [("sig-network".to_owned(), 1), ("sig-node".to_owned(), 1)]);
    assert_eq!(page.facets.no_sig, 1);
    let page = database.store.timeline(&filter("q=停止 どこにもない")).await.expect("a page");
    let remedies: Vec<u32> = page.remedies.iter().map(|(_, notes)| *notes).collect();
    assert_eq!(remedies, [3, 0], "without the word that nothing meets, three are left");
}

#[tokio::test]
async fn the_best_match_comes_first_and_pages_go_both_ways() {
    let database = journal().await;
    let best = database.found("q=停止&order=relevance").await;
    assert_eq!(best[0], "停止、停止、停止");
    assert_eq!(best.len(), 3);

    let many: String =
        (1..=30).map(|day| format!("## 2024-01-{day:02}\n\n- 停止{}\n\n", " 停止".repeat(day % 5))).collect();
    let many = many.replace("2024-01-31", "2024-02-01");
    database.import("many", &format!("# Many\n\n{many}")).await;
    let all = filter("q=停止&notebook=many&order=relevance");
    let mut seen = Vec::new();
    let mut page = database.store.timeline(&all).await.expect("a page");
    loop {
        seen.extend(page.entries.iter().map(|entry| entry.id.clone()));
        if !page.has_next {
            break;
        }
        let last = page.entries.last().expect("an entry").place(Order::Relevance);
        page = database.store.timeline(&all.at(Cursor::After(last))).await.expect("a page");
        assert!(page.has_previous);
    }
    assert_eq!(seen.len(), 30);
    assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 30);
    let first = page.entries.first().expect("an entry").place(Order::Relevance);
    let before = database.store.timeline(&all.at(Cursor::Before(first))).await.expect("a page");
    let before: Vec<_> = before.entries.into_iter().map(|entry| entry.id).collect();
    assert_eq!(before, seen[12..24]);
}

#[tokio::test]
async fn what_is_edited_vanishes_or_comes_back_is_found_as_it_is() {
    let database = journal().await;
    let without = JOURNAL.replace("- 停止、停止、停止\n", "").replace("既定値", "上限");
    database.import("journal", &without).await;
    assert_eq!(database.found("q=停止").await.len(), 2);
    assert_eq!(database.found("q=既定値").await.len(), 0);
    assert_eq!(database.found("q=上限").await.len(), 1);
    database.import("journal", JOURNAL).await;
    assert_eq!(database.found("q=停止").await.len(), 3);
    database.store.remove_notebook(&"journal".parse().expect("a slug")).await.expect("removed");
    assert_eq!(database.store.note_ids(&filter("q=停止")).await.expect("ids"), []);
    database.import("journal", JOURNAL).await;
    assert_eq!(database.found("q=停止").await.len(), 3);
    assert_eq!(database.store.integrity().await.expect("a check"), Vec::<String>::new());
}

#[tokio::test]
async fn a_copy_and_an_older_database_are_searched_too() {
    let database = journal().await;
    let path = database.path("copy.db");
    database.store.backup(&path).await.expect("a copy");
    let url = format!("sqlite://{}", path.display());
    let copy = Store::open(&url).await.expect("a database");
    assert_eq!(copy.timeline(&filter("q=停止")).await.expect("a page").notes, 3);
    copy.close().await;
    // As an older Kepline leaves it.
    let pool = sqlx::SqlitePool::connect(&url).await.expect("a pool");
    sqlx::raw_sql(
        "insert into note_words (note_words) values ('delete-all'); update note set words_id = null, has_code = 0; \
         update note_words_made set version = 0",
    )
    .execute(&pool)
    .await
    .expect("undone");
    pool.close().await;
    let copy = Store::open(&url).await.expect("a database");
    assert_eq!(copy.timeline(&filter("q=停止")).await.expect("a page").notes, 3);
    assert_eq!(copy.timeline(&filter("has=code")).await.expect("a page").notes, 1);
}

#[tokio::test]
async fn no_text_breaks_the_search() {
    let database = journal().await;
    for typed in [
        "\"",
        "'",
        "*",
        "(",
        "AND",
        "OR NOT",
        "NEAR(a b)",
        "words:a",
        "\u{e0ff}",
        "ﷺ",
        "a*",
        "^a",
        "-",
        "--",
        "+",
        "{a}",
    ] {
        let terms: Vec<Term> = [Term::word(typed), Term::phrase(typed)].into_iter().flatten().collect();
        for term in terms {
            for order in [Order::Newest, Order::Relevance] {
                let filter = Filter::default().with_terms(vec![term.clone()]).with_order(order);
                database.store.timeline(&filter).await.expect(typed);
            }
        }
    }
}
