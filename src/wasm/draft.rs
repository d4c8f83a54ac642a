//! Drafts: any value that a form can hold is taken, so that typing never throws. They cross as one text, which
//! `pkg/form-text.js` writes and tells of; that also keeps serde's reading half out of the small module.

use crate::connector::mapping::{Action, FieldMapping, Source};
use crate::connector::{Deployed, Draft, License, Scalar, Secrets};
use crate::error::{Code, Error};
use crate::words::joined;
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroizing;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = formText)]
    fn form_text(draft: &JsValue, options: &JsValue) -> String;
    #[wasm_bindgen(js_name = licenseText)]
    fn license_text(license: &JsValue) -> String;
}

#[cfg(feature = "bindings")]
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = draftText)]
    fn draft_text(draft: &JsValue) -> String;
    #[wasm_bindgen(js_name = secretsText)]
    fn secrets_text(secrets: &JsValue) -> String;
}

/// A draft with what it is validated with.
pub(super) struct Form {
    pub(super) draft: Draft,
    pub(super) existing: Option<Draft>,
    pub(super) other_names: Vec<String>,
    pub(super) license: Option<License>,
    pub(super) deployed: Option<Deployed>,
}

pub(super) fn read_form(draft: &JsValue, options: &JsValue) -> Result<Form, Error> {
    // It may hold secrets, as the other texts here.
    let text = Zeroizing::new(form_text(draft, options));
    let mut reader = Reader(&text);
    let (mut license, mut deployed, mut other_names, mut existing) = (None, None, Vec::new(), None);
    if let Token::Flag(_) = reader.token() {
        license = reader.license()?;
        deployed = reader.text().and_then(Deployed::parse);
        if let Token::Open = reader.token() {
            while let Some(name) = reader.item() {
                other_names.extend(name.map(str::to_owned));
            }
        }
        if let Token::Open = reader.token() {
            existing = Some(reader.draft());
        }
    }
    Ok(Form { draft: reader.whole_draft("draft")?, existing, other_names, license, deployed })
}

/// A host that passes no licence is not limited; one whose licence cannot be read must not pass for that.
pub(super) fn read_license(value: &JsValue) -> Result<Option<License>, Error> {
    Reader(&license_text(value)).license()
}

#[cfg(feature = "bindings")]
pub(super) fn read_draft(value: &JsValue, what: &str) -> Result<Draft, Error> {
    Reader(&Zeroizing::new(draft_text(value))).whole_draft(what)
}

#[cfg(feature = "bindings")]
pub(super) fn read_secrets(value: &JsValue) -> Secrets {
    Reader(&Zeroizing::new(secrets_text(value))).secrets()
}

enum Token<'a> {
    Nothing,
    Text(&'a str),
    Flag(bool),
    Open,
    Close,
    Other,
}

/// What is left of a text. It is our own: what cannot be in it is read as anything.
struct Reader<'a>(&'a str);

impl<'a> Reader<'a> {
    fn token(&mut self) -> Token<'a> {
        let mut units = 0;
        for (at, byte) in self.0.bytes().enumerate() {
            if byte.is_ascii_digit() {
                units = units * 10 + usize::from(byte - b'0');
                continue;
            }
            self.0 = self.0.get(at + 1..).unwrap_or_default();
            return match byte {
                b':' => Token::Text(self.take(units)),
                b'-' => Token::Nothing,
                b'+' => Token::Flag(true),
                b'~' => Token::Flag(false),
                b'{' | b'[' => Token::Open,
                b'}' | b']' => Token::Close,
                _ => Token::Other,
            };
        }
        Token::Close
    }

    /// The next text, by its length in UTF-16 units. Most are ASCII, and need not be looked at letter by letter.
    fn take(&mut self, units: usize) -> &'a str {
        let mut end = units;
        if !self.0.get(..units).is_some_and(str::is_ascii) {
            let mut left = units;
            let within = |letter: char| {
                left = left.checked_sub(letter.len_utf16())?;
                Some(letter.len_utf8())
            };
            end = self.0.chars().map_while(within).sum();
        }
        let (text, rest) = self.0.split_at_checked(end).unwrap_or_default();
        self.0 = rest;
        text
    }

    fn text(&mut self) -> Option<&'a str> {
        self.item().flatten()
    }

    /// The next item of a list, where it is a text; nothing where the list ends.
    fn item(&mut self) -> Option<Option<&'a str>> {
        match self.token() {
            Token::Close => None,
            Token::Text(text) => Some(Some(text)),
            _ => Some(None),
        }
    }

    fn license(&mut self) -> Result<Option<License>, Error> {
        let message = match self.token() {
            Token::Nothing => return Ok(None),
            Token::Text(name) => match License::parse(name) {
                Some(license) => return Ok(Some(license)),
                None => joined(&["The licence \"", name, "\" is not known."]),
            },
            _ => "The licence must be the name of one.".to_owned(),
        };
        Err(Error::with(Code::OptionsInvalid, message).at("license"))
    }

    fn whole_draft(&mut self, what: &str) -> Result<Draft, Error> {
        match self.token() {
            Token::Open => Ok(self.draft()),
            _ => Err(Error::with(Code::OptionsInvalid, joined(&["The ", what, " must be an object."])).at(what)),
        }
    }

    fn draft(&mut self) -> Draft {
        let draft = Draft {
            id: self.text().map(str::to_owned),
            type_id: self.text().unwrap_or_default().to_owned(),
            name: self.text().map(str::to_owned),
            config: match self.scalar() {
                Scalar::Section(config) => config,
                _ => BTreeMap::new(),
            },
            mappings: match self.token() {
                Token::Open => Some(std::iter::from_fn(|| self.mapping()).collect()),
                _ => None,
            },
            is_missing_secrets: matches!(self.token(), Token::Flag(true)),
            secrets: self.secrets(),
        };
        self.token();
        draft
    }

    fn scalar(&mut self) -> Scalar {
        match self.token() {
            Token::Nothing => Scalar::Empty,
            Token::Text(text) => Scalar::Text(text.to_owned()),
            Token::Flag(flag) => Scalar::Flag(flag),
            Token::Open => {
                let mut section = BTreeMap::new();
                while let Some(key) = self.text() {
                    section.insert(key.to_owned(), self.scalar());
                }
                Scalar::Section(section)
            }
            _ => Scalar::Other,
        }
    }

    /// A mapping whose parts are no known words gets an empty target, which validation reports.
    fn mapping(&mut self) -> Option<FieldMapping> {
        let source = self.item()?.and_then(Source::parse);
        let action = self.text().and_then(Action::parse);
        let target = self.text().filter(|_| source.is_some() && action.is_some()).unwrap_or_default();
        Some(FieldMapping {
            source: source.unwrap_or(Source::Title),
            target: target.to_owned().into(),
            action: action.unwrap_or(Action::Overwrite),
        })
    }

    fn secrets(&mut self) -> Secrets {
        let mut secrets = Secrets::default();
        if let Token::Open = self.token() {
            while let Some(key) = self.text() {
                if let Some(secret) = self.text() {
                    secrets.insert(key.to_owned(), secret.to_owned());
                }
            }
        }
        secrets
    }
}
