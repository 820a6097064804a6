//! Server functions of the pages of upgrades and feature gates.

use domain::gate::GateName;
use domain::pages::{GateList, GatePage};
use domain::upgrade::{UpgradeFilter, UpgradePage, UpgradeRange, UpgradeStart};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::request::DataAge;

/// What there is to choose an upgrade from.
#[server(name = ReadUpgradeStart, prefix = "/fn", endpoint = "upgrade-start", input = GetUrl)]
pub async fn upgrade_start() -> Result<UpgradeStart, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.upgrade_start(DataAge::current().today()).await?)
}

/// What an upgrade changes.
#[server(name = ReadUpgrade, prefix = "/fn", endpoint = "upgrade", input = GetUrl)]
pub async fn upgrade(
    range: UpgradeRange,
    #[server(default)] filter: UpgradeFilter,
) -> Result<UpgradePage, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.upgrade(range, &filter).await?)
}

/// Every feature gate.
#[server(name = ReadGates, prefix = "/fn", endpoint = "gates", input = GetUrl)]
pub async fn gates() -> Result<GateList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.gate_list(DataAge::current().today()).await?)
}

/// A feature gate.
#[server(name = ReadGate, prefix = "/fn", endpoint = "gate", input = GetUrl)]
pub async fn gate(name: GateName) -> Result<GatePage, AppError> {
    let store = expect_context::<store::Store>();
    let page = store.gate_page(&name, DataAge::current().today()).await?;
    page.ok_or_else(|| AppError::NotFound.respond())
}
