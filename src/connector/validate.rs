//! Validation: every problem at once, each with its field, a stable code and a short message.

use super::check_mappings::check_mappings;
use super::deployed::Deployed;
use super::draft::Draft;
use super::follows::pairs;
use super::form::{FieldSpec, FormSpec, Kind, Place, Rule};
use super::license::License;
use super::pasted::{Meant, SpellHost, meant};
use super::problem::Problem;
use super::scalar::Scalar;
use crate::url::{BaseUrl, UrlProblem};

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
    let Some(form) = form else {
        let message = ["The connector type \"", &draft.type_id, "\" is not known."].concat();
        return vec![Problem::error(Some("type".into()), "TYPE_UNKNOWN", message)];
    };
    let mut problems = Vec::new();
    if rules.license.is_some_and(|license| license < form.minimum_license) {
        let message = [form.name, " needs a ", form.minimum_license.as_str(), " licence or a higher one."].concat();
        problems.push(Problem::error(None, "LICENSE_REQUIRED", message));
    }
    for field in form.all_fields() {
        check_field(form, field, draft, rules, &mut problems);
    }
    check_unknown(form, draft, rules.existing, &mut problems);
    // At another URL another system answers.
    let is_there = |existing: &Draft| identity(existing, None).1 == identity(draft, None).1;
    if let Some(deployed) = rules.deployed.filter(|_| rules.existing.is_some_and(is_there)) {
        problems.extend((form.check_deployed)(draft, deployed));
    }
    problems.extend(draft.mappings.iter().flat_map(|mappings| check_mappings(mappings, form)));
    problems
}

fn check_field(form: &FormSpec, field: &FieldSpec, draft: &Draft, rules: Rules<'_>, problems: &mut Vec<Problem>) {
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
            problems.push(Problem::error(Some(field.path()), code, message));
        }
    } else if !fits(field.kind, value) {
        let message = [field.label, " has a value that it cannot hold."].concat();
        problems.push(Problem::error(Some(field.path()), "VALUE_INVALID", message));
        return;
    }
    check_rule(field, value, rules, problems);
    if let Some(problem) = (form.check)(field, draft) {
        problems.push(problem);
    }
    if field.place == Place::Name
        && let Some(name) = value.as_text()
    {
        let taken = |other: &String| other.trim().eq_ignore_ascii_case(name);
        if rules.other_names.iter().any(taken) {
            problems.push(Problem::warning(field.path(), "NAME_DUPLICATE", "Another connector has this name."));
        }
    }
}

fn check_rule(field: &FieldSpec, value: &Scalar, rules: Rules<'_>, problems: &mut Vec<Problem>) {
    let text = value.as_text();
    match (field.rule, text) {
        (Rule::BaseUrl, Some(text)) => {
            check_url(field, text, rules.spell_host, problems);
        }
        (Rule::User | Rule::Token | Rule::Password, Some(text)) => {
            if let Some((code, message)) = header_problem(field, text) {
                problems.push(Problem::error(Some(field.path()), code, message));
            }
        }
        (Rule::Digits, Some(text)) if !text.bytes().all(|b| b.is_ascii_digit()) => {
            let message = [field.label, " must be a number."].concat();
            problems.push(Problem::error(Some(field.path()), "NOT_A_NUMBER", message));
        }
        (Rule::Pairs, Some(text)) if pairs(text).is_none() => {
            let message = [field.label, " must be like name=value; name=value."].concat();
            problems.push(Problem::error(Some(field.path()), "VALUE_INVALID", message));
        }
        _ => {}
    }
}

/// What is wrong with a URL, and which one is meant.
fn check_url(field: &FieldSpec, text: &str, spell: Option<SpellHost>, problems: &mut Vec<Problem>) {
    let typed = BaseUrl::parse(text);
    let wrong = typed.as_ref().err().map_or(&[][..], Vec::as_slice);
    let mut found: Vec<Problem> = wrong
        .iter()
        .map(|problem| {
            let (code, message) = url_message(*problem);
            Problem::error(Some(field.path()), code, message)
        })
        .collect();
    let meant = meant(text, typed.as_ref().ok(), spell);
    if found.is_empty() && meant != Meant::This {
        let message = "This looks like the address of a page, and not of the system.";
        found.push(Problem::warning(field.path(), "URL_PATH", message));
    }
    if let Meant::Other(url, readable) = meant {
        for problem in &mut found {
            for part in [" Did you mean ", &url] {
                problem.message.push_str(part);
            }
            if let Some(readable) = &readable {
                for part in [", which is how a URL spells ", readable] {
                    problem.message.push_str(part);
                }
            }
            problem.message.push('?');
            problem.suggestion = Some(url.clone());
        }
    }
    problems.extend(found);
}

fn check_secret(
    form: &FormSpec,
    field: &FieldSpec,
    draft: &Draft,
    rules: Rules<'_>,
    problems: &mut Vec<Problem>,
) {
    if let Some(secret) = draft.secrets.get(field.key) {
        // A bearer token stands in the header as it is typed.
        let bare = FieldSpec { rule: Rule::Token, ..*field };
        let bearer = form.authentication.is_bearer(draft) && field.key == form.authentication.secret();
        let foreign = (bearer && !secret.is_ascii())
            .then(|| ("NOT_ASCII", [field.label, " must contain only letters, digits and common signs."].concat()));
        if let Some((code, message)) = header_problem(if bearer { &bare } else { field }, secret).or(foreign) {
            problems.push(Problem::error(Some(field.path()), code, message));
        } else if secret.trim() != secret {
            let message = [field.label, " begins or ends with a space, which is kept."].concat();
            problems.push(Problem::warning(field.path(), "SPACE_AT_END", message));
        }
        return;
    }
    let Some(message) = field.required else { return };
    match rules.existing {
        Some(existing) if !existing.is_missing_secrets => {
            if identity(existing, Some(form)) != identity(draft, Some(form)) {
                let message = ["Enter ", &article(field.label), " again: the URL or the user has changed."].concat();
                problems.push(Problem::error(Some(field.path()), "SECRET_AGAIN", message));
            }
        }
        _ => problems.push(Problem::error(Some(field.path()), "SECRET_REQUIRED", message)),
    }
}

fn article(label: &str) -> String {
    let is_acronym = label.as_bytes().get(1).is_some_and(u8::is_ascii_uppercase);
    let (first, rest) = label.split_at_checked(1).filter(|_| !is_acronym).unwrap_or(("", label));
    ["the ", &first.to_ascii_lowercase(), rest].concat()
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

fn header_problem(field: &FieldSpec, text: &str) -> Option<(&'static str, String)> {
    let label = field.label;
    if text.chars().any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')) {
        return Some(("CONTROL_CHARACTER", [label, " must not contain line breaks or control characters."].concat()));
    }
    if field.rule != Rule::Password && text.contains(char::is_whitespace) {
        return Some(("WHITE_SPACE", [label, " must not contain white space."].concat()));
    }
    if field.rule == Rule::Key && text.chars().count() < SHORTEST_KEY {
        return Some(("TOO_SHORT", "The key needs at least 20 characters.".to_owned()));
    }
    if field.rule == Rule::User && text.contains(':') {
        return Some(("COLON", [label, " must not contain a colon."].concat()));
    }
    None
}

/// A value that no form shows would be kept, listed and exported in the clear, and may be a secret. One that is stored already is
/// told of, and stays.
fn check_unknown(form: &FormSpec, draft: &Draft, existing: Option<&Draft>, problems: &mut Vec<Problem>) {
    let known = |place: Place, key: &str| form.all_fields().any(|field| field.place == place && field.key == key);
    let mut unknown = Vec::new();
    for (key, value) in &draft.config {
        match value {
            Scalar::Section(section) if key == "advanced" => {
                let others = section.keys().filter(|key| !known(Place::Advanced, key));
                let stored = |key: &str| existing.is_some_and(|existing| existing.advanced(key).is_some());
                unknown.extend(others.map(|key| (["config.advanced.", key].concat(), !stored(key))));
            }
            Scalar::Empty if key == "advanced" => {}
            _ if known(Place::Config, key) => {}
            _ => {
                let stored = existing.is_some_and(|existing| existing.config.contains_key(key));
                unknown.push((["config.", key].concat(), !stored));
            }
        }
    }
    let secrets = draft.secrets.keys().filter(|key| !known(Place::Secrets, key));
    unknown.extend(secrets.map(|key| (["secrets.", key].concat(), false)));
    for (path, is_refused) in unknown {
        let message = [form.name, " has no field ", &path, if is_refused { "." } else { "; it is ignored." }].concat();
        problems.push(if is_refused {
            Problem::error(Some(path), "FIELD_UNKNOWN", message)
        } else {
            Problem::warning(path, "FIELD_UNKNOWN", message)
        });
    }
}
