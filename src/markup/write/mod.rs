//! One writer per target; each writes the same [`Document`](super::document::Document).

pub(super) mod adf;
pub(super) mod html;
pub(super) mod markdown;
pub(super) mod plain;
pub(super) mod wiki;

/// Lines behind a sign; an empty one gets no white space at its end.
fn indented(text: &str, first: &str, others: &str, out: &mut String) {
    for (number, text) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let sign = if number == 0 { first } else { others };
        out.push_str(if text.is_empty() { sign.trim_end() } else { sign });
        out.push_str(text);
    }
}
