//! The keys of records, and the version of their shape.

/// The version of the shape of stored records.
pub(super) const VERSION: u32 = 1;

/// A key that is no prefix of another one.
pub(super) fn exactly(id: &str) -> String {
    format!("{id}\u{0}")
}

/// Where the journal of a case and a connector lies.
pub(super) fn journal_prefix(case_id: &str, connector_id: &str) -> String {
    format!("{case_id}\u{0}{connector_id}\u{0}")
}
