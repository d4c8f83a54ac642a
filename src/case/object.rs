//! Reading structs from JSON objects.

/// Reads a struct that borrows from the text, member by member: those before the semicolon must be there, and of the others
/// a default stands for one that is missing.
///
/// What serde derives takes a list as well as an object, and has code for each member twice, for a case 15 kB.
macro_rules! from_object {
    ($type:ident: $($name:literal => $field:ident),*; $($other:literal => $optional:ident),*) => {
        impl<'de: 'a, 'a> serde::Deserialize<'de> for $type<'a> {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Members;
                impl<'de> serde::de::Visitor<'de> for Members {
                    type Value = $type<'de>;
                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("struct ", stringify!($type)))
                    }
                    fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        use serde::de::Error;
                        $(let mut $field = None;)*
                        $(let mut $optional = None;)*
                        while let Some(name) = map.next_key::<$crate::case::Text<'de>>()? {
                            match &*name {
                                $($name => match $field {
                                    None => $field = Some(map.next_value()?),
                                    Some(_) => return Err(A::Error::duplicate_field($name)),
                                },)*
                                $($other => match $optional {
                                    None => $optional = Some(map.next_value()?),
                                    Some(_) => return Err(A::Error::duplicate_field($other)),
                                },)*
                                _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                            }
                        }
                        Ok($type {
                            $($field: $field.ok_or_else(|| A::Error::missing_field($name))?,)*
                            $($optional: $optional.unwrap_or_default(),)*
                        })
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}

pub(super) use from_object;
