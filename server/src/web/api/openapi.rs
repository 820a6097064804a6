//! `/api/v1/openapi.json`: the description of the API, generated from its code.

mod parameters;

use axum::Json;
use axum::extract::State;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{AllOf, Schema};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, Ref, RefOr, ResponseBuilder, Server};
use utoipa::{Modify, OpenApi};

use self::parameters::Filters;
use super::error::ApiError;
use super::error::ErrorBody;
use super::request::WithoutQuery;
use super::state::Api;

/// The API, as its handlers and types describe it.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Kepline",
        version = "1.0.0",
        description = "An engineer's notes on Kubernetes development, with the state of every KEP, pull request and \
            issue that they cite: *then*, at the end of the note's day, and *now*, as of the last sync.\n\n\
            Everything is read with GET, without a key, from any origin; one address adds notes, with a token, and one annotates \
            a document that is sent to it. Lists take the same filters as the pages: \
            the query of a page is the query of a list, in any spelling that the pages understand (`sig=SIG Node`); \
            links are spelt in one way. Answers have an `etag` for `if-none-match`.\n\n\
            The notes belong to their author. Where `rights` are `unstated`, the words of notes (`markdown`, `text`, \
            `html`) are `null` and `source.withheld` says why; what they cite and how they are tagged is told all \
            the same.\n\nWithin version 1 fields are added, never removed or given another meaning.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        super::index::index,
        openapi,
        super::entries::list,
        super::entries::one,
        super::notes::list,
        super::notes::one,
        super::new_note::add,
        super::annotate::annotate,
        super::keps::list,
        super::keps::one,
        super::refs::one,
        super::sigs::list,
        super::versions::list,
        super::upgrades::one,
        super::status::status,
    ),
    components(schemas(ErrorBody)),
    tags(
        (name = "notes", description = "Entries and their notes, with what they cite then and now."),
        (name = "facts", description = "What is known of KEPs, pull requests, issues, groups and versions."),
        (name = "about", description = "The API itself."),
    ),
    modifiers(&Filters, &RequiredFields, &Tokens, &Failures),
)]
struct Description;

/// This description
///
/// As OpenAPI 3.1.
#[utoipa::path(
    get, path = "/api/v1/openapi.json", tag = "about", operation_id = "getOpenapi",
    responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json", body = Object))
)]
pub async fn openapi(
    State(api): State<Api>,
    _: WithoutQuery,
) -> Result<Json<utoipa::openapi::OpenApi>, ApiError> {
    let mut description = description();
    description.servers = Some(vec![Server::new(&api.site.public_url)]);
    Ok(Json(description))
}

/// The description without the address of the server.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// Marks every field of answers as required: what is absent is `null`.
struct RequiredFields;

/// The one shape that clients send: what they leave out has a default.
const REQUEST: &str = "NewNote";

/// Fields that are left out where they are absent: they came later, and few have them.
const OPTIONAL_FIELDS: [&str; 1] = ["fragment"];

impl Modify for RequiredFields {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let schemas = openapi.components.iter_mut().flat_map(|components| components.schemas.iter_mut());
        for (_, schema) in schemas.filter(|(name, _)| *name != REQUEST) {
            require_all(schema);
        }
    }
}

/// Marks every field of a shape that is answered as required.
pub fn require_all(schema: &mut RefOr<Schema>) {
    match schema {
        RefOr::T(Schema::Object(object)) => {
            let names = object.properties.keys().filter(|name| !OPTIONAL_FIELDS.contains(&name.as_str()));
            object.required = names.cloned().collect();
        }
        RefOr::T(Schema::AllOf(AllOf { items, .. })) => items.iter_mut().for_each(require_all),
        _ => {}
    }
}

/// Adds what a token is.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A token, as a curator makes one at `/tokens`"))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(token));
    }
}

/// Adds the errors that every operation may answer with.
struct Failures;

impl Modify for Failures {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        for (path, item) in &mut openapi.paths.paths {
            if let Some(post) = &mut item.post {
                fail(post, "400", "The body cannot be read, or the address takes no query");
                fail(post, "410", "The note was removed at once");
                fail(post, "500", "Something went wrong here");
                fail(post, "503", "It took too long: try again later");
            }
            let Some(get) = &mut item.get else { continue };
            fail(get, "400", "Something of the address cannot be read: the message says what");
            if path.contains('{') {
                fail(get, "404", "There is no such thing");
            }
            if !path.ends_with("/status") {
                let not_modified = ResponseBuilder::new().description("As `if-none-match` knows it").build();
                get.responses.responses.insert("304".to_owned(), not_modified.into());
            }
            fail(get, "500", "Something went wrong here");
            fail(get, "503", "It took too long: try again later");
        }
    }
}

fn fail(operation: &mut Operation, status: &str, description: &str) {
    let body = Content::new(Some(Ref::from_schema_name("Error")));
    let response = ResponseBuilder::new().description(description).content("application/json", body).build();
    operation.responses.responses.entry(status.to_owned()).or_insert(response.into());
}
