//! The columns of the tables, with the limits of the vendor.

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
    /// The `sys_id` of a group.
    Group,
    /// The `sys_id` of a configuration item.
    Item,
    Moment,
    Number,
}

impl Kind {
    /// The table that a reference points to.
    pub(super) const fn reference(self) -> Option<&'static str> {
        match self {
            Self::User => Some("sys_user"),
            Self::Group => Some("sys_user_group"),
            Self::Item => Some("cmdb_ci"),
            Self::Text | Self::Journal | Self::Choice | Self::Moment | Self::Number => None,
        }
    }
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
    pub(super) default: &'static str,
}

const fn column(name: &'static str, label: &'static str, kind: Kind, max: usize) -> Column {
    Column { name, label, kind, max, writable: true, default: "" }
}

const fn read_only(name: &'static str, label: &'static str, kind: Kind) -> Column {
    let mut column = column(name, label, kind, 40);
    column.writable = false;
    column
}

const fn with_default(mut column: Column, default: &'static str) -> Column {
    column.default = default;
    column
}

/// What the table `task` defines and its children inherit.
pub(super) static TASK: &[Column] = &[
    read_only("sys_id", "Sys ID", Kind::Text),
    read_only("number", "Number", Kind::Text),
    read_only("sys_created_on", "Created", Kind::Moment),
    read_only("sys_created_by", "Created by", Kind::Text),
    read_only("sys_updated_on", "Updated", Kind::Moment),
    read_only("sys_updated_by", "Updated by", Kind::Text),
    read_only("sys_mod_count", "Updates", Kind::Number),
    // Of an incident it is computed from impact and urgency; what a client sends is overwritten.
    read_only("priority", "Priority", Kind::Choice),
    // Computed from the state: closed and cancelled tasks are not active, resolved ones are.
    read_only("active", "Active", Kind::Text),
    column("short_description", "Short description", Kind::Text, 160),
    column("description", "Description", Kind::Text, 4000),
    column("comments", "Additional comments", Kind::Journal, 4000),
    column("work_notes", "Work notes", Kind::Journal, 4000),
    column("correlation_id", "Correlation ID", Kind::Text, 100),
    column("correlation_display", "Correlation display", Kind::Text, 100),
    with_default(column("state", "State", Kind::Choice, 40), "1"),
    with_default(column("impact", "Impact", Kind::Choice, 40), "3"),
    with_default(column("urgency", "Urgency", Kind::Choice, 40), "3"),
    column("opened_by", "Opened by", Kind::User, 32),
    column("assigned_to", "Assigned to", Kind::User, 32),
    column("assignment_group", "Assignment group", Kind::Group, 32),
    column("cmdb_ci", "Configuration item", Kind::Item, 32),
    column("due_date", "Due date", Kind::Moment, 40),
    column("close_notes", "Close notes", Kind::Text, 4000),
];

/// What the table `incident` defines. A column of this name in `task` does not count.
pub(super) static INCIDENT: &[Column] = &[
    with_default(column("severity", "Severity", Kind::Choice, 40), "3"),
    with_default(column("category", "Category", Kind::Choice, 40), "inquiry"),
    column("subcategory", "Subcategory", Kind::Choice, 40),
    column("caller_id", "Caller", Kind::User, 32),
    column("close_code", "Resolution code", Kind::Choice, 40),
    column("close_notes", "Resolution notes", Kind::Text, 4000),
];

/// What the table `sn_si_incident` defines. A column of this name in `task` does not count.
///
/// That the four lists of indicators exist follows from what Kibana sends by the Table API. How
/// long they may be no public document says: 1000 is an assumption, so that a long list is cut.
pub(super) static SECURITY_INCIDENT: &[Column] = &[
    // A plain choice, as long as no calculator of the instance sets it. An assumption: 4 at first.
    with_default(column("priority", "Priority", Kind::Choice, 40), "4"),
    with_default(column("state", "State", Kind::Choice, 40), "10"),
    column("category", "Category", Kind::Choice, 100),
    column("subcategory", "Subcategory", Kind::Choice, 100),
    column("close_code", "Close code", Kind::Choice, 40),
    column("dest_ip", "Destination IP", Kind::Text, 1000),
    column("source_ip", "Source IP", Kind::Text, 1000),
    column("malware_hash", "Malware hash", Kind::Text, 1000),
    column("malware_url", "Malware URL", Kind::Text, 1000),
];
