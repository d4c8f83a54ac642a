//! The connector that a person chose for a case, with its fields for the case.

use super::record::{Change, Table, exactly};
use crate::error::{Code, Error};
use serde::Serialize;
use serde_json::{Value, json};

/// The connector of a case. Nothing here looks into its fields.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Choice {
    pub(crate) connector_id: String,
    pub(crate) fields: Value,
}

impl Choice {
    /// Reads a stored choice; one that names no connector is none.
    pub(crate) fn read(record: &Value) -> Option<Self> {
        let fields = record.get("fields").filter(|fields| fields.is_object() || fields.is_array());
        Some(Self {
            connector_id: record.get("connectorId")?.as_str()?.to_owned(),
            fields: fields.cloned().unwrap_or_default(),
        })
    }

    /// What is written of a choice; nothing takes it back.
    ///
    /// # Errors
    /// `OPTIONS_INVALID` where it names no connector.
    pub(crate) fn save(case_id: &str, given: &Value) -> Result<Change, Error> {
        if !given.is_object() && !given.is_array() {
            return Ok(Change::remove(Table::Choices, exactly(case_id)));
        }
        let Self { connector_id, fields } = Self::read(given).ok_or_else(|| {
            Error::with(Code::OptionsInvalid, "The choice names no connector.").at("choice.connectorId")
        })?;
        let record = json!({ "caseId": case_id, "connectorId": connector_id, "fields": fields });
        Ok(Change::put(Table::Choices, exactly(case_id), record))
    }
}

#[cfg(test)]
mod tests {
    use super::Choice;
    use crate::host::record::{Change, Table};
    use serde_json::{Value, json};

    #[test]
    fn a_choice_is_kept_by_its_case_with_its_fields_as_they_are() {
        let given = json!({ "connectorId": "soc", "fields": { "urgency": "1", "deep": [null, 2.5] } });
        let change = Choice::save("case-1", &given).unwrap();
        let Change::Put { table: Table::Choices, key, value } = &change else { panic!("{change:?}") };
        assert_eq!(key, "case-1\u{0}");
        assert_eq!((&value["caseId"], &value["v"]), (&json!("case-1"), &json!(1)));
        assert_eq!(serde_json::to_value(Choice::read(value)).unwrap(), given);
    }

    #[test]
    fn nothing_takes_a_choice_back_and_one_without_a_connector_is_refused() {
        assert_eq!(Choice::save("c", &Value::Null).unwrap(), Change::remove(Table::Choices, "c\u{0}"));
        let refused = Choice::save("c", &json!({ "fields": {} })).unwrap_err();
        assert_eq!(refused.field.as_deref(), Some("choice.connectorId"));
    }

    #[test]
    fn fields_that_are_none_are_nothing() {
        let read = Choice::read(&json!({ "connectorId": "soc", "fields": "urgent" })).unwrap();
        assert_eq!(read.fields, Value::Null);
        assert_eq!(Choice::read(&json!({ "caseId": "c" })), None);
    }
}
