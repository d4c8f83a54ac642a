//! What the writer of Markdown writes reads again as the same document: over documents, made as HTML, which can say all that a
//! document can.

use super::config;
use case_connectors::markup::{Format, read_back, render};
use proptest::prelude::*;

/// Some text in one style, perhaps linked.
#[derive(Debug, Clone)]
struct Span {
    text: String,
    marks: Vec<&'static str>,
    target: Option<&'static str>,
}

#[derive(Debug, Clone)]
enum Block {
    /// Lines of spans.
    Paragraph(Vec<Vec<Span>>),
    Heading(u8, Vec<Span>),
    Code(String),
    Rule,
    Table(Vec<Vec<Vec<Span>>>),
    Quote(Vec<Block>),
    List(Option<u32>, Vec<Vec<Block>>),
}

/// What has a meaning in Markdown, or nearly.
const PIECES: [&str; 76] = [
    "a",
    "Bc",
    "x1",
    "10.0.0.5",
    "x_y",
    "_init_",
    "__init__",
    "*",
    "**",
    "***",
    "_",
    "__",
    "`",
    "``",
    "```",
    "~~",
    "~",
    "~~~",
    "[",
    "]",
    "[x]",
    "[ ]",
    "](",
    "(",
    ")",
    "\\",
    "\\\\",
    "C:\\a\\.b",
    "C:\\a*b*",
    "\\\\srv\\share",
    "\\d+\\.\\d+",
    "<",
    "<b>",
    "</b>",
    "<!--",
    ">",
    "#",
    "##",
    "-",
    "--",
    "---",
    "===",
    "=",
    "+",
    "1.",
    "1)",
    "|",
    "||",
    "|-|",
    "--|--",
    "&",
    "&amp;",
    "&copy;",
    "&#42;",
    "!",
    "!{lens{}}",
    "![",
    ":",
    ":-",
    "\"",
    "'",
    "{",
    "}",
    "é",
    "注意：",
    ":warning:",
    "[a]: b",
    "[a](b)",
    "- x",
    "* x",
    "> x",
    "+ x",
    "hxxp://a",
    "root@10",
    "{code}",
    "h1.",
];

fn text() -> impl Strategy<Value = String> {
    let piece = (prop::sample::select(PIECES.to_vec()), prop::bool::weighted(0.6));
    let text = prop::collection::vec(piece, 1..5).prop_map(|pieces| {
        let joined: String =
            pieces.iter().map(|(piece, space)| format!("{piece}{}", if *space { " " } else { "" })).collect();
        joined.trim().to_owned()
    });
    // Addresses would be links; those of links have a place of their own.
    text.prop_filter("an address", |text| !text.split('@').skip(1).any(|rest| rest.contains('.')))
}

fn span() -> impl Strategy<Value = Span> {
    let marks = prop_oneof![
        6 => Just(vec![]),
        1 => Just(vec!["strong"]),
        1 => Just(vec!["em"]),
        1 => Just(vec!["s"]),
        1 => Just(vec!["code"]),
        1 => Just(vec!["strong", "em"]),
        1 => Just(vec!["strong", "em", "s"]),
        1 => Just(vec!["strong", "code"]),
    ];
    let targets = vec![
        "https://x.example/a_(b)",
        "https://x.example/)?q=%2Aa%2A&amp;b=_c_",
        "mailto:a_b@x.example",
        "https://x.example/&amp;copy;",
    ];
    (text(), marks, prop::option::weighted(0.2, prop::sample::select(targets))).prop_map(|(text, marks, target)| {
        // Brackets count in code too, so that no link can end behind such code.
        // And behind a name its target would stand.
        let is_free = !(text.contains('.') || marks.contains(&"code") && text.contains(['[', ']', '\\']));
        // Nor can marks that hold their own sign within code.
        let is_code = marks.contains(&"code") && text.contains(['*', '_', '~']);
        Span { text, marks: if is_code { vec!["code"] } else { marks }, target: target.filter(|_| is_free) }
    })
}

fn line() -> impl Strategy<Value = Vec<Span>> {
    prop::collection::vec(span(), 1..5)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let start = prop::option::of(prop_oneof![Just(1_u32), Just(9), Just(10), 0_u32..2_000]);
    let leaf = prop_oneof![
        4 => prop::collection::vec(line(), 1..4).prop_map(Block::Paragraph),
        1 => (1_u8..7, line()).prop_map(|(level, line)| Block::Heading(level, line)),
        1 => r"([a` \n~*<&|#\\-]{0,12}[a`~*<&|#\\-])?".prop_map(Block::Code),
        1 => Just(Block::Rule),
        1 => prop::collection::vec(prop::collection::vec(prop_oneof![4 => line(), 1 => Just(vec![])], 1..4), 1..4)
            .prop_map(Block::Table),
    ];
    let block = leaf.prop_recursive(4, 24, 3, move |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 1..4).prop_map(Block::Quote),
            2 => (start.clone(), prop::collection::vec(prop::collection::vec(inner, 0..4), 1..4))
                .prop_map(|(start, items)| Block::List(start, items)),
        ]
    });
    prop::collection::vec(block, 1..4)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Spans side by side, or apart; `marked` with their marks.
fn of_line(line: &[Span], apart: bool, marked: bool) -> String {
    let mut out = String::new();
    let mut before: Option<&Span> = None;
    for span in line {
        // Links and code side by side would be one.
        let joins = before.is_some_and(|before| {
            let code = |span: &Span| span.marks.contains(&"code");
            code(before) && code(span) || before.target.is_some() && before.target == span.target
        });
        out.push_str(if before.is_some() && (apart || joins) { " " } else { "" });
        before = Some(span);
        if let Some(target) = span.target {
            out.push_str(&format!("<a href=\"{target}\">"));
        }
        let marks = || span.marks.iter().filter(|mark| marked || **mark == "code");
        marks().for_each(|mark| out.push_str(&format!("<{mark}>")));
        out.push_str(&escaped(&span.text));
        marks().rev().for_each(|mark| out.push_str(&format!("</{mark}>")));
        out.push_str(if span.target.is_some() { "</a>" } else { "" });
    }
    out
}

/// As the engine writes HTML.
fn html(blocks: &[Block], apart: bool, marked: bool) -> String {
    let line = |line: &[Span]| of_line(line, apart, marked);
    let row = |row: &[Vec<Span>], tag: &str| {
        let cells: String = row.iter().map(|cell| format!("<{tag}>{}</{tag}>", line(cell))).collect();
        format!("<tr>{cells}</tr>")
    };
    let lines = |lines: &[Vec<Span>]| lines.iter().map(|it| line(it)).collect::<Vec<_>>().join("<br>");
    let each = |block: &Block| match block {
        Block::Paragraph(text) => format!("<p>{}</p>", lines(text)),
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>", line(text)),
        Block::Code(text) => format!("<pre><code>{}</code></pre>", escaped(text)),
        Block::Rule => "<hr>".to_owned(),
        Block::Table(rows) => {
            let body: String = rows[1..].iter().map(|it| row(it, "td")).collect();
            let body = if body.is_empty() { body } else { format!("<tbody>{body}</tbody>") };
            format!("<table><thead>{}</thead>{body}</table>", row(&rows[0], "th"))
        }
        Block::Quote(inside) => format!("<blockquote>{}</blockquote>", html(inside, apart, marked)),
        Block::List(start, items) => {
            let (open, close) = match start {
                None => ("<ul>".to_owned(), "</ul>"),
                Some(1) => ("<ol>".to_owned(), "</ol>"),
                Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            };
            let items: String = items.iter().map(|item| format!("<li>{}</li>", of_item(item, apart, marked))).collect();
            format!("{open}{items}{close}")
        }
    };
    blocks.iter().map(each).collect()
}

/// A single paragraph has no tags of its own.
fn of_item(item: &[Block], apart: bool, marked: bool) -> String {
    let paragraphs = item.iter().filter(|block| matches!(block, Block::Paragraph(_))).count();
    item.iter()
        .map(|block| {
            let html = html(std::slice::from_ref(block), apart, marked);
            match block {
                Block::Paragraph(_) if paragraphs == 1 => html[3..html.len() - 4].to_owned(),
                _ => html,
            }
        })
        .collect()
}

fn without_marks(html: &str) -> String {
    ["strong", "em", "s"]
        .iter()
        .fold(html.to_owned(), |html, mark| html.replace(&format!("<{mark}>"), "").replace(&format!("</{mark}>"), ""))
}

proptest! {
    #![proptest_config(config(400))]

    #[test]
    fn what_is_written_reads_as_the_same_document(blocks in blocks()) {
        let document = html(&blocks, true, true);
        let markdown = read_back(&document, Format::Html);
        prop_assert_eq!(render(&markdown, Format::Html).text, document, "{}", markdown);
    }

    #[test]
    fn marks_that_touch_take_no_text_and_no_block(blocks in blocks()) {
        let markdown = read_back(&html(&blocks, false, true), Format::Html);
        let read = render(&markdown, Format::Html).text;
        let plain = html(&blocks, false, false);
        // Texts of one link, or of code, that touch are one.
        let joined = |html: &str| html.replace("</code><code>", "");
        prop_assert_eq!(joined(&without_marks(&read)), joined(&plain), "{}", markdown);
        // Marks that cannot be told apart are gone after the first time; from then on nothing changes.
        let second = read_back(&read, Format::Html);
        prop_assert_eq!(read_back(&render(&second, Format::Html).text, Format::Html), second);
    }
}
