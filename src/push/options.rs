//! What a plan or a push is made with, and what a person chose where the incident is no longer as the last push left it.

use crate::connector::License;
use crate::connector::live::ConnectorFields;
use crate::error::{Code, Error};
use crate::systems::Connector;
use serde::Serialize;
use serde_json::Value;
use std::borrow::Cow;

/// What a plan or a push is made with, besides the case and the connector.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Options {
    /// The time, ISO 8601 in UTC. There is no clock in the engine.
    pub now: String,
    /// The host's licence; a host that passes none is not limited.
    pub license: Option<License>,
    /// Whether a complete push closes the case.
    pub closure: Closure,
    /// Who pushes, in Kibana's shape for users.
    pub pushed_by: Option<Value>,
    /// What the connector's system was read to ask of a new incident: a plan judges the case's fields by it, and its limits take
    /// the place of the form's.
    pub fields: Option<ConnectorFields>,
    /// From 0 to 1: spreads the waits of many pages.
    pub jitter: Option<f64>,
    /// The address at which people find a case: `{id}` stands for its id. It ends the description and the comment on alerts, and
    /// stands where a text is cut.
    pub case_url: Option<String>,
    /// Whether the description and the comment on alerts end with that address; nothing: they do.
    pub link_back: Option<bool>,
    /// Who opens a new incident: a user name or a mail address there. Only ServiceNow keeps one.
    pub opened_by: Option<String>,
    /// What to do where the incident's text was edited in the remote system.
    pub if_edited: IfEdited,
    /// What to do where the incident is gone.
    pub if_gone: IfGone,
    /// What to do where the incident was closed.
    pub if_closed: IfClosed,
    /// What to do where nothing proves that an incident is the case's.
    pub if_foreign: IfForeign,
    /// What to do where something says that an entry is there, and nothing proves it.
    pub if_unverified: IfUnverified,
    /// What to do where an incident that was just made cannot be found by its mark.
    pub if_unmarked: IfUnmarked,
    /// What to do with characters that an old database refuses.
    pub if_rare: IfRare,
}

impl Options {
    /// Options with the time, ISO 8601 in UTC. The others are fields to set.
    #[must_use]
    pub fn new(now: impl Into<String>) -> Self {
        Self { now: now.into(), ..Self::default() }
    }

    /// Whether a person chose something for an incident that others have changed.
    #[cfg(feature = "bindings")]
    pub(crate) fn has_choices(&self) -> bool {
        let Self { if_edited, if_gone, if_closed, if_foreign, if_unverified, if_unmarked, if_rare, .. } = self;
        let chosen = (*if_edited, *if_gone, *if_closed, *if_foreign, *if_unverified, *if_unmarked, *if_rare);
        chosen != Default::default()
    }

    /// The time in milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> Result<i64, Error> {
        let invalid = || Error::with(Code::OptionsInvalid, "now is not an ISO 8601 time in UTC.").at("now");
        crate::time::parse_iso(&self.now).ok_or_else(invalid)
    }

    /// The connector with what its system was read to say of its fields, and with what a person has chosen for this push.
    pub(crate) fn adapted<'a>(&self, connector: &'a Connector) -> Cow<'a, Connector> {
        let mut adapted = Cow::Borrowed(connector);
        if let Some(fields) = &self.fields {
            adapted = Cow::Owned(adapted.with_live(fields));
        }
        if self.if_rare == IfRare::LeaveOut {
            adapted = Cow::Owned(adapted.with_advanced("characters", "basic"));
        }
        adapted
    }

    /// Refuses a connector that the licence does not allow.
    pub(crate) fn check(&self, connector: &Connector) -> Result<(), Error> {
        let form = connector.form();
        if self.license.is_some_and(|license| license < form.minimum_license) {
            let message = format!("{} needs a {} licence or a higher one.", form.name, form.minimum_license.as_str());
            return Err(Error::with(Code::LicenseRequired, message));
        }
        Ok(())
    }
}

/// The incident's text was changed in the remote system since the last push.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfEdited {
    /// Nothing is sent; the outcome shows both texts.
    #[default]
    Stop,
    /// The case's text takes its place.
    Overwrite,
    /// The remote text stays until the case's text changes again.
    Keep,
}

/// The incident is no longer there, or not for this account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfGone {
    /// Nothing is sent.
    #[default]
    Stop,
    /// A new incident is made, with all comments.
    Recreate,
}

/// The incident was closed in the remote system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfClosed {
    /// Nothing is sent.
    #[default]
    Stop,
    /// The closed incident is changed; it is not opened again.
    Continue,
    /// A new incident is made, with all comments.
    Recreate,
}

/// An incident is marked as the case's, or named by the case, and nothing proves that ours made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfForeign {
    /// Nothing is sent; the outcome names the incident and its creator.
    #[default]
    Stop,
    /// It is the case's.
    Adopt,
    /// It is not: another one is made.
    Create,
}

/// Something says that an entry was sent before, and nothing proves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfUnverified {
    /// Nothing is sent; the outcome says who has written what.
    #[default]
    Stop,
    /// It is there.
    Trust,
    /// It is not: it is sent.
    SendAgain,
}

/// An incident was just made, and cannot be found by its mark: another browser would make a second one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfUnmarked {
    /// Nothing more is sent.
    #[default]
    Stop,
    /// It goes on without the mark: nobody else pushes this case.
    Continue,
}

/// The system fails at a text with characters beyond U+FFFF, such as emoji, and they may be why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum IfRare {
    /// Nothing more is sent, unless the connector leaves them out.
    #[default]
    Stop,
    /// They are left out in this push, and the outcome says which.
    LeaveOut,
}

/// Whether a complete push closes the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[non_exhaustive]
pub enum Closure {
    /// A person closes it.
    #[default]
    #[serde(rename = "close-by-user")]
    ByUser,
    /// The push does.
    #[serde(rename = "close-by-pushing")]
    ByPushing,
}

macro_rules! choices {
    ($($name:ident { $($word:literal => $variant:ident),+ })+) => {$(
        impl $name {
            /// Reads the choice by its name in JavaScript.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

choices! {
    Closure { "close-by-user" => ByUser, "close-by-pushing" => ByPushing }
    IfEdited { "stop" => Stop, "overwrite" => Overwrite, "keep" => Keep }
    IfGone { "stop" => Stop, "recreate" => Recreate }
    IfForeign { "stop" => Stop, "adopt" => Adopt, "create" => Create }
    IfUnverified { "stop" => Stop, "trust" => Trust, "sendAgain" => SendAgain }
    IfUnmarked { "stop" => Stop, "continue" => Continue }
    IfRare { "stop" => Stop, "leaveOut" => LeaveOut }
    IfClosed { "stop" => Stop, "continue" => Continue, "recreate" => Recreate }
}
