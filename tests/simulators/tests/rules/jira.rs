//! The rules of Jira, each as its vendor states it, on both deployments.

use crate::support::{Caller, Reply, simulators};
use serde_json::{Value, json};
use simulators::{
    JIRA_CLOUD_EMAIL, JIRA_CLOUD_TOKEN, JIRA_DATA_CENTER_PASSWORD, JIRA_DATA_CENTER_PAT, JIRA_DATA_CENTER_USER, Running,
};

const ISSUE: &str = "/rest/api/2/issue";

async fn sites() -> (Running, Caller, Caller) {
    let running = simulators().await;
    let addresses = &running.addresses;
    let cloud = Caller::new(&addresses.jira_cloud, JIRA_CLOUD_EMAIL, JIRA_CLOUD_TOKEN);
    let dc = Caller::new(&addresses.jira_data_center, JIRA_DATA_CENTER_USER, JIRA_DATA_CENTER_PASSWORD);
    (running, cloud, dc)
}

fn fields(more: Value) -> Value {
    let mut fields = json!({
        "project": { "key": "SOC" }, "issuetype": { "id": "10006" }, "summary": "Mail",
    });
    for (name, value) in more.as_object().unwrap() {
        fields[name] = value.clone();
    }
    json!({ "fields": fields })
}

async fn create(jira: &Caller, more: Value) -> Value {
    let reply = jira.post(ISSUE, fields(more)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()
}

fn error(reply: &Reply, field: &str) -> String {
    assert_eq!(reply.status, 400, "{}", reply.text);
    let text = reply.json()["errors"][field].clone();
    text.as_str().unwrap_or_else(|| panic!("{}", reply.text)).to_owned()
}

#[tokio::test]
async fn logins_differ_between_the_deployments() {
    let (_running, cloud, dc) = sites().await;
    let refused = cloud.anonymous().get("/rest/api/2/myself").await;
    assert_eq!(refused.status, 401);
    assert!(refused.json()["message"].as_str().unwrap().contains("must be authenticated"));
    assert!(cloud.get("/rest/api/3/myself").await.json()["accountId"].is_string());

    let refused = dc.anonymous().get("/rest/api/2/myself").await;
    assert_eq!((refused.status, refused.json()), (401, Value::Null));
    assert!(refused.header("content-type").starts_with("text/html"));
    let bearer = dc.anonymous().with("authorization", &format!("Bearer {JIRA_DATA_CENTER_PAT}"));
    assert_eq!(bearer.get("/rest/api/2/myself").await.json()["name"], "case.bot");
    assert_eq!(dc.get("/rest/api/3/myself").await.status, 404);

    let kind = async |jira: &Caller| {
        let info = jira.anonymous().get("/rest/api/2/serverInfo").await;
        info.json()["deploymentType"].clone()
    };
    assert_eq!((kind(&cloud).await, kind(&dc).await), (json!("Cloud"), json!("Server")));
}

#[tokio::test]
async fn an_issue_is_created_read_and_edited() {
    let (_running, cloud, dc) = sites().await;
    for jira in [cloud, dc] {
        let created = create(&jira, json!({ "labels": ["b", "a", "a"], "priority": { "name": "High" } })).await;
        assert_eq!(created["key"], "SOC-1");
        assert!(created["self"].as_str().unwrap().starts_with(&jira.base));
        let by_id = format!("{ISSUE}/{}", created["id"].as_str().unwrap());
        let read = jira.get(&by_id).await.json();
        assert_eq!(read["fields"]["labels"], json!(["a", "b"]));
        assert_eq!(read["fields"]["priority"]["name"], "High");
        assert!(read["fields"]["created"].as_str().unwrap().ends_with("+0000"));

        let edit = json!({
            "fields": { "summary": "Post", "description": "text", "project": { "key": "SOC" } },
            "update": { "labels": [{ "remove": "a" }, { "add": "c" }] },
        });
        let reply = jira.put(&format!("{ISSUE}/SOC-1"), edit).await;
        assert_eq!((reply.status, reply.text.as_str()), (204, ""));
        let read = jira.get(&format!("{ISSUE}/SOC-1?fields=summary,labels")).await.json();
        assert_eq!(read["fields"], json!({ "summary": "Post", "labels": ["b", "c"] }));
        let clear = json!({ "fields": { "description": null } });
        assert_eq!(jira.put(&by_id, clear).await.status, 204);
        assert_eq!(jira.get(&by_id).await.json()["fields"]["description"], Value::Null);

        let missing = jira.get(&format!("{ISSUE}/SOC-99")).await;
        assert_eq!(missing.status, 404);
        assert_eq!(missing.json()["errorMessages"][0], "Issue does not exist or you do not have permission to see it.");
    }
}

#[tokio::test]
async fn a_summary_is_one_line_of_at_most_254_characters() {
    let (_running, cloud, _dc) = sites().await;
    create(&cloud, json!({ "summary": "s".repeat(254) })).await;
    let refused =
        async |summary: Value| error(&cloud.post(ISSUE, fields(json!({ "summary": summary }))).await, "summary");
    assert_eq!(refused(json!("s".repeat(255))).await, "Summary must be less than 255 characters.");
    // Counted as Java counts: an emoji is two.
    assert_eq!(refused(json!("😀".repeat(128))).await, "Summary must be less than 255 characters.");
    assert_eq!(refused(json!("a\nb")).await, "The summary is invalid because it contains newline characters.");
    assert_eq!(refused(json!(" ")).await, "You must specify a summary of the issue.");
    assert_eq!(refused(Value::Null).await, "You must specify a summary of the issue.");
}

#[tokio::test]
async fn values_are_checked() {
    let (_running, cloud, dc) = sites().await;
    for jira in [&cloud, &dc] {
        let refused = async |field: &str, more: Value| error(&jira.post(ISSUE, fields(more)).await, field);
        assert_eq!(
            refused("labels", json!({ "labels": ["x y"] })).await,
            "The label 'x y' contains spaces which is invalid."
        );
        refused("labels", json!({ "labels": ["l".repeat(256)] })).await;
        refused("priority", json!({ "priority": { "name": "Urgent" } })).await;
        refused("issuetype", json!({ "issuetype": { "id": "1" } })).await;
        refused("project", json!({ "project": { "key": "NONE" } })).await;
        refused("issuetype", json!({ "issuetype": { "id": "10003" } })).await;
        refused("parent", json!({ "issuetype": { "id": "10003" }, "parent": { "key": "SOC-99" } })).await;
        assert_eq!(
            refused("nothing", json!({ "nothing": 1 })).await,
            "Field 'nothing' cannot be set. It is not on the appropriate screen, or unknown."
        );
        let long = refused("description", json!({ "description": "d".repeat(32_768) })).await;
        assert_eq!(long, "The entered text is too long. It exceeds the allowed limit of 32767 characters.");
    }
    create(&dc, json!({ "description": "d".repeat(32_767) })).await;
    create(&dc, json!({ "issuetype": { "id": "10003" }, "parent": { "key": "SOC-1" } })).await;
}

#[tokio::test]
async fn a_failed_create_burns_a_number_on_cloud_only() {
    let (_running, cloud, dc) = sites().await;
    for (jira, expected) in [(cloud, "SOC-2"), (dc, "SOC-1")] {
        assert_eq!(jira.post(ISSUE, fields(json!({ "labels": ["x y"] }))).await.status, 400);
        assert_eq!(create(&jira, json!({})).await["key"], expected);
    }
}

#[tokio::test]
async fn version_3_takes_documents() {
    let (_running, cloud, _dc) = sites().await;
    let document = |text: &str| {
        json!({
            "type": "doc", "version": 1,
            "content": [{ "type": "paragraph", "content": [{ "type": "text", "text": text }] }],
        })
    };
    let v3 = "/rest/api/3/issue";
    let reply = cloud.post(v3, fields(json!({ "description": document("hello") }))).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let read = cloud.get(&format!("{ISSUE}/SOC-1")).await.json();
    assert_eq!(read["fields"]["description"], "hello");
    assert!(
        error(&cloud.post(v3, fields(json!({ "description": "hello" }))).await, "description").contains("Document")
    );
    let refused = cloud.post(v3, fields(json!({ "description": document("") }))).await;
    assert_eq!(refused.json()["errorMessages"], json!(["INVALID_INPUT"]));
    let refused = cloud.post(v3, fields(json!({ "description": document(&"d".repeat(32_768)) }))).await;
    assert_eq!(refused.json()["errorMessages"], json!(["CONTENT_LIMIT_EXCEEDED"]));
    error(&cloud.post(ISSUE, fields(json!({ "description": document("a") }))).await, "description");

    let comment = cloud.post(&format!("{v3}/SOC-1/comment"), json!({ "body": document("c") })).await;
    assert_eq!((comment.status, &comment.json()["body"]), (201, &document("c")));
    error(&cloud.post(&format!("{v3}/SOC-1/comment"), json!({ "body": "c" })).await, "comment");
}

#[tokio::test]
async fn comments_are_listed_in_order() {
    let (_running, cloud, dc) = sites().await;
    for jira in [cloud, dc] {
        create(&jira, json!({})).await;
        let at = format!("{ISSUE}/SOC-1/comment");
        for body in ["one", "two", "three"] {
            let reply = jira.post(&at, json!({ "body": body })).await;
            assert_eq!((reply.status, &reply.json()["body"]), (201, &json!(body)));
            assert!(reply.json()["created"].is_string() && reply.json()["author"].is_object());
        }
        let bodies = async |query: &str| {
            let page = jira.get(&format!("{at}{query}")).await.json();
            assert_eq!(page["total"], 3);
            let list = page["comments"].as_array().unwrap().iter();
            list.map(|comment| comment["body"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(bodies("").await, ["one", "two", "three"]);
        assert_eq!(bodies("?orderBy=-created&maxResults=1").await, ["three"]);
        assert_eq!(bodies("?startAt=1").await, ["two", "three"]);
        assert_eq!(jira.get(&format!("{at}?orderBy=body")).await.status, 400);
        error(&jira.post(&at, json!({ "body": " " })).await, "comment");
        error(&jira.post(&at, json!({ "body": "c".repeat(32_768) })).await, "comment");
        assert_eq!(jira.post(&format!("{ISSUE}/SOC-9/comment"), json!({ "body": "c" })).await.status, 404);
    }
}

#[tokio::test]
async fn a_comment_of_a_service_project_may_be_internal() {
    let (_running, cloud, _dc) = sites().await;
    create(&cloud, json!({ "project": { "key": "SD" } })).await;
    let at = format!("{ISSUE}/SD-1/comment");
    let property = json!([{ "key": "sd.public.comment", "value": { "internal": true } }]);
    let hidden = cloud.post(&at, json!({ "body": "a", "properties": property })).await.json();
    assert_eq!(hidden["jsdPublic"], false);
    assert_eq!(hidden["properties"], Value::Null);
    assert_eq!(cloud.post(&at, json!({ "body": "b" })).await.json()["jsdPublic"], true);
    let id = hidden["id"].as_str().unwrap();
    let expanded = cloud.get(&format!("{at}/{id}?expand=properties")).await.json();
    assert_eq!(expanded["properties"], property);
}

#[tokio::test]
async fn metadata_has_the_shape_of_the_deployment() {
    let (_running, cloud, dc) = sites().await;
    let at = "/rest/api/2/issue/createmeta/SOC/issuetypes";
    let types = cloud.get(at).await.json();
    assert_eq!(types["issueTypes"][1], dc.get(at).await.json()["values"][1].clone().with_base(&dc, &cloud));
    assert_eq!(types["total"], 4);
    assert_eq!(dc.get(at).await.json()["isLast"], true);
    let fields = cloud.get(&format!("{at}/10006")).await.json();
    let summary = fields["fields"].as_array().unwrap().iter().find(|it| it["fieldId"] == "summary").unwrap().clone();
    assert_eq!((&summary["required"], &summary["schema"]["type"]), (&json!(true), &json!("string")));
    assert!(dc.get(&format!("{at}/10006")).await.json()["values"].is_array());
    assert_eq!(cloud.get("/rest/api/2/issue/createmeta/NONE/issuetypes").await.status, 404);
    assert_eq!(cloud.get("/rest/api/2/project/SD").await.json()["projectTypeKey"], "service_desk");

    assert_eq!(cloud.get("/rest/api/2/mypermissions").await.status, 400);
    let asked = cloud.get("/rest/api/2/mypermissions?permissions=CREATE_ISSUES").await.json();
    assert_eq!(asked["permissions"]["CREATE_ISSUES"]["havePermission"], true);
    cloud.set(json!({ "requiredFields": ["customfield_10041"] })).await;
    error(&cloud.post(ISSUE, self::fields(json!({}))).await, "customfield_10041");
}

#[tokio::test]
async fn the_edit_screen_of_an_issue_is_whole_and_names_what_an_edit_takes() {
    let (_running, cloud, dc) = sites().await;
    for (jira, id) in [(&cloud, "key"), (&dc, "fieldId")] {
        jira.set(json!({ "offEditScreen": ["customfield_10042"] })).await;
        let team = json!({ "customfield_10042": { "id": "10100" } });
        let key = create(jira, team).await["key"].as_str().unwrap().to_owned();
        let screen = jira.get(&format!("{ISSUE}/{key}/editmeta")).await.json()["fields"].clone();
        for (name, operations) in [
            ("summary", json!(["set"])),
            ("priority", json!(["set"])),
            ("issuetype", json!(["set"])),
            ("labels", json!(["add", "set", "remove"])),
            ("comment", json!(["add", "edit", "remove"])),
        ] {
            assert_eq!((&screen[name][id], &screen[name]["operations"]), (&json!(name), &operations));
        }
        assert_eq!(screen["priority"]["allowedValues"][0]["name"], "Highest");
        for other in ["project", "customfield_10042"] {
            assert_eq!(screen[other], Value::Null, "{other}");
        }
        // What is not there is not taken, by either way to say it.
        let at = format!("{ISSUE}/{key}");
        let red = json!({ "id": "10101" });
        let fields = json!({ "fields": { "customfield_10042": red } });
        assert!(error(&jira.put(&at, fields).await, "customfield_10042").contains("not on the appropriate screen"));
        let operations = json!({ "update": { "customfield_10042": [{ "set": red }] } });
        error(&jira.put(&at, operations).await, "customfield_10042");
    }
    assert_eq!(cloud.get("/rest/api/3/issue/SOC-1/editmeta").await.status, 200);
    assert_eq!(dc.get("/rest/api/2/issue/SOC-99/editmeta").await.status, 404);
}

trait WithBase {
    fn with_base(self, from: &Caller, to: &Caller) -> Value;
}

impl WithBase for Value {
    fn with_base(self, from: &Caller, to: &Caller) -> Value {
        serde_json::from_str(&self.to_string().replace(&from.base, &to.base)).unwrap()
    }
}

#[tokio::test]
async fn cloud_searches_by_page_and_gives_ids_only() {
    let (_running, cloud, _dc) = sites().await;
    for summary in ["Phishing mail", "Mail again", "Malware"] {
        create(&cloud, json!({ "summary": summary, "labels": [format!("case-{}", summary.len())] })).await;
    }
    let at = "/rest/api/3/search/jql";
    let ids = cloud.get(&format!("{at}?jql=project%20%3D%20SOC&maxResults=2")).await.json();
    assert_eq!(ids["issues"], json!([{ "id": "10003" }, { "id": "10002" }]));
    assert_eq!((&ids["isLast"], &ids["total"]), (&json!(false), &Value::Null));
    let more = json!({ "jql": "project = SOC", "maxResults": 2, "nextPageToken": ids["nextPageToken"] });
    let more = cloud.post(at, more).await.json();
    assert_eq!((&more["issues"], &more["isLast"]), (&json!([{ "id": "10001" }]), &json!(true)));

    let found = json!({ "jql": "project = SOC AND summary ~ \"mail\" ORDER BY created ASC", "fields": ["summary"] });
    let found = cloud.post(at, found).await.json();
    assert_eq!(found["issues"][0]["key"], "SOC-1");
    assert_eq!(found["issues"][1]["fields"], json!({ "summary": "Mail again" }));
    let label = cloud.get(&format!("{at}?jql=labels%20%3D%20%22case-7%22&fields=key")).await.json();
    assert_eq!(label["issues"][0]["key"], "SOC-3");

    assert_eq!(cloud.post(at, json!({ "jql": "order by created" })).await.status, 400);
    assert_eq!(cloud.post(at, json!({ "jql": "status = Done" })).await.status, 400);
    assert_eq!(cloud.post(at, json!({ "jql": "key = SOC-99" })).await.status, 400);
    assert_eq!(cloud.post(at, json!({ "jql": "key = SOC-1", "startAt": 0 })).await.status, 400);
    assert_eq!(cloud.get("/rest/api/3/search?jql=key=SOC-1").await.status, 410);
}

#[tokio::test]
async fn cloud_searches_miss_what_is_new() {
    let (_running, cloud, _dc) = sites().await;
    cloud.set(json!({ "searchLag": 2 })).await;
    create(&cloud, json!({ "labels": ["case-1"] })).await;
    let count = async |body: Value| {
        let found = cloud.post("/rest/api/2/search/jql", body).await.json();
        found["issues"].as_array().unwrap().len()
    };
    let plain = json!({ "jql": "labels = case-1" });
    assert_eq!(count(plain.clone()).await, 0);
    let reconciled = json!({ "jql": "labels = case-1", "reconcileIssues": [10001] });
    assert_eq!(count(reconciled).await, 1);
    assert_eq!(count(plain.clone()).await, 1);
    cloud.put(&format!("{ISSUE}/SOC-1"), json!({ "fields": { "summary": "b" } })).await;
    assert_eq!([count(plain.clone()).await, count(plain.clone()).await, count(plain).await], [0, 0, 1]);
}

#[tokio::test]
async fn data_center_keeps_the_old_search() {
    let (_running, _cloud, dc) = sites().await;
    create(&dc, json!({})).await;
    create(&dc, json!({ "summary": "Other" })).await;
    let found = dc.get("/rest/api/2/search?jql=project=SOC%20order%20by%20created%20desc&maxResults=1").await.json();
    assert_eq!((&found["total"], &found["startAt"], &found["maxResults"]), (&json!(2), &json!(0), &json!(1)));
    assert_eq!(found["issues"][0]["fields"]["summary"], "Other");
    let by_id = json!({ "jql": "id = 10001", "fields": ["key"] });
    assert_eq!(dc.post("/rest/api/2/search", by_id).await.json()["issues"][0]["key"], "SOC-1");
    assert_eq!(dc.get("/rest/api/2/search/jql?jql=project=SOC").await.status, 404);
}

#[tokio::test]
async fn a_page_of_another_site_cannot_write() {
    let (_running, cloud, dc) = sites().await;
    for jira in [cloud, dc] {
        let browser = jira.with("user-agent", "Mozilla/5.0");
        let stranger = browser.with("origin", "https://other.example");
        let refused = stranger.with("x-atlassian-token", "no-check").post(ISSUE, fields(json!({}))).await;
        assert_eq!((refused.status, refused.text.as_str()), (403, "XSRF check failed"));
        assert_eq!(stranger.get("/rest/api/2/myself").await.status, 200);
        let local = browser.with("origin", "http://localhost:5173");
        assert_eq!(local.post(ISSUE, fields(json!({}))).await.status, 201);
        jira.set(json!({ "cors": { "mode": "refused" } })).await;
        assert_eq!(local.post(ISSUE, fields(json!({}))).await.status, 403);
        // A program is not asked.
        let program = jira.with("origin", "https://other.example");
        assert_eq!(program.post(ISSUE, fields(json!({}))).await.status, 201);
    }
}

#[tokio::test]
async fn a_person_can_look_at_an_issue() {
    let (_running, cloud, dc) = sites().await;
    create(&dc, json!({ "summary": "<b>Mail", "description": "<i>hi" })).await;
    let page = dc.anonymous().get("/browse/SOC-1").await;
    assert!(page.text.contains("Simulated Jira Data Center") && page.text.contains("&lt;i&gt;hi"));
    assert!(!page.text.contains("<b>"));
    assert!(dc.get("/").await.text.contains("&lt;b&gt;Mail"));
    assert_eq!(cloud.get("/browse/SOC-1").await.status, 404);
}

#[tokio::test]
async fn a_field_off_the_screen_and_a_database_without_emoji_refuse() {
    let (_running, _, jira) = sites().await;
    jira.set(json!({ "offScreen": ["labels"], "oldDatabase": true })).await;
    let reply = jira.post(ISSUE, fields(json!({ "labels": ["b"] }))).await;
    assert_eq!(reply.status, 400);
    assert!(reply.json()["errors"]["labels"].as_str().unwrap().contains("not on the appropriate screen"));
    assert_eq!(jira.post(ISSUE, fields(json!({ "description": "🎣" }))).await.status, 500);
    assert_eq!(jira.post(ISSUE, fields(json!({ "description": "Ω €" }))).await.status, 201);
}

#[tokio::test]
async fn an_issue_moves_by_the_transitions_that_are_offered() {
    let (_running, cloud, dc) = sites().await;
    for jira in [cloud, dc] {
        create(&jira, json!({})).await;
        let at = format!("{ISSUE}/SOC-1/transitions");
        let names = |listed: Value| -> Vec<String> {
            let all = listed["transitions"].as_array().unwrap().iter();
            all.map(|it| it["to"]["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(jira.get(&at).await.json()), ["In Progress", "Done"], "none leads to where it is");
        assert!(jira.get(&at).await.json()["transitions"][0].get("fields").is_none(), "only where they are asked for");
        jira.set(json!({ "stepwise": true, "resolutionScreen": true })).await;
        assert_eq!(names(jira.get(&at).await.json()), ["In Progress"]);
        let to = |id: &str, fields: Value| json!({ "transition": { "id": id }, "fields": fields });
        assert_eq!(jira.post(&at, to("31", json!({}))).await.status, 400);
        assert_eq!(jira.post(&at, to("21", json!({ "summary": "x" }))).await.status, 400, "on no screen");
        assert_eq!(jira.post(&at, to("21", json!({}))).await.status, 204);
        let listed = jira.get(&format!("{at}?expand=transitions.fields")).await.json();
        assert_eq!(listed["transitions"][1]["fields"]["resolution"]["required"], true);
        let refused = jira.post(&at, to("31", json!({}))).await;
        assert_eq!((refused.status, refused.json()["errors"]["resolution"].is_string()), (400, true));
        assert_eq!(jira.post(&at, to("31", json!({ "resolution": { "name": "Duplicate" } }))).await.status, 204);
        let issue = jira.get(&format!("{ISSUE}/SOC-1")).await.json();
        assert_eq!(issue["fields"]["status"]["statusCategory"]["key"], "done");
        assert_eq!(issue["fields"]["resolution"]["name"], "Duplicate");
    }
}
