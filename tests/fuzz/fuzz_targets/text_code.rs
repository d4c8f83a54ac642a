//! A case's text as HTML in ServiceNow's `[code]`: the tag is opened and closed once, by us.
#![no_main]

#[path = "../text.rs"]
mod text;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    let text = text::written(source, Format::Code).to_ascii_lowercase();
    assert_eq!((text.matches("[code").count(), text.matches("[/code").count()), (1, 1), "{text}");
});
