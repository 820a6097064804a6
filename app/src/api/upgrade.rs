//! Upgrades and feature gates.

use domain::gate::GateName;
use domain::pages::{GateList, GatePage};
use domain::upgrade::{UpgradeFilter, UpgradePage, UpgradeRange, UpgradeStart};
use leptos::prelude::*;

use crate::error::AppError;
use crate::request::DataAge;

/// What there is to choose an upgrade from.
pub async fn upgrade_start() -> Result<UpgradeStart, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.upgrade_start(DataAge::current().today()).await?)
}

/// What an upgrade changes.
pub async fn upgrade(range: UpgradeRange, filter: UpgradeFilter) -> Result<UpgradePage, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.upgrade(range, &filter).await?)
}

/// Every feature gate.
pub async fn gates() -> Result<GateList, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.gate_list().await?)
}

/// A feature gate.
pub async fn gate(name: GateName) -> Result<GatePage, AppError> {
    let store = expect_context::<store::Store>();
    let page = store.gate_page(&name).await?;
    page.ok_or_else(|| AppError::NotFound.respond())
}
