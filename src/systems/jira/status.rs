//! The status of an issue, and the transitions that lead to others: statuses have names of their own in each project.

use crate::connector::follows::STATUSES;
use crate::markup::lowercase;
use crate::systems::{Connector, Fields, answer};
use serde_json::Value;

/// The transitions that the account may carry out now.
#[derive(Debug, Clone)]
pub(super) enum Transitions {
    /// A plan, which reads nothing, goes by one of them.
    Assumed,
    Read(Vec<Transition>),
}

#[derive(Debug, Clone)]
pub(super) struct Transition {
    pub(super) id: String,
    /// The status that it leads to.
    pub(super) to: Value,
    /// What its screen asks for, by the id of the field.
    pub(super) fields: Fields,
}

/// The status of an issue as a text: what the connector calls it, where it names it, else its name.
pub(super) fn status_text(connector: &Connector, status: &Value) -> Option<Value> {
    let named = STATUSES.iter().filter_map(|(of_case, _)| connector.status_for(of_case));
    let name = status.get("name").and_then(Value::as_str);
    named.into_iter().find(|wanted| is(status, wanted)).or(name).map(Value::from)
}

/// Whether a status is meant: by its name, which may be translated, by its id, or by its category.
pub(super) fn is(status: &Value, wanted: &str) -> bool {
    is_itself(status, wanted) || status.pointer("/statusCategory/key").and_then(Value::as_str) == Some(wanted)
}

/// Whether it is meant itself, and not as one of its category.
pub(super) fn is_itself(status: &Value, wanted: &str) -> bool {
    let name = status.get("name").and_then(Value::as_str);
    name.is_some_and(|it| lowercase(it.trim()) == lowercase(wanted))
        || answer::text(status.get("id")).as_deref() == Some(wanted)
}
