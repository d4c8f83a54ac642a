//! Tables that describe other tables, and the users.

use super::{
    accounts::ACCOUNTS,
    columns::{Column, Kind, TASK},
    tables::{TABLES, Table},
};
use crate::shared::settings::Settings;
use std::collections::BTreeMap;

/// A row of any table, by column.
pub(super) type Row = BTreeMap<String, String>;

/// A person who does not log in.
const ABEL: (&str, &str) = ("c0ffee00c0ffee00c0ffee00c0ffee02", "Abel Tuter");

/// Groups of people.
const GROUPS: [(&str, &str); 3] = [
    ("d0d0ca00d0d0ca00d0d0ca00d0d0ca01", "Security Operations"),
    ("d0d0ca00d0d0ca00d0d0ca00d0d0ca02", "Network"),
    ("d0d0ca00d0d0ca00d0d0ca00d0d0ca03", "Service Desk"),
];

/// Configuration items.
const ITEMS: [(&str, &str); 2] =
    [("ab1e0000ab1e0000ab1e0000ab1e0001", "mail-01"), ("ab1e0000ab1e0000ab1e0000ab1e0002", "vpn-gateway")];

/// `table, element, value, label, dependent value`.
///
/// Of security incidents the states are those of the default process, and category, subcategory and
/// priority those that tests of Kibana have recorded. The codes for closing, and `Phishing` with its
/// subcategory, are assumptions.
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
    ("sn_si_incident", "state", "10", "Draft", ""),
    ("sn_si_incident", "state", "16", "Analysis", ""),
    ("sn_si_incident", "state", "18", "Contain", ""),
    ("sn_si_incident", "state", "19", "Eradicate", ""),
    ("sn_si_incident", "state", "20", "Recover", ""),
    ("sn_si_incident", "state", "100", "Review", ""),
    ("sn_si_incident", "state", "3", "Closed", ""),
    ("sn_si_incident", "state", "7", "Cancelled", ""),
    ("sn_si_incident", "category", "Privilege Escalation", "Privilege Escalation", ""),
    ("sn_si_incident", "category", "Criminal activity/investigation", "Criminal activity/investigation", ""),
    ("sn_si_incident", "category", "Denial of Service", "Denial of Service", ""),
    ("sn_si_incident", "category", "failed_login", "Failed Login", ""),
    ("sn_si_incident", "category", "Phishing", "Phishing", ""),
    ("sn_si_incident", "subcategory", "12", "Inbound or outbound", "Denial of Service"),
    ("sn_si_incident", "subcategory", "26", "Single or distributed (DoS or DDoS)", "Denial of Service"),
    ("sn_si_incident", "subcategory", "inbound_ddos", "Inbound DDos", "Denial of Service"),
    ("sn_si_incident", "subcategory", "spear_phishing", "Spear phishing", "Phishing"),
    ("sn_si_incident", "close_code", "Threat mitigated", "Threat mitigated", ""),
    ("sn_si_incident", "close_code", "Not resolved", "Not resolved", ""),
    ("sn_si_incident", "close_code", "False positive", "False positive", ""),
];

fn people() -> impl Iterator<Item = (&'static str, &'static str)> {
    ACCOUNTS.iter().map(|account| (account.sys_id, account.name)).chain([ABEL])
}

/// The name of what a reference points to, or nothing when there is no such thing.
pub(super) fn reference_name(sys_id: &str) -> &'static str {
    people().chain(GROUPS).chain(ITEMS).find(|known| known.0 == sys_id).map_or("", |known| known.1)
}

/// Who has this user name.
pub(super) fn user_id(user_name: &str) -> Option<String> {
    let has = |row: &Row, name: &str| row.get("user_name").is_some_and(|it| it == name);
    referenced("sys_user").into_iter().find(|row| has(row, user_name)).and_then(|mut row| row.remove("sys_id"))
}

/// The rows of `sys_user`, `sys_user_group` and `cmdb_ci`.
pub(super) fn referenced(table: &str) -> Vec<Row> {
    let named = |(id, name): (&str, &str)| row(&[("sys_id", id), ("name", name), ("active", "true")]);
    match table {
        "sys_user" => {
            let login = |name: &str| name.to_lowercase().replace(' ', ".");
            let user = |(id, name): (&str, &str)| {
                let (login, mail) = (login(name), format!("{}@example.com", login(name)));
                row(&[("sys_id", id), ("name", name), ("active", "true"), ("user_name", &login), ("email", &mail)])
            };
            people().map(user).collect()
        }
        "sys_user_group" => GROUPS.into_iter().map(named).collect(),
        _ => ITEMS.into_iter().map(named).collect(),
    }
}

/// The rows of `sys_dictionary_override`: what a table wants filled of a column that it inherits, where it has no row of its own.
pub(super) fn overrides(settings: &Settings) -> Vec<Row> {
    let inherited = |table: &Table, name: &str| table.own.iter().all(|column| column.name != name);
    let mut rows = Vec::new();
    for table in &TABLES {
        for name in table.required(settings).filter(|name| inherited(table, name)) {
            rows.push(row(&[
                ("sys_id", &format!("{:032x}", 0x2000 + rows.len())),
                ("name", table.name),
                ("element", name),
                ("mandatory", "true"),
                ("mandatory_override", "true"),
                ("read_only", "false"),
                ("read_only_override", "false"),
                ("default_value", ""),
                ("default_value_override", "false"),
            ]));
        }
    }
    rows
}

/// The label of a choice. A value that is no choice is stored and shown as it is. Where a table has
/// choices of its own for an element, those of `task` do not count.
pub(super) fn label(table: &Table, element: &str, value: &str) -> String {
    let own = CHOICES.iter().any(|choice| choice.0 == table.name && choice.1 == element);
    let owner = if own { table.name } else { "task" };
    let known = CHOICES.iter().find(|choice| (choice.0, choice.1, choice.2) == (owner, element, value));
    known.map_or(value, |choice| choice.3).to_owned()
}

/// Whether a value is one of a field's choices, by the same rule.
pub(super) fn is_choice(table: &Table, element: &str, value: &str) -> bool {
    let own = CHOICES.iter().any(|choice| choice.0 == table.name && choice.1 == element);
    let owner = if own { table.name } else { "task" };
    CHOICES.iter().any(|choice| (choice.0, choice.1, choice.2) == (owner, element, value))
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
            ("sequence", &format!("{place:04}")),
        ]));
    }
    rows
}

/// The rows of `sys_dictionary`. What a record must have is mandatory here. A table has rows for its
/// own columns, and for an inherited one where it wants it filled and its parent does not.
pub(super) fn dictionary(settings: &Settings) -> Vec<Row> {
    let [incident, ..] = &TABLES;
    let wanted = |table: &Table, name: &str| table.required(settings).any(|it| it == name);
    let mut rows: Vec<_> = TASK.iter().map(|column| ("task", column, wanted(incident, column.name))).collect();
    for table in &TABLES {
        for column in table.columns() {
            let own = table.own.iter().any(|it| it.name == column.name);
            let mandatory = wanted(table, column.name);
            if own || (mandatory && table.name != incident.name) {
                rows.push((table.name, column, mandatory));
            }
        }
    }
    rows.into_iter()
        .enumerate()
        .map(|(place, (table, column, mandatory))| entry(place, table, column, mandatory))
        .collect()
}

fn entry(place: usize, table: &str, column: &Column, mandatory: bool) -> Row {
    let internal = match column.kind {
        Kind::Text | Kind::Choice => "string",
        Kind::Journal => "journal_input",
        Kind::User | Kind::Group | Kind::Item => "reference",
        Kind::Moment => "glide_date_time",
        Kind::Number => "integer",
    };
    row(&[
        ("sys_id", &format!("{:032x}", 0x1000 + place)),
        ("name", table),
        ("element", column.name),
        ("column_label", column.label),
        ("internal_type", internal),
        ("max_length", &column.max.to_string()),
        ("mandatory", if mandatory { "true" } else { "false" }),
        ("default_value", column.default),
        ("active", "true"),
        ("array", "false"),
        ("reference", column.kind.reference().unwrap_or_default()),
        ("choice", if column.kind == Kind::Choice { "1" } else { "0" }),
        ("dependent_on_field", if column.name == "subcategory" { "category" } else { "" }),
        ("read_only", if column.writable { "false" } else { "true" }),
    ])
}

/// A row from its cells.
pub(super) fn row(cells: &[(&str, &str)]) -> Row {
    let owned = |cell: &(&str, &str)| (cell.0.to_owned(), cell.1.to_owned());
    cells.iter().map(owned).collect()
}
