//! Markdown into a [`Document`].
//!
//! pulldown-cmark reads it: maintained, MIT, CommonMark and GitHub's tables, strikethrough and task
//! lists, in linear time. Raw HTML is shown as text. An image becomes a link, since a case must not
//! make a reader's browser fetch anything.

use super::builder::{Builder, Kind, Mark};
use super::document::Document;
use super::format::Format;
use super::loss::Losses;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd};
use std::borrow::Cow;

const IMAGE: &str = "an image is shown as a link";
const TITLE: &str = "the title of a link is left out";

/// Reads a text for a target: the raw ones show Markdown as it was typed.
pub(super) fn parse_for<'a>(source: &'a str, format: Format, losses: &mut Losses) -> Document<'a> {
    if matches!(format, Format::Raw | Format::RawAdf) {
        return Document::of_text(source);
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut builder = Builder::of(source);
    for event in Parser::new_ext(source, options) {
        read(event, &mut builder);
    }
    let (blocks, found) = builder.end();
    losses.extend(found);
    Document { blocks }
}

fn read<'a>(event: Event<'a>, builder: &mut Builder<'a>) {
    match event {
        Event::Start(tag) => open(tag, builder),
        Event::End(tag) => close(tag, builder),
        // Some HTML goes on after an empty line; here a paragraph ends.
        Event::Html(text) if text.trim().is_empty() => builder.end_paragraph(),
        Event::Code(text) => {
            builder.mark(Mark::Code, true);
            builder.text(cow(text));
            builder.mark(Mark::Code, false);
        }
        Event::SoftBreak | Event::HardBreak => builder.text("\n"),
        Event::Rule => builder.rule(),
        Event::TaskListMarker(done) => builder.text(if done { "[x] " } else { "[ ] " }),
        Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => builder.text(cow(text)),
        // Not switched on.
        Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => builder.text(cow(text)),
    }
}

fn open<'a>(tag: Tag<'a>, builder: &mut Builder<'a>) {
    match tag {
        Tag::Strong => builder.mark(Mark::Strong, true),
        Tag::Emphasis => builder.mark(Mark::Emphasis, true),
        Tag::Strikethrough => builder.mark(Mark::Strike, true),
        Tag::Link { dest_url, title, .. } => {
            if !title.is_empty() {
                builder.losses.add(TITLE, &title, "");
            }
            builder.open_link(cow(dest_url));
        }
        Tag::Image { dest_url, .. } => {
            builder.losses.add(IMAGE, &dest_url, &dest_url);
            builder.open_link(cow(dest_url));
        }
        Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
            builder.open_code(info.split([' ', ',', '{']).next().unwrap_or_default());
        }
        Tag::CodeBlock(CodeBlockKind::Indented) => builder.open_code(""),
        Tag::BlockQuote(_) => builder.open(Kind::Quote),
        Tag::List(start) => builder.open(Kind::List(start)),
        Tag::Item => builder.open(Kind::Item),
        Tag::Table(_) => builder.open(Kind::Table),
        Tag::TableHead | Tag::TableRow => builder.open_row(),
        Tag::TableCell => {}
        _ => builder.end_paragraph(),
    }
}

fn close(tag: TagEnd, builder: &mut Builder<'_>) {
    match tag {
        TagEnd::Strong => builder.mark(Mark::Strong, false),
        TagEnd::Emphasis => builder.mark(Mark::Emphasis, false),
        TagEnd::Strikethrough => builder.mark(Mark::Strike, false),
        // Of an image in a link, the outer target counts.
        TagEnd::Link | TagEnd::Image => builder.close_link(true),
        TagEnd::Heading(level) => builder.end_heading(level as u8),
        TagEnd::CodeBlock => builder.close_code(),
        TagEnd::TableCell => builder.end_cell(),
        TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::Table => builder.close(),
        TagEnd::TableHead | TagEnd::TableRow => {}
        _ => builder.end_paragraph(),
    }
}

fn cow(text: CowStr<'_>) -> Cow<'_, str> {
    match text {
        CowStr::Borrowed(text) => Cow::Borrowed(text),
        text => Cow::Owned(text.into_string()),
    }
}
