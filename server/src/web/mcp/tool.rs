//! A tool: what it is called, what it takes and gives, and how a call becomes an answer.

use rmcp::model::{CallToolResult, ContentBlock, JsonObject, ToolAnnotations};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

use super::schema;
use crate::web::api::Api;
use crate::web::api::error::ApiError;

/// Something that a model can ask for. It reads and changes nothing.
pub trait Tool {
    /// What a call names it by.
    const NAME: &'static str;
    /// Its name for people.
    const TITLE: &'static str;
    /// When to use it and what it gives, for models.
    const DESCRIPTION: &'static str;
    /// What it takes.
    type Input: DeserializeOwned + ToSchema + Send;
    /// What it gives.
    type Output: Serialize + ToSchema;

    /// The answer to a stranger.
    fn answer(api: &Api, input: Self::Input) -> impl Future<Output = Result<Self::Output, ApiError>> + Send;
}

/// The description of a tool for clients.
pub fn describe<T: Tool>() -> rmcp::model::Tool {
    let annotations =
        ToolAnnotations::new().read_only(true).destructive(false).idempotent(true).open_world(false);
    rmcp::model::Tool::new(T::NAME, T::DESCRIPTION, schema::input::<T::Input>())
        .with_title(T::TITLE)
        .with_raw_output_schema(schema::output::<T::Output>().into())
        .with_annotations(annotations)
}

/// The answer to a call: what the tool gives, as JSON and as its text, or what to do about an error.
pub async fn call<T: Tool>(api: &Api, arguments: Option<JsonObject>) -> CallToolResult {
    let arguments = Value::Object(arguments.unwrap_or_default());
    let answer = match serde_json::from_value::<T::Input>(arguments) {
        Ok(input) => T::answer(api, input).await,
        Err(error) => Err(ApiError::bad_query(format!("the arguments cannot be read: {error}"))),
    };
    let answer = answer.and_then(|output| serde_json::to_value(output).map_err(ApiError::unreadable));
    match answer {
        Ok(output) => CallToolResult::structured(output),
        Err(error) => CallToolResult::error(vec![ContentBlock::text(error.message())]),
    }
}
