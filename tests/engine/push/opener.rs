//! Who has opened an incident: the person of whom the host says so, on ServiceNow and at the creation alone.

use super::browser::Browser;
use crate::common::world::{ALL, Kind, World, sample};
use case_connectors::case::SecurityCase;
use case_connectors::push::{Options, PushState, plan};
use serde_json::{Value, json};

const ABEL: &str = "c0ffee00c0ffee00c0ffee00c0ffee02";
const ITIL: [Kind; 2] = [Kind::ServiceNow, Kind::ServiceNowImport];

fn browser(world: &World, opened_by: &str) -> Browser {
    let mut browser = Browser::new(world.connector("soc"));
    browser.choices.opened_by = Some(opened_by.to_owned());
    browser
}

/// Who is the caller, and who has opened it.
async fn named(world: &World) -> (Value, Value) {
    let fields = world.incidents().await.remove(0).fields;
    (fields["caller_id"].clone(), fields["opened_by"].clone())
}

#[tokio::test]
async fn the_person_is_named_by_user_name_and_by_mail_and_no_update_names_another() {
    for kind in ITIL {
        for words in ["abel.tuter", "Abel.Tuter@example.com", "javascript:abel.tuter^"] {
            let world = World::offline(kind);
            let mut case = sample("phishing");
            let mut browser = browser(&world, words);
            let outcome = browser.push(&world, &case).await;
            assert_eq!((outcome.state, outcome.warnings), (PushState::Complete, Vec::new()), "{kind:?} {words}");
            assert_eq!(named(&world).await, (json!(ABEL), json!(ABEL)), "{kind:?} {words}");
            // Another person brings it up to date: nobody is looked for.
            let never =
                json!({ "kind": "status", "status": 500, "times": 100, "match": { "pathContains": "sys_user" } });
            world.fault(never).await;
            case["title"] = json!("Another title");
            browser.choices.opened_by = Some("case.bot".into());
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
            assert_eq!(named(&world).await, (json!(ABEL), json!(ABEL)), "{kind:?} {words}");
        }
    }
    let world = World::offline(Kind::SecOps);
    let outcome = browser(&world, "abel.tuter").push(&world, &sample("phishing")).await;
    assert_eq!(outcome.warnings, []);
    assert_eq!(named(&world).await, (Value::Null, json!(ABEL)));
}

#[tokio::test]
async fn whoever_cannot_be_found_is_not_named_and_nothing_fails() {
    for kind in ITIL {
        let bot = json!("c0ffee00c0ffee00c0ffee00c0ffee01");
        let (shown, hidden) = (json!({}), json!({ "usersReadable": false }));
        let refused = json!({ "kind": "status", "status": 403, "match": { "pathContains": "sys_user" } });
        let cases = [
            ("nobody", &shown, None),
            ("Abel Tuter", &shown, None),
            ("abel.tuter", &hidden, None),
            ("abel.tuter", &shown, Some(refused)),
        ];
        for (words, settings, fault) in cases {
            let world = World::offline(kind);
            world.set(settings.clone()).await;
            if let Some(fault) = fault {
                world.fault(fault).await;
            }
            let outcome = browser(&world, words).push(&world, &sample("phishing")).await;
            let [warning] = outcome.warnings.as_slice() else { panic!("{kind:?} {words} {outcome:?}") };
            assert_eq!((outcome.state, warning.code), (PushState::Complete, "OPENER_UNKNOWN"), "{kind:?} {words}");
            assert!(warning.message.contains(words), "{}", warning.message);
            assert_eq!(named(&world).await, (json!(""), bot.clone()), "{kind:?} {words}");
        }
    }
}

#[tokio::test]
async fn an_instance_that_answers_anybody_names_nobody() {
    let world = World::offline(Kind::ServiceNow);
    let rows = json!({ "result": [{ "sys_id": ABEL, "user_name": "abel.tuter", "email": "abel.tuter@example.com" }] });
    let matching = json!({ "pathContains": "sys_user" });
    world.fault(json!({ "kind": "status", "status": 200, "body": rows, "match": matching })).await;
    let outcome = browser(&world, "ana.lyst").push(&world, &sample("phishing")).await;
    assert_eq!(outcome.warnings[0].code, "OPENER_UNKNOWN");
}

#[tokio::test]
async fn whom_the_case_names_itself_stays_and_what_the_instance_drops_is_told() {
    for kind in ITIL {
        let world = World::offline(kind);
        let mut case = sample("phishing");
        let form = world.form().0;
        let own = "c0ffee00c0ffee00c0ffee00c0ffee03";
        let fields = json!({ "additionalFields": json!({ "caller_id": own }).to_string() });
        case["connector"] = json!({ "id": "soc", "name": "SOC", "type": form["type"], "fields": fields });
        let outcome = browser(&world, "abel.tuter").push(&world, &case).await;
        assert_eq!((outcome.state, outcome.warnings), (PushState::Complete, Vec::new()), "{kind:?}");
        assert_eq!(named(&world).await, (json!(own), json!(ABEL)), "{kind:?}");
    }
    let world = World::offline(Kind::ServiceNow);
    world.set(json!({ "readOnlyFields": ["opened_by"] })).await;
    let outcome = browser(&world, "abel.tuter").push(&world, &sample("phishing")).await;
    let [warning] = outcome.warnings.as_slice() else { panic!("{outcome:?}") };
    assert_eq!((warning.code, warning.field.as_str()), ("FIELD_NOT_TAKEN", "opened_by"));
}

#[test]
fn a_plan_shows_the_look_and_the_fields_and_other_systems_know_no_such_thing() {
    for kind in ALL {
        let (connector, _) = World::offline(kind).connector("soc");
        let bytes = sample("phishing").to_string();
        let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
        let mut options = Options::new(crate::common::NOW);
        let without = plan(&case, &connector, &[], &options).unwrap();
        options.opened_by = Some("abel.tuter".to_owned());
        let with = plan(&case, &connector, &[], &options).unwrap();
        let is_servicenow = connector.type_id().starts_with(".servicenow");
        assert_eq!(with.steps.len() - without.steps.len(), usize::from(is_servicenow), "{kind:?}");
        let create = |plan: &case_connectors::push::Plan| {
            plan.steps.iter().find(|step| step.label == "Create the incident").unwrap().after.clone()
        };
        assert_eq!(create(&with) != create(&without), is_servicenow, "{kind:?}");
        options.opened_by = Some(" ".to_owned());
        assert_eq!(plan(&case, &connector, &[], &options).unwrap(), without, "{kind:?}");
    }
}
