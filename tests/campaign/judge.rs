//! What is wrong, judged by what the system holds and not by what a push says.

use crate::case::{Case, address, is_own, version_at};
use crate::system::{STRANGER, Stored};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What one of our entries is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Entry {
    Version { id: String, at: i64 },
    Alerts(u32),
    Other(String),
}

/// Our entries of an incident, with their texts, in the order in which they came.
pub(crate) fn entries(stored: &Stored) -> Vec<(Entry, String)> {
    let texts = stored.entries.iter().map(|text| text.replace('\\', ""));
    let ours = texts.filter(|text| {
        let text = text.trim_start();
        !text.starts_with(STRANGER) && !text.starts_with("Opened from a security case.")
    });
    ours.map(|text| (entry(&text), text)).collect()
}

fn entry(text: &str) -> Entry {
    let read = || {
        let (head, tail) = text.trim_end().strip_suffix(')')?.rsplit_once(", case ")?;
        if let Some(total) = tail.strip_prefix("alerts, total ") {
            return Some(Entry::Alerts(total.parse().ok()?));
        }
        let id = tail.strip_prefix("comment ")?.split(',').next()?.to_owned();
        let at = head.rsplit_once("(added at ")?.1.split_once(" UTC by ")?.0;
        Some(Entry::Version { id, at: case_connectors::time::parse_iso(&format!("{}Z", at.replace(' ', "T")))? })
    };
    read().unwrap_or_else(|| Entry::Other(text.to_owned()))
}

/// Whether the incident has this version of a comment, or a later one.
pub(crate) fn has(stored: &Stored, comment: &Value) -> bool {
    let wanted = version_at(comment);
    entries(stored)
        .iter()
        .any(|(entry, _)| matches!(entry, Entry::Version { id, at } if comment["id"] == id.as_str() && *at >= wanted))
}

/// What an incident has not of the alerts, or twice. One may be missing only where a push has said that nobody knows of it.
pub(crate) fn of_alerts(stored: &Stored, copy: &Value, told: &[String]) -> Vec<String> {
    let addresses = (0..copy["totalAlerts"].as_u64().unwrap()).map(address);
    let fault = |address: String| {
        let times = stored.observables.iter().filter(|it| **it == address).count();
        let is_told = || {
            let words = |message: &String| {
                message.split([' ', ',']).any(|word| word.trim_end_matches('.').ends_with(&format!(":{address}")))
            };
            told.iter().any(words)
        };
        match times {
            0 if is_told() => None,
            0 => Some(format!("lost: observable {address}")),
            1 => None,
            _ => Some(format!("doubled: observable {address}")),
        }
    };
    addresses.filter_map(fault).collect()
}

pub(crate) fn has_alerts(stored: &Stored, total: u32) -> bool {
    entries(stored).iter().any(|(entry, _)| *entry == Entry::Alerts(total))
}

/// What a push that called itself complete has left out.
pub(crate) fn unsent(stored: &[Stored], copy: &Value) -> Vec<String> {
    let [stored] = stored else { return vec![format!("unsent: complete with {} incidents", stored.len())] };
    let comments = copy["comments"].as_array().unwrap().iter().filter(|comment| is_own(comment));
    let missing = comments.filter(|comment| !has(stored, comment));
    missing.map(|comment| format!("unsent: comment {} of {}", comment["id"], version_at(comment))).collect()
}

/// What is wrong with what the system holds in the end; the versions `unordered` may come when they come.
pub(crate) fn judge(
    stored: &[Stored],
    case: &Case,
    description: &Value,
    titles: &[String],
    unordered: &BTreeSet<(String, i64)>,
) -> Vec<String> {
    let latest = case.latest();
    let one = match stored {
        [] => return vec!["lost: no incident".into()],
        [one] => one,
        _ => return vec![format!("doubled: {} incidents", stored.len())],
    };
    let mut faults = unsent(stored, &latest);
    let mut seen = BTreeSet::new();
    let mut number = None;
    let mut turns: Vec<(i64, String)> = Vec::new();
    let created: BTreeMap<&str, i64> = latest["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|comment| {
            let at = comment["created_at"].as_str().unwrap();
            (comment["id"].as_str().unwrap(), case_connectors::time::parse_iso(at).unwrap())
        })
        .collect();
    let mut begun = BTreeSet::new();
    for (entry, text) in entries(one) {
        match entry {
            Entry::Other(text) => faults.push(format!("an entry without a reference: {text}")),
            Entry::Alerts(total) if !case.totals.contains(&total) => {
                faults.push(format!("a number of alerts that never was: {total}"));
            }
            Entry::Alerts(total) => {
                // An old copy says another number again; the same one twice nobody says.
                if number.replace(total) == Some(total) {
                    faults.push(format!("doubled: {total} alerts"));
                }
            }
            Entry::Version { id, at } => {
                match case.genuine.get(&(id.clone(), at)) {
                    Some(words) if text.contains(words.as_str()) => {}
                    Some(_) => faults.push(format!("another text: comment {id} of {at}")),
                    None => faults.push(format!("a version that never was: comment {id} of {at}")),
                }
                if !seen.insert(format!("{id} {at}")) {
                    faults.push(format!("doubled: comment {id} of {at}"));
                }
                // A comment comes at its creation, each later version at its edit.
                let turn = if begun.insert(id.clone()) { created[id.as_str()] } else { at };
                if !unordered.contains(&(id.clone(), at)) {
                    turns.push((turn, id));
                }
            }
        }
    }
    for pair in turns.windows(2) {
        if pair[0] > pair[1] {
            faults.push(format!("out of order: {:?} before {:?}", pair[0], pair[1]));
        }
    }
    if let Some(total) = case.totals.last()
        && !has_alerts(one, *total)
    {
        faults.push(format!("lost: {total} alerts"));
    }
    if !titles.contains(&one.title) {
        faults.push(format!("lost: the title is {:?} and none of {titles:?}", one.title));
    }
    if one.description != *description {
        faults.push(format!("lost: the description is {} and not {description}", one.description));
    }
    faults
}
