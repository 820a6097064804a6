//! Zenn's own forms of a scrap: an author's export, the answers of its API, a saved page.
//!
//! ```text
//! {"title": "Kubernetes - 2031", "comments": [             an export: posts in Markdown, days
//!   {"author": "jo", "created_at": "2031-01-05", "body_markdown": "## 2031/1/5\n\n- a note",
//!    "body_updated_at": "2031-01-06", "children": [ … ]}]}
//! {"scrap": {"title": …, "comments": [                      an answer of the API: posts in HTML, times
//!   {"slug": "0123", "created_at": "2031-01-05T00:10:00.000+09:00", "body_html": "<ul>…", "user": {…}}]}}
//! {"scrap": {…}, "comments": [ … ], "next_page": 2}         one page of several
//! {"props": {"pageProps": {"scrap": …, "comments": …}}}     what a saved page carries, its keys in camelCase
//! ```
//!
//! Each post is an entry, and so is each reply: it has a day and often an author of its own, and what it cites is
//! to be judged by that day. A day in the heading of a post is the day of its entry; the day on which it was
//! posted is kept beside. A post without such a day is of the day on which it was posted where all days in headings are: else its
//! author posts later than they write, and it is its last possible day.

mod body;

use std::borrow::Cow;
use std::collections::HashMap;

use domain::Date;
use domain::notebook::draft::{Draft, DraftEntry, SourceFormat};
use domain::notebook::posting::Posting;
use domain::remark::{Remark, RemarkKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;

use super::day::{self, Place};
use super::line::line_number;
use super::{ReadOptions, html, journal, order};

/// The zone of Zenn's days.
const ZONE: &str = "Asia/Tokyo";

/// A scrap in one of the forms.
pub(super) struct Scrap<'a> {
    format: SourceFormat,
    /// What has the title.
    head: &'a Value,
    posts: &'a [Value],
    has_next_page: bool,
}

/// The JSON that a saved page of a scrap carries.
pub(super) fn page_data(page: &str) -> Option<Value> {
    let root = html::parse(page);
    let is_data = |element: &html::Element| {
        element.name == "script" && element.attribute("id") == Some("__NEXT_DATA__")
    };
    serde_json::from_str(&root.find(&is_data)?.text()).ok()
}

impl<'a> Scrap<'a> {
    /// Recognises a scrap, or gives `None`.
    pub(super) fn recognise(json: &'a Value) -> Option<Self> {
        let page = json.pointer("/props/pageProps");
        let root = page.unwrap_or(json);
        let head = root.get("scrap").filter(|scrap| scrap.is_object()).unwrap_or(root);
        let posts = head.get("comments").or_else(|| root.get("comments"))?.as_array()?;
        head.get("title").filter(|title| title.is_string()).or(page)?;
        let has_body = |post: &Value| body(post).is_some();
        if !posts.is_empty() && !posts.iter().any(has_body) {
            return None;
        }
        let is_api = head.get("slug").is_some() || root.get("scrap").is_some();
        let format = match (page, is_api) {
            (Some(_), _) => SourceFormat::ZennPage,
            (None, true) => SourceFormat::ZennApi,
            (None, false) => SourceFormat::ZennExport,
        };
        let next_page = field(root, "next_page", "nextPage").or_else(|| field(head, "next_page", "nextPage"));
        let has_next_page = next_page.is_some_and(|page| match page {
            Value::Number(_) => true,
            Value::String(page) => !page.is_empty(),
            _ => false,
        });
        Some(Self { format, head, posts, has_next_page })
    }

    /// Reads the posts; `text` is what the JSON was read from.
    pub(super) fn read(&self, text: &str, options: &ReadOptions<'_>, remarks: &mut Vec<Remark>) -> Draft {
        let has_times = self.format != SourceFormat::ZennExport;
        let zone = options.time_zone.unwrap_or(ZONE);
        let mut reader = Reader {
            options,
            zone: TimeZone::get(zone).ok(),
            lines: body_lines(text),
            author: None,
            found: 0,
            entries: Vec::new(),
            dated_by_posting: Vec::new(),
            remarks,
        };
        reader.author = user_name(self.head).or_else(|| most_frequent_author(self.posts));
        for post in self.posts {
            reader.read_thread(post);
        }
        reader.bound_undated();
        let Reader { author, found, mut entries, remarks, .. } = reader;
        // One that is pinned to the top is not odd, nor are several of a day.
        order::sort(&mut entries);

        let announced = field(self.head, "comments_count", "commentsCount").and_then(Value::as_u64);
        let announced = announced.and_then(|announced| u32::try_from(announced).ok());
        // Whether replies count is not certain.
        let announced =
            announced.filter(|announced| ![found, self.posts.len()].contains(&(*announced as usize)));
        if let Some(announced) = announced {
            let remark = Remark::whole(format!("{announced} posts announced, {found} found"));
            remarks.push(remark.as_kind(RemarkKind::Announced));
        }
        if self.has_next_page {
            let remark = Remark::whole("it is incomplete: there is a next page of posts, which is not in it");
            remarks.push(remark.as_kind(RemarkKind::Lost));
        }
        let path = self.head.get("path").and_then(Value::as_str).filter(|path| path.starts_with('/'));
        Draft {
            format: self.format,
            title: string(self.head, "title"),
            author,
            origin: path.map(|path| format!("https://zenn.dev{path}")),
            // Its days were made of times in this zone; those of an export are as they are.
            time_zone: has_times.then(|| zone.to_owned()),
            rights: None,
            announced_entries: announced,
            lost_links: false,
            is_written: false,
            entries,
        }
    }
}

/// Reads posts one after the other.
struct Reader<'r> {
    options: &'r ReadOptions<'r>,
    zone: Option<TimeZone>,
    /// The lines of the bodies, in their order in the source.
    lines: Vec<u32>,
    /// The author of the notebook.
    author: Option<String>,
    /// How many posts and replies were read.
    found: usize,
    entries: Vec<DraftEntry>,
    /// The places of entries that have the day on which they were posted, and none of their own.
    dated_by_posting: Vec<usize>,
    remarks: &'r mut Vec<Remark>,
}

impl Reader<'_> {
    /// A post with its replies, and theirs.
    fn read_thread(&mut self, post: &Value) {
        // The day of each post whose replies are still to be read.
        let mut open = vec![(post, None)];
        while let Some((post, reply_to)) = open.pop() {
            let day = self.read_post(post, reply_to);
            let replies = post.get("children").and_then(Value::as_array);
            open.extend(replies.into_iter().flatten().rev().map(|reply| (reply, day)));
        }
    }

    /// Reads a post and gives its day.
    fn read_post(&mut self, post: &Value, reply_to: Option<Date>) -> Option<Date> {
        let line = self.lines.get(self.found).copied().unwrap_or(1);
        self.found += 1;
        let number = self.found;
        let posted = self.day(field(post, "created_at", "createdAt"), number, line);
        let edited = self.day(field(post, "body_updated_at", "bodyUpdatedAt"), number, line);
        let markdown = match body(post) {
            Some(Body::Markdown(markdown)) => markdown.to_owned(),
            Some(Body::Html(html)) => body::to_markdown(html),
            None => String::new(),
        };
        let mut remarks = Vec::new();
        let (mut entries, has_days) =
            journal::read_post(&with_heading(&markdown), posted, self.options, &mut remarks);
        self.remarks.extend(remarks.into_iter().map(|remark| {
            let place = remark.line.map_or(String::new(), |line| format!(", line {line}"));
            Remark {
                line: Some(line),
                message: format!("post {number}{place}: {}", remark.message),
                ..remark
            }
        }));
        if entries.is_empty() {
            let remark = Remark::at(line, format!("post {number} is empty"));
            self.remarks.push(remark.as_kind(RemarkKind::Lost));
            entries.push(DraftEntry { body_lost: true, ..DraftEntry::default() });
        }
        let key = string(post, "slug").filter(|slug| !slug.is_empty());
        let author = user_name(post).filter(|author| Some(author) != self.author.as_ref());
        let mut first_day = None;
        for (at, entry) in entries.iter_mut().enumerate() {
            entry.line = line;
            entry.notes.iter_mut().for_each(|note| note.line = line);
            // Where a heading gives a month, its days are bounds, and the day is not known.
            let is_undated = entry.date.is_none() && entry.not_before.is_none() && entry.not_after.is_none();
            if is_undated {
                entry.date = posted;
            }
            if is_undated || !has_days {
                self.dated_by_posting.push(self.entries.len() + at);
            }
            entry.key =
                key.as_ref().map(|key| if at == 0 { key.clone() } else { format!("{key}-{}", at + 1) });
            entry.posting = Posting {
                author: author.clone(),
                time_zone: None,
                posted: posted.filter(|posted| entry.date != Some(*posted)),
                edited: edited.filter(|edited| posted != Some(*edited)),
                reply_to,
            };
            first_day = first_day.or(entry.date);
        }
        self.entries.append(&mut entries);
        first_day
    }

    /// Takes the day on which a post was posted for the last that it may be of, where some post names another day than
    /// that in its heading.
    fn bound_undated(&mut self) {
        let is_posted_later = |entry: &DraftEntry| entry.date.is_some() && entry.posting.posted.is_some();
        if self.entries.iter().any(is_posted_later) {
            for at in &self.dated_by_posting {
                let entry = &mut self.entries[*at];
                entry.posting.posted = entry.date;
                entry.not_after = entry.not_after.or(entry.date.take());
            }
        }
    }

    /// The day of a day, or of a time in the zone of the notebook.
    fn day(&mut self, value: Option<&Value>, number: usize, line: u32) -> Option<Date> {
        let text = value?.as_str()?;
        let day = match text.parse::<Timestamp>() {
            Ok(time) => self
                .zone
                .clone()
                .map(|zone| time.to_zoned(zone).date())
                .or_else(|| text.get(..10)?.parse().ok()),
            Err(_) => text.parse().ok(),
        };
        if day.is_none() && !text.is_empty() {
            let text: String = text.chars().take(40).collect();
            let remark = Remark::at(line, format!("post {number}: `{text}` is not read as a day"));
            self.remarks.push(remark.as_kind(RemarkKind::UnreadDay));
        }
        day
    }
}

/// A post whose first line is a day, as a heading: in the posts of a scrap it is one.
fn with_heading(markdown: &str) -> Cow<'_, str> {
    let text = markdown.trim_start_matches(['\n', ' ']);
    let line = text.split('\n').next().unwrap_or("");
    let is_day = !line.starts_with(['#', '-', '*', '+', '>', '`'])
        && day::find(line).is_some_and(|day| day.place == Place::Whole);
    if is_day { format!("## {text}").into() } else { markdown.into() }
}

/// What a post says.
enum Body<'a> {
    Markdown(&'a str),
    Html(&'a str),
}

fn body(post: &Value) -> Option<Body<'_>> {
    let markdown = field(post, "body_markdown", "bodyMarkdown").and_then(Value::as_str).map(Body::Markdown);
    markdown.or_else(|| field(post, "body_html", "bodyHtml").and_then(Value::as_str).map(Body::Html))
}

/// The author of a post or a scrap: the name that readers see, where there is one.
fn user_name(value: &Value) -> Option<String> {
    let user = value.get("user");
    let name =
        string(value, "author").or_else(|| string(user?, "name")).or_else(|| string(user?, "username"))?;
    let name = name.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// The author of the most posts; of several the one who posted first.
fn most_frequent_author(posts: &[Value]) -> Option<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in posts.iter().filter_map(user_name) {
        *counts.entry(name).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    posts.iter().filter_map(user_name).find(|name| counts[name] == most)
}

/// The lines on which the bodies of posts stand: a key with its quotation marks stands in no text.
fn body_lines(text: &str) -> Vec<u32> {
    let mut lines = Vec::new();
    for (at, line) in text.split('\n').enumerate() {
        for (key, _) in line.match_indices("\"body") {
            let rest = &line[key + 1..];
            let is_body = ["body_markdown\"", "bodyMarkdown\"", "body_html\"", "bodyHtml\""]
                .iter()
                .any(|name| rest.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':')));
            if is_body {
                lines.push(line_number(at));
            }
        }
    }
    lines
}

fn field<'a>(value: &'a Value, snake: &str, camel: &str) -> Option<&'a Value> {
    value.get(snake).or_else(|| value.get(camel))
}

fn string(value: &Value, key: &str) -> Option<String> {
    value.get(key).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests;
