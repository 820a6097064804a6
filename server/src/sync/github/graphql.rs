//! GitHub's GraphQL interface: many numbers in one question, and what it answers on each.
//!
//! Names and numbers travel as variables, never inside the question. What is asked is checked
//! against GitHub's published schema by `end2end/tests/routes/github-schema.spec.ts`.

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What is asked of a pull request and of an issue: no bodies, no people.
const FIELDS: &str = include_str!("fields.graphql");

/// A question on several numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What they are.
    States,
    /// Whether they became discussions.
    Discussions,
}

impl Question {
    /// The question on `count` numbers. Its variables are `o0`, `n0` and `i0` for owner, name and
    /// number of the first, its answers `r0` and so on.
    pub fn document(self, count: usize) -> String {
        let (name, about, fields) = match self {
            Self::States => {
                let about = "item: issueOrPullRequest(number: $i) {\n      __typename\n      ...OfPull\n      ...OfIssue\n    }";
                ("States", about, FIELDS)
            }
            Self::Discussions => ("Discussions", "discussion(number: $i) {\n      number\n    }", ""),
        };
        let mut text = format!("query {name}(\n");
        for n in 0..count {
            text.push_str(&format!("  $o{n}: String!\n  $n{n}: String!\n  $i{n}: Int!\n"));
        }
        text.push_str(") {\n  rateLimit {\n    cost\n    remaining\n    resetAt\n  }\n");
        for n in 0..count {
            let about = about.replace("$i", &format!("$i{n}"));
            text.push_str(&format!(
                "  r{n}: repository(owner: $o{n}, name: $n{n}) {{\n    isPrivate\n    {about}\n  }}\n"
            ));
        }
        text.push_str("}\n");
        if !fields.is_empty() {
            text.push('\n');
            text.push_str(fields);
        }
        text
    }

    /// What is posted to ask for `keys`.
    pub fn body(self, keys: &[&ItemKey]) -> Value {
        let mut variables = Map::new();
        for (n, key) in keys.iter().enumerate() {
            variables.insert(format!("o{n}"), json!(key.repo.owner));
            variables.insert(format!("n{n}"), json!(key.repo.name));
            variables.insert(format!("i{n}"), json!(key.number));
        }
        json!({ "query": self.document(keys.len()), "variables": variables })
    }
}

/// What GitHub answered on one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Enough to keep.
    Answer(Answer),
    /// There is no pull request and no issue of that number in a repository that there is.
    NoSuchNumber,
    /// Nothing to rely on: it may be asked for again.
    Nothing,
}

/// An answer to a question.
#[derive(Debug, Default, Deserialize)]
pub struct Answers {
    #[serde(default)]
    data: Option<Map<String, Value>>,
    #[serde(default)]
    errors: Vec<Complaint>,
}

#[derive(Debug, Deserialize)]
struct Complaint {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    path: Vec<Value>,
    #[serde(default)]
    message: String,
}

/// What may be asked for at the moment.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// What the question cost.
    pub cost: u32,
    /// What is left.
    pub remaining: u32,
    /// When all is there again.
    pub reset_at: Timestamp,
}

impl Answers {
    /// Reads an answer.
    ///
    /// # Errors
    /// Where it holds no data at all: what GitHub says on that.
    pub fn read(body: Value) -> Result<Self, String> {
        let answers: Self = serde_json::from_value(body).unwrap_or_default();
        if answers.data.as_ref().is_some_and(|data| !data.is_empty()) {
            return Ok(answers);
        }
        let said = answers.errors.first().map_or("there is nothing in it", |error| &error.message);
        Err(format!("an answer without data: {}", said.chars().take(120).collect::<String>()))
    }

    /// What is left to ask for.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::deserialize(self.data.as_ref()?.get("rateLimit")?).ok()
    }

    /// What [`Question::States`] brought on the `n`th number, which was asked for as `key`.
    ///
    /// What lies in a private repository is not found, whoever asks: pages are public.
    pub fn state(&self, n: usize, key: &ItemKey) -> Told {
        let (repository, missing) = self.repository(n);
        let Some(repository) = repository else { return missing };
        let item = repository.get("item").unwrap_or(&Value::Null);
        if item.is_null() {
            return self.or_nothing(n, Told::NoSuchNumber);
        }
        match Found::deserialize(item) {
            Ok(found) if found.repository.is_private => Told::Answer(Answer::NotFound),
            Ok(found) => {
                found.item(key).map_or(Told::Nothing, |item| Told::Answer(Answer::Item(item.into())))
            }
            Err(error) => {
                tracing::warn!("GitHub's answer on {key} was not understood ({:?})", error.classify());
                Told::Nothing
            }
        }
    }

    /// What [`Question::Discussions`] brought on the `n`th number.
    pub fn discussion(&self, n: usize) -> Told {
        let (repository, missing) = self.repository(n);
        let Some(repository) = repository else { return missing };
        match repository.get("discussion") {
            Some(Value::Object(_)) => Told::Answer(Answer::Discussion),
            _ => self.or_nothing(n, Told::NoSuchNumber),
        }
    }

    /// The `n`th repository, or what is told without.
    fn repository(&self, n: usize) -> (Option<&Map<String, Value>>, Told) {
        let found = self.data.as_ref().and_then(|data| data.get(&alias(n)));
        match found.and_then(Value::as_object) {
            Some(repository) if repository.get("isPrivate") == Some(&Value::Bool(false)) => {
                (Some(repository), Told::Nothing)
            }
            Some(_) => (None, Told::Answer(Answer::NotFound)),
            None if self.complaints(n).next().is_none() => (None, Told::Nothing),
            None => (None, self.or_nothing(n, Told::Answer(Answer::NotFound))),
        }
    }

    /// `told` where GitHub complains of nothing but what it did not find.
    fn or_nothing(&self, n: usize, told: Told) -> Told {
        let others = self.complaints(n).any(|complaint| complaint.kind.as_deref() != Some("NOT_FOUND"));
        if others { Told::Nothing } else { told }
    }

    fn complaints(&self, n: usize) -> impl Iterator<Item = &Complaint> {
        let alias = alias(n);
        self.errors.iter().filter(move |complaint| {
            complaint.path.first().and_then(Value::as_str).is_some_and(|first| first == alias)
        })
    }
}

fn alias(n: usize) -> String {
    format!("r{n}")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Found {
    number: u64,
    title: String,
    pull_state: Option<String>,
    issue_state: Option<String>,
    state_reason: Option<String>,
    #[serde(default)]
    is_draft: bool,
    created_at: Timestamp,
    closed_at: Option<Timestamp>,
    merged_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    milestone: Option<Titled>,
    labels: Option<Nodes<Named>>,
    timeline_items: Timeline,
    repository: Home,
}

#[derive(Deserialize)]
struct Titled {
    title: String,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Option<Vec<Option<T>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Timeline {
    page_info: PageInfo,
    nodes: Option<Vec<Option<Happening>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Happening {
    #[serde(rename = "__typename")]
    kind: String,
    created_at: Option<Timestamp>,
    state_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Home {
    name_with_owner: String,
    is_private: bool,
}

impl Found {
    /// `None` where its state is a word that GitHub did not have.
    fn item(self, key: &ItemKey) -> Option<Item> {
        let (kind, state) = match (self.pull_state.as_deref(), self.issue_state.as_deref()) {
            (Some("OPEN"), _) if self.is_draft => (ItemKind::Pull, ItemState::Draft),
            (Some("OPEN"), _) => (ItemKind::Pull, ItemState::Open),
            (Some("MERGED"), _) => (ItemKind::Pull, ItemState::Merged),
            (Some("CLOSED"), _) => (ItemKind::Pull, ItemState::Closed),
            (None, Some("OPEN")) => (ItemKind::Issue, ItemState::Open),
            (None, Some("CLOSED")) => (ItemKind::Issue, closed_as(self.state_reason.as_deref())),
            _ => return None,
        };
        let labels = self.labels.and_then(|labels| labels.nodes).into_iter().flatten().flatten();
        Some(Item {
            kind,
            title: self.title,
            state,
            created_at: Some(self.created_at),
            closed_at: self.closed_at,
            merged_at: self.merged_at,
            updated_at: self.updated_at,
            milestone: self.milestone.map(|milestone| milestone.title),
            labels: labels.map(|label| label.name).collect(),
            events: events(self.timeline_items, state, self.merged_at),
            moved_to: moved(key, &self.repository.name_with_owner, self.number),
        })
    }
}

/// The reason of a closed issue, in GitHub's words of either case.
pub fn closed_as(reason: Option<&str>) -> ItemState {
    match reason.map(str::to_ascii_uppercase).as_deref() {
        Some("COMPLETED") => ItemState::Completed,
        Some("NOT_PLANNED") => ItemState::NotPlanned,
        Some("DUPLICATE") => ItemState::Duplicate,
        _ => ItemState::Closed,
    }
}

/// What happened, oldest first; `None` where there is more than was told: half a history is a wrong one.
fn events(timeline: Timeline, state: ItemState, merged_at: Option<Timestamp>) -> Option<Vec<ItemEvent>> {
    if timeline.page_info.has_next_page {
        return None;
    }
    let mut events = Vec::new();
    for node in timeline.nodes? {
        let node = node?;
        let at = node.created_at?;
        let what = match node.kind.as_str() {
            "ClosedEvent" => ItemEventKind::Closed(closed_as(node.state_reason.as_deref())),
            "ReopenedEvent" => ItemEventKind::Reopened,
            "MergedEvent" => ItemEventKind::Merged,
            _ => return None,
        };
        // A merge closes as well, and is told as one event.
        let by_merge =
            matches!(what, ItemEventKind::Closed(_)) && merged_at.is_some_and(|merged| at >= merged);
        if !by_merge {
            events.push(ItemEvent { at, what });
        }
    }
    events.sort_by_key(|event| event.at);
    // The reason may be given or changed after it was closed, and events of old have none.
    if let (true, Some(ItemEvent { what: ItemEventKind::Closed(last), .. })) =
        (state.is_closed(), events.last_mut())
    {
        *last = state;
    }
    Some(events)
}

/// Where it lives now, unless that is where it was asked for, however its case is written.
pub fn moved(key: &ItemKey, name_with_owner: &str, number: u64) -> Option<ItemKey> {
    let (owner, name) = name_with_owner.split_once('/')?;
    let same = key.number == number
        && key.repo.owner.eq_ignore_ascii_case(owner)
        && key.repo.name.eq_ignore_ascii_case(name);
    (!same).then(|| ItemKey { repo: Repo::new(owner, name), number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key() -> ItemKey {
        ItemKey { repo: Repo::new("kubernetes", "kubernetes"), number: 7 }
    }

    fn answers(body: Value) -> Answers {
        Answers::read(body).unwrap()
    }

    fn issue(extra: Value) -> Value {
        let mut issue = json!({
            "__typename": "Issue", "number": 7, "title": "A title", "issueState": "OPEN",
            "createdAt": "2023-01-01T00:00:00Z",
            "timelineItems": { "pageInfo": { "hasNextPage": false }, "nodes": [] },
            "repository": { "nameWithOwner": "Kubernetes/kubernetes", "isPrivate": false },
        });
        issue.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        json!({ "data": { "r0": { "isPrivate": false, "item": issue } } })
    }

    #[track_caller]
    fn item(extra: Value) -> Item {
        match answers(issue(extra)).state(0, &key()) {
            Told::Answer(Answer::Item(item)) => *item,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_checked_in_questions_are_those_that_are_sent() {
        let kept = [
            (Question::States, include_str!("states.graphql")),
            (Question::Discussions, include_str!("discussions.graphql")),
        ];
        for (question, kept) in kept {
            assert_eq!(question.document(2), kept, "{question:?}");
        }
    }

    #[test]
    fn names_travel_as_variables_alone() {
        let odd = ItemKey { repo: Repo::new("a\") { x }", "b"), number: 1 };
        let body = Question::States.body(&[&odd]);
        assert!(!body["query"].as_str().unwrap().contains("x }"), "{body}");
        assert_eq!(body["variables"], json!({ "o0": "a\") { x }", "n0": "b", "i0": 1 }));
    }

    #[test]
    fn a_name_of_another_case_is_no_move() {
        assert_eq!(item(json!({})).moved_to, None);
        let renamed = json!({ "repository": { "nameWithOwner": "kubernetes/k8s", "isPrivate": false } });
        assert_eq!(item(renamed).moved_to.unwrap().to_string(), "kubernetes/k8s#7");
        assert_eq!(item(json!({ "number": 8 })).moved_to.unwrap().number, 8);
    }

    #[test]
    fn more_events_than_fit_are_unknown_events() {
        let more = json!({ "timelineItems": { "pageInfo": { "hasNextPage": true }, "nodes": [] } });
        assert_eq!(item(more).events, None);
        let gap = json!({ "timelineItems": { "pageInfo": { "hasNextPage": false }, "nodes": [null] } });
        assert_eq!(item(gap).events, None);
    }

    #[test]
    fn the_last_event_has_the_reason_that_the_issue_has_now() {
        let closed = |at, reason: Value| json!({ "__typename": "ClosedEvent", "createdAt": at, "stateReason": reason });
        let duplicate = item(json!({
            "issueState": "CLOSED", "stateReason": "DUPLICATE", "closedAt": "2023-03-01T00:00:00Z",
            "timelineItems": { "pageInfo": { "hasNextPage": false }, "nodes": [
                closed("2023-02-01T00:00:00Z", json!("COMPLETED")),
                { "__typename": "ReopenedEvent", "createdAt": "2023-02-02T00:00:00Z" },
                closed("2023-03-01T00:00:00Z", json!(null)),
            ] },
        }));
        let told: Vec<ItemEventKind> = duplicate.events.unwrap().iter().map(|event| event.what).collect();
        use ItemEventKind::{Closed, Reopened};
        assert_eq!(told, [Closed(ItemState::Completed), Reopened, Closed(ItemState::Duplicate)]);
    }

    #[test]
    fn a_private_repository_is_not_found_wherever_it_is_told() {
        let private = json!({ "repository": { "nameWithOwner": "a/secret", "isPrivate": true } });
        assert_eq!(answers(issue(private)).state(0, &key()), Told::Answer(Answer::NotFound));
        let body = json!({ "data": { "r0": { "isPrivate": true, "item": {} } } });
        assert_eq!(answers(body).state(0, &key()), Told::Answer(Answer::NotFound));
    }

    /// Checks what is told with one complaint.
    #[track_caller]
    fn complaint(data: Value, kind: &str, path: Value, expected: Told) {
        let body = json!({ "data": { "r0": data, "r1": {} }, "errors": [{ "type": kind, "path": path }] });
        assert_eq!(answers(body).state(0, &key()), expected);
    }

    #[test]
    fn only_what_is_not_found_is_not_found() {
        let there = json!({ "isPrivate": false, "item": null });
        complaint(json!(null), "NOT_FOUND", json!(["r0"]), Told::Answer(Answer::NotFound));
        complaint(there.clone(), "NOT_FOUND", json!(["r0", "item"]), Told::NoSuchNumber);
        complaint(there, "RESOURCE_LIMITS_EXCEEDED", json!(["r0", "item"]), Told::Nothing);
        complaint(json!(null), "FORBIDDEN", json!(["r0"]), Told::Nothing);
        complaint(json!(null), "NOT_FOUND", json!(["r1"]), Told::Nothing);
    }

    #[test]
    fn an_answer_without_data_is_none_to_read() {
        let late = Answers::read(json!({ "data": null, "errors": [{ "message": "timeout" }] }));
        assert!(late.unwrap_err().ends_with("timeout"));
        assert!(Answers::read(Value::Null).is_err());
    }
}
