//! Whatever stands in a remote field is read as a document.
#![no_main]

#[path = "../back.rs"]
mod back;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|remote: &str| {
    // What is no JSON is plain text there, and may hold what it likes.
    if serde_json::from_str::<serde_json::Value>(remote).is_ok() {
        back::read(remote, Format::Adf);
    }
});
