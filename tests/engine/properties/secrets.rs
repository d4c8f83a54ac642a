//! A secret appears in the `Authorization` header of a request below the base URL, and nowhere else.

use super::config;
use crate::common::{CASES, CONNECTORS, connector, connector_json, options, well_answered};
use case_connectors::case::SecurityCase;
use case_connectors::connector::{Draft, Rules, Secrets};
use case_connectors::error::Code;
use case_connectors::http::{Method, Request};
use case_connectors::machine::Machine;
use case_connectors::push::{Next, Push, plan, status};
use case_connectors::systems::{Connector, authorize, validate};
use proptest::prelude::*;
use serde_json::json;
use std::fmt::Write;

const SECRET: &str = "Zx9-hunter2-qT7";

fn secrets() -> Secrets {
    Secrets::from([("password", SECRET), ("apiToken", SECRET), ("apiKeySecret", SECRET)])
}

fn request(url: &str) -> Request {
    Request::new(Method::Get, url.to_owned())
}

/// By hand, not by the engine: below the base, no dot segment in any spelling, nothing that a
/// browser would read as another path.
fn lies_below(base: &str, url: &str) -> bool {
    let Some(below) = url.strip_prefix(base).filter(|below| below.starts_with('/')) else { return false };
    let path = below.split(['?', '#']).next().unwrap().to_ascii_lowercase().replace("%2e", ".");
    !below.contains('\\') && path.split('/').all(|segment| segment != "." && segment != "..")
}

proptest! {
    #![proptest_config(config(600))]

    #[test]
    fn the_secret_goes_below_the_base_url_and_nowhere_else(
        index in 0..CONNECTORS.len(), damage in 0_usize..12, at in any::<prop::sample::Index>(), byte in "[!-~]",
        below in r"(/([a-z0-9._-]{0,4}|\.|\.\.|%2e|%2E\.|\\|@|//)){0,4}(\?[a-z=./]{0,6})?(#[a-z/.]{0,4})?"
    ) {
        let connector = connector(CONNECTORS[index]);
        let base = connector.base().as_str().to_owned();
        let url = match damage {
            0 => format!("{base}.evil.example{below}"),
            1 => format!("{base}@evil.example{below}"),
            2 => format!("{}{below}", base.replace("https://", "http://")),
            3 => format!("{base}:8443{below}"),
            4 => format!("{}{below}", base.replace("https://", "https://evil.example/https://")),
            5 => { let mut url = format!("{base}{below}"); url.insert_str(at.index(url.len()), &byte); url }
            6 => { let mut url = format!("{base}{below}"); url.remove(at.index(url.len())); url }
            _ => format!("{base}{below}"),
        };
        match authorize(&request(&url), &connector, &secrets()) {
            Ok(mut authorized) => {
                prop_assert!(lies_below(&base, &url), "the secret would go to {url}");
                prop_assert_eq!(authorized.headers.keys().collect::<Vec<_>>(), ["authorization"]);
                authorized.headers.clear();
                prop_assert_eq!(authorized, request(&url));
            }
            Err(error) => {
                prop_assert!(!lies_below(&base, &url), "refused: {url}");
                prop_assert_eq!(error.code, Code::UrlOutside);
                let shown = format!("{error:?} {error}");
                prop_assert!(!shown.contains(SECRET));
            }
        }
    }

    #[test]
    fn a_secret_of_whatever_kind_is_a_header_or_an_error_that_does_not_show_it(secret in "\\PC{1,12}|[ -~\r\n\u{0}é]{1,12}") {
        for name in CONNECTORS {
            let connector = connector(name);
            let secrets = Secrets::from([("password", &*secret), ("apiToken", &*secret), ("apiKeySecret", &*secret)]);
            let url = connector.base().join("/x");
            match authorize(&request(&url), &connector, &secrets) {
                Ok(authorized) => prop_assert!(authorized.check().is_ok()),
                Err(error) => {
                    let blank = secret.trim().is_empty();
                    prop_assert_eq!(error.code, if blank { Code::SecretMissing } else { Code::RequestInvalid });
                    let shown = format!("{error:?}");
                    prop_assert!(secret.trim().len() < 6 || !shown.contains(secret.trim()), "{}", shown);
                }
            }
        }
    }
}

#[test]
fn basic_is_user_and_secret_in_base64_and_bearer_is_the_secret_alone() {
    // printf 'bot:Zx9-hunter2-qT7' | base64, and so on.
    for (name, header) in [
        ("servicenow_table", "Basic Ym90Olp4OS1odW50ZXIyLXFUNw=="),
        ("jira_cloud", "Basic Ym90QGV4YW1wbGUuY29tOlp4OS1odW50ZXIyLXFUNw=="),
        ("jira_data_center", "Bearer Zx9-hunter2-qT7"),
        ("resilient", "Basic a2V5Olp4OS1odW50ZXIyLXFUNw=="),
    ] {
        let connector = connector(name);
        let url = connector.base().join("/x");
        let authorized = authorize(&request(&url), &connector, &secrets()).unwrap();
        assert_eq!(authorized.headers["authorization"], header, "{name}");
    }
}

#[test]
fn without_a_secret_nothing_is_authorized() {
    for name in CONNECTORS {
        let connector = connector(name);
        for secrets in
            [Secrets::default(), Secrets::from([("password", " "), ("apiToken", ""), ("apiKeySecret", "\n")])]
        {
            let error = authorize(&request(&connector.base().join("/x")), &connector, &secrets).unwrap_err();
            assert_eq!(error.code, Code::SecretMissing);
            assert!(error.field.as_ref().is_some_and(|field| field.starts_with("secrets.")));
        }
    }
}

#[test]
fn nothing_that_can_be_shown_or_stored_shows_the_secret() {
    let typed = json!({ "password": SECRET, "apiToken": SECRET, "apiKeySecret": SECRET });
    for name in CONNECTORS {
        let mut json = connector_json(name);
        json["secrets"] = typed.clone();
        let draft: Draft = serde_json::from_value(json.clone()).unwrap();
        let connector = Connector::from_json(json.to_string().as_bytes()).unwrap();
        let mut shown = format!("{draft:?} {connector:?} {:?} {:?}", secrets(), draft.secrets);
        let mut wrong = draft.clone();
        wrong.config.insert("apiUrl".into(), "http://x.example".into());
        write!(shown, "{:?}", validate(&draft, Rules::default())).unwrap();
        write!(shown, "{:?}", validate(&wrong, Rules::default().with_existing(&draft))).unwrap();
        write!(shown, "{:?}", Connector::new(wrong).unwrap_err()).unwrap();
        for (_, case) in CASES {
            let parsed = SecurityCase::parse(case, &[]).unwrap();
            let plan = plan(&parsed, &connector, &[], &options()).unwrap();
            write!(shown, "{plan:?} {}", serde_json::to_string(&plan).unwrap()).unwrap();
            write!(shown, "{:?}", status(&parsed, &connector, &[])).unwrap();
            let mut push = Push::new(case.to_vec(), &[], connector.clone(), &[], options()).unwrap();
            for asked in 0.. {
                assert!(asked < 1_000, "{name}: no end");
                let next = push.next();
                write!(shown, "{next:?} {} {push:?}", serde_json::to_string(&next).unwrap()).unwrap();
                match next {
                    Next::Save { .. } => push.saved().unwrap(),
                    Next::Send { id, request, .. } => {
                        let authorized = authorize(&request, &connector, &secrets()).unwrap();
                        let whole = format!("{authorized:?}");
                        let header = &authorized.headers["authorization"];
                        assert!(!whole.replace(header, "").contains(SECRET));
                        push.receive(id, &well_answered(&request, false)).unwrap();
                    }
                    Next::Wait { .. } => {}
                    Next::Done => break,
                }
            }
            let outcome = push.outcome();
            write!(shown, "{outcome:?} {}", serde_json::to_string(&outcome).unwrap()).unwrap();
            shown.push_str(&String::from_utf8(outcome.updated_case.unwrap()).unwrap());
        }
        for form in [SECRET, "WTl4", "Wng5LWh1bnRlcjItcVQ3", "hunter2"] {
            assert!(!shown.contains(form), "{name}: {form}");
        }
    }
}
