//! Answers of ServiceNow, with the failures that hide in a success.

use super::table::Table;
use crate::error::{Code, Error};
use crate::http::Response;
use crate::systems::answer::{self, Failures, in_band, incomplete};
use crate::systems::{CommentsPage, Context, Found, IncidentRef, RemoteIncident};
use crate::url::encode_component;
use serde_json::Value;

const FAILURES: Failures = Failures { describe, meaning: |_, _| None };

/// `{"error":{"message","detail"},"status":"failure"}`.
fn describe(body: &Value) -> (Option<String>, Option<String>) {
    let error = body.get("error");
    let part = |name| answer::text(error.and_then(|error| error.get(name)));
    let words: Vec<String> = [part("message"), part("detail")].into_iter().flatten().collect();
    ((!words.is_empty()).then(|| words.join(": ")), None)
}

pub(in crate::systems) fn result(response: &Response) -> Result<Value, Error> {
    let mut body = answer::json(response, &FAILURES)?;
    match body.get_mut("result") {
        Some(result) => Ok(result.take()),
        None => Err(incomplete(response, "result")),
    }
}

/// The version of Elastic's app.
pub(super) fn health(response: &Response) -> Result<String, Error> {
    let result = result(response).map_err(|error| match error.code {
        Code::NotFound => Error { status: error.status, ..Error::new(Code::AppMissing) },
        _ => error,
    })?;
    answer::text(result.get("version")).ok_or_else(|| incomplete(response, "version of Elastic's app"))
}

pub(super) fn lookup(table: &Table, context: &Context<'_>, response: &Response) -> Result<Vec<Found>, Error> {
    let rows = match result(response)? {
        Value::Array(rows) => rows,
        _ => return Err(incomplete(response, "list of incidents")),
    };
    rows.iter()
        .map(|row| {
            if answer::text(row.get("correlation_id")).as_deref() != Some(context.mark) {
                return Err(Error { status: Some(response.status()), ..Error::new(Code::LookupUnreliable) });
            }
            let incident = incident_ref(table, context, row).ok_or_else(|| incomplete(response, "sys_id"))?;
            Ok(Found { incident, closed: is_closed(row) })
        })
        .collect()
}

/// The incident that was created or changed, by the Table API or the import set. An import that made a
/// new incident in place of changing the known one is no success.
pub(super) fn written(table: &Table, context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
    let written = read_written(table, context, response)?;
    if context.incident.is_some_and(|known| known != written.id) {
        let message = format!("The system changed another incident, {}, than was asked for.", written.title);
        return Err(Error { status: Some(response.status()), ..Error::with(Code::LookupUnreliable, message) });
    }
    Ok(written)
}

fn read_written(table: &Table, context: &Context<'_>, response: &Response) -> Result<IncidentRef, Error> {
    let result = result(response)?;
    let Value::Array(rows) = &result else {
        return incident_ref(table, context, &result).ok_or_else(|| incomplete(response, "sys_id"));
    };
    let row = rows.first().ok_or_else(|| incomplete(response, "row of the import set"))?;
    if row.get("status").and_then(Value::as_str) == Some("error") {
        let words = answer::text(row.get("error_message")).unwrap_or_else(|| "The import failed.".to_owned());
        return Err(in_band(response, &words, None));
    }
    let id = answer::text(row.get("sys_id")).ok_or_else(|| incomplete(response, "sys_id"))?;
    let title = answer::text(row.get("display_value")).unwrap_or_else(|| id.clone());
    Ok(IncidentRef { url: url(table, context, &id), id, title })
}

pub(super) fn incident(table: &Table, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
    let raw = match result(response)? {
        // The answer to a question by number.
        Value::Array(rows) => rows.into_iter().next().ok_or_else(|| Error::new(Code::NotFound))?,
        record => record,
    };
    let incident = incident_ref(table, context, &raw).ok_or_else(|| incomplete(response, "sys_id"))?;
    let fields = raw.as_object().cloned().unwrap_or_default();
    Ok(RemoteIncident { incident, fields, closed: is_closed(&raw), raw })
}

/// Closed and cancelled incidents are no longer active; resolved ones still are.
fn is_closed(row: &Value) -> bool {
    answer::text(row.get("active")).as_deref() == Some("false")
}

pub(super) fn journal(response: &Response) -> Result<CommentsPage, Error> {
    let result = result(response)?;
    let texts = ["comments", "work_notes"].into_iter().filter_map(|name| answer::text(result.get(name)));
    Ok(CommentsPage { texts: texts.collect(), next: None })
}

fn incident_ref(table: &Table, context: &Context<'_>, row: &Value) -> Option<IncidentRef> {
    let id = answer::text(row.get("sys_id"))?;
    let title = answer::text(row.get("number")).unwrap_or_else(|| id.clone());
    Some(IncidentRef { url: url(table, context, &id), id, title })
}

fn url(table: &Table, context: &Context<'_>, id: &str) -> String {
    let target = encode_component(&format!("{}.do?sys_id={id}", table.name));
    context.url(&format!("/nav_to.do?uri={target}"))
}
