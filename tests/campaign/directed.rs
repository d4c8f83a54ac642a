//! Runs about something that few others come to by chance: each has a share of its own.

use crate::common::world::{ALL, Kind, OF_SEVERAL};
use crate::plan::{Act, Browser, CONNECTORS, Event, Fate, Forgery, Host, Mark, Plan, Stranger};

/// Of so many runs each of these is one.
const SHARE: u64 = 60;

/// What a run is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Directed {
    ForgedBegin,
    ForgedEdit,
    LostItsMark,
    LateUpdate,
    LostItsWarning,
    MadeByAnother,
    PutBack,
}

impl Directed {
    pub(crate) const fn of(number: u64) -> Option<Self> {
        match number % SHARE {
            9 => Some(Self::ForgedBegin),
            29 => Some(Self::LostItsWarning),
            19 => Some(Self::ForgedEdit),
            39 => Some(Self::LostItsMark),
            49 => Some(Self::MadeByAnother),
            54 => Some(Self::PutBack),
            59 => Some(Self::LateUpdate),
            _ => None,
        }
    }

    pub(crate) const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::ForgedBegin | Self::ForgedEdit => &OF_SEVERAL,
            Self::LateUpdate | Self::PutBack => &ALL,
            Self::LostItsWarning | Self::MadeByAnother => &[Kind::SecOpsImport],
            Self::LostItsMark => &[Kind::ServiceNow, Kind::ServiceNowImport, Kind::SecOps, Kind::SecOpsImport],
        }
    }

    /// The plan, with what it is about.
    pub(crate) fn plan(self, plan: Plan, number: u64) -> Plan {
        match self {
            Self::ForgedBegin => forged_begin(plan),
            Self::ForgedEdit => forged_edit(plan),
            Self::LostItsMark => lost_mark(plan),
            Self::LateUpdate => late_update(plan),
            Self::PutBack => put_back(plan),
            Self::LostItsWarning => lost_warning(plan, usize::try_from(number / SHARE).unwrap()),
            Self::MadeByAnother => made_by_another(plan, usize::try_from(number / SHARE).unwrap()),
        }
    }
}

/// The first version of a comment is never sent. A stranger writes the line of one that never was, and the comment is edited.
fn forged_begin(plan: Plan) -> Plan {
    let begun = Act { before: vec![Event::AddComment], fates: vec![(1, Fate::NeverSent)], ..Act::default() };
    let edited = Act { before: vec![Event::EditComment(0)], ..Act::default() };
    Plan {
        mark: Mark::Kept,
        journal_hidden: None,
        stranger: Some(Stranger { act: 1, does: Forgery::Earlier }),
        browsers: vec![Browser { clock: 0, colleague: false, connector: CONNECTORS[0] }],
        acts: vec![begun, edited],
        ..plan
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

/// A tab dies while the system is slow with its update, and the next one has another title.
fn late_update(plan: Plan) -> Plan {
    let renamed = |fates| Act { before: vec![Event::EditTitle], fates, ..Act::default() };
    let browser = Browser { clock: 0, colleague: false, connector: CONNECTORS[0] };
    Plan {
        mark: Mark::Kept,
        journal_hidden: None,
        stranger: None,
        browsers: vec![browser],
        acts: vec![Act::default(), renamed(vec![(0, Fate::SlowAndDies(45_000))]), renamed(Vec::new())],
        ..plan
    }
}

/// Another browser sends another title, and the first one has the old one again.
fn put_back(plan: Plan) -> Plan {
    let browser = Browser { clock: 0, colleague: false, connector: CONNECTORS[0] };
    let renamed = Act { browser: 1, before: vec![Event::EditTitle], ..Act::default() };
    let back = Act { before: vec![Event::PutTitleBack], ..Act::default() };
    Plan {
        mark: Mark::Kept,
        journal_hidden: None,
        stranger: None,
        host: Host::WritesBack,
        browsers: vec![browser, browser],
        acts: vec![Act::default(), renamed, back],
        ..plan
    }
}

/// A tab dies somewhere after it has learned that nobody knows of the observables: who has made the incident has no journal.
fn lost_warning(plan: Plan, place: usize) -> Plan {
    let begun = Act { before: vec![Event::AddAlert], fates: vec![(1, Fate::NeverSent)], ..Act::default() };
    let dies = Some((4 + place % 12, true));
    Plan {
        authors: true,
        mark: Mark::Kept,
        journal_hidden: None,
        stranger: None,
        browsers: vec![Browser { clock: 0, colleague: false, connector: CONNECTORS[0] }],
        acts: vec![begun, Act { forgets: true, dies, ..Act::default() }],
        ..plan
    }
}

/// A tab dies about its create. Another browser makes the incident, or goes on with it; then the first one is back.
fn made_by_another(plan: Plan, place: usize) -> Plan {
    let browser = Browser { clock: 0, colleague: false, connector: CONNECTORS[0] };
    let begun = Act { before: vec![Event::AddAlert], dies: Some((place % 8, place % 16 < 8)), ..Act::default() };
    let later = Act { before: vec![Event::AddAlert], ..Act::default() };
    Plan {
        authors: true,
        mark: Mark::Kept,
        journal_hidden: None,
        stranger: None,
        browsers: vec![browser, browser],
        acts: vec![begun, Act { browser: 1, ..Act::default() }, Act::default(), later],
        ..plan
    }
}
