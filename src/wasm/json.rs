//! JSON written by hand: of the forms it is all that they need of a writer, and the platform makes objects of it faster than calls
//! for each member.

use crate::words::push_number;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    /// Without `catch`: what is written here can be read.
    #[wasm_bindgen(js_namespace = JSON)]
    pub(super) fn parse(json: &str) -> JsValue;
}

pub(super) enum Value<'a> {
    Null,
    Flag(bool),
    Number(usize),
    Text(&'a str),
    /// Whatever writes itself.
    Written(&'a dyn Fn(&mut String)),
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self::Null, Self::Text)
    }
}

impl Value<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Flag(true) => out.push_str("true"),
            Self::Flag(false) => out.push_str("false"),
            Self::Number(number) => push_number(out, *number),
            Self::Text(text) => push_text(out, text),
            Self::Written(write) => write(out),
        }
    }
}

pub(super) fn push_object(out: &mut String, members: &[(&str, Value<'_>)]) {
    let mut before = '{';
    for (name, value) in members {
        out.push(before);
        push_text(out, name);
        out.push(':');
        value.write(out);
        before = ',';
    }
    out.push('}');
}

pub(super) fn push_list<T>(out: &mut String, items: &[T], push: impl Fn(&mut String, &T)) {
    out.push('[');
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        push(out, item);
    }
    out.push(']');
}

fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for letter in text.chars() {
        if letter < ' ' {
            out.push_str(if letter < '\u{10}' { "\\u000" } else { "\\u001" });
            out.extend(char::from_digit(u32::from(letter) % 16, 16));
            continue;
        }
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
}
