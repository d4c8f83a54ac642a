//! Judges the per-case fields of a case by what the system was read to take. Pure: nothing is asked.

use super::case_field::{CaseField, CaseTarget, ExtraValues};
use super::form::FormSpec;
use super::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Others, RequiredAt, means, words};
use super::problem::{Problem, Severity};
use crate::json;
use serde_json::{Map, Value};

/// Every problem of the per-case fields, each with the path of its field in the case.
#[must_use]
pub fn check_fields(values: &Map<String, Value>, form: &FormSpec, live: &ConnectorFields) -> Vec<Problem> {
    let mut given = Given { values, extra: Map::new(), extra_key: "", texts: false };
    let mut problems = Vec::new();
    for field in form.case_fields {
        let CaseTarget::Extra(kind) = field.target else { continue };
        (given.extra_key, given.texts) = (field.key, kind == ExtraValues::Text);
        match extra(values.get(field.key)) {
            Some(extra) => given.extra = bare(extra, field.key, form, live),
            None => problems.push(problem(
                Severity::Error,
                field.key,
                "VALUE_INVALID",
                "must be a JSON object.",
                field.label,
            )),
        }
    }
    if let Some(other) = of_other_type(&given, live) {
        problems.push(other);
        return problems;
    }
    for field in &live.fields {
        let value = given.at(&field.path);
        if is_empty(value) {
            problems.extend(missing(field));
        } else if let Err((code, words)) = fits(field, value, live, &given) {
            problems.push(problem(Severity::Error, &field.path, code, words, &field.label));
        }
    }
    problems.extend(unknown(&given, form, live));
    problems
}

/// What would be sent and not taken: a change of a field that the incident's edit screen lacks.
pub(crate) fn check_changes(live: &ConnectorFields, changed: &Map<String, Value>, problems: &mut Vec<Problem>) {
    let words = "is not on the incident's edit screen, or the account may not edit it: it stays there as it is.";
    for field in live.fields.iter().filter(|field| field.read_only) {
        // In the system a name may be written in other cases.
        let name = field.path.rsplit_once('.').map_or(&*field.path, |(_, name)| name);
        if changed.keys().any(|it| it.eq_ignore_ascii_case(name)) {
            problems.push(problem(Severity::Warning, &field.path, "FIELD_READ_ONLY", words, &field.label));
        }
    }
}

/// What a case gives, with the additional fields read.
struct Given<'a> {
    values: &'a Map<String, Value>,
    extra: Map<String, Value>,
    extra_key: &'static str,
    /// Whether the system takes additional values as text alone.
    texts: bool,
}

impl Given<'_> {
    fn at(&self, path: &str) -> &Value {
        let found = match path.split_once('.') {
            Some((_, name)) => self.extra.get(name),
            None => self.values.get(path),
        };
        found.unwrap_or(&Value::Null)
    }
}

fn problem(severity: Severity, path: &str, code: &'static str, words: impl AsRef<str>, label: &str) -> Problem {
    let message = format!("{label} {}", words.as_ref());
    let field = Some(format!("connector.fields.{path}"));
    Problem { field, code, severity, message, suggestion: None }
}

/// The additional fields; nothing where they are no object.
fn extra(value: Option<&Value>) -> Option<Map<String, Value>> {
    match value {
        None | Some(Value::Null) => Some(Map::new()),
        Some(Value::Object(map)) => Some(map.clone()),
        Some(Value::String(text)) if text.trim().is_empty() => Some(Map::new()),
        Some(Value::String(text)) => json::read_object(text),
        _ => None,
    }
}

/// By the names that the live fields have: a system may know a field by more than one.
fn bare(extra: Map<String, Value>, key: &str, form: &FormSpec, live: &ConnectorFields) -> Map<String, Value> {
    let is_there =
        |name: &str| live.fields.iter().any(|field| field.path.strip_prefix(key) == Some(&format!(".{name}")));
    let mut out = Map::new();
    for (name, value) in extra {
        let short = form.name_prefixes.iter().find_map(|prefix| name.strip_prefix(prefix)).unwrap_or(&name);
        let name = if is_there(&name) || !is_there(short) { name } else { short.to_owned() };
        out.insert(name, value);
    }
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => false,
    }
}

/// The fields of one issue type say nothing about another.
fn of_other_type(given: &Given<'_>, live: &ConnectorFields) -> Option<Problem> {
    let field = live.at("issueType")?;
    let read = live.issue_type.as_deref()?;
    let chosen = words(given.at("issueType")).filter(|chosen| !chosen.is_empty()).or_else(|| words(&field.default))?;
    let known = field.choices.iter().any(|choice| words(&choice.value).as_deref() == Some(chosen.as_str()));
    let message = "is another one than the fields were read for: read those of this type.";
    (known && chosen != read)
        .then(|| problem(Severity::Warning, "issueType", "FIELDS_OF_OTHER_TYPE", message, &field.label))
}

fn missing(field: &LiveField) -> Option<Problem> {
    let (severity, words) = match field.required? {
        _ if field.read_only || !field.default.is_null() => return None,
        RequiredAt::Create => (Severity::Error, "is required."),
        RequiredAt::Form => (Severity::Warning, "is required in the system's own form, and may be required here."),
        RequiredAt::Close => return None,
    };
    Some(problem(severity, &field.path, "FIELD_REQUIRED", words, &field.label))
}

type Wrong = (&'static str, String);

fn invalid<T>(words: &str) -> Result<T, Wrong> {
    Err(("VALUE_INVALID", words.to_owned()))
}

/// As JSON writes one: the library's own reader of decimals would bring a table of 10 kB.
fn is_number(text: &str) -> bool {
    serde_json::from_str::<f64>(text.trim()).is_ok()
}

fn fits(field: &LiveField, value: &Value, live: &ConnectorFields, given: &Given<'_>) -> Result<(), Wrong> {
    // Where everything is sent as text, a number or a yes may come as its text.
    let is_text_of = |fits: fn(&str) -> bool| given.texts && value.as_str().is_some_and(fits);
    match field.kind {
        LiveKind::Text | LiveKind::TextArea | LiveKind::Url => {
            let Some(text) = words(value) else { return invalid("must be text.") };
            if let Some(most) = field.max_length.filter(|most| crate::markup::utf16_len(&text) > *most) {
                return Err(("VALUE_TOO_LONG", format!("takes {most} characters.")));
            }
            if field.kind == LiveKind::Url && !is_url(&text) {
                return invalid("must be an address that begins with http:// or https://.");
            }
            Ok(())
        }
        LiveKind::Number if value.is_number() || is_text_of(is_number) => Ok(()),
        LiveKind::Number => invalid("must be a number."),
        LiveKind::Flag if value.is_boolean() || is_text_of(|text| ["true", "false"].contains(&text)) => Ok(()),
        LiveKind::Flag => invalid("must be true or false."),
        LiveKind::Date | LiveKind::DateTime => match field.format.as_deref() {
            Some("x") if value.is_i64() || value.as_str().is_some_and(is_moment) => Ok(()),
            Some(format) if value.as_str().is_some_and(|text| is_written(text.trim(), format)) => Ok(()),
            Some("x") => invalid("must be a number of milliseconds since 1970, or a date."),
            Some(format) => Err(("VALUE_INVALID", format!("must be written as {format}."))),
            None => Ok(()),
        },
        LiveKind::Select => chosen(field, &field.choices, value, live, given),
        LiveKind::MultiSelect => match value {
            Value::Array(list) => list.iter().try_for_each(|value| chosen(field, &field.choices, value, live, given)),
            _ if words(value).is_some() && field.choices.iter().any(|choice| choice.value.is_number()) => {
                chosen(field, &field.choices, value, live, given)
            }
            _ => invalid("must be a list."),
        },
        LiveKind::Cascading => cascading(field, value, live, given),
        LiveKind::Labels => match value {
            Value::Array(list) if list.iter().all(|it| it.as_str().is_some_and(is_word)) => Ok(()),
            _ => invalid("must be a list of words without spaces."),
        },
        LiveKind::Json => Ok(()),
    }
}

fn is_url(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, rest)| ["http", "https", "ftp"].contains(&scheme) && !rest.is_empty())
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && !text.contains(char::is_whitespace)
}

fn is_moment(text: &str) -> bool {
    crate::time::parse_iso(text).is_some() || is_written(text.trim(), "YYYY-MM-DD")
}

/// Whether a date is written by these letters: those of dates stand for digits, and `ZZ` for an offset.
fn is_written(text: &str, format: &str) -> bool {
    let offset = format.strip_suffix("ZZ");
    let (text, format) = match offset {
        Some(format) => match text.len().checked_sub(5).and_then(|at| text.split_at_checked(at)) {
            Some((text, offset)) if is_like(offset.trim_start_matches(['+', '-']), "HHmm") => (text, format),
            _ => return false,
        },
        None => (text, format),
    };
    is_like(text, format)
}

fn is_like(text: &str, format: &str) -> bool {
    let fits = |(letter, given): (char, char)| {
        if "YMDHmsS".contains(letter) { given.is_ascii_digit() } else { letter == given }
    };
    text.chars().count() == format.chars().count() && format.chars().zip(text.chars()).all(fits)
}

/// Whether a value is one of the choices. Where none could be listed, only the system can tell.
fn chosen(
    field: &LiveField,
    choices: &[LiveChoice],
    value: &Value,
    live: &ConnectorFields,
    given: &Given<'_>,
) -> Result<(), Wrong> {
    if choices.is_empty() {
        return Ok(());
    }
    let mut fitting = choices.iter().filter(|choice| choice.is(value)).peekable();
    if fitting.peek().is_none() {
        return Err(("CHOICE_UNKNOWN", format!("has no choice {}.", shown(value))));
    }
    let Some(other) = field.depends_on.as_deref().and_then(|path| live.at(path)) else { return Ok(()) };
    let current = Some(given.at(&other.path)).filter(|value| !is_empty(value)).unwrap_or(&other.default);
    let Some(current) = words(current) else { return Ok(()) };
    if fitting.any(|choice| choice.when.as_ref().is_none_or(|when| *when == current)) {
        return Ok(());
    }
    Err(("CHOICE_UNKNOWN", format!("has no choice {} where {} is {current}.", shown(value), other.label)))
}

fn cascading(field: &LiveField, value: &Value, live: &ConnectorFields, given: &Given<'_>) -> Result<(), Wrong> {
    chosen(field, &field.choices, value, live, given)?;
    let (Some(child), false) = (value.get("child").filter(|child| !child.is_null()), field.choices.is_empty()) else {
        return Ok(());
    };
    let parents = field.choices.iter().filter(|choice| choice.is(value));
    let own = |choice: &LiveChoice| choice.value.get("child").cloned().unwrap_or_default();
    let is_there = parents.flat_map(|parent| &parent.children).any(|it| means(&own(it), &it.label, child));
    if is_there { Ok(()) } else { Err(("CHOICE_UNKNOWN", format!("has no choice {} below that one.", shown(child)))) }
}

/// A value as a person knows it.
fn shown(value: &Value) -> String {
    let named = ["value", "name", "id", "key"].iter().find_map(|key| value.get(key).and_then(words));
    let text = named.or_else(|| words(value)).unwrap_or_else(|| json::write(value));
    format!("\"{}\"", crate::markup::fit_line(&text, Some(80)).text)
}

/// Additional fields that the system has no place for. What the push sets itself is said elsewhere.
fn unknown(given: &Given<'_>, form: &FormSpec, live: &ConnectorFields) -> Vec<Problem> {
    let (severity, words) = match live.others {
        Others::Refused => {
            (Severity::Error, "is not among the fields that the system takes here: it would refuse the incident.")
        }
        Others::Dropped => {
            (Severity::Warning, "is not among the fields that the system takes here: it would be dropped.")
        }
        Others::Unknown => return Vec::new(),
    };
    let set_itself =
        |name: &str| form.targets.iter().any(|target| target.name == name) || form.reserved.contains(&name);
    let key = given.extra_key;
    let is_value = |field: &&CaseField| matches!(field.target, CaseTarget::Value(_) | CaseTarget::Object(..));
    let own = form.case_fields.iter().filter(is_value).filter(|field| live.at(field.key).is_none());
    let own = own.filter(|field| !is_empty(given.at(field.key)));
    let own = own.map(|field| problem(severity, field.key, "FIELD_UNKNOWN", words, field.label));
    let is_unknown = |name: &&String| !set_itself(name) && live.at(&format!("{key}.{name}")).is_none();
    let extra = given.extra.keys().filter(is_unknown);
    own.chain(extra.map(|name| problem(severity, &format!("{key}.{name}"), "FIELD_UNKNOWN", words, name))).collect()
}
