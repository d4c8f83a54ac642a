//! Search: the new one of Cloud, the old one of Data Center.

use super::{
    Jira, System, Version,
    errors::Errors,
    jql::Jql,
    json_object,
    store::{Issue, Store},
    view::Wanted,
};
use crate::shared::{
    Params, Query,
    answer::{self, Outcome, Refusal},
};
use axum::{Extension, body::Bytes, extract::State, http::HeaderMap, response::Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

const DEFAULT_MOST: usize = 50;
/// Issues by id that a search of Cloud looks up in spite of its lag.
const MAX_RECONCILED: usize = 50;

/// What a search was asked, by GET or POST.
#[derive(Debug, Default)]
struct Asked {
    jql: Option<String>,
    fields: Option<Wanted>,
    start: usize,
    most: Option<usize>,
    token: Option<String>,
    reconciled: Vec<String>,
}

pub(super) async fn cloud_get(
    State(system): System,
    Extension(version): Extension<Version>,
    Query(params): Query,
) -> Outcome {
    system.cloud_search(&from_params(&params)?, version)
}

pub(super) async fn cloud_post(
    State(system): System,
    Extension(version): Extension<Version>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let body = json_object(&headers, &body)?;
    let known = [
        "jql",
        "fields",
        "maxResults",
        "nextPageToken",
        "expand",
        "properties",
        "fieldsByKeys",
        "failFast",
        "reconcileIssues",
    ];
    system.cloud_search(&from_body(&body, &known)?, version)
}

pub(super) async fn data_center_get(
    State(system): System,
    Extension(version): Extension<Version>,
    Query(params): Query,
) -> Outcome {
    system.data_center_search(&from_params(&params)?, version)
}

pub(super) async fn data_center_post(
    State(system): System,
    Extension(version): Extension<Version>,
    headers: HeaderMap,
    body: Bytes,
) -> Outcome {
    let body = json_object(&headers, &body)?;
    let known = ["jql", "fields", "startAt", "maxResults", "expand", "validateQuery", "properties", "fieldsByKeys"];
    system.data_center_search(&from_body(&body, &known)?, version)
}

/// The old search of Cloud is gone.
pub(super) async fn removed() -> Response {
    let message = "The requested API has been removed. Please migrate to the \
        /rest/api/3/search/jql API. A full migration guideline is available at \
        https://developer.atlassian.com/changelog/#CHANGE-2046";
    answer::json(410, &Errors::message(message).body())
}

fn from_params(params: &Params) -> Result<Asked, Refusal> {
    let number = |name: &str| match params.get(name).map(|it| it.parse::<usize>()) {
        None => Ok(None),
        Some(Ok(number)) => Ok(Some(number)),
        Some(Err(_)) => Err(Errors::message(&format!("'{name}' is not a number")).refusal(400)),
    };
    let reconciled = params.get("reconcileIssues").map_or("", String::as_str);
    Ok(Asked {
        jql: params.get("jql").cloned(),
        fields: params.get("fields").filter(|list| !list.is_empty()).map(|list| Wanted::from_text(list)),
        start: number("startAt")?.unwrap_or(0),
        most: number("maxResults")?,
        token: params.get("nextPageToken").cloned(),
        reconciled: reconciled.split(',').map(str::to_owned).collect(),
    })
}

fn from_body(body: &Map<String, Value>, known: &[&str]) -> Result<Asked, Refusal> {
    let invalid = || {
        let message = "Invalid request payload. Refer to the REST API documentation and try again.";
        Errors::message(message).refusal(400)
    };
    if body.keys().any(|name| !known.contains(&name.as_str())) {
        return Err(invalid());
    }
    let text = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(invalid()),
    };
    let list = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(list)) => Ok(Some(list)),
        Some(_) => Err(invalid()),
    };
    let number = |name: &str| match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_u64().and_then(|number| usize::try_from(number).ok()).map(Some).ok_or_else(invalid),
    };
    let reconciled = list("reconcileIssues")?.into_iter().flatten();
    Ok(Asked {
        jql: text("jql")?,
        fields: list("fields")?.filter(|it| !it.is_empty()).map(|it| Wanted::from_array(it)),
        start: number("startAt")?.unwrap_or(0),
        most: number("maxResults")?,
        token: text("nextPageToken")?,
        reconciled: reconciled.map(Value::to_string).collect(),
    })
}

impl Jira {
    fn cloud_search(&self, asked: &Asked, version: Version) -> Outcome {
        let mut store = self.store();
        let jql = parse(asked, &store)?;
        if !jql.is_bounded() {
            let message = "Unbounded JQL queries are not allowed here. \
                Please add a search restriction to your query.";
            return Err(Errors::message(message).refusal(400));
        }
        let reconciled = |issue: &Issue| {
            let known = asked.reconciled.iter().take(MAX_RECONCILED);
            known.into_iter().any(|id| *id == issue.id.to_string())
        };
        let found = select(&store, &jql, |it| it.hidden_for == 0 || reconciled(it));
        let start = match &asked.token {
            None => 0,
            Some(token) => {
                from_token(token).ok_or_else(|| Errors::message("The nextPageToken is not valid.").refusal(400))?
            }
        };
        let most = asked.most.unwrap_or(DEFAULT_MOST).clamp(1, 5000);
        let shown: Vec<_> = found
            .iter()
            .skip(start)
            .take(most)
            .map(|issue| match &asked.fields {
                None => json!({ "id": issue.id.to_string() }),
                Some(wanted) => self.show_issue(&store, issue, version, wanted),
            })
            .collect();
        let end = start + shown.len();
        let mut body = json!({ "issues": shown, "isLast": end >= found.len() });
        if end < found.len() {
            body["nextPageToken"] = to_token(end).into();
        }
        for issue in &mut store.issues {
            issue.hidden_for = issue.hidden_for.saturating_sub(1);
        }
        Ok(answer::json(200, &body))
    }

    fn data_center_search(&self, asked: &Asked, version: Version) -> Outcome {
        let store = self.store();
        let jql = parse(asked, &store)?;
        let found = select(&store, &jql, |_| true);
        let most = asked.most.unwrap_or(DEFAULT_MOST).min(1000);
        let navigable = Wanted::from_text("*navigable");
        let wanted = asked.fields.as_ref().unwrap_or(&navigable);
        let shown: Vec<_> = found
            .iter()
            .skip(asked.start)
            .take(most)
            .map(|issue| self.show_issue(&store, issue, version, wanted))
            .collect();
        Ok(answer::json(
            200,
            &json!({
                "expand": "schema,names",
                "startAt": asked.start,
                "maxResults": most,
                "total": found.len(),
                "issues": shown,
            }),
        ))
    }
}

fn parse(asked: &Asked, store: &Store) -> Result<Jql, Refusal> {
    let text = asked.jql.as_deref().unwrap_or("");
    Jql::parse(text, store).map_err(|message| Errors::message(&message).refusal(400))
}

fn select<'a>(store: &'a Store, jql: &Jql, visible: impl Fn(&Issue) -> bool) -> Vec<&'a Issue> {
    let issues = store.issues.iter();
    let mut found: Vec<_> = issues.filter(|it| visible(it) && jql.finds(it)).collect();
    jql.sort(&mut found);
    found
}

/// The token of a page says where it starts, in a form nobody should read.
fn to_token(start: usize) -> String {
    URL_SAFE_NO_PAD.encode(format!("start:{start}"))
}

fn from_token(token: &str) -> Option<usize> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(token).ok()?).ok()?;
    text.strip_prefix("start:")?.parse().ok()
}
