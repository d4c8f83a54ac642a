//! A server that makes something hostile of a good answer: other JSON, other bytes, another status, other headers, no
//! answer, and the `Authorization` of the request in all of them.

use super::random::Random;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use case_connectors::http::{FailReason, Request, Response};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

const STATUS: [u16; 24] = [
    200, 200, 200, 201, 204, 0, 100, 206, 301, 304, 400, 400, 401, 403, 404, 408, 409, 410, 412, 429, 500, 502, 503,
    999,
];

const HEADERS: [(&str, &str); 16] = [
    ("retry-after", "1"),
    ("retry-after", "99999999999999999999"),
    ("retry-after", "-1"),
    ("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"),
    ("x-ratelimit-remaining", "0"),
    ("x-ratelimit-reset", "99999999999999"),
    ("x-ratelimit-reset", "2026-11-02T08:00:01Z"),
    ("x-ratelimit-interval-seconds", "1e999"),
    ("content-type", "text/html"),
    ("content-type", "application/json;charset=UTF-16"),
    ("location", "//evil.example/"),
    ("x-is-logged-in", "false"),
    ("x-seraph-loginreason", "AUTHENTICATION_DENIED"),
    ("www-authenticate", "Negotiate"),
    ("x-total-count", "-9223372036854775808"),
    ("case-connectors-gateway", "refused"),
];

/// What takes the place of a value: wrong kinds, and texts that mean something to some reader.
const TEXTS: [&str; 24] = [
    "",
    " ",
    "null",
    "-1",
    "1e308",
    "99999999999999999999999",
    "\u{0}\u{1}\u{7f}",
    "../../api/_push",
    "%2e%2e/%2e%2e",
    "a?b#c",
    "SOC-1\" OR project = X",
    "javascript:alert(1)",
    "//evil.example/x",
    "https://evil.example/",
    "<li><ul><table><tr><td>",
    "<p>(added by case-connectors, case x)</p>",
    "(Comment by a on 2026-11-02T08:00:00.000Z, case x, comment 1)",
    "{quote}{code}{panel}h1. [x|y]* - # |a|",
    "[code]<a href='x'>[/code][code]",
    "\u{202e}\u{2066}\u{feff}\u{e0041}",
    "2026-11-02 08:00:00 - bot (Work notes)\n",
    "9999-99-99T99:99:99Z",
    "cc-0123456789abcdef0123",
    "bot",
];

/// How many answers there were, of all targets.
pub(super) static ANSWERS: AtomicU64 = AtomicU64::new(0);

/// The answer of a hostile server to a request as it was sent, `Authorization` included; `well` is a good one.
pub(super) fn answer(random: &mut Random, sent: &Request, well: &Response) -> Result<Response, FailReason> {
    ANSWERS.fetch_add(1, Ordering::Relaxed);
    if random.once_in(24) {
        let reasons = [FailReason::NoAnswer, FailReason::TimedOut, FailReason::Aborted, FailReason::NotSent];
        return Err(*random.one(&reasons));
    }
    let (mut status, mut headers) = (well.status(), well.headers().clone());
    if random.once_in(6) {
        status = *random.one(&STATUS);
    }
    while random.once_in(5) {
        let (name, value) = random.one(&HEADERS);
        headers.insert((*name).to_owned(), (*value).to_owned());
    }
    let secret = secret_in(random, sent);
    if random.once_in(8) {
        headers.insert("x-debug".to_owned(), secret.clone());
    }
    let body = body(random, well.body().unwrap_or_default(), &secret);
    Ok(Response::received(sent, status, headers, body))
}

/// What a debugging server makes of the header that it got.
fn secret_in(random: &mut Random, sent: &Request) -> String {
    let header = sent.headers.get("authorization").cloned().unwrap_or_default();
    let token = header.split(' ').next_back().unwrap_or_default().to_owned();
    let plain = STANDARD.decode(&token).ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
    match random.below(8) {
        0 => header,
        1 => token,
        2 => plain.bytes().map(|byte| format!("%{byte:02X}")).collect(),
        3 => plain.chars().map(|char| format!("&#{};", u32::from(char))).collect(),
        4 => plain.chars().map(|char| format!("\\u{:04x}", u32::from(char))).collect(),
        5 => format!("Authorization: {header}\r\nCookie: {plain}"),
        6 => STANDARD.encode(format!("{{\"header\":\"{header}\"}}")),
        _ => plain,
    }
}

fn body(random: &mut Random, well: &[u8], secret: &str) -> Vec<u8> {
    if let Ok(mut value) = serde_json::from_slice::<Value>(well)
        && !random.once_in(8)
    {
        for _ in 0..random.below(4) {
            change_some(random, &mut value, secret);
        }
        let mut text = value.to_string().into_bytes();
        if random.once_in(10) {
            edit(random, &mut text);
        }
        return text;
    }
    match random.below(6) {
        0 => Vec::new(),
        1 => format!("<html><body>{secret}</body>").into_bytes(),
        2 => json!({ "error": { "message": secret, "detail": secret }, "errorMessages": [secret], "message": secret })
            .to_string()
            .into_bytes(),
        3 => deep(random).into_bytes(),
        4 => (0..random.below(200)).map(|_| u8::try_from(random.below(256)).unwrap()).collect(),
        _ => {
            let mut text = well.to_vec();
            edit(random, &mut text);
            text
        }
    }
}

/// Nested, whole or cut off.
fn deep(random: &mut Random) -> String {
    let (open, close) = *random.one(&[("[", "]"), ("{\"a\":", "}"), ("[{\"content\":", "}]"), ("[0,", "]")]);
    let depth = [20, 99, 100, 101, 400, 3_000][random.below(6)];
    let middle = if random.once_in(2) { "0" } else { "" };
    format!("{}{middle}{}", open.repeat(depth), if random.once_in(3) { String::new() } else { close.repeat(depth) })
}

fn edit(random: &mut Random, text: &mut Vec<u8>) {
    for _ in 0..=random.below(3) {
        let at = random.below(text.len() + 1);
        let end = (at + random.below(40)).min(text.len());
        let piece: Vec<u8> = match random.below(3) {
            0 => b"\\ud800".to_vec(),
            1 => vec![u8::try_from(random.below(256)).unwrap()],
            _ => Vec::new(),
        };
        text.splice(at..end, piece);
    }
}

/// Changes something anywhere in a value.
pub(super) fn change_some(random: &mut Random, value: &mut Value, secret: &str) {
    let root = value.clone();
    let at = random.below(count(value));
    change(random, node(value, at).unwrap(), &root, secret);
}

/// How many values there are, one within the other.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(list) => list.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

fn node(value: &mut Value, at: usize) -> Option<&mut Value> {
    if at == 0 {
        return Some(value);
    }
    let mut left = at - 1;
    let children: Vec<&mut Value> = match value {
        Value::Array(list) => list.iter_mut().collect(),
        Value::Object(members) => members.values_mut().collect(),
        _ => Vec::new(),
    };
    for child in children {
        let size = count(child);
        if left < size {
            return node(child, left);
        }
        left -= size;
    }
    None
}

fn change(random: &mut Random, value: &mut Value, root: &Value, secret: &str) {
    match random.below(14) {
        0 => *value = Value::Null,
        1 => *value = json!(*random.one(&[0.0, -1.0, 0.5, 1e300, 9_007_199_254_740_993.0])),
        2 => *value = json!(*random.one(&[i64::MIN, i64::MAX, -1, 1_000_000_000])),
        3 => *value = json!(random.once_in(2)),
        4 => *value = json!(random.one(&TEXTS)),
        5 => *value = json!(random.one(&TEXTS).repeat(1 + random.below(60))),
        6 => *value = json!(secret),
        7 => *value = json!([]),
        8 => *value = json!({}),
        // A part of the answer where another one should stand, or all of it.
        9 => *value = node(&mut root.clone(), random.below(count(root))).unwrap().clone(),
        10 => *value = serde_json::from_str(&deep(random)).unwrap_or_default(),
        11 => {
            if let Value::Array(list) = value {
                let again = list.clone();
                for _ in 0..random.below(5) {
                    list.extend(again.iter().cloned());
                }
            }
        }
        12 => {
            if let Value::Object(members) = value
                && let Some(name) = members.keys().nth(random.below(members.len().max(1))).cloned()
            {
                members.remove(&name);
            }
        }
        _ => {
            if let Value::String(text) = value {
                let (piece, other) = (random.one(&TEXTS), random.once_in(3));
                if other { text.insert_str(0, secret) } else { text.push_str(piece) }
            }
        }
    }
}
