//! What the protocol asks of a server: who it is, which tools it has, and what a call gives.

use std::sync::{Arc, LazyLock};

use rmcp::model::{
    CallToolRequestParams, CallToolResponse, Implementation, ListToolsResult, PaginatedRequestParams,
    ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler};
use tokio::sync::Semaphore;

use super::kep_story::KepStory;
use super::read_note::ReadNote;
use super::search_notes::SearchNotes;
use super::state_then_and_now::StateThenAndNow;
use super::tool::{Tool, call, describe};
use super::upgrade_list::UpgradeList;
use crate::web::api::Api;

/// How many calls are answered at once; others wait for their turn.
const CALLS: usize = 8;

/// What a model should know before it calls a tool.
const INSTRUCTIONS: &str = "\
Kepline has engineers' running notes on Kubernetes development, and knows what became of the KEPs (Kubernetes enhancement \
proposals), pull requests, issues and feature gates that they cite.

Find notes with search_notes and read one with read_note. kep_story tells how a KEP went; state_then_and_now compares what \
a KEP, a pull request, an issue or a feature gate was on a day with what it is now; upgrade_list says what an upgrade of \
Kubernetes changes.

Facts are as old as `data_as_of` says: name that day, and never the present day, when you say what something is *now*. \
What is null or `unknown` is not known here: say so and do not guess. Every answer has addresses (`url`): link to them as \
evidence. The notes belong to their authors, who are named: attribute what you quote. Where rights are unstated, their words \
are withheld here and are read at the note's address alone.";

static TOOLS: LazyLock<[rmcp::model::Tool; 5]> = LazyLock::new(|| {
    [
        describe::<SearchNotes>(),
        describe::<ReadNote>(),
        describe::<KepStory>(),
        describe::<StateThenAndNow>(),
        describe::<UpgradeList>(),
    ]
});

/// Answers each request by itself.
#[derive(Clone)]
pub struct Handler {
    api: Api,
    turns: Arc<Semaphore>,
}

impl Handler {
    /// A server with the tools over an API's site and database.
    pub fn new(api: Api) -> Self {
        Self { api, turns: Arc::new(Semaphore::new(CALLS)) }
    }
}

impl ServerHandler for Handler {
    fn get_info(&self) -> ServerConfig {
        let program = Implementation::new("kepline", env!("CARGO_PKG_VERSION"))
            .with_title("Kepline")
            .with_website_url(&self.api.site.public_url);
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(program)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(TOOLS.to_vec()))
    }

    fn get_tool(&self, name: &str) -> Option<rmcp::model::Tool> {
        TOOLS.iter().find(|tool| tool.name == name).cloned()
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        // Nobody closes the semaphore.
        let _turn = self.turns.acquire().await;
        let (api, arguments) = (&self.api, request.arguments);
        let result = match &*request.name {
            SearchNotes::NAME => call::<SearchNotes>(api, arguments).await,
            ReadNote::NAME => call::<ReadNote>(api, arguments).await,
            KepStory::NAME => call::<KepStory>(api, arguments).await,
            StateThenAndNow::NAME => call::<StateThenAndNow>(api, arguments).await,
            UpgradeList::NAME => call::<UpgradeList>(api, arguments).await,
            name => return Err(ErrorData::invalid_params(format!("there is no tool `{name}`"), None)),
        };
        Ok(result.into())
    }
}
