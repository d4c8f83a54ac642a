//! Whatever stands in a remote field is read as wiki text.
#![no_main]

#[path = "../back.rs"]
mod back;

use case_connectors::markup::Format;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|remote: &str| back::read(remote, Format::Wiki));
