//! Incidents and comments as the API shows them.

use super::{
    Resilient, bad,
    fields::{Field, Kind, existing},
    html_text,
    store::{Comment, Incident},
};
use crate::{
    demo,
    shared::{Params, answer::Refusal},
};
use axum::http::HeaderMap;
use serde_json::{Map, Value, json};

/// `text_content_output_format`.
#[derive(Clone, Copy, Debug)]
enum Texts {
    /// A string with HTML in it.
    Plain,
    /// An object with HTML in it.
    HtmlObject,
    /// An object with plain text in it.
    TextObject,
}

/// `handle_format`.
#[derive(Clone, Copy, Debug)]
enum Handles {
    Ids,
    Names,
    Objects,
}

/// How the client wants values to look: parameters, or headers of that name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shape {
    texts: Texts,
    handles: Handles,
}

impl Shape {
    pub(super) fn new(params: &Params, headers: &HeaderMap) -> Result<Self, Refusal> {
        let get = |name: &str| {
            let header = headers.get(name).and_then(|value| value.to_str().ok());
            params.get(name).map(String::as_str).or(header)
        };
        let texts = match get("text_content_output_format") {
            None | Some("always_text") => Texts::Plain,
            Some("objects_convert" | "objects_convert_html" | "objects_no_convert") => Texts::HtmlObject,
            Some("objects_convert_text") => Texts::TextObject,
            Some(other) => {
                return Err(bad(format!("Invalid value '{other}' for text_content_output_format.")));
            }
        };
        let handles = match get("handle_format") {
            None | Some("ids" | "default") => Handles::Ids,
            Some("names") => Handles::Names,
            Some("objects") => Handles::Objects,
            Some(other) => {
                return Err(bad(format!("Invalid value '{other}' for handle_format.")));
            }
        };
        Ok(Self { texts, handles })
    }

    /// A rich text.
    pub(super) fn text(self, html: &str) -> Value {
        match self.texts {
            Texts::Plain => html.into(),
            Texts::HtmlObject => json!({ "format": "html", "content": html }),
            Texts::TextObject => {
                json!({ "format": "text", "content": html_text::to_text(html) })
            }
        }
    }

    /// The value of a field.
    pub(super) fn value(self, field: &Field, value: Value) -> Value {
        match (field.kind, value) {
            (Kind::TextArea, Value::String(html)) => self.text(&html),
            (Kind::Select | Kind::Owner, value) if !value.is_null() => self.option(field, &value),
            (Kind::MultiSelect | Kind::Members, Value::Array(ids)) => {
                ids.iter().map(|id| self.option(field, id)).collect()
            }
            (Kind::MultiSelect | Kind::Members, Value::Null) => json!([]),
            (_, value) => value,
        }
    }

    fn option(self, field: &Field, id: &Value) -> Value {
        let known = field.options.iter().find(|option| *id == option.0);
        let label = known.map(|option| option.1);
        match self.handles {
            Handles::Ids => id.clone(),
            Handles::Names => label.into(),
            Handles::Objects => json!({ "id": id, "name": label }),
        }
    }
}

impl Resilient {
    /// One incident with all its fields.
    pub(super) fn show(&self, incident: &Incident, shape: Shape) -> Value {
        let mut shown = Map::new();
        let mut properties = Map::new();
        for field in existing(self.hub.settings().mark_field) {
            let value = shape.value(field, incident.get(field));
            let target = if field.custom { &mut properties } else { &mut shown };
            target.insert(field.name.to_owned(), value);
        }
        let more = [
            ("vers", incident.version.into()),
            ("properties", properties.into()),
            ("org_id", demo::RESILIENT_ORG.into()),
            ("creator_id", incident.creator.into()),
            ("phase_id", 1002.into()),
            ("end_date", Value::Null),
            ("due_date", Value::Null),
            ("draft", false.into()),
            ("perms", json!({ "read": true, "write": true, "comment": true, "close": true })),
        ];
        shown.extend(more.map(|(name, value)| (name.to_owned(), value)));
        shown.into()
    }

    /// One comment.
    pub(super) fn show_comment(&self, incident: &Incident, comment: &Comment, shape: Shape) -> Value {
        json!({
            "id": comment.id,
            "parent_id": null,
            "user_id": comment.author,
            "user_fname": "Case",
            "user_lname": "Bot",
            "user_name": "Case Bot",
            "text": shape.text(&comment.html),
            "create_date": comment.created,
            "modify_date": comment.created,
            "modify_user": { "id": comment.author, "first_name": "Case", "last_name": "Bot" },
            "children": [],
            "mentioned_users": [],
            "is_deleted": false,
            "comment_perms": { "update": true, "delete": true },
            "inc_id": incident.id,
            "inc_name": incident.name(),
            "type": "incident",
        })
    }
}
