//! Many cases at once: from their bytes to request bodies in one buffer.

use super::goal::{Goal, Writing};
use super::knowledge::Knowledge;
use super::options::Options;
use super::plan::StepKind;
use crate::case::SecurityCase;
use crate::error::Error;
use crate::http::Request;
use crate::json;
use crate::markup::{Format, utf16_len};
use crate::systems::{Connector, Context, ID};

/// The writes of first pushes. There are thousands: what they have in common is here once, and of each there are numbers.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    /// The bodies, one after the other, in the order in which they are sent.
    pub(crate) bodies: String,
    /// The ids of the comments that are sent, one after the other.
    pub(crate) ids: String,
    /// What many requests have in common.
    pub(crate) heads: Vec<Head>,
    /// Four numbers for each request: the index of its case among those that were passed, the place of its head, and where the id of
    /// its comment and its body end. An id is measured as JavaScript does, in UTF-16 units.
    pub(crate) rows: Vec<u32>,
    /// Where the ids end by now.
    units: usize,
}

/// The kind of a request, its method, and its URL, in which `{id}` stands for the incident's id, which the create answers.
pub(crate) type Head = (StepKind, &'static str, String);

/// Builds the writes of first pushes.
///
/// # Errors
/// The first case that cannot be read, with its index in the field: `cases[2].title`.
pub(crate) fn build_requests(cases: &[&[u8]], connector: &Connector) -> Result<Bulk, Error> {
    let mut bulk = Bulk { bodies: String::with_capacity(cases.iter().map(|case| case.len()).sum()), ..Bulk::default() };
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
        self.bodies.push_str(body);
        let head = self.head(StepKind::Create, &create);
        self.push(case_index, head);
        let (entry, writing) = (Entry::new(&context), Writing::of(connector));
        let head = self.head(StepKind::Comment, &entry.request);
        for comment in &goal.comments {
            self.ids.push_str(&comment.id);
            self.units += utf16_len(&comment.id);
            entry.write(&goal.comment_for(comment, 0, &writing, ID).text, &mut self.bodies);
            self.push(case_index, head);
        }
        if let Some(total) = goal.alerts {
            let head = self.head(StepKind::Alerts, &entry.request);
            entry.write(&goal.alerts_text(total, connector, ID).text, &mut self.bodies);
            self.push(case_index, head);
        }
    }

    /// Adds the request whose body was written last.
    fn push(&mut self, case_index: u32, head: u32) {
        self.rows.extend([case_index, head, offset(self.units), offset(self.bodies.len())]);
    }

    /// The place of a head. Cases of one connector share a few: those that came last are looked at, and no more.
    fn head(&mut self, kind: StepKind, request: &Request) -> u32 {
        let last = self.heads.len().saturating_sub(8);
        let is_it =
            |(other, method, url): &Head| *other == kind && *method == request.method.as_str() && *url == request.url;
        if let Some(place) = self.heads.iter().skip(last).position(is_it) {
            return offset(last + place);
        }
        self.heads.push((kind, request.method.as_str(), request.url.clone()));
        offset(self.heads.len() - 1)
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
    fn write(&self, text: &str, out: &mut String) {
        let Some((head, tail)) = &self.around else {
            let request = self.context.connector.system().comment(self.context, ID, text).request;
            return out.push_str(request.body.as_deref().unwrap_or_default());
        };
        out.push_str(head);
        if self.is_document {
            out.push_str(text);
        } else {
            json::string(text, out);
        }
        out.push_str(tail);
    }
}
