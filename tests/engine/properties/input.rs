//! Cases, forms, journals and options of whatever kind: a value or an error with a code, no panic.

use super::{any_json, any_word, config, mutated, with_a_value_replaced};
use crate::common::{CASES, CONNECTORS, connector, connector_json, options};
use case_connectors::case::{Page, SecurityCase, WriteBack, write_back};
use case_connectors::connector::{Draft, Rules, Severity};
use case_connectors::error::Code;
use case_connectors::push::{StepKind, plan, read_journal, status};
use case_connectors::systems::FORMS;
use case_connectors::systems::{Connector, validate, validate_field};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// Reads, plans and asks for the status: everything that a page does before a push.
fn look_at(case: &[u8], pages: &[&[u8]]) -> Result<(), TestCaseError> {
    let pages: Vec<Page<'_>> = pages.iter().copied().map(Page::Comments).collect();
    match SecurityCase::parse(case, &pages) {
        Ok(case) => {
            for name in CONNECTORS {
                let connector = connector(name);
                match plan(&case, &connector, &[], &options()) {
                    Ok(plan) => prop_assert!(
                        plan.steps.iter().any(|step| step.kind == StepKind::Create) || case.external_service.is_some()
                    ),
                    Err(error) => prop_assert_eq!(error.code, Code::FieldsInvalid),
                }
                let _ = status(&case, &connector, &[]);
            }
        }
        Err(error) => {
            let codes = [Code::CaseInvalid, Code::CommentsMissing, Code::CaseTooLarge];
            prop_assert!(codes.contains(&error.code), "{:?}", error);
            prop_assert!(!error.message.is_empty());
        }
    }
    Ok(())
}

fn changes() -> WriteBack {
    let mut changes = WriteBack::new(json!({ "external_id": "1" }), "2026-11-02T08:00:00.000Z", Value::Null);
    changes.comments = ["c1a1".to_owned()].into();
    (changes.alerts, changes.close) = (true, true);
    changes
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn bytes_of_whatever_kind_are_a_case_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        look_at(&bytes, &[])?;
        look_at(br#"{"id":"1","title":"t"}"#, &[&bytes])?;
        let _ = write_back(&bytes, &changes());
        let _ = (Connector::from_json(&bytes), read_journal(&bytes));
    }

    #[test]
    fn a_damaged_sample_is_a_case_or_an_error(
        bytes in prop::sample::select(&CASES[..3]).prop_flat_map(|(_, bytes)| mutated(bytes.to_vec()))
    ) {
        look_at(&bytes, &[])?;
        look_at(br#"{"id":"1","title":"t"}"#, &[&bytes])?;
        if let Ok(written) = write_back(&bytes, &changes()) {
            prop_assert!(serde_json::from_slice::<Value>(&written).is_ok_and(|case| case["status"] == "closed"));
        }
    }

    #[test]
    fn a_sample_with_a_strange_value_is_a_case_or_an_error(
        case in prop::sample::select(&CASES[..3])
            .prop_flat_map(|(_, bytes)| with_a_value_replaced(serde_json::from_slice(bytes).unwrap()))
    ) {
        look_at(case.to_string().as_bytes(), &[])?;
    }

    #[test]
    fn connector_fields_of_whatever_kind_are_planned_or_refused(fields in any_json(), extra in any_json()) {
        for name in CONNECTORS {
            let own = connector_json(name);
            let fields = if fields.is_object() { fields.clone() } else {
                json!({ "otherFields": extra.to_string(), "additionalFields": extra, "priority": fields, "severityCode": fields,
                    "incidentTypes": [fields], "urgency": fields })
            };
            let case = json!({ "id": "1", "title": "t", "connector": { "id": own["id"], "type": own["type"], "fields": fields } });
            look_at(case.to_string().as_bytes(), &[])?;
        }
    }

    #[test]
    fn a_draft_of_whatever_kind_is_judged(draft in any_draft(), stored in any_draft(), field in any_word()) {
        let Ok(draft) = serde_json::from_value::<Draft>(draft) else { return Ok(()) };
        let stored = serde_json::from_value::<Draft>(stored).ok();
        for existing in [None, stored.as_ref(), Some(&draft)] {
            let rules = Rules::default().with_existing(existing);
            let all = validate(&draft, rules);
            for problem in &all {
                prop_assert!(!problem.code.is_empty() && !problem.message.is_empty());
                if let Some(field) = &problem.field {
                    prop_assert!(validate_field(&draft, field, rules).contains(problem));
                }
            }
            let _ = validate_field(&draft, &field, rules);
        }
        // What the form accepts can be used, and what it refuses cannot.
        let accepted = validate(&draft, Rules::default().with_existing(&draft))
            .iter()
            .all(|problem| problem.severity == Severity::Warning);
        let named = draft.id.as_deref().is_some_and(|id| !id.trim().is_empty());
        match Connector::new(draft) {
            Ok(connector) => {
                prop_assert!(accepted && named);
                let case = SecurityCase::parse(CASES[0].1, &[]).unwrap();
                prop_assert!(plan(&case, &connector, &[], &options()).is_ok());
            }
            Err(error) => {
                prop_assert!(!accepted || !named, "{}", error);
                prop_assert!([Code::ConnectorInvalid, Code::MappingInvalid].contains(&error.code));
            }
        }
    }
}

/// Drafts that are nearly right: the keys of the forms with good, bad and strange values.
fn any_draft() -> impl Strategy<Value = Value> {
    let types = FORMS.iter().map(|form| form.type_id).chain([".none"]).collect::<Vec<_>>();
    let keys: Vec<(String, bool)> = FORMS
        .iter()
        .flat_map(|form| form.all_fields())
        .map(|field| (field.path(), matches!(field.place, case_connectors::connector::form::Place::Secrets)))
        .collect();
    let good = prop::sample::select(vec![
        "https://example.atlassian.net",
        "SOC",
        "201",
        "bot@example.com",
        "token",
        "basic",
        "bearer",
        "cloud",
        "work_notes",
        "2",
    ]);
    let value = prop_oneof![6 => good.prop_map(Value::from), 1 => any_json(), 1 => ".{0,20}".prop_map(Value::from)];
    let mapping = (any_word(), any_word(), any_word())
        .prop_map(|(source, target, action)| json!({ "source": source, "target": target, "action": action }));
    let known = (
        prop::sample::select(vec!["title", "description", "comments", "tags"]),
        prop::sample::select(vec![
            "summary",
            "short_description",
            "name",
            "description",
            "comments",
            "labels",
            "not_mapped",
            "x",
        ]),
        prop::sample::select(vec!["overwrite", "append", "nothing"]),
    )
        .prop_map(|(source, target, action)| json!({ "source": source, "target": target, "action": action }));
    let mappings = prop::option::of(prop::collection::vec(prop_oneof![1 => mapping, 9 => known], 0..5));
    let entries = prop::collection::vec((prop::sample::select(keys), value), 0..16);
    (prop::sample::select(types), entries, mappings, prop::option::of(".{1,4}")).prop_map(|(type_id, entries, mappings, id)| {
        let (mut config, mut advanced, mut secrets) = (Map::new(), Map::new(), Map::new());
        let mut name = json!("a name");
        for ((path, _), value) in entries {
            match path.rsplit_once('.') {
                Some(("config", key)) => drop(config.insert(key.to_owned(), value)),
                Some(("secrets", key)) => drop(secrets.insert(key.to_owned(), value)),
                Some((_, key)) => drop(advanced.insert(key.to_owned(), value)),
                None => name = value,
            }
        }
        config.insert("advanced".into(), Value::Object(advanced));
        json!({ "id": id, "type": type_id, "name": name, "config": config, "secrets": secrets, "mappings": mappings })
    })
}
