//! What ServiceNow's dictionary says of the columns of a table, and its choices.
//!
//! Rows that an access rule hides are left out without a word: an empty answer means that the account may not read, not that
//! nothing is there.

use super::answers::result;
use super::table::Table;
use crate::connector::live::{ConnectorFields, LiveChoice, LiveField, LiveKind, Note, Others, RequiredAt};
use crate::error::{Code, Error};
use crate::http::{Request, Response};
use crate::markup::lowercase;
use crate::order::Keyed;
use crate::systems::answer::{self, incomplete};
use crate::systems::live::{JSON_HELP, Live, MOST_ITEMS, choices, cut, kind_of};
use crate::systems::{Call, Context, Facts};
use crate::url::encode_component;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The table that all tables of incidents extend.
const PARENT: &str = "task";

/// So many rows are counted off for one answer. Those that an access rule hides are missing in it.
const PAGE: usize = 1_000;

/// What has been read so far, in the order of [`QUESTIONS`].
#[derive(Debug, Clone, Default)]
struct Read {
    lists: Vec<Vec<Value>>,
    /// Where the last list goes on; nothing where it has ended.
    next: Option<usize>,
    /// Whether a list was given up before its end.
    is_cut: bool,
}

/// A table that describes others: what it is asked in words, its name, its query for a table, and its columns.
type Question = (&'static str, &'static str, fn(&Table) -> String, &'static str);

const QUESTIONS: [Question; 3] = [
    (
        "Reading the dictionary",
        "sys_dictionary",
        |table| format!("nameIN{PARENT},{}^elementISNOTEMPTY^active=true", table.name),
        "name,element,column_label,internal_type,max_length,mandatory,read_only,reference,choice,default_value,dependent_on_field",
    ),
    (
        "Reading what the table has otherwise than its parent",
        "sys_dictionary_override",
        |table| format!("name={}", table.name),
        "element,mandatory,mandatory_override,read_only,read_only_override,default_value,default_value_override",
    ),
    (
        "Reading the choices",
        "sys_choice",
        |table| format!("nameIN{PARENT},{}^language=en^inactive=false^ORDERBYsequence", table.name),
        "name,element,label,value,dependent_value",
    ),
];

pub(super) fn live(table: &'static Table, context: &Context<'_>) -> Live {
    let none = Read::default();
    let read = context.facts::<Read>().unwrap_or(&none);
    let at = read.lists.len() - usize::from(read.next.is_some());
    let Some((label, of, query, columns)) = QUESTIONS.get(at) else {
        return Live::Ready(described(table, context, read));
    };
    let offset = read.next.unwrap_or_default();
    let path = format!(
        "/api/now/table/{of}?sysparm_query={}&sysparm_fields={columns}&sysparm_exclude_reference_link=true&sysparm_limit={PAGE}&sysparm_offset={offset}",
        encode_component(&query(table))
    );
    let call = Call::new(Request::get(context.url(&path)), move |context, response| {
        let mut read = context.facts::<Read>().cloned().unwrap_or_default();
        let page = match rows(response) {
            Ok(page) => page,
            Err(error) if matches!(error.code, Code::Forbidden | Code::NotFound | Code::TableMissing) => Vec::new(),
            Err(error) => return Err(error),
        };
        // A browser is often not shown the total: there an empty page is the end.
        let total = response.header("x-total-count").and_then(|total| total.trim().parse::<usize>().ok());
        let next = offset + PAGE;
        let goes_on = total.map_or(!page.is_empty(), |total| next < total);
        match read.lists.get_mut(at) {
            Some(list) => list.extend(page),
            None => read.lists.push(page),
        }
        read.next = Some(next).filter(|next| goes_on && *next < MOST_ITEMS);
        read.is_cut |= goes_on && read.next.is_none();
        Ok(Facts::new(read))
    });
    Live::Ask(label, call)
}

fn rows(response: &Response) -> Result<Vec<Value>, Error> {
    match result(response)? {
        Value::Array(rows) => Ok(rows),
        _ => Err(incomplete(response, "list of rows")),
    }
}

fn text(row: &Value, name: &str) -> String {
    answer::text(row.get(name)).unwrap_or_default()
}

fn is(row: &Value, name: &str) -> bool {
    text(row, name) == "true"
}

/// What ServiceNow calls its kinds.
const KINDS: &[(LiveKind, &[&str])] = &[
    (LiveKind::Text, &["string", "translated_text", "translated_field", "email", "phone_number_e164", "ip_addr"]),
    (LiveKind::TextArea, &["html", "translated_html", "multi_two_lines"]),
    (LiveKind::Url, &["url"]),
    (LiveKind::Number, &["integer", "decimal", "float", "longint", "percent_complete", "currency", "price"]),
    (LiveKind::Flag, &["boolean"]),
    (LiveKind::Date, &["glide_date"]),
    (LiveKind::DateTime, &["glide_date_time", "due_date"]),
    (LiveKind::Select, &["reference", "choice"]),
];

/// A column that holds so much is typed in an area.
const LONG: usize = 256;

fn described(table: &'static Table, context: &Context<'_>, read: &Read) -> ConnectorFields {
    let list = |at: usize| read.lists.get(at).map(Vec::as_slice).unwrap_or_default();
    let (dictionary, overrides, all_choices) = (list(0), list(1), list(2));
    // The parent's rows first: those of the table itself win.
    let mut columns: Keyed<Map<String, Value>> = Keyed::default();
    let of = |name: &'static str| dictionary.iter().filter(move |row| text(row, "name") == name);
    for row in of(PARENT).chain(of(table.name)) {
        let Value::Object(row) = row else { continue };
        let element = row.get("element").and_then(Value::as_str).unwrap_or_default();
        if let Some(column) = columns.or_default(element) {
            column.extend(row.clone());
        }
    }
    for row in overrides {
        let Some(column) = columns.get_mut(&text(row, "element")) else { continue };
        for name in ["mandatory", "read_only", "default_value"] {
            if is(row, &format!("{name}_override")) {
                column.insert(name.to_owned(), row.get(name).cloned().unwrap_or_default());
            }
        }
    }
    let form = context.connector.form();
    let has_choices = |element: &str| !choices_of(table, all_choices, element).is_empty();
    let mut fields = Vec::new();
    for own in form.case_fields {
        let column = columns.remove(own.key);
        if column.is_none() && !has_choices(own.key) {
            continue;
        }
        let column = column.map(Value::Object).unwrap_or_default();
        let mut field = field(table, own.key.to_owned(), &column, all_choices);
        if field.label.is_empty() {
            field.label = own.label.to_owned();
        }
        // A text of the form's, whatever the dictionary calls it.
        let is_listed = !field.choices.is_empty();
        field.kind = if is_listed { LiveKind::Select } else { LiveKind::Text };
        fields.push(field);
    }
    let mut limits = BTreeMap::new();
    for target in form.targets {
        if let Some(most) = columns.get(target.name).and_then(|column| number(column.get("max_length"))) {
            limits.insert(target.name.to_owned(), most);
        }
    }
    for (element, column) in columns.iter() {
        let column = Value::Object(column.clone());
        let is_ours =
            form.own_name(element).is_some() || context.connector.is_mapped(element) || element.starts_with("sys_");
        let is_known = kind_of(KINDS, &text(&column, "internal_type")).is_some();
        if !is_ours && !is(&column, "read_only") && (is_known || is(&column, "mandatory")) {
            fields.push(field(table, format!("additionalFields.{element}"), &column, all_choices));
        }
    }
    let mut notes = Vec::new();
    if dictionary.is_empty() {
        let message = "The account may not read ServiceNow's dictionary (sys_dictionary): which fields there are, and which are mandatory, is not known.";
        notes.push(Note::new("FIELDS_UNREADABLE", message));
    }
    if all_choices.is_empty() {
        let message = "The account may not read ServiceNow's choices (sys_choice; the role personalize_choices opens them): type the values.";
        notes.push(Note::new("CHOICES_UNREADABLE", message));
    }
    if read.is_cut {
        notes.push(cut());
    }
    let others = if notes.is_empty() { Others::Dropped } else { Others::Unknown };
    ConnectorFields { fields, others, limits, notes, ..ConnectorFields::default() }
}

fn number(value: Option<&Value>) -> Option<usize> {
    answer::text(value)?.trim().parse().ok().filter(|number| *number > 0)
}

fn field(table: &Table, path: String, column: &Value, all_choices: &[Value]) -> LiveField {
    let element = path.rsplit('.').next().unwrap_or_default().to_owned();
    let internal = text(column, "internal_type");
    let mut kind = kind_of(KINDS, &internal).unwrap_or(LiveKind::Json);
    let most = number(column.get("max_length"));
    let listed = match text(column, "choice").as_str() {
        "0" => Vec::new(),
        _ => choices_of(table, all_choices, &element),
    };
    let reference = text(column, "reference");
    match kind {
        LiveKind::Text | LiveKind::Number if !listed.is_empty() => kind = LiveKind::Select,
        LiveKind::Text if most.is_some_and(|most| most >= LONG) => kind = LiveKind::TextArea,
        LiveKind::Select if listed.is_empty() && reference.is_empty() => kind = LiveKind::Text,
        _ => {}
    }
    let mut field = LiveField::new(path.clone(), text(column, "column_label"), kind);
    let dependent = text(column, "dependent_on_field");
    // The dictionary may be hidden where the choices are not.
    let is_dependent = listed.iter().any(|choice| choice.when.is_some());
    let dependent = if dependent.is_empty() && element == "subcategory" { "category".to_owned() } else { dependent };
    if is_dependent && !dependent.is_empty() {
        let parent = path.strip_suffix(&element).unwrap_or_default();
        field.depends_on = Some(format!("{parent}{dependent}"));
    }
    field.choices = listed;
    field.max_length = most.filter(|_| matches!(kind, LiveKind::Text | LiveKind::TextArea | LiveKind::Url));
    field.required = is(column, "mandatory").then_some(RequiredAt::Form);
    field.default = match text(column, "default_value") {
        value if value.is_empty() || value.starts_with("javascript:") => Value::Null,
        value => value.into(),
    };
    if internal == "reference" && is_table(&reference) {
        field.search = Some(reference);
    }
    field.format = match kind {
        LiveKind::Date => Some("YYYY-MM-DD".to_owned()),
        LiveKind::DateTime => Some("YYYY-MM-DD HH:mm:ss".to_owned()),
        _ => None,
    };
    if kind == LiveKind::Json {
        field.help = JSON_HELP.to_owned();
    }
    field
}

/// The choices of a column. Where the table has any of its own, its parent's do not count.
fn choices_of(table: &Table, all: &[Value], element: &str) -> Vec<LiveChoice> {
    let of = |name: &'static str| {
        let own = all.iter().filter(move |row| text(row, "name") == name && text(row, "element") == element);
        own.filter_map(|row| {
            let value = answer::text(row.get("value"))?;
            let when = answer::text(row.get("dependent_value"));
            Some(LiveChoice { when, ..LiveChoice::new(value, text(row, "label")) })
        })
        .collect::<Vec<_>>()
    };
    let own = of(table.name);
    if own.is_empty() { of(PARENT) } else { own }
}

/// The name of a table, as it stands in a path.
fn is_table(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Words out of the language of queries.
pub(super) fn plain(words: &str) -> String {
    let plain: String = words.chars().filter(|c| *c != '^' && !c.is_control()).collect();
    plain.trim().trim_start_matches("javascript:").to_owned()
}

/// Searches the rows that a reference may name.
pub(super) fn search(context: &Context<'_>, by: &str, words: &str) -> Option<Call<Vec<LiveChoice>>> {
    if !is_table(by) {
        return None;
    }
    let plain = plain(words);
    let query = if TASKS.contains(&by) {
        format!("numberLIKE{plain}^ORshort_descriptionLIKE{plain}^ORDERBYnumber")
    } else {
        // Only some tables know rows that are out of use.
        let active = if ["sys_user", "sys_user_group"].contains(&by) { "active=true^" } else { "" };
        format!("{active}nameLIKE{plain}^ORDERBYname")
    };
    let query = encode_component(&query);
    let columns = "sys_id,name,number,short_description,user_name,email";
    let path = format!(
        "/api/now/table/{by}?sysparm_query={query}&sysparm_fields={columns}&sysparm_exclude_reference_link=true&sysparm_limit=50"
    );
    let words = lowercase(&plain);
    Some(Call::new(Request::get(context.url(&path)), move |_, response| {
        let mut rows = rows(response)?;
        // A table without names has ignored the question, and answers any of its rows.
        rows.retain(|it| {
            row(it).is_some_and(|it| lowercase(&it.label).contains(&words)) || !text(it, "name").is_empty()
        });
        Ok(choices(Some(&Value::Array(rows)), row).unwrap_or_default())
    }))
}

/// Tables that extend `task`: their rows have a number, and no name.
const TASKS: [&str; 8] =
    ["task", "incident", "problem", "change_request", "sc_request", "sc_req_item", "sc_task", "sn_si_incident"];

fn row(row: &Value) -> Option<LiveChoice> {
    let part = |name: &str| answer::text(row.get(name));
    let id = part("sys_id")?;
    let numbered =
        || Some([part("number")?, part("short_description").unwrap_or_default()].join(" ").trim().to_owned());
    let name = part("name").or_else(numbered).unwrap_or_else(|| id.clone());
    let more = part("email").or_else(|| part("user_name"));
    let label = more.map_or_else(|| name.clone(), |more| format!("{name} ({more})"));
    Some(LiveChoice::new(id, label))
}
