//! A form under test, and a host that performs what the checkup asks for.

use crate::common::world::{Kind, World};
use case_connectors::connector::{Draft, Rules, Secrets};
use case_connectors::doctor::{Check, CheckId, CheckState, Checkup, Next, Report, Sending, WebPage};
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::machine::Machine;
use case_connectors::systems::authorize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) struct Patient {
    pub(crate) world: World,
    pub(crate) form: Value,
    pub(crate) secrets: Secrets,
}

impl Patient {
    pub(crate) async fn new(kind: Kind) -> Self {
        let world = World::new(kind).await;
        let (form, secrets) = world.form();
        Self { world, form, secrets }
    }

    pub(crate) fn draft(&self) -> Draft {
        let mut draft: Draft = serde_json::from_value(self.form.clone()).unwrap();
        draft.secrets = self.secrets.clone();
        draft
    }

    pub(crate) async fn check(&self) -> Report {
        let mut checkup = Checkup::new(&self.draft(), Rules::default(), WebPage::default());
        for _ in 0..10 {
            let Next::Send { id, request, .. } = checkup.next() else { return checkup.report() };
            assert!(is_read(&request), "{request:?}");
            let request = match checkup.sending() {
                Sending::Authorized => authorize(&request, checkup.connector().unwrap(), &self.secrets).unwrap(),
                Sending::Anonymous | Sending::Probe => request,
            };
            match self.world.send(&request).await {
                Some(response) => checkup.receive(id, &response).unwrap(),
                None => checkup.fail(id, FailReason::NoAnswer, None).unwrap(),
            }
        }
        panic!("the checkup asks more than a handful");
    }

    /// Answers a request whose path contains this with this, as if the system did.
    pub(crate) async fn answer(&self, path: &str, status: u16, body: Value) {
        let fault = json!({ "kind": "status", "status": status, "body": body, "match": { "pathContains": path } });
        self.world.fault(fault).await;
    }
}

pub(crate) fn is_read(request: &Request) -> bool {
    !crate::common::writes(request)
}

pub(crate) fn check(report: &Report, id: CheckId) -> &Check {
    report.checks.iter().find(|check| check.id == id).unwrap()
}

/// The code of a check, and how it ended.
pub(crate) fn verdict(report: &Report, id: CheckId) -> (CheckState, Option<&'static str>) {
    let check = check(report, id);
    (check.state, check.code.map(|code| code.as_str()))
}

/// What follows after the checks up to this one is skipped.
pub(crate) fn rest_is_skipped(report: &Report, after: CheckId) {
    let asked: Vec<_> =
        report.checks.iter().filter(|check| check.id > after && check.state != CheckState::Skipped).collect();
    assert!(asked.is_empty(), "{asked:?}");
}

/// A checkup without a network: each request, by a part of its URL, gets the answer that is given for it.
pub(crate) fn answered(form: &Value, answers: &[(&str, u16, Value)]) -> Report {
    let draft: Draft = serde_json::from_value(form.clone()).unwrap();
    let mut checkup = Checkup::new(&draft, Rules::default(), WebPage::default());
    while let Next::Send { id, request, .. } = checkup.next() {
        let found = answers.iter().find(|(part, ..)| request.url.contains(part));
        let (_, status, body) = found.unwrap_or_else(|| panic!("no answer for {}", request.url));
        let headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
        let response = Response::received(&request, *status, headers, body.to_string().into_bytes());
        checkup.receive(id, &response).unwrap();
    }
    checkup.report()
}
