//! The fields of an incident in this organisation.

use serde_json::{Value, json};

/// How the value of a field looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    TextArea,
    Select,
    MultiSelect,
    Boolean,
    Number,
    /// A person or a group.
    Owner,
    Members,
    Date,
    DateTime,
}

/// One field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) id: u32,
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) kind: Kind,
    /// Defined by the organisation: its value stands under `properties`.
    pub(super) custom: bool,
    /// `always`, `close` or empty.
    pub(super) required: &'static str,
    pub(super) read_only: bool,
    /// Ids and labels of the options.
    pub(super) options: &'static [(u32, &'static str)],
}

/// The field by which an incident is found again. A setting removes it.
pub(super) const MARK: &str = "case_connectors_mark";

const fn built_in(id: u32, name: &'static str, label: &'static str, kind: Kind) -> Field {
    Field { id, name, label, kind, custom: false, required: "", read_only: false, options: &[] }
}

const fn custom(id: u32, name: &'static str, label: &'static str, kind: Kind) -> Field {
    let mut field = built_in(id, name, label, kind);
    field.custom = true;
    field
}

const fn required(mut field: Field, when: &'static str) -> Field {
    field.required = when;
    field
}

const fn read_only(mut field: Field) -> Field {
    field.read_only = true;
    field
}

const fn options(mut field: Field, options: &'static [(u32, &'static str)]) -> Field {
    field.options = options;
    field
}

/// Ids and labels of those who can own an incident.
const PEOPLE: &[(u32, &str)] = &[
    (1, "Case Bot (case.bot@example.com)"),
    (2, "Ana Lyst (ana.lyst@example.com)"),
    (3, "Cal Ler (cal.ler@example.com)"),
    (4, "SOC"),
];

/// All of them. `plan_status` has letters for values and is handled apart.
pub(super) const FIELDS: &[Field] = &[
    required(built_in(16, "name", "Name", Kind::Text), "always"),
    built_in(14, "description", "Description", Kind::TextArea),
    required(built_in(23, "discovered_date", "Date Discovered", Kind::DateTime), "always"),
    built_in(40, "start_date", "Date Occurred", Kind::DateTime),
    options(built_in(33, "severity_code", "Severity", Kind::Select), &[(4, "Low"), (5, "Medium"), (6, "High")]),
    options(
        built_in(6, "incident_type_ids", "Incident Type", Kind::MultiSelect),
        &[
            (17, "Malware"),
            (19, "Improper disposal: digital asset(s)"),
            (20, "Lost documents / files / records"),
            (21, "Denial of Service"),
            (22, "Phishing"),
            (26, "System Intrusion"),
        ],
    ),
    options(built_in(11, "owner_id", "Owner", Kind::Owner), PEOPLE),
    options(built_in(12, "members", "Members", Kind::Members), PEOPLE),
    built_in(30, "reporter", "Reporting Individual", Kind::Text),
    built_in(5, "confirmed", "Incident Disposition", Kind::Boolean),
    built_in(36, "plan_status", "Status", Kind::Text),
    required(
        options(
            built_in(41, "resolution_id", "Resolution", Kind::Select),
            &[(7, "Unresolved"), (8, "Duplicate"), (9, "Not an Issue"), (10, "Resolved")],
        ),
        "close",
    ),
    required(built_in(42, "resolution_summary", "Resolution Summary", Kind::TextArea), "close"),
    read_only(built_in(1, "id", "ID", Kind::Number)),
    read_only(built_in(8, "create_date", "Date Created", Kind::DateTime)),
    read_only(built_in(44, "inc_last_modified_date", "Last Modified", Kind::DateTime)),
    custom(201, MARK, "Case connectors mark", Kind::Text),
    custom(202, "case_url", "Case URL", Kind::Text),
    custom(203, "affected_hosts", "Affected hosts", Kind::TextArea),
    custom(204, "risk_score", "Risk score", Kind::Number),
    custom(205, "customer_impact", "Customer impact", Kind::Boolean),
    custom(206, "reported_on", "Reported on", Kind::Date),
    options(
        custom(207, "detection_source", "Detection source", Kind::Select),
        &[(101, "Endpoint"), (102, "Network"), (103, "Mail gateway")],
    ),
    options(
        custom(208, "affected_sites", "Affected sites", Kind::MultiSelect),
        &[(111, "Berlin"), (112, "Lisbon"), (113, "Toronto")],
    ),
];

/// The fields that exist under the present settings.
pub(super) fn existing(with_mark: bool) -> impl Iterator<Item = &'static Field> {
    let exists = move |field: &&Field| with_mark || field.name != MARK;
    FIELDS.iter().filter(exists)
}

/// The field of a name, with or without its prefix.
pub(super) fn find(name: &str, with_mark: bool) -> Option<&'static Field> {
    let (bare, prefixed) = match name.strip_prefix("properties.") {
        Some(bare) => (bare, true),
        None => (name, false),
    };
    existing(with_mark).find(|field| field.name == bare && (field.custom || !prefixed))
}

impl Field {
    fn input_type(&self) -> &'static str {
        match (self.name, self.kind) {
            ("plan_status", _) => "select",
            (_, Kind::Text) => "text",
            (_, Kind::TextArea) => "textarea",
            (_, Kind::Select) => "select",
            (_, Kind::MultiSelect) => "multiselect",
            (_, Kind::Owner) => "select_owner",
            (_, Kind::Members) => "multiselect_members",
            (_, Kind::Boolean) => "boolean",
            (_, Kind::Number) => "number",
            (_, Kind::Date) => "datepicker",
            (_, Kind::DateTime) => "datetimepicker",
        }
    }

    /// The definition of the field. `required` is left out of optional ones.
    pub(super) fn to_value(&self, required: &[String]) -> Value {
        let mut values: Vec<_> = self.options.iter().map(|(id, label)| option((*id).into(), label)).collect();
        if self.name == "plan_status" {
            values = vec![option("A".into(), "Active"), option("C".into(), "Closed")];
        }
        let mut shown = json!({
            "id": self.id,
            "name": self.name,
            "text": self.label,
            "type_id": 0,
            "prefix": self.custom.then_some("properties"),
            "input_type": self.input_type(),
            "read_only": self.read_only,
            "internal": !self.custom,
            "changeable": true,
            "chosen": false,
            "blank_option": false,
            "hide_notification": false,
            "rich_text": self.kind == Kind::TextArea,
            "tooltip": "",
            "placeholder": "",
            "operations": ["equals", "not_equals", "contains"],
            "values": values,
        });
        if !self.required.is_empty() {
            shown["required"] = self.required.into();
        } else if required.iter().any(|name| name == self.name) {
            shown["required"] = "always".into();
        }
        shown
    }
}

fn option(value: Value, label: &str) -> Value {
    json!({
        "value": value,
        "label": label,
        "enabled": true,
        "hidden": false,
        "default": false,
        "properties": null,
        "uuid": null,
    })
}
