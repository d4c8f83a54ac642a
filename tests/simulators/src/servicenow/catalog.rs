//! Tables that describe other tables, and the users.

use super::columns::{COLUMNS, Kind};
use std::collections::BTreeMap;

/// A row of any table, by column.
pub(super) type Row = BTreeMap<String, String>;

/// The `sys_id` of the account that clients log in with.
pub(super) const CASE_BOT: &str = "c0ffee00c0ffee00c0ffee00c0ffee01";
/// The name of that account, as shown in journals.
pub(super) const CASE_BOT_NAME: &str = "Case Bot";

const USERS: [(&str, &str); 2] = [(CASE_BOT, CASE_BOT_NAME), ("c0ffee00c0ffee00c0ffee00c0ffee02", "Abel Tuter")];

/// `table, element, value, label, dependent value`.
const CHOICES: &[(&str, &str, &str, &str, &str)] = &[
    ("task", "urgency", "1", "1 - High", ""),
    ("task", "urgency", "2", "2 - Medium", ""),
    ("task", "urgency", "3", "3 - Low", ""),
    ("task", "impact", "1", "1 - High", ""),
    ("task", "impact", "2", "2 - Medium", ""),
    ("task", "impact", "3", "3 - Low", ""),
    ("incident", "severity", "1", "1 - High", ""),
    ("incident", "severity", "2", "2 - Medium", ""),
    ("incident", "severity", "3", "3 - Low", ""),
    ("task", "priority", "1", "1 - Critical", ""),
    ("task", "priority", "2", "2 - High", ""),
    ("task", "priority", "3", "3 - Moderate", ""),
    ("task", "priority", "4", "4 - Low", ""),
    ("task", "priority", "5", "5 - Planning", ""),
    ("incident", "state", "1", "New", ""),
    ("incident", "state", "2", "In Progress", ""),
    ("incident", "state", "3", "On Hold", ""),
    ("incident", "state", "6", "Resolved", ""),
    ("incident", "state", "7", "Closed", ""),
    ("incident", "state", "8", "Canceled", ""),
    ("incident", "category", "inquiry", "Inquiry / Help", ""),
    ("incident", "category", "software", "Software", ""),
    ("incident", "category", "hardware", "Hardware", ""),
    ("incident", "category", "network", "Network", ""),
    ("incident", "category", "database", "Database", ""),
    ("incident", "category", "security", "Security", ""),
    ("incident", "subcategory", "antivirus", "Antivirus", "inquiry"),
    ("incident", "subcategory", "email", "Email", "inquiry"),
    ("incident", "subcategory", "email", "Email", "software"),
    ("incident", "subcategory", "os", "Operating System", "software"),
    ("incident", "subcategory", "cpu", "CPU", "hardware"),
    ("incident", "subcategory", "disk", "Disk", "hardware"),
    ("incident", "subcategory", "dns", "DNS", "network"),
    ("incident", "subcategory", "vpn", "VPN", "network"),
    ("incident", "subcategory", "oracle", "Oracle", "database"),
    ("incident", "subcategory", "phishing", "Phishing", "security"),
    ("incident", "subcategory", "malware", "Malware", "security"),
    ("incident", "close_code", "Duplicate", "Duplicate", ""),
    ("incident", "close_code", "Known error", "Known error", ""),
    ("incident", "close_code", "Resolved by caller", "Resolved by caller", ""),
    ("incident", "close_code", "Solution provided", "Solution provided", ""),
    ("incident", "close_code", "User error", "User error", ""),
    ("incident", "close_code", "Workaround provided", "Workaround provided", ""),
];

/// The name of a user, or nothing when there is no such user.
pub(super) fn user_name(sys_id: &str) -> &'static str {
    let known = USERS.iter().find(|user| user.0 == sys_id);
    known.map_or("", |user| user.1)
}

/// The label of a choice. A value that is no choice is stored and shown as it is.
pub(super) fn label(element: &str, value: &str) -> String {
    let known = CHOICES.iter().find(|choice| choice.1 == element && choice.2 == value);
    known.map_or(value, |choice| choice.3).to_owned()
}

/// The rows of `sys_choice`.
pub(super) fn choices() -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, (table, element, value, label, dependent)) in CHOICES.iter().enumerate() {
        rows.push(row(&[
            ("sys_id", &format!("{place:032x}")),
            ("name", table),
            ("element", element),
            ("value", value),
            ("label", label),
            ("dependent_value", dependent),
            ("language", "en"),
            ("inactive", "false"),
        ]));
    }
    rows
}

/// The rows of `sys_dictionary`. What a record must have is mandatory here.
pub(super) fn dictionary(required: &[String]) -> Vec<Row> {
    let mut rows = Vec::new();
    for (place, column) in COLUMNS.iter().enumerate() {
        let internal = match column.kind {
            Kind::Text | Kind::Choice => "string",
            Kind::Journal => "journal_input",
            Kind::User => "reference",
            Kind::Moment => "glide_date_time",
            Kind::Number => "integer",
        };
        rows.push(row(&[
            ("sys_id", &format!("{:032x}", 0x1000 + place)),
            ("name", column.table),
            ("element", column.name),
            ("column_label", column.label),
            ("internal_type", internal),
            ("max_length", &column.max.to_string()),
            ("mandatory", if required.iter().any(|name| name == column.name) { "true" } else { "false" }),
            ("default_value", column.default),
            ("active", "true"),
            ("array", "false"),
            ("read_only", if column.writable { "false" } else { "true" }),
        ]));
    }
    rows
}

/// A row from its cells.
pub(super) fn row(cells: &[(&str, &str)]) -> Row {
    let owned = |cell: &(&str, &str)| (cell.0.to_owned(), cell.1.to_owned());
    cells.iter().map(owned).collect()
}
