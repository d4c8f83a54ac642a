//! Characters beyond U+FFFF, such as emoji. A Jira on an old MySQL answers them with a server error; its connector can leave
//! them out, and each text then says so.

use crate::json;
use crate::systems::{Connector, Fields};
use crate::warning::Warning;
use serde_json::Value;

/// Stands in place of each.
const IN_PLACE: char = '\u{FFFD}';

/// So many are shown.
const MOST_SHOWN: usize = 20;

fn is_rare(character: char) -> bool {
    u32::from(character) > 0xFFFF
}

/// Those that a text holds, each once, as a person is shown them.
pub(super) fn rare_of(text: &str) -> String {
    let mut found = String::new();
    for character in text.chars().filter(|c| is_rare(*c)) {
        if !found.contains(character) && found.chars().count() < MOST_SHOWN {
            found.push(character);
        }
    }
    found
}

/// Whether a warning says that some are left out.
pub(super) fn is_loss(warning: &Warning) -> bool {
    let holds = |text: &Option<String>| text.as_deref().is_some_and(|text| text.chars().any(is_rare));
    warning.code == "TEXT_CHANGED" && holds(&warning.before) && !holds(&warning.after)
}

/// Whether texts are to be sent without them.
pub(super) fn leaves_any_out(connector: &Connector) -> bool {
    connector.advanced("characters") == Some("basic")
}

/// Whether this text is.
fn leaves_out(connector: &Connector, text: &str) -> bool {
    leaves_any_out(connector) && text.chars().any(is_rare)
}

fn without(text: &str) -> String {
    text.chars().map(|c| if is_rare(c) { IN_PLACE } else { c }).collect()
}

fn warning(field: &str, text: &str) -> Warning {
    let rare: String = text.chars().filter(|c| is_rare(*c)).collect();
    let count = rare.chars().count();
    let shown: String = rare.chars().take(MOST_SHOWN).collect();
    let message = format!("{field}: {count} characters beyond U+FFFF are left out: {shown}");
    Warning::new("TEXT_CHANGED", field, message).change(&shown, without(&shown))
}

/// A text as it is sent.
pub(super) fn as_sent(connector: &Connector, text: String) -> String {
    if leaves_out(connector, &text) { without(&text) } else { text }
}

/// What that loses.
pub(super) fn loss(connector: &Connector, text: &str, field: &str) -> Option<Warning> {
    leaves_out(connector, text).then(|| warning(field, text))
}

/// All values of an incident as they are sent, with what that loses.
pub(super) fn left_out_of_fields(connector: &Connector, fields: &mut Fields, warnings: &mut Vec<Warning>) {
    for (name, value) in fields {
        let text = json::write(value);
        if leaves_out(connector, &text) {
            warnings.push(warning(name, &text));
            clean(value);
        }
    }
}

fn clean(value: &mut Value) {
    match value {
        Value::String(text) => *text = without(text),
        Value::Array(list) => list.iter_mut().for_each(clean),
        Value::Object(members) => members.values_mut().for_each(clean),
        _ => {}
    }
}
