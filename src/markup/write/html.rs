//! HTML with a fixed list of tags and attributes.
//!
//! Tags: p, br, strong, em, s, code, pre, a, ul, ol, li, blockquote, h1 to h6, hr, table, thead, tbody,
//! tr, th, td. Attributes: `href` of a link, of http, https or mailto only, and `start` of a list.
//! It is written as browsers serialise it, so that a sanitiser with this list changes nothing.

use crate::document::{Block, Document, Line, Span};
use crate::kinds::{HTML, first};
use crate::line::lines;

pub(crate) fn write(document: &Document<'_>) -> String {
    let mut out = String::with_capacity(256);
    document.blocks.iter().for_each(|it| block(it, &mut out));
    out
}

fn tag(name: &str, out: &mut String, inside: impl FnOnce(&mut String)) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    inside(out);
    let name = name.split(' ').next().unwrap_or_default();
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

fn block(it: &Block<'_>, out: &mut String) {
    match it {
        Block::Paragraph(text) => tag("p", out, |out| line(text, out)),
        Block::Heading(level, text) => tag(&format!("h{level}"), out, |out| line(text, out)),
        // A line break right after `<pre>` would be dropped; after `<code>` it stays.
        Block::Code { text, .. } => tag("pre", out, |out| tag("code", out, |out| escape(text, out))),
        Block::Quote(inside) => tag("blockquote", out, |out| inside.iter().for_each(|it| block(it, out))),
        Block::List { start, items } => {
            let name = match start {
                None => "ul".to_owned(),
                Some(1) => "ol".to_owned(),
                Some(start) => format!("ol start=\"{start}\""),
            };
            tag(&name, out, |out| items.iter().for_each(|it| item(it, out)));
        }
        Block::Table(rows) => tag("table", out, |out| {
            let mut rows = rows.iter();
            tag("thead", out, |out| rows.next().into_iter().for_each(|it| row(it, "th", out)));
            if rows.len() > 0 {
                tag("tbody", out, |out| rows.for_each(|it| row(it, "td", out)));
            }
        }),
        Block::Rule => out.push_str("<hr>"),
    }
}

/// A single paragraph needs no tags of its own.
fn item(blocks: &[Block<'_>], out: &mut String) {
    let paragraphs = blocks.iter().filter(|it| matches!(it, Block::Paragraph(_))).count();
    tag("li", out, |out| {
        for it in blocks {
            match it {
                Block::Paragraph(text) if paragraphs == 1 => line(text, out),
                it => block(it, out),
            }
        }
    });
}

fn row(cells: &[Line<'_>], name: &str, out: &mut String) {
    tag("tr", out, |out| cells.iter().for_each(|cell| tag(name, out, |out| line(cell, out))));
}

fn line(spans: &Line<'_>, out: &mut String) {
    for span in spans {
        match &span.link {
            Some(target) => {
                out.push_str("<a href=\"");
                // Neither quotes nor angle brackets are left in a target.
                escape(target, out);
                out.push_str("\">");
                styled(span, out);
                out.push_str("</a>");
            }
            None => styled(span, out),
        }
    }
}

fn styled(span: &Span<'_>, out: &mut String) {
    let style = span.style;
    let tags = [
        (style.strong, "<strong>", "</strong>"),
        (style.emphasis, "<em>", "</em>"),
        (style.strike, "<s>", "</s>"),
        (style.code, "<code>", "</code>"),
    ];
    let set = || tags.iter().filter(|(is_set, ..)| *is_set);
    set().for_each(|(_, open, _)| out.push_str(open));
    for (number, text) in lines(&span.text).enumerate() {
        if number > 0 {
            out.push_str("<br>");
        }
        escape(text, out);
    }
    set().rev().for_each(|(.., close)| out.push_str(close));
}

fn escape(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(step) = first(bytes.get(at..).unwrap_or_default(), HTML) {
        at += step;
        let (reference, length) = match bytes.get(at..).unwrap_or_default() {
            [b'&', ..] => ("&amp;", 1),
            [b'<', ..] => ("&lt;", 1),
            [b'>', ..] => ("&gt;", 1),
            // Both bytes of a space that does not break.
            [0xc2, 0xa0, ..] => ("&nbsp;", 2),
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(reference);
        at += length;
        from = at;
    }
    out.push_str(text.get(from..).unwrap_or_default());
}
