//! The definitions of the fields.

use super::{System, fields::existing, refuse};
use crate::shared::answer::{self, Outcome};
use axum::{
    extract::{Path, State},
    response::Response,
};

pub(super) async fn all_fields(State(system): System) -> Response {
    let settings = system.hub.settings();
    let shown = existing(settings.mark_field).map(|it| it.to_value(&settings.required_fields));
    answer::json(200, &shown.collect())
}

/// By name or by id.
pub(super) async fn one_field(State(system): System, Path((_, name)): Path<(String, String)>) -> Outcome {
    let settings = system.hub.settings();
    let mut fields = existing(settings.mark_field);
    let field = fields.find(|field| field.name == name || field.id.to_string() == name);
    field
        .map(|field| answer::json(200, &field.to_value(&settings.required_fields)))
        .ok_or_else(|| refuse(404, "Unable to find object."))
}
