//! The rights that an operator states.

use anyhow::bail;
use domain::notebook::Rights;

use crate::cli::RightsArg;

/// The rights that the command line states.
///
/// # Errors
/// Where a licence is missing, or is none of these rights.
pub fn stated_rights(rights: Option<RightsArg>, licence: Option<&str>) -> anyhow::Result<Option<Rights>> {
    Ok(match (rights, licence) {
        (None, _) => None,
        (Some(RightsArg::Licensed), Some(licence)) => Some(Rights::Licensed(licence.to_owned())),
        (Some(RightsArg::Licensed), None) => {
            bail!("--rights licensed requires --licence, such as --licence \"CC BY 4.0\"")
        }
        (Some(_), Some(_)) => bail!("--licence requires --rights licensed"),
        (Some(RightsArg::Own), None) => Some(Rights::Own),
        (Some(RightsArg::Unstated), None) => Some(Rights::Unstated),
    })
}
