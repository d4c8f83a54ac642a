//! Reads Atlassian Document Format. What it does not know is read for its text.

use crate::builder::{Builder, Kind, Mark};
use crate::document::Document;
use serde_json::Value;

/// Reads a document; `null` is an empty one.
pub(crate) fn read(document: &Value) -> Document<'_> {
    let mut builder = Builder::default();
    node(document, &mut builder);
    builder.end()
}

fn attribute<'a>(node: &'a Value, name: &str) -> Option<&'a Value> {
    node.get("attrs")?.get(name)
}

fn children<'a>(node: &'a Value, builder: &mut Builder<'a>) {
    for child in node.get("content").and_then(Value::as_array).into_iter().flatten() {
        self::node(child, builder);
    }
}

/// The depth is bounded: JSON is read no deeper than serde_json allows.
fn node<'a>(it: &'a Value, builder: &mut Builder<'a>) {
    let text = |name: &str| attribute(it, name).and_then(Value::as_str);
    let kind = it.get("type").and_then(Value::as_str).unwrap_or_default();
    match kind {
        "text" => inline(it, builder),
        "hardBreak" => builder.text("\n"),
        "heading" => {
            builder.end_paragraph();
            children(it, builder);
            let level = attribute(it, "level").and_then(Value::as_u64).and_then(|level| u8::try_from(level).ok());
            builder.end_heading(level.unwrap_or(1).clamp(1, 6));
        }
        "codeBlock" => {
            builder.open_code(text("language").unwrap_or_default());
            children(it, builder);
            builder.close_code();
        }
        "blockquote" => within(it, Kind::Quote, builder),
        "bulletList" | "taskList" | "decisionList" => within(it, Kind::List(None), builder),
        "orderedList" => {
            let start = attribute(it, "order").and_then(Value::as_u64).unwrap_or(1);
            within(it, Kind::List(Some(start)), builder);
        }
        "listItem" | "decisionItem" => within(it, Kind::Item, builder),
        "taskItem" | "blockTaskItem" => {
            builder.open(Kind::Item);
            builder.text(if text("state") == Some("DONE") { "[x] " } else { "[ ] " });
            children(it, builder);
            builder.close();
        }
        "table" => within(it, Kind::Table, builder),
        "tableRow" => {
            builder.open_row();
            children(it, builder);
        }
        "tableHeader" | "tableCell" => {
            children(it, builder);
            builder.end_cell();
        }
        "rule" => builder.rule(),
        "date" => {
            let at = text("timestamp").and_then(|at| at.parse().ok()).map(crate::time::to_iso).unwrap_or_default();
            builder.text(at.get(..10).unwrap_or_default().to_owned());
        }
        // These show a text of their own: a name, a state, an address.
        "mention" | "status" | "emoji" | "inlineCard" | "blockCard" | "embedCard" | "media" | "mediaInline"
        | "placeholder" => {
            let own = ["text", "shortName", "alt"].into_iter().find_map(text);
            let of_data = |name: &str| attribute(it, "data")?.get(name)?.as_str();
            let url = text("url").or_else(|| of_data("url"));
            let shown = own.or_else(|| of_data("name")).or(url).unwrap_or_default();
            if let Some(url) = url {
                builder.open_link(url);
            }
            // A mention may have nothing but the number of its user.
            match text("id").filter(|_| shown.is_empty() && kind == "mention") {
                Some(id) => builder.text(format!("@{id}")),
                None => builder.text(shown),
            }
            if url.is_some() {
                builder.close_link();
            }
            if matches!(kind, "blockCard" | "embedCard" | "media") {
                builder.end_paragraph();
            }
        }
        // What only an app draws has a text for those who do not know it.
        "extension" | "bodiedExtension" | "inlineExtension" | "expand" | "nestedExpand" => {
            let shown = text("title").or_else(|| text("text")).unwrap_or_default();
            let is_inline = kind == "inlineExtension";
            if !is_inline {
                builder.end_paragraph();
            }
            builder.text(shown);
            if !is_inline {
                builder.end_paragraph();
            }
            children(it, builder);
        }
        _ => {
            children(it, builder);
            // What holds something ends a paragraph as one does.
            if it.get("content").is_some() {
                builder.end_paragraph();
            }
        }
    }
}

fn within<'a>(it: &'a Value, kind: Kind, builder: &mut Builder<'a>) {
    builder.open(kind);
    children(it, builder);
    builder.close();
}

fn inline<'a>(it: &'a Value, builder: &mut Builder<'a>) {
    let all = || it.get("marks").and_then(Value::as_array).into_iter().flatten();
    let mark = |of: &Value| match of.get("type").and_then(Value::as_str)? {
        "strong" => Some(Mark::Strong),
        "em" => Some(Mark::Emphasis),
        "strike" => Some(Mark::Strike),
        "code" => Some(Mark::Code),
        _ => None,
    };
    let target = all().find_map(|it| attribute(it, "href").and_then(Value::as_str));
    if let Some(target) = target {
        builder.open_link(target);
    }
    all().filter_map(mark).for_each(|mark| builder.mark(mark, true));
    if all().any(|it| attribute(it, "type").and_then(Value::as_str) == Some("sup")) {
        builder.text("^");
    }
    builder.text(it.get("text").and_then(Value::as_str).unwrap_or_default());
    all().filter_map(mark).for_each(|mark| builder.mark(mark, false));
    if target.is_some() {
        builder.close_link();
    }
}
