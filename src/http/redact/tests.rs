use super::{PART_WITHHELD, REDACTED, Redaction, WITHHELD};
use crate::error::Code;
use crate::http::{Limit, Request, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Letters, and what each encoder treats in its own way.
const SECRET: &str = "p/ä&\"ss %41+<wörd>";

fn sent(user: &str, secret: &str) -> Request {
    let mut sent = Request::get("https://example.com/api".into());
    sent.headers.insert("authorization".into(), format!("Basic {}", STANDARD.encode(format!("{user}:{secret}"))));
    sent
}

/// What is left of an answer that says this.
fn left(secret: &str, said: &str) -> String {
    let answer = Response::received(&sent("bot", secret), 401, [].into(), said.as_bytes().to_vec());
    String::from_utf8_lossy(answer.body().unwrap()).into_owned()
}

#[test]
fn a_secret_is_taken_out_in_every_spelling() {
    let json = |text: &str| {
        let quoted = serde_json::to_string(text).unwrap();
        quoted[1..quoted.len() - 1].to_owned()
    };
    let percent = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    let numbers = |text: &str| text.chars().map(|char| format!("&#{};", u32::from(char))).collect::<String>();
    let units = |text: &str| text.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<String>();
    for secret in [SECRET, "hunter\\2\"", "%41\\n&amp;", "\\\\\\\\\\\\", "😀😀pass😀"] {
        for said in [
            secret.to_owned(),
            json(secret),
            json(&json(secret)),
            json(secret).replace('/', "\\/").replace('&', "\\u0026"),
            percent(secret),
            percent(&percent(secret)),
            percent(&percent(secret)).to_lowercase(),
            percent(&json(secret)),
            numbers(secret),
            numbers(&json(secret)),
            json(&numbers(secret)),
            units(secret),
            json(&units(secret)),
            units(&numbers(secret)),
            // Three, one within the other.
            json(&json(&json(secret))),
            percent(&percent(&percent(secret))),
            numbers(&percent(&json(secret))),
            percent(&units(&numbers(secret))),
            format!("header: Basic {}", STANDARD.encode(format!("bot:{secret}"))),
        ] {
            let left = left(secret, &format!("<{said}>"));
            let clean = [format!("<{REDACTED}>"), format!("<header: Basic {REDACTED}>")];
            assert!(clean.contains(&left), "{secret}: {said} became {left}");
        }
    }
}

#[test]
fn latin_letters_are_found_by_their_name_their_byte_and_what_they_are_mistaken_for() {
    for said in [
        "p&auml;ssw&ouml;rd",
        "p%E4ssw%F6rd",
        "p%u00E4ssw%u00f6rd",
        "p\\xe4ssw\\xf6rd",
        "p\\u{e4}ssw\\366rd",
        "pÃ¤sswÃ¶rd",
        "p=C3=A4ssw=C3=B6rd",
    ] {
        assert_eq!(left("pässwörd", said), REDACTED, "{said}");
    }
    let answer = Response::received(&sent("bot", "pässwörd"), 401, [].into(), b"p\xe4ssw\xf6rd".to_vec());
    assert_eq!(answer.body().unwrap(), REDACTED.as_bytes());
}

#[test]
fn a_secret_within_base64_is_found_wherever_it_begins_there() {
    for before in ["", "a", "ab", "abc", "{\"password\":\"", "bot:"] {
        for after in ["", "x", "\"}"] {
            let encoded = STANDARD.encode(format!("{before}{SECRET}{after}"));
            let url_safe = encoded.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned();
            for said in [&encoded, &url_safe, &encoded.replace('+', "%2B").replace('=', "%3D")] {
                let left = left(SECRET, &format!("({said})"));
                assert!(left.starts_with(&format!("({REDACTED}")), "{before} {after}: {said} became {left}");
                assert!(left.len() < encoded.len() + 4, "{said} became {left}");
            }
        }
    }
    let encoded = STANDARD.encode(format!("{}:{SECRET}{SECRET}", "user".repeat(15)));
    let wrapped: Vec<_> = encoded.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
    for line in ["\r\n", "\n", "\\r\\n", "&#10;", "%0D%0A"] {
        assert_eq!(left(SECRET, &wrapped.join(line)).matches(REDACTED).count(), 1, "{line:?}");
    }
    let hex: String = SECRET.bytes().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(left(SECRET, &hex), REDACTED);
}

#[test]
fn json_stays_json_around_what_was_taken_out() {
    for (secret, said) in [
        ("hunter\\2\"", r#"{"a":"x hunter\\2\"","b":1}"#),
        ("nabcde", r#"{"a":"\nabcde","b":1}"#),
        ("abcdef\\", r#"{"a":"abcdef\\","b":1}"#),
    ] {
        let left = left(secret, said);
        let value: serde_json::Value = serde_json::from_str(&left).unwrap_or_else(|_| panic!("{left}"));
        assert!(value["b"] == 1 && left.contains(REDACTED), "{left}");
    }
}

#[test]
fn what_is_no_secret_is_left_as_it_is() {
    for said in [
        "",
        "password",
        "hunter",
        "a hunter\\\\2",
        r#"{"number":"INC0010001","text":"<p>50&nbsp;% &amp; more</p>","link":"a%20b"}"#,
        "YWJjZGVmZ2hpamtsbW5vcA==",
    ] {
        assert_eq!(left("hunter\\2\"", said), said);
    }
}

#[test]
fn with_a_short_secret_nobody_sees_the_words_and_data_stays_data() {
    let answer = Response::received(&sent("bot", "abc"), 401, [].into(), br#"{"id":"xabcx","said":"abc"}"#.to_vec());
    assert_eq!(answer.words("abc or xabcx"), WITHHELD);
    assert_eq!(answer.shown(), WITHHELD);
    assert_eq!(answer.json().unwrap(), serde_json::json!({ "id": "xabcx", "said": REDACTED }));
    for secret in ["a", "é", "12345"] {
        assert_eq!(Response::received(&sent("bot", secret), 400, [].into(), Vec::new()).words("no"), WITHHELD);
    }
    assert_eq!(Response::received(&sent("bot", "123456"), 400, [].into(), Vec::new()).words("no"), "no");
}

/// What a server makes of a secret that it repeats with mistakes: the greater part can be read, and not the whole.
fn mangled(secret: &str) -> Vec<String> {
    let each = |spell: fn(char) -> String| secret.chars().map(spell).collect::<String>();
    let cut = |text: String, left: usize| text[..text.len() - left].to_owned();
    let entities = each(|c| format!("&#{};", u32::from(c)));
    let percent = each(|c| format!("%{:02X}", u32::from(c)));
    let encoded = STANDARD.encode(format!("bot:{secret}"));
    vec![
        // Of the last characters something is missing.
        cut(entities.clone(), 13),
        entities.replace("&#113;", "&#13;"),
        cut(each(|c| format!("&#x{:x};", u32::from(c))), 9),
        cut(each(|c| format!("&#{}", u32::from(c))), 7),
        cut(percent.clone(), 8),
        cut(percent.replace('%', "%25"), 13),
        cut(each(|c| format!("\\u{:04x}", u32::from(c))), 7),
        cut(entities.replace('&', "&amp;"), 19),
        cut(entities.bytes().map(|byte| format!("%{byte:02x}")).collect(), 20),
        cut(secret.to_owned(), 3),
        format!("{}…", cut(secret.to_owned(), 2)),
        cut(encoded, 6),
        cut(secret.bytes().map(|byte| format!("{byte:02x}")).collect(), 8),
        // All are there, with something between them, or in other letters.
        each(|c| format!("{c} ")),
        each(|c| format!("[{c}],")),
        each(|c| format!("&#{}; ", u32::from(c))),
        secret.to_uppercase(),
        secret.replace('-', "\u{2011}"),
        secret.replace('-', ""),
    ]
}

#[test]
fn where_the_greater_part_of_a_secret_is_left_nobody_sees_the_words() {
    let (secret, mut failed) = ("Zx9-hunter2-qT7", Vec::new());
    for said in mangled(secret) {
        // Beyond the first piece of a long answer too.
        for said in
            [format!("<{said}>"), format!("{}{said}", "long ".repeat(20_000)), format!("{}{said}", " ".repeat(65_530))]
        {
            let headers = [("x-debug".to_owned(), said.clone())].into();
            let answer = Response::received(&sent("bot", secret), 401, headers, said.as_bytes().to_vec());
            let shown = if said.len() > 100 { &said[said.len() - 100..] } else { &said };
            let seen = (answer.words("no"), answer.shown(), answer.header("x-debug").unwrap_or_default().to_owned());
            if seen != (PART_WITHHELD.into(), PART_WITHHELD.into(), PART_WITHHELD.into()) {
                failed.push((shown.to_owned(), seen.1.chars().take(200).collect::<String>()));
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

#[test]
fn a_smaller_part_and_whatever_looks_like_one_is_no_reason_to_withhold_words() {
    for (secret, said) in [
        ("Zx9-hunter2-qT7", "Zx9-hunter"),
        ("Zx9-hunter2-qT7", "&#90;&#120;&#57;&#45;&#104;&#117; hunter2 q"),
        ("password-1234", "The user name or the password is wrong."),
        ("administrator", "Ask the admin."),
        ("correct horse battery staple", "The correct one"),
        ("!!!???!!!", "What?!!! No!!!???"),
        ("Zx9-hunter2-qT7", ""),
    ] {
        let answer = Response::received(&sent("bot", secret), 401, [].into(), said.as_bytes().to_vec());
        assert_eq!((answer.words(said).as_str(), answer.shown().as_str()), (said, said), "{secret}");
    }
}

#[test]
fn of_a_secret_of_whatever_length_three_quarters_or_twelve_letters_and_digits_in_a_row_are_its_greater_part() {
    let letters = "Zx9hunter2qT7correcthorsebattery";
    for (length, most) in [(6, 5), (7, 5), (8, 5), (12, 8), (15, 11), (16, 11), (20, 11), (32, 11)] {
        let secret = &letters[..length];
        for from in [0, (length - most - 1) / 2, length - most - 1] {
            let seen = |count: usize| {
                // Something of it, in the middle of a word, between signs.
                let said = secret[from..from + count].chars().map(|char| format!("{char}-")).collect::<String>();
                Response::received(&sent("bot", secret), 401, [].into(), format!("no: {said}").into_bytes()).shown()
            };
            assert_eq!(seen(most + 1), PART_WITHHELD, "{} of {length}, from {from}", most + 1);
            assert_ne!(seen(most), PART_WITHHELD, "{most} of {length}, from {from}");
        }
    }
}

#[test]
fn the_name_of_the_user_is_no_part_of_the_secret() {
    let user = "a.long.name.of.a.bot@example.com";
    for said in [STANDARD.encode(format!("{user}:")), user.to_owned(), STANDARD.encode(user)] {
        let answer = Response::received(&sent(user, "Zx9-hunter2-qT7"), 401, [].into(), said.as_bytes().to_vec());
        assert_eq!(answer.words(&said), said);
    }
    // Of a token that stands alone in the header a part is one.
    let mut sent = Request::get("https://example.com/api".into());
    sent.headers.insert("authorization".into(), "Bearer NjM4OTQxMjU4Njo0Ohn2Qw8sk2Aa1xZ9".into());
    let answer = Response::received(&sent, 401, [].into(), b"token NjM4OTQxMjU4Njo0... is unknown".to_vec());
    assert_eq!(answer.words("no"), PART_WITHHELD);
}

#[test]
fn headers_lose_secrets_and_those_that_name_somebody() {
    let headers = [("Set-Cookie", "id=1"), ("server", "s3cret-s3cret"), ("x-s3cret-s3cret", "1")];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let answer = Response::received(&sent("bot", "s3cret-s3cret"), 401, headers, Vec::new());
    let left: Vec<_> = answer.headers().iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(left, [("server", REDACTED), ("x-[redacted]", "1")]);
}

#[test]
fn the_request_is_shown_without_its_secret() {
    let mut sent = sent("bot", "hunter\\2\"");
    sent.url = "https://example.com/api?note=hunter%5C2%22".into();
    sent.body = Some(r#"{"note":"hunter\\2\""}"#.into());
    let shown = Redaction::of(&sent, []).request(&sent);
    assert_eq!(shown.headers.get("authorization"), None);
    assert_eq!(shown.url, "https://example.com/api?note=[redacted]");
    assert_eq!(shown.body.as_deref(), Some(r#"{"note":"[redacted]"}"#));
}

#[test]
fn an_answer_is_bounded_in_bytes_in_values_and_in_depth() {
    // Without a secret: looking for one in so much takes an unoptimised build seconds.
    let request = Request::get("https://example.com/api".into());
    let refused = |body: Vec<u8>, limit| {
        let answer = Response::received(&request, 200, [].into(), body);
        (answer.within(limit, &request).err().map(|error| error.code), answer.json().is_some())
    };
    let too_large = (Some(Code::AnswerTooLarge), false);
    let zeros = |count: usize| format!("[{}0]", "0,".repeat(count)).into_bytes();
    let blank = |bytes: usize| {
        let mut body = b"{}".to_vec();
        body.resize(bytes, b' ');
        body
    };
    assert_eq!(refused(zeros(1_000), Limit::Usual), (None, true));
    assert_eq!(refused(blank(Limit::Usual.bytes()), Limit::Usual), (None, true));
    assert_eq!(refused(blank(Limit::Usual.bytes() + 1), Limit::Usual).0, Some(Code::AnswerTooLarge));
    assert_eq!(refused(blank(Limit::Usual.bytes() + 1), Limit::List), (None, true));
    assert_eq!(refused(blank(Limit::List.bytes() + 1), Limit::List), too_large);
    assert_eq!(refused(zeros(600_000), Limit::Usual), too_large);
    for deep in ["[".repeat(101), "{\"a\":".repeat(101), "[{\"a\":".repeat(3_000_000 / 6)] {
        assert_eq!(refused(deep.into_bytes(), Limit::Usual), too_large);
    }
    // An error is told by its status, whatever stands in it.
    let error = Response::received(&request, 500, [].into(), zeros(600_000));
    assert!(error.within(Limit::Usual, &request).is_ok() && error.json().is_none());
}
