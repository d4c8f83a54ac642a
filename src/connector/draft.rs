//! What a person has typed so far: everything optional, nothing trusted.

use super::Secrets;
use crate::mapping::FieldMapping;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
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

/// One value of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Scalar {
    /// Nothing was typed.
    #[default]
    Empty,
    /// Text, or a whole number as its digits.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// A part of the form.
    Section(BTreeMap<String, Scalar>),
    /// A value that no field of a form can hold.
    Other,
}

impl Scalar {
    /// The text without the white space around it; nothing for an empty one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Whether a person has left the field empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Serialize for Scalar {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Empty | Self::Other => serializer.serialize_none(),
            Self::Text(text) => serializer.serialize_str(text),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Section(section) => serializer.collect_map(section),
        }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ScalarVisitor;
        impl<'de> Visitor<'de> for ScalarVisitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a form value")
            }
            fn visit_unit<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar::Empty)
            }
            fn visit_none<E: Error>(self) -> Result<Scalar, E> {
                Ok(Scalar::Empty)
            }
            fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<Scalar, D::Error> {
                inner.deserialize_any(self)
            }
            fn visit_bool<E: Error>(self, flag: bool) -> Result<Scalar, E> {
                Ok(Scalar::Flag(flag))
            }
            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Text(number.to_string()))
            }
            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Text(number.to_string()))
            }
            fn visit_f64<E: Error>(self, _: f64) -> Result<Scalar, E> {
                Ok(Scalar::Other)
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Scalar, A::Error> {
                while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
                Ok(Scalar::Other)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
                let mut section = BTreeMap::new();
                while let Some((key, value)) = map.next_entry::<String, Scalar>()? {
                    section.insert(key, value);
                }
                Ok(Scalar::Section(section))
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}
