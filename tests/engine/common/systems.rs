//! Connectors, the sample cases, and systems that answer as they should. Fuzzing uses them too.

use case_connectors::http::{Method, Request, Response};
use case_connectors::push::Options;
use case_connectors::systems::Connector;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const NOW: &str = "2026-11-02T08:00:00.000Z";

pub(crate) const CASES: [(&str, &[u8]); 4] = [
    ("phishing", include_bytes!("../../fixtures/cases/phishing.json")),
    ("dns_tunnelling", include_bytes!("../../fixtures/cases/dns_tunnelling.json")),
    ("ransomware_intl", include_bytes!("../../fixtures/cases/ransomware_intl.json")),
    ("long_intrusion", include_bytes!("../../fixtures/cases/long_intrusion.json")),
];

/// One connector for each way in which the engine talks to a system.
pub(crate) const CONNECTORS: [&str; 6] =
    ["servicenow_table", "servicenow_import", "servicenow_sir", "jira_cloud", "jira_data_center", "resilient"];

pub(crate) fn connector_json(name: &str) -> Value {
    match name {
        "servicenow_table" => json!({ "id": "snow-prod", "type": ".servicenow", "name": "ServiceNow",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot" } }),
        "servicenow_import" => json!({ "id": "snow-prod", "type": ".servicenow", "name": "ServiceNow",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot",
                "advanced": { "usesTableApi": false, "commentsTarget": "work_notes" } } }),
        "servicenow_sir" => json!({ "id": "secops", "type": ".servicenow-sir", "name": "SecOps",
            "config": { "apiUrl": "https://dev1.service-now.com", "username": "bot", "advanced": { "usesTableApi": false } } }),
        "jira_cloud" => json!({ "id": "jira-soc", "type": ".jira", "name": "Jira",
            "config": { "apiUrl": "https://example.atlassian.net", "projectKey": "SOC", "email": "bot@example.com" } }),
        "jira_data_center" => json!({ "id": "jira-soc", "type": ".jira", "name": "Jira",
            "config": { "apiUrl": "https://jira.example.com/jira", "projectKey": "SOC",
                "advanced": { "auth": "bearer", "defaultIssueType": "10004" } } }),
        _ => json!({ "id": "soar-prod", "type": ".resilient", "name": "SOAR",
            "config": { "apiUrl": "https://soar.example.com", "orgId": "201", "apiKeyId": "key" } }),
    }
}

pub(crate) fn connector(name: &str) -> Connector {
    Connector::from_json(connector_json(name).to_string().as_bytes()).unwrap()
}

pub(crate) fn options() -> Options {
    Options::new(NOW)
}

/// Whether a POST to this address only reads: a new system that searches by POST enters its path here.
pub(crate) fn is_search(url: &str) -> bool {
    ["/query_paged", "/bulkfetch"].iter().any(|path| url.contains(path))
}

/// Whether a request changes the remote side.
pub(crate) fn writes(request: &Request) -> bool {
    request.method != Method::Get && !is_search(&request.url)
}

/// An answer as it came, to a request without a secret.
pub(crate) fn came(status: u16, headers: BTreeMap<String, String>, body: Vec<u8>) -> Response {
    Response::received(&Request::get(String::new()), status, headers, body)
}

pub(crate) fn answer(status: u16, body: &Value) -> Response {
    let headers = BTreeMap::from([("content-type".to_owned(), "application/json;charset=UTF-8".to_owned())]);
    came(status, headers, body.to_string().into_bytes())
}

/// What the system answers to a request when all is well; with `found`, the incident is already
/// there, with other values in it.
pub(crate) fn well_answered(request: &Request, found: bool) -> Response {
    let url = request.url.as_str();
    let get = request.method == Method::Get;
    if url.contains("service-now.com") {
        return servicenow(url, get, found);
    }
    if url.contains("/rest/api/") { jira(request, get, found) } else { resilient(request, get, found) }
}

/// The mark stands in every lookup, percent-encoded or in a body, and has no character to encode.
fn mark_in(text: &str) -> &str {
    let at = text.find("cc-").unwrap_or(0);
    text.get(at..at + 23).unwrap_or_default()
}

fn servicenow(url: &str, get: bool, found: bool) -> Response {
    let row = json!({ "sys_id": "5f3a", "number": "INC0010001" });
    if url.contains("/elastic_api/health") {
        let app = json!({ "name": "Elastic", "scope": "x_elas2_inc_int", "version": "1.2.0" });
        return answer(200, &json!({ "result": app }));
    }
    if url.contains("/observables/bulk") {
        return answer(200, &json!({ "result": [{ "value": "203.0.113.5", "observable_sys_id": "9c1e" }] }));
    }
    if url.contains("/api/now/import/") {
        let row = json!({ "transform_map": "Elastic", "table": "incident", "display_name": "number", "status": "inserted",
            "display_value": "INC0010001", "sys_id": "5f3a", "record_link": "https://dev1.service-now.com/api/now/table/incident/5f3a" });
        return answer(201, &json!({ "import_set": "ISET1", "staging_table": "x", "result": [row] }));
    }
    if url.contains("sys_journal_field") {
        // As an ordinary account sees it.
        return answer(200, &json!({ "result": [] }));
    }
    if url.contains("sysparm_query=") {
        let row = json!({ "sys_id": "5f3a", "number": "INC0010001", "correlation_id": mark_in(url), "sys_created_by": "bot" });
        return answer(200, &json!({ "result": if found { json!([row]) } else { json!([]) } }));
    }
    if url.contains("sysparm_display_value=true") {
        // Newest first, each with a line of its own for time and author.
        let notes = "2026-11-02 08:00:00 - bot (Work notes)\nOpened from a security case.\n\n(added by case-connectors, case x)\n\n";
        return answer(200, &json!({ "result": { "sys_id": "5f3a", "comments": "", "work_notes": notes } }));
    }
    if get {
        let row = json!({ "sys_id": "5f3a", "number": "INC0010001", "short_description": "old", "description": "old", "sys_created_by": "bot" });
        return answer(200, &json!({ "result": row }));
    }
    answer(if url.contains("incident?") { 201 } else { 200 }, &json!({ "result": row }))
}

fn jira(request: &Request, get: bool, found: bool) -> Response {
    let url = request.url.as_str();
    let issue =
        json!({ "id": "10001", "key": "SOC-1", "self": "https://example.atlassian.net/rest/api/2/issue/10001" });
    if url.contains("/bulkfetch") {
        return answer(200, &json!({ "issues": [], "issueErrors": [] }));
    }
    let me = json!({ "accountId": "5d8", "key": "bot", "name": "bot", "displayName": "Bot" });
    if url.contains("/myself") {
        return answer(200, &me);
    }
    if url.contains("/search") {
        let mut issue = issue;
        issue["fields"] =
            json!({ "summary": "old", "labels": ["other", mark_in(url)], "creator": me, "project": { "key": "SOC" } });
        return answer(200, &json!({ "issues": if found { json!([issue]) } else { json!([]) }, "isLast": true }));
    }
    if url.contains("/createmeta/") {
        let types = json!([{ "id": "5", "name": "Sub-task", "subtask": true }, { "id": "10001", "name": "Task", "subtask": false }]);
        return answer(200, &json!({ "startAt": 0, "maxResults": 50, "total": 2, "issueTypes": types }));
    }
    if url.contains("/comment") && get {
        return answer(
            200,
            &json!({ "startAt": 0, "maxResults": 100, "total": 1,
            "comments": [{ "id": "7", "body": "somebody else's" }] }),
        );
    }
    match request.method {
        Method::Put => came(204, BTreeMap::new(), Vec::new()),
        Method::Get => {
            let mut issue = issue;
            issue["fields"] = json!({ "summary": "old", "description": null, "labels": ["other"], "creator": me, "project": { "key": "SOC" } });
            answer(200, &issue)
        }
        _ if url.contains("/comment") => answer(201, &json!({ "id": "8", "created": "2026-11-02T08:00:00.000+0000" })),
        _ => answer(201, &issue),
    }
}

fn resilient(request: &Request, get: bool, found: bool) -> Response {
    let url = request.url.as_str();
    if url.contains("/types/incident/fields") {
        return answer(
            200,
            &json!([
                { "name": "name", "input_type": "text", "prefix": null, "required": "always" },
                { "name": "description", "input_type": "textarea", "prefix": null },
                { "name": "case_connectors_mark", "input_type": "text", "prefix": "properties" },
                { "name": "tlp", "input_type": "select", "prefix": "properties" },
            ]),
        );
    }
    if url.contains("/rest/session") {
        return answer(200, &json!({ "orgs": [{ "id": 201 }], "user_id": 1 }));
    }
    if url.contains("/query_paged") {
        let row = json!({ "id": 2095, "name": "old", "creator_id": 1,
            "properties": { "case_connectors_mark": mark_in(request.body.as_deref().unwrap_or_default()) } });
        let data = if found { json!([row]) } else { json!([]) };
        return answer(200, &json!({ "data": data, "recordsTotal": 1, "recordsFiltered": 1 }));
    }
    if url.contains("/comments") {
        return if get { answer(200, &json!([])) } else { answer(200, &json!({ "id": 12, "text": "x" })) };
    }
    if request.method == Method::Patch {
        return answer(
            200,
            &json!({ "success": true, "title": null, "message": null, "hints": [], "field_failures": [] }),
        );
    }
    answer(
        200,
        &json!({ "id": 2095, "name": "old", "vers": 3, "creator_id": 1, "create_date": 1_793_606_400_000_i64,
        "description": { "format": "text", "content": "old" }, "properties": {} }),
    )
}
