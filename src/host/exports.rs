//! Connectors in and out of the storage, without their secrets.

use super::connectors::{Listed, Shown, put, tidied};
use super::open::Host;
use super::record::{Change, index_of};
use super::replaced::Replaced;
use super::stored::{Stored, id_of, name_of};
use crate::connector::{Draft, License, Rules, Secrets, Severity};
use crate::error::{Code, Error};
use crate::order::set_of;
use crate::systems::{form, validate};
use serde::Serialize;
use std::collections::BTreeSet;

/// What an export says of itself.
const FORMAT: &str = "case-connectors";

/// The version of the export's shape.
const EXPORT_VERSION: u32 = 1;

/// What must be entered before a connector can push.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Missing {
    connector_id: String,
    name: String,
    fields: Vec<String>,
}

fn missing(connector: &Draft, known: Option<&Secrets>) -> Missing {
    Missing {
        connector_id: id_of(connector).to_owned(),
        name: name_of(connector).to_owned(),
        fields: form(&connector.type_id).map(|form| form.secret_paths(known)).unwrap_or_default(),
    }
}

/// Connectors without their secrets, with what must be entered again.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Export<'a> {
    format: &'static str,
    version: u32,
    connectors: Vec<Shown<'a>>,
    missing_secrets: Vec<Missing>,
}

impl<'a> Export<'a> {
    pub(crate) fn of(connectors: &'a [Draft], host: &Host) -> Self {
        Self {
            format: FORMAT,
            version: EXPORT_VERSION,
            connectors: connectors.iter().map(Shown::record).collect(),
            missing_secrets: connectors
                .iter()
                .map(|connector| missing(connector, host.secrets_for(connector)))
                .collect(),
        }
    }
}

/// Refuses what is no export, or a newer one.
///
/// # Errors
/// `OPTIONS_INVALID`.
pub(crate) fn check_export(format: Option<&str>, version: Option<f64>, has_list: bool) -> Result<(), Error> {
    let invalid = |message: &str| Err(Error::with(Code::OptionsInvalid, message).at("data"));
    if format != Some(FORMAT) {
        return invalid("This is no export of connectors.");
    }
    if version.is_none_or(|version| version > f64::from(EXPORT_VERSION)) {
        return invalid("A newer version of the package has written this export.");
    }
    if !has_list {
        return invalid("The export has no list of connectors.");
    }
    Ok(())
}

/// A connector of an export, as far as it can be read.
#[derive(Debug)]
pub(crate) struct Imported {
    pub(crate) name: Option<String>,
    pub(crate) draft: Result<Draft, Error>,
}

/// When connectors are imported, and with which licence.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct At {
    pub(crate) license: Option<License>,
    pub(crate) now: i64,
}

/// Why a connector of an export was not stored.
#[derive(Debug, Clone)]
pub(crate) struct Refused {
    pub(crate) error: Error,
    /// The stored connector that it would replace, which nobody has said yes to.
    pub(crate) replaces: Option<Replaced>,
}

impl From<Error> for Box<Refused> {
    fn from(error: Error) -> Self {
        Self::new(Refused { error, replaces: None })
    }
}

/// The id under which a connector is stored, or why it is not.
type Saved = Result<String, Box<Refused>>;

/// What comes of an import.
#[derive(Debug)]
pub(crate) struct Import {
    /// For each connector its name, and its id or why it was not stored.
    pub(crate) results: Vec<(Option<String>, Saved)>,
    pub(crate) missing_secrets: Vec<Missing>,
    pub(crate) changes: Vec<Change>,
}

impl Host {
    /// Takes over what can be stored; one that cannot stops none of the others. A stored connector gives way only where
    /// `replace` has its id: the file may be anybody's.
    pub(crate) fn import(&self, records: Vec<Imported>, replace: &[String], stored: &Stored, at: At) -> Import {
        let Listed { connectors, changes } = self.list(stored, at.now);
        let index = index_of(connectors.iter().map(id_of));
        let replace = set_of(replace.iter().cloned());
        let mut import = Import { results: Vec::new(), missing_secrets: Vec::new(), changes };
        let mut taken = BTreeSet::new();
        for Imported { name, draft } in records {
            let connector = draft.map_err(Box::<Refused>::from).and_then(|draft| {
                let connector = import_one(draft, at.license)?;
                if taken.contains(id_of(&connector)) {
                    return Err(invalid("The export has this id twice.").into());
                }
                let own = index.get(id_of(&connector)).and_then(|place| connectors.get(*place));
                let replaces = own.and_then(|own| Replaced::by(own, &connector));
                match replaces {
                    Some(_) if !replace.contains(id_of(&connector)) => {
                        Err(Box::new(Refused { error: Error::new(Code::ConnectorExists), replaces }))
                    }
                    _ => Ok(connector),
                }
            });
            if let Ok(connector) = &connector {
                taken.insert(id_of(connector).to_owned());
                import.changes.push(put(connector));
                if self.is_missing_secrets(connector, stored) {
                    import.missing_secrets.push(missing(connector, None));
                }
            }
            import.results.push((name, connector.map(|connector| id_of(&connector).to_owned())));
        }
        import
    }
}

/// Under the id that it had: the marks of its incidents depend on it.
fn import_one(draft: Draft, license: Option<License>) -> Result<Draft, Error> {
    let draft = Draft { secrets: Secrets::default(), is_missing_secrets: false, ..draft };
    // Compared with itself: its secret is not expected here. That another one has its name is no error.
    let rules = Rules { existing: Some(&draft), other_names: &[], license, ..Rules::default() };
    // What no form has came from elsewhere, and may be a secret.
    let is_foreign = |code: &str| code == "FIELD_UNKNOWN";
    let mut problems = validate(&draft, rules).into_iter();
    let problem = problems.find(|problem| problem.severity == Severity::Error || is_foreign(problem.code));
    if let Some(problem) = problem {
        return Err(Error::with(Code::ConnectorInvalid, problem.message).at_any(problem.field));
    }
    if id_of(&draft).trim().is_empty() {
        return Err(invalid("The connector has no id."));
    }
    if id_of(&draft).chars().any(char::is_control) {
        return Err(invalid("The id has a control character."));
    }
    Ok(tidied(draft))
}

fn invalid(message: &str) -> Error {
    Error::with(Code::ConnectorInvalid, message).at("id")
}

#[cfg(test)]
mod tests {
    use super::{At, Export, Imported, check_export};
    use crate::connector::{Draft, Scalar, Secrets};
    use crate::error::{Code, Error};
    use crate::host::Host;
    use crate::host::record::{Change, Table};
    use crate::host::stored::{Stored, read};
    use serde_json::json;
    use zeroize::Zeroizing;

    fn connector(id: &str) -> Draft {
        let config = [("apiUrl", "https://dev1.service-now.com/"), ("username", "bot")];
        let config = config.map(|(key, value)| (key.to_owned(), Scalar::from(value)));
        Draft { id: Some(id.into()), name: Some("SOC".into()), config: config.into(), ..Draft::new(".servicenow") }
    }

    fn imported(draft: Draft) -> Imported {
        Imported { name: draft.name.clone(), draft: Ok(draft) }
    }

    #[test]
    fn what_goes_out_has_no_secret_and_says_which_must_be_entered() {
        let all = [Draft { secrets: Secrets::from([("password", "hunter2")]), ..connector("soc") }];
        let of = |host: &Host| serde_json::to_value(Export::of(&all, host)).unwrap();
        let export = of(&Host::default());
        assert!(!export.to_string().contains("hunter2"));
        assert_eq!((&export["format"], &export["version"]), (&json!("case-connectors"), &json!(1)));
        assert_eq!(export["connectors"][0]["schemaVersion"], json!(1));
        let missing = |fields: &[&str]| json!([{ "connectorId": "soc", "name": "SOC", "fields": fields }]);
        let both = missing(&["secrets.password", "secrets.recognitionKey"]);
        assert_eq!(export["missingSecrets"], both, "which of them are sealed, nobody sees");
        for (opened, fields) in [
            (r#"{"password":"p"}"#, missing(&["secrets.password"])),
            (r#"{"password":"p","recognitionKey":"handed out by an administrator"}"#, both),
        ] {
            let mut host = Host::default();
            host.opened(&all[0], &Zeroizing::new(opened.into())).unwrap();
            assert_eq!(of(&host)["missingSecrets"], fields);
        }
    }

    #[test]
    fn what_is_no_export_or_a_newer_one_is_refused() {
        assert!(check_export(Some("case-connectors"), Some(1.0), true).is_ok());
        for (format, version, has_list) in [
            (None, Some(1.0), true),
            (Some("other"), Some(1.0), true),
            (Some("case-connectors"), Some(2.0), true),
            (Some("case-connectors"), None, true),
            (Some("case-connectors"), Some(1.0), false),
        ] {
            let refused = check_export(format, version, has_list).unwrap_err();
            assert_eq!((refused.code, refused.field.as_deref()), (Code::OptionsInvalid, Some("data")));
        }
    }

    #[test]
    fn each_comes_in_under_its_id_and_one_that_cannot_stops_none() {
        let broken = Draft { config: [].into(), ..connector("broken") };
        let unread = Imported { name: None, draft: Err(Error::new(Code::OptionsInvalid)) };
        let nameless = Draft { id: Some("  ".into()), ..connector("") };
        let with_secret = Draft { secrets: Secrets::from([("password", "x")]), ..connector("two") };
        let records =
            vec![imported(connector("one")), imported(broken), unread, imported(nameless), imported(with_secret)];
        let mut import = Host::default().import(records, &[], &Stored::default(), At::default());
        let saved: Vec<Option<String>> = import.results.iter().map(|(_, saved)| saved.clone().ok()).collect();
        assert_eq!(saved, [Some("one".into()), None, None, None, Some("two".into())]);
        assert_eq!(import.results.remove(3).1.unwrap_err().error.field.as_deref(), Some("id"));
        assert_eq!(import.results.remove(1).1.unwrap_err().error.field.as_deref(), Some("config.apiUrl"));
        assert_eq!(import.changes.len(), 2);
        assert!(import.changes.iter().all(|change| !json!(change).to_string().contains("password")));
        // No secret came along, so each must be entered.
        let missing: Vec<&str> = import.missing_secrets.iter().map(|missing| missing.connector_id.as_str()).collect();
        assert_eq!(missing, ["one", "two"]);
    }

    #[test]
    fn what_no_form_has_and_an_id_that_reaches_another_record_are_not_stored() {
        let mut foreign = connector("one");
        foreign.config.insert("password".into(), "hunter2".into());
        let records = ["a\u{0}b", "\n", "a\u{7f}"].map(|id| imported(connector(id)));
        let import = Host::default().import(
            records.into_iter().chain([imported(foreign)]).collect(),
            &[],
            &Stored::default(),
            At::default(),
        );
        let fields: Vec<_> = import
            .results
            .into_iter()
            .map(|(_, saved)| saved.unwrap_err().error.into_details().field.unwrap())
            .collect();
        assert_eq!(fields, ["id", "id", "id", "config.password"]);
        assert!(import.changes.is_empty());
    }

    #[test]
    fn a_known_connector_gives_way_only_to_one_that_somebody_said_yes_to() {
        let stored_as = |draft: &Draft| {
            let record = json!(super::Shown::record(draft));
            Stored { connectors: [(crate::host::record::exactly("one"), record)].into(), ..Stored::default() }
        };
        let own = Draft {
            config: [("apiUrl", "https://dev1.service-now.com"), ("username", "bot")]
                .map(|(key, value)| (key.to_owned(), Scalar::from(value)))
                .into(),
            ..connector("one")
        };
        let stored = stored_as(&own);
        let mut evil = own.clone();
        evil.config.insert("apiUrl".into(), "https://evil.example".into());
        let host = Host::default();
        let import = |draft: &Draft, replace: &[&str]| {
            let replace: Vec<String> = replace.iter().map(|id| (*id).to_owned()).collect();
            let records = vec![imported(draft.clone()), imported(connector("two"))];
            host.import(records, &replace, &stored, At::default())
        };
        for others in [&[][..], &["two"], &["ONE"], &["one "]] {
            let mut refused = import(&evil, others);
            assert_eq!(refused.changes.len(), 1, "the other one alone: {others:?}");
            let why = refused.results.remove(0).1.unwrap_err();
            assert_eq!(why.error.code, Code::ConnectorExists);
            let told = json!(why.replaces);
            assert_eq!((&told["id"], &told["changes"][0]["field"]), (&json!("one"), &json!("config.apiUrl")));
        }
        let agreed = import(&evil, &["one"]);
        assert_eq!((agreed.results[0].1.clone().unwrap(), agreed.changes.len()), ("one".to_owned(), 2));
        // The same connector asks nothing.
        assert!(import(&own, &[]).results[0].1.is_ok());
        // Nobody said yes to a second one under the same id.
        let twice = host.import(vec![imported(own), imported(evil)], &["one".into()], &stored, At::default());
        assert_eq!(
            (twice.changes.len(), twice.results[1].1.clone().unwrap_err().error.code),
            (1, Code::ConnectorInvalid)
        );
    }

    #[test]
    fn an_import_takes_the_place_of_the_same_connector_whose_secret_stays() {
        let mut host = Host::default();
        host.keep(&connector("one"), Secrets::from([("password", "s")]), &serde_json::Value::Null, 0).unwrap();
        let import = host.import(vec![imported(connector("one"))], &[], &Stored::default(), At::default());
        assert!(import.missing_secrets.is_empty());
        let [Change::Put { table: Table::Connectors, value, .. }] = import.changes.as_slice() else { panic!() };
        // As it is stored from a form.
        assert_eq!(read(value).unwrap().text("apiUrl"), Some("https://dev1.service-now.com"));
    }
}
