//! The words of a checkup: what a system is asked, and what is found out.

use super::{Call, Connector, Context, Facts};
use crate::connector::Deployed;
use crate::error::{Code, Details, Error, LONGEST_MESSAGE, cut};
use serde::{Serialize, Serializer};
use serde_json::Value;

macro_rules! checks {
    ($($id:ident, $name:literal, $what:literal;)+) => {
        /// What a checkup looks at, in the order of the report.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum CheckId {
            $(#[doc = $what] $id,)+
        }

        impl CheckId {
            /// Every check, in the order of the report.
            pub const ALL: &'static [Self] = &[$(Self::$id),+];

            /// The name in JavaScript.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }
        }
    };
}

checks! {
    Form, "form", "Whether the form is valid.";
    Reachable, "reachable", "Whether the host answers.";
    Cors, "cors", "Whether a page may read the answers.";
    Certificate, "certificate", "Whether the certificate is trusted.";
    Product, "product", "Whether the right system answers.";
    Credentials, "credentials", "Whether the user and the secret are accepted.";
    Place, "place", "Whether the place where incidents go exists.";
    Permissions, "permissions", "Whether the account has the rights that a push needs.";
    Fields, "fields", "Whether the fields that a push fills and reads fit.";
}

impl Serialize for CheckId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How a check ended, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum CheckState {
    /// All is well.
    Passed,
    /// It was not asked, or reading cannot tell.
    Skipped,
    /// A push may work, but a person should know.
    Warning,
    /// A push cannot work.
    Failed,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// What was looked at.
    pub id: CheckId,
    /// How it ended.
    pub state: CheckState,
    /// The stable code, where something is to be said.
    pub code: Option<Code>,
    /// What was found out, for a person.
    pub message: String,
    /// What to do about it.
    pub remedy: Option<String>,
    /// The remote system's own words; the platform's, where no answer came.
    pub remote: Option<String>,
    /// The HTTP status, where the system answered.
    pub status: Option<u16>,
}

impl Check {
    pub(crate) fn passed(id: CheckId, message: impl Into<String>) -> Self {
        let message = cut(message.into(), LONGEST_MESSAGE);
        Self { id, state: CheckState::Passed, code: None, message, remedy: None, remote: None, status: None }
    }

    /// Nobody asked, for the reason that the message gives.
    pub(crate) fn skipped(id: CheckId, message: impl Into<String>) -> Self {
        Self { state: CheckState::Skipped, ..Self::passed(id, message) }
    }

    /// Reading cannot tell; the message says why.
    pub(crate) fn cannot_tell(id: CheckId, message: impl Into<String>) -> Self {
        Self::of(id, CheckState::Skipped, Error::with(Code::CannotTell, message))
    }

    pub(crate) fn warning(id: CheckId, error: Error) -> Self {
        Self::of(id, CheckState::Warning, error)
    }

    pub(crate) fn failed(id: CheckId, error: Error) -> Self {
        Self::of(id, CheckState::Failed, error)
    }

    fn of(id: CheckId, state: CheckState, error: Error) -> Self {
        let remedy = Some(error.remedy().to_owned());
        let Details { code, message, remote, status, .. } = error.into_details();
        Self { id, state, code: Some(code), message, remedy, remote, status }
    }

    /// Takes in another finding about the same thing: the worst decides, and what was said stays.
    pub(crate) fn join(&mut self, other: Self) {
        // Of each a half, so that no long one hides the other.
        let half = |words: &str| cut(words.to_owned(), LONGEST_MESSAGE / 2 - 1);
        let message = format!("{} {}", half(&self.message), half(&other.message));
        if other.state > self.state {
            *self = other;
        }
        self.message = message;
    }
}

/// What a checkup asks a system.
pub(crate) struct Checks {
    /// In the order of what the questions are about.
    pub(crate) questions: &'static [Question],
    /// Whether a body, an error's included, has the shape that only this system's have.
    pub(crate) recognises: fn(&Value) -> bool,
    /// What lets a page of this origin call the system.
    pub(crate) cors_remedy: fn(&Connector, &str) -> String,
}

/// One read of a checkup.
#[derive(Debug)]
pub(crate) struct Question {
    /// What is asked, in words.
    pub(crate) label: &'static str,
    /// The check that an answer without what was asked for belongs to.
    pub(crate) about: CheckId,
    /// Sent without the secret, which nobody gets before the product is known.
    pub(crate) anonymous: bool,
    /// Whether nothing more can be asked where this one fails.
    pub(crate) decisive: bool,
    /// Nothing, where this connector does not need to know.
    pub(crate) ask: fn(&Context<'_>) -> Option<Call<Verdict>>,
}

/// What an answer says about the connector.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    pub(crate) checks: Vec<Check>,
    /// What later questions need: the facts with what is new.
    pub(crate) facts: Option<Facts>,
    /// How the system is deployed, where it says so.
    pub(crate) deployed: Option<Deployed>,
    /// Whether nothing more can be asked.
    pub(crate) ends: bool,
}

impl From<Vec<Check>> for Verdict {
    fn from(checks: Vec<Check>) -> Self {
        Self { checks, ..Self::default() }
    }
}

/// The names of fields that the system requires and nobody fills, as one finding.
pub(crate) fn required(names: &[String], system: &str) -> Option<Check> {
    let message = || format!("{system} requires fields that the connector does not fill: {}.", names.join(", "));
    (!names.is_empty()).then(|| Check::warning(CheckId::Fields, Error::with(Code::FieldsRequired, message())))
}

/// The incident's fields that the mappings fill.
pub(crate) fn mapped<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a str> {
    let mappings = context.connector.mappings().iter();
    mappings.filter(|mapping| mapping.is_active()).map(|mapping| mapping.target.as_ref())
}

#[cfg(test)]
mod tests {
    use super::{Check, CheckId, CheckState, required};
    use crate::error::{Code, Error};

    #[test]
    fn what_a_system_names_makes_no_message_longer_than_anybody_reads_and_hides_no_other() {
        let id = CheckId::Fields;
        let long = "Type ".repeat(4_000);
        let passed = Check::passed(id, "The field of the mark is there.");
        let found = || Check::passed(id, long.clone());
        let names: Vec<String> = (0..3_000).map(|name| format!("field {name}")).collect();
        let warning = || required(&names, "Jira").unwrap();
        let failed = || Check::failed(id, Error::with(Code::IssueTypeMissing, format!("No type 5. {long}")));
        for joined in [vec![found()], vec![warning()], vec![failed(), found()], vec![found(), warning(), failed()]] {
            let mut joined = joined.into_iter();
            let mut check = joined.next().unwrap();
            joined.for_each(|other| check.join(other));
            check.join(passed.clone());
            assert!(check.message.chars().count() <= 2_001, "{}", check.message.chars().count());
            assert!(check.message.ends_with("… The field of the mark is there."), "{}", check.message);
        }
        let mut check = passed.clone();
        check.join(warning());
        assert_eq!(check.state, CheckState::Warning);
        assert!(check.message.starts_with("The field of the mark is there. Jira requires"));
    }
}
