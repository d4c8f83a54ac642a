//! How the systems of connectors are deployed, as they have said: each is asked once.

use super::record::{Change, Entry, Table, exactly};
use crate::connector::{Deployed, Draft};
use crate::order::Keyed;
use crate::systems::Connector;
use crate::url::BaseUrl;
use serde_json::{Value, json};
use std::ops::Range;

/// So long others wait before they look again, in milliseconds.
pub(super) const LOOK_MS: u32 = 250;

/// What the pushes of this host tell each other, by connector: those that begin together ask once.
#[derive(Debug, Default)]
pub(crate) struct Deployments(Keyed<Known>);

#[derive(Debug)]
struct Known {
    base_url: String,
    /// While whoever asks is waited for, in milliseconds since 1970: after that there is an answer, or it was broken off.
    asks: Range<i64>,
    told: Option<Deployed>,
}

/// What a push does that would ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    Told(Deployed),
    /// Another one asks.
    Wait,
    Ask,
}

impl Deployments {
    /// Whose turn it is; who is told to ask is waited for as long as its request may take.
    pub(super) fn turn(&mut self, connector: &Connector, now_ms: i64, timeout_ms: u32) -> Turn {
        let base_url = connector.base().as_str();
        match self.0.get(connector.id()).filter(|known| known.base_url == base_url) {
            Some(Known { told: Some(told), .. }) => Turn::Told(*told),
            Some(known) if known.asks.contains(&now_ms) => Turn::Wait,
            _ => {
                self.put(connector, now_ms..now_ms.saturating_add(timeout_ms.into()), None);
                Turn::Ask
            }
        }
    }

    /// What came of asking. Answers what is stored of it.
    pub(super) fn note(&mut self, connector: &Connector, told: Option<Deployed>) -> Option<Change> {
        match told {
            Some(_) => self.put(connector, 0..0, told),
            None => drop(self.0.remove(connector.id())),
        }
        told.map(|told| keep(connector, told))
    }

    fn put(&mut self, connector: &Connector, asks: Range<i64>, told: Option<Deployed>) {
        let known = Known { base_url: connector.base().as_str().to_owned(), asks, told };
        self.0.insert(connector.id(), known);
    }
}

/// Where it lies: before the connector's live fields, and it goes with them.
pub(crate) fn deployment_key(connector_id: &str) -> String {
    exactly(connector_id)
}

/// What is written of it.
pub(super) fn keep(connector: &Connector, deployed: Deployed) -> Change {
    let record = json!({ "connectorId": connector.id(), "baseUrl": connector.base().as_str(), "deployment": deployed });
    Change::put(Table::Fields, deployment_key(connector.id()), record)
}

/// Reads a record; one of another URL says nothing of this connector.
pub(crate) fn read_deployment(record: &Value, connector: &Draft) -> Option<Deployed> {
    let word = |name: &str| record.get(name)?.as_str();
    let base = BaseUrl::parse(connector.text("apiUrl")?).ok()?;
    let is_of = word("connectorId") == connector.id.as_deref() && word("baseUrl") == Some(base.as_str());
    word("deployment").filter(|_| is_of).and_then(Deployed::parse)
}

/// Of what is kept of a connector, how its system is deployed.
pub(crate) fn deployment_of(entries: &[Entry], connector: &Draft) -> Option<Deployed> {
    let key = deployment_key(connector.id.as_deref()?);
    let (_, record) = entries.iter().find(|(name, _)| *name == key)?;
    read_deployment(record, connector)
}

#[cfg(test)]
mod tests {
    use super::{Deployments, Turn, deployment_of, keep};
    use crate::connector::{Deployed, Draft};
    use crate::host::record::Change;
    use crate::order::Keyed;
    use crate::systems::Connector;

    fn draft(url: &str) -> Draft {
        let mut draft = Draft::new(".jira");
        (draft.id, draft.name) = (Some("soc".into()), Some("SOC".into()));
        for (key, value) in [("apiUrl", url), ("projectKey", "SOC"), ("email", "bot")] {
            draft.config.insert(key.into(), value.into());
        }
        draft
    }

    fn connector(url: &str) -> Connector {
        Connector::new(draft(url)).unwrap()
    }

    #[test]
    fn those_that_begin_together_ask_once_and_wait_no_longer_than_an_answer_takes() {
        let (mut known, here) = (Deployments::default(), connector("https://jira.acme.example"));
        assert_eq!(known.turn(&here, 1_000, 30_000), Turn::Ask);
        assert_eq!(known.turn(&here, 1_000, 30_000), Turn::Wait);
        // Another URL is another system, and one that broke off has left nothing.
        assert_eq!(known.turn(&connector("https://other.acme.example"), 1_000, 30_000), Turn::Ask);
        assert_eq!(known.turn(&here, 1_000, 60_000), Turn::Ask);
        // What counts is how long the one that asks may take, and not the one that waits.
        assert_eq!(known.turn(&here, 60_999, 1), Turn::Wait);
        assert_eq!(known.turn(&here, 61_000, 30_000), Turn::Ask);
        // A clock that was set back.
        assert_eq!(known.turn(&here, 1_000, 30_000), Turn::Ask);
        assert_eq!(known.note(&here, None), None);
        assert_eq!(known.turn(&here, 1_000, 30_000), Turn::Ask);
        assert!(known.note(&here, Some(Deployed::Untold)).is_some());
        assert_eq!(known.turn(&here, 1_000, 30_000), Turn::Told(Deployed::Untold));
    }

    #[test]
    fn what_a_system_has_said_is_found_again_until_the_url_changes() {
        let here = "https://jira.acme.example";
        for deployed in [Deployed::Cloud, Deployed::DataCenter, Deployed::Untold] {
            let Change::Put { key, value, .. } = keep(&connector(here), deployed) else { panic!() };
            assert_eq!(key, "soc\u{0}");
            let entries = [(format!("{key}10001\u{0}"), value.clone()), (key, value)];
            assert_eq!(deployment_of(&entries, &draft(&format!("{here}/"))), Some(deployed));
            assert_eq!(deployment_of(&entries[..1], &draft(here)), None);
            assert_eq!(deployment_of(&entries, &draft("https://jira.acme.example/jira")), None);
        }
    }
}
