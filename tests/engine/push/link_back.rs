//! The way from an incident back to its case.

use super::browser::Browser;
use crate::common::world::{ALL, Incident, Kind, World, sample};
use case_connectors::push::{Options, Outcome, PushState};
use serde_json::{Value, json};

const URL: &str = "https://kibana.example/s/soc/app/security/cases/{id}?a_b=1";

fn options(url: &str, name: &str) -> Options {
    let mut options = Options::default();
    options.case_url = Some(url.to_owned());
    options.pushed_by = Some(json!({ "username": "x", "full_name": name, "email": null }));
    options
}

fn with_alerts() -> Value {
    let mut case = sample("phishing");
    let mut alert = case["comments"][0].clone();
    alert["id"] = json!("alert-1");
    alert["type"] = json!("alert");
    alert["alertId"] = json!(["a1", "a2"]);
    alert["index"] = json!("alerts");
    alert.as_object_mut().unwrap().remove("comment");
    case["comments"].as_array_mut().unwrap().push(alert);
    case["totalAlerts"] = json!(2);
    case
}

async fn push(browser: &mut Browser, world: &World, case: &Value) -> (Outcome, Incident) {
    let outcome = browser.push(world, case).await;
    assert_eq!(outcome.state, PushState::Complete, "{:?}", outcome.error);
    (outcome, world.incidents().await.remove(0))
}

/// What stands in a field, without the signs that formats put between letters.
fn letters(text: &str) -> String {
    text.replace("&#61;", "=").replace("&amp;", "&").replace(['\\', '\u{200b}'], "")
}

#[tokio::test]
async fn an_incident_says_who_has_added_it_and_where_the_case_is() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices = options(URL, "Ana [L] *Lyst*");
        let case = with_alerts();
        let (_, incident) = push(&mut browser, &world, &case).await;
        let address = URL.replace("{id}", case["id"].as_str().unwrap());
        let description = letters(&incident.fields["description"].to_string());
        assert!(description.contains("For more details, see the case: "), "{kind:?} {description}");
        assert!(description.contains(&address), "{kind:?} {description}");
        assert!(description.contains("Added by Ana ") && description.contains("Lyst"), "{kind:?} {description}");
        if kind == Kind::JiraDocuments {
            continue;
        }
        let of_alerts = incident.comments.iter().find(|comment| comment.contains("Alerts attached")).unwrap();
        assert!(letters(of_alerts).contains(&address), "{kind:?} {of_alerts}");
        let others = incident.comments.iter().filter(|comment| !comment.contains("Alerts attached"));
        assert!(others.clone().count() > 0 && others.clone().all(|comment| !letters(comment).contains(&address)));
    }
}

#[tokio::test]
async fn another_address_or_another_person_is_no_edit() {
    for kind in ALL {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices = options(URL, "Ana Lyst");
        let case = with_alerts();
        push(&mut browser, &world, &case).await;
        let mut other = Browser::new((browser.connector.clone(), browser.secrets.clone()));
        for (url, name) in [("https://moved.example/{id}", "Cal Ler"), (URL, "")] {
            for browser in [&mut browser, &mut other] {
                browser.choices = options(url, name);
                let (outcome, _) = push(browser, &world, &case).await;
                assert_eq!((outcome.writes, outcome.drift.len()), (0, 0), "{kind:?} {url}");
            }
        }
        // Nor that there is none any more.
        other.choices.link_back = Some(false);
        assert_eq!(push(&mut other, &world, &case).await.0.writes, 0, "{kind:?}");
    }
}

#[tokio::test]
async fn what_the_case_itself_says_is_still_sent() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices = options(URL, "Ana Lyst");
        let mut case = with_alerts();
        push(&mut browser, &world, &case).await;
        case["description"] = json!("Now it is this.\n\nSee the case: https://kibana.example/other");
        browser.choices = options("https://moved.example/{id}", "Ana Lyst");
        let (outcome, incident) = push(&mut browser, &world, &case).await;
        assert_eq!(outcome.writes, 1, "{kind:?}");
        let description = letters(&incident.fields["description"].to_string());
        assert!(
            description.contains("Now it is this") && description.contains("moved.example"),
            "{kind:?} {description}"
        );
    }
}

#[tokio::test]
async fn it_can_be_left_out() {
    for kind in [Kind::ServiceNow, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient] {
        let world = World::new(kind).await;
        world.tells_authors().await;
        let mut browser = Browser::new(world.connector("soc"));
        browser.choices = options(URL, "Ana Lyst");
        browser.choices.link_back = Some(false);
        let (_, incident) = push(&mut browser, &world, &with_alerts()).await;
        assert!(!format!("{incident:?}").contains("kibana.example/s/soc"), "{kind:?}");
        let mut without = Browser::new(world.connector("soc"));
        without.choices.case_url = None;
        assert_eq!(push(&mut without, &world, &with_alerts()).await.0.writes, 0, "{kind:?}");
    }
}
