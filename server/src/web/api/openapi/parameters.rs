//! The query parameters of lists, from the keys of their filters.

use domain::as_of;
use domain::list::filter::FilterKey;
use domain::list::keps::KepKey;
use domain::list::query::QueryKey;
use utoipa::Modify;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn, ParameterStyle};
use utoipa::openapi::schema::{ArrayBuilder, KnownFormat, Object, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{OpenApi, Required};

use crate::web::api::query::{DEFAULT_LIMIT, MAX_LIMIT};

/// Adds the keys of [`FilterKey`] to the lists of entries and notes, those of [`KepKey`] to that of KEPs, and the day to
/// whatever can look from one.
pub struct Filters;

impl Modify for Filters {
    fn modify(&self, openapi: &mut OpenApi) {
        for (path, parameters) in [
            ("/api/v1/entries", note_parameters()),
            ("/api/v1/notes", note_parameters()),
            ("/api/v1/keps", kep_parameters()),
        ] {
            let item = openapi.paths.paths.get_mut(path);
            if let Some(get) = item.and_then(|item| item.get.as_mut()) {
                get.parameters.get_or_insert_default().extend(parameters);
            }
        }
        for path in LOOKING_BACK {
            let item = openapi.paths.paths.get_mut(path);
            if let Some(get) = item.and_then(|item| item.get.as_mut()) {
                get.parameters.get_or_insert_default().push(as_of_parameter());
            }
        }
    }
}

/// What can be looked at as of an earlier day.
const LOOKING_BACK: [&str; 7] = [
    "/api/v1/entries",
    "/api/v1/entries/{id}",
    "/api/v1/notes",
    "/api/v1/notes/{id}",
    "/api/v1/keps",
    "/api/v1/keps/{name}",
    "/api/v1/refs/{owner}/{repo}/{number}",
];

fn as_of_parameter() -> Parameter {
    let day = ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
    ParameterBuilder::new()
        .name(as_of::KEY)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(format!(
            "The day that *now* means: from {} to that of the facts; filters stay at today",
            as_of::FIRST
        )))
        .schema(Some(day))
        .build()
}

fn note_parameters() -> Vec<Parameter> {
    let filters = FilterKey::ALL.iter().copied().map(|key| {
        let is_single = matches!(
            key,
            FilterKey::Changed
                | FilterKey::Since
                | FilterKey::Until
                | FilterKey::Q
                | FilterKey::Order
                | FilterKey::Before
                | FilterKey::After
        );
        parameter(key.as_str(), key.expects(), choices(key), is_single)
    });
    let limit = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum(Some(MAX_LIMIT))
        .default(Some(DEFAULT_LIMIT.into()));
    let limit = ParameterBuilder::new()
        .name("limit")
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some("How many items a page has at most"))
        .schema(Some(limit));
    filters.chain([limit.build()]).collect()
}

fn kep_parameters() -> Vec<Parameter> {
    let parameter = |key: KepKey| {
        if key == KepKey::Page {
            let page = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1)).maximum(Some(1000));
            return ParameterBuilder::new()
                .name(key.as_str())
                .parameter_in(ParameterIn::Query)
                .required(Required::False)
                .description(Some("The page, counted from 1"))
                .schema(Some(page))
                .build();
        }
        // There are many groups, and any spelling of theirs is accepted.
        let choices = if key == KepKey::Sig { Vec::new() } else { key.choices() };
        parameter(
            key.as_str(),
            key.expects(),
            choices,
            matches!(key, KepKey::Changed | KepKey::Q | KepKey::Sort | KepKey::Order),
        )
    };
    KepKey::ALL.iter().copied().map(parameter).collect()
}

/// The values that a key takes, in their usual spelling; empty where they are many.
fn choices(key: FilterKey) -> Vec<&'static str> {
    match key {
        FilterKey::Sig | FilterKey::ExcludeSig | FilterKey::Names => Vec::new(),
        FilterKey::Changed => vec!["1", "true", "yes"],
        FilterKey::Order => vec!["asc", "desc", "moved", "relevance"],
        key => key.choices(),
    }
}

/// A value that finds something in the demo.
fn example(name: &str) -> Option<&'static str> {
    Some(match name {
        "notebook" => "kepline-demo",
        "sig" => "node",
        "exclude.sig" => "windows",
        "version" => "1.28..1.29",
        "exclude.version" => "1.20",
        "cycle" => "1.28..1.29",
        "exclude.cycle" => "1.20",
        "in" => "2023",
        "stage" => "stable",
        "status" => "implemented",
        "github" => "merged",
        "verdict" => "held",
        "expected" => "beta",
        "changed" => "1",
        "kep" => "753",
        "ref" => "kubernetes/kubernetes#116429",
        "repo" => "kubernetes/kubernetes",
        "since" => "2023",
        "until" => "2024-12",
        "q" => "kubelet",
        "order" => "desc",
        "sort" => "number",
        _ => return None,
    })
}

/// A parameter that may be repeated (any of its values matches) or given once.
fn parameter(name: &str, expects: &str, choices: Vec<&'static str>, is_single: bool) -> Parameter {
    let value: Object = ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values((!choices.is_empty()).then_some(choices))
        .into();
    let builder =
        ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query).required(Required::False);
    let example = example(name);
    if is_single {
        return builder
            .example(example.map(Into::into))
            .description(Some(format!("Expects {expects}")))
            .schema(Some(value))
            .build();
    }
    builder
        .example(example.map(|value| vec![value].into()))
        .description(Some(format!("Expects {expects}; any of several")))
        .style(Some(ParameterStyle::Form))
        .explode(Some(true))
        .schema(Some(ArrayBuilder::new().items(value)))
        .build()
}
