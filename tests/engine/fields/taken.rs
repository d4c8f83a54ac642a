//! What a field is said to take, the system takes: every field of every system, filled and pushed.

use super::reader::{INCIDENT, Reader};
use crate::common::world::{ALL, Kind, sample};
use crate::push::browser::Browser;
use case_connectors::case::SecurityCase;
use case_connectors::fields::{ConnectorFields, LiveChoice, LiveField, LiveKind};
use case_connectors::push::{Options, PushState, plan};
use serde_json::{Map, Value, json};

/// A value for a field, as a person would choose it.
async fn value(reader: &Reader, live: &ConnectorFields, values: &Map<String, Value>, field: &LiveField) -> Value {
    let searched = reader.search(field, "").await;
    let depends = field.depends_on.as_deref().map(|path| &values[path]);
    let fits = |choice: &&LiveChoice| {
        depends.is_none_or(|on| choice.when.as_deref().is_none_or(|when| on.as_str() == Some(when)))
    };
    let chosen = || searched.iter().rfind(fits).map(|choice| choice.value.clone()).unwrap_or_default();
    match field.kind {
        LiveKind::Text | LiveKind::TextArea | LiveKind::Url => json!("https://example.com/a"),
        LiveKind::Number => json!(7),
        LiveKind::Flag => json!(true),
        LiveKind::Date | LiveKind::DateTime => match field.format.as_deref() {
            Some("YYYY-MM-DD") => json!("2026-12-01"),
            Some("YYYY-MM-DD HH:mm:ss") => json!("2026-12-01 10:00:00"),
            Some("YYYY-MM-DDTHH:mm:ss.SSSZZ") => json!("2026-12-01T10:00:00.000+0000"),
            _ => json!(1_796_083_200_000_i64),
        },
        LiveKind::MultiSelect => json!([chosen()]),
        LiveKind::Cascading => field.choices[0].children[0].value.clone(),
        LiveKind::Labels => json!(["one"]),
        LiveKind::Select if field.path == "issueType" => json!(live.issue_type),
        _ => chosen(),
    }
}

/// A case whose fields are all filled.
async fn filled(reader: &Reader, live: &ConnectorFields) -> Value {
    let mut values = Map::new();
    let mut extra = Map::new();
    let mut extra_key = "";
    // A closed incident is another matter, and no issue of the simulated project is a sub-task.
    let fields = live.fields.iter().filter(|field| !field.path.ends_with(".state") && field.path != "parent");
    for field in fields {
        let value = value(reader, live, &values, field).await;
        match field.path.split_once('.') {
            Some((key, name)) => {
                extra_key = key;
                extra.insert(name.to_owned(), value);
            }
            None => drop(values.insert(field.path.clone(), value)),
        }
    }
    values.insert(extra_key.to_owned(), Value::Object(extra).to_string().into());
    let mut case = sample("phishing");
    (case["comments"], case["totalComment"]) = (json!([]), json!(0));
    case["connector"] = json!({ "id": "soc", "name": "SOC", "type": reader.connector.type_id(), "fields": values });
    case
}

#[tokio::test]
async fn every_field_takes_what_it_is_said_to_take_and_is_not_written_again() {
    for kind in ALL {
        let reader = Reader::new(kind);
        let is_jira = matches!(kind, Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter);
        let live = reader.fields(is_jira.then_some(INCIDENT)).await;
        let case = filled(&reader, &live).await;
        let mut browser = Browser::new(reader.world.connector("soc"));
        browser.choices.fields = Some(live.clone());
        let bytes = case.to_string();
        let parsed = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
        let mut options = Options::new(crate::common::NOW);
        options.fields = Some(live);
        let planned = plan(&parsed, &reader.connector, &[], &options).unwrap();
        assert_eq!(planned.problems, [], "{kind:?}");
        let outcome = browser.push(&reader.world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let taken: Vec<_> = outcome.warnings.iter().filter(|warning| warning.code == "FIELD_NOT_TAKEN").collect();
        assert!(taken.is_empty(), "{kind:?} {taken:?}");
        // Whoever has no journal reads that all of it stands there.
        let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
        let outcome = other.push(&reader.world, &case).await;
        assert_eq!(
            (outcome.state, outcome.writes),
            (PushState::Complete, 0),
            "{kind:?} {:?} {:?}",
            outcome.error,
            outcome.drift
        );
    }
}
