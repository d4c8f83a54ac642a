//! The settings of a host.

use super::record::{Change, Table};
use crate::error::{Code, Error};
use crate::push::Closure;
use serde::Serialize;
use serde_json::Value;

/// The key of the one record of settings.
pub(crate) const SETTINGS: &str = "settings";

#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Settings {
    pub(crate) default_connector_id: Option<String>,
    pub(crate) closure: Closure,
}

impl Settings {
    /// Reads the stored settings. What cannot be read is as it is where nothing was ever set.
    pub(crate) fn read(record: &Value) -> Self {
        Self {
            default_connector_id: default_of(record),
            closure: closure_of(record).and_then(Closure::parse).unwrap_or_default(),
        }
    }

    /// What is written of the settings that a person chose.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` without a closure, or with one that nobody knows.
    pub(crate) fn save(given: &Value) -> Result<Change, Error> {
        let invalid = |message: &str| Error::with(Code::OptionsInvalid, message).at("closure");
        let word = closure_of(given).ok_or_else(|| invalid("The settings name no closure."))?;
        let closure = Closure::parse(word).ok_or_else(|| invalid(&format!("closure cannot be \"{word}\".")))?;
        let settings = Self { default_connector_id: default_of(given), closure };
        Ok(Change::put(Table::Settings, SETTINGS, settings))
    }
}

fn default_of(record: &Value) -> Option<String> {
    record.get("defaultConnectorId").and_then(Value::as_str).map(str::to_owned)
}

fn closure_of(record: &Value) -> Option<&str> {
    record.get("closure").and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::Settings;
    use crate::push::Closure;
    use serde_json::{Value, json};

    #[test]
    fn what_cannot_be_read_is_as_if_it_was_never_set() {
        for record in [Value::Null, json!("settings"), json!({ "closure": "never", "defaultConnectorId": 7 })] {
            assert_eq!(Settings::read(&record), Settings::default(), "{record}");
        }
        let record = json!({ "v": 1, "closure": "close-by-pushing", "defaultConnectorId": "soc" });
        let read = Settings { default_connector_id: Some("soc".into()), closure: Closure::ByPushing };
        assert_eq!(Settings::read(&record), read);
    }

    #[test]
    fn settings_are_stored_whole_and_need_a_closure() {
        let given = json!({ "defaultConnectorId": null, "closure": "close-by-user" });
        let change = serde_json::to_value(Settings::save(&given).unwrap()).unwrap();
        let value = json!({ "v": 1, "defaultConnectorId": null, "closure": "close-by-user" });
        assert_eq!(change, json!({ "kind": "put", "table": "settings", "key": "settings", "value": value }));
        for wrong in [json!({}), json!({ "closure": "never" }), json!({ "closure": true })] {
            assert_eq!(Settings::save(&wrong).unwrap_err().field.as_deref(), Some("closure"), "{wrong}");
        }
    }
}
