//! The person who is asked: looks into the system and answers what is true.

use crate::browser::Browser;
use crate::case::version_at;
use crate::judge::{Entry, entries, has, has_alerts};
use crate::plan::{Event, Host, Mark, Plan};
use crate::system::Stored;
use case_connectors::error::Code;
use case_connectors::push::{Event as Recorded, Outcome, Settlement, Step};
use case_connectors::time::{parse_iso, to_iso};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The accounts of the stranger, by the system's own ids.
const STRANGERS: [&str; 3] = ["712020:1f09c3d2-demo-caller", "JIRAUSER2", "3"];

/// What the person does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Answer {
    Overwrite,
    Keep,
    Adopt,
    CreateAnother,
    Trust,
    SendAgain,
    WithoutMark,
    Settle(Settlement),
    /// Names an account as a colleague's in the connector.
    Remember(String),
    /// Gives the rights that are missing.
    MendMark,
    ShowJournal,
    ShowAuthors,
    /// Takes away what a stranger has made.
    RemoveForeign,
    /// Pushes again.
    Again,
}

/// What a push asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asked {
    pub(crate) code: &'static str,
    connector: &'static str,
    account: usize,
    about: Option<String>,
    /// Whether the documents say that it may be asked here although no stranger was there.
    pub(crate) documented: bool,
    /// Whether somebody was there who is none of us.
    pub(crate) by_others: bool,
    /// Whether the answer is remembered, so that it is asked once.
    pub(crate) once: bool,
}

/// The connectors, with what a person has said in them.
#[derive(Default)]
pub(crate) struct Person {
    colleagues: BTreeMap<&'static str, Vec<String>>,
}

impl Person {
    pub(crate) fn advanced(&self, connector: &str) -> Value {
        match self.colleagues.get(connector) {
            Some(ids) => json!({ "colleagues": ids.join(", ") }),
            None => json!({}),
        }
    }

    pub(crate) fn remember(&mut self, connector: &'static str, id: String) {
        self.colleagues.entry(connector).or_default().push(id);
    }
}

impl Asked {
    pub(crate) fn new(plan: &Plan, browser: &Browser, outcome: &Outcome) -> Option<Self> {
        let code = outcome.error.as_ref()?.code;
        let stranger = plan.stranger.is_some();
        let several = plan.browsers.len() > 1 || plan.acts.iter().any(|act| act.forgets);
        let has = |wanted: &[Event]| {
            plan.acts.iter().any(|act| {
                act.before.iter().chain(act.edits.iter().map(|(_, event)| event)).any(|event| wanted.contains(event))
            })
        };
        let is_broken = matches!(plan.mark, Mark::Dropped | Mark::Unsearchable);
        let told = !is_broken && plan.case_tells();
        let documented = match code {
            Code::IncidentEdited => {
                let of_case = [Event::EditTitle, Event::PutTitleBack, Event::EditDescription];
                let of_statuses = ["open", "in-progress", "closed"].map(Event::Status);
                has(&[Event::TheirTitle, Event::TheirClose]) || (several && (has(&of_case) || has(&of_statuses)))
            }
            // Who has the key needs no author. Where the journal is hidden only the case tells of it.
            Code::EntryUnverified if plan.key => plan.journal_hidden.is_some() && !told,
            Code::IncidentForeign if plan.key => false,
            Code::EntryUnverified => !told && (!plan.authors || plan.browsers.iter().any(|it| it.colleague)),
            Code::IncidentForeign => !told && plan.browsers.iter().any(|it| it.colleague),
            Code::CommentsUnreadable => plan.journal_hidden.is_some(),
            Code::MarkNotKept => is_broken,
            Code::OutcomeUnknown => plan.journal_hidden.is_some() || plan.is_jira_cloud() || is_broken,
            Code::IncidentAmbiguous => false,
            _ => return None,
        };
        let claim = outcome.claims.first();
        Some(Self {
            code: code.as_str(),
            connector: browser.connector_id,
            account: browser.account,
            about: claim.and_then(|claim| Some(claim.account.as_ref()?.id.clone())),
            documented: documented || stranger,
            by_others: stranger || (code == Code::IncidentEdited && has(&[Event::TheirTitle, Event::TheirClose])),
            once: !stranger && matches!(code, Code::EntryUnverified | Code::IncidentForeign),
        })
    }
}

/// What a person answers to a push that has stopped; nothing where there is nothing to say.
pub(crate) fn answer(
    plan: &Plan,
    browser: &Browser,
    outcome: &Outcome,
    copy: &Value,
    latest: &Value,
    ours: &[Stored],
    theirs: Option<&str>,
) -> Option<Answer> {
    let error = outcome.error.as_ref()?;
    let account = outcome.claims.first().and_then(|claim| claim.account.as_ref());
    let of_colleague = outcome
        .claims
        .iter()
        .filter_map(|claim| Some(claim.account.as_ref()?.id.clone()))
        .find(|id| plan.browsers.iter().any(|it| it.colleague) && !STRANGERS.contains(&id.as_str()));
    Some(match error.code {
        Code::IncidentEdited => {
            // Nobody answers with a copy that is known to be old.
            if ["title", "description", "status"].iter().any(|name| copy[*name] != latest[*name]) {
                return None;
            }
            let only_title = outcome.drift.len() == 1 && outcome.drift[0].field == plan.kind.title_field();
            if theirs.is_some() && only_title && plan.acts.len().is_multiple_of(2) {
                Answer::Keep
            } else {
                Answer::Overwrite
            }
        }
        Code::IncidentForeign => {
            let is_ours = ours.iter().any(|ours| error.message.contains(&format!("It is {}.", ours.key)));
            match account {
                Some(account) if is_ours => Answer::Remember(account.id.clone()),
                None if is_ours => Answer::Adopt,
                _ => Answer::CreateAnother,
            }
        }
        Code::EntryUnverified if plan.stranger.is_none() => {
            Answer::Remember(account.map_or_else(|| "*".to_owned(), |account| account.id.clone()))
        }
        Code::EntryUnverified if of_colleague.is_some() => Answer::Remember(of_colleague?),
        Code::EntryUnverified => {
            let stored = ours.first()?;
            let is_there = |id: &Option<String>| match id {
                Some(id) => {
                    copy["comments"].as_array().unwrap().iter().any(|it| it["id"] == id.as_str() && has(stored, it))
                }
                None => has_alerts(stored, u32::try_from(copy["totalAlerts"].as_u64().unwrap()).unwrap()),
            };
            let there = outcome.claims.iter().filter(|claim| is_there(&claim.comment_id)).count();
            // One answer is for all. Where the answers differ, who has written what must be seen.
            match there {
                0 => Answer::SendAgain,
                all if all == outcome.claims.len() => Answer::Trust,
                _ => Answer::ShowAuthors,
            }
        }
        Code::MarkNotKept => {
            let alone = plan.host == Host::WritesBack && plan.acts.iter().all(|act| act.age == 0);
            if alone { Answer::WithoutMark } else { Answer::MendMark }
        }
        Code::CommentsUnreadable => {
            let Some(stored) = ours.first() else { return Some(Answer::ShowJournal) };
            let comments = copy["comments"].as_array().unwrap();
            let total =
                copy["totalAlerts"].as_u64().filter(|total| *total > 0).map(|total| u32::try_from(total).unwrap());
            let mut there: Vec<bool> =
                comments.iter().filter(|it| it["type"] == "user").map(|it| has(stored, it)).collect();
            there.extend(total.map(|total| has_alerts(stored, total)));
            if there.iter().all(|there| *there) {
                Answer::Settle(Settlement::There { external_id: None })
            } else if there.iter().any(|there| *there) {
                Answer::ShowJournal
            } else {
                Answer::Settle(Settlement::NotThere)
            }
        }
        Code::OutcomeUnknown => settle(browser, ours)?,
        Code::IncidentAmbiguous => Answer::RemoveForeign,
        _ => Answer::Again,
    })
}

/// What is true of the write whose outcome nobody knows.
fn settle(browser: &Browser, ours: &[Stored]) -> Option<Answer> {
    let intent = browser.journal.iter().rev().find(|record| matches!(record.event, Recorded::Intent { .. }))?;
    let there = match (&intent.step, ours.first()) {
        (_, None) => false,
        (Step::Create, Some(ours)) => {
            return Some(Answer::Settle(Settlement::There { external_id: Some(ours.key.clone()) }));
        }
        (Step::Comment { comment_id, version_at, .. }, Some(ours)) => {
            let wanted = parse_iso(version_at).unwrap();
            let is_it = |entry: &Entry| matches!(entry, Entry::Version { id, at } if id == comment_id && *at == wanted);
            entries(ours).iter().any(|(entry, _)| is_it(entry))
        }
        (Step::Alerts { total }, Some(ours)) => has_alerts(ours, *total),
        _ => return Some(Answer::Again),
    };
    Some(Answer::Settle(if there { Settlement::There { external_id: None } } else { Settlement::NotThere }))
}

/// The line of the version that a case has now, as a push of ours would end it.
pub(crate) fn line_of(comment: &Value) -> String {
    let at = to_iso(version_at(comment)).replace('T', " ").replace('Z', "");
    format!("(added at {at} UTC by Ana Ruiz, case comment {})", comment["id"].as_str().unwrap())
}
