//! Why JSON was not read, in words for people.

use serde_json::Error;
use serde_json::error::Category;

/// One or two sentences, for after the one that says what cannot be read.
pub(crate) fn why(error: &Error) -> String {
    let place = match error.line() {
        0 => String::new(),
        line => format!(" Look at line {line}, column {}.", error.column()),
    };
    let words = match error.classify() {
        Category::Eof => "It ends too early: part of it may be missing.".to_owned(),
        Category::Syntax | Category::Io => "It is not JSON.".to_owned(),
        Category::Data => of_data(&error.to_string()),
    };
    format!("{words}{place}")
}

/// Of JSON that says something else than belongs there. The library knows what, and says it in its own words.
fn of_data(words: &str) -> String {
    let words = words.rsplit_once(" at line ").map_or(words, |(words, _)| words);
    if let Some(name) = words.strip_prefix("missing field ") {
        return format!("{name} is missing.");
    }
    let wrong = ["invalid type: ", "invalid value: ", "invalid length "].iter().find_map(|it| words.strip_prefix(it));
    match wrong.and_then(|words| words.split_once(", expected ")) {
        Some((found, expected)) => format!("There is {found} in the place of {expected}."),
        None => format!("{words}."),
    }
}

#[cfg(test)]
mod tests {
    use super::why;
    use serde::Deserialize;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "it is only read")]
    struct Pair {
        id: String,
        at: u8,
    }

    fn of(json: &str) -> String {
        why(&serde_json::from_str::<Pair>(json).unwrap_err())
    }

    #[test]
    fn people_are_told_what_is_wrong_and_where() {
        assert_eq!(of(r#"{"id": "x", "#), "It ends too early: part of it may be missing. Look at line 1, column 12.");
        assert_eq!(of("{\n  id: 1}"), "It is not JSON. Look at line 2, column 3.");
        assert_eq!(of(""), "It ends too early: part of it may be missing. Look at line 1, column 0.");
        assert_eq!(of(r#"{"id":"x"}"#), "`at` is missing. Look at line 1, column 10.");
        assert_eq!(of(r#"{"id":5}"#), "There is integer `5` in the place of a string. Look at line 1, column 7.");
        assert_eq!(
            of(r#"{"id":" at line 3, expected ","at":true}"#),
            "There is boolean `true` in the place of u8. Look at line 1, column 39."
        );
        let value = serde_json::json!({ "id": null });
        assert_eq!(why(&Pair::deserialize(value).unwrap_err()), "There is null in the place of a string.");
    }
}
