//! Issues and comments as the API shows them.

use super::{
    Jira, Version,
    catalog::{self, Kind, SYSTEMS, TEAMS, VECTORS, find_field},
    fields,
    store::{Comment, Issue, Store},
    text,
};
use crate::shared::clock;
use serde_json::{Map, Value, json};

/// Which fields the client wants.
#[derive(Debug)]
pub(super) struct Wanted(Vec<String>);

impl Wanted {
    /// From a list with commas.
    pub(super) fn from_text(text: &str) -> Self {
        Self(text.split(',').map(|part| part.trim().to_owned()).collect())
    }

    /// From an array of a body.
    pub(super) fn from_array(list: &[Value]) -> Self {
        let names = list.iter().filter_map(Value::as_str);
        Self(names.flat_map(|name| Self::from_text(name).0).collect())
    }

    fn takes(&self, id: &str) -> bool {
        let named = |name: &str| self.0.iter().any(|wanted| wanted == name);
        if named(&format!("-{id}")) {
            return false;
        }
        // A list of exclusions only starts from everything.
        let only_exclusions = self.0.iter().all(|name| name.starts_with('-'));
        named(id) || named("*all") || only_exclusions || (named("*navigable") && id != "comment")
    }
}

impl Jira {
    /// One issue.
    pub(super) fn show_issue(&self, store: &Store, issue: &Issue, version: Version, wanted: &Wanted) -> Value {
        let base = &self.hub.base;
        let mut shown = Map::new();
        let mut put = |id: &str, value: &dyn Fn() -> Value| {
            if wanted.takes(id) {
                shown.insert(id.to_owned(), value());
            }
        };
        for id in fields::ids() {
            put(id, &|| self.show_field(store, issue, id, version));
        }
        put("status", &|| status(base, issue.done));
        put("created", &|| clock::jira(issue.created).into());
        put("updated", &|| clock::jira(issue.updated).into());
        for id in ["creator", "reporter"] {
            put(id, &|| catalog::person(self.deployment, base, issue.creator));
        }
        // The workflow sets it with the last status, as Jira's own does.
        put("resolution", &|| if issue.done { json!({ "id": "10000", "name": "Done" }) } else { Value::Null });
        put("comment", &|| self.show_comments(issue, version));
        json!({
            "expand": "renderedFields,names,schema,operations,editmeta,changelog",
            "id": issue.id.to_string(),
            "self": format!("{base}/rest/api/2/issue/{}", issue.id),
            "key": issue.key(),
            "fields": shown,
        })
    }

    fn show_field(&self, store: &Store, issue: &Issue, id: &str, version: Version) -> Value {
        let base = &self.hub.base;
        let value = issue.values.get(id).unwrap_or(&Value::Null);
        let Some(field) = find_field(id) else {
            return Value::Null;
        };
        match (field.kind, value) {
            (Kind::Project, _) => issue.project.to_value(base),
            (Kind::IssueType, _) => issue.kind.to_value(base),
            (Kind::Parent, _) => show_parent(store, issue),
            (Kind::Labels, Value::Null) => json!([]),
            (_, Value::Null) => Value::Null,
            (Kind::LongText, value) => text::shown(value, version),
            (Kind::Priority, value) => catalog::priority(base, value.as_str().unwrap_or("")),
            (Kind::User, value) => {
                let number = value.as_u64().and_then(|it| usize::try_from(it).ok());
                catalog::person(self.deployment, base, number.unwrap_or(0))
            }
            (Kind::Team, value) => {
                let team = TEAMS.iter().find(|team| value == team.0);
                json!({ "id": value, "value": team.map(|team| team.1) })
            }
            (Kind::Systems, value) => {
                let ids = value.as_array().into_iter().flatten();
                let named = |id: &Value| SYSTEMS.iter().find(|known| id == known.0);
                ids.map(|id| json!({ "id": id, "value": named(id).map(|known| known.1) })).collect()
            }
            (Kind::Vector, value) => {
                let vector = VECTORS.iter().find(|vector| value[0] == vector.0);
                let child = vector.and_then(|vector| vector.2.iter().find(|child| value[1] == child.0));
                let mut shown = json!({ "id": value[0], "value": vector.map(|vector| vector.1) });
                if let Some((id, value)) = child {
                    shown["child"] = json!({ "id": id, "value": value });
                }
                shown
            }
            (_, value) => value.clone(),
        }
    }

    fn show_comments(&self, issue: &Issue, version: Version) -> Value {
        let comments: Vec<_> =
            issue.comments.iter().map(|comment| self.show_comment(issue, comment, version, false)).collect();
        let total = comments.len();
        json!({ "comments": comments, "maxResults": total, "total": total, "startAt": 0 })
    }

    /// One comment. Its properties are shown only on request.
    pub(super) fn show_comment(
        &self,
        issue: &Issue,
        comment: &Comment,
        version: Version,
        with_properties: bool,
    ) -> Value {
        let base = &self.hub.base;
        let author = catalog::person(self.deployment, base, comment.author);
        let created = clock::jira(comment.created);
        let mut shown = json!({
            "self": format!("{base}/rest/api/2/issue/{}/comment/{}", issue.id, comment.id),
            "id": comment.id.to_string(),
            "author": author,
            "updateAuthor": author,
            "body": text::shown(&comment.body, version),
            "created": created,
            "updated": created,
        });
        if self.is_cloud() {
            // Only in a service project is a comment hidden from anyone.
            let internal = issue.project.kind == "service_desk" && comment.is_internal();
            shown["jsdPublic"] = (!internal).into();
        }
        if with_properties {
            let property = |(key, value): &(String, Value)| json!({ "key": key, "value": value });
            shown["properties"] = comment.properties.iter().map(property).collect();
        }
        shown
    }
}

fn show_parent(store: &Store, issue: &Issue) -> Value {
    let parent = issue.parent.and_then(|id| store.find(&id.to_string()));
    parent.map_or(Value::Null, |parent| {
        json!({
            "id": parent.id.to_string(),
            "key": parent.key(),
            "fields": { "summary": parent.summary() },
        })
    })
}

fn status(base: &str, done: bool) -> Value {
    if done {
        return json!({
            "self": format!("{base}/rest/api/2/status/10002"),
            "id": "10002",
            "name": "Done",
            "statusCategory": { "id": 3, "key": "done", "name": "Done" },
        });
    }
    json!({
        "self": format!("{base}/rest/api/2/status/10000"),
        "id": "10000",
        "name": "To Do",
        "statusCategory": { "id": 2, "key": "new", "name": "To Do" },
    })
}
