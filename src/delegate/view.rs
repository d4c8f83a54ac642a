//! What a push by Kibana would do, and how the incident stands, before anything is sent.

use super::Kibana;
use crate::case::SecurityCase;
use crate::push::{IncidentState, Plan, PlanStep, PushStatus, StepKind};
use crate::systems::IncidentRef;

/// One step, the `_push`: which requests Kibana makes of it, only Kibana knows.
#[must_use]
pub fn plan(kibana: &Kibana, case_id: &str, connector_id: &str) -> Plan {
    let step = PlanStep {
        kind: StepKind::Delegate,
        label: super::machine::PUSH.to_owned(),
        writes: true,
        comment_id: None,
        format: None,
        request: kibana.push(case_id, connector_id),
        before: Default::default(),
        after: Default::default(),
        warnings: Vec::new(),
    };
    // Kibana marks no incident.
    Plan { mark: String::new(), steps: vec![step], problems: Vec::new(), warnings: Vec::new() }
}

/// How the incident stands, by the case alone. As Kibana's own display it asks for an update rather once too often:
/// the case does not say what was changed in it.
///
/// `open`: whether an earlier push is not known to have arrived.
#[must_use]
pub fn status(case: &SecurityCase<'_>, connector_id: &str, open: bool) -> PushStatus {
    let service = case.external_service.as_ref();
    let ours = service.filter(|service| *service.connector_id == *connector_id);
    let since = |at: Option<i64>| ours.is_none_or(|service| at > service.pushed_at);
    let comments = case.comments.iter().filter(|it| it.pushed_at.is_none() || since(Some(it.version_at()))).count();
    let mut reasons = Vec::new();
    match (service, ours) {
        (None, _) => {}
        // Whether it was ever pushed with this connector, Kibana's history says and the case does not.
        (Some(_), None) => reasons.push("connector".to_owned()),
        (Some(_), Some(_)) => {
            reasons.extend(since(case.updated_at).then(|| "case".to_owned()));
            reasons.extend((comments > 0).then(|| "comments".to_owned()));
        }
    }
    let state = match (open, service) {
        (true, _) => IncidentState::Unknown,
        (false, None) => IncidentState::NeverPushed,
        (false, Some(_)) if reasons.is_empty() => IncidentState::UpToDate,
        (false, Some(_)) => IncidentState::NeedsUpdate,
    };
    let incident = ours.map(|service| IncidentRef {
        id: service.external_id.to_string(),
        title: service.external_title.to_string(),
        url: service.external_url.to_string(),
    });
    PushStatus { state, reasons, comments: u32::try_from(comments).unwrap_or(u32::MAX), incident }
}
