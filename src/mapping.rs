//! From case fields to incident fields: the mapping, the per-case connector fields and the extra
//! JSON fields, in this order of strength.

use crate::case::SecurityCase;
use crate::connector::form::FormSpec;
use crate::connector::{Connector, Problem, Severity};
use crate::error::{Code, Error};
use crate::hash::hash;
use crate::markup::{Ending, Format, fit, fit_line, read_back};
use crate::systems::{CaseFields, System};
use crate::warning::Warning;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The incident's fields, by the remote system's own names.
pub type Fields = Map<String, Value>;

/// Fields from their entries. Collecting would sort first, and each kind of sorting has its weight in
/// the bundle.
pub(crate) fn fields(entries: impl IntoIterator<Item = (String, Value)>) -> Fields {
    let mut fields = Fields::new();
    fields.extend(entries);
    fields
}

/// Kibana's name for a case field that goes nowhere.
const NOT_MAPPED: &str = "not_mapped";

/// Where a case field goes, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FieldMapping {
    /// The case field.
    pub source: Source,
    /// The remote field, or `not_mapped`.
    pub target: Cow<'static, str>,
    /// What happens on an update.
    #[serde(alias = "action_type")]
    pub action: Action,
}

/// A case field that can be mapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Source {
    /// The title.
    Title,
    /// The description.
    Description,
    /// The comments.
    Comments,
    /// The tags.
    Tags,
}

impl Source {
    /// Reads the field's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Title, Self::Description, Self::Comments, Self::Tags].into_iter().find(|source| source.as_str() == name)
    }

    /// The field's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Description => "description",
            Self::Comments => "comments",
            Self::Tags => "tags",
        }
    }
}

/// What an update does to a mapped field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Action {
    /// The case's value replaces the incident's.
    Overwrite,
    /// The case's value is added at the end, unless it already stands there.
    Append,
    /// The field is left alone.
    Nothing,
}

impl Action {
    /// The action's name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overwrite => "overwrite",
            Self::Append => "append",
            Self::Nothing => "nothing",
        }
    }

    /// Reads the action's name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "overwrite" => Self::Overwrite,
            "append" => Self::Append,
            "nothing" => Self::Nothing,
            _ => return None,
        })
    }
}

/// A remote field that is known to take mapped text.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// How it takes text.
    pub kind: TargetKind,
    /// Its length in UTF-16 units.
    pub limit: Option<usize>,
    /// Whether an incident cannot be made without it.
    pub required: bool,
}

/// How a remote field takes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetKind {
    /// One line of plain text.
    Line,
    /// Text in the connector's format.
    Body,
    /// A list of words.
    Labels,
    /// New comments, never overwritten.
    Comments,
}

impl FieldMapping {
    /// A mapping to a remote field, by the remote system's own name.
    #[must_use]
    pub fn new(source: Source, target: impl Into<Cow<'static, str>>, action: Action) -> Self {
        Self { source, target: target.into(), action }
    }

    /// A mapping to a known target.
    pub(crate) const fn to(source: Source, target: &'static str, action: Action) -> Self {
        Self { source, target: Cow::Borrowed(target), action }
    }

    pub(crate) fn is_active(&self) -> bool {
        self.target != NOT_MAPPED && self.action != Action::Nothing
    }
}

/// Every problem of a connector's mappings, for its form.
#[must_use]
pub(crate) fn check(mappings: &[FieldMapping], form: &FormSpec) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut problem = |index: usize, message: String| {
        problems.push(Problem {
            field: Some(format!("mappings[{index}]")),
            code: "MAPPING_INVALID",
            severity: Severity::Error,
            message,
        });
    };
    for (index, mapping) in mappings.iter().enumerate() {
        let target = form.targets.iter().find(|target| target.name == mapping.target);
        let kind = target.map(|target| target.kind);
        let comments = kind == Some(TargetKind::Comments);
        if mapping.target.trim().is_empty() {
            problem(index, "A mapping has no target field.".into());
        } else if mapping.is_active() && (mapping.source == Source::Comments) != comments {
            problem(index, format!("{} cannot go to {}.", mapping.source.as_str(), mapping.target));
        } else if mapping.action == Action::Append && kind == Some(TargetKind::Line) {
            problem(index, format!("{} is one line and cannot be appended to.", mapping.target));
        } else if mapping.is_active() && form.reserved.contains(&&*mapping.target) {
            problem(index, format!("{} is set by the push itself.", mapping.target));
        }
        let twice = mappings.iter().take(index).any(|other| other.is_active() && other.target == mapping.target);
        if mapping.is_active() && twice {
            problem(index, format!("Two mappings write {}.", mapping.target));
        }
        let comments_before =
            mappings.iter().take(index).any(|other| other.is_active() && other.source == Source::Comments);
        if mapping.is_active() && mapping.source == Source::Comments && comments_before && !twice {
            problem(index, "Comments go to one field only.".into());
        }
    }
    for target in form.targets.iter().filter(|target| target.required) {
        let at = mappings.iter().position(|m| m.target == target.name).unwrap_or(mappings.len());
        if !mappings.get(at).is_some_and(FieldMapping::is_active) {
            problem(at, format!("{} is required and must be mapped.", target.name));
        }
    }
    problems
}

/// The incident that a case becomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Incident {
    /// Its fields, by the remote system's own names.
    pub fields: Fields,
    /// What was cut, changed or left out on the way.
    pub warnings: Vec<Warning>,
    /// The hash of what each field was made from: a change of rendering alone is no change.
    #[serde(skip)]
    pub(crate) hashes: Hashes,
}

/// Hashes of sources, by remote field.
pub(crate) type Hashes = BTreeMap<String, String>;

/// Maps a case for a connector. Where a text is cut, it names the address at which the case is found.
///
/// # Errors
/// `FIELDS_INVALID` where the per-case connector fields cannot be used.
pub fn map_case(case: &SecurityCase<'_>, connector: &Connector, case_url: Option<&str>) -> Result<Incident, Error> {
    let system = connector.system();
    let mut incident = Incident { fields: Map::new(), warnings: Vec::new(), hashes: BTreeMap::new() };
    for mapping in connector.mappings().iter().filter(|m| m.is_active() && m.source != Source::Comments) {
        let value = mapped_value(case, connector, mapping, case_url, &mut incident.warnings);
        let source = source_words(case, mapping.source).join("\n");
        incident.hashes.insert(mapping.target.clone().into_owned(), hash(&[&source]));
        incident.fields.insert(mapping.target.clone().into_owned(), value);
    }
    // Fields that were chosen for another connector mean nothing to this one.
    let chosen = case.connector.as_ref().filter(|c| &*c.id == connector.id() && &*c.type_id == connector.type_id());
    if let Some(chosen) = chosen {
        let CaseFields { fields, extra } = system.case_fields(&chosen.fields)?;
        for (name, value) in fields {
            incident.fields.entry(name).or_insert(value);
        }
        add_extra(extra, system, &mut incident);
    }
    for (name, value) in &incident.fields {
        incident.hashes.entry(name.clone()).or_insert_with(|| hash(&[&value.to_string()]));
    }
    if case.other_attachments > 0 {
        let message =
            format!("{} attachments are neither comments nor alerts and are not sent.", case.other_attachments);
        incident.warnings.push(Warning::new("ATTACHMENTS_SKIPPED", "attachments", message));
    }
    Ok(incident)
}

/// The format of a field that holds text of several lines, `comment` included; nothing for the others.
pub(crate) fn body_format(connector: &Connector, name: &str) -> Option<Format> {
    let system = connector.system();
    if name == "comment" {
        return Some(system.format(connector, comments_target(connector).unwrap_or("comments")));
    }
    let is_mapped = connector.mappings().iter().any(|mapping| mapping.target == name);
    let kind = system.form().targets.iter().find(|target| target.name == name).map(|target| target.kind);
    (is_mapped && kind.unwrap_or(TargetKind::Body) == TargetKind::Body).then(|| system.format(connector, name))
}

/// A field as a person reads it: text in a system's own format as Markdown.
pub(crate) fn readable(connector: &Connector, name: &str, value: &Value) -> Value {
    match (value, body_format(connector, name)) {
        (Value::String(text), Some(format)) => Value::String(read_back(text, format)),
        _ => value.clone(),
    }
}

/// Fields as a person reads them.
pub(crate) fn readable_fields(connector: &Connector, all: &Fields) -> Fields {
    fields(all.iter().map(|(name, value)| (name.clone(), readable(connector, name, value))))
}

fn mapped_value(
    case: &SecurityCase<'_>,
    connector: &Connector,
    mapping: &FieldMapping,
    case_url: Option<&str>,
    warnings: &mut Vec<Warning>,
) -> Value {
    let target = connector.system().form().targets.iter().find(|target| target.name == mapping.target);
    let kind = target.map_or(TargetKind::Body, |target| target.kind);
    if kind == TargetKind::Labels {
        let labels: Vec<Value> =
            source_words(case, mapping.source).iter().filter_map(|w| label(w, &mapping.target, warnings)).collect();
        return Value::Array(labels);
    }
    let source = match mapping.source {
        Source::Title => Cow::Borrowed(&*case.title),
        Source::Description => Cow::Borrowed(&*case.description),
        Source::Tags | Source::Comments => Cow::Owned(source_words(case, mapping.source).join(", ")),
    };
    let limit = target.and_then(|target| target.limit);
    let fitted = match kind {
        TargetKind::Line => fit_line(&source, limit),
        _ => {
            fit(&source, connector.system().format(connector, &mapping.target), limit, Ending { line: None, case_url })
        }
    };
    warnings.extend(fit_warnings(&fitted, &mapping.target));
    Value::String(fitted.text)
}

/// What fitting a text into a field cost.
pub(crate) fn fit_warnings(fitted: &crate::markup::Fitted, field: &str) -> Vec<Warning> {
    let cut = (fitted.left_out > 0).then(|| {
        let message = format!("{field} is too long: {} characters are left out.", fitted.left_out);
        let (kept, cut) = fitted.cut.clone().unwrap_or_default();
        Warning::new("TEXT_CUT", field, message).change(format!("{kept}{cut}"), format!("{kept}…"))
    });
    let losses = fitted.losses.iter().map(|loss| {
        Warning::new("TEXT_CHANGED", field, format!("{field}: {}.", loss.what)).change(&loss.before, &loss.after)
    });
    cut.into_iter().chain(losses).collect()
}

fn source_words(case: &SecurityCase<'_>, source: Source) -> Vec<String> {
    match source {
        Source::Tags => case.tags.iter().map(|tag| tag.to_string()).collect(),
        Source::Title => vec![case.title.to_string()],
        Source::Description => vec![case.description.to_string()],
        Source::Comments => Vec::new(),
    }
}

/// Jira's rule for labels: no white space, at most 255 characters.
fn label(word: &str, field: &str, warnings: &mut Vec<Warning>) -> Option<Value> {
    let joined = word
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if joined.is_empty() {
        return None;
    }
    let fitted = fit_line(&joined, Some(255));
    if fitted.text != word {
        warnings.push(Warning::new(
            "LABEL_CHANGED",
            field,
            format!("The tag \"{word}\" becomes the label \"{}\".", fitted.text),
        ));
    }
    Some(Value::String(fitted.text))
}

/// Extra JSON fields fill gaps; they override nothing, however their names are spelled.
fn add_extra(extra: Fields, system: &dyn System, incident: &mut Incident) {
    let form = system.form();
    let taken: Vec<String> = form
        .targets
        .iter()
        .map(|target| target.name)
        .chain(form.reserved.iter().copied())
        .flat_map(readings)
        .chain(incident.fields.keys().flat_map(|name| readings(name)))
        .collect();
    for (name, value) in extra {
        if readings(&name).iter().any(|reading| taken.contains(reading)) {
            let message = format!("The extra field {name} is set by the push itself; it is ignored.");
            incident.warnings.push(Warning::new("EXTRA_FIELD_IGNORED", name, message));
        } else {
            incident.fields.insert(name, value);
        }
    }
}

/// What a field's name can be read as, whatever its case and separators: as it is, and without the
/// prefixes under which the import set and Resilient know the same field again.
fn readings(name: &str) -> Vec<String> {
    let letters = |name: &str| name.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let lower: String = name.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let mut rest = lower.as_str();
    let mut readings = vec![letters(rest)];
    while let Some(bare) = ["u_", "u-", "properties."].iter().find_map(|prefix| rest.strip_prefix(prefix)) {
        rest = bare;
        readings.push(letters(rest));
    }
    readings
}

/// Reads extra JSON fields, which Kibana stores as the text of a JSON object.
pub(crate) fn read_extra(fields: &Map<String, Value>, key: &str) -> Result<Fields, Error> {
    let invalid = || {
        let path = format!("connector.fields.{key}");
        Error::with(Code::FieldsInvalid, "Additional fields must be a JSON object.").at(path)
    };
    match fields.get(key) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map.clone()),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(Map::new()),
        Some(Value::String(text)) => serde_json::from_str(text).map_err(|_| invalid()),
        Some(_) => Err(invalid()),
    }
}

/// A per-case field that is text; nothing where it is empty.
pub(crate) fn read_text(fields: &Map<String, Value>, key: &str) -> Result<Option<String>, Error> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => {
            let message = format!("The connector field {key} must be text.");
            Err(Error::with(Code::FieldsInvalid, message).at(format!("connector.fields.{key}")))
        }
    }
}

/// Whether the comments are sent, and to which remote field.
#[must_use]
pub(crate) fn comments_target(connector: &Connector) -> Option<&str> {
    connector.mappings().iter().find(|m| m.source == Source::Comments && m.is_active()).map(|m| &*m.target)
}

/// What an update does to a remote field; fields that are not mapped are overwritten.
#[must_use]
pub(crate) fn action_for(connector: &Connector, field: &str) -> Action {
    connector.mappings().iter().find(|m| m.target == field).map_or(Action::Overwrite, |m| m.action)
}
