//! All issues.

use super::{
    catalog::{IssueType, Project},
    text,
    workflow::{self, Status},
};
use crate::shared::clock;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A comment.
#[derive(Clone, Debug)]
pub(super) struct Comment {
    pub(super) id: u32,
    /// Wiki markup as text, or a document.
    pub(super) body: Value,
    pub(super) properties: Vec<(String, Value)>,
    pub(super) created: i64,
    /// The number of the person who has written it.
    pub(super) author: usize,
}

impl Comment {
    /// Hidden from the customers of a service project.
    pub(super) fn is_internal(&self) -> bool {
        self.properties.iter().any(|(key, value)| key == "sd.public.comment" && value["internal"] == true)
    }
}

/// An issue.
#[derive(Clone, Debug)]
pub(super) struct Issue {
    pub(super) id: u32,
    pub(super) number: u32,
    pub(super) project: &'static Project,
    pub(super) kind: &'static IssueType,
    pub(super) parent: Option<u32>,
    /// Values by field id, in the form in which they are stored.
    pub(super) values: BTreeMap<String, Value>,
    /// Oldest first.
    pub(super) comments: Vec<Comment>,
    pub(super) created: i64,
    /// The number of the person who has created it.
    pub(super) creator: usize,
    pub(super) updated: i64,
    pub(super) status: &'static Status,
    /// The id of its resolution.
    pub(super) resolution: Option<&'static str>,
    /// How many more searches miss it.
    pub(super) hidden_for: u32,
}

impl Issue {
    pub(super) fn key(&self) -> String {
        format!("{}-{}", self.project.key, self.number)
    }

    pub(super) fn summary(&self) -> &str {
        self.values.get("summary").and_then(Value::as_str).unwrap_or("")
    }

    pub(super) fn labels(&self) -> Vec<&str> {
        let labels = self.values.get("labels").and_then(Value::as_array);
        let labels = labels.into_iter().flatten();
        labels.filter_map(Value::as_str).collect()
    }
}

/// The database.
#[derive(Debug, Default)]
pub(super) struct Store {
    /// Oldest first.
    pub(super) issues: Vec<Issue>,
    numbers: BTreeMap<&'static str, u32>,
    ids: u32,
    comment_ids: u32,
}

impl Store {
    /// The next number of a project. Taking it uses it up.
    pub(super) fn take_number(&mut self, project: &'static Project) -> u32 {
        let number = self.numbers.entry(project.key).or_default();
        *number += 1;
        *number
    }

    pub(super) fn take_id(&mut self) -> u32 {
        self.ids += 1;
        10_000 + self.ids
    }

    /// The place of the issue with this id or key.
    pub(super) fn position(&self, id_or_key: &str) -> Option<usize> {
        self.issues
            .iter()
            .position(|issue| issue.id.to_string() == id_or_key || issue.key().eq_ignore_ascii_case(id_or_key))
    }

    pub(super) fn find(&self, id_or_key: &str) -> Option<&Issue> {
        self.position(id_or_key).map(|place| &self.issues[place])
    }

    /// Adds a comment to the issue at a place.
    pub(super) fn comment(
        &mut self,
        place: usize,
        body: Value,
        properties: Vec<(String, Value)>,
        author: usize,
    ) -> Comment {
        self.comment_ids += 1;
        let comment = Comment { id: 10_000 + self.comment_ids, body, properties, created: clock::now(), author };
        let issue = &mut self.issues[place];
        issue.updated = comment.created;
        issue.comments.push(comment.clone());
        comment
    }

    /// For the control area.
    pub(super) fn records(&self) -> Value {
        let record = |issue: &Issue| {
            let comments: Vec<_> = issue
                .comments
                .iter()
                .map(|comment| {
                    json!({
                        "id": comment.id.to_string(),
                        "text": text::plain(&comment.body),
                        "body": comment.body,
                        "internal": comment.is_internal(),
                        "created": clock::jira(comment.created),
                    })
                })
                .collect();
            let mut fields = json!(issue.values);
            fields["project"] = issue.project.key.into();
            fields["issuetype"] = issue.kind.name.into();
            fields["status"] = issue.status.to_value("");
            fields["resolution"] = workflow::resolution(issue);
            fields["parent"] = issue.parent.map(|id| id.to_string()).into();
            json!({
                "id": issue.id.to_string(),
                "key": issue.key(),
                "fields": fields,
                "comments": comments,
            })
        };
        self.issues.iter().map(record).collect()
    }
}
