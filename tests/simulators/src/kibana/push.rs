//! The push: the incident first, then its comments one by one, and only then the case.

use super::{
    System, access,
    cases::Segments,
    done, no_case, refuse,
    store::{Action, user},
};
use crate::{demo, shared::answer::Outcome};
use axum::{
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
};
use serde_json::json;

pub(super) async fn push(State(system): System, Path(path): Segments, headers: HeaderMap, body: Bytes) -> Outcome {
    access::body(&headers, &body, &[])?;
    let rules = system.hub.settings().kibana;
    let (id, connector) = (&path["id"], &path["connector"]);
    let name = match connector.as_str() {
        demo::KIBANA_CONNECTOR => "Jira",
        demo::KIBANA_OTHER_CONNECTOR => "ServiceNow",
        _ => return Err(refuse(404, format!("Saved object [action/{connector}] not found"))),
    };
    let mut store = system.store();
    let case = store.case(id).ok_or_else(|| no_case(id))?.clone();
    if !rules.may_push {
        return Err(refuse(403, "Unauthorized to push case with owners: \"securitySolution\""));
    }
    if !rules.licensed {
        let message = "Action type .jira is disabled because your basic license does not support it. Please upgrade your license.";
        return Err(refuse(403, message));
    }
    if rules.major < 9 && case.closed {
        let message = format!("This case {} is closed. You can not pushed if the case is closed.", case.title);
        return Err(refuse(409, message));
    }

    // From here on the system behind the connector is written to.
    let last =
        case.history.iter().rposition(|it| matches!(it, Action::Pushed { connector: by, .. } if by == connector));
    let known = last.and_then(|place| match &case.history[place] {
        Action::Pushed { external_id, .. } => Some(external_id.clone()),
        Action::Comment(_) => None,
    });
    let place = store.incident(known.as_deref(), id);
    store.incidents[place].title = case.title.clone();
    let since = &case.history[last.unwrap_or(0)..];
    let changed = case.comments.iter().filter(|comment| since.contains(&Action::Comment(comment.id.clone())));
    for (number, comment) in (1..).zip(changed) {
        if number == rules.fail_at_comment {
            let key = &store.incidents[place].id;
            let message = format!("[Action][{name}]: Unable to create comment at issue with id {key}. Error: refused.");
            return Err(refuse(424, message));
        }
        store.incidents[place].comments.push(comment.text.clone());
    }

    let now = store.now();
    if rules.changed_meanwhile {
        store.case(id).ok_or_else(|| no_case(id))?.touch(&now);
        let message = format!("Failed to push case: Error: Saved object [cases/{id}] conflict");
        return Err(refuse(409, message));
    }
    let incident = store.incidents[place].clone();
    let case = store.case(id).ok_or_else(|| no_case(id))?;
    case.external_service = json!({
        "connector_id": connector,
        "connector_name": name,
        "external_id": incident.id,
        "external_title": incident.key,
        "external_url": format!("https://jira.example/browse/{}", incident.key),
        "pushed_at": now,
        "pushed_by": user(),
    });
    case.closed |= rules.close_by_pushing;
    for comment in case.comments.iter_mut().filter(|comment| comment.pushed_at.is_none()) {
        comment.pushed_at = Some(now.clone());
    }
    case.history.push(Action::Pushed { connector: connector.clone(), external_id: incident.id });
    case.touch(&now);
    Ok(done(&case.show(true)))
}
