//! The columns of the table `incident`, with the limits of the vendor.

/// How a column behaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// Appends; reads back empty.
    Journal,
    /// A stored value with a label.
    Choice,
    /// The `sys_id` of a user.
    User,
    Moment,
    Number,
}

/// One column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: Kind,
    /// Characters kept.
    pub(super) max: usize,
    pub(super) writable: bool,
    /// The table that defines it: `incident` extends `task`.
    pub(super) table: &'static str,
    pub(super) default: &'static str,
}

const fn task(name: &'static str, label: &'static str, kind: Kind, max: usize) -> Column {
    Column { name, label, kind, max, writable: true, table: "task", default: "" }
}

const fn incident(name: &'static str, label: &'static str, kind: Kind, max: usize) -> Column {
    let mut column = task(name, label, kind, max);
    column.table = "incident";
    column
}

const fn read_only(name: &'static str, label: &'static str, kind: Kind) -> Column {
    let mut column = task(name, label, kind, 40);
    column.writable = false;
    column
}

const fn with_default(mut column: Column, default: &'static str) -> Column {
    column.default = default;
    column
}

/// All of them.
pub(super) const COLUMNS: &[Column] = &[
    read_only("sys_id", "Sys ID", Kind::Text),
    read_only("number", "Number", Kind::Text),
    read_only("sys_created_on", "Created", Kind::Moment),
    read_only("sys_created_by", "Created by", Kind::Text),
    read_only("sys_updated_on", "Updated", Kind::Moment),
    read_only("sys_updated_by", "Updated by", Kind::Text),
    read_only("sys_mod_count", "Updates", Kind::Number),
    // Computed from impact and urgency; what a client sends is overwritten.
    read_only("priority", "Priority", Kind::Choice),
    // Computed from the state: closed and cancelled tasks are not active, resolved ones are.
    read_only("active", "Active", Kind::Text),
    task("short_description", "Short description", Kind::Text, 160),
    task("description", "Description", Kind::Text, 4000),
    task("comments", "Additional comments", Kind::Journal, 4000),
    task("work_notes", "Work notes", Kind::Journal, 4000),
    task("correlation_id", "Correlation ID", Kind::Text, 100),
    task("correlation_display", "Correlation display", Kind::Text, 100),
    with_default(task("state", "State", Kind::Choice, 40), "1"),
    with_default(task("impact", "Impact", Kind::Choice, 40), "3"),
    with_default(task("urgency", "Urgency", Kind::Choice, 40), "3"),
    with_default(incident("severity", "Severity", Kind::Choice, 40), "3"),
    with_default(incident("category", "Category", Kind::Choice, 40), "inquiry"),
    incident("subcategory", "Subcategory", Kind::Choice, 40),
    incident("caller_id", "Caller", Kind::User, 32),
    with_default(task("opened_by", "Opened by", Kind::User, 32), super::catalog::CASE_BOT),
    incident("close_code", "Resolution code", Kind::Choice, 40),
    task("close_notes", "Resolution notes", Kind::Text, 4000),
];

/// The column of this name.
pub(super) fn find(name: &str) -> Option<&'static Column> {
    COLUMNS.iter().find(|column| column.name == name)
}
