//! From case fields to incident fields: the mapping, the per-case connector fields and the extra
//! JSON fields, in this order of strength.

use super::link_back;
use super::rare::left_out_of_fields;
use crate::case::SecurityCase;
use crate::connector::form::FormSpec;
use crate::connector::mapping::{FieldMapping, Source, TargetKind};
use crate::error::Error;
use crate::hash::hash;
use crate::json;
use crate::markup::{Ending, Fitted, fit, fit_line};
use crate::order::set_of;
use crate::systems::{Connector, Fields, fields, read_case_fields};
use crate::warning::Warning;
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The incident that a case becomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Incident {
    /// Its fields, by the remote system's own names.
    pub fields: Fields,
    /// What was cut, changed or left out on the way.
    pub warnings: Vec<Warning>,
    /// What the system takes beyond fields and comments, each on its own.
    #[serde(skip)]
    pub(crate) items: Vec<String>,
    /// The field among them that follows the status of the case. It is set by a request of its own.
    #[serde(skip)]
    pub(crate) status: Option<&'static str>,
    /// The hash of what each field was made from: a change of rendering alone is no change.
    #[serde(skip)]
    pub(crate) hashes: Hashes,
}

impl Incident {
    /// The fields that it is made with: a new one has the system's own first status.
    pub(crate) fn made_with(&self) -> Cow<'_, Fields> {
        let Some(status) = self.status else { return Cow::Borrowed(&self.fields) };
        let others = self.fields.iter().filter(|(name, _)| *name != status);
        Cow::Owned(fields(others.map(|(name, value)| (name.clone(), value.clone()))))
    }
}

/// Hashes of sources, by remote field.
pub(crate) type Hashes = BTreeMap<String, String>;

/// Maps a case for a connector. Where a text is cut, it names the address at which the case is found.
///
/// # Errors
/// `FIELDS_INVALID` where the per-case connector fields cannot be used.
pub fn map_case(case: &SecurityCase<'_>, connector: &Connector, case_url: Option<&str>) -> Result<Incident, Error> {
    map_with_link(case, connector, case_url, None)
}

/// The same, with the line that leads back from the description.
pub(super) fn map_with_link(
    case: &SecurityCase<'_>,
    connector: &Connector,
    case_url: Option<&str>,
    link: Option<&str>,
) -> Result<Incident, Error> {
    let mut incident =
        Incident { fields: Map::new(), warnings: Vec::new(), items: Vec::new(), status: None, hashes: BTreeMap::new() };
    for mapping in connector.mappings().iter().filter(|m| m.is_active() && m.source != Source::Comments) {
        let link = link.filter(|_| mapping.source == Source::Description);
        let value = mapped_value(case, connector, mapping, (case_url, link), &mut incident.warnings);
        let source = source_words(case, mapping.source).join("\n");
        incident.hashes.insert(mapping.target.clone().into_owned(), hash(&[&source]));
        incident.fields.insert(mapping.target.clone().into_owned(), value);
    }
    let chosen = with_severity(case, connector);
    let of_case = read_case_fields(connector.form(), &chosen)?;
    let of_alerts = connector.system().of_alerts(connector, &of_case, &case.alert_documents);
    for (name, value) in of_case.fields.into_iter().chain(of_alerts.fields) {
        if !incident.fields.contains_key(&name) {
            incident.fields.insert(name, value);
        }
    }
    add_extra(of_case.extra, connector.form(), &mut incident);
    incident.warnings.extend(of_alerts.warnings);
    incident.items = of_alerts.items;
    add_status(case, connector, &mut incident);
    for (name, value) in &incident.fields {
        if !incident.hashes.contains_key(name) {
            incident.hashes.insert(name.clone(), hash(&[&json::write(value)]));
        }
    }
    // Of the source, as the others: what is left out for one push is no change for the next.
    left_out_of_fields(connector, &mut incident.fields, &mut incident.warnings);
    if case.foreign_alert_documents > 0 {
        let count = case.foreign_alert_documents;
        let message = format!(
            "{count} alert documents belong to alerts that are not attached to the case: nothing is made of them."
        );
        incident.warnings.push(Warning::new("ALERT_DOCUMENTS_FOREIGN", "alerts", message));
    }
    if case.other_attachments > 0 {
        let message =
            format!("{} attachments are neither comments nor alerts and are not sent.", case.other_attachments);
        incident.warnings.push(Warning::new("ATTACHMENTS_SKIPPED", "attachments", message));
    }
    Ok(incident)
}

/// The per-case fields, with what stands for the severity of the case where it names no value itself.
fn with_severity<'a>(case: &'a SecurityCase<'_>, connector: &Connector) -> Cow<'a, Map<String, Value>> {
    let chosen = case.fields_for(connector.id(), connector.type_id());
    let chosen = chosen.map_or_else(|| Cow::Owned(Map::new()), Cow::Borrowed);
    let Some(severity) = case.severity.as_deref().and_then(|severity| connector.severity_for(severity)) else {
        return chosen;
    };
    let mut fields = chosen.into_owned();
    for key in connector.form().follows.severity {
        if fields.get(*key).is_none_or(|value| value.is_null() || value == "") {
            fields.insert((*key).to_owned(), Value::from(severity));
        }
    }
    Cow::Owned(fields)
}

/// The status of the incident, unless the case's own fields set it.
fn add_status(case: &SecurityCase<'_>, connector: &Connector, incident: &mut Incident) {
    let name = connector.form().follows.status;
    let Some(status) = case.status.as_deref().and_then(|status| connector.status_for(status)) else { return };
    if !incident.fields.contains_key(name) {
        incident.fields.insert(name.to_owned(), Value::from(status));
        incident.status = Some(name);
    }
}

fn mapped_value(
    case: &SecurityCase<'_>,
    connector: &Connector,
    mapping: &FieldMapping,
    (case_url, link): (Option<&str>, Option<&str>),
    warnings: &mut Vec<Warning>,
) -> Value {
    let target = connector.target(&mapping.target);
    let kind = target.map_or(TargetKind::Body, |target| target.kind);
    let limit = connector.limit(&mapping.target);
    if kind == TargetKind::Labels {
        let words = source_words(case, mapping.source);
        let (mut seen, mut labels) = (BTreeSet::new(), Vec::new());
        for word in &words {
            if let Some(label) = label(word, &mapping.target, limit, warnings)
                && seen.insert(label.clone())
            {
                labels.push(Value::String(label));
            }
        }
        return Value::Array(labels);
    }
    let source = match mapping.source {
        Source::Title => Cow::Borrowed(&*case.title),
        Source::Description => Cow::Owned(link_back::with(&case.description, link)),
        Source::Tags | Source::Comments => Cow::Owned(source_words(case, mapping.source).join(", ")),
    };
    let fitted = match kind {
        TargetKind::Line => fit_line(&source, limit),
        _ => {
            let mut ending = Ending::new(None);
            ending.case_url = case_url;
            fit(&source, connector.system().format(connector, &mapping.target), limit, ending)
        }
    };
    warnings.extend(fit_warnings(&fitted, &mapping.target));
    Value::String(fitted.text)
}

/// What fitting a text into a field cost.
pub(crate) fn fit_warnings(fitted: &Fitted, field: &str) -> Vec<Warning> {
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

/// A word as a label, without white space.
fn label(word: &str, field: &str, limit: Option<usize>, warnings: &mut Vec<Warning>) -> Option<String> {
    let joined = word
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if joined.is_empty() {
        return None;
    }
    let fitted = fit_line(&joined, limit);
    if fitted.text != word {
        warnings.push(Warning::new(
            "LABEL_CHANGED",
            field,
            format!("The tag \"{word}\" becomes the label \"{}\".", fitted.text),
        ));
    }
    Some(fitted.text)
}

/// Extra JSON fields fill gaps; they override nothing, however their names are spelled.
fn add_extra(extra: Fields, form: &FormSpec, incident: &mut Incident) {
    let mut taken = set_of(form.own_names().flat_map(|name| form.readings(name)));
    taken.extend(incident.fields.keys().flat_map(|name| form.readings(name)));
    for (name, value) in extra {
        if form.readings(&name).iter().any(|reading| taken.contains(reading)) {
            let message = format!("The extra field {name} is set by the push itself; it is ignored.");
            incident.warnings.push(Warning::new("EXTRA_FIELD_IGNORED", name, message));
        } else {
            incident.fields.insert(name, value);
        }
    }
}
