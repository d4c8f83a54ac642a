//! Stored connectors: how they are read and shown, what is stored of a draft, and the id that it gets.

use super::open::Host;
use super::pauses;
use super::record::{Change, Entry, Table, exactly, set_aside};
use super::secrets::Seal;
use super::settings::{SETTINGS, Settings};
use super::stored::{Stored, id_of, name_of, read, unknown};
use crate::connector::mapping::FieldMapping;
use crate::connector::{Draft, License, Problem, Rules, Scalar, Severity};
use crate::error::Error;
use crate::order::{set_of, sort_by};
use crate::systems::{self, validate};
use crate::time::to_iso;
use crate::url::BaseUrl;
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Bound;

/// The version of a stored connector's shape.
const SCHEMA_VERSION: u32 = 1;

/// A connector as it is stored and shown. There is no place for a secret in it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Shown<'a> {
    id: Option<&'a str>,
    #[serde(rename = "type")]
    type_id: &'a str,
    name: &'a str,
    config: &'a BTreeMap<String, Scalar>,
    mappings: &'a Option<Vec<FieldMapping>>,
    schema_version: u32,
    /// Shown alone, and not stored: it says what this page knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_missing_secrets: Option<bool>,
}

impl<'a> Shown<'a> {
    /// As it is stored and exported.
    pub(super) fn record(connector: &'a Draft) -> Self {
        Self {
            id: connector.id.as_deref(),
            type_id: &connector.type_id,
            name: name_of(connector),
            config: &connector.config,
            mappings: &connector.mappings,
            schema_version: SCHEMA_VERSION,
            is_missing_secrets: None,
        }
    }

    /// As a host shows it.
    pub(crate) fn view(connector: &'a Draft) -> Self {
        Self { is_missing_secrets: Some(connector.is_missing_secrets), ..Self::record(connector) }
    }
}

/// What is listed, and the records that are in its way.
#[derive(Debug)]
pub(crate) struct Listed {
    /// By name; each knows whether its secret is gone.
    pub(crate) connectors: Vec<Draft>,
    /// Takes the records aside that are no connectors.
    pub(crate) changes: Vec<Change>,
}

/// What comes of a draft that somebody saves.
#[derive(Debug)]
pub(crate) struct Saved {
    /// Nothing where the draft has an error.
    pub(crate) connector: Option<Draft>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) changes: Vec<Change>,
    /// Its secrets, where they are to be sealed and written along.
    pub(crate) seal: Option<Seal>,
}

/// What else is stored where a connector is deleted.
#[derive(Debug, Default)]
pub(crate) struct OfHost {
    pub(crate) connectors: Vec<Entry>,
    pub(crate) choices: Vec<Entry>,
    pub(crate) settings: Value,
}

/// What deletes a connector.
#[derive(Debug, Serialize)]
pub(crate) struct Deleted {
    pub(crate) changes: Vec<Change>,
    /// Of its base URL, for the other tabs.
    pub(crate) pause: Option<pauses::Told>,
}

/// What a draft is judged against before it is saved.
#[derive(Debug)]
pub(crate) struct Existing {
    /// The stored connector that it would replace.
    pub(crate) connector: Option<Draft>,
    /// An empty secret is the stored one's: the form is valid only where that is bound to the same URL and user.
    pub(crate) takes_its_secrets: bool,
}

impl Host {
    pub(crate) fn list(&self, stored: &Stored, now: i64) -> Listed {
        let (mut connectors, mut changes) = (Vec::new(), Vec::new());
        for (key, record) in &stored.connectors {
            match read(record) {
                Some(mut connector) => {
                    connector.is_missing_secrets = self.is_missing_secrets(&connector, stored);
                    connectors.push(connector);
                }
                // Deleting takes everything that begins with its key: a foreign key must not take a connector along.
                None if is_beginning(&stored.connectors, key) => {}
                None => changes.extend(set_aside(Table::Connectors, key, "It is no connector.", &to_iso(now))),
            }
        }
        let name = |connector: &Draft| name_of(connector).to_ascii_lowercase();
        sort_by(&mut connectors, |one, other| name(one).cmp(&name(other)));
        Listed { connectors, changes }
    }

    /// Judges a draft, and answers what is to be written where it has no error.
    ///
    /// # Errors
    /// `CONNECTOR_UNKNOWN` for an id that is not stored; `VAULT_LOCKED` where its secrets cannot be sealed.
    pub(crate) fn save(
        &mut self,
        mut draft: Draft,
        stored: &Stored,
        license: Option<License>,
        now: i64,
    ) -> Result<Saved, Error> {
        let Listed { connectors: all, mut changes } = self.list(stored, now);
        let (same, others): (Vec<&Draft>, Vec<&Draft>) =
            all.iter().partition(|stored| draft.id.is_some() && stored.id == draft.id);
        let existing = same.first().copied();
        if let (Some(id), None) = (&draft.id, existing) {
            return Err(unknown(id));
        }
        let without_secrets = self.without_secrets(&draft);
        let other_names: Vec<String> = others.iter().map(|other| name_of(other).to_owned()).collect();
        let existing = existing.or(without_secrets.as_ref());
        let problems = validate(
            &draft,
            Rules { existing, other_names: &other_names, license, spell_host: self.spell_host, ..Rules::default() },
        );
        if problems.iter().any(|problem| problem.severity == Severity::Error) {
            return Ok(Saved { connector: None, problems, changes, seal: None });
        }
        draft.id = Some(draft.id.take().unwrap_or_else(|| new_id(&draft, &all)));
        // An empty secret keeps the one that is there; validation made sure that it still fits. Of several that one is filled in
        // of, the others are kept: the host has opened them before.
        let is_filled = draft.secrets.is_filled();
        let mut secrets = std::mem::take(&mut draft.secrets);
        let mut connector = tidied(draft);
        if let Some(kept) = self.secrets_for(&connector) {
            secrets.keep(kept);
        }
        let seal = match is_filled {
            true => self.keep(&connector, secrets, &stored.key, now)?,
            false => None,
        };
        connector.is_missing_secrets = seal.is_none() && self.is_missing_secrets(&connector, stored);
        changes.push(put(&connector));
        Ok(Saved { connector: Some(connector), problems, changes, seal })
    }

    /// Deletes a connector with its secret, the choices of cases for it, its place as the default, and, unless another
    /// connector needs it, the pause of its base URL.
    pub(crate) fn delete(&mut self, id: &str, of_host: &OfHost, now: i64) -> Deleted {
        let OfHost { connectors, choices, settings } = of_host;
        self.vault.forget(id);
        let mut changes = vec![
            Change::remove(Table::Connectors, exactly(id)),
            Change::remove(Table::Secrets, exactly(id)),
            Change::clear(Table::Fields, super::live::fields_prefix(id)),
        ];
        let chosen = choices.iter().filter(|(_, choice)| choice.get("connectorId").and_then(Value::as_str) == Some(id));
        changes.extend(chosen.map(|(key, _)| Change::remove(Table::Choices, key.clone())));
        let settings = Settings::read(settings);
        if settings.default_connector_id.as_deref() == Some(id) {
            changes.push(Change::put(Table::Settings, SETTINGS, Settings { default_connector_id: None, ..settings }));
        }
        let all: Vec<Draft> = connectors.iter().filter_map(|(_, record)| read(record)).collect();
        let own = all.iter().find(|connector| id_of(connector) == id).and_then(|connector| connector.text("apiUrl"));
        let is_others = |url| all.iter().any(|other| id_of(other) != id && other.text("apiUrl") == Some(url));
        let pause = own.filter(|url| !is_others(url)).map(|url| {
            let (told, change) = self.pauses.end(url, now);
            changes.push(change);
            told
        });
        Deleted { changes, pause }
    }

    /// What a draft is judged against before it is saved.
    ///
    /// # Errors
    /// `CONNECTOR_UNKNOWN` for an id that is not stored.
    pub(crate) fn existing(&self, draft: &Draft, stored: &Stored) -> Result<Existing, Error> {
        let connector = match &draft.id {
            Some(id) => {
                let mut connector = stored.known(id)?;
                connector.is_missing_secrets = self.is_missing_secrets(&connector, stored);
                Some(connector)
            }
            None => self.without_secrets(draft),
        };
        let takes_its_secrets = connector.is_some() && !draft.secrets.is_filled() && self.transport.needs_secrets();
        Ok(Existing { connector, takes_its_secrets })
    }

    /// Where a gateway holds the secrets, a form is valid without one: compared with itself, it lacks none.
    pub(crate) fn without_secrets(&self, draft: &Draft) -> Option<Draft> {
        (!self.transport.needs_secrets()).then(|| draft.clone())
    }
}

/// A valid connector as it is stored: without what came along from copying, and with the URL as it is compared.
pub(super) fn tidied(mut connector: Draft) -> Draft {
    trim(&mut connector.config);
    if let Ok(base) = BaseUrl::parse(connector.text("apiUrl").unwrap_or_default()) {
        connector.config.insert("apiUrl".into(), Scalar::from(base.as_str()));
    }
    connector.name = Some(name_of(&connector).trim().to_owned());
    connector
}

pub(super) fn put(connector: &Draft) -> Change {
    Change::put(Table::Connectors, exactly(id_of(connector)), Shown::record(connector))
}

fn trim(config: &mut BTreeMap<String, Scalar>) {
    for value in config.values_mut() {
        match value {
            Scalar::Text(text) => *text = text.trim().to_owned(),
            Scalar::Section(section) => trim(section),
            _ => {}
        }
    }
}

/// Whether a key is the beginning of another one.
fn is_beginning(connectors: &BTreeMap<String, Value>, key: &str) -> bool {
    let mut behind = connectors.range::<str, _>((Bound::Excluded(key), Bound::Unbounded));
    behind.next().is_some_and(|(other, _)| other.starts_with(key))
}

/// The same connector made anew, in another browser or after its data was cleared, gets the same id:
/// the mark of an incident depends on it, so the incident is found again.
fn new_id(draft: &Draft, others: &[Draft]) -> String {
    let url = draft.text("apiUrl").unwrap_or_default();
    let url = BaseUrl::parse(url).map_or_else(|_| url.to_owned(), |base| base.as_str().to_owned());
    let within = systems::form(&draft.type_id).and_then(|form| form.place.within(draft)).unwrap_or_default();
    let hash = crate::hash::hash(&[&draft.type_id, &url, within]);
    let id = format!("{}-{}", draft.type_id.trim_start_matches('.'), hash.get(..8).unwrap_or_default());
    let taken = set_of(others.iter().map(|other| id_of(other).to_owned()));
    let candidates = std::iter::once(id.clone()).chain((2_u32..).map(|n| format!("{id}-{n}")));
    candidates.take(1000).find(|id| !taken.contains(id)).unwrap_or(id)
}

#[cfg(test)]
mod tests {
    use super::{OfHost, id_of, new_id, read};
    use crate::connector::{Draft, License, Scalar, Secrets};
    use crate::error::Code;
    use crate::host::pauses::Pause;
    use crate::host::record::{Change, Entry, Table, exactly};
    use crate::host::stored::Stored;
    use crate::host::{Host, Shown};
    use crate::systems::transport::Transport;
    use crate::url::BaseUrl;
    use serde_json::{Value, json};

    fn draft(name: &str, url: &str) -> Draft {
        let config = [("apiUrl", url), ("username", "bot")].map(|(key, value)| (key.to_owned(), Scalar::from(value)));
        Draft {
            name: Some(name.into()),
            config: config.into(),
            secrets: Secrets::from([("password", "s")]),
            ..Draft::new(".servicenow")
        }
    }

    /// The connectors that are stored after these changes.
    fn after(mut stored: Stored, changes: &[Change]) -> Stored {
        for change in changes {
            match change {
                Change::Put { table: Table::Connectors, key, value } => {
                    stored.connectors.insert(key.clone(), value.clone());
                }
                Change::Remove { table: Table::Connectors, key } => drop(stored.connectors.remove(key)),
                _ => {}
            }
        }
        stored
    }

    fn save(host: &mut Host, draft: Draft, stored: Stored) -> (Draft, Stored) {
        let saved = host.save(draft, &stored, None, 0).unwrap();
        let problems = saved.problems;
        (saved.connector.unwrap_or_else(|| panic!("{problems:?}")), after(stored, &saved.changes))
    }

    #[test]
    fn a_connector_is_stored_tidied_without_its_secrets_and_read_again() {
        let mut host = Host::default();
        let mut typed = draft("  SOC ", " HTTPS://Dev1.service-now.com/ ");
        typed.config.insert("username".into(), " bot ".into());
        let saved = host.save(typed, &Stored::default(), None, 0).unwrap();
        let [Change::Put { key, value, .. }] = saved.changes.as_slice() else { panic!("{:?}", saved.changes) };
        let connector = saved.connector.unwrap();
        assert_eq!(*key, exactly(connector.id.as_deref().unwrap()));
        assert_eq!(
            (&value["name"], &value["config"]["apiUrl"]),
            (&json!("SOC"), &json!("https://dev1.service-now.com"))
        );
        assert_eq!(value["config"]["username"], json!("bot"));
        assert_eq!((&value["schemaVersion"], &value["v"]), (&json!(1), &json!(1)));
        assert!(value.get("secrets").is_none() && value.get("isMissingSecrets").is_none(), "{value}");
        assert_eq!(read(value).unwrap().config, connector.config);
        assert_eq!(json!(Shown::view(&connector))["isMissingSecrets"], json!(false));
    }

    #[test]
    fn of_several_secrets_those_that_are_not_filled_in_stay() {
        let mut host = Host::default();
        let (connector, stored) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), Stored::default());
        let key = "handed-out-by-an-administrator";
        let again = Draft { secrets: Secrets::from([("recognitionKey", key)]), ..connector.clone() };
        save(&mut host, again, stored);
        let kept = host.secrets_for(&connector).unwrap();
        assert_eq!((kept.get("password"), kept.get("recognitionKey")), (Some("s"), Some(key)));
    }

    #[test]
    fn the_same_connector_gets_the_same_id_and_another_place_another_one() {
        let jira = |project: &str| {
            let mut draft = Draft::new(".jira");
            draft.config.insert("apiUrl".into(), "https://acme.atlassian.net".into());
            draft.config.insert("projectKey".into(), project.into());
            draft
        };
        // Ids that connectors have in storages of today.
        assert_eq!(new_id(&draft("a", "https://dev1.service-now.com"), &[]), "servicenow-8c2c2de4");
        assert_eq!(new_id(&draft("b", "https://DEV1.service-now.com/"), &[]), "servicenow-8c2c2de4");
        assert_eq!(new_id(&jira("SOC"), &[]), "jira-bb04765a");
        assert_ne!(new_id(&jira("OPS"), &[]), new_id(&jira("SOC"), &[]));
        // One whose id is taken is counted.
        let taken = Draft { id: Some(new_id(&jira("SOC"), &[])), ..jira("SOC") };
        assert_eq!(new_id(&jira("SOC"), &[taken]), "jira-bb04765a-2");
    }

    #[test]
    fn an_update_keeps_its_id_and_one_of_an_unknown_id_is_refused() {
        let mut host = Host::default();
        let (first, stored) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), Stored::default());
        let update = Draft { id: first.id.clone(), ..draft("SOC 2", "https://dev2.service-now.com") };
        let (second, stored) = save(&mut host, update, stored);
        assert_eq!((second.id, stored.connectors.len()), (first.id, 1));
        let unknown = Draft { id: Some("nobody".into()), ..draft("x", "https://dev1.service-now.com") };
        assert_eq!(host.save(unknown, &stored, None, 0).unwrap_err().code, Code::ConnectorUnknown);
    }

    #[test]
    fn a_draft_with_an_error_changes_nothing_and_a_warning_is_told() {
        let mut host = Host::default();
        let stored = Stored::default();
        let saved = host.save(draft("SOC", "ftp://dev1"), &stored, None, 0).unwrap();
        assert!(saved.connector.is_none() && saved.changes.is_empty() && saved.seal.is_none());
        assert_eq!(saved.problems[0].field.as_deref(), Some("config.apiUrl"));
        let refused =
            host.save(draft("SOC", "https://dev1.service-now.com"), &stored, Some(License::Basic), 0).unwrap();
        assert_eq!(refused.problems[0].code, "LICENSE_REQUIRED");
        let (_, stored) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), stored);
        let twin = host.save(draft("soc", "https://dev2.service-now.com"), &stored, None, 0).unwrap();
        assert!(twin.connector.is_some());
        assert_eq!(twin.problems[0].code, "NAME_DUPLICATE");
    }

    #[test]
    fn an_empty_secret_keeps_the_one_that_is_there_while_url_and_user_stay() {
        let mut host = Host::default();
        let (first, stored) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), Stored::default());
        let renamed =
            Draft { id: first.id, secrets: Secrets::default(), ..draft("New", "https://dev1.service-now.com") };
        let (renamed, stored) = save(&mut host, renamed, stored);
        assert!(!renamed.is_missing_secrets && host.secrets_for(&renamed).is_some());
        let moved = Draft { secrets: Secrets::default(), ..draft("New", "https://dev2.service-now.com") };
        let moved = host.save(Draft { id: renamed.id, ..moved }, &stored, None, 0).unwrap();
        assert_eq!(moved.problems[0].code, "SECRET_AGAIN");
    }

    #[test]
    fn where_a_gateway_holds_the_secrets_none_is_asked_for_and_none_is_missing() {
        let base = BaseUrl::parse("https://gateway.example").unwrap();
        let transport = Transport::Gateway { base, holds_secrets: true };
        let mut host = Host { transport, ..Host::default() };
        let new = Draft { secrets: Secrets::default(), ..draft("SOC", "https://dev1.service-now.com") };
        assert!(!host.existing(&new, &Stored::default()).unwrap().takes_its_secrets);
        let (saved, _) = save(&mut host, new, Stored::default());
        assert!(!saved.is_missing_secrets);
    }

    #[test]
    fn what_is_no_connector_is_set_aside_and_not_in_the_way() {
        let record =
            json!({ "id": "soc", "name": "b", "type": ".jira", "config": "?", "mappings": [{ "source": "new" }] });
        let entry = |key: &str, value: Value| -> Entry { (exactly(key), value) };
        let connectors = [
            entry("x", Value::Null),
            entry("soc", record),
            entry("y", json!({ "name": "no id" })),
            entry("a", json!({ "id": "a", "name": "A" })),
        ]
        .into();
        let listed = Host::default().list(&Stored { connectors, ..Stored::default() }, 0);
        let ids: Vec<&str> = listed.connectors.iter().map(id_of).collect();
        // By name, in whichever case. What a later version has written makes none unreadable.
        assert_eq!(ids, ["a", "soc"]);
        assert_eq!(listed.connectors[1].mappings.as_ref().map(Vec::len), Some(1));
        let aside = listed.changes.iter().filter(|change| matches!(change, Change::Put { table: Table::Aside, .. }));
        assert_eq!((aside.count(), listed.changes.len()), (2, 4));
    }

    #[test]
    fn a_foreign_record_whose_key_begins_another_one_takes_no_connector_along() {
        let connector = (exactly("soc"), json!({ "id": "soc", "name": "SOC" }));
        for foreign in ["", "so", "soc"] {
            let connectors = [(foreign.to_owned(), json!("nonsense")), connector.clone()].into();
            let listed = Host::default().list(&Stored { connectors, ..Stored::default() }, 0);
            assert_eq!((listed.connectors.len(), listed.changes.len()), (1, 0), "{foreign}");
        }
    }

    #[test]
    fn what_belongs_to_a_connector_goes_with_it() {
        let mut host = Host::default();
        let (connector, _) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), Stored::default());
        let id = connector.id.as_deref().unwrap();
        let choice = |case: &str, id: &str| (exactly(case), json!({ "caseId": case, "connectorId": id }));
        let choices = [choice("one", id), choice("two", "other"), choice("three", id)];
        let settings = json!({ "defaultConnectorId": id, "closure": "close-by-pushing" });
        let of_host = OfHost { connectors: Vec::new(), choices: choices.into(), settings };
        let changes = host.delete(id, &of_host, 0).changes;
        assert_eq!(changes[..2], [Table::Connectors, Table::Secrets].map(|table| Change::remove(table, exactly(id))));
        assert_eq!(changes[2], Change::clear(Table::Fields, exactly(id)));
        assert_eq!(changes[3..5], ["one", "three"].map(|case| Change::remove(Table::Choices, exactly(case))));
        let Some(Change::Put { table: Table::Settings, value, .. }) = changes.get(5) else { panic!("{changes:?}") };
        assert_eq!(value["defaultConnectorId"], Value::Null);
        assert_eq!(value["closure"], json!("close-by-pushing"));
        assert!(host.secrets_for(&connector).is_none());
        assert_eq!(host.delete("other", &OfHost { choices: Vec::new(), ..of_host }, 0).changes.len(), 3);
    }

    #[test]
    fn the_pause_of_a_base_url_ends_with_the_last_connector_that_needs_it() {
        use crate::host::pauses::Gate;
        const URL: &str = "https://dev1.service-now.com";
        let mut host = Host::default();
        let (first, stored) = save(&mut host, draft("A", URL), Stored::default());
        let (second, stored) = save(&mut host, draft("B", URL), stored);
        let (_, stored) = save(&mut host, draft("C", "https://dev1.service-now.com/path"), stored);
        host.pauses.learn(URL, Pause { since: 0, until: 3_000_000, capped: true });
        let mut of_host = OfHost { connectors: stored.connectors.into_iter().collect(), ..OfHost::default() };
        let deleted = host.delete(first.id.as_deref().unwrap(), &of_host, 5);
        assert!(deleted.pause.is_none() && host.pauses.gate(URL, 5, 0.0) != Gate::Open);
        let gone = exactly(first.id.as_deref().unwrap());
        of_host.connectors.retain(|(key, _)| *key != gone);
        let deleted = host.delete(second.id.as_deref().unwrap(), &of_host, 5);
        assert_eq!((deleted.pause.unwrap().pause.until, host.pauses.gate(URL, 5, 0.0)), (5, Gate::Open));
        assert!(deleted.changes.contains(&Change::remove(Table::Pauses, URL)));
        // Of one that is not there nothing is known.
        assert!(host.delete("nobody", &of_host, 5).pause.is_none());
    }

    #[test]
    fn a_draft_is_judged_against_the_stored_one_and_takes_its_secrets_where_it_has_none() {
        let mut host = Host::default();
        let (connector, stored) = save(&mut host, draft("SOC", "https://dev1.service-now.com"), Stored::default());
        let empty = Draft { secrets: Secrets::default(), ..connector.clone() };
        let existing = host.existing(&empty, &stored).unwrap();
        assert!(existing.takes_its_secrets && !existing.connector.unwrap().is_missing_secrets);
        let filled = Draft { secrets: Secrets::from([("password", "new")]), ..connector };
        assert!(!host.existing(&filled, &stored).unwrap().takes_its_secrets);
        host.lock_vault();
        assert!(host.existing(&empty, &stored).unwrap().connector.unwrap().is_missing_secrets);
        let new = host.existing(&Draft::new(".jira"), &stored).unwrap();
        assert!(new.connector.is_none() && !new.takes_its_secrets);
        let unknown = Draft { id: Some("nobody".into()), ..Draft::new(".jira") };
        assert_eq!(host.existing(&unknown, &stored).unwrap_err().code, Code::ConnectorUnknown);
    }
}
