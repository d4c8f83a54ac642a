//! JSON text, values, and what is read from values.

pub(crate) use ::markup::json::*;
pub(crate) use serde_json::Error as Unread;

use serde::de::value::StringDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// Reads what a value holds.
///
/// The library would do; it takes a struct from a list as well as from an object, for which each type has its code twice.
///
/// # Errors
/// Where something else is there.
pub(crate) fn take<T: DeserializeOwned>(value: Value) -> Result<T, Error> {
    T::deserialize(Tree(value))
}

/// An object that is read member by member.
pub(crate) struct Members(Value);

impl Members {
    pub(crate) fn of(value: Value) -> Result<Self, Unread> {
        match value {
            Value::Object(_) => Ok(Self(value)),
            other => Tree(other).wrong(&"an object"),
        }
    }

    /// A text; empty where there is none.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A member that may be missing.
    pub(crate) fn take<T: DeserializeOwned>(&mut self, name: &str) -> Result<Option<T>, Unread> {
        match self.0.get_mut(name).map(Value::take) {
            None | Some(Value::Null) => Ok(None),
            Some(member) => take(member).map(Some),
        }
    }

    /// A member that may be anything, and must be there.
    pub(crate) fn value(&mut self, name: &'static str) -> Result<Value, Unread> {
        self.0.get_mut(name).map(Value::take).ok_or_else(|| Unread::missing_field(name))
    }

    /// A member that must be there.
    pub(crate) fn need<T: DeserializeOwned>(&mut self, name: &'static str) -> Result<T, Unread> {
        self.take(name)?.ok_or_else(|| Unread::missing_field(name))
    }
}

/// An object of these members. One function for all: `json!` would write each member's code anew, and collecting them would
/// sort first.
pub(crate) fn object(members: Vec<(&str, Value)>) -> Value {
    let mut object = Map::new();
    for (name, value) in members {
        object.insert(name.to_owned(), value);
    }
    Value::Object(object)
}

/// The error that something else is there than belongs there.
pub(crate) fn mismatch(found: Value, expected: &dyn serde::de::Expected) -> Unread {
    let wrong: Result<(), Unread> = Tree(found).wrong(expected);
    wrong.err().unwrap_or_else(|| Unread::custom(""))
}

struct Tree(Value);

impl Tree {
    #[cold]
    fn wrong<T>(&self, visitor: &dyn serde::de::Expected) -> Result<T, Error> {
        let found = match &self.0 {
            Value::Null => Unexpected::Unit,
            Value::Bool(flag) => Unexpected::Bool(*flag),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => Unexpected::Unsigned(number),
                (_, Some(number)) => Unexpected::Signed(number),
                _ => Unexpected::Float(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => Unexpected::Str(text),
            Value::Array(_) => Unexpected::Seq,
            Value::Object(_) => Unexpected::Map,
        };
        Err(Error::invalid_type(found, visitor))
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(flag),
            Value::Number(number) => number.deserialize_any(visitor),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(members) => visitor.visit_map(Entries::of(members)),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Bool(flag) => visitor.visit_bool(flag),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Number(number) => number.deserialize_any(visitor),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u32(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_u32(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(members) => visitor.visit_map(Entries::of(members)),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::String(word) => visitor.visit_enum(StringDeserializer::new(word)),
            _ => self.wrong(&visitor),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Entries {
    rest: serde_json::map::IntoIter,
    value: Value,
}

impl Entries {
    fn of(members: Map<String, Value>) -> Self {
        Self { rest: members.into_iter(), value: Value::Null }
    }

    fn next(&mut self) -> Option<String> {
        let (name, value) = self.rest.next()?;
        self.value = value;
        Some(name)
    }
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        self.next().map(|name| seed.deserialize(StringDeserializer::new(name))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Tree(self.value.take()))
    }
}

#[cfg(test)]
mod tests {
    use super::take;
    use serde::Deserialize;
    use serde_json::{Value, json};
    use std::collections::BTreeMap;

    #[derive(Debug, PartialEq, Deserialize)]
    enum Word {
        One,
        Two,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Inner {
        the_word: Word,
        count: u32,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Outer {
        text: String,
        inner: Option<Inner>,
        list: Vec<i64>,
        #[serde(default)]
        flag: bool,
        map: BTreeMap<String, usize>,
        any: Value,
    }

    /// What is read, or why not, is what the library reads and says.
    #[test]
    fn values_are_read_as_the_library_reads_them() {
        let good = json!({
            "text": "t", "inner": { "theWord": "Two", "count": 7, "more": [{}] }, "list": [1, -2], "flag": true,
            "map": { "a": 1 }, "any": { "x": [null, 2.5, "y"] }, "unknown": { "a": [1] },
        });
        let mut all = vec![good.clone(), json!(null), json!(5), json!("x")];
        let wrongs =
            [json!(null), json!(-1), json!(2.5), json!("x"), json!(["x"]), json!({ "theWord": "Three" }), json!(true)];
        for name in ["text", "inner", "list", "flag", "map", "any"] {
            // A list in the place of a struct is the one thing that the library takes besides.
            for wrong in wrongs.iter().filter(|wrong| name != "inner" || !wrong.is_array()) {
                let mut value = good.clone();
                value[name] = wrong.clone();
                all.push(value);
            }
            let mut value = good.clone();
            drop(value.as_object_mut().unwrap().remove(name));
            all.push(value);
        }
        for value in all {
            let theirs = serde_json::from_value::<Outer>(value.clone()).map_err(|error| error.to_string());
            assert_eq!(take::<Outer>(value.clone()).map_err(|error| error.to_string()), theirs, "{value}");
        }
        assert!(take::<Outer>(json!(["t"])).is_err());
    }
}
