//! A case's text as plain text, with and without ServiceNow's tag.
#![no_main]

#[path = "../text.rs"]
mod text;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    text::written(source, Format::Plain);
    text::written(source, Format::Raw);
    let journal = text::written(source, Format::Journal).to_ascii_lowercase();
    assert!(!journal.contains("[code") && !journal.contains("[/code"), "{journal}");
});
