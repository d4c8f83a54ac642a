//! One simulated system with a connector for it, and what it received. Shared with the tests of the doctor.

use super::files::text;
use super::systems::is_search;
use case_connectors::connector::Secrets;
use case_connectors::http::{Request, Response};
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};
use simulators::{Addresses, Answer, Offline, Options, Running};

/// The systems, each as a connector can be configured for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    ServiceNow,
    ServiceNowImport,
    SecOps,
    /// The same through Elastic's app, which takes observables.
    SecOpsImport,
    JiraCloud,
    /// Jira Cloud by version 3, which takes text as documents.
    JiraDocuments,
    JiraDataCenter,
    Resilient,
}

pub(crate) const ALL: [Kind; 8] = [
    Kind::ServiceNow,
    Kind::ServiceNowImport,
    Kind::SecOps,
    Kind::SecOpsImport,
    Kind::JiraCloud,
    Kind::JiraDocuments,
    Kind::JiraDataCenter,
    Kind::Resilient,
];

/// The systems on which a second account may write, and from which a stranger can be told.
pub(crate) const OF_SEVERAL: [Kind; 6] = [
    Kind::ServiceNow,
    Kind::ServiceNowImport,
    Kind::JiraCloud,
    Kind::JiraDocuments,
    Kind::JiraDataCenter,
    Kind::Resilient,
];

impl Kind {
    /// The remote field that the title goes to.
    pub(crate) const fn title_field(self) -> &'static str {
        match self {
            Self::ServiceNow | Self::ServiceNowImport | Self::SecOps | Self::SecOpsImport => "short_description",
            Self::JiraCloud | Self::JiraDocuments | Self::JiraDataCenter => "summary",
            Self::Resilient => "name",
        }
    }
}

impl Kind {
    /// What makes the status follow that of the case: by name, by id and by category, in small letters and in large ones.
    pub(crate) fn following(self) -> Value {
        match self {
            Self::ServiceNow | Self::ServiceNowImport => json!({
                "statusOpen": "1", "statusInProgress": "2", "statusClosed": "7",
                "closingFields": "close_code=Solution provided; close_notes=Closed in the case.",
            }),
            Self::SecOps | Self::SecOpsImport => json!({
                "statusOpen": "10", "statusInProgress": "16", "statusClosed": "3",
                "closingFields": "close_code = Threat mitigated ; close_notes = Closed in the case.;",
            }),
            Self::JiraCloud => json!({ "statusOpen": "new", "statusInProgress": "3", "statusClosed": "DONE" }),
            Self::JiraDocuments => {
                json!({ "statusOpen": "to do", "statusInProgress": "indeterminate", "statusClosed": "done" })
            }
            Self::JiraDataCenter => {
                json!({ "statusOpen": "10000", "statusInProgress": "In Progress", "statusClosed": "10002" })
            }
            Self::Resilient => json!({
                "statusOpen": "A", "statusInProgress": "A", "statusClosed": "C",
                "closingFields": "resolution_id=Resolved; resolution_summary=Closed in the case.",
            }),
        }
    }

    /// What the system itself says of an incident whose case is open, in progress and closed, where it follows it so.
    pub(crate) fn states(self) -> [Value; 3] {
        match self {
            Self::ServiceNow | Self::ServiceNowImport => [json!("1"), json!("2"), json!("7")],
            Self::SecOps | Self::SecOpsImport => [json!("10"), json!("16"), json!("3")],
            Self::JiraCloud | Self::JiraDocuments | Self::JiraDataCenter => {
                [json!("To Do"), json!("In Progress"), json!("Done")]
            }
            Self::Resilient => [json!("A"), json!("A"), json!("C")],
        }
    }
}

/// What the fields of a stored incident say of its status.
pub(crate) fn status_of(fields: &Value) -> Value {
    let shown = |name: &str| Some(fields[name].clone()).filter(|value| !value.is_null());
    shown("state").or_else(|| shown("plan_status")).unwrap_or_else(|| fields["status"]["name"].clone())
}

pub(crate) struct World {
    pub(crate) kind: Kind,
    pub(crate) http: reqwest::Client,
    base: String,
    systems: Systems,
}

/// How the systems are reached.
enum Systems {
    /// As any are, over the network.
    Running(Running),
    /// Without it.
    Offline(Box<Offline>),
}

impl Systems {
    const fn addresses(&self) -> &Addresses {
        match self {
            Self::Running(running) => &running.addresses,
            Self::Offline(offline) => &offline.addresses,
        }
    }
}

impl World {
    pub(crate) async fn new(kind: Kind) -> Self {
        Self::of(kind, Systems::Running(simulators::start(Options::default()).await.unwrap()))
    }

    /// Where requests take no time, since they never leave the program.
    pub(crate) fn offline(kind: Kind) -> Self {
        Self::of(kind, Systems::Offline(Box::default()))
    }

    fn of(kind: Kind, systems: Systems) -> Self {
        let addresses = systems.addresses();
        let base = match kind {
            Kind::ServiceNow | Kind::ServiceNowImport | Kind::SecOps | Kind::SecOpsImport => &addresses.servicenow,
            Kind::JiraCloud | Kind::JiraDocuments => &addresses.jira_cloud,
            Kind::JiraDataCenter => &addresses.jira_data_center,
            Kind::Resilient => &addresses.resilient,
        };
        let base = base.clone();
        // One connection per request: a cut one must not take another request with it.
        let http = reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap();
        Self { kind, http, base, systems }
    }

    /// A connector with this id for the system.
    pub(crate) fn connector(&self, id: &str) -> (Connector, Secrets) {
        self.connector_with(id, &json!({}), None)
    }

    /// A connector of another person, whose requests are that person's from now on.
    pub(crate) async fn connector_of_another(&self, id: &str, advanced: &Value) -> (Connector, Secrets) {
        self.log_in(1).await;
        let (connector, secrets) = self.connector_with(id, advanced, None);
        if !self.is_servicenow() {
            return (connector, secrets);
        }
        let (mut form, _) = self.form();
        form["id"] = json!(id);
        form["config"]["username"] = json!(simulators::SERVICENOW_ITIL_USER);
        for (key, value) in advanced.as_object().unwrap() {
            form["config"]["advanced"][key] = value.clone();
        }
        let secrets = Secrets::from([("password", simulators::SERVICENOW_ITIL_PASSWORD)]);
        (Connector::from_json(form.to_string().as_bytes()).unwrap(), secrets)
    }

    /// To whom the credentials belong that all share; on ServiceNow people have users of their own.
    pub(crate) async fn log_in(&self, person: usize) {
        self.set(json!({ "person": person })).await;
    }

    const fn is_servicenow(&self) -> bool {
        matches!(self.kind, Kind::ServiceNow | Kind::ServiceNowImport | Kind::SecOps | Kind::SecOpsImport)
    }

    /// A person who is none of us comments on the incident.
    pub(crate) async fn comment_as_stranger(&self, id: &str, text: &str) {
        let (connector, secrets) = self.connector_of_another("stranger", &json!({})).await;
        let (method, path, body) = match self.kind {
            _ if self.is_servicenow() => {
                ("PATCH", format!("/api/now/table/incident/{id}"), json!({ "comments": text }))
            }
            Kind::Resilient => {
                let path = format!("/rest/orgs/{}/incidents/{id}/comments", simulators::RESILIENT_ORG);
                ("POST", path, json!({ "text": { "format": "text", "content": text } }))
            }
            _ => ("POST", format!("/rest/api/2/issue/{id}/comment"), json!({ "body": text })),
        };
        self.write_by_hand((connector, secrets), method, &path, &body).await;
        self.log_in(0).await;
    }

    /// A connector for another project of the same Jira.
    pub(crate) fn connector_in(&self, project: &str) -> (Connector, Secrets) {
        let (mut connector, secrets) = self.form();
        connector["id"] = json!(project);
        connector["config"]["projectKey"] = json!(project);
        (Connector::from_json(connector.to_string().as_bytes()).unwrap(), secrets)
    }

    /// The same, with more in the advanced part, and with mappings.
    pub(crate) fn connector_with(&self, id: &str, advanced: &Value, mappings: Option<Value>) -> (Connector, Secrets) {
        let (mut connector, secrets) = self.form();
        connector["id"] = json!(id);
        connector["mappings"] = json!(mappings);
        if self.kind == Kind::JiraDocuments {
            connector["config"]["advanced"]["apiVersion"] = json!("3");
        }
        for (key, value) in advanced.as_object().unwrap() {
            connector["config"]["advanced"][key] = value.clone();
        }
        (Connector::from_json(connector.to_string().as_bytes()).unwrap(), secrets)
    }

    /// A filled form for the system, and the secret that goes into it.
    pub(crate) fn form(&self) -> (Value, Secrets) {
        let (type_id, mut config, secrets) = match self.kind {
            Kind::ServiceNow | Kind::SecOps => {
                (self.servicenow_type(), json!({ "username": simulators::SERVICENOW_USER }), servicenow_secret())
            }
            Kind::ServiceNowImport | Kind::SecOpsImport => (
                self.servicenow_type(),
                json!({ "username": simulators::SERVICENOW_USER,
                    "advanced": { "usesTableApi": false, "commentsTarget": "work_notes" } }),
                servicenow_secret(),
            ),
            Kind::JiraCloud | Kind::JiraDocuments => (
                ".jira",
                json!({ "projectKey": "SOC", "email": simulators::JIRA_CLOUD_EMAIL, "advanced": { "deployment": "cloud" } }),
                Secrets::from([("apiToken", simulators::JIRA_CLOUD_TOKEN)]),
            ),
            Kind::JiraDataCenter => (
                ".jira",
                json!({ "projectKey": "SD", "advanced": { "auth": "bearer" } }),
                Secrets::from([("apiToken", simulators::JIRA_DATA_CENTER_PAT)]),
            ),
            Kind::Resilient => (
                ".resilient",
                json!({ "orgId": simulators::RESILIENT_ORG, "apiKeyId": simulators::RESILIENT_KEY_ID }),
                Secrets::from([("apiKeySecret", simulators::RESILIENT_KEY_SECRET)]),
            ),
        };
        config["apiUrl"] = json!(self.base);
        (json!({ "type": type_id, "name": "Test", "config": config }), secrets)
    }

    const fn servicenow_type(&self) -> &'static str {
        match self.kind {
            Kind::SecOps | Kind::SecOpsImport => ".servicenow-sir",
            _ => ".servicenow",
        }
    }

    /// Sends a request; nothing where no answer came.
    pub(crate) async fn send(&self, request: &Request) -> Option<Response> {
        let headers: Vec<_> = request.headers.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let body = request.body.clone().unwrap_or_default().into_bytes();
        let answer = self.call(request.method.as_str(), &request.url, &headers, body).await?;
        Some(Response::received(request, answer.status, answer.headers.into_iter().collect(), answer.body))
    }

    async fn call(&self, method: &str, url: &str, headers: &[(String, String)], body: Vec<u8>) -> Option<Answer> {
        if let Systems::Offline(offline) = &self.systems {
            return offline.call(method, url, headers, body).await;
        }
        let mut builder = self.http.request(method.parse().unwrap(), url).body(body);
        for (name, value) in headers {
            builder = builder.header(name, value);
        }
        let answer = builder.send().await.ok()?;
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
        Some(Answer {
            status: answer.status().as_u16(),
            headers: answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect(),
            body: answer.bytes().await.ok()?.to_vec(),
        })
    }

    async fn control(&self, method: &str, what: &str, body: Option<Value>) -> Vec<u8> {
        let headers = [("content-type".to_owned(), "application/json".to_owned())];
        let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
        let answer = self.call(method, &format!("{}/_sim/{what}", self.base), &headers, body).await.unwrap();
        assert!((200..300).contains(&answer.status), "{}", String::from_utf8_lossy(&answer.body));
        answer.body
    }

    pub(crate) async fn set(&self, settings: Value) {
        self.control("PUT", "settings", Some(settings)).await;
    }

    /// Lets the account see who has written what, as administrators can allow it on ServiceNow; elsewhere everybody can.
    pub(crate) async fn tells_authors(&self) {
        self.set(json!({ "journalReadable": true })).await;
    }

    /// Arranges for a fault; see the simulators for its shape.
    pub(crate) async fn fault(&self, fault: Value) {
        self.control("POST", "faults", Some(json!([fault]))).await;
    }

    /// No more faults come.
    pub(crate) async fn heal(&self) {
        self.control("DELETE", "faults", None).await;
    }

    /// The incidents that are stored, with their comments.
    pub(crate) async fn incidents(&self) -> Vec<Incident> {
        let records: Value = self.read("records").await;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let incident = |record: &Value| Incident {
            id: record["id"].as_str().map_or_else(|| record["id"].to_string(), str::to_owned),
            fields: record["fields"].clone(),
            // The first journal entry of ServiceNow says that the incident was opened from a case.
            comments: record["comments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|comment| text(&comment["text"]))
                .filter(|comment| !comment.starts_with("Opened from a security case."))
                .collect(),
            observables: record["observables"].as_array().cloned().unwrap_or_default(),
            internal: record["comments"].as_array().unwrap().iter().map(|c| c["internal"] == json!(true)).collect(),
        };
        records.as_array().unwrap().iter().map(incident).collect()
    }

    /// The writes that the system received, as `METHOD path`.
    pub(crate) async fn writes(&self) -> Vec<String> {
        let ledger: Value = self.read("ledger").await;
        let is_write = |entry: &&Value| {
            let read = is_search(entry["path"].as_str().unwrap()) || entry["method"] == json!("GET");
            !read && entry["preflight"] == json!(false)
        };
        let entries = ledger.as_array().unwrap().iter().filter(is_write);
        entries
            .map(|entry| format!("{} {}", entry["method"].as_str().unwrap(), entry["path"].as_str().unwrap()))
            .collect()
    }

    /// The number of requests of any kind.
    pub(crate) async fn requests(&self) -> usize {
        self.read::<Value>("ledger").await.as_array().unwrap().len()
    }

    /// What a person of the other team does: gives the incident another title.
    pub(crate) async fn edit_title(&self, id: &str, title: &str) {
        match self.kind {
            Kind::ServiceNow | Kind::ServiceNowImport | Kind::SecOps | Kind::SecOpsImport => {
                self.by_hand("PATCH", id, "", json!({ "short_description": title })).await;
            }
            Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => {
                self.by_hand("PUT", id, "", json!({ "fields": { "summary": title } })).await;
            }
            Kind::Resilient => {
                let old = self.incidents().await.into_iter().find(|it| it.id == id).unwrap().fields["name"].clone();
                let change = json!({ "field": { "name": "name" }, "old_value": { "text": old }, "new_value": { "text": title } });
                self.by_hand("PATCH", id, "", json!({ "changes": [change] })).await;
            }
        }
    }

    /// What a person of the other team does: gives the incident another description, as text in which nothing has a meaning.
    pub(crate) async fn edit_description(&self, id: &str, text: &str) {
        match self.kind {
            _ if self.is_servicenow() => self.by_hand("PATCH", id, "", json!({ "description": text })).await,
            Kind::Resilient => {
                let old = self.incidents().await.into_iter().find(|it| it.id == id).unwrap();
                let old = json!({ "textarea": { "format": "html", "content": old.fields["description"] } });
                let new = json!({ "textarea": { "format": "text", "content": text } });
                let change = json!({ "field": { "name": "description" }, "old_value": old, "new_value": new });
                self.by_hand("PATCH", id, "", json!({ "changes": [change] })).await;
            }
            _ => self.by_hand("PUT", id, "", json!({ "fields": { "description": text } })).await,
        }
    }

    /// Gives an issue of Jira one more label, as the other team does.
    pub(crate) async fn add_label(&self, id: &str, label: &str) {
        let mut labels = self.incidents().await.into_iter().find(|it| it.id == id).unwrap().fields["labels"].clone();
        labels.as_array_mut().unwrap().push(json!(label));
        self.by_hand("PUT", id, "", json!({ "fields": { "labels": labels } })).await;
    }

    /// Gives the incident to somebody.
    pub(crate) async fn assign(&self, id: &str) {
        match self.kind {
            _ if self.is_servicenow() => {
                self.by_hand("PATCH", id, "", json!({ "assigned_to": "c0ffee00c0ffee00c0ffee00c0ffee01" })).await;
            }
            Kind::Resilient => {
                let change =
                    json!({ "field": { "name": "owner_id" }, "old_value": { "id": 1 }, "new_value": { "id": 2 } });
                self.by_hand("PATCH", id, "", json!({ "changes": [change] })).await;
            }
            Kind::JiraDataCenter => {
                self.by_hand("PUT", id, "", json!({ "fields": { "assignee": { "name": "ana.lyst" } } })).await;
            }
            _ => {
                let person = json!({ "accountId": "712020:8b21d7c4-demo-analyst" });
                self.by_hand("PUT", id, "", json!({ "fields": { "assignee": person } })).await;
            }
        }
    }

    /// Somebody comments by the connector's own account, without a push.
    pub(crate) async fn comment_by_hand(&self, id: &str, text: &str) {
        if self.is_servicenow() {
            self.by_hand("PATCH", id, "", json!({ "comments": text })).await;
        }
    }

    /// Closes the incident, as a person does.
    pub(crate) async fn close(&self, id: &str) {
        match self.kind {
            Kind::ServiceNow | Kind::ServiceNowImport | Kind::SecOps | Kind::SecOpsImport => {
                // Security incidents have states of their own.
                let closed = if self.servicenow_type() == ".servicenow" { "7" } else { "3" };
                let fields = json!({ "state": closed, "close_code": "Solved (Permanently)", "close_notes": "Done." });
                self.by_hand("PATCH", id, "", fields).await;
            }
            Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => {
                self.by_hand("POST", id, "/transitions", json!({ "transition": { "id": "31" } })).await;
            }
            Kind::Resilient => {
                let change = |name: &str, old: Value, new: Value| json!({ "field": { "name": name }, "old_value": old, "new_value": new });
                let incident = self.incidents().await.into_iter().find(|it| it.id == id);
                // One that was closed before, and opened again, has kept its resolution.
                let is_resolved = incident.is_some_and(|it| !it.fields["resolution_id"].is_null());
                let mut changes = vec![
                    change("plan_status", json!({ "text": "A" }), json!({ "text": "C" })),
                    change("resolution_id", json!({}), json!({ "id": 9 })),
                    change(
                        "resolution_summary",
                        json!({}),
                        json!({ "textarea": { "format": "text", "content": "Done." } }),
                    ),
                ];
                changes.truncate(if is_resolved { 1 } else { 3 });
                self.by_hand("PATCH", id, "", json!({ "changes": changes })).await;
            }
        }
    }

    /// Deletes the incident, as a person does.
    pub(crate) async fn delete(&self, id: &str) {
        self.by_hand("DELETE", id, "", json!({})).await;
    }

    async fn by_hand(&self, method: &str, id: &str, below: &str, body: Value) {
        let path = match self.kind {
            Kind::SecOps | Kind::SecOpsImport => "/api/now/table/sn_si_incident".to_owned(),
            Kind::ServiceNow | Kind::ServiceNowImport => "/api/now/table/incident".to_owned(),
            Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => "/rest/api/2/issue".to_owned(),
            Kind::Resilient => format!("/rest/orgs/{}/incidents", simulators::RESILIENT_ORG),
        };
        self.write_by_hand(self.connector("by-hand"), method, &format!("{path}/{id}{below}"), &body).await;
    }

    pub(crate) async fn write_by_hand(
        &self,
        (connector, secrets): (Connector, Secrets),
        method: &str,
        path: &str,
        body: &Value,
    ) {
        let mut request = Request::get(format!("{}{path}", self.base));
        request.headers.insert("content-type".into(), "application/json".into());
        let authorized = authorize(&request, &connector, &secrets).unwrap();
        let headers: Vec<_> = authorized.headers.clone().into_iter().collect();
        let answer = self.call(method, &authorized.url, &headers, body.to_string().into_bytes()).await.unwrap();
        let text = String::from_utf8_lossy(&answer.body);
        let worked = (200..300).contains(&answer.status) && !text.contains("\"success\":false");
        assert!(worked, "{} {text}", answer.status);
    }

    pub(crate) async fn read<T: serde::de::DeserializeOwned>(&self, what: &str) -> T {
        serde_json::from_slice(&self.control("GET", what, None).await).unwrap()
    }
}

/// An incident as the simulator stores it.
#[derive(Debug)]
pub(crate) struct Incident {
    pub(crate) id: String,
    pub(crate) fields: Value,
    pub(crate) comments: Vec<String>,
    pub(crate) internal: Vec<bool>,
    /// Those that Elastic's app was given.
    pub(crate) observables: Vec<Value>,
}

impl Incident {
    /// The ids in the references of its comments, in order.
    pub(crate) fn references(&self) -> Vec<String> {
        let reference = |text: &String| {
            let plain = text.replace('\\', "");
            let tail = plain.trim_end().strip_suffix(')')?.rsplit_once(", case ")?.1.to_owned();
            Some(tail)
        };
        self.comments.iter().map(|text| reference(text).unwrap_or_else(|| panic!("no reference: {text}"))).collect()
    }
}

fn servicenow_secret() -> Secrets {
    Secrets::from([("password", simulators::SERVICENOW_PASSWORD)])
}

pub(crate) fn sample(name: &str) -> Value {
    serde_json::from_str(&text(&format!("tests/fixtures/cases/{name}.json"))).unwrap()
}

/// The user comments that have a text, by creation time, then id: what an incident should refer to.
pub(crate) fn comment_ids(case: &Value) -> Vec<String> {
    let comments = case["comments"].as_array().unwrap().iter();
    let sent = comments.filter(|c| c["type"] == json!("user") && !c["comment"].as_str().unwrap().trim().is_empty());
    let text = |comment: &Value, name: &str| comment[name].as_str().unwrap().to_owned();
    let mut sent: Vec<_> = sent.map(|comment| (text(comment, "created_at"), text(comment, "id"))).collect();
    sent.sort();
    sent.into_iter().map(|(_, id)| format!("comment {id}")).collect()
}

/// Edits a comment as Kibana does.
pub(crate) fn edit(case: &mut Value, id: &str, text: &str, at: &str) {
    let comments = case["comments"].as_array_mut().unwrap();
    let comment = comments.iter_mut().find(|comment| comment["id"] == json!(id)).unwrap();
    comment["comment"] = json!(text);
    comment["updated_at"] = json!(at);
    comment["updated_by"] = json!({ "username": "editor", "full_name": null, "email": null });
}
