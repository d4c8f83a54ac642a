//! Validation: every problem at once, each with its field, a stable code and a short message.

use super::check_mappings::check_mappings;
use super::deployed::Deployed;
use super::draft::Draft;
use super::follows::pairs;
use super::form::{FieldSpec, FormSpec, Kind, Place, Rule};
use super::found::Problems;
use super::license::License;
use super::pasted::{Meant, SpellHost, meant};
use super::problem::{Problem, Severity};
use super::scalar::Scalar;
use crate::url::{BaseUrl, UrlProblem};
use crate::words::joined;

/// What a draft is judged against, besides itself.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct Rules<'a> {
    /// The stored connector, where the draft is an update.
    pub existing: Option<&'a Draft>,
    /// The names of the other connectors.
    pub other_names: &'a [String],
    /// The host's licence, where it has one.
    pub license: Option<License>,
    /// What the system of the stored connector has said of how it is deployed.
    pub deployed: Option<Deployed>,
    /// How a URL spells a host with letters beyond ASCII, where the platform can say.
    pub(crate) spell_host: Option<SpellHost>,
}

impl<'a> Rules<'a> {
    /// The same rules, for an update of this stored connector.
    #[must_use]
    pub fn with_existing(mut self, existing: impl Into<Option<&'a Draft>>) -> Self {
        self.existing = existing.into();
        self
    }

    /// The same rules, beside connectors of these names.
    #[must_use]
    pub const fn with_other_names(mut self, names: &'a [String]) -> Self {
        self.other_names = names;
        self
    }

    /// The same rules, with what the system of the stored connector has said of how it is deployed.
    #[must_use]
    pub fn with_deployed(mut self, deployed: impl Into<Option<Deployed>>) -> Self {
        self.deployed = deployed.into();
        self
    }

    /// The same rules, under this licence.
    #[must_use]
    pub fn with_license(mut self, license: impl Into<Option<License>>) -> Self {
        self.license = license.into();
        self
    }
}

/// Every problem of a draft, by the form of its type.
#[must_use]
pub(crate) fn validate(draft: &Draft, form: Option<&FormSpec>, rules: Rules<'_>) -> Vec<Problem> {
    let mut problems = Problems::default();
    let Some(form) = form else {
        let words = ["The connector type \"", &draft.type_id, "\" is not known."];
        problems.at(Some("type".into()), Severity::Error, "TYPE_UNKNOWN", &words);
        return problems.0;
    };
    if rules.license.is_some_and(|license| license < form.minimum_license) {
        let words = [form.name, " needs a ", form.minimum_license.as_str(), " licence or a higher one."];
        problems.at(None, Severity::Error, "LICENSE_REQUIRED", &words);
    }
    for field in form.all_fields() {
        check_field(form, field, draft, rules, &mut problems);
    }
    check_unknown(form, draft, rules.existing, &mut problems);
    // At another URL another system answers.
    let is_there = |existing: &Draft| identity(existing, None).1 == identity(draft, None).1;
    if let Some(deployed) = rules.deployed.filter(|_| rules.existing.is_some_and(is_there)) {
        problems.0.extend((form.check_deployed)(draft, deployed));
    }
    if let Some(mappings) = &draft.mappings {
        check_mappings(mappings, form, &mut problems);
    }
    problems.0
}

fn check_field(form: &FormSpec, field: &FieldSpec, draft: &Draft, rules: Rules<'_>, problems: &mut Problems) {
    let empty = Scalar::Empty;
    let named;
    let value = match field.place {
        Place::Name => {
            named = draft.name.as_deref().map_or(Scalar::Empty, Scalar::from);
            &named
        }
        Place::Config => draft.config.get(field.key).unwrap_or(&empty),
        Place::Advanced => draft.advanced(field.key).unwrap_or(&empty),
        Place::Secrets => return check_secret(form, field, draft, rules, problems),
    };
    if field.rule == Rule::User && form.authentication.is_bearer(draft) {
        return;
    }
    if value.is_empty() {
        if let Some(message) = field.required {
            let code = match field.rule {
                Rule::BaseUrl => "URL_REQUIRED",
                _ if field.place == Place::Name => "NAME_REQUIRED",
                _ => "FIELD_REQUIRED",
            };
            problems.error(field, code, &[message]);
        }
    } else if !fits(field.kind, value) {
        problems.error(field, "VALUE_INVALID", &[field.label, " has a value that it cannot hold."]);
        return;
    }
    let text = value.as_text();
    if let Some(text) = text {
        check_rule(field, text, rules, problems);
    }
    if let Some(problem) = (form.check)(field, draft) {
        problems.0.push(problem);
    }
    if field.place == Place::Name
        && let Some(name) = text
    {
        let taken = |other: &String| other.trim().eq_ignore_ascii_case(name);
        if rules.other_names.iter().any(taken) {
            problems.warning(field, "NAME_DUPLICATE", &["Another connector has this name."]);
        }
    }
}

fn check_rule(field: &FieldSpec, text: &str, rules: Rules<'_>, problems: &mut Problems) {
    match field.rule {
        Rule::BaseUrl => check_url(field, text, rules.spell_host, problems),
        Rule::User | Rule::Token | Rule::Password => {
            check_header(field, field.rule, text, problems);
        }
        Rule::Digits if !text.bytes().all(|b| b.is_ascii_digit()) => {
            problems.error(field, "NOT_A_NUMBER", &[field.label, " must be a number."]);
        }
        Rule::Pairs if pairs(text).is_none() => {
            problems.error(field, "VALUE_INVALID", &[field.label, " must be like name=value; name=value."]);
        }
        _ => {}
    }
}

/// What is wrong with a URL, and which one is meant.
fn check_url(field: &FieldSpec, text: &str, spell: Option<SpellHost>, problems: &mut Problems) {
    let typed = BaseUrl::parse(text);
    let before = problems.0.len();
    for problem in typed.as_ref().err().into_iter().flatten() {
        let (code, message) = url_message(*problem);
        problems.error(field, code, &[message]);
    }
    let meant = meant(text, typed.as_ref().ok(), spell);
    if typed.is_ok() && meant != Meant::This {
        problems.warning(field, "URL_PATH", &["This looks like the address of a page, and not of the system."]);
    }
    if let Meant::Other(url, readable) = meant {
        let spelled = if readable.is_some() { ", which is how a URL spells " } else { "" };
        let question = joined(&[" Did you mean ", &url, spelled, readable.as_deref().unwrap_or_default(), "?"]);
        for problem in problems.0.iter_mut().skip(before) {
            problem.message.push_str(&question);
            problem.suggestion = Some(url.clone());
        }
    }
}

fn check_secret(form: &FormSpec, field: &FieldSpec, draft: &Draft, rules: Rules<'_>, problems: &mut Problems) {
    if let Some(secret) = draft.secrets.get(field.key) {
        // A bearer token stands in the header as it is typed.
        let bearer = form.authentication.is_bearer(draft) && field.key == form.authentication.secret();
        let label = field.label;
        if check_header(field, if bearer { Rule::Token } else { field.rule }, secret, problems) {
        } else if bearer && !secret.is_ascii() {
            problems.error(field, "NOT_ASCII", &[label, " must contain only letters, digits and common signs."]);
        } else if secret.trim() != secret {
            problems.warning(field, "SPACE_AT_END", &[label, " begins or ends with a space, which is kept."]);
        }
        return;
    }
    let Some(message) = field.required else { return };
    match rules.existing {
        Some(existing) if !existing.is_missing_secrets => {
            if identity(existing, Some(form)) != identity(draft, Some(form)) {
                let words = ["Enter ", &article(field.label), " again: the URL or the user has changed."];
                problems.error(field, "SECRET_AGAIN", &words);
            }
        }
        _ => problems.error(field, "SECRET_REQUIRED", &[message]),
    }
}

fn article(label: &str) -> String {
    let is_acronym = label.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase);
    let (first, rest) = label.split_at_checked(1).filter(|_| !is_acronym).unwrap_or(("", label));
    joined(&["the ", &first.to_ascii_lowercase(), rest])
}

/// What a stored secret is bound to: where it goes and whose it is.
pub(crate) fn identity<'a>(draft: &'a Draft, form: Option<&FormSpec>) -> (&'a str, String, &'a str, bool) {
    let url = draft.text("apiUrl").unwrap_or_default();
    let url = BaseUrl::parse(url).map_or_else(|_| url.to_owned(), |base| base.as_str().to_owned());
    let authentication = form.map(|form| form.authentication);
    let user = authentication.and_then(|how| draft.text(how.user())).unwrap_or_default();
    (&draft.type_id, url, user, authentication.is_some_and(|how| how.is_bearer(draft)))
}

fn fits(kind: Kind, value: &Scalar) -> bool {
    match (kind, value) {
        (Kind::Flag(_), Scalar::Flag(_)) => true,
        (Kind::Select(choices), Scalar::Text(text)) => choices.iter().any(|choice| choice.value == text.trim()),
        (Kind::Text | Kind::Url | Kind::Secret, Scalar::Text(_)) => true,
        _ => false,
    }
}

/// The shortest key: whoever reads what is sent can try keys for ever.
const SHORTEST_KEY: usize = 20;

const fn url_message(problem: UrlProblem) -> (&'static str, &'static str) {
    match problem {
        UrlProblem::Missing => ("URL_REQUIRED", "URL is required."),
        UrlProblem::Invalid => ("URL_INVALID", "URL is invalid."),
        UrlProblem::NotHttps => ("URL_NOT_HTTPS", "URL must start with https://."),
        UrlProblem::Credentials => ("URL_CREDENTIALS", "URL must not contain a user name or a password."),
        UrlProblem::Query => ("URL_QUERY", "URL must not contain a query."),
        UrlProblem::Fragment => ("URL_FRAGMENT", "URL must not contain a fragment."),
    }
}

/// Whether something is wrong with what stands in a header, by this rule.
fn check_header(field: &FieldSpec, rule: Rule, text: &str, problems: &mut Problems) -> bool {
    let (code, message) = if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        ("CONTROL_CHARACTER", " must not contain line breaks or control characters.")
    } else if rule != Rule::Password && text.contains(char::is_whitespace) {
        ("WHITE_SPACE", " must not contain white space.")
    } else if rule == Rule::Key && text.chars().nth(SHORTEST_KEY - 1).is_none() {
        problems.error(field, "TOO_SHORT", &["The key needs at least 20 characters."]);
        return true;
    } else if rule == Rule::User && text.as_bytes().contains(&b':') {
        ("COLON", " must not contain a colon.")
    } else {
        return false;
    };
    problems.error(field, code, &[field.label, message]);
    true
}

/// A value that no form shows would be kept, listed and exported in the clear, and may be a secret. One that is stored already is
/// told of, and stays.
fn check_unknown(form: &FormSpec, draft: &Draft, existing: Option<&Draft>, problems: &mut Problems) {
    let known = |place: Place, key: &str| form.all_fields().any(|field| field.place == place && field.key == key);
    let mut unknown = |place: &str, key: &str, is_ignored: bool| {
        let path = joined(&[place, key]);
        let (severity, end) = if is_ignored { (Severity::Warning, "; it is ignored.") } else { (Severity::Error, ".") };
        let words = [form.name, " has no field ", place, key, end];
        problems.at(Some(path), severity, "FIELD_UNKNOWN", &words);
    };
    for (key, value) in &draft.config {
        match value {
            Scalar::Section(section) if key == "advanced" => {
                for key in section.keys().filter(|key| !known(Place::Advanced, key)) {
                    let is_stored = existing.is_some_and(|existing| existing.advanced(key).is_some());
                    unknown("config.advanced.", key, is_stored);
                }
            }
            Scalar::Empty if key == "advanced" => {}
            _ if known(Place::Config, key) => {}
            _ => unknown("config.", key, existing.is_some_and(|existing| existing.config.contains_key(key))),
        }
    }
    for key in draft.secrets.keys().filter(|key| !known(Place::Secrets, key)) {
        unknown("secrets.", key, true);
    }
}
