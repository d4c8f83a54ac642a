//! How a push stands, with what the host writes back.

use super::{End, Phase, Push};
use crate::case::{WriteBack, write_back};
use crate::json;
use crate::markup::reference;
use crate::push::options::Closure;
use crate::push::outcome::{ExternalService, Outcome, Progress, PushState, PushedComment};
use crate::time::to_iso;
use serde_json::json;
use std::collections::BTreeSet;

impl Push {
    /// How far it is.
    #[must_use]
    pub fn progress(&self) -> Progress {
        Progress { done: self.writes, total: self.planned.max(self.writes) }
    }

    /// How it stands, in a word.
    #[must_use]
    pub const fn outcome_state(&self) -> PushState {
        match &self.phase {
            Phase::Ended(End::Complete) => PushState::Complete,
            Phase::Ended(End::Failed(_)) => PushState::Failed,
            Phase::Ended(End::Unknown(_)) => PushState::Unknown,
            _ => PushState::Running,
        }
    }

    /// How it stands, with everything that the host writes back.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let state = self.outcome_state();
        let error = match &self.phase {
            Phase::Ended(End::Failed(error) | End::Unknown(error)) => Some(error.clone()),
            _ => None,
        };
        let close = state == PushState::Complete && self.options.closure == Closure::ByPushing;
        let pushed_by = self
            .options
            .pushed_by
            .clone()
            .unwrap_or_else(|| json!({ "username": null, "full_name": null, "email": null }));
        let service = self.known.incident.as_ref().map(|(incident, _)| ExternalService {
            connector_id: self.connector.id().to_owned(),
            connector_name: self.connector.name().to_owned(),
            external_id: incident.id.clone(),
            external_title: incident.title.clone(),
            external_url: incident.url.clone(),
            pushed_at: self.options.now.clone(),
            pushed_by: pushed_by.clone(),
        });
        let confirmed = self.confirmed();
        let updated_case = service.as_ref().and_then(|service| {
            let changes = WriteBack {
                external_service: json::of(service),
                pushed_at: self.options.now.clone(),
                pushed_by,
                comments: confirmed.clone(),
                alerts: self.alerts_confirmed,
                close,
            };
            write_back(&self.case, &changes).ok()
        });
        // The time of the version that was sent, and not of this browser's clock: an edit is always later.
        let version = |id: &str| {
            let comment = self.goal.comment_of(&reference::token(id));
            comment.map_or_else(|| self.options.now.clone(), |comment| to_iso(comment.version_at))
        };
        let pushed = |id: &String| PushedComment { id: id.clone(), pushed_at: version(id) };
        Outcome {
            state,
            error,
            external_service: service,
            pushed_comments: confirmed.iter().map(pushed).collect(),
            close_case: close,
            writes: self.writes,
            updated_case,
            drift: self.drift.clone(),
            claims: self.claims.clone(),
            warnings: [self.warnings.as_slice(), &self.known.warned].concat(),
        }
    }

    /// The comments to mark in the case. What an earlier run has sent counts too: its host may have died before
    /// it wrote that back.
    fn confirmed(&self) -> BTreeSet<String> {
        let unmarked = self.goal.comments.iter().filter(|comment| {
            let marked = comment.pushed_at.is_some_and(|at| at >= comment.version_at);
            !marked && self.known.is_recorded(comment)
        });
        let mut confirmed = self.confirmed.clone();
        confirmed.extend(unmarked.map(|comment| comment.id.clone()));
        confirmed
    }
}
