//! Connector forms as data: what a host needs to draw them, and the rules of each field.
//!
//! The forms themselves stand in the folder of their system, in `systems/*/form.rs`.

use super::case_field::CaseField;
use super::deployed::Deployed;
use super::draft::Draft;
use super::license::License;
use super::mapping::{FieldMapping, Target};
use super::problem::Problem;
use super::scalar::Scalar;
use super::secrets::Secrets;
use crate::words::joined;

/// A connector type with its form.
#[derive(Debug)]
#[non_exhaustive]
pub struct FormSpec {
    /// Kibana's id of the connector type, such as `.jira`.
    pub type_id: &'static str,
    /// The name that people know.
    pub name: &'static str,
    /// One line on what it is for.
    pub description: &'static str,
    /// The lowest licence that may use it.
    pub minimum_license: License,
    /// The fields, in the order in which they are shown.
    pub fields: &'static [FieldSpec],
    /// The fields of the collapsed part.
    pub advanced: &'static [FieldSpec],
    /// The remote fields that take mapped text.
    pub targets: &'static [Target],
    /// The remote fields that the push sets itself, so that nothing else may.
    pub reserved: &'static [&'static str],
    /// Where the case fields go unless somebody says otherwise.
    pub default_mappings: &'static [FieldMapping],
    /// The per-case fields.
    pub case_fields: &'static [CaseField],
    /// How a connector authenticates.
    pub(crate) authentication: Authentication,
    /// What the system calls the place, below the base URL, where a connector puts its incidents.
    pub(crate) place: IncidentPlace,
    /// What of an incident follows the case's status and severity.
    pub(crate) follows: Follows,
    /// Beginnings of names under which the system knows the same field again.
    pub(crate) name_prefixes: &'static [&'static str],
    /// What the system itself says of the value of a field, beyond the field's rule.
    pub(crate) check: fn(&FieldSpec, &Draft) -> Option<Problem>,
    /// What is wrong, or could be better, by what the system has said of how it is deployed.
    pub(crate) check_deployed: fn(&Draft, Deployed) -> Option<Problem>,
}

impl FormSpec {
    /// Every field, with the ones of the advanced part last.
    pub fn all_fields(&self) -> impl Iterator<Item = &'static FieldSpec> {
        self.fields.iter().chain(self.advanced)
    }

    /// The paths of the secrets that a connector of this type needs or may have; where they are known, of those that it has.
    pub(crate) fn secret_paths(&self, known: Option<&Secrets>) -> Vec<String> {
        let has = |field: &FieldSpec| known.is_none_or(|known| known.get(field.key).is_some());
        let secrets = self.all_fields().filter(|field| field.place == Place::Secrets);
        secrets.filter(|field| field.required.is_some() || has(field)).map(FieldSpec::path).collect()
    }
}

/// What of an incident follows the case.
#[derive(Debug)]
pub(crate) struct Follows {
    /// The remote field that holds the status.
    pub(crate) status: &'static str,
    /// The per-case fields that the severity stands in for, where the case itself names no value.
    pub(crate) severity: &'static [&'static str],
}

/// How a connector authenticates, with the keys of the form's fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Authentication {
    /// User and secret (RFC 7617).
    Basic { user: &'static str, secret: &'static str },
    /// The same, or the secret alone (RFC 6750) where `config.advanced.auth` is `bearer`.
    BasicOrBearer { user: &'static str, secret: &'static str },
}

impl Authentication {
    /// The key of the user's field.
    pub(crate) const fn user(self) -> &'static str {
        match self {
            Self::Basic { user, .. } | Self::BasicOrBearer { user, .. } => user,
        }
    }

    /// The key of the secret's field.
    pub(crate) const fn secret(self) -> &'static str {
        match self {
            Self::Basic { secret, .. } | Self::BasicOrBearer { secret, .. } => secret,
        }
    }

    /// Whether a form sends the secret alone.
    pub(crate) fn is_bearer(self, draft: &Draft) -> bool {
        let chosen = || draft.advanced("auth").and_then(Scalar::as_text) == Some("bearer");
        matches!(self, Self::BasicOrBearer { .. }) && chosen()
    }
}

/// What the system calls the place where a connector puts its incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IncidentPlace {
    /// What a person has typed into the field with this key of `config`: a project, an organization.
    Field(&'static str),
    /// The same for every connector of the type: a table.
    Fixed(&'static str),
}

impl IncidentPlace {
    /// What a form says of the place, beyond its type and its base URL.
    #[cfg(any(test, feature = "bindings"))]
    pub(crate) fn within(self, draft: &Draft) -> Option<&str> {
        match self {
            Self::Field(key) => draft.text(key),
            Self::Fixed(_) => None,
        }
    }

    /// The place's name for a form.
    pub(crate) fn of(self, draft: &Draft) -> &str {
        match self {
            Self::Field(key) => draft.text(key).unwrap_or_default(),
            Self::Fixed(name) => name,
        }
    }
}

/// One field of a form.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldSpec {
    /// The key within its place.
    pub key: &'static str,
    /// Where the value lies in a connector.
    pub place: Place,
    /// The label that people see.
    pub label: &'static str,
    /// How it is shown and typed.
    pub kind: Kind,
    /// The message where nothing was typed; `None` where that is fine.
    pub required: Option<&'static str>,
    /// What helps a person to fill it in.
    pub help: &'static str,
    /// What typed text must obey.
    pub rule: Rule,
    /// The heading below which it stands with others; fields of one group follow each other.
    pub group: Option<&'static str>,
}

/// Where a field's value lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// `name`.
    Name,
    /// `config.<key>`.
    Config,
    /// `secrets.<key>`.
    Secrets,
    /// `config.advanced.<key>`.
    Advanced,
}

/// How a field is typed.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A line of text.
    Text,
    /// A URL.
    Url,
    /// A password field, never shown again.
    Secret,
    /// Yes or no, with the default.
    Flag(bool),
    /// One of a list, the first being the default.
    Select(&'static [Choice]),
}

/// One choice of a select.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// The stored value.
    pub value: &'static str,
    /// What a person reads.
    pub label: &'static str,
}

/// What typed text must obey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// Nothing beyond its kind.
    Free,
    /// A base URL: [`BaseUrl`](crate::url::BaseUrl).
    BaseUrl,
    /// The user of basic authentication: no white space, no control character, no colon
    /// (RFC 7617, 2). Not asked for with `auth: bearer`.
    User,
    /// A password of basic authentication: no control character. Spaces within are fine, since
    /// the header carries Base64.
    Password,
    /// A token or key: no white space and no control character.
    Token,
    /// A key that nothing is sent of: as a token, and too long to be found by trying.
    Key,
    /// Digits only.
    Digits,
    /// `name=value`, with semicolons between several.
    Pairs,
}

impl Kind {
    /// The kind's name in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Url => "url",
            Self::Secret => "secret",
            Self::Flag(_) => "flag",
            Self::Select(_) => "select",
        }
    }
}

impl FieldSpec {
    /// The path of the value, as problems name it.
    #[must_use]
    pub fn path(&self) -> String {
        let place = match self.place {
            Place::Name => "",
            Place::Config => "config.",
            Place::Secrets => "secrets.",
            Place::Advanced => "config.advanced.",
        };
        joined(&[place, self.key])
    }

    /// A line of text that must be filled in.
    pub(crate) const fn required(
        key: &'static str,
        place: Place,
        label: &'static str,
        rule: Rule,
        message: &'static str,
        help: &'static str,
    ) -> Self {
        let kind = match (place, rule) {
            (Place::Secrets, _) => Kind::Secret,
            (_, Rule::BaseUrl) => Kind::Url,
            _ => Kind::Text,
        };
        Self { key, place, label, kind, required: Some(message), help, rule, group: None }
    }

    /// A field of the advanced part.
    pub(crate) const fn advanced(key: &'static str, label: &'static str, kind: Kind, help: &'static str) -> Self {
        Self { key, place: Place::Advanced, label, kind, required: None, help, rule: Rule::Free, group: None }
    }
}

/// The name that every connector has.
pub(crate) const NAME: FieldSpec = FieldSpec::required(
    "name",
    Place::Name,
    "Connector name",
    Rule::Free,
    "Connector name is required.",
    "How people find this connector in lists.",
);

/// Names the place where one system has several addresses.
pub(crate) const PLACE: FieldSpec = FieldSpec::advanced(
    "place",
    "Name of the place",
    Kind::Text,
    "Only where one system has several addresses, or its project was renamed: connectors with the same name here mean the same incidents. Empty: the URL and the project, organization or table.",
);

/// Whose entries count as ours.
pub(crate) const COLLEAGUES: FieldSpec = FieldSpec::advanced(
    "colleagues",
    "Accounts of colleagues",
    Kind::Text,
    "Whose incidents and comments count as yours: the account ids or user names, with commas between them. * means everybody who can write there.",
);

/// Proves our texts to those who have the same key, whatever their account.
pub(crate) const RECOGNITION: FieldSpec = FieldSpec {
    key: "recognitionKey",
    place: Place::Secrets,
    label: "Recognition key",
    kind: Kind::Secret,
    required: None,
    help: "Optional: one random text for all who push here by accounts of their own. Then none of them is asked about the others.",
    rule: Rule::Key,
    group: None,
};

/// The base URL that every connector has.
pub(crate) const fn url(help: &'static str) -> FieldSpec {
    FieldSpec::required("apiUrl", Place::Config, "URL", Rule::BaseUrl, "URL is required.", help)
}
