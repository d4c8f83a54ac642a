//! Many cases at once: from their bytes to request bodies in one buffer.

use super::goal::{Goal, GoalComment};
use super::knowledge::Knowledge;
use super::options::Options;
use super::plan::StepKind;
use crate::case::SecurityCase;
use crate::error::Error;
use crate::http::Request;
use crate::markup::{Fitted, Format};
use crate::systems::{Connector, Context, ID};

/// The writes of first pushes.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    /// The bodies, one after the other.
    pub(crate) bytes: Vec<u8>,
    /// In the order in which they are sent.
    pub(crate) requests: Vec<Built>,
    /// Their URLs.
    pub(crate) urls: Vec<String>,
}

/// One request whose body lies in the buffer.
#[derive(Debug)]
pub(crate) struct Built {
    /// The index of the case among those that were passed.
    pub(crate) case_index: u32,
    /// A create, a comment or the number of alerts.
    pub(crate) kind: StepKind,
    /// The comment's id, where one is sent.
    pub(crate) comment_id: Option<String>,
    /// The method.
    pub(crate) method: &'static str,
    /// The place of its URL, in which `{id}` stands for the incident's id, which the create answers.
    pub(crate) url: u32,
    /// Where the body begins in the buffer.
    pub(crate) start: u32,
    /// Where it ends.
    pub(crate) end: u32,
}

/// Builds the writes of first pushes.
///
/// # Errors
/// The first case that cannot be read, with its index in the field: `cases[2].title`.
pub(crate) fn build_requests(cases: &[&[u8]], connector: &Connector) -> Result<Bulk, Error> {
    let mut bulk = Bulk { bytes: Vec::with_capacity(cases.iter().map(|case| case.len()).sum()), ..Bulk::default() };
    for (index, bytes) in cases.iter().enumerate() {
        let place = |error: Error| {
            let field = error.field.as_deref().map_or_else(String::new, |field| format!(".{field}"));
            error.at(format!("cases[{index}]{field}"))
        };
        let case = SecurityCase::parse(bytes, &[]).map_err(place)?;
        let goal = Goal::new(&case, connector, &Options::default()).map_err(place)?;
        bulk.add(u32::try_from(index).unwrap_or(u32::MAX), &goal, connector);
    }
    Ok(bulk)
}

impl Bulk {
    /// The same requests as a first push makes, without deciding anew after each of them.
    fn add(&mut self, case_index: u32, goal: &Goal, connector: &Connector) {
        let (known, system) = (Knowledge::default(), connector.system());
        let context = known.context(goal, connector);
        let fields = goal.incident.made_with();
        let create = system.create(&Context { fields: &fields, ..context }).request;
        let body = create.body.as_deref().unwrap_or_default();
        self.push((case_index, StepKind::Create, None), &create, |bytes| bytes.extend_from_slice(body.as_bytes()));
        let entry = Entry::new(&context);
        let mut add = |kind, comment: Option<&GoalComment>, fitted: Fitted| {
            let id = comment.map(|comment| comment.id.clone());
            self.push((case_index, kind, id), &entry.request, |bytes| entry.write(&fitted.text, bytes));
        };
        for comment in &goal.comments {
            add(StepKind::Comment, Some(comment), goal.comment_text(comment, 0, connector, ID));
        }
        if let Some(total) = goal.alerts {
            add(StepKind::Alerts, None, goal.alerts_text(total, connector, ID));
        }
    }

    fn push(
        &mut self,
        (case_index, kind, comment_id): (u32, StepKind, Option<String>),
        request: &Request,
        write: impl FnOnce(&mut Vec<u8>),
    ) {
        let start = offset(self.bytes.len());
        write(&mut self.bytes);
        let (method, url, end) = (request.method.as_str(), self.url(&request.url), offset(self.bytes.len()));
        self.requests.push(Built { case_index, kind, comment_id, method, url, start, end });
    }

    /// The place of a URL. Cases of one connector share a few: those that came last are looked at, and no more.
    fn url(&mut self, url: &str) -> u32 {
        let last = self.urls.len().saturating_sub(8);
        if let Some(place) = self.urls.iter().skip(last).position(|known| known == url) {
            return offset(last + place);
        }
        self.urls.push(url.to_owned());
        offset(self.urls.len() - 1)
    }
}

fn offset(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Stands for the text of an entry: no system's own words hold a control character.
const TEXT: &str = "\u{1}";
/// The same in a body.
const TEXT_IN_BODY: &str = r#""\u0001""#;

/// The request that adds an entry to an incident, made once for a case: the next one has another text and is the same but for
/// it.
struct Entry<'a> {
    context: &'a Context<'a>,
    request: Request,
    /// The body before and after its text. A system whose body has it elsewhere, or twice, makes each request by itself.
    around: Option<(String, String)>,
    /// Whether the text is a document of its own, which the body holds as it is.
    is_document: bool,
}

impl<'a> Entry<'a> {
    fn new(context: &'a Context<'a>) -> Self {
        let (connector, system) = (context.connector, context.connector.system());
        let is_document =
            connector.comments_field().is_some_and(|field| system.format(connector, field) == Format::Adf);
        let request = system.comment(context, ID, TEXT).request;
        let body = request.body.as_deref().unwrap_or_default();
        let around = body.split_once(TEXT_IN_BODY).filter(|(_, tail)| !tail.contains(TEXT_IN_BODY));
        let around = around.map(|(head, tail)| (head.to_owned(), tail.to_owned()));
        Self { context, request, around, is_document }
    }

    /// Writes the body for this text.
    fn write(&self, text: &str, bytes: &mut Vec<u8>) {
        let Some((head, tail)) = &self.around else {
            let request = self.context.connector.system().comment(self.context, ID, text).request;
            bytes.extend_from_slice(request.body.as_deref().unwrap_or_default().as_bytes());
            return;
        };
        bytes.extend_from_slice(head.as_bytes());
        if self.is_document {
            bytes.extend_from_slice(text.as_bytes());
        } else {
            let written = serde_json::to_writer(&mut *bytes, text);
            debug_assert!(written.is_ok(), "memory takes every text");
        }
        bytes.extend_from_slice(tail.as_bytes());
    }
}
