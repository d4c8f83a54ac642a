//! Pages for people. No login: the records are invented.
//!
//! The product shows an incident at `/#incidents/ID`, which never reaches the
//! server. A few lines of script fetch the incident for that hash.

use super::{
    System,
    fields::{Field, Kind, existing},
    html_text,
    store::Incident,
};
use crate::shared::{
    answer, clock,
    html::{self, Row},
};
use axum::{
    extract::{Path, State},
    response::Response,
};
use serde_json::Value;

const NAME: &str = "IBM Resilient";

const SCRIPT: &str = "<script>\
const list = document.getElementById('main').innerHTML;\
async function show() {\
const found = /^#incidents\\/(\\d+)$/.exec(location.hash);\
const main = document.getElementById('main');\
if (!found) { main.innerHTML = list; return; }\
const answer = await fetch('/fragments/incidents/' + found[1]);\
main.innerHTML = await answer.text();\
document.title = main.querySelector('h1').textContent;\
}\
addEventListener('hashchange', show);\
show();\
</script>";

pub(super) async fn list(State(system): System) -> Response {
    let store = system.store();
    let rows: Vec<_> = store
        .incidents
        .iter()
        .rev()
        .map(|incident| Row {
            link: format!("/#incidents/{}", incident.id),
            key: incident.id.to_string(),
            title: incident.name().to_owned(),
            updated: clock::spaced(incident.modified),
        })
        .collect();
    let page = html::page(NAME, "Incidents", &html::list("Incidents", &rows));
    answer::html(200, page.replace("</body>", &format!("{SCRIPT}</body>")))
}

pub(super) async fn fragment(State(system): System, Path(id): Path<String>) -> Response {
    let store = system.store();
    let Some(place) = store.position(&id) else {
        return answer::html(404, NOT_FOUND.to_owned());
    };
    let incident = &store.incidents[place];
    let comments: Vec<_> = incident
        .comments
        .iter()
        .map(|comment| {
            let at = clock::spaced(comment.created);
            (format!("{at} - Case Bot"), html_text::to_text(&comment.html))
        })
        .collect();
    let fields: Vec<_> = existing(system.hub.settings().mark_field)
        .map(|field| (field.label.to_owned(), readable(field, incident)))
        .filter(|field| !field.1.is_empty())
        .collect();
    let heading = format!("{}: {}", incident.id, incident.name());
    answer::html(200, html::incident(&heading, &fields, &comments))
}

fn readable(field: &Field, incident: &Incident) -> String {
    let label = |id: &Value| {
        let known = field.options.iter().find(|option| *id == option.0);
        known.map_or("", |option| option.1)
    };
    match (field.kind, incident.get(field)) {
        (_, Value::Null) => String::new(),
        (Kind::TextArea, Value::String(html)) => html_text::to_text(&html),
        (Kind::Select, id) => label(&id).to_owned(),
        (Kind::MultiSelect, Value::Array(ids)) => ids.iter().map(label).collect::<Vec<_>>().join(", "),
        (Kind::Date | Kind::DateTime, Value::Number(ms)) => ms.as_i64().map(clock::spaced).unwrap_or_default(),
        (_, Value::String(text)) => text,
        (_, value) => value.to_string(),
    }
}

const NOT_FOUND: &str = "<h1>Incident not found</h1><p><a href=\"/\">All incidents</a></p>";

pub(super) fn not_found() -> Response {
    answer::html(404, html::page(NAME, "Incident not found", NOT_FOUND))
}
