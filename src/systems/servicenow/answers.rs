//! Answers of ServiceNow, with the failures that hide in a success.

use super::refusals;
use super::requests::{self, MOST_ROWS};
use super::table::Table;
use crate::error::{Code, Error};
use crate::http::Response;
use crate::markup::{Format, reference, shown_in_journal};
use crate::systems::answer::{self, Failures, in_band, incomplete};
use crate::systems::{
    Account, CommentsPage, Context, Entry, Fields, Found, IncidentRef, Origin, RemoteIncident, Standing, fields,
};
use crate::time::parse_servicenow;
use crate::url::encode_component;
use serde_json::Value;

const FAILURES: Failures =
    Failures { describe, named: refusals::named, recognises: refusals::recognises, known: refusals::KNOWN };

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
    let result = result(response).map_err(|error| match (error.code, error.status) {
        (Code::NotFound, _) | (Code::WrongProduct, Some(400)) => Error::new(Code::AppMissing).with_status(error.status),
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
                return Err(Error::new(Code::LookupUnreliable).with_status(Some(response.status())));
            }
            let incident = incident_ref(table, context, row).ok_or_else(|| incomplete(response, "sys_id"))?;
            Ok(Found { incident, closed: is_closed(row), origin: origin(row) })
        })
        .collect()
}

/// The incident that was created or changed, by the Table API or the import set. An import that made a
/// new incident in place of changing the known one is no success. The Table API shows the fields that were sent, as they stand.
pub(super) fn written(
    table: &Table,
    context: &Context<'_>,
    response: &Response,
) -> Result<(IncidentRef, Option<Fields>), Error> {
    let result = result(response)?;
    let written = read_written(table, context, response, &result)?;
    if context.incident.is_some_and(|known| known != written.id) {
        let message = format!("The system changed another incident, {}, than was asked for.", written.title);
        let error = Error::with(Code::LookupUnreliable, message).with_status(Some(response.status()));
        return Err(error.advise("Take out of that incident what is not its own, and ask the administrator why the system did not find ours by its id: the transform map of an import may have been changed."));
    }
    Ok((written, result.as_object().cloned()))
}

fn read_written(
    table: &Table,
    context: &Context<'_>,
    response: &Response,
    result: &Value,
) -> Result<IncidentRef, Error> {
    let Value::Array(rows) = result else {
        return incident_ref(table, context, result).ok_or_else(|| incomplete(response, "sys_id"));
    };
    let row = rows.first().ok_or_else(|| incomplete(response, "row of the import set"))?;
    if row.get("status").and_then(Value::as_str) == Some("error") {
        let words = answer::text(row.get("error_message")).unwrap_or_else(|| "The import failed.".to_owned());
        return Err(in_band(response, &FAILURES, &words, None));
    }
    let id = answer::id(row.get("sys_id")).ok_or_else(|| incomplete(response, "sys_id"))?;
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
    let (closed, origin) = (is_closed(&raw), origin(&raw));
    Ok(RemoteIncident { incident, fields, closed, origin, standing: Standing::default(), raw })
}

/// The same of an answer that has each value with what people see of it.
pub(super) fn standing(table: &Table, context: &Context<'_>, response: &Response) -> Result<RemoteIncident, Error> {
    let both = match result(response)? {
        Value::Array(rows) => rows.into_iter().next().ok_or_else(|| Error::new(Code::NotFound))?,
        record => record,
    };
    let part = |value: &Value, part: &str| value.get(part).unwrap_or(value).clone();
    let members = both.as_object().into_iter().flatten();
    let fields = fields(members.map(|(name, value)| (name.clone(), part(value, "value"))));
    let raw = Value::Object(fields.clone());
    let incident = incident_ref(table, context, &raw).ok_or_else(|| incomplete(response, "sys_id"))?;
    let seen = |name: &str| {
        both.get(name).and_then(|value| answer::text(Some(&part(value, "display_value")))).unwrap_or_default()
    };
    let standing = Standing { status: seen("state"), resolution: seen("close_code"), assignee: seen("assigned_to") };
    Ok(RemoteIncident { incident, fields, closed: is_closed(&raw), origin: origin(&raw), standing, raw })
}

/// Closed and cancelled incidents are no longer active; resolved ones still are.
fn is_closed(row: &Value) -> bool {
    answer::text(row.get("active")).as_deref() == Some("false")
}

/// Whether one that shows no mark may be the incident: it has the title that would be sent, or it was changed since, as the
/// title may have been. What is older than one with a mark was made while marks were kept.
pub(super) fn unmarked(context: &Context<'_>, response: &Response) -> Result<bool, Error> {
    let Value::Array(rows) = result(response)? else { return Err(incomplete(response, "list of incidents")) };
    let words =
        |value: Option<&Value>| answer::text(value).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let title = words(context.fields.get("short_description"));
    let is_changed = |row: &Value| answer::text(row.get("sys_mod_count")).is_none_or(|count| count != "0");
    let may_be_it = |row: &Value| mark(row).is_none() && words(row.get("short_description")) == title;
    let since_marks = rows.iter().take_while(|row| mark(row).is_none());
    Ok(rows.iter().any(may_be_it) || since_marks.into_iter().any(is_changed))
}

fn mark(row: &Value) -> Option<String> {
    answer::text(row.get("correlation_id")).filter(|mark| mark.starts_with("cc-"))
}

/// The rows are those of the one table that was asked.
fn origin(row: &Value) -> Origin {
    Origin { creator: account(row), in_place: true, marks: mark(row).into_iter().collect() }
}

/// By the user name, which is what these columns hold.
fn account(row: &Value) -> Option<Account> {
    let id = answer::text(row.get("sys_created_by"))?;
    Some(Account { name: id.clone(), id })
}

/// What is read next where the journal's table does not tell: the display value.
const DISPLAY: &str = "display";

/// Believed only where an entry of the push shows: an account that may not read it gets a list without any, and no error.
pub(super) fn journal_rows(context: &Context<'_>, id: &str, response: &Response) -> Result<CommentsPage, Error> {
    let unread = || Ok(CommentsPage { next: Some(DISPLAY.to_owned()), ..CommentsPage::default() });
    let rows = match result(response) {
        Ok(Value::Array(rows)) if rows.len() < MOST_ROWS => rows,
        Ok(_) => return unread(),
        Err(error) if error.code.is_refusal() => return unread(),
        Err(error) => return Err(error),
    };
    let entry = |row: &Value| {
        let at = answer::text(row.get("sys_created_on")).unwrap_or_default();
        let author = account(row);
        let (text, raw) = shown(answer::text(row.get("value"))?);
        Some(Entry {
            id: answer::id(row.get("sys_id")),
            text,
            raw,
            format: Format::Code,
            by: author.as_ref().map(|author| author.name.clone()).unwrap_or_default(),
            author,
            moment: parse_servicenow(&at),
            at,
        })
    };
    // Where an access rule hides the column that was asked by, the rows of all incidents come.
    let is_its = |row: &&Value| row.get("element_id").and_then(Value::as_str) == Some(id);
    let entries: Vec<Entry> = rows.iter().filter(is_its).filter_map(entry).collect();
    let (own, colleagues) = (requests::user(context.connector), context.connector.colleagues());
    let is_ours = |entry: &Entry| {
        let author = entry.author.as_ref();
        let by_us = author.is_some_and(|author| own.is_some_and(|own| author.has_id(own))) || colleagues.has(author);
        by_us && !reference::read_all(&entry.text).is_empty()
    };
    if entries.iter().any(is_ours) {
        Ok(CommentsPage { entries, readable: true, ..CommentsPage::default() })
    } else {
        unread()
    }
}

/// An empty text may mean that the account may not read it. Who may read work notes may read comments.
pub(super) fn journal(table: &Table, context: &Context<'_>, response: &Response) -> Result<CommentsPage, Error> {
    let result = result(response)?;
    let text = |name: &str| answer::text(result.get(name)).filter(|text| !text.trim().is_empty());
    let readable =
        ["work_notes", requests::journal_field(table, context.connector)].into_iter().any(|name| text(name).is_some());
    let texts = ["comments", "work_notes"].into_iter().filter_map(text);
    let entries = texts.map(|text| untold(text, String::new(), String::new())).collect();
    Ok(CommentsPage { entries, readable, ..CommentsPage::default() })
}

/// An entry, or several as one text, whose author nobody can tell.
fn untold(text: String, by: String, at: String) -> Entry {
    let (text, raw) = shown(text);
    Entry { id: None, text, raw, format: Format::Code, author: None, by, at, moment: None }
}

/// What a reader sees of a text, and the text where that is something else. What is rendered ends with its entry, whatever
/// others have written into theirs.
fn shown(text: String) -> (String, Option<String>) {
    let (mut entry, mut seen) = (String::new(), String::new());
    for line in text.split_inclusive('\n') {
        if head(line.trim_end()).is_some() {
            seen.push_str(&shown_in_journal(&std::mem::take(&mut entry)));
        }
        entry.push_str(line);
    }
    seen.push_str(&shown_in_journal(&entry));
    let raw = (seen != text).then_some(text);
    (seen, raw)
}

/// The entries of a journal's display value, which has the newest first: each begins with a head, which anybody can type.
pub(super) fn parts(entry: Entry) -> Vec<Entry> {
    if entry.author.is_some() || entry.id.is_some() {
        return vec![entry];
    }
    let mut parts: Vec<(String, &str, &str)> = Vec::new();
    for line in entry.raw.as_ref().unwrap_or(&entry.text).lines() {
        match (head(line), parts.last_mut()) {
            (Some((at, by)), _) => parts.push((String::new(), by, at)),
            (None, Some((text, ..))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => parts.push((format!("{line}\n"), "", "")),
        }
    }
    let part = |(text, by, at): (String, &str, &str)| untold(text.trim_end().to_owned(), by.to_owned(), at.to_owned());
    parts.into_iter().rev().map(part).collect()
}

/// `2020-03-10 12:24:20 - Ana Lyst (Work notes)`: when, in the reader's own format, and who.
fn head(line: &str) -> Option<(&str, &str)> {
    let (at, rest) = line.split_once(" - ")?;
    let (by, label) = rest.strip_suffix(')')?.rsplit_once(" (")?;
    let begins = at.starts_with(|c: char| c.is_ascii_digit()) && at.contains(':') && at.len() <= 30;
    let is_time = at.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | ':' | ' ' | ','));
    (begins && is_time && !by.is_empty() && !label.is_empty()).then_some((at, by))
}

/// The entries of the field that comments go to; readable only where that field shows, and where the journal shows at all.
pub(super) fn written_entries(
    table: &Table,
    context: &Context<'_>,
    response: &Response,
) -> Result<CommentsPage, Error> {
    let page = journal(table, context, response)?;
    let field = requests::journal_field(table, context.connector);
    let is_shown = response.json().is_some_and(|body| body.pointer(&format!("/result/{field}")).is_some());
    Ok(CommentsPage { readable: page.readable && is_shown, ..page })
}

fn incident_ref(table: &Table, context: &Context<'_>, row: &Value) -> Option<IncidentRef> {
    let id = answer::id(row.get("sys_id"))?;
    let title = answer::text(row.get("number")).unwrap_or_else(|| id.clone());
    Some(IncidentRef { url: url(table, context, &id), id, title })
}

fn url(table: &Table, context: &Context<'_>, id: &str) -> String {
    let target = encode_component(&format!("{}.do?sys_id={id}", table.name));
    context.url(&format!("/nav_to.do?uri={target}"))
}
