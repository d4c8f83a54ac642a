//! What the requests of a system are made of, and its answers read with.

use super::case_fields::Fields;
use super::connector::Connector;
use super::facts::Facts;
use crate::url::encode_component;
use std::any::Any;
use std::borrow::Cow;

/// Stands in a plan for an id that only the answer to an earlier step tells.
pub(crate) const ID: &str = "{id}";

/// An incident's id as a segment of a path.
pub(crate) fn segment(id: &str) -> Cow<'_, str> {
    if id == ID { Cow::Borrowed(id) } else { Cow::Owned(encode_component(id)) }
}

/// What requests are made of, besides the values that they carry.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) connector: &'a Connector,
    /// What makes our incident findable by any browser.
    pub(crate) mark: &'a str,
    pub(crate) case_id: &'a str,
    /// When the case was created: with the name, Resilient's mark where no custom field is there.
    pub(crate) created_at: i64,
    /// The incident's mapped fields.
    pub(crate) fields: &'a Fields,
    /// The incident that is known, whose answers must speak of it.
    pub(crate) incident: Option<&'a str>,
    pub(crate) facts: &'a Facts,
    /// Who opens a new incident, as the host says.
    pub(crate) opened_by: Option<&'a str>,
    /// How many incidents a person has given up: a look for the mark finds them too.
    pub(crate) given_up: usize,
}

impl<'a> Context<'a> {
    pub(crate) fn url(&self, path: &str) -> String {
        self.connector.base().join(path)
    }

    /// How many incidents a look for the mark asks for, the newest first: those that were given up hide none.
    pub(crate) const fn most_found(&self) -> usize {
        self.given_up.saturating_add(10)
    }

    /// What the system has found out so far.
    pub(crate) fn facts<T: Any>(&self) -> Option<&'a T> {
        self.facts.get()
    }
}
