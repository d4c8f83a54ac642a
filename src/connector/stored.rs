//! A connector that is ready to use: what a draft becomes once it is valid.

use super::{Draft, Rules, Scalar, Severity, validate};
use crate::error::{Code, Error};
use crate::http::BaseUrl;
use crate::mapping::FieldMapping;
use crate::systems::{self, System};

/// A connector without its secrets.
#[derive(Clone)]
pub struct Connector {
    id: String,
    draft: Draft,
    base: BaseUrl,
    mappings: Vec<FieldMapping>,
    system: &'static dyn System,
}

/// Which Jira it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Deployment {
    /// Atlassian's own.
    Cloud,
    /// Self-managed.
    DataCenter,
}

/// How the secret is put into the `Authorization` header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Auth {
    /// User and secret (RFC 7617).
    Basic,
    /// The secret alone (RFC 6750).
    Bearer,
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
    /// Reads a connector as JSON; secrets in it are passed over.
    ///
    /// # Errors
    /// `CONNECTOR_INVALID` names the first field at fault; `MAPPING_INVALID` the mapping.
    pub fn from_json(json: &[u8]) -> Result<Self, Error> {
        let draft = serde_json::from_slice(json)
            .map_err(|e| Error::with(Code::ConnectorInvalid, format!("The connector cannot be read: {e}.")))?;
        Self::new(draft)
    }

    /// A connector from a valid form; without mappings it gets its system's defaults.
    ///
    /// # Errors
    /// As [`Connector::from_json`].
    pub fn new(draft: Draft) -> Result<Self, Error> {
        // Whether the secret is at hand matters when a request is authorized, not here.
        let draft = Draft { secrets: super::Secrets::default(), is_missing_secrets: false, ..draft };
        let invalid = |message: String, field: Option<String>| {
            let error = Error::with(Code::ConnectorInvalid, message);
            Error { field, ..error }
        };
        let Some(id) = draft.id.clone().filter(|id| !id.trim().is_empty()) else {
            return Err(invalid("The connector has no id.".into(), Some("id".into())));
        };
        // Compared with itself, so that a missing secret is no problem here.
        let problem = validate(&draft, Rules { existing: Some(&draft), ..Rules::default() })
            .into_iter()
            .find(|problem| problem.severity == Severity::Error);
        if let Some(problem) = problem {
            let code = if problem.code == "MAPPING_INVALID" { Code::MappingInvalid } else { Code::ConnectorInvalid };
            return Err(Error { code, ..invalid(problem.message, problem.field) });
        }
        let (Some(system), Ok(base)) =
            (systems::system(&draft.type_id), BaseUrl::parse(draft.text("apiUrl").unwrap_or_default()))
        else {
            return Err(invalid(
                format!("The connector type \"{}\" is not known.", draft.type_id),
                Some("type".into()),
            ));
        };
        let mappings = draft.mappings.clone().unwrap_or_else(|| system.form().default_mappings.to_vec());
        Ok(Self { id, draft, base, mappings, system })
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

    /// The system behind it.
    pub(crate) fn system(&self) -> &'static dyn System {
        self.system
    }

    /// A field of the form, trimmed; empty where nothing was typed.
    #[must_use]
    pub fn config(&self, key: &str) -> &str {
        self.draft.text(key).unwrap_or_default()
    }

    /// A text of the advanced part.
    #[must_use]
    pub(crate) fn advanced(&self, key: &str) -> Option<&str> {
        self.draft.advanced(key).and_then(Scalar::as_text)
    }

    /// Which Jira it is: as configured, else by the host.
    #[must_use]
    pub(crate) fn deployment(&self) -> Deployment {
        Deployment::of(self.advanced("deployment"), self.base.host())
    }

    /// How it authenticates.
    #[must_use]
    pub(crate) fn auth(&self) -> Auth {
        if self.advanced("auth") == Some("bearer") { Auth::Bearer } else { Auth::Basic }
    }

    /// Who sees its comments.
    #[must_use]
    pub(crate) fn comments_target(&self) -> CommentsTarget {
        match self.advanced("commentsTarget") {
            Some("work_notes" | "internal") => CommentsTarget::Internal,
            Some(_) => CommentsTarget::Public,
            None => self.system.default_comments_target(),
        }
    }

    /// Whether a ServiceNow connector uses the Table API rather than Elastic's import set.
    #[must_use]
    pub(crate) fn uses_table_api(&self) -> bool {
        self.draft.advanced("usesTableApi") != Some(&Scalar::Flag(false))
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

impl Deployment {
    /// As configured, else by the host.
    pub(super) fn of(configured: Option<&str>, host: &str) -> Self {
        match configured {
            Some("cloud") => Self::Cloud,
            Some("dataCenter") => Self::DataCenter,
            _ if host.ends_with(".atlassian.net") || host == "api.atlassian.com" => Self::Cloud,
            _ => Self::DataCenter,
        }
    }
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
