//! What the package says of each system, written from the forms: a new system needs no hand here.

use crate::common::files::{root, text};
use case_connectors::connector::form::{FieldSpec, FormSpec, Kind};
use case_connectors::connector::{Draft, Rules, Severity};
use case_connectors::systems::{FORMS, validate};
use serde_json::json;
use std::fmt::Write;

const HEAD: &str = "// Written from the forms of the engine. `cargo test --test engine generated::` says how to bring it up to date.\n";

#[test]
fn the_declarations_of_the_systems_are_those_of_the_forms() {
    is_up_to_date("systems.d.ts", &declarations());
}

#[test]
fn the_list_of_the_systems_is_that_of_the_forms() {
    is_up_to_date("systems.js", &list());
}

fn is_up_to_date(name: &str, expected: &str) {
    let path = root().join("target/tmp").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, expected).unwrap();
    assert!(
        text(&format!("pkg/{name}")) == expected,
        "The forms have changed: copy {} over pkg/{name}.",
        path.display()
    );
}

/// A system's name in the names of types: without its maker.
fn prefix(form: &FormSpec) -> String {
    form.name.trim_start_matches("IBM ").replace(' ', "")
}

fn list() -> String {
    let mut out = format!(
        "{HEAD}\n/** What a host may show before the engine is there. */\nexport const TYPES = Object.freeze(\n  [\n"
    );
    for form in FORMS {
        let (id, name, license) = (form.type_id, form.name, form.minimum_license.as_str());
        writeln!(out, "    {{ id: '{id}', name: '{name}', minimumLicense: '{license}' }},").unwrap();
    }
    out + "  ].map(Object.freeze),\n);\n"
}

fn declarations() -> String {
    let mut out = format!(
        "{HEAD}import type {{ ConnectorOf, DraftOf, FormFlag, FormText }} from './connector-types.js';\n\nexport type ConnectorTypeId = {};\n",
        union(FORMS.iter().map(|form| format!("'{}'", form.type_id)))
    );
    for form in FORMS {
        let (prefix, name, id) = (prefix(form), form.name, form.type_id);
        let of = |place: &'static str| {
            move |field: &&FieldSpec| field.path().strip_prefix(place).is_some_and(|rest| !rest.contains('.'))
        };
        let [config, advanced, secrets] = ["config.", "config.advanced.", "secrets."]
            .map(|place| form.all_fields().filter(of(place)).collect::<Vec<_>>());
        writeln!(out, "\n/** The fields of {name} whose `path` begins with `config.`. */").unwrap();
        writeln!(out, "export interface {prefix}Config {{").unwrap();
        members(&mut out, &config);
        writeln!(out, "  advanced?: {prefix}Advanced | null | undefined;\n}}\n").unwrap();
        writeln!(out, "export interface {prefix}Advanced {{").unwrap();
        members(&mut out, &advanced);
        writeln!(out, "}}\n\nexport interface {prefix}Secrets {{").unwrap();
        members(&mut out, &secrets);
        writeln!(out, "}}\n\nexport type {prefix}Draft = DraftOf<'{id}', {prefix}Config, {prefix}Secrets>;").unwrap();
        writeln!(out, "export type {prefix}Connector = ConnectorOf<'{id}', {prefix}Config>;").unwrap();
    }
    let all = |kind: &str| union(FORMS.iter().map(|form| format!("{}{kind}", prefix(form))));
    writeln!(out, "\n/** The secrets of a connector, by the keys of their fields. */").unwrap();
    writeln!(out, "export type ConnectorSecrets = {};", all("Secrets")).unwrap();
    writeln!(out, "export type ConnectorDraft = {};", all("Draft")).unwrap();
    writeln!(out, "export type Connector = {};", all("Connector")).unwrap();
    out
}

fn members(out: &mut String, fields: &[&FieldSpec]) {
    for field in fields {
        let kind = match field.kind {
            Kind::Secret => "string | null | undefined".to_owned(),
            Kind::Flag(_) => "FormFlag".to_owned(),
            // A version may be typed as the number that it is.
            Kind::Select(choices) => {
                let words = choices.iter().map(|choice| format!("'{}'", choice.value));
                let numbers = choices.iter().filter(|choice| choice.value.parse::<u32>().is_ok());
                let numbers = numbers.map(|choice| choice.value.to_owned());
                union(words.chain(numbers).chain(["''", "null", "undefined"].map(str::to_owned)))
            }
            _ => "FormText".to_owned(),
        };
        writeln!(out, "  {}?: {kind};", field.key).unwrap();
    }
}

fn union(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

/// So that a page can offer the simulated system of each type without knowing any.
#[tokio::test]
async fn the_simulators_offer_a_connector_of_each_type() {
    let offered = simulators::start(simulators::Options::default()).await.unwrap().offer().connectors;
    let ids: Vec<_> = offered.iter().map(|connector| connector.type_id).collect();
    assert_eq!(ids, FORMS.iter().map(|form| form.type_id).collect::<Vec<_>>());
    for connector in offered {
        let mut draft =
            json!({ "type": connector.type_id, "name": connector.name, "config": { "advanced": {} }, "secrets": {} });
        for (path, value) in &connector.values {
            let (parent, key) = path.rsplit_once('.').unwrap();
            draft.pointer_mut(&format!("/{}", parent.replace('.', "/"))).unwrap()[key] = json!(value);
        }
        let problems = validate(&serde_json::from_value::<Draft>(draft).unwrap(), Rules::default());
        let errors: Vec<_> = problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", connector.name);
    }
}
