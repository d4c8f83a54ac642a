//! The push: a plan that is made before anything is sent, and the state machine that carries it out.
//!
//! Nothing here does I/O. [`Machine::next`](crate::machine::Machine::next) says what to do, the host does it and replies:
//!
//! 1. `Save`: append the records to the journal, then call [`Machine::saved`](crate::machine::Machine::saved).
//! 2. `Send`: authorize and send the request, then call [`Machine::receive`](crate::machine::Machine::receive) or [`Machine::fail`](crate::machine::Machine::fail).
//! 3. `Wait`: wait that long, then call [`Machine::next`](crate::machine::Machine::next) again.
//! 4. `Done`: read [`Push::outcome`] and write it back.
//!
//! No write is ever sent before its intent's `Save` was acknowledged, and a write whose outcome is
//! unknown is never repeated before the remote side was read.

mod check;
mod compare;
mod decide;
mod decision;
mod drift;
mod due;
mod entries;
mod evidence;
mod goal;
mod incident;
mod journal;
mod knowledge;
mod labels;
mod link_back;
mod machine;
mod news;
mod options;
mod others;
mod outcome;
pub(crate) mod plan;
mod rare;
mod readable;
pub(crate) mod retry;
mod status;
mod taken;
mod theirs;
mod update;
mod verdict;

// What the JavaScript host needs besides the push itself.
#[cfg(feature = "bindings")]
pub(crate) mod bulk;

pub use drift::Drift;
pub use evidence::{Claim, ClaimKind};
pub use incident::{Incident, map_case};
pub use journal::{Damage, Event, Receipt, Record, Step, read_journal, salvage_journal};
pub use machine::{Next, Push, Settlement};
pub use options::{Closure, IfClosed, IfEdited, IfForeign, IfGone, IfRare, IfUnmarked, IfUnverified, Options};
pub use outcome::{ExternalService, Outcome, Progress, PushState, PushedComment};
pub use plan::{IncidentState, Plan, PlanStep, PushStatus, StepKind, plan, status};

// What a pull goes by.
pub(crate) use compare::same_field;
pub(crate) use decide::comment_step;
pub(crate) use goal::Goal;
pub(crate) use incident::Hashes;
pub(crate) use journal::{Evidence, VERSION};
pub(crate) use knowledge::{Knowledge, Own};
pub(crate) use machine::NOTHING_OPEN;
pub(crate) use news::{News, of_origin};
pub(crate) use readable::body_format;
pub(crate) use status::{is_set_by_us, said_by};
pub(crate) use theirs::{body, reads_the_same, without_ours};

pub use crate::http::FailReason;

use crate::hash::hash;
use crate::systems::Connector;

/// What makes the incident of a case findable by any browser that pushes to the same place. Connectors with other ids,
/// users or ways of working make the same mark.
#[must_use]
pub fn mark(case_id: &str, connector: &Connector) -> String {
    mark_of(case_id, &connector.place_id())
}

/// The mark of a case at what identifies a place; before places had an identity, it was the connector's id.
pub(crate) fn mark_of(case_id: &str, place: &str) -> String {
    format!("cc-{}", hash(&[case_id, place]))
}
