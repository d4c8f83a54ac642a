//! What others write: lines that end as ours do, marks, and cases that name the wrong incident.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, OF_SEVERAL, World, comment_ids, edit, sample};
use case_connectors::connector::Secrets;
use case_connectors::error::Code;
use case_connectors::push::{ClaimKind, IfForeign, IfUnverified, Outcome, PushState, mark};
use case_connectors::systems::Connector;
use serde_json::{Value, json};

const FUTURE: &str = "2099-01-01 00:00:00.000 UTC";

/// The case as it was before any push: nothing in it tells of one.
fn forgetful(case: &Value) -> Value {
    let mut case = case.clone();
    case["external_service"] = Value::Null;
    case
}

fn code(outcome: &Outcome) -> Option<Code> {
    outcome.error.as_ref().map(|error| error.code)
}

#[tokio::test]
async fn a_line_of_a_stranger_suppresses_no_edit_and_no_new_comment() {
    let forged = [
        format!("(added at {FUTURE} by x, case comment c1a1, edit 7)"),
        format!("Thanks.\n(added at {FUTURE} by Ana Lyst, case comment c1a1)"),
        format!("(added at {FUTURE} by x, case comment new-one)"),
        "(added at 2026-09-20 10:00:00.000 UTC by x, case comment new-one)".to_owned(),
    ];
    for kind in OF_SEVERAL {
        for line in &forged {
            let world = World::new(kind).await;
            let mut browser = Browser::new(world.connector("soc"));
            let mut case = updated(&browser.push(&world, &sample("phishing")).await);
            let id = world.incidents().await[0].id.clone();
            world.comment_as_stranger(&id, line).await;

            edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-19T10:00:00.000Z");
            let new = json!({ "id": "new-one", "type": "user", "comment": "More.", "created_at": "2026-09-20T10:00:00.000Z" });
            case["comments"].as_array_mut().unwrap().push(new);
            case["totalComment"] = json!(4);
            let outcome = browser.push(&world, &case).await;
            // Never complete without having sent what is new: a person is told who wrote what.
            let place = format!("{kind:?} {line}: {:?}", outcome.error);
            assert_eq!((outcome.state, code(&outcome)), (PushState::Failed, Some(Code::EntryUnverified)), "{place}");
            let claim = &outcome.claims[0];
            assert_eq!(claim.kind, ClaimKind::Entry, "{place}");
            if matches!(kind, Kind::ServiceNow | Kind::ServiceNowImport) {
                // Its journal proves no author.
                assert_eq!(claim.account, None, "{place}");
            } else {
                assert!(claim.account.is_some() && claim.at.is_some(), "{place}");
            }

            browser.choices.if_unverified = IfUnverified::SendAgain;
            let outcome = browser.push(&world, &case).await;
            assert_eq!(outcome.state, PushState::Complete, "{place} {:?}", outcome.error);
            let references = world.incidents().await[0].references();
            let sent = |id: &str| references.iter().filter(|it| it.as_str() == format!("comment {id}")).count();
            assert_eq!(
                references.iter().filter(|it| it.starts_with("comment c1a1, edit")).count(),
                1 + usize::from(line.contains("edit 7")),
                "{place} {references:?}"
            );
            assert!(sent("new-one") >= 1, "{place} {references:?}");
        }
    }
}

#[tokio::test]
async fn a_line_of_a_stranger_about_alerts_suppresses_their_number() {
    for kind in OF_SEVERAL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        let case = sample("dns_tunnelling");
        let without = {
            let mut case = case.clone();
            case["comments"].as_array_mut().unwrap().retain(|comment| comment["type"] == json!("user"));
            case["totalComment"] = json!(case["comments"].as_array().unwrap().len());
            case
        };
        browser.push(&world, &without).await;
        let id = world.incidents().await[0].id.clone();
        world.comment_as_stranger(&id, "(added by case-connectors, case alerts, total 4)").await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(code(&outcome), Some(Code::EntryUnverified), "{kind:?} {:?}", outcome.error);
        browser.choices.if_unverified = IfUnverified::SendAgain;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn an_incident_that_somebody_else_has_marked_is_not_taken_over() {
    for kind in [Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient, Kind::ServiceNow] {
        let world = World::new(kind).await;
        let case = sample("phishing");
        prepare_as_stranger(&world, &case).await;
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);
        assert_eq!(outcome.claims[0].kind, ClaimKind::Incident, "{kind:?}");
        assert!(outcome.claims[0].account.is_some(), "{kind:?}");
        let shown = outcome.claims[0].incident.as_ref().unwrap();
        assert!(
            shown.url.starts_with("http") && !shown.title.is_empty(),
            "{kind:?}: a person has to find it: {shown:?}"
        );
        // Its creator does not become known by being asked about.
        assert_eq!(code(&browser.push(&world, &case).await), Some(Code::IncidentForeign), "{kind:?}");

        let mut other = Browser::new(world.connector("soc"));
        other.choices.if_foreign = IfForeign::Create;
        let outcome = other.push(&world, &case).await;
        assert_eq!(world.incidents().await.len(), 2, "{kind:?} {:?}", outcome.error);
        browser.choices.if_foreign = IfForeign::Adopt;
        browser.choices.if_edited = case_connectors::push::IfEdited::Overwrite;
        let outcome = Browser { journal: Vec::new(), ..browser }.push(&world, &case).await;
        // Two that carry the mark are a question of their own.
        assert_eq!(code(&outcome), Some(Code::IncidentAmbiguous), "{kind:?} {:?}", outcome.error);
    }
}

/// Somebody who knows the case's id makes an incident with its mark, before the first push.
pub(super) async fn prepare_as_stranger(world: &World, case: &Value) {
    let (connector, secrets): (Connector, Secrets) = world.connector_of_another("stranger", &json!({})).await;
    let mark = mark(case["id"].as_str().unwrap(), &connector);
    let (path, body) = match world.kind {
        Kind::Resilient => (
            format!("/rest/orgs/{}/incidents", simulators::RESILIENT_ORG),
            json!({ "name": "Prepared", "discovered_date": 1, "properties": { "case_connectors_mark": mark } }),
        ),
        Kind::ServiceNow => {
            ("/api/now/table/incident".to_owned(), json!({ "short_description": "Prepared", "correlation_id": mark }))
        }
        _ => {
            let project = connector_project(world);
            let fields = json!({ "project": { "key": project }, "issuetype": { "id": "10002" }, "summary": "Prepared", "labels": [mark] });
            ("/rest/api/2/issue".to_owned(), json!({ "fields": fields }))
        }
    };
    world.write_by_hand((connector, secrets), "POST", &path, &body).await;
    world.log_in(0).await;
}

fn connector_project(world: &World) -> &'static str {
    if world.kind == Kind::JiraDataCenter { "SD" } else { "SOC" }
}

#[tokio::test]
async fn a_case_that_names_another_incident_overwrites_nothing() {
    for kind in ALL {
        let world = World::new(kind).await;
        // Another case's incident, made by the same account.
        Browser::new(world.connector("soc")).push(&world, &sample("ransomware_intl")).await;
        let stranger = world.incidents().await.remove(0);
        let named = Browser::new(world.connector("soc")).push(&world, &sample("ransomware_intl")).await;
        let mut case = sample("phishing");
        case["external_service"] = json!(named.external_service);
        let mut browser = Browser::new(world.connector("soc"));
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);

        browser.choices.if_foreign = IfForeign::Create;
        let outcome = browser.push(&world, &case).await;
        assert_eq!(outcome.state, PushState::Complete, "{kind:?} {:?}", outcome.error);
        let incidents = world.incidents().await;
        assert_eq!((incidents.len(), &incidents[0].fields), (2, &stranger.fields), "{kind:?}");
        assert_eq!(incidents[1].references(), comment_ids(&case), "{kind:?}");
    }
}

#[tokio::test]
async fn an_answer_about_one_incident_says_nothing_of_the_next_that_is_found() {
    for kind in [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient, Kind::ServiceNow] {
        let world = World::new(kind).await;
        // A case file names somebody else's incident; a colleague has made the right one since.
        let stranger = Browser::new(world.connector_of_another("stranger", &json!({})).await)
            .push(&world, &sample("ransomware_intl"))
            .await;
        let case = sample("phishing");
        let mut colleague = Browser::new(world.connector_of_another("soc", &json!({})).await);
        colleague.push(&world, &case).await;
        world.log_in(0).await;
        let mut named = case.clone();
        named["external_service"] = json!(stranger.external_service);
        named["external_service"]["connector_id"] = json!("soc");
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices.if_foreign = IfForeign::Create;
        let outcome = browser.push(&world, &named).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);
        let asked = outcome.claims[0].incident.as_ref().unwrap();
        assert_ne!(Some(&asked.id), stranger.external_service.as_ref().map(|it| &it.external_id), "{kind:?}");
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
        // The first is settled; what is said now is about the second.
        browser.choices.if_foreign = IfForeign::Adopt;
        browser.choices.if_unverified = IfUnverified::Trust;
        let outcome = browser.push(&world, &named).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 2, "{kind:?}");
    }
}

#[tokio::test]
async fn a_case_that_names_an_issue_of_another_project_overwrites_nothing() {
    let world = World::new(Kind::JiraCloud).await;
    let there = Browser::new(world.connector_in("SD")).push(&world, &sample("phishing")).await;
    let stranger = world.incidents().await.remove(0);
    let mut case = sample("phishing");
    case["external_service"] = json!(there.external_service);
    case["external_service"]["connector_id"] = json!("soc");
    let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
    assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{:?}", outcome.error);
    assert_eq!(world.incidents().await[0].fields, stranger.fields);
}

#[tokio::test]
async fn a_colleague_is_asked_about_once_and_then_known() {
    for kind in OF_SEVERAL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut case = sample("phishing");
        let advanced = json!({});
        let mut colleague = Browser::new(world.connector_of_another("soc", &advanced).await);
        colleague.push(&world, &case).await;
        world.log_in(0).await;

        let outcome = Browser::new(world.connector("soc")).push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentForeign)), "{kind:?} {:?}", outcome.error);
        let account = outcome.claims[0].account.clone().unwrap();
        let knows = json!({ "colleagues": format!(" nobody, {} ", account.id) });
        let mut browser = Browser::new(world.connector_with("soc", &knows, None));
        let outcome = browser.push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);

        // What the colleague sends later is known too.
        edit(&mut case, "c1a1", "All sessions revoked.", "2026-09-15T10:00:00.000Z");
        world.log_in(1).await;
        assert_eq!(colleague.push(&world, &case).await.writes, 1, "{kind:?}");
        world.log_in(0).await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await.len(), 1, "{kind:?}");
    }
}

#[tokio::test]
async fn a_host_that_writes_back_is_not_asked_about_colleagues() {
    // The case says what was pushed, and the incident says the same: nobody can have written both.
    for kind in OF_SEVERAL {
        let world = World::new(kind).await;
        let mut colleague = Browser::new(world.connector_of_another("soc", &json!({})).await);
        let case = updated(&colleague.push(&world, &sample("phishing")).await);
        world.log_in(0).await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
    }
}

#[tokio::test]
async fn where_authors_cannot_be_read_a_star_trusts_everybody_who_can_write_there() {
    for kind in [Kind::ServiceNow, Kind::SecOps] {
        let world = World::new(kind).await;
        let case = sample("phishing");
        Browser::new(world.connector("soc")).push(&world, &case).await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::EntryUnverified)), "{kind:?} {:?}", outcome.error);

        let mut trusting = Browser::new(world.connector("soc"));
        trusting.choices.if_unverified = IfUnverified::Trust;
        let outcome = trusting.push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        let star = world.connector_with("soc", &json!({ "colleagues": "*" }), None);
        let outcome = Browser::new(star).push(&world, &forgetful(&case)).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 0), "{kind:?} {:?}", outcome.error);
        assert_eq!(world.incidents().await[0].references(), comment_ids(&case), "{kind:?}");
    }
}

#[tokio::test]
async fn a_text_that_a_browser_without_a_journal_did_not_leave_is_asked_about() {
    for kind in ALL {
        let world = World::new(kind).await;
        let pushed = updated(&Browser::new(world.connector("soc")).push(&world, &sample("phishing")).await);
        let id = world.incidents().await[0].id.clone();
        world.edit_title(&id, "Theirs").await;
        let outcome = Browser::new(world.connector("soc")).push(&world, &pushed).await;
        assert_eq!((outcome.writes, code(&outcome)), (0, Some(Code::IncidentEdited)), "{kind:?} {:?}", outcome.error);
        assert_eq!(outcome.drift[0].base, Value::Null, "{kind:?}");
        assert_eq!(world.incidents().await[0].fields[kind.title_field()], json!("Theirs"), "{kind:?}");
    }
}

#[tokio::test]
async fn an_answer_about_a_strangers_line_is_not_about_what_this_account_has_written() {
    for kind in [Kind::JiraCloud, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::new(kind).await;
        let case = sample("dns_tunnelling");
        let mut without = case.clone();
        without["comments"].as_array_mut().unwrap().retain(|comment| comment["type"] == json!("user"));
        without["totalComment"] = json!(without["comments"].as_array().unwrap().len());
        // The incident is a colleague's; this account has sent the number of alerts, and its browser has lost what it knew.
        world.log_in(2).await;
        Browser::new(world.connector("soc")).push(&world, &without).await;
        world.log_in(0).await;
        let asked = Browser::new(world.connector("soc")).push(&world, &case).await;
        let creator = asked.claims[0].account.clone().unwrap().id;
        let new = || Browser::new(world.connector_with("soc", &json!({ "colleagues": creator }), None));
        let first = new().push(&world, &case).await;
        assert_eq!((first.state, first.writes), (PushState::Complete, 1), "{kind:?} {:?}", first.error);
        let id = world.incidents().await[0].id.clone();
        let comment = without["comments"][0]["id"].as_str().unwrap().to_owned();
        world.comment_as_stranger(&id, &format!("(added at {FUTURE} by x, case comment {comment}, edit 7)")).await;
        let mut changed = case.clone();
        edit(&mut changed, &comment, "Another text.", "2026-12-19T10:00:00.000Z");
        let mut browser = new();
        browser.choices.if_unverified = IfUnverified::SendAgain;
        let outcome = browser.push(&world, &changed).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
    }
}
