//! What a person has typed so far: everything optional, nothing trusted.

use super::mapping::FieldMapping;
use super::scalar::Scalar;
use super::secrets::Secrets;
use std::collections::BTreeMap;

/// A form's values as they were typed.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Deserialize)]
#[non_exhaustive]
pub struct Draft {
    /// The id, once the connector is stored.
    #[serde(default)]
    pub id: Option<String>,
    /// The connector type.
    #[serde(rename = "type", default)]
    pub type_id: String,
    /// The connector's name.
    #[serde(default)]
    pub name: Option<String>,
    /// The fields of the form, with the section `advanced`.
    #[serde(default)]
    pub config: BTreeMap<String, Scalar>,
    /// The secrets; empty ones keep what is stored.
    #[serde(default)]
    pub secrets: Secrets,
    /// The field mappings; the defaults where there are none.
    #[serde(default)]
    pub mappings: Option<Vec<FieldMapping>>,
    /// Of a stored connector: whether its secret is gone, so that an empty one cannot be kept.
    #[serde(rename = "isMissingSecrets", default)]
    pub is_missing_secrets: bool,
}

impl Draft {
    /// An empty form of a connector type.
    #[must_use]
    pub fn new(type_id: impl Into<String>) -> Self {
        Self { type_id: type_id.into(), ..Self::default() }
    }

    /// A value of the form without the white space around it.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.config.get(key).and_then(Scalar::as_text)
    }

    /// A value of the form's advanced part.
    #[must_use]
    pub fn advanced(&self, key: &str) -> Option<&Scalar> {
        match self.config.get("advanced")? {
            Scalar::Section(section) => section.get(key),
            _ => None,
        }
    }
}
