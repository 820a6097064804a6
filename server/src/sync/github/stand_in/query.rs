//! The stand-in's GraphQL: it parses a query and answers what was selected, no more.

use std::collections::HashMap;

use graphql_parser::query::{
    Definition, Document, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
    TypeCondition, Value as Argument,
};
use serde_json::{Map, Value, json};

use super::facts::{EventFact, GithubFacts, ItemFact, ItemKind};

struct Resolver<'a> {
    facts: &'a GithubFacts,
    variables: &'a Map<String, Value>,
    fragments: HashMap<&'a str, &'a FragmentDefinition<'a, String>>,
    /// What remains of the hour's points, and when the hour ends.
    left: (u32, i64),
    errors: Vec<Value>,
    /// What the schema does not allow: then there is no data at all.
    violations: Vec<String>,
}

/// The answer to a posted query.
pub(super) fn answer(facts: &GithubFacts, body: &str, left: (u32, i64)) -> Value {
    let body: Value = serde_json::from_str(body).unwrap_or_default();
    let text = body["query"].as_str().unwrap_or_default();
    let document: Document<'_, String> = match graphql_parser::parse_query(text) {
        Ok(document) => document,
        Err(error) => return json!({ "errors": [{ "message": error.to_string() }] }),
    };
    let no_variables = Map::new();
    let mut resolver = Resolver {
        facts,
        variables: body["variables"].as_object().unwrap_or(&no_variables),
        fragments: HashMap::new(),
        left,
        errors: Vec::new(),
        violations: Vec::new(),
    };
    let mut query = None;
    for definition in &document.definitions {
        match definition {
            Definition::Fragment(fragment) => {
                resolver.fragments.insert(fragment.name.as_str(), fragment);
            }
            Definition::Operation(OperationDefinition::Query(definition)) => query = Some(definition),
            Definition::Operation(_) => resolver.violations.push("only queries are answered".to_owned()),
        }
    }
    let Some(query) = query else { return json!({ "errors": [{ "message": "there is no query" }] }) };
    for variable in &query.variable_definitions {
        let given = resolver.variables.get(&variable.name);
        let fits = match variable.var_type.to_string().as_str() {
            "String!" => given.is_some_and(Value::is_string),
            "Int!" => given.and_then(Value::as_i64).is_some_and(|number| i32::try_from(number).is_ok()),
            _ => false,
        };
        if !fits {
            resolver.violations.push(format!("Variable ${} was given a wrong value", variable.name));
        }
    }
    let root = json!({ "__typename": "Query" });
    let data = resolver.select(&root, &query.selection_set, &[]);
    if !resolver.violations.is_empty() {
        let errors: Vec<Value> =
            resolver.violations.iter().map(|message| json!({ "message": message })).collect();
        return json!({ "errors": errors });
    }
    let mut answer = json!({ "data": data });
    if !resolver.errors.is_empty() {
        answer["errors"] = json!(resolver.errors);
    }
    answer
}

impl Resolver<'_> {
    fn select(&mut self, object: &Value, set: &SelectionSet<'_, String>, path: &[String]) -> Value {
        let mut selected = Map::new();
        self.select_into(&mut selected, object, set, path);
        Value::Object(selected)
    }

    fn select_into(
        &mut self,
        into: &mut Map<String, Value>,
        object: &Value,
        set: &SelectionSet<'_, String>,
        path: &[String],
    ) {
        let type_name = object["__typename"].as_str().unwrap_or_default();
        let applies = |on: &TypeCondition<'_, String>| {
            let TypeCondition::On(name) = on;
            name == type_name || name == "Node"
        };
        for selection in &set.items {
            match selection {
                Selection::Field(field) => {
                    let name = field.alias.as_ref().unwrap_or(&field.name).clone();
                    let path: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
                    let value = self.field(object, field, &path);
                    into.insert(name, value);
                }
                Selection::FragmentSpread(spread) => {
                    match self.fragments.get(spread.fragment_name.as_str()).copied() {
                        Some(fragment) if applies(&fragment.type_condition) => {
                            self.select_into(into, object, &fragment.selection_set, path);
                        }
                        Some(_) => {}
                        None => {
                            self.violations.push(format!("there is no fragment {}", spread.fragment_name))
                        }
                    }
                }
                Selection::InlineFragment(inline) => {
                    if inline.type_condition.as_ref().is_none_or(applies) {
                        self.select_into(into, object, &inline.selection_set, path);
                    }
                }
            }
        }
    }

    fn field(&mut self, object: &Value, field: &Field<'_, String>, path: &[String]) -> Value {
        let type_name = object["__typename"].as_str().unwrap_or_default().to_owned();
        let value = match (type_name.as_str(), field.name.as_str()) {
            ("Query", "rateLimit") => {
                let (remaining, reset) = self.left;
                let reset = jiff::Timestamp::from_second(reset).map(|reset| reset.to_string());
                json!({ "__typename": "RateLimit", "cost": 1, "remaining": remaining, "resetAt": reset.ok() })
            }
            ("Query", "repository") => {
                let name = format!("{}/{}", self.text(field, "owner"), self.text(field, "name"));
                let found = self.facts.repository(&name);
                // Renames are followed.
                let found = found
                    .map(|at| at.moved_to.as_deref().and_then(|to| self.facts.repository(to)).unwrap_or(at));
                found.map_or(Value::Null, |found| {
                    json!({ "__typename": "Repository", "nameWithOwner": found.name, "isPrivate": found.private })
                })
            }
            ("Repository", "issueOrPullRequest" | "discussion") => {
                let number = self.argument(field, "number").as_u64().unwrap_or_default();
                let name = object["nameWithOwner"].as_str().unwrap_or_default();
                let item = self.facts.item(name, number).filter(|item| item.moved_to.is_none());
                let wanted = field.name == "discussion";
                item.filter(|item| (item.kind == ItemKind::Discussion) == wanted)
                    .map_or(Value::Null, |item| node(item, object))
            }
            (_, "labels" | "timelineItems") => {
                let first = self.argument(field, "first").as_u64().unwrap_or_default() as usize;
                let types = self.argument(field, "itemTypes");
                let all = object[&field.name].as_array().cloned().unwrap_or_default();
                let wanted = |node: &Value| {
                    let Some(types) = types.as_array() else { return true };
                    let own =
                        node["__typename"].as_str().unwrap_or_default().replace("Event", "").to_uppercase();
                    types.iter().any(|kind| kind.as_str() == Some(&format!("{own}_EVENT")))
                };
                let nodes: Vec<Value> = all.into_iter().filter(wanted).collect();
                let more = nodes.len() > first;
                json!({
                    "__typename": "Connection",
                    "pageInfo": { "__typename": "PageInfo", "hasNextPage": more },
                    "nodes": nodes.into_iter().take(first).collect::<Vec<_>>(),
                })
            }
            ("Issue", "stateReason") if self.argument(field, "enableDuplicate") != json!(true) => {
                let reason = object["stateReason"].as_str();
                json!(reason.map(|reason| if reason == "DUPLICATE" { "NOT_PLANNED" } else { reason }))
            }
            (_, name) => match object.get(name) {
                Some(value) => value.clone(),
                None => {
                    self.violations.push(format!("Field '{name}' doesn't exist on type '{type_name}'"));
                    Value::Null
                }
            },
        };
        let looked_up = matches!(field.name.as_str(), "repository" | "issueOrPullRequest" | "discussion");
        match value {
            Value::Null if looked_up => {
                let message = format!("Could not resolve to what was asked for at {}", path.join("."));
                self.errors.push(json!({ "type": "NOT_FOUND", "path": path, "message": message }));
                Value::Null
            }
            Value::Object(_) => self.select(&value, &field.selection_set, path),
            Value::Array(values) => {
                values.iter().map(|value| self.select(value, &field.selection_set, path)).collect()
            }
            value => value,
        }
    }

    fn text(&self, field: &Field<'_, String>, name: &str) -> String {
        self.argument(field, name).as_str().unwrap_or_default().to_owned()
    }

    fn argument(&self, field: &Field<'_, String>, name: &str) -> Value {
        let given = field.arguments.iter().find(|(given, _)| given == name);
        given.map_or(Value::Null, |(_, given)| self.value(given))
    }

    fn value(&self, given: &Argument<'_, String>) -> Value {
        match given {
            Argument::Variable(name) => self.variables.get(name).cloned().unwrap_or_default(),
            Argument::Int(number) => json!(number.as_i64()),
            Argument::String(text) | Argument::Enum(text) => json!(text),
            Argument::Boolean(is) => json!(is),
            Argument::List(values) => values.iter().map(|value| self.value(value)).collect(),
            _ => Value::Null,
        }
    }
}

/// All that GitHub's schema has of it and may be selected.
fn node(fact: &ItemFact, repository: &Value) -> Value {
    let is_pull = fact.kind == ItemKind::Pull;
    let (open, closed) = ("OPEN".to_owned(), "CLOSED".to_owned());
    let state = match (&fact.merged_at, &fact.closed_at) {
        (Some(_), _) => "MERGED".to_owned(),
        (None, Some(_)) => closed,
        (None, None) => open,
    };
    let upper = |reason: &Option<String>| reason.as_ref().map(|reason| reason.to_uppercase());
    let labels: Vec<Value> =
        fact.labels.iter().map(|name| json!({ "__typename": "Label", "name": name })).collect();
    let mut node = json!({
        "__typename": match fact.kind {
            ItemKind::Pull => "PullRequest",
            ItemKind::Issue => "Issue",
            ItemKind::Discussion => "Discussion",
        },
        "number": fact.number,
        "title": fact.title,
        "state": state,
        "createdAt": fact.created_at,
        "closedAt": fact.closed_at,
        "updatedAt": fact.updated_at(),
        "milestone": fact.milestone.as_ref().map(|title| json!({ "__typename": "Milestone", "title": title })),
        "labels": labels,
        "timelineItems": timeline(fact),
        "repository": repository,
        "bodyText": "a body that nobody asked for",
    });
    if is_pull {
        node["mergedAt"] = json!(fact.merged_at);
        node["isDraft"] = json!(fact.draft);
    } else {
        node["stateReason"] = json!(upper(&fact.reason).filter(|_| fact.closed_at.is_some()));
    }
    node
}

/// The events, with those that a query may leave out: a merge closes as well.
fn timeline(fact: &ItemFact) -> Vec<Value> {
    let one = |what: &str, at: &str, reason: Option<&String>| {
        let kind = match what {
            "merged" => "MergedEvent",
            "reopened" => "ReopenedEvent",
            _ => "ClosedEvent",
        };
        json!({ "__typename": kind, "createdAt": at, "stateReason": reason.map(|reason| reason.to_uppercase()) })
    };
    if !fact.events.is_empty() {
        let each = |EventFact { at, what, reason }: &EventFact| one(what, at, reason.as_ref());
        return fact.events.iter().map(each).collect();
    }
    let merged = fact.merged_at.iter().map(|at| one("merged", at, None));
    // Events know no duplicates.
    let reason = fact.reason.as_ref().filter(|reason| *reason != "duplicate");
    let closed = fact.closed_at.iter().map(|at| one("closed", at, reason));
    merged.chain(closed).collect()
}
