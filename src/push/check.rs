//! Check values: what proves to all who have the connector's recognition key that one of them has sent a text, whatever the
//! account. Each is made of the case and its place, the incident, what the entry's line says, and the letters and digits of all
//! that stands above it; so a line that was copied to another text, time, comment or incident proves nothing.

use super::entries::name;
use super::link_back::has_check;
use super::readable::body_format;
use crate::connector::mapping::Source;
use crate::connector::recognition::RecognitionKey;
use crate::markup::reference::{Checked, Reference, checked, put_check};
use crate::markup::{Format, visible};
use crate::systems::{Connector, ID, RemoteIncident};
use serde_json::Value;

/// Fills the room for a check value in a text that is about to be sent to an incident, by what will be read of it there.
pub(super) fn sign(
    text: &str,
    format: Format,
    key: &RecognitionKey,
    (mark, incident_id): (&str, &str),
) -> Option<String> {
    let said = checked(&visible(text, format))?;
    put_check(text, &of_entry(key, (mark, incident_id), &said))
}

/// What the last line of an entry speaks of, where its check value is right.
pub(super) fn proved(text: &str, key: &RecognitionKey, of: (&str, &str)) -> Option<Reference> {
    let said = checked(text)?;
    (of_entry(key, of, &said) == said.check).then_some(said.reference)
}

fn of_entry(key: &RecognitionKey, (mark, incident_id): (&str, &str), said: &Checked) -> String {
    key.check(&[mark, incident_id, &name(&said.reference), &said.said])
}

/// What stands in the incident's description: its id is not known when it is made.
pub(super) fn of_incident(connector: &Connector, mark: &str) -> Option<String> {
    Some(connector.recognition()?.check(&[mark, "incident"]))
}

/// Whether an incident's description has the case's check value.
pub(super) fn is_checked(remote: &RemoteIncident, connector: &Connector, mark: &str) -> bool {
    let Some(check) = of_incident(connector, mark) else { return false };
    connector.mappings().iter().any(|mapping| {
        let text = remote.fields.get(&*mapping.target).and_then(Value::as_str).unwrap_or_default();
        let format = body_format(connector, &mapping.target).unwrap_or(Format::Plain);
        mapping.source == Source::Description && has_check(&visible(text, format), &check)
    })
}

/// The incident that a text is signed for. A plan does not know the one that is to be made.
pub(super) fn known_id(id: &str) -> Option<&str> {
    (id != ID).then_some(id)
}
