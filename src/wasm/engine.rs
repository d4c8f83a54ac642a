//! The pure functions of the engine: bytes and small objects in, plain objects out.

use super::convert::{Answer, bytes, from_js, member, member_at, object, set, to_js, value_from_js};
use super::draft::{read_draft, read_license};
use crate::case::{Page, SecurityCase};
use crate::error::{Code, Error};
use crate::fields::check_fields;
use crate::http::{Method, Request};
use crate::markup::{self, Format};
use crate::push::bulk::{Bulk, build_requests};
use crate::push::plan::plan_each;
use crate::push::{
    self, Closure, IfClosed, IfEdited, IfForeign, IfGone, IfRare, IfUnmarked, IfUnverified, Options, Record,
    read_journal, status,
};
use crate::systems::{self, Connector};
use js_sys::{Array, Object, Uint8Array, Uint32Array};
use std::collections::BTreeMap;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

pub(super) fn read_connector(value: &JsValue) -> Result<Connector, Error> {
    Connector::new(read_draft(value, "connector")?)
}

/// A page of what comes apart from a case, as bytes of our own, to which the case can be bound.
#[derive(Clone)]
pub(super) enum PageBytes {
    Comments(Vec<u8>),
    Alerts(Vec<u8>),
}

impl PageBytes {
    pub(super) fn page(&self) -> Page<'_> {
        match self {
            Self::Comments(bytes) => Page::Comments(bytes),
            Self::Alerts(bytes) => Page::Alerts(bytes),
        }
    }
}

pub(super) fn read_pages(pages: &Array) -> Vec<PageBytes> {
    let read = |page: JsValue| match bytes(&page) {
        Some(comments) => Some(PageBytes::Comments(comments.to_vec())),
        None => bytes(&member(&page, "alerts")).map(|alerts| PageBytes::Alerts(alerts.to_vec())),
    };
    pages.iter().filter_map(read).collect()
}

pub(super) fn as_pages(pages: &[PageBytes]) -> Vec<Page<'_>> {
    pages.iter().map(PageBytes::page).collect()
}

pub(super) fn read_records(journal: Option<Vec<u8>>) -> Result<Vec<Record>, Error> {
    journal.map_or_else(|| Ok(Vec::new()), |json| read_journal(&json))
}

fn with_case<T>(
    case: &[u8],
    pages: &Array,
    then: impl FnOnce(&SecurityCase<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let pages = read_pages(pages);
    SecurityCase::parse(case, &as_pages(&pages)).and_then(|case| then(&case))
}

pub(super) fn read_options(value: &JsValue) -> Result<Options, Error> {
    let word = |name: &'static str| member(value, name).as_string();
    let pushed_by = member(value, "pushedBy");
    let fields = member(value, "fields");
    Ok(Options {
        now: word("now").unwrap_or_default(),
        license: read_license(&member(value, "license"))?,
        closure: choice(value, "closure", Closure::parse)?.unwrap_or_default(),
        case_url: word("caseUrl"),
        link_back: member(value, "linkBack").as_bool(),
        opened_by: word("openedBy"),
        pushed_by: pushed_by.is_object().then(|| value_from_js(&pushed_by, "pushedBy")).transpose()?,
        jitter: member(value, "jitter").as_f64(),
        fields: fields.is_object().then(|| from_js(&fields, "fields")).transpose()?,
        ..read_choices(value)?
    })
}

/// What a person chose for an incident that others have changed; the rest is left at its defaults.
pub(super) fn read_choices(value: &JsValue) -> Result<Options, Error> {
    Ok(Options {
        if_edited: choice(value, "ifEdited", IfEdited::parse)?.unwrap_or_default(),
        if_gone: choice(value, "ifGone", IfGone::parse)?.unwrap_or_default(),
        if_closed: choice(value, "ifClosed", IfClosed::parse)?.unwrap_or_default(),
        if_foreign: choice(value, "ifForeign", IfForeign::parse)?.unwrap_or_default(),
        if_unverified: choice(value, "ifUnverified", IfUnverified::parse)?.unwrap_or_default(),
        if_unmarked: choice(value, "ifUnmarked", IfUnmarked::parse)?.unwrap_or_default(),
        if_rare: choice(value, "ifRare", IfRare::parse)?.unwrap_or_default(),
        ..Options::default()
    })
}

/// An option whose value is one of some words.
pub(super) fn choice<T>(
    options: &JsValue,
    name: &'static str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Some(word) = member(options, name).as_string() else { return Ok(None) };
    let unknown = || Error::with(Code::OptionsInvalid, format!("{name} cannot be \"{word}\".")).at(name);
    parse(&word).map(Some).ok_or_else(unknown)
}

/// What a case holds, without a connector.
///
/// # Errors
/// `CASE_INVALID`, `CASE_TOO_LARGE`, `COMMENTS_MISSING`.
#[wasm_bindgen(js_name = readCase)]
pub fn read_case(case: &[u8], pages: &Array) -> Answer {
    Ok(to_js(&with_case(case, pages, |case| Ok(case.summary()))?))
}

/// The incident that a case becomes.
///
/// # Errors
/// Those of the case, the connector and the case's connector fields.
#[wasm_bindgen(js_name = mapCase)]
pub fn map_case(case: &[u8], pages: &Array, connector: &JsValue) -> Answer {
    let connector = read_connector(connector)?;
    Ok(to_js(&with_case(case, pages, |case| push::map_case(case, &connector, None))?))
}

/// What a push would do now.
///
/// # Errors
/// As [`map_case`], and `LICENSE_REQUIRED`, `OPTIONS_INVALID`, `JOURNAL_INVALID`.
#[wasm_bindgen(js_name = planPush)]
pub fn plan_push(
    case: &[u8],
    pages: &Array,
    connector: &JsValue,
    journal: Option<Vec<u8>>,
    options: &JsValue,
) -> Answer {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    let options = read_options(options)?;
    Ok(with_case(case, pages, |case| plan_to_js(case, &connector, &journal, &options))?)
}

/// What a push would do now, as the package answers it. A plan with ten thousand steps is never here as a whole, neither as
/// values nor as text.
pub(super) fn plan_to_js(
    case: &SecurityCase<'_>,
    connector: &Connector,
    journal: &[Record],
    options: &Options,
) -> Result<JsValue, Error> {
    let steps = Array::new();
    let plan = plan_each(case, connector, journal, options, &mut |step| {
        steps.push(&to_js(&step));
    })?;
    let out = to_js(&plan);
    set(&out, "steps", &steps);
    Ok(out)
}

/// Every problem of a case's fields, by what its connector's system was read to take.
///
/// # Errors
/// `OPTIONS_INVALID`.
#[wasm_bindgen(js_name = validateFields)]
pub fn validate_fields(values: &JsValue, type_id: &str, live: &JsValue) -> Answer {
    let unknown = || Error::with(Code::OptionsInvalid, format!("No connector type is \"{type_id}\".")).at("type");
    let form = systems::form(type_id).ok_or_else(unknown)?;
    let values = from_js(values, "values")?;
    Ok(to_js(&check_fields(&values, form, &from_js(live, "fields")?)))
}

/// How the incident of a case stands.
///
/// # Errors
/// As [`map_case`], and `JOURNAL_INVALID`.
#[wasm_bindgen(js_name = pushStatus)]
pub fn push_status(case: &[u8], pages: &Array, connector: &JsValue, journal: Option<Vec<u8>>) -> Answer {
    let connector = read_connector(connector)?;
    let journal = read_records(journal)?;
    Ok(to_js(&with_case(case, pages, |case| status(case, &connector, &journal))?))
}

/// The writes of many first pushes: `{bytes, ids, heads, rows}`, as [`Bulk`] has them. The package makes objects of them: numbers
/// cross at once, where the JSON of a list and to read it again took a seventh of a bulk of raw text.
///
/// # Errors
/// The first case that cannot be read, with its index.
#[wasm_bindgen(js_name = buildRequests)]
pub fn build(cases: &Array, connector: &JsValue) -> Answer {
    let connector = read_connector(connector)?;
    let cases: Vec<Vec<u8>> = cases.iter().filter_map(|case| bytes(&case)).map(|case| case.to_vec()).collect();
    let cases: Vec<&[u8]> = cases.iter().map(Vec::as_slice).collect();
    let Bulk { bodies, ids, heads, rows, .. } = build_requests(&cases, &connector)?;
    Ok(object([
        ("bytes", Uint8Array::from(bodies.as_bytes()).into()),
        ("ids", ids.into()),
        ("heads", to_js(&heads)),
        ("rows", Uint32Array::from(rows.as_slice()).into()),
    ]))
}

/// Markdown as a target reads it: `{text, losses}`.
///
/// # Errors
/// `OPTIONS_INVALID` for an unknown format.
#[wasm_bindgen(js_name = renderText)]
pub fn render_text(markdown: &str, format: &str) -> Answer {
    let rendered = markup::render(markdown, read_format(format)?);
    // By hand: as a part of JSON text a document is escaped, and read again, which takes longer than to write it.
    let losses = if rendered.losses.is_empty() { Array::new().into() } else { to_js(&rendered.losses) };
    Ok(object([("text", rendered.text.into()), ("losses", losses)]))
}

/// What stands in a remote field, as Markdown.
///
/// # Errors
/// As [`render_text`].
#[wasm_bindgen(js_name = readText)]
pub fn read_text(text: &str, format: &str) -> Answer {
    Ok(JsValue::from_str(&markup::read_back(text, read_format(format)?)))
}

fn read_format(word: &str) -> Result<Format, Error> {
    let unknown = || Error::with(Code::OptionsInvalid, format!("format cannot be \"{word}\".")).at("format");
    Format::parse(word).ok_or_else(unknown)
}

/// Header names in lower case with their values, of a `Headers`, a `Map` or a plain object.
pub(super) fn read_headers(value: &JsValue) -> Result<BTreeMap<String, String>, Error> {
    let has_pairs = member_at(value, &js_sys::Symbol::iterator()).is_function();
    let pairs = has_pairs.then(|| Object::from_entries(value).ok()).flatten().map(JsValue::from);
    let headers: BTreeMap<String, String> = from_js(pairs.as_ref().unwrap_or(value), "headers")?;
    let mut lower = BTreeMap::new();
    lower.extend(headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)));
    Ok(lower)
}

/// Reads a request whose body is text, bytes or nothing.
pub(super) fn read_request(value: &JsValue) -> Result<Request, Error> {
    let body = member(value, "body");
    let body = match bytes(&body) {
        Some(body) => Some(
            String::from_utf8(body.to_vec())
                .map_err(|_| Error::with(Code::RequestInvalid, "The body is not UTF-8.").at("body"))?,
        ),
        None => body.as_string(),
    };
    let method: Method = from_js(&member(value, "method"), "request.method")?;
    let url = member(value, "url").as_string().unwrap_or_default();
    Ok(Request { method, url, headers: read_headers(&member(value, "headers"))?, body })
}

/// A request with its body as bytes, which `fetch` sends as they are. By hand: it may hold a secret, of which JSON text would
/// be a copy.
pub(super) fn write_request(request: &Request) -> JsValue {
    let headers: JsValue = Object::new().into();
    for (name, value) in &request.headers {
        drop(js_sys::Reflect::set(&headers, &name.into(), &value.as_str().into()));
    }
    let body = request.body.as_deref().map_or(JsValue::NULL, |body| Uint8Array::from(body.as_bytes()).into());
    object([
        ("method", request.method.as_str().into()),
        ("url", request.url.as_str().into()),
        ("headers", headers),
        ("body", body),
    ])
}
