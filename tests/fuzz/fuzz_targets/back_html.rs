//! Whatever stands in a remote field is read as HTML, and as that of a journal.
#![no_main]

#[path = "../back.rs"]
mod back;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|remote: &str| {
    back::read(remote, Format::Html);
    // What has no such signs is plain text there, and may hold what it likes.
    if remote.trim().starts_with("[code]") && remote.trim().ends_with("[/code]") {
        back::read(remote, Format::Code);
    }
});
