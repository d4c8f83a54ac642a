//! The documents of a case's alerts, which a host passes beside the case: the case itself has only their ids.

use super::Text;
use crate::json;
use serde_json::{Map, Value};

/// An alert's document, as Elasticsearch answers it in a search.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct AlertDocument<'a> {
    /// The alert's id.
    pub id: Text<'a>,
    /// Its JSON.
    pub(super) source: &'a str,
}

impl AlertDocument<'_> {
    /// The texts that stand under each of the paths, such as `source.ip`; an object may be nested, or named by a path
    /// with dots, and a value may be a list. Nothing where the document is no object.
    #[must_use]
    pub fn texts<const N: usize>(&self, paths: [&str; N]) -> [Vec<String>; N] {
        let source = json::read_object(self.source).unwrap_or_default();
        paths.map(|path| {
            let mut found = Vec::new();
            collect(&source, path, &mut found);
            found
        })
    }
}

fn collect(object: &Map<String, Value>, path: &str, found: &mut Vec<String>) {
    if let Some(value) = object.get(path) {
        texts_of(value, found);
    }
    for (at, _) in path.match_indices('.') {
        let (name, rest) = (path.get(..at).unwrap_or_default(), path.get(at + 1..).unwrap_or_default());
        let inner = object.get(name);
        let inner = inner.map_or(&[][..], |inner| inner.as_array().map_or(std::slice::from_ref(inner), Vec::as_slice));
        for object in inner.iter().filter_map(Value::as_object) {
            collect(object, rest, found);
        }
    }
}

fn texts_of(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => found.push(text.trim().to_owned()),
        Value::Array(list) => {
            found.extend(
                list.iter().filter_map(Value::as_str).map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned),
            );
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use crate::case::wire::alerts;
    use crate::json::Cursor;

    #[test]
    fn values_are_found_nested_dotted_and_in_lists() {
        for source in [
            r#"{"source":{"ip":"203.0.113.5"}}"#,
            r#"{"source.ip":"203.0.113.5"}"#,
            r#"{"source.ip":[" 203.0.113.5 ",""]}"#,
            r#"{"source":[{"ip":["203.0.113.5"]},7]}"#,
        ] {
            let json = format!(
                r#"{{"took":1,"hits":{{"total":{{"value":1}},"hits":[{{"_id":"a","_index":"i","_source":{source}}}]}}}}"#
            );
            let page = alerts(&mut Cursor::new(&json)).unwrap();
            assert_eq!(page[0].texts(["source.ip"]), [["203.0.113.5"]], "{source}");
        }
    }

    #[test]
    fn what_is_no_text_is_passed_over() {
        let json = r#"{"hits":{"hits":[{"_id":"a","_source":{"source":{"ip":{"x":1}},"url":{"full":7}}},{"_id":"b","_source":"x"}]}}"#;
        for alert in alerts(&mut Cursor::new(json)).unwrap() {
            assert_eq!(alert.texts(["source.ip", "url.full"]), [Vec::<String>::new(), Vec::new()]);
        }
    }
}
