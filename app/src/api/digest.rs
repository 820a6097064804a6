//! Digests.

use domain::digest::{Digest, DigestIndex, DigestPeriod, NoDigest};
use leptos::prelude::*;

use crate::error::AppError;
use crate::request::DataAge;

/// What a period brought, or why there is no digest of it.
pub async fn digest(period: DigestPeriod) -> Result<Result<Digest, NoDigest>, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.digest(period, DataAge::current().today()).await?)
}

/// Which periods there are digests of.
pub async fn digest_index() -> Result<DigestIndex, AppError> {
    let store = expect_context::<store::Store>();
    Ok(store.digest_index(DataAge::current().today()).await?)
}
