//! A connector that is ready to use: what a draft becomes once it is valid.

use super::account::Colleagues;
use crate::connector::follows::{CLOSED, SEVERITIES, STATUSES, pairs};
use crate::connector::form::FormSpec;
use crate::connector::live::ConnectorFields;
use crate::connector::mapping::{Action, FieldMapping, Source, Target, TargetKind};
use crate::connector::recognition::RecognitionKey;
use crate::connector::validate::{Rules, validate};
use crate::connector::{Deployed, Draft, Scalar, Secrets, Severity};
use crate::error::{Code, Error};
use crate::hash::hash;
use crate::url::BaseUrl;
use std::collections::BTreeMap;

/// A connector without the secret that it logs in with.
#[derive(Clone)]
pub struct Connector {
    id: String,
    draft: Draft,
    base: BaseUrl,
    mappings: Vec<FieldMapping>,
    form: &'static FormSpec,
    /// How many characters fields take, where the system was read to say so.
    limits: BTreeMap<String, usize>,
    /// The labels of its fields, where the system was read to say them.
    labels: BTreeMap<String, String>,
    /// How the system is deployed, where it was asked.
    deployed: Option<Deployed>,
    /// What proves texts of ours to those who have the same.
    recognition: Option<RecognitionKey>,
}

/// Who sees the comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CommentsTarget {
    /// Everybody who sees the incident, the caller or customer included.
    Public,
    /// The people who work on it.
    Internal,
}

impl Connector {
    /// A connector from a valid form.
    pub(super) fn of_form(draft: Draft, form: Option<&'static FormSpec>) -> Result<Self, Error> {
        let recognition = RecognitionKey::of(&draft.secrets);
        // Whether the secret is at hand matters when a request is authorized, not here.
        let draft = Draft { secrets: Secrets::default(), is_missing_secrets: false, ..draft };
        let invalid =
            |message: String, field: Option<String>| Error::with(Code::ConnectorInvalid, message).at_any(field);
        let Some(id) = draft.id.clone().filter(|id| !id.trim().is_empty()) else {
            return Err(invalid("The connector has no id.".into(), Some("id".into())));
        };
        // Compared with itself, so that a missing secret is no problem here.
        let problem = validate(&draft, form, Rules { existing: Some(&draft), ..Rules::default() })
            .into_iter()
            .find(|problem| problem.severity == Severity::Error);
        if let Some(problem) = problem {
            let code = if problem.code == "MAPPING_INVALID" { Code::MappingInvalid } else { Code::ConnectorInvalid };
            return Err(invalid(problem.message, problem.field).coded(code));
        }
        let (Some(form), Ok(base)) = (form, BaseUrl::parse(draft.text("apiUrl").unwrap_or_default())) else {
            return Err(invalid(
                format!("The connector type \"{}\" is not known.", draft.type_id),
                Some("type".into()),
            ));
        };
        let mappings = draft.mappings.clone().unwrap_or_else(|| form.default_mappings.to_vec());
        let (limits, labels) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { id, draft, base, mappings, form, limits, labels, deployed: None, recognition })
    }

    /// The connector's id.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The connector's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.draft.name.as_deref().unwrap_or_default().trim()
    }

    /// The connector type's id.
    #[must_use]
    pub fn type_id(&self) -> &str {
        &self.draft.type_id
    }

    /// The base URL that the secret is bound to.
    #[must_use]
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// The field mappings.
    #[must_use]
    pub fn mappings(&self) -> &[FieldMapping] {
        &self.mappings
    }

    /// Its type, with the form.
    pub(crate) fn form(&self) -> &'static FormSpec {
        self.form
    }

    /// What was typed into the form.
    pub(crate) fn draft(&self) -> &Draft {
        &self.draft
    }

    /// Whether the comments are sent, and to which remote field.
    #[must_use]
    pub(crate) fn comments_field(&self) -> Option<&str> {
        self.mappings.iter().find(|m| m.source == Source::Comments && m.is_active()).map(|m| &*m.target)
    }

    /// The same connector with this choice in its advanced part.
    #[must_use]
    pub(crate) fn with_advanced(&self, key: &str, value: &str) -> Self {
        let mut connector = self.clone();
        let mut section = match connector.draft.config.get_mut("advanced") {
            Some(Scalar::Section(section)) => std::mem::take(section),
            _ => Default::default(),
        };
        section.insert(key.to_owned(), Scalar::from(value));
        connector.draft.config.insert("advanced".to_owned(), Scalar::Section(section));
        connector
    }

    /// What an update does to a remote field; fields that are not mapped are overwritten.
    #[must_use]
    pub(crate) fn action_for(&self, field: &str) -> Action {
        self.mappings.iter().find(|m| m.target == field).map_or(Action::Overwrite, |m| m.action)
    }

    /// Whether a remote field is mapped and holds text of several lines.
    #[must_use]
    pub(crate) fn is_body(&self, field: &str) -> bool {
        let kind = self.target(field).map(|target| target.kind);
        let is_mapped = self.mappings.iter().any(|mapping| mapping.target == field);
        is_mapped && kind.unwrap_or(TargetKind::Body) == TargetKind::Body
    }

    /// The same connector with what its system was read to say of its fields.
    #[must_use]
    pub(crate) fn with_live(&self, live: &ConnectorFields) -> Self {
        let mut labels = BTreeMap::new();
        // Below the fields of the form stand the system's own, by their names there.
        let of_system = live.fields.iter().filter_map(|field| Some((field.path.rsplit_once('.')?.1, &field.label)));
        labels.extend(of_system.map(|(name, label)| (name.to_owned(), label.clone())));
        Self { limits: live.limits.clone(), labels, ..self.clone() }
    }

    /// The labels that people see of the system's fields, as far as they were read, by name.
    pub(crate) fn labels(&self) -> &BTreeMap<String, String> {
        &self.labels
    }

    /// How the system has said that it is deployed; nothing where it was not asked.
    #[must_use]
    pub(crate) const fn deployed(&self) -> Option<Deployed> {
        self.deployed
    }

    /// The same connector with what its system has said of how it is deployed.
    #[must_use]
    pub(crate) fn with_deployed(self, deployed: Option<Deployed>) -> Self {
        Self { deployed, ..self }
    }

    /// The same connector with the recognition key among these secrets, if there is one.
    #[must_use]
    pub fn recognizing(self, secrets: &Secrets) -> Self {
        Self { recognition: RecognitionKey::of(secrets), ..self }
    }

    /// What proves texts of ours to those who have the same.
    pub(crate) const fn recognition(&self) -> Option<&RecognitionKey> {
        self.recognition.as_ref()
    }

    /// How many characters a remote field takes, by what was read or else by the form.
    #[must_use]
    pub(crate) fn limit(&self, field: &str) -> Option<usize> {
        let of_form = || self.target(field).and_then(|target| target.limit);
        self.limits.get(field).copied().or_else(of_form)
    }

    /// Whether a remote field gets text of the case.
    #[must_use]
    pub(crate) fn is_mapped(&self, field: &str) -> bool {
        self.mappings.iter().any(|mapping| mapping.is_active() && mapping.target == field)
    }

    /// A field of the form, trimmed; empty where nothing was typed.
    #[must_use]
    pub fn config(&self, key: &str) -> &str {
        self.draft.text(key).unwrap_or_default()
    }

    /// What the system calls the place, below the base URL, where its incidents are.
    #[must_use]
    pub(crate) fn place(&self) -> &str {
        self.form.place.of(&self.draft)
    }

    /// What identifies the place: its type, base URL and name within the system; or the name that a person has given it,
    /// where one system has several addresses or its project was renamed.
    #[must_use]
    pub(crate) fn place_id(&self) -> String {
        match self.advanced("place") {
            Some(name) => hash(&[self.type_id(), name]),
            None => hash(&[self.type_id(), self.base.as_str(), self.place()]),
        }
    }

    /// The accounts that count as ours because a person has said so.
    #[must_use]
    pub(crate) fn colleagues(&self) -> Colleagues {
        Colleagues::parse(self.advanced("colleagues").unwrap_or_default())
    }

    /// The incident's status while its case has this one; nothing where it is left alone.
    #[must_use]
    pub(crate) fn status_for(&self, of_case: &str) -> Option<&str> {
        self.following(&STATUSES, of_case)
    }

    /// The status of the incident of a closed case.
    #[must_use]
    pub(crate) fn closing_status(&self) -> Option<&str> {
        self.status_for(CLOSED)
    }

    /// What else the system is given when the incident is closed, by name.
    #[must_use]
    pub(crate) fn closing_fields(&self) -> Vec<(&str, &str)> {
        self.advanced("closingFields").and_then(pairs).unwrap_or_default()
    }

    /// What stands for a severity of the case in the incident; nothing where it is left alone.
    #[must_use]
    pub(crate) fn severity_for(&self, of_case: &str) -> Option<&str> {
        self.following(&SEVERITIES, of_case)
    }

    fn following(&self, keys: &[(&str, &str)], of_case: &str) -> Option<&str> {
        let (_, key) = keys.iter().find(|(name, _)| *name == of_case)?;
        self.advanced(key)
    }

    /// The remote field of a name, where the form knows it.
    #[must_use]
    pub(crate) fn target(&self, name: &str) -> Option<&'static Target> {
        self.form.targets.iter().find(|target| target.name == name)
    }

    /// A text of the advanced part.
    #[must_use]
    pub(crate) fn advanced(&self, key: &str) -> Option<&str> {
        self.draft.advanced(key).and_then(Scalar::as_text)
    }

    /// Who sees its comments; what its system does unless somebody has chosen.
    #[must_use]
    pub(super) fn comments_target(&self, default: CommentsTarget) -> CommentsTarget {
        match self.advanced("commentsTarget") {
            Some("work_notes" | "internal") => CommentsTarget::Internal,
            Some(_) => CommentsTarget::Public,
            None => default,
        }
    }

    /// What case text is written as.
    #[must_use]
    pub(crate) fn text_format(&self) -> TextFormat {
        match self.advanced("textFormat") {
            Some("plain") => TextFormat::Plain,
            Some("code") => TextFormat::Code,
            Some("raw") => TextFormat::Raw,
            _ => TextFormat::Auto,
        }
    }
}

/// What case text is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TextFormat {
    /// As the system reads it: with headings, lists, code and links where it has them.
    Auto,
    /// Text in which nothing has a meaning.
    Plain,
    /// ServiceNow comments as HTML between `[code]` and `[/code]`.
    Code,
    /// Markdown as it was typed, nothing escaped.
    Raw,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector")
            .field("id", &self.id)
            .field("type", &self.draft.type_id)
            .field("base", &self.base.as_str())
            .finish_non_exhaustive()
    }
}
