//! The case as Kibana holds it, with all that it ever was.

use crate::plan::{Event, Host};
use case_connectors::time::to_iso;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Descriptions that differ in more or less than their words.
pub(crate) const DESCRIPTIONS: [&str; 4] = [
    "The host is ~~not~~ infected.",
    "The host is not infected.",
    "Line one.\n\nLine *two* of {code}.",
    "```\nif a:\n    b\n```\n\nLine two.",
];

pub(crate) struct Case {
    now: i64,
    current: Value,
    title_before: String,
    /// What each version of a comment says, by id and time.
    pub(crate) genuine: BTreeMap<(String, i64), String>,
    pub(crate) totals: Vec<u32>,
    /// Copies that pages took, the latest last.
    copies: Vec<Value>,
    external: Value,
    pushed_at: BTreeMap<String, String>,
    alerts_pushed: bool,
}

impl Case {
    pub(crate) fn new(name: &str, comments: usize) -> Self {
        let now = case_connectors::time::parse_iso("2026-09-01T10:00:00.000Z").unwrap();
        let mut case = Self {
            now,
            current: json!({
                "id": format!("run-{name}"), "title": format!("Run {name}"), "description": DESCRIPTIONS[0],
                "created_at": to_iso(now), "status": "open", "tags": ["campaign"],
                "comments": [], "totalComment": 0, "totalAlerts": 0, "external_service": null,
            }),
            title_before: format!("Run {name}"),
            genuine: BTreeMap::new(),
            totals: Vec::new(),
            copies: Vec::new(),
            external: Value::Null,
            pushed_at: BTreeMap::new(),
            alerts_pushed: false,
        };
        for _ in 0..comments {
            case.happen(Event::AddComment);
        }
        case
    }

    /// It was imported: all that it says of an incident is what some file says.
    pub(crate) fn come_from_a_file(&mut self, external: Value) {
        self.external = external;
        self.alerts_pushed = true;
        for comment in self.current["comments"].as_array().unwrap().iter().filter(|it| it["type"] == "user") {
            self.pushed_at.insert(comment["id"].as_str().unwrap().to_owned(), to_iso(version_at(comment)));
        }
    }

    pub(crate) fn id(&self) -> &str {
        self.current["id"].as_str().unwrap()
    }

    pub(crate) fn happen(&mut self, event: Event) {
        // Some happen in the same moment.
        self.now += if matches!(event, Event::AddComment) && self.genuine.len() % 3 == 1 { 0 } else { 60_000 };
        let at = to_iso(self.now);
        match event {
            Event::AddComment => {
                let comments = self.current["comments"].as_array_mut().unwrap();
                let id = format!("k{}", comments.iter().filter(|it| is_own(it)).count() + 1);
                let text = format!("Finding of {id}, at first");
                comments.push(json!({
                    "id": id, "type": "user", "comment": text, "created_at": at,
                    "created_by": { "username": "ana", "full_name": "Ana Ruiz", "email": null },
                }));
                self.genuine.insert((id, self.now), text);
            }
            Event::EditComment(n) => {
                let now = self.now;
                let comments = self.current["comments"].as_array_mut().unwrap().iter_mut();
                let Some(comment) = comments.filter(|it| is_own(it)).nth(n) else { return };
                let id = comment["id"].as_str().unwrap().to_owned();
                let text = format!("Finding of {id}, corrected at {now}");
                comment["comment"] = json!(text);
                comment["updated_at"] = json!(at);
                comment["updated_by"] = json!({ "username": "bo", "full_name": "Bo Li", "email": null });
                self.genuine.insert((id, now), text);
            }
            Event::EditTitle => {
                let title = self.current["title"].as_str().unwrap().to_owned();
                self.current["title"] = json!(format!("{title}+"));
                self.title_before = title;
            }
            Event::PutTitleBack => {
                let before = std::mem::take(&mut self.title_before);
                self.title_before = self.current["title"].as_str().unwrap().to_owned();
                self.current["title"] = json!(before);
            }
            Event::EditDescription => {
                let old = self.current["description"].as_str().unwrap();
                let place = DESCRIPTIONS.iter().position(|it| *it == old).unwrap();
                self.current["description"] = json!(DESCRIPTIONS[(place + 1) % DESCRIPTIONS.len()]);
            }
            Event::AddAlert => {
                let total = self.totals.last().map_or(1, |total| total + 1);
                self.totals.push(total);
                let ids: Vec<String> = (0..total).map(|n| format!("al{n}")).collect();
                let comments = self.current["comments"].as_array_mut().unwrap();
                comments.retain(|it| it["type"] == "user");
                comments.push(json!({
                    "id": "alerts", "type": "alert", "alertId": ids, "index": vec!["i"; ids.len()], "created_at": at,
                    "created_by": { "username": "ana", "full_name": null, "email": null },
                }));
                self.current["totalAlerts"] = json!(total);
                self.alerts_pushed = false;
            }
            Event::Status(status) => self.current["status"] = json!(status),
            Event::TheirTitle | Event::TheirClose | Event::TheirComment => {}
        }
        self.count();
    }

    /// What somebody has taken over of the other team's comments, in a page that had the case as it was.
    pub(crate) fn take_over(&mut self, after: &Value) {
        let comments = self.current["comments"].as_array_mut().unwrap();
        let here: BTreeSet<String> = comments.iter().map(|it| it["id"].to_string()).collect();
        let all = after["comments"].as_array().unwrap().iter();
        comments.extend(all.filter(|it| !here.contains(&it["id"].to_string())).cloned());
        self.count();
    }

    fn count(&mut self) {
        let users = self.current["comments"].as_array().unwrap().iter().filter(|it| it["type"] == "user").count();
        self.current["totalComment"] = json!(users);
    }

    /// The case as a page gets it: as it is, or as a page got it so many copies ago.
    pub(crate) fn copy(&mut self, age: usize) -> Value {
        self.copies.push(self.latest());
        self.copies[self.copies.len().saturating_sub(1 + age)].clone()
    }

    pub(crate) fn latest(&self) -> Value {
        let mut copy = self.current.clone();
        copy["external_service"] = self.external.clone();
        for comment in copy["comments"].as_array_mut().unwrap() {
            let id = comment["id"].as_str().unwrap();
            if id == "alerts" && !self.alerts_pushed {
                continue;
            }
            if let Some(at) = self.pushed_at.get(id) {
                comment["pushed_at"] = json!(at);
                comment["pushed_by"] = json!({ "username": "ana", "full_name": null, "email": null });
            }
        }
        copy
    }

    /// What the host keeps of what a push answers: not the texts, which may have changed meanwhile.
    pub(crate) fn write_back(&mut self, updated: &Value, pushed: &Value, host: Host) {
        let wrong = match host {
            Host::Forgets => return,
            Host::WritesBack => 0,
            Host::WritesTimesOf(ms) => ms,
        };
        self.external = updated["external_service"].clone();
        for comment in updated["comments"].as_array().unwrap() {
            let Some(at) = comment["pushed_at"].as_str() else { continue };
            let at = to_iso(case_connectors::time::parse_iso(at).unwrap() + wrong);
            let id = comment["id"].as_str().unwrap().to_owned();
            if id == "alerts" {
                self.alerts_pushed = pushed["totalAlerts"] == self.current["totalAlerts"];
            }
            self.pushed_at.insert(id, at);
        }
    }
}

/// A page of documents of the alerts that a copy of a case has, as a host passes it.
pub(crate) fn alerts_of(copy: &Value) -> Value {
    let document = |n| json!({ "_id": format!("al{n}"), "_source": { "source": { "ip": address(n) } } });
    let documents: Vec<Value> = (0..copy["totalAlerts"].as_u64().unwrap()).map(document).collect();
    json!({ "hits": { "hits": documents } })
}

/// What the n-th alert holds.
pub(crate) fn address(n: u64) -> String {
    format!("192.0.2.{}", n + 1)
}

/// Whether a comment was taken over from the incident.
pub(crate) fn is_taken_over(comment: &Value) -> bool {
    comment["id"].as_str().unwrap().starts_with("pulled-")
}

/// Whether a comment was written in the case.
pub(crate) fn is_own(comment: &Value) -> bool {
    comment["type"] == "user" && !is_taken_over(comment)
}

/// The comments of a case, with the times of their versions.
pub(crate) fn versions(copy: &Value) -> BTreeSet<(String, i64)> {
    let comments = copy["comments"].as_array().unwrap().iter().filter(|comment| is_own(comment));
    comments.map(|comment| (comment["id"].as_str().unwrap().to_owned(), version_at(comment))).collect()
}

/// When the version of a comment was written.
pub(crate) fn version_at(comment: &Value) -> i64 {
    let at = comment["updated_at"].as_str().or_else(|| comment["created_at"].as_str()).unwrap();
    case_connectors::time::parse_iso(at).unwrap()
}
