//! Many cases at once: from their bytes to request bodies in one buffer.

use super::goal::Goal;
use super::knowledge::Knowledge;
use super::options::Options;
use super::plan::StepKind;
use crate::case::SecurityCase;
use crate::error::Error;
use crate::http::Request;
use crate::systems::{Connector, Context, ID};
use serde::Serialize;

/// One request whose body lies in the buffer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Built {
    /// The index of the case among those that were passed.
    pub(crate) case_index: u32,
    /// A create, a comment or the number of alerts.
    pub(crate) kind: StepKind,
    /// The comment's id, where one is sent.
    pub(crate) comment_id: Option<String>,
    /// The method.
    pub(crate) method: &'static str,
    /// The URL; `{id}` stands for the incident's id, which the create answers.
    pub(crate) url: String,
    /// Where the body begins in the buffer.
    pub(crate) start: u32,
    /// Where it ends.
    pub(crate) end: u32,
}

/// Builds the writes of first pushes, in order, the bodies one after the other in `buffer`.
///
/// # Errors
/// The first case that cannot be read, with its index in the field: `cases[2].title`.
pub(crate) fn build_requests(
    cases: &[&[u8]],
    connector: &Connector,
    buffer: &mut Vec<u8>,
) -> Result<Vec<Built>, Error> {
    let mut built = Vec::new();
    for (index, bytes) in cases.iter().enumerate() {
        let place = |error: Error| {
            let field = error.field.as_deref().map_or_else(String::new, |field| format!(".{field}"));
            error.at(format!("cases[{index}]{field}"))
        };
        let case = SecurityCase::parse(bytes, &[]).map_err(place)?;
        let goal = Goal::new(&case, connector, &Options::default()).map_err(place)?;
        let mut add = |kind, comment_id: Option<&str>, mut request: Request| {
            let start = offset(buffer);
            buffer.extend_from_slice(request.body.as_deref().unwrap_or_default().as_bytes());
            built.push(Built {
                case_index: u32::try_from(index).unwrap_or(u32::MAX),
                kind,
                comment_id: comment_id.map(str::to_owned),
                method: request.method.as_str(),
                url: std::mem::take(&mut request.url),
                start,
                end: offset(buffer),
            });
        };
        // The same requests as a first push makes, without deciding anew after each of them.
        let (known, system) = (Knowledge::default(), connector.system());
        let context = known.context(&goal, connector);
        let fields = goal.incident.made_with();
        add(StepKind::Create, None, system.create(&Context { fields: &fields, ..context }).request);
        for comment in &goal.comments {
            let text = goal.comment_text(comment, 0, connector, ID).text;
            add(StepKind::Comment, Some(&comment.id), system.comment(&context, ID, &text).request);
        }
        if let Some(total) = goal.alerts {
            let text = goal.alerts_text(total, connector, ID).text;
            add(StepKind::Alerts, None, system.comment(&context, ID, &text).request);
        }
    }
    Ok(built)
}

fn offset(buffer: &[u8]) -> u32 {
    u32::try_from(buffer.len()).unwrap_or(u32::MAX)
}
