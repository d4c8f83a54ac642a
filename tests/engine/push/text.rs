//! Text on its way: in each system's own format, cut with a mark, and known again when it is read.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, Kind, World};
use case_connectors::case::SecurityCase;
use case_connectors::push::{Options, Plan, PushState, StepKind, plan};
use serde_json::{Value, json};

fn case(description: &str) -> Value {
    json!({ "id": "c/1", "title": "t", "description": description, "comments": [{ "id": "k1", "type": "user",
        "comment": "**now** [code]x[/code]", "created_at": "2026-09-14T08:00:00Z", "created_by": { "full_name": "Ana Ruiz" } }] })
}

fn planned(world: &World, advanced: &Value, case: &Value, case_url: Option<&str>) -> Plan {
    let (connector, _) = world.connector_with("own", advanced, None);
    let bytes = case.to_string();
    let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
    let mut options = Options::new("2026-11-24T08:00:00Z");
    options.case_url = case_url.map(str::to_owned);
    plan(&case, &connector, &[], &options).unwrap()
}

/// The bodies of what creates the incident and of the first comment.
fn bodies(plan: &Plan) -> (String, String) {
    let body = |kind: StepKind| plan.steps.iter().find(|step| step.kind == kind).unwrap().request.body.clone().unwrap();
    (body(StepKind::Create), body(StepKind::Comment))
}

#[tokio::test]
async fn each_system_gets_the_text_in_its_own_format() {
    let bold = case("**x** `{code}`");
    for (kind, advanced, in_description, in_comment) in [
        (Kind::JiraCloud, json!({}), r"*x* {{\\{code\\}}}", r"*now* \\[code\\]x\\[/code\\]"),
        (Kind::JiraCloud, json!({ "textFormat": "plain" }), "x {code}", "now [code]x[/code]"),
        (Kind::JiraCloud, json!({ "textFormat": "raw" }), "**x** `{code}`", "**now** [code]x[/code]"),
        (
            Kind::JiraDocuments,
            json!({}),
            r#"{"text":"{code}","type":"text","marks":[{"type":"code"}]}"#,
            r#"[{"type":"strong"}]"#,
        ),
        (Kind::JiraDocuments, json!({ "textFormat": "raw" }), r"**x** `{code}`", r"**now** [code]x[/code]"),
        // Version 3 is Cloud's alone.
        (Kind::JiraDataCenter, json!({ "apiVersion": "3" }), r"*x* {{\\{code\\}}}", r"*now* \\[code\\]x\\[/code\\]"),
        (
            Kind::Resilient,
            json!({}),
            r#""content":"<p><strong>x</strong> <code>{code}</code></p>","format":"html""#,
            "<strong>now</strong> [code]x[/code]",
        ),
        (
            Kind::Resilient,
            json!({ "textFormat": "plain" }),
            r#""content":"x {code}","format":"text""#,
            "now [code]x[/code]",
        ),
        (Kind::Resilient, json!({ "textFormat": "raw" }), r#""content":"**x** `{code}`","format":"text""#, "**now**"),
        (Kind::ServiceNow, json!({}), "x {code}", "now [ code]x[ /code]"),
        // Only the journal renders HTML.
        (
            Kind::ServiceNow,
            json!({ "textFormat": "code" }),
            r#""x {code}""#,
            "[code]<p><strong>now</strong> &#91;code]x&#91;/code]</p>",
        ),
        (Kind::ServiceNow, json!({ "textFormat": "raw" }), "**x** `{code}`", "**now** [code]x[/code]"),
    ] {
        let world = World::new(kind).await;
        let (create, comment) = bodies(&planned(&world, &advanced, &bold, None));
        let ordered = |text: &str| {
            serde_json::from_str::<Value>(text).map_or_else(|_| text.to_owned(), |value| value.to_string())
        };
        assert!(create.contains(&ordered(in_description)), "{kind:?} {advanced}: {create}");
        assert!(comment.contains(in_comment), "{kind:?} {advanced}: {comment}");
    }
}

#[tokio::test]
async fn a_text_that_is_cut_says_where_the_rest_is_and_the_plan_shows_the_cut() {
    for kind in ALL.into_iter().filter(|kind| *kind != Kind::Resilient) {
        let world = World::new(kind).await;
        let long = case(&format!("**{}** the end", "bold words ".repeat(6_000)));
        let plan = planned(&world, &json!({}), &long, Some("https://kibana.example/cases/{id}"));
        let (create, _) = bodies(&plan);
        assert!(create.contains("characters left out; full text in the case"), "{kind:?}");
        assert!(create.contains("https://kibana.example/cases/c%2F1"), "{kind:?}");
        let cut = plan.warnings.iter().find(|warning| warning.code == "TEXT_CUT").unwrap();
        let (before, after) = (cut.before.as_deref().unwrap(), cut.after.as_deref().unwrap());
        assert!(before.contains("bold words") && after.ends_with('…'), "{kind:?}: {before} / {after}");
        assert!(before.starts_with(after.trim_end_matches('…')), "{kind:?}: {before} / {after}");
    }
}

#[tokio::test]
async fn what_the_way_changes_is_no_edit() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mut case = case(
            "## Head\n\n- one  `a&b`\n- two\n\n| a | b |\n|---|---|\n| c | <d> |\n\n> quoted\n\n[x](https://x.example/?a=1&b=2)",
        );
        let mut browser = Browser::new(world.connector("own"));
        let first = browser.push(&world, &case).await;
        assert_eq!((first.state, &first.error), (PushState::Complete, &None), "{kind:?}");
        case = updated(&first);
        case["description"] = json!("## Head\n\n- one\n- **three**");
        let second = browser.push(&world, &case).await;
        // The remote text was the one that we had sent, however the system shows it.
        assert_eq!((second.state, &second.error), (PushState::Complete, &None), "{kind:?}");
        assert_eq!(second.writes, 1, "{kind:?}");
    }
}

#[tokio::test]
async fn what_is_appended_stays_one_text_in_every_format() {
    let mappings = json!([
        { "source": "title", "target": "summary", "action": "overwrite" },
        { "source": "description", "target": "description", "action": "append" },
        { "source": "comments", "target": "comments", "action": "append" },
    ]);
    for kind in ALL {
        let world = World::new(kind).await;
        let mut mappings = mappings.clone();
        mappings[0]["target"] = json!(kind.title_field());
        let mut case = case("- first");
        let mut browser = Browser::new(world.connector_with("own", &json!({}), Some(mappings)));
        case = updated(&browser.push(&world, &case).await);
        case["description"] = json!("**second**");
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, &outcome.error, outcome.writes), (PushState::Complete, &None, 1), "{kind:?}");
        // The same once more: it stands at the end already.
        case = updated(&outcome);
        assert_eq!(browser.push(&world, &case).await.writes, 0, "{kind:?}");
        let shown = world.incidents().await[0].fields.to_string();
        let (first, second) = (shown.find("first"), shown.find("second"));
        assert!(first.is_some() && first < second, "{kind:?}: {shown}");
    }
}
