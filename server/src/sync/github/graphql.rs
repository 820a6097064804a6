//! GitHub's GraphQL interface: many numbers in one query, and the answer on each.
//!
//! Names and numbers are variables, never part of the query's text. The queries are checked against
//! GitHub's published schema by `end2end/tests/routes/github-schema.spec.ts`.

use domain::cite::Repo;
use domain::github::{Answer, Item, ItemEvent, ItemEventKind, ItemKey, ItemKind, ItemState};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The fields of a pull request and of an issue: no bodies, no people.
const FIELDS: &str = include_str!("fields.graphql");

/// A query on several numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GraphqlQuery {
    /// The states of pull requests and issues.
    States,
    /// Which of them became discussions.
    Discussions,
}

impl GraphqlQuery {
    /// The text of the query on `count` numbers. Its variables are `o0`, `n0` and `i0` for owner, name and
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

    /// The body of a request for `keys`.
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

/// The answer of GitHub on one number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GraphqlAnswer {
    /// An answer to store.
    Answer(Answer),
    /// The repository exists and has neither a pull request nor an issue of that number.
    NoSuchNumber,
    /// Nothing to rely on: a later query may have an answer.
    Unusable,
}

/// The response to a query.
#[derive(Debug, Default, Deserialize)]
pub struct GraphqlResponse {
    #[serde(default)]
    data: Option<Map<String, Value>>,
    #[serde(default)]
    errors: Vec<GraphqlError>,
}

#[derive(Debug, Deserialize)]
struct GraphqlError {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default)]
    path: Vec<Value>,
    #[serde(default)]
    message: String,
}

/// The state of the rate limit.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RateLimit {
    /// The cost of the query, in points.
    pub cost: u32,
    /// The points that remain.
    pub remaining: u32,
    /// When all points are available again.
    pub reset_at: Timestamp,
}

impl GraphqlResponse {
    /// Reads a response.
    ///
    /// # Errors
    /// Where it has no data at all: GitHub's message on that.
    pub fn read(body: Value) -> Result<Self, String> {
        let response: Self = serde_json::from_value(body).unwrap_or_default();
        if response.data.as_ref().is_some_and(|data| !data.is_empty()) {
            return Ok(response);
        }
        let message = response.errors.first().map_or("there is nothing in it", |error| &error.message);
        Err(format!("an answer without data: {}", message.chars().take(120).collect::<String>()))
    }

    /// The rate limit after the query.
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::deserialize(self.data.as_ref()?.get("rateLimit")?).ok()
    }

    /// The answer to [`GraphqlQuery::States`] on the `n`th number, which is cited as `key`.
    ///
    /// What lies in a private repository is not found, whatever the token may read: pages are public.
    pub fn state(&self, n: usize, key: &ItemKey) -> GraphqlAnswer {
        let (repository, missing) = self.repository(n);
        let Some(repository) = repository else { return missing };
        let item = repository.get("item").unwrap_or(&Value::Null);
        if item.is_null() {
            return self.unless_failed(n, GraphqlAnswer::NoSuchNumber);
        }
        match ItemNode::deserialize(item) {
            Ok(node) if node.repository.is_private => GraphqlAnswer::Answer(Answer::NotFound),
            Ok(node) => node
                .item(key)
                .map_or(GraphqlAnswer::Unusable, |item| GraphqlAnswer::Answer(Answer::Item(item.into()))),
            Err(error) => {
                tracing::warn!("GitHub's answer on {key} was not understood ({:?})", error.classify());
                GraphqlAnswer::Unusable
            }
        }
    }

    /// The answer to [`GraphqlQuery::Discussions`] on the `n`th number.
    pub fn discussion(&self, n: usize) -> GraphqlAnswer {
        let (repository, missing) = self.repository(n);
        let Some(repository) = repository else { return missing };
        match repository.get("discussion") {
            Some(Value::Object(_)) => GraphqlAnswer::Answer(Answer::Discussion),
            _ => self.unless_failed(n, GraphqlAnswer::NoSuchNumber),
        }
    }

    /// The `n`th repository; the answer on the number where there is none.
    fn repository(&self, n: usize) -> (Option<&Map<String, Value>>, GraphqlAnswer) {
        let found = self.data.as_ref().and_then(|data| data.get(&alias(n)));
        match found.and_then(Value::as_object) {
            Some(repository) if repository.get("isPrivate") == Some(&Value::Bool(false)) => {
                (Some(repository), GraphqlAnswer::Unusable)
            }
            Some(_) => (None, GraphqlAnswer::Answer(Answer::NotFound)),
            None if self.errors(n).next().is_none() => (None, GraphqlAnswer::Unusable),
            None => (None, self.unless_failed(n, GraphqlAnswer::Answer(Answer::NotFound))),
        }
    }

    /// `answer` unless GitHub reports an error other than that something was not found.
    fn unless_failed(&self, n: usize, answer: GraphqlAnswer) -> GraphqlAnswer {
        let others = self.errors(n).any(|error| error.kind.as_deref() != Some("NOT_FOUND"));
        if others { GraphqlAnswer::Unusable } else { answer }
    }

    fn errors(&self, n: usize) -> impl Iterator<Item = &GraphqlError> {
        let alias = alias(n);
        self.errors.iter().filter(move |error| {
            error.path.first().and_then(Value::as_str).is_some_and(|first| first == alias)
        })
    }
}

fn alias(n: usize) -> String {
    format!("r{n}")
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemNode {
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
    milestone: Option<MilestoneNode>,
    labels: Option<Nodes<LabelNode>>,
    timeline_items: TimelineItems,
    repository: RepositoryNode,
}

#[derive(Deserialize)]
struct MilestoneNode {
    title: String,
}

#[derive(Deserialize)]
struct LabelNode {
    name: String,
}

#[derive(Deserialize)]
struct Nodes<T> {
    nodes: Option<Vec<Option<T>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TimelineItems {
    page_info: PageInfo,
    nodes: Option<Vec<Option<TimelineEvent>>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    has_next_page: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TimelineEvent {
    #[serde(rename = "__typename")]
    kind: String,
    created_at: Option<Timestamp>,
    state_reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RepositoryNode {
    name_with_owner: String,
    is_private: bool,
}

impl ItemNode {
    /// `None` where its state is not one of those that GitHub documents.
    fn item(self, key: &ItemKey) -> Option<Item> {
        let (kind, state) = match (self.pull_state.as_deref(), self.issue_state.as_deref()) {
            (Some("OPEN"), _) if self.is_draft => (ItemKind::Pull, ItemState::Draft),
            (Some("OPEN"), _) => (ItemKind::Pull, ItemState::Open),
            (Some("MERGED"), _) => (ItemKind::Pull, ItemState::Merged),
            (Some("CLOSED"), _) => (ItemKind::Pull, ItemState::Closed),
            (None, Some("OPEN")) => (ItemKind::Issue, ItemState::Open),
            (None, Some("CLOSED")) => (ItemKind::Issue, closed_state(self.state_reason.as_deref())),
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
            moved_to: new_home(key, &self.repository.name_with_owner, self.number),
        })
    }
}

/// The state of a closed issue, from GitHub's reason in either case.
pub fn closed_state(reason: Option<&str>) -> ItemState {
    match reason.map(str::to_ascii_uppercase).as_deref() {
        Some("COMPLETED") => ItemState::Completed,
        Some("NOT_PLANNED") => ItemState::NotPlanned,
        Some("DUPLICATE") => ItemState::Duplicate,
        _ => ItemState::Closed,
    }
}

/// The events, oldest first; `None` where the response has not all of them: half a history is a wrong one.
fn events(timeline: TimelineItems, state: ItemState, merged_at: Option<Timestamp>) -> Option<Vec<ItemEvent>> {
    if timeline.page_info.has_next_page {
        return None;
    }
    let mut events = Vec::new();
    for node in timeline.nodes? {
        let node = node?;
        let at = node.created_at?;
        let what = match node.kind.as_str() {
            "ClosedEvent" => ItemEventKind::Closed(closed_state(node.state_reason.as_deref())),
            "ReopenedEvent" => ItemEventKind::Reopened,
            "MergedEvent" => ItemEventKind::Merged,
            _ => return None,
        };
        // A merge closes as well, and counts as one event.
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

/// Where an item lives now; `None` where that is `key`, in upper or lower case.
pub fn new_home(key: &ItemKey, name_with_owner: &str, number: u64) -> Option<ItemKey> {
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

    fn answers(body: Value) -> GraphqlResponse {
        GraphqlResponse::read(body).unwrap()
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
            GraphqlAnswer::Answer(Answer::Item(item)) => *item,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_checked_in_queries_are_those_that_are_sent() {
        let expected = [
            (GraphqlQuery::States, include_str!("states.graphql")),
            (GraphqlQuery::Discussions, include_str!("discussions.graphql")),
        ];
        for (query, expected) in expected {
            assert_eq!(query.document(2), expected, "{query:?}");
        }
    }

    #[test]
    fn names_travel_as_variables_alone() {
        let odd = ItemKey { repo: Repo::new("a\") { x }", "b"), number: 1 };
        let body = GraphqlQuery::States.body(&[&odd]);
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
        let kinds: Vec<ItemEventKind> = duplicate.events.unwrap().iter().map(|event| event.what).collect();
        use ItemEventKind::{Closed, Reopened};
        assert_eq!(kinds, [Closed(ItemState::Completed), Reopened, Closed(ItemState::Duplicate)]);
    }

    #[test]
    fn a_private_repository_is_not_found_wherever_it_is_stated() {
        let private = json!({ "repository": { "nameWithOwner": "a/secret", "isPrivate": true } });
        assert_eq!(answers(issue(private)).state(0, &key()), GraphqlAnswer::Answer(Answer::NotFound));
        let body = json!({ "data": { "r0": { "isPrivate": true, "item": {} } } });
        assert_eq!(answers(body).state(0, &key()), GraphqlAnswer::Answer(Answer::NotFound));
    }

    /// Checks the answer with one error.
    #[track_caller]
    fn error(data: Value, kind: &str, path: Value, expected: GraphqlAnswer) {
        let body = json!({ "data": { "r0": data, "r1": {} }, "errors": [{ "type": kind, "path": path }] });
        assert_eq!(answers(body).state(0, &key()), expected);
    }

    #[test]
    fn only_what_is_not_found_is_not_found() {
        let there = json!({ "isPrivate": false, "item": null });
        error(json!(null), "NOT_FOUND", json!(["r0"]), GraphqlAnswer::Answer(Answer::NotFound));
        error(there.clone(), "NOT_FOUND", json!(["r0", "item"]), GraphqlAnswer::NoSuchNumber);
        error(there, "RESOURCE_LIMITS_EXCEEDED", json!(["r0", "item"]), GraphqlAnswer::Unusable);
        error(json!(null), "FORBIDDEN", json!(["r0"]), GraphqlAnswer::Unusable);
        error(json!(null), "NOT_FOUND", json!(["r1"]), GraphqlAnswer::Unusable);
    }

    #[test]
    fn an_answer_without_data_is_none_to_read() {
        let late = GraphqlResponse::read(json!({ "data": null, "errors": [{ "message": "timeout" }] }));
        assert!(late.unwrap_err().ends_with("timeout"));
        assert!(GraphqlResponse::read(Value::Null).is_err());
    }
}
