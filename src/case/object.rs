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
                        #[allow(non_camel_case_types, reason = "the names of the members")]
                        enum Place { $($field,)* $($optional,)* }
                        let mut seen = 0;
                        $(let mut $field = None;)*
                        $(let mut $optional = Default::default();)*
                        while let Some(name) = map.next_key::<$crate::case::Text<'de>>()? {
                            match &*name {
                                $($name => {
                                    $crate::case::object::once(&mut seen, Place::$field as u32, $name)?;
                                    $field = Some(map.next_value()?);
                                })*
                                $($other => {
                                    $crate::case::object::once(&mut seen, Place::$optional as u32, $other)?;
                                    $optional = map.next_value()?;
                                })*
                                _ => drop(map.next_value::<serde::de::IgnoredAny>()?),
                            }
                        }
                        Ok($type {
                            $($field: $field.ok_or_else(|| <A::Error as serde::de::Error>::missing_field($name))?,)*
                            $($optional,)*
                        })
                    }
                }
                deserializer.deserialize_map(Members)
            }
        }
    };
}

pub(super) use from_object;

/// Notes the member at this place; an object that has it twice is an error.
pub(super) fn once<E: serde::de::Error>(seen: &mut u32, place: u32, name: &'static str) -> Result<(), E> {
    let bit = 1 << place;
    if *seen & bit != 0 {
        return Err(E::duplicate_field(name));
    }
    *seen |= bit;
    Ok(())
}
