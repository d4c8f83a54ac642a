//! The remote system in virtual time: what it carries out late, and what it truly holds.

use crate::common::world::{Kind, World, status_of};
use crate::plan::{Mark, Plan};
use case_connectors::connector::Secrets;
use case_connectors::http::{Request, Response};
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// How an entry of somebody begins who is none of us.
pub(crate) const STRANGER: &str = "As I said:";

/// The title of an incident that is none of ours.
pub(crate) const FOREIGN: &str = "Not of the case";

/// The number of the stranger; 0 is the connector's account, 1 the colleague's.
const STRANGERS_ACCOUNT: usize = 2;

pub(crate) struct System {
    pub(crate) world: World,
    /// Milliseconds since the run began.
    pub(crate) now: i64,
    late: Vec<Late>,
    account: usize,
    /// The titles in whose place something came that was sent before they were written.
    pub(crate) overtaken: Vec<String>,
    /// The ids of the incidents that others have made.
    foreign: BTreeSet<String>,
    /// Those that a case file names, as they were made.
    named: Vec<Stored>,
}

struct Late {
    due: i64,
    request: Request,
    account: usize,
}

/// An incident as the system stores it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Stored {
    pub(crate) id: String,
    /// What people call it.
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) description: Value,
    pub(crate) status: Value,
    pub(crate) entries: Vec<String>,
    /// What it has of the alerts, where it takes that so.
    pub(crate) observables: Vec<String>,
}

impl System {
    pub(crate) async fn new(plan: &Plan) -> Self {
        let world = World::offline(plan.kind);
        let mut system = Self {
            world,
            now: 0,
            late: Vec::new(),
            account: 0,
            overtaken: Vec::new(),
            foreign: BTreeSet::new(),
            named: Vec::new(),
        };
        if plan.authors {
            system.world.tells_authors().await;
        }
        match plan.mark {
            Mark::Kept => {}
            Mark::Dropped => system.world.set(json!({ "readOnlyFields": ["correlation_id"] })).await,
            Mark::Unsearchable => system.set_hidden(&["correlation_id"]).await,
            Mark::NoField => system.world.set(json!({ "markField": false })).await,
        }
        if plan.is_jira_cloud() {
            for _ in 0..plan.jira.earlier {
                system.issue(FOREIGN).await;
            }
            for _ in 0..plan.jira.gap {
                // An issue that is refused has used up a number.
                system.issue("").await;
            }
            system.world.set(json!({ "searchLag": plan.jira.lag })).await;
        }
        system
    }

    pub(crate) async fn set_hidden(&mut self, fields: &[&str]) {
        self.world.set(json!({ "hiddenFields": fields, "invalidQueryReturnsNoRows": true })).await;
    }

    async fn issue(&mut self, title: &str) {
        let fields = json!({ "project": { "key": "SOC" }, "issuetype": { "id": "10002" }, "summary": title });
        self.make_foreign(0, "/rest/api/2/issue", &json!({ "fields": fields })).await;
    }

    /// A request of somebody who uses no connector.
    pub(crate) async fn by_hand(&mut self, account: usize, method: &str, path: &str, body: &Value) {
        let (connector, secrets) = self.person(account).await;
        let mut request = Request::get(connector.base().join(path));
        request.method = serde_json::from_value(json!(method)).unwrap();
        request.headers.insert("content-type".into(), "application/json".into());
        request.body = Some(body.to_string());
        let request = authorize(&request, &connector, &secrets).unwrap();
        self.send(&request, account).await;
    }

    async fn person(&mut self, account: usize) -> (Connector, Secrets) {
        if account == 0 {
            return self.world.connector("by-hand");
        }
        self.account = 1;
        self.world.connector_of_another("by-hand", &json!({})).await
    }

    /// The connector as a colleague has it, with an account of its own.
    pub(crate) async fn colleague(&mut self, id: &str, advanced: &Value) -> (Connector, Secrets) {
        self.account = 1;
        self.world.connector_of_another(id, advanced).await
    }

    /// Carries a request out, as that account.
    pub(crate) async fn send(&mut self, request: &Request, account: usize) -> Option<Response> {
        if self.account != account {
            self.account = account;
            self.world.log_in(account).await;
        }
        self.now += 100;
        self.world.send(request).await
    }

    /// It is carried out later, whoever waits for it.
    pub(crate) fn send_late(&mut self, request: Request, account: usize, ms: i64) {
        self.late.push(Late { due: self.now + ms, request, account });
    }

    pub(crate) async fn pass(&mut self, ms: i64) {
        let end = self.now + ms;
        while let Some(next) = self.late.iter().position(|late| late.due <= end) {
            let Late { due, request, account } = self.late.remove(next);
            self.now = self.now.max(due);
            let before = self.ours().await;
            self.send(&request, account).await;
            let after = self.ours().await;
            let is_gone = |title: &String| after.iter().all(|stored| stored.title != *title);
            self.overtaken.extend(before.into_iter().map(|stored| stored.title).filter(is_gone));
        }
        self.now = self.now.max(end);
    }

    /// Until nothing is under way any more.
    pub(crate) async fn settle_down(&mut self) {
        if let Some(due) = self.late.iter().map(|late| late.due).max() {
            self.pass(due - self.now).await;
        }
    }

    /// The incidents that pushes have made, however they look.
    pub(crate) async fn ours(&self) -> Vec<Stored> {
        self.all().await.into_iter().filter(|stored| !self.foreign.contains(&stored.id)).collect()
    }

    async fn all(&self) -> Vec<Stored> {
        let records: Value = self.world.read("records").await;
        let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        let stored = |record: &Value| Stored {
            id: text(&record["id"]),
            key: text(&record["key"]),
            title: text(&record["fields"][self.world.kind.title_field()]),
            description: record["fields"]["description"].clone(),
            status: status_of(&record["fields"]),
            observables: record["observables"]
                .as_array()
                .map_or_else(Vec::new, |all| all.iter().map(|it| text(&it["value"])).collect()),
            entries: record["comments"].as_array().unwrap().iter().map(|entry| text(&entry["text"])).collect(),
        };
        records.as_array().unwrap().iter().map(stored).collect()
    }

    /// Somebody who is none of us makes an incident with this mark.
    pub(crate) async fn prepare_foreign(&mut self, mark: &str) {
        let (path, body) = match self.world.kind {
            Kind::Resilient => {
                let properties = json!({ "case_connectors_mark": mark });
                let body = json!({ "name": FOREIGN, "discovered_date": 1, "properties": properties });
                (format!("/rest/orgs/{}/incidents", simulators::RESILIENT_ORG), body)
            }
            Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => {
                let project = if self.world.kind == Kind::JiraDataCenter { "SD" } else { "SOC" };
                let fields = json!({ "project": { "key": project }, "issuetype": { "id": "10002" }, "summary": FOREIGN, "labels": [mark] });
                ("/rest/api/2/issue".to_owned(), json!({ "fields": fields }))
            }
            _ => {
                let body = json!({ "short_description": FOREIGN, "correlation_id": mark });
                ("/api/now/table/incident".to_owned(), body)
            }
        };
        self.make_foreign(STRANGERS_ACCOUNT, &path, &body).await;
    }

    /// Somebody who is none of us makes an incident that has nothing to do with the case.
    pub(crate) async fn make_named(&mut self) -> Option<Stored> {
        let before = self.foreign.clone();
        self.prepare_foreign("of-another-team").await;
        let made = self.all().await.into_iter().find(|it| self.foreign.contains(&it.id) && !before.contains(&it.id))?;
        self.named.push(made.clone());
        Some(made)
    }

    /// What was changed of the incidents that a case file names.
    pub(crate) async fn changed_foreign(&self) -> Vec<String> {
        let all = self.all().await;
        let changed = self.named.iter().filter(|it| all.iter().any(|now| now.id == it.id && now != *it));
        changed.map(|it| format!("overwritten: {} is somebody else's", it.key)).collect()
    }

    async fn make_foreign(&mut self, account: usize, path: &str, body: &Value) {
        self.by_hand(account, "POST", path, body).await;
        let all = self.all().await.into_iter();
        self.foreign.extend(all.filter(|stored| stored.title == FOREIGN).map(|stored| stored.id));
    }

    /// Somebody who is none of us comments on the incident.
    pub(crate) async fn comment_foreign(&mut self, id: &str, line: &str) {
        let text = format!("{STRANGER}\n\n{line}");
        let (method, path, body) = match self.world.kind {
            Kind::Resilient => {
                let path = format!("/rest/orgs/{}/incidents/{id}/comments", simulators::RESILIENT_ORG);
                ("POST", path, json!({ "text": { "format": "text", "content": text } }))
            }
            Kind::JiraCloud | Kind::JiraDocuments | Kind::JiraDataCenter => {
                ("POST", format!("/rest/api/2/issue/{id}/comment"), json!({ "body": text }))
            }
            _ => ("PATCH", format!("/api/now/table/incident/{id}"), json!({ "comments": text })),
        };
        self.by_hand(STRANGERS_ACCOUNT, method, &path, &body).await;
    }

    /// An administrator lets the account write and search the mark, and sets it where it is missing.
    pub(crate) async fn mend_mark(&mut self, id: &str, mark: &str) {
        self.world.set(json!({ "readOnlyFields": [], "hiddenFields": [], "invalidQueryReturnsNoRows": false })).await;
        let table =
            if matches!(self.world.kind, Kind::SecOps | Kind::SecOpsImport) { "sn_si_incident" } else { "incident" };
        self.by_hand(0, "PATCH", &format!("/api/now/table/{table}/{id}"), &json!({ "correlation_id": mark })).await;
    }

    /// Somebody removes the incidents that are none of ours.
    pub(crate) async fn remove_foreign(&mut self) {
        for stored in self.all().await.iter().filter(|stored| stored.title == FOREIGN) {
            self.world.delete(&stored.id).await;
        }
    }
}
