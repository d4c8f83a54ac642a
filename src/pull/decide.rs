//! What is kept of what a person has decided: so the next pull does not ask again, and a push need not look for what the case
//! now holds.

use super::choices::{chosen, is, text};
use super::report::{ID, OPEN};
use crate::case::{Page, SecurityCase};
use crate::error::Error;
use crate::push::{
    Event, Evidence, Goal, Hashes, Knowledge, Options, Receipt, Record, Step, VERSION, body, comment_step,
    reads_the_same,
};
use crate::systems::{Connector, Fields, IncidentRef};
use serde_json::{Map, Value};

/// What a host keeps of a decision.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Decided {
    /// What was seen, for the next pull.
    pub seen: Value,
    /// Receipts for what the incident has and the case holds now, to be appended to the journal.
    pub records: Vec<Record>,
}

/// What is to be kept when `choices` were applied: `case` is the new one, `seen` and `journal` are as they were kept until
/// now.
///
/// # Errors
/// As [`applied`](super::applied()).
pub fn decided(
    case: &[u8],
    pages: &[Page<'_>],
    connector: &Connector,
    (journal, seen): (&[Record], Option<&Value>),
    (pulled, choices): (&Value, &Value),
    options: &Options,
) -> Result<Decided, Error> {
    let case = SecurityCase::parse(case, pages)?;
    let chosen = chosen(&case, pulled, choices)?;
    let mut kept = seen.and_then(Value::as_object).cloned().unwrap_or_default();
    // A later pull may have seen another incident in its place.
    let is_of_it = kept.get(ID).is_none_or(|id| pulled.pointer("/incident/id") == Some(id));
    for (change, _) in chosen.iter().filter(|(change, _)| is_of_it || is(change, "gone")) {
        note(&mut kept, change);
    }
    let taken: Vec<&Value> = chosen.into_iter().filter(|(_, is_taken)| *is_taken).map(|(change, _)| change).collect();
    let goal = Goal::new(&case, connector, options)?;
    let known = Knowledge::replay(journal, &goal, connector);
    // Only where the journal knows the incident: else the next push finds out by itself whether it is the case's. Nor while a
    // write has no answer: that alone is what a push looks for first, and what the case now holds it finds after that.
    let records = match &known.incident {
        Some((incident, _))
            if known.open.is_none() && pulled.pointer("/incident/id").and_then(Value::as_str) == Some(&incident.id) =>
        {
            let receipts = receipts(&goal, &known, connector, incident, &taken);
            (known.next_seq..)
                .zip(receipts)
                .map(|(seq, (step, receipt))| Record {
                    v: VERSION,
                    case_id: goal.case_id.clone(),
                    connector_id: connector.id().to_owned(),
                    base_url: connector.base().as_str().to_owned(),
                    place: connector.place_id(),
                    seq,
                    at: options.now.clone(),
                    step,
                    event: Event::Receipt(receipt),
                })
                .collect()
        }
        _ => Vec::new(),
    };
    Ok(Decided { seen: Value::Object(kept), records })
}

fn note(kept: &mut Map<String, Value>, change: &Value) {
    let (Some(key), Some(mark)) = (text(change, "key"), text(change, "mark")) else { return };
    if let Some(open) = kept.get_mut(OPEN).and_then(Value::as_array_mut) {
        open.retain(|open| open != key);
    }
    kept.insert(key.to_owned(), mark.into());
}

/// What the incident was read to have, and the case holds now, since it was taken over.
fn receipts(
    goal: &Goal,
    known: &Knowledge,
    connector: &Connector,
    incident: &IncidentRef,
    taken: &[&Value],
) -> Vec<(Step, Receipt)> {
    let mut receipts = Vec::new();
    let (mut fields, mut hashes) = (Fields::new(), Hashes::new());
    for change in taken {
        let name =
            text(change, "field").filter(|name| connector.is_mapped(name) || goal.incident.status == Some(*name));
        // What was recorded since is newer than what was pulled.
        if let (Some(name), Some(value)) = (name, change.get("value"))
            && known.record_of(name) == text(change, "record")
            && let Some(hash) = goal.incident.hashes.get(name)
        {
            fields.insert(name.to_owned(), value.clone());
            hashes.insert(name.to_owned(), hash.clone());
        }
        let theirs = text(change, "theirs").filter(|_| is(change, "comment"));
        let id = change.get("comment").and_then(|comment| text(comment, "id"));
        let comment = id.and_then(|id| goal.comment(id));
        if let (Some(theirs), Some(comment)) = (theirs, comment)
            && comment.origin.is_some()
            && reads_the_same(theirs, body(comment))
            && !known.is_recorded(comment)
        {
            let external_comment_id = text(change, "remoteId").map(str::to_owned);
            let receipt = Receipt { external_comment_id, ..Receipt::new(Evidence::Found, incident.clone()) };
            receipts.push((comment_step(comment, 0), receipt));
        }
    }
    if !fields.is_empty() {
        receipts.push((Step::Update, Receipt { fields, hashes, ..Receipt::new(Evidence::Found, incident.clone()) }));
    }
    receipts
}
