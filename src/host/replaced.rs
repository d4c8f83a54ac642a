//! What an import would change of a connector that is stored.

use super::stored::{id_of, name_of};
use crate::connector::mapping::{FieldMapping, Source};
use crate::connector::{Draft, Scalar};
use crate::json;
use crate::systems::form;
use serde::Serialize;
use serde_json::{Map, Value};

/// A stored connector in whose place an import would put another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Replaced {
    id: String,
    name: String,
    changes: Vec<Difference>,
}

/// A value that would be another one.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Difference {
    /// The path of the value: `name`, `config.apiUrl`, `config.advanced.colleagues`, `mappings.title`.
    field: String,
    before: Value,
    after: Value,
}

impl Replaced {
    /// Nothing where both are the same.
    pub(super) fn by(stored: &Draft, imported: &Draft) -> Option<Self> {
        let (mut before, after) = (values(stored), values(imported));
        let mut changes = Vec::new();
        for (field, after) in after {
            let before = before.get_mut(&field).map(Value::take).unwrap_or_default();
            if before != after {
                changes.push(Difference { field, before, after });
            }
        }
        let gone = before.into_iter().filter(|(_, before)| !before.is_null());
        changes.extend(gone.map(|(field, before)| Difference { field, before, after: Value::Null }));
        (!changes.is_empty()).then(|| Self { id: id_of(stored).to_owned(), name: name_of(stored).to_owned(), changes })
    }
}

/// All that decides where and how a connector sends, by path. What is empty is as good as not there.
fn values(connector: &Draft) -> Map<String, Value> {
    let mut values = Map::new();
    values.insert("type".to_owned(), connector.type_id.as_str().into());
    values.insert("name".to_owned(), name_of(connector).into());
    for (name, value) in &connector.config {
        match value {
            Scalar::Section(section) => {
                values.extend(section.iter().map(|(key, value)| (format!("config.{name}.{key}"), filled(value))));
            }
            value => drop(values.insert(format!("config.{name}"), filled(value))),
        }
    }
    // Where there are none, those of the form hold.
    let defaults = || form(&connector.type_id).map_or(&[][..], |form| form.default_mappings);
    let mappings = connector.mappings.as_deref().unwrap_or_else(defaults);
    for source in [Source::Title, Source::Description, Source::Comments, Source::Tags] {
        let own: Vec<&FieldMapping> = mappings.iter().filter(|mapping| mapping.source == source).collect();
        values.insert(format!("mappings.{}", source.as_str()), json::of(&own));
    }
    values
}

fn filled(value: &Scalar) -> Value {
    if value.is_empty() { Value::Null } else { json::of(value) }
}

#[cfg(test)]
mod tests {
    use super::Replaced;
    use crate::connector::mapping::{Action, FieldMapping, Source};
    use crate::connector::{Draft, Scalar};
    use crate::systems::form;

    fn connector(config: &[(&str, &str)]) -> Draft {
        let config = config.iter().map(|(key, value)| ((*key).to_owned(), Scalar::from(*value))).collect();
        Draft { id: Some("soc".into()), name: Some("SOC".into()), config, ..Draft::new(".servicenow") }
    }

    fn fields(stored: &Draft, imported: &Draft) -> Vec<String> {
        let replaced = Replaced::by(stored, imported);
        replaced.map_or_else(Vec::new, |replaced| replaced.changes.into_iter().map(|it| it.field).collect())
    }

    #[test]
    fn whatever_decides_where_and_how_cases_are_sent_is_a_change() {
        let stored = connector(&[("apiUrl", "https://a.example"), ("username", "bot")]);
        let config = |key: &str, value: Scalar| {
            let mut other = stored.clone();
            other.config.insert(key.into(), value);
            other
        };
        let mapped = |mappings: Vec<FieldMapping>| Draft { mappings: Some(mappings), ..stored.clone() };
        let advanced = Scalar::Section([("colleagues".to_owned(), Scalar::from("mallory"))].into());
        let hidden = Scalar::Section([("commentsTarget".to_owned(), Scalar::from("comments"))].into());
        let only_title = vec![FieldMapping::new(Source::Title, "short_description", Action::Overwrite)];
        let without = Draft { config: [("apiUrl".to_owned(), "https://a.example".into())].into(), ..stored.clone() };
        for (other, expected) in [
            (stored.clone(), &[][..]),
            (config("apiUrl", "https://evil.example".into()), &["config.apiUrl"][..]),
            (config("username", "mallory".into()), &["config.username"][..]),
            (config("advanced", advanced), &["config.advanced.colleagues"][..]),
            (config("advanced", hidden), &["config.advanced.commentsTarget"][..]),
            // An empty value says nothing, wherever it stands.
            (config("advanced", Scalar::Section([("apiVersion".to_owned(), Scalar::Empty)].into())), &[][..]),
            (config("other", " ".into()), &[][..]),
            (without, &["config.username"][..]),
            (Draft { name: Some("CISO".into()), ..stored.clone() }, &["name"][..]),
            (Draft { type_id: ".servicenow-sir".into(), ..stored.clone() }, &["type"][..]),
            (mapped(form(".servicenow").unwrap().default_mappings.to_vec()), &[][..]),
            (mapped(only_title), &["mappings.comments", "mappings.description"][..]),
        ] {
            let mut seen = fields(&stored, &other);
            // Another type has other mappings too.
            seen.retain(|field| other.type_id == stored.type_id || !field.starts_with("mappings."));
            assert_eq!(seen, expected, "{other:?}");
        }
    }

    #[test]
    fn both_values_are_told_and_whose_they_are() {
        let (stored, other) =
            (connector(&[("apiUrl", "https://a.example")]), connector(&[("apiUrl", "https://b.example")]));
        let told = serde_json::to_value(Replaced::by(&stored, &other)).unwrap();
        assert_eq!(
            told,
            serde_json::json!({ "id": "soc", "name": "SOC", "changes": [
                { "field": "config.apiUrl", "before": "https://a.example", "after": "https://b.example" },
            ] })
        );
    }
}
