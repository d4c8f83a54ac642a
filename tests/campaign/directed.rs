//! Runs about something that few others come to by chance: each has a share of its own.

use crate::common::world::Kind;
use crate::plan::{Act, Browser, CONNECTORS, Event, Forgery, Host, Mark, OF_SEVERAL, Plan, Stranger};

/// One of so many runs is directed.
const SHARE: u64 = 20;

/// What a run is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Directed {
    ForgedEdit,
    LostItsMark,
}

impl Directed {
    pub(crate) const fn of(number: u64) -> Option<Self> {
        match number % (2 * SHARE) {
            19 => Some(Self::ForgedEdit),
            39 => Some(Self::LostItsMark),
            _ => None,
        }
    }

    pub(crate) const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::ForgedEdit => &OF_SEVERAL,
            Self::LostItsMark => &[Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport],
        }
    }

    /// The plan, with what it is about.
    pub(crate) fn plan(self, plan: Plan) -> Plan {
        match self {
            Self::ForgedEdit => forged_edit(plan),
            Self::LostItsMark => lost_mark(plan),
        }
    }
}

/// A stranger writes the line of an edit that was not sent yet, while the case says that the comment was pushed.
fn forged_edit(plan: Plan) -> Plan {
    let edited = Act { before: vec![Event::EditComment(0)], ..Act::default() };
    Plan {
        mark: Mark::Kept,
        journal_hidden: None,
        host: Host::WritesBack,
        stranger: Some(Stranger { act: 1, does: Forgery::Current }),
        browsers: plan.browsers.into_iter().map(|browser| Browser { colleague: false, ..browser }).collect(),
        acts: vec![Act::default(), edited],
        ..plan
    }
}

/// An incident without a mark and with another title, which only the case names, for another connector.
fn lost_mark(plan: Plan) -> Plan {
    let browser = |connector| Browser { clock: 0, colleague: false, connector };
    Plan {
        mark: Mark::Dropped,
        journal_hidden: None,
        host: Host::WritesBack,
        stranger: None,
        browsers: CONNECTORS.map(browser).into(),
        acts: vec![
            Act::default(),
            Act { browser: 1, before: vec![Event::EditTitle, Event::AddComment], ..Act::default() },
        ],
        ..plan
    }
}
