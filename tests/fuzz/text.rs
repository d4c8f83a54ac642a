//! What holds for every writer, whatever it is given.
#![allow(dead_code, reason = "no target uses all of it")]

use case_connectors::markup::{Ending, Format, fit, read_back, render, utf16_len, visible};

/// The line that ends a comment; case text may not pass for it.
const REFERENCE: &str = "(added at 2026-09-14 08:33:00 UTC by Ana Ruiz, case comment c1)";

/// Writes a text, checks what every format promises, and answers it.
pub(crate) fn written(source: &str, format: Format) -> String {
    let text = render(source, format).text;
    assert_eq!(text, render(source, format).text);
    let _ = read_back(source, format);
    let shown = visible(&text, format);
    let forged = |line: &str| {
        line.replace('\\', "").trim().starts_with("(added at 2") && line.trim().ends_with(", case comment c1)")
    };
    assert!(!shown.lines().any(forged), "{shown}");
    for limit in [300, 600, 4000] {
        let fitted = fit(source, format, Some(limit), Ending::new(REFERENCE));
        let alone = fit("", format, None, Ending::new(REFERENCE)).text;
        // What cannot be cut is the ending and the mark.
        if utf16_len(&alone) + 250 < limit {
            // Of ADF the JSON does not count; what a reader sees is a little less than what does.
            let counted = if format == Format::Adf { visible(&fitted.text, format) } else { fitted.text.clone() };
            assert!(utf16_len(&counted) <= limit, "{limit}: {}", fitted.text);
        }
        assert!(visible(&fitted.text, format).replace('\\', "").trim_end().ends_with(REFERENCE));
    }
    text
}
