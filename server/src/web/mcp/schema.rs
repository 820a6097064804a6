//! JSON Schemas of what tools take and give, made of the same descriptions as those of the API.

use std::collections::BTreeMap;

use rmcp::model::JsonObject;
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::{RefOr, Schema};

use crate::web::api::openapi::{self, require_all};

/// Where the API's description keeps its shapes, and where a schema by itself does.
const SHARED: &str = "#/components/schemas/";
const OWN: &str = "#/$defs/";

/// The schema of what a tool takes: what may be left out is not required.
pub fn input<T: ToSchema>() -> JsonObject {
    object::<T>(|_| ())
}

/// The schema of what a tool gives: every field is there.
pub fn output<T: ToSchema>() -> JsonObject {
    object::<T>(require_all)
}

fn object<T: ToSchema>(complete: fn(&mut RefOr<Schema>)) -> JsonObject {
    let json = |mut schema: RefOr<Schema>| {
        complete(&mut schema);
        let mut schema = serde_json::to_value(schema).unwrap_or_default();
        point_inwards(&mut schema);
        schema
    };
    let mut own = Vec::new();
    T::schemas(&mut own);
    // What an answer is wrapped around is described with the API alone.
    let shared = openapi::description().components.unwrap_or_default().schemas;
    let known: BTreeMap<String, Value> =
        shared.into_iter().chain(own).map(|(name, schema)| (name, json(schema))).collect();
    let mut root = json(T::schema());
    root["type"] = json!("object");
    let (mut shapes, mut open) = (JsonObject::default(), shapes_in(&root));
    while let Some(name) = open.pop() {
        if let Some(shape) = known.get(&name).filter(|_| !shapes.contains_key(&name)) {
            open.extend(shapes_in(shape));
            shapes.insert(name, shape.clone());
        }
    }
    if !shapes.is_empty() {
        root["$defs"] = Value::Object(shapes);
    }
    match root {
        Value::Object(root) => root,
        _ => JsonObject::default(),
    }
}

/// The names of the shapes that a schema refers to.
fn shapes_in(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(fields) => {
            let named =
                fields.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix(OWN));
            named.map(str::to_owned).into_iter().chain(fields.values().flat_map(shapes_in)).collect()
        }
        Value::Array(items) => items.iter().flat_map(shapes_in).collect(),
        _ => Vec::new(),
    }
}

/// Makes references to shapes of the API lead to those of this schema.
fn point_inwards(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(target) if key == "$ref" => *target = target.replacen(SHARED, OWN, 1),
                    value => point_inwards(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(point_inwards),
        _ => {}
    }
}
