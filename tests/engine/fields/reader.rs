//! A host that reads the live fields of a connector.

use crate::common::world::{Kind, World};
use case_connectors::connector::Secrets;
use case_connectors::error::Error;
use case_connectors::fields::{ConnectorFields, FieldsQuery, Found, LiveChoice, LiveField, Next};
use case_connectors::http::{FailReason, Response};
use case_connectors::machine::Machine;
use case_connectors::systems::{Connector, authorize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the issue type of the simulated service project is, by its id.
pub(crate) const INCIDENT: &str = "10006";

pub(crate) struct Reader {
    pub(crate) world: World,
    pub(crate) connector: Connector,
    pub(crate) secrets: Secrets,
}

impl Reader {
    pub(crate) fn new(kind: Kind) -> Self {
        let world = World::offline(kind);
        let (connector, secrets) = world.connector("soc");
        Self { world, connector, secrets }
    }

    async fn run(&self, mut query: FieldsQuery) -> Result<Found, Error> {
        for _ in 0..20 {
            let Next::Send { id, request, .. } = query.next() else {
                return query.found().map(|it| it.unwrap().clone());
            };
            assert!(!crate::common::writes(&request), "{request:?}");
            let request = authorize(&request, query.connector(), &self.secrets).unwrap();
            match self.world.send(&request).await {
                Some(response) => query.receive(id, &response).unwrap(),
                None => query.fail(id, FailReason::NoAnswer, None).unwrap(),
            }
        }
        panic!("the query asks more than a handful");
    }

    pub(crate) async fn try_fields(&self, issue_type: Option<&str>) -> Result<ConnectorFields, Error> {
        let query = FieldsQuery::fields(self.connector.clone(), issue_type.map(str::to_owned));
        Ok(fields(self.run(query).await?))
    }

    /// As an incident has them that is there already.
    pub(crate) async fn of_incident(&self, issue_type: &str, id: &str) -> ConnectorFields {
        let query = FieldsQuery::fields(self.connector.clone(), Some(issue_type.to_owned())).of_incident(id);
        fields(self.run(query).await.unwrap())
    }

    pub(crate) async fn fields(&self, issue_type: Option<&str>) -> ConnectorFields {
        self.try_fields(issue_type).await.unwrap()
    }

    pub(crate) async fn search(&self, field: &LiveField, words: &str) -> Vec<LiveChoice> {
        match self.run(FieldsQuery::choices(self.connector.clone(), field, words)).await.unwrap() {
            Found::Choices(choices) => choices,
            other => panic!("{other:?}"),
        }
    }

    /// Answers a request whose path contains this with this, as if the system did.
    pub(crate) async fn answer(&self, path: &str, status: u16, body: Value) {
        let fault = json!({ "kind": "status", "status": status, "body": body, "match": { "pathContains": path } });
        self.world.fault(fault).await;
    }
}

fn fields(found: Found) -> ConnectorFields {
    match found {
        Found::Fields(fields) => fields,
        other => panic!("{other:?}"),
    }
}

/// The fields that answers without a network make: each request takes the first answer whose part of the URL it has, and each
/// answer is given once.
pub(crate) fn answered(connector: &Connector, issue_type: Option<&str>, answers: &[(&str, Value)]) -> ConnectorFields {
    let mut left: Vec<_> = answers.to_vec();
    let mut query = FieldsQuery::fields(connector.clone(), issue_type.map(str::to_owned));
    while let Next::Send { id, request, .. } = query.next() {
        let at = left.iter().position(|(part, _)| request.url.contains(part));
        let (_, body) = left.remove(at.unwrap_or_else(|| panic!("no answer for {}", request.url)));
        let mut headers = BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
        if let Some(rows) = body["result"].as_array() {
            headers.insert("x-total-count".to_owned(), rows.len().to_string());
        }
        let response = Response::received(&request, 200, headers, body.to_string().into_bytes());
        query.receive(id, &response).unwrap();
    }
    assert!(left.is_empty(), "nobody asked: {left:?}");
    match query.found().unwrap().unwrap() {
        Found::Fields(fields) => fields.clone(),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn labels(choices: &[LiveChoice]) -> Vec<&str> {
    choices.iter().map(|choice| choice.label.as_str()).collect()
}
