//! One function a target; each names what holds.

use std::ops::Range;

use domain::Date;
use domain::annotation::SourcePlace;
use domain::annotation::additions::{Addition, addition, with_additions, without_additions};
use domain::cite::reference;
use domain::list::filter::{Filter, PartialFilter};
use domain::list::query::RawQuery;
use domain::list::search::{Term, hits, hits_in_html, snippet};
use domain::notebook::draft::{Draft, DraftEntry};
use domain::tag;
use ingest::markdown::document;
use ingest::source::{self, JournalEntry, JournalHead, ReadOptions, SourceFile, to_journal};

/// The first line is the name of the file, the rest its content.
pub fn source(bytes: &[u8]) {
    let at = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(0);
    let path = String::from_utf8_lossy(&bytes[..at]);
    let bytes = bytes.get(at + 1..).unwrap_or_default();
    let read = source::read(&SourceFile { path: &path, bytes }, &ReadOptions::default());
    let (draft, remarks) = match read {
        Ok(read) => read,
        Err(refused) => {
            let sentence = refused.to_string();
            assert!(!sentence.is_empty() && !sentence.contains('\n'), "a refusal is a sentence: {sentence}");
            return;
        }
    };
    let dates: Vec<Date> = draft.entries.iter().filter_map(|entry| entry.date).collect();
    assert!(dates.is_sorted(), "entries are oldest first: {dates:?}");
    for entry in &draft.entries {
        if let (Some(from), Some(to)) = (entry.not_before, entry.not_after) {
            assert!(from <= to, "bounds hold a day: {entry:?}");
        }
        assert_eq!(
            entry.body_lost,
            entry.notes.is_empty(),
            "an entry without notes lost its body: {entry:?}"
        );
        for note in &entry.notes {
            assert!(!note.markdown.trim().is_empty(), "a note has words: {entry:?}");
        }
    }
    for remark in &remarks {
        assert!(
            !remark.message.is_empty() && remark.line != Some(0),
            "a remark says where and what: {remark:?}"
        );
    }
    let journal = journal_of(&draft);
    let (again, _) = source::read_text(&journal);
    assert_eq!(content(&again), content(&draft), "a printed journal reads the same:\n{journal}");
}

/// Without what is added to it, a document is what it was; its HTML has the words around each addition.
pub fn annotate(text: &str) {
    let document = document::read(text);
    let source = &document.source;
    assert_eq!(without_additions(source), source.as_str(), "nothing is left of an earlier run");
    let references = document.passages.iter().flat_map(|passage| &passage.references).map(|it| &it.place);
    let places: Vec<&SourcePlace> =
        references.chain(document.versions.iter().map(|named| &named.place)).collect();
    let mut additions = Vec::new();
    for place in places {
        assert!(source.get(place.range.clone()).is_some_and(|words| !words.is_empty()), "{place:?}");
        if let Some(at) = place.addition {
            assert!(at >= place.range.end && source.is_char_boundary(at), "{place:?}");
            additions.push(Addition { at, text: addition("alpha 1.27 → stable 1.33 (a)") });
        }
    }
    additions.sort_by_key(|addition| addition.at);
    let annotated = with_additions(source, &additions);
    assert_eq!(without_additions(&annotated), source.as_str(), "{annotated}");
    let ends: Vec<usize> = additions.iter().map(|addition| addition.at).collect();
    let marked = document::render_with_marks(source, document.text_start, &ends);
    let mut numbers: Vec<usize> = marked.pieces.iter().filter_map(|(_, number)| *number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len() + 1, marked.pieces.len(), "no place comes twice");
}

/// What has to come back through a journal: of each entry its day, its bounds and its notes.
fn content(draft: &Draft) -> Vec<([Option<Date>; 3], Vec<&str>)> {
    let days = |entry: &DraftEntry| [entry.date, entry.not_before, entry.not_after];
    draft
        .entries
        .iter()
        .map(|entry| (days(entry), entry.notes.iter().map(|note| note.markdown.as_str()).collect()))
        .collect()
}

fn journal_of(draft: &Draft) -> String {
    let entries: Vec<JournalEntry<'_>> = draft.entries.iter().map(JournalEntry::from).collect();
    to_journal(&JournalHead::from(draft), &entries)
}

/// The Markdown of a note.
pub fn note(markdown: &str) {
    let prepared = ingest::prepare(markdown, markdown.len().is_multiple_of(2));
    assert_is_safe(&prepared.html);
    let ranges: Vec<Range<usize>> = prepared.references.iter().map(|found| found.range.clone()).collect();
    assert_ascend(&ranges, &prepared.html);
    for reference in &prepared.references {
        let before = &prepared.html[..reference.range.start];
        let is_in_tag = before.rfind('<') > before.rfind('>');
        assert!(!is_in_tag, "no reference is inside a tag: {} in {}", reference.literal, prepared.html);
    }
}

/// A text of prose, as it stands between marks.
pub fn references(text: &str) {
    let found = reference::find(text, None);
    let ranges: Vec<Range<usize>> = found.iter().map(|found| found.range.clone()).collect();
    assert_ascend(&ranges, text);
    for found in &found {
        assert!(!found.range.is_empty(), "a citation has words: {found:?}");
        assert!(reference::is_web(&found.target.href()), "it leads to the web: {found:?}");
    }
}

/// The prose of a note.
pub fn tags(prose: &str) {
    for tag in tag::text_tags(prose).into_iter().chain(tag::component_tags(prose)) {
        assert!(!tag.evidence.is_empty(), "a tag has evidence: {tag:?}");
        assert_eq!(tag.tag.value().parse().ok().as_ref(), Some(&tag.tag), "a tag reads itself");
    }
}

/// The query of an address.
pub fn filter(query: &str) {
    let partial = PartialFilter::read(&RawQuery::parse(query));
    if let Some(PartialFilter { rest, meant }) = &partial {
        for read in meant.iter().chain([rest]) {
            let again = Filter::parse(&RawQuery::parse(&read.query()));
            assert_eq!(again.as_ref(), Ok(read), "what can be read is a filter: {read}");
        }
    }
    match Filter::parse(&RawQuery::parse(query)) {
        Ok(filter) => {
            let printed = filter.query();
            let again = Filter::parse(&RawQuery::parse(&printed));
            assert_eq!(again.as_ref(), Ok(&filter), "a printed filter reads itself: {printed}");
            assert_eq!(filter.query(), printed);
            let rest = partial.map(|partial| partial.rest);
            assert_eq!(rest, Some(filter.without_cursor()), "nothing is left out of a filter");
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
}

/// A line of the search box, and below it the text that is searched.
pub fn search(input: &str) {
    let (words, text) = input.split_once('\n').unwrap_or((input, input));
    let terms: Vec<Term> =
        words.split(' ').filter_map(Term::word).chain(Term::phrase(words)).take(16).collect();
    assert_ascend(&hits(text, &terms), text);
    let html = format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"));
    assert_ascend(&hits_in_html(&html, &terms), &html);
    snippet(text, &terms);
}

/// A file of a KEP.
pub fn kep_yaml(text: &str) {
    let (revision, remarks) = ingest::kep_yaml::read(text);
    assert!(remarks.iter().all(|remark| !remark.message.is_empty()), "a remark says what: {remarks:?}");
    assert!(revision.unread.iter().all(|(field, _)| !field.is_empty()), "a field has a path: {revision:?}");
}

/// Whether `ranges` ascend without overlap, each on bounds of characters of `text`.
fn assert_ascend(ranges: &[Range<usize>], text: &str) {
    let mut end = 0;
    for range in ranges {
        assert!(range.start >= end && range.start <= range.end, "ranges ascend: {ranges:?}");
        assert!(text.get(range.clone()).is_some(), "ranges are of characters: {range:?} in {text}");
        end = range.end;
    }
}

/// No script, handler, mark of a reference or address that is none of the web, however it was written.
fn assert_is_safe(html: &str) {
    for (at, _) in html.match_indices('<') {
        let tag = html[at..].split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches(['<', '/']).split([' ', '\n', '/']).next().unwrap_or_default();
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        assert!(is_name, "each `<` begins a tag: {html}");
        let is_active =
            ["script", "style", "iframe", "object", "embed", "form", "img", "svg", "link", "meta"];
        assert!(!is_active.contains(&name), "nothing acts: {html}");
        let lower = tag.to_ascii_lowercase();
        let has_handler = lower
            .split([' ', '\n', '"'])
            .any(|word| word.strip_prefix("on").and_then(|word| word.strip_suffix('=')).is_some());
        assert!(!has_handler && !lower.contains("data-ref"), "no handler and no mark: {html}");
        if let Some((_, address)) = lower.split_once("href=\"") {
            let is_known =
                ["http://", "https://", "mailto:", "#"].iter().any(|known| address.starts_with(known));
            assert!(is_known, "links lead to the web: {html}");
        }
    }
}
