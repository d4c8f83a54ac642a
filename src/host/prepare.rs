//! Which connector a case gets.

use super::choice::Choice;
use super::open::Host;
use super::settings::Settings;
use super::stored::Stored;
use crate::case::{Page, SecurityCase};
use crate::connector::Draft;
use crate::delegate::CaseNames;
use crate::error::{Code, Error};
use crate::json;
use crate::systems::Connector;
use serde_json::Value;

/// A case's connector.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) connector_id: String,
    /// The stored connector; none where a delegate pushes, whose connectors are its own.
    pub(crate) connector: Option<Draft>,
    /// JSON text that takes the place of the case's own connector, where a person chose one with its fields.
    pub(crate) case_connector: Option<String>,
}

impl Host {
    /// What a push of this case is known by, and the connector that the case names itself.
    ///
    /// # Errors
    /// `CASE_INVALID`, `CASE_TOO_LARGE`, `COMMENTS_MISSING`.
    pub(crate) fn case_names(&self, case: &[u8], pages: &[Page<'_>]) -> Result<CaseNames, Error> {
        if self.delegate.is_some() {
            return CaseNames::read(case);
        }
        let case = SecurityCase::parse(case, pages)?;
        let own = case.connector.as_ref().map(|connector| connector.id.to_string());
        Ok(CaseNames {
            id: case.id.to_string(),
            title: case.title.to_string(),
            connector_id: own.filter(|id| id != "none"),
        })
    }

    /// The connector that was asked for, else the case's choice, else the case's own, else the default. A delegate
    /// has its own connectors, so that nothing stored here counts.
    ///
    /// # Errors
    /// `CONNECTOR_UNKNOWN`; `CONNECTOR_INVALID` where the stored one cannot be used.
    pub(crate) fn prepare(
        &self,
        own: Option<String>,
        asked: Option<String>,
        choice: &Value,
        settings: &Value,
        stored: &Stored,
    ) -> Result<Prepared, Error> {
        let unknown = || Error::new(Code::ConnectorUnknown);
        if self.delegate.is_some() {
            let connector_id = asked.or(own).ok_or_else(unknown)?;
            return Ok(Prepared { connector_id, connector: None, case_connector: None });
        }
        let choice = Choice::read(choice);
        let ids = match asked {
            Some(asked) => vec![asked],
            None => {
                let chosen = choice.as_ref().map(|choice| choice.connector_id.clone());
                let default = Settings::read(settings).default_connector_id;
                [chosen, own, default].into_iter().flatten().collect()
            }
        };
        let draft = ids.iter().find_map(|id| stored.connector(id)).ok_or_else(unknown)?;
        let connector = Connector::new(draft.clone())?;
        let choice = choice.filter(|choice| choice.connector_id == connector.id());
        Ok(Prepared {
            connector_id: connector.id().to_owned(),
            connector: Some(draft),
            case_connector: choice.map(|choice| case_connector(&connector, &choice)),
        })
    }
}

/// The case's `connector`, as Kibana writes it.
fn case_connector(connector: &Connector, choice: &Choice) -> String {
    json::write(&json::object(vec![
        ("id", connector.id().into()),
        ("name", connector.name().into()),
        ("type", connector.type_id().into()),
        ("fields", choice.fields.clone()),
    ]))
}

#[cfg(test)]
mod tests {
    use super::{Host, Prepared};
    use crate::connector::Scalar;
    use crate::delegate::Kibana;
    use crate::error::Code;
    use crate::host::record::exactly;
    use crate::host::stored::Stored;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    fn stored() -> Stored {
        let config = [("apiUrl", "https://dev1.service-now.com"), ("username", "bot")];
        let config: BTreeMap<String, Scalar> = config.map(|(key, value)| (key.to_owned(), value.into())).into();
        let entry = |id: &str| (exactly(id), json!({ "id": id, "name": id, "type": ".servicenow", "config": config }));
        let broken = (exactly("broken"), json!({ "id": "broken", "type": ".servicenow", "config": {} }));
        let unread = (exactly("unread"), json!("?"));
        let connectors = ["asked", "chosen", "own", "default"].map(entry).into_iter().chain([broken, unread]).collect();
        Stored { connectors, ..Stored::default() }
    }

    fn prepare(host: &Host, own: &str, asked: &str, chosen: &str, default: &str) -> Result<Prepared, Code> {
        let some = |id: &str| Some(id.to_owned()).filter(|id| !id.is_empty());
        let choice = json!({ "connectorId": some(chosen), "fields": { "urgency": "1" } });
        let settings = json!({ "defaultConnectorId": some(default), "closure": "close-by-user" });
        host.prepare(some(own), some(asked), &choice, &settings, &stored()).map_err(|error| error.code)
    }

    fn id(prepared: Result<Prepared, Code>) -> Result<String, Code> {
        prepared.map(|prepared| prepared.connector_id)
    }

    #[test]
    fn the_one_that_was_asked_for_then_the_choice_then_the_cases_own_then_the_default() {
        let host = Host::default();
        let id = |own, asked, chosen, default| id(prepare(&host, own, asked, chosen, default));
        assert_eq!(id("own", "asked", "chosen", "default").as_deref(), Ok("asked"));
        assert_eq!(id("own", "", "chosen", "default").as_deref(), Ok("chosen"));
        assert_eq!(id("own", "", "", "default").as_deref(), Ok("own"));
        assert_eq!(id("", "", "", "default").as_deref(), Ok("default"));
        // One that is not stored, or cannot be read, gives way to the next; the one that was asked for does not.
        assert_eq!(id("gone", "", "unread", "default").as_deref(), Ok("default"));
        assert_eq!(id("own", "gone", "chosen", "default"), Err(Code::ConnectorUnknown));
        assert_eq!(id("", "", "", ""), Err(Code::ConnectorUnknown));
        assert_eq!(id("", "broken", "", ""), Err(Code::ConnectorInvalid));
    }

    #[test]
    fn the_fields_of_a_choice_go_to_its_own_connector_alone() {
        let host = Host::default();
        let chosen = prepare(&host, "own", "", "chosen", "").unwrap().case_connector.unwrap();
        let expected = json!({ "id": "chosen", "name": "chosen", "type": ".servicenow", "fields": { "urgency": "1" } });
        assert_eq!(serde_json::from_str::<Value>(&chosen).unwrap(), expected);
        assert_eq!(prepare(&host, "own", "asked", "chosen", "").unwrap().case_connector, None);
        assert!(prepare(&host, "own", "chosen", "chosen", "").unwrap().case_connector.is_some());
    }

    #[test]
    fn a_delegate_has_its_own_connectors() {
        let host = Host { delegate: Some(Kibana::new("https://kibana.example", None).unwrap()), ..Host::default() };
        assert_eq!(id(prepare(&host, "kibanas", "", "chosen", "default")).as_deref(), Ok("kibanas"));
        let asked = prepare(&host, "kibanas", "another", "chosen", "default").unwrap();
        assert_eq!((asked.connector_id.as_str(), asked.connector.is_none()), ("another", true));
        assert_eq!(id(prepare(&host, "", "", "chosen", "default")), Err(Code::ConnectorUnknown));
        // It reads no comments: Kibana does.
        let names = host.case_names(br#"{"id":"c","title":"T","connector":{"id":"k"}}"#, &[]).unwrap();
        assert_eq!((names.id, names.title, names.connector_id), ("c".into(), "T".into(), Some("k".into())));
    }

    #[test]
    fn a_case_says_which_connector_it_names() {
        let phishing = include_bytes!("../../tests/fixtures/cases/phishing.json");
        let names = Host::default().case_names(phishing, &[]).unwrap();
        let mut case: Value = serde_json::from_slice(phishing).unwrap();
        assert_eq!(Some(names.id.as_str()), case["id"].as_str());
        case["connector"] = json!({ "id": "none", "name": "none", "type": ".none", "fields": null });
        let none = Host::default().case_names(case.to_string().as_bytes(), &[]).unwrap();
        assert_eq!(none.connector_id, None);
        assert_eq!(Host::default().case_names(b"{}", &[]).unwrap_err().code, Code::CaseInvalid);
    }
}
