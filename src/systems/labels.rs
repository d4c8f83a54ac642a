//! Fields in the words of an error, by the labels that people see.

use super::context::Context;
use crate::error::Error;

/// The message of an error with each field that it names by its label too, as far as that is known: in our own sentence in place,
/// and after the words of the system, which stay as they are.
pub(super) fn labelled(context: &Context<'_>, error: &Error) -> String {
    let theirs = error.remote.as_deref().filter(|words| error.message.ends_with(*words)).map_or(0, str::len);
    let (ours, theirs) = error.message.split_at(error.message.len() - theirs);
    let (mut ours, mut unnamed) = (ours.to_owned(), Vec::new());
    let field = error.field.as_deref();
    for (name, label) in context.connector.labels() {
        // A word of people may mean something else where it stands.
        let is_meant = field == Some(name) || name.contains(|c: char| c == '_' || c.is_ascii_digit());
        let both = format!("{label} ({name})");
        if !is_meant || label == name || ours.contains(&both) {
            continue;
        }
        let (named, count) = replaced(&ours, name, &both);
        ours = named;
        if count == 0 && (field == Some(name) || replaced(theirs, name, "").1 > 0) {
            unnamed.push(both);
        }
    }
    let of_system = field.filter(|field| !context.connector.labels().contains_key(*field));
    let of_system = of_system.and_then(|field| context.connector.system().label(context, field));
    unnamed.extend(of_system.filter(|label| !error.message.contains(label.as_str())));
    match unnamed.as_slice() {
        [] => ours + theirs,
        [one] => format!("{ours}{theirs} The field is {one}."),
        several => format!("{ours}{theirs} The fields are {}.", several.join(", ")),
    }
}

/// A text with another one in the place of each such word, and how many there were.
fn replaced(text: &str, word: &str, by: &str) -> (String, usize) {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (mut out, mut rest, mut count) = (String::new(), text, 0);
    while let Some((before, after)) = rest.split_once(word).filter(|_| !word.is_empty()) {
        let is_whole = !before.ends_with(is_part) && !after.starts_with(is_part);
        out.push_str(before);
        out.push_str(if is_whole { by } else { word });
        count += usize::from(is_whole);
        rest = after;
    }
    out.push_str(rest);
    (out, count)
}
