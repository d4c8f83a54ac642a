//! Which signs a backslash escapes.

/// What Kibana takes a backslash for its own: the signs that it escapes.
const ESCAPED: &[u8] = b"\\`*{}[]()#+-.!_>~|";

pub(super) fn is_escaped(byte: u8) -> bool {
    ESCAPED.contains(&byte)
}
