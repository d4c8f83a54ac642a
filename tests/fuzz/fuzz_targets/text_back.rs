//! Whatever stands in a remote system is read back, and what was read is written again.
#![no_main]

use case_connectors::markup::{Format, join, read_back, render, visible};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|remote: &str| {
    for format in [Format::Wiki, Format::Adf, Format::Html, Format::Code, Format::Journal] {
        let markdown = read_back(remote, format);
        let again = render(&markdown, format).text;
        let _ = read_back(&again, format);
        let _ = visible(remote, format);
        let _ = join(remote, &again, format);
    }
});
