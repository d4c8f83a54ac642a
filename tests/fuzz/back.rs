//! What holds for every reader, whatever stands in the remote system.

use case_connectors::markup::{Format, join, read_back, render, visible};

/// Reads a text, writes what was read, and reads that again.
pub(crate) fn read(remote: &str, format: Format) {
    let markdown = read_back(remote, format);
    assert!(!markdown.contains(|c: char| c.is_control() && !matches!(c, '\n' | '\t')), "{markdown:?}");
    let again = render(&markdown, format).text;
    let _ = read_back(&again, format);
    let _ = visible(remote, format);
    let _ = join(remote, &again, format);
}
