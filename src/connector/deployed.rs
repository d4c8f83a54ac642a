//! What a system has said of how it is deployed, where its URL does not show it.

use serde::Serialize;

/// What a system has said of how it is deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Deployed {
    /// By its vendor.
    Cloud,
    /// By whoever uses it.
    DataCenter,
    /// It was asked, and its answer does not tell.
    Untold,
}

impl Deployed {
    /// Reads it by its name in JavaScript, which is that of the choice in the form too.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "cloud" => Self::Cloud,
            "dataCenter" => Self::DataCenter,
            "untold" => Self::Untold,
            _ => return None,
        })
    }
}
