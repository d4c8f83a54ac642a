//! The secrets of connectors: those in memory, and what is sealed, opened or missing.

use super::key::{Key, KeyPlace};
use super::memory::{authenticated, binding};
use super::open::Host;
use super::record::{Change, Table, exactly};
use super::stored::{Stored, id_of, read};
use crate::connector::vault::{from_plaintext, to_plaintext};
use crate::connector::{Draft, Secrets};
use crate::error::{Code, Error};
use crate::systems::form;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// Secrets that are to be sealed: what is written, to which the host adds `iv` and `data`.
#[derive(Debug)]
pub(crate) struct Seal {
    pub(crate) change: Change,
    pub(crate) additional: Vec<u8>,
    pub(crate) text: Zeroizing<Vec<u8>>,
    pub(crate) with: KeyPlace,
}

/// Sealed secrets that are to be opened.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) additional: Vec<u8>,
    pub(crate) with: KeyPlace,
}

/// Secrets that are to be kept elsewhere, or sealed with a new key.
#[derive(Debug)]
pub(crate) struct Reseal {
    pub(crate) connector_id: String,
    pub(crate) bound_to: String,
    /// Where they are sealed: what is written, to which the host adds `iv` and `data`.
    pub(crate) change: Change,
    pub(crate) additional: Vec<u8>,
    pub(crate) from: Source,
}

/// Where secrets are until now.
#[derive(Debug)]
pub(crate) enum Source {
    Memory(Zeroizing<Vec<u8>>),
    Sealed(KeyPlace),
}

impl Host {
    /// The secrets of a connector that are in memory, where they were entered for its URL and its user.
    pub(crate) fn secrets_for(&self, connector: &Draft) -> Option<&Secrets> {
        self.vault.secrets_for(connector)
    }

    /// Whether the secrets must be entered before a push. A locked vault has them.
    pub(super) fn is_missing_secrets(&self, connector: &Draft, stored: &Stored) -> bool {
        if !self.transport.needs_secrets() || self.secrets_for(connector).is_some() {
            return false;
        }
        !fits(stored.sealed(id_of(connector)), connector, &Key::read(&stored.key))
    }

    /// Takes secrets over: into memory, or to be sealed.
    ///
    /// # Errors
    /// `VAULT_LOCKED`.
    pub(super) fn keep(
        &mut self,
        connector: &Draft,
        secrets: Secrets,
        key: &Value,
        now: i64,
    ) -> Result<Option<Seal>, Error> {
        let key = Key::read(key);
        let Some(with) = self.vault.use_key(&key, now)? else {
            self.vault.keep(id_of(connector).to_owned(), binding(connector), secrets);
            return Ok(None);
        };
        Ok(Some(Seal {
            change: sealed_record(connector, &key.id),
            additional: authenticated(connector),
            text: to_plaintext(&secrets),
            with,
        }))
    }

    /// Takes the secrets over that a person has entered again.
    ///
    /// # Errors
    /// `CONNECTOR_UNKNOWN`, `SECRET_MISSING` where none was given, `VAULT_LOCKED`.
    pub(crate) fn set_secrets(
        &mut self,
        id: &str,
        secrets: Secrets,
        stored: &Stored,
        now: i64,
    ) -> Result<Option<Seal>, Error> {
        let connector = stored.known(id)?;
        // Without the one that it logs in with, the others are of no use.
        if form(&connector.type_id).is_none_or(|form| secrets.get(form.authentication.secret()).is_none()) {
            return Err(Error::new(Code::SecretMissing));
        }
        self.keep(&connector, secrets, &stored.key, now)
    }

    /// What the host opens before something begins that needs the secrets of this connector; nothing where they are
    /// in memory alone, or nowhere. What is sealed goes before what is in memory, which was entered here before there was a key:
    /// a newer secret may have been sealed since, in any tab, and an old one locks an account.
    ///
    /// # Errors
    /// `VAULT_LOCKED`.
    pub(crate) fn opening(
        &mut self,
        connector: &Draft,
        sealed: &Value,
        key: &Value,
        now: i64,
    ) -> Result<Option<Opening>, Error> {
        match self.transport.needs_secrets() {
            true => self.sealed(connector, sealed, key, now),
            false => Ok(None),
        }
    }

    /// The same, whether they are needed or not.
    fn sealed(&mut self, connector: &Draft, sealed: &Value, key: &Value, now: i64) -> Result<Option<Opening>, Error> {
        // What was to be forgotten by now must not be found in memory.
        self.vault.locks_in(now);
        let key = Key::read(key);
        let is_here = self.secrets_for(connector).is_some();
        // Sealed by a key that is no more: a locked vault may have it all the same, where nothing is in memory.
        if word(sealed, "boundTo") != Some(&binding(connector)) || is_here && !fits(sealed, connector, &key) {
            return Ok(None);
        }
        let with = self.vault.use_key(&key, now)?.filter(|_| fits(sealed, connector, &key));
        Ok(with.map(|with| Opening { additional: authenticated(connector), with }))
    }

    /// Takes an opened text over, for what is about to begin.
    ///
    /// # Errors
    /// `SECRET_MISSING` where it is none.
    pub(crate) fn opened(&mut self, connector: &Draft, text: &Zeroizing<Vec<u8>>) -> Result<(), Error> {
        self.vault.set_opened(connector, from_plaintext(text)?);
        Ok(())
    }

    /// It has begun, and has its own.
    pub(crate) fn forget_opened(&mut self) {
        self.vault.forget_opened();
    }

    /// Keeps an opened text in memory from now on.
    ///
    /// # Errors
    /// `SECRET_MISSING` where it is none.
    pub(crate) fn keep_opened(
        &mut self,
        connector_id: String,
        bound_to: String,
        text: &Zeroizing<Vec<u8>>,
    ) -> Result<(), Error> {
        self.vault.keep(connector_id, bound_to, from_plaintext(text)?);
        Ok(())
    }

    /// All secrets that there are and that fit their connectors, to be kept elsewhere.
    pub(super) fn reseal(&mut self, stored: &Stored, key_id: &str, now: i64) -> Result<Vec<Reseal>, Error> {
        let mut all = Vec::new();
        for connector in stored.connectors.values().filter_map(read) {
            let id = id_of(&connector);
            let sealed = stored.sealed(id);
            let from = match self.sealed(&connector, sealed, &stored.key, now)? {
                Some(Opening { with, .. }) => Source::Sealed(with),
                None => match self.secrets_for(&connector) {
                    Some(secrets) => Source::Memory(to_plaintext(secrets)),
                    None => continue,
                },
            };
            all.push(Reseal {
                connector_id: id.to_owned(),
                bound_to: binding(&connector),
                change: sealed_record(&connector, key_id),
                additional: authenticated(&connector),
                from,
            });
        }
        Ok(all)
    }
}

fn sealed_record(connector: &Draft, key_id: &str) -> Change {
    let record = json!({ "keyId": key_id, "boundTo": binding(connector) });
    Change::put(Table::Secrets, exactly(id_of(connector)), record)
}

/// Whether a sealed record was sealed for this connector with this key.
fn fits(sealed: &Value, connector: &Draft, key: &Key) -> bool {
    word(sealed, "boundTo") == Some(&binding(connector)) && word(sealed, "keyId") == Some(&key.id)
}

fn word<'a>(record: &'a Value, name: &str) -> Option<&'a str> {
    record.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use super::{Opening, Source, authenticated, binding};
    use crate::connector::{Draft, Scalar, Secrets};
    use crate::error::Code;
    use crate::host::Host;
    use crate::host::key::KeyPlace;
    use crate::host::record::{Change, Table, exactly};
    use crate::host::stored::Stored;
    use crate::systems::transport::Transport;
    use crate::url::BaseUrl;
    use serde_json::{Value, json};
    use zeroize::Zeroizing;

    fn connector(url: &str) -> Draft {
        let config = [("apiUrl", url), ("username", "bot")].map(|(key, value)| (key.to_owned(), Scalar::from(value)));
        Draft { id: Some("soc".into()), config: config.into(), ..Draft::new(".servicenow") }
    }

    fn ours() -> Draft {
        connector("https://dev1.service-now.com")
    }

    fn secret(text: &str) -> Secrets {
        Secrets::from([("password", text)])
    }

    fn device() -> Value {
        json!({ "level": "device", "id": "key-1" })
    }

    fn sealed(connector: &Draft, key_id: &str) -> Value {
        json!({ "boundTo": binding(connector), "keyId": key_id })
    }

    fn stored(secrets: Value, key: Value) -> Stored {
        let record = json!({ "id": "soc", "type": ".servicenow", "config": ours().config });
        Stored { connectors: [(exactly("soc"), record)].into(), secrets: [(exactly("soc"), secrets)].into(), key }
    }

    #[test]
    fn secrets_in_memory_do_not_follow_a_connector_that_was_moved() {
        let mut host = Host::default();
        assert!(host.keep(&ours(), secret("s"), &Value::Null, 0).unwrap().is_none());
        assert_eq!(host.secrets_for(&ours()), Some(&secret("s")));
        let moved = connector("https://dev2.service-now.com");
        assert!(host.secrets_for(&moved).is_none());
        assert!(host.is_missing_secrets(&moved, &Stored::default()));
        assert!(host.secrets_for(&Draft { id: Some("other".into()), ..ours() }).is_none());
    }

    #[test]
    fn with_a_key_secrets_are_to_be_sealed_for_their_connector_and_are_not_in_memory() {
        let mut host = Host::default();
        let seal = host.keep(&ours(), secret("s"), &device(), 0).unwrap().unwrap();
        assert_eq!((seal.text.as_slice(), seal.with), (br#"{"password":"s"}"#.as_slice(), KeyPlace::Stored));
        assert_eq!(seal.additional, authenticated(&ours()));
        let Change::Put { table: Table::Secrets, key, value } = seal.change else { panic!("{seal:?}") };
        assert_eq!(key, exactly("soc"));
        assert_eq!(value, json!({ "v": 1, "keyId": "key-1", "boundTo": binding(&ours()) }));
        assert!(host.secrets_for(&ours()).is_none());
    }

    #[test]
    fn what_was_sealed_is_opened_for_the_same_connector_by_the_same_key_alone() {
        let mut host = Host::default();
        let opening = Opening { additional: authenticated(&ours()), with: KeyPlace::Stored };
        let mut open =
            |connector: &Draft, sealed: &Value, key: &Value| host.opening(connector, sealed, key, 0).unwrap();
        assert_eq!(open(&ours(), &sealed(&ours(), "key-1"), &device()), Some(opening));
        let moved = connector("https://dev2.service-now.com");
        for (connector, sealed, key) in [
            (&moved, sealed(&ours(), "key-1"), device()),
            (&ours(), sealed(&ours(), "key-0"), device()),
            (&ours(), sealed(&ours(), "key-1"), Value::Null),
            (&ours(), Value::Null, device()),
        ] {
            assert_eq!(open(connector, &sealed, &key), None, "{sealed} {key}");
        }
    }

    #[test]
    fn opened_secrets_are_there_for_what_begins_and_gone_then() {
        let mut host = Host::default();
        host.opened(&ours(), &Zeroizing::new(br#"{"password":"s"}"#.to_vec())).unwrap();
        assert_eq!(host.secrets_for(&ours()), Some(&secret("s")));
        assert!(host.secrets_for(&connector("https://dev2.service-now.com")).is_none());
        host.forget_opened();
        assert!(host.secrets_for(&ours()).is_none());
        assert_eq!(host.opened(&ours(), &Zeroizing::new(b"[]".to_vec())).unwrap_err().code, Code::SecretMissing);
    }

    #[test]
    fn what_was_to_be_forgotten_by_now_is_not_found_in_memory() {
        let (mut host, key) = (Host::default(), json!({ "level": "passphrase", "id": "key-1", "autoLockMs": 1_000 }));
        host.vault.keep("soc".into(), binding(&ours()), secret("s"));
        host.unlocked(&key, true, host.vault_turn(), 0).unwrap();
        let opening = host.opening(&ours(), &sealed(&ours(), "key-1"), &key, 999).unwrap().unwrap();
        assert_eq!(opening.with, KeyPlace::Unlocked);
        // Each use puts it off.
        let late = host.opening(&ours(), &sealed(&ours(), "key-1"), &key, 1_999).unwrap_err();
        assert_eq!(late.code, Code::VaultLocked);
        assert!(host.secrets_for(&ours()).is_none());
    }

    #[test]
    fn what_is_sealed_goes_before_what_was_entered_here_before_there_was_a_key() {
        let mut host = Host::default();
        host.keep(&ours(), secret("old"), &Value::Null, 0).unwrap();
        let passphrase = json!({ "level": "passphrase", "id": "key-1" });
        let locked = host.opening(&ours(), &sealed(&ours(), "key-1"), &passphrase, 0).unwrap_err();
        assert_eq!(locked.code, Code::VaultLocked, "nobody knows whether it is the same");
        let opening = host.opening(&ours(), &sealed(&ours(), "key-1"), &device(), 0).unwrap();
        assert_eq!(opening.map(|opening| opening.with), Some(KeyPlace::Stored));
        host.opened(&ours(), &Zeroizing::new(br#"{"password":"new"}"#.to_vec())).unwrap();
        assert_eq!(host.secrets_for(&ours()), Some(&secret("new")));
        host.forget_opened();
        // Of another key, or of another URL, it opens nothing: then there is what was entered.
        for sealed in [sealed(&ours(), "key-0"), sealed(&connector("https://dev2.service-now.com"), "key-1")] {
            assert_eq!(host.opening(&ours(), &sealed, &device(), 0).unwrap(), None);
        }
        assert_eq!(host.secrets_for(&ours()), Some(&secret("old")));
    }

    #[test]
    fn a_secret_is_missing_where_no_memory_and_no_seal_of_the_present_key_has_it() {
        let host = Host::default();
        let missing = |sealed: Value, key: Value| host.is_missing_secrets(&ours(), &stored(sealed, key));
        assert!(!missing(sealed(&ours(), "key-1"), device()));
        // A locked vault has them.
        assert!(!missing(sealed(&ours(), "k"), json!({ "level": "passphrase", "id": "k" })));
        assert!(missing(Value::Null, device()));
        assert!(missing(sealed(&connector("https://dev2.service-now.com"), "key-1"), device()));
        // The key was wiped, or another one took its place.
        assert!(missing(sealed(&ours(), "key-1"), Value::Null));
    }

    #[test]
    fn secrets_that_a_person_enters_again_need_a_connector_and_a_secret() {
        let mut host = Host::default();
        let stored = stored(Value::Null, Value::Null);
        let mut set = |id: &str, secrets| host.set_secrets(id, secrets, &stored, 0).map(|seal| seal.is_none());
        assert_eq!(set("nobody", secret("s")).unwrap_err().code, Code::ConnectorUnknown);
        assert_eq!(set("soc", secret("  ")).unwrap_err().code, Code::SecretMissing);
        assert!(set("soc", secret("s")).unwrap());
        assert_eq!(host.secrets_for(&ours()), Some(&secret("s")));
    }

    #[test]
    fn all_that_fits_its_connector_is_kept_elsewhere_whoever_holds_the_secrets_now() {
        let mut host = Host::default();
        let from = |host: &mut Host, sealed, key| {
            let all = host.reseal(&stored(sealed, key), "new", 0).unwrap();
            all.into_iter().map(|one| (one.change, one.from)).collect::<Vec<_>>()
        };
        let base = BaseUrl::parse("https://gateway.example").unwrap();
        for transport in [Transport::Direct, Transport::Gateway { base, holds_secrets: true }] {
            host.transport = transport;
            let all = from(&mut host, sealed(&ours(), "key-1"), device());
            let [(Change::Put { value, .. }, Source::Sealed(KeyPlace::Stored))] = all.as_slice() else {
                panic!("{all:?}")
            };
            assert_eq!(value["keyId"], json!("new"));
        }
        assert!(from(&mut host, sealed(&ours(), "key-0"), device()).is_empty());
        host.keep(&ours(), secret("s"), &Value::Null, 0).unwrap();
        let all = from(&mut host, Value::Null, Value::Null);
        assert!(
            matches!(all.as_slice(), [(_, Source::Memory(text))] if text.as_slice() == br#"{"password":"s"}"#),
            "{all:?}"
        );
    }
}
