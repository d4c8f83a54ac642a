//! Texts that are made to take all memory, all time or all of the stack: what is read of them is bounded.

use crate::common::processor;
use crate::common::{connector, options, well_answered, writes};
use case_connectors::error::Code;
use case_connectors::fields::FieldsQuery;
use case_connectors::http::{FailReason, Request, Response};
use case_connectors::machine::{self, Machine};
use case_connectors::markup::{Ending, Format, fit, fit_line, read_back, render, visible};
use case_connectors::pull::Pull;
use case_connectors::push::{Next, Push};
use serde_json::{Value, json};
use std::time::Duration;

const FORMATS: [Format; 7] =
    [Format::Wiki, Format::Adf, Format::Html, Format::Code, Format::Plain, Format::Journal, Format::PlainAdf];

/// As much stack as the engine has in a browser.
fn with_the_stack_of_a_browser(test: impl FnOnce() + Send + 'static) {
    std::thread::Builder::new().stack_size(1 << 20).spawn(test).unwrap().join().unwrap();
}

#[test]
fn nothing_that_is_nested_without_end_takes_the_stack() {
    with_the_stack_of_a_browser(|| {
        const DEEP: usize = 20_000;
        for (format, opening) in [
            (Format::Html, "<li>"),
            (Format::Html, "<ul><li>"),
            (Format::Html, "<ul>"),
            (Format::Html, "<li><blockquote>"),
            (Format::Html, "<blockquote><li>x"),
            (Format::Html, "<table><tr><td>"),
            (Format::Html, "<ol><li><ul><li><table>"),
            (Format::Html, "<a href=x><b><i>"),
            (Format::Wiki, "{quote}"),
            (Format::Wiki, "* "),
            (Format::Wiki, "bq. "),
        ] {
            let text = opening.repeat(DEEP);
            for text in [&text, &format!("{text}x"), &opening.repeat(40)] {
                let markdown = read_back(text, format);
                assert!(visible(text, format).len() + markdown.len() < 40 * text.len() + 100, "{opening}");
            }
        }
        assert!(!read_back(&"*".repeat(DEEP), Format::Wiki).is_empty());
        assert!(!read_back(&format!("{} x", "*".repeat(DEEP)), Format::Wiki).is_empty());
        for kind in ["listItem", "bulletList", "blockquote", "table", "taskItem", "expand", "panel"] {
            let deep = (0..60).fold(
                json!({ "type": "text", "text": "x" }),
                |inside: Value, _| json!({ "type": kind, "content": [inside] }),
            );
            assert!(read_back(&deep.to_string(), Format::Adf).contains('x'), "{kind}");
        }
        for opening in ["- ", "> ", "1. ", "> - ", "- > 1. ", "* + - "] {
            let text = format!("{}x", opening.repeat(DEEP / 4));
            for format in FORMATS {
                assert!(render(&text, format).text.contains('x'), "{opening}");
            }
        }
    });
}

#[test]
fn an_item_whose_end_is_left_out_is_one_of_its_list() {
    for (html, markdown) in [
        ("<ul><li>a<li>b<li>c</ul>", "- a\n- b\n- c"),
        ("<ol><li>a<ul><li>b<li>c</ul><li>d</ol>", "1. a\n   - b\n   - c\n2. d"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
    ] {
        assert_eq!(read_back(html, Format::Html), markdown, "{html}");
    }
}

#[test]
fn of_a_text_that_is_far_too_long_so_much_is_read_as_a_field_can_take() {
    for piece in ["[", "*a ", "![x](", "<b>", "\\`", "| a ", "&amp;", "é "] {
        let source = piece.repeat((4 << 20) / piece.len());
        let total = source.chars().count();
        // Where a field has no limit, a megabyte is read: two pieces tell.
        let is_read_far = ["[", "<b>"].contains(&piece);
        for limit in [Some(4_000)].into_iter().chain(is_read_far.then_some(None)) {
            let fitted = fit(&source, Format::Plain, limit, Ending::default());
            assert!(fitted.left_out > total / 2 && fitted.left_out < total, "{piece}: {}", fitted.left_out);
            // Both are of single bytes.
            assert!(limit.is_some() || fitted.left_out == source.len() - (1 << 20), "{piece}: {}", fitted.left_out);
            assert!(fitted.text.contains(&format!("(… {} characters left out", fitted.left_out)), "{piece}");
            assert!(limit.is_none_or(|limit| fitted.text.encode_utf16().count() <= limit));
        }
        let line = fit_line(&source, Some(255));
        assert!(line.text.ends_with('…') && line.left_out > total / 2);
        assert!(!is_read_far || render(&source, Format::Wiki).text.contains("characters left out"));
    }
}

/// The state of a chart and the bytes of a picture are long, and shown as a few words.
#[test]
fn of_what_is_shown_by_its_name_the_source_counts_for_nothing() {
    let chart = format!(r#"!{{lens{{"attributes":{{"title":"DNS","state":"{}"}}}}}}"#, "x".repeat(6_000));
    let bytes = "A".repeat(60_000);
    let picture = format!("![shot](data:image/png;base64,{bytes})");
    let defined = format!("![shot][1]\n\nConclusion: host compromised\n\n[1]: <data:image/png;base64,{bytes}>");
    for (source, name, times) in [
        (format!("{}Conclusion: host compromised", (chart + "\n\n").repeat(8)), "Lens chart: DNS", 8),
        (format!("{}Conclusion: host compromised", (picture.clone() + "\n\n").repeat(8)), "Image: shot", 8),
        (defined, "Image: shot", 1),
        (format!("{}{picture}\n\nConclusion: host compromised", "[x]! ".repeat(300)), "Image: shot", 1),
    ] {
        for format in FORMATS {
            let fitted = fit(&source, format, Some(4_000), Ending::default());
            let count = fitted.text.matches(name).count();
            assert_eq!((count, fitted.left_out), (times, 0), "{format:?}");
            assert!(
                fitted.text.contains("Conclusion: host compromised") && !fitted.text.contains("AAAA"),
                "{format:?}"
            );
            assert!(!fitted.losses.is_empty(), "{format:?}");
        }
    }
    assert_eq!(render("![](DATA:image/png;base64,AA) ![a *b*](data:x)", Format::Plain).text, "[Image] [Image: a *b*]");
    // What only begins as one is text, and takes no more work than text.
    for piece in ["!{lens{", "!{lens{\"", "![](data:", "]: data:", "!{lens[a]("] {
        let source = piece.repeat((4 << 20) / piece.len());
        let fitted = fit(&source, Format::Plain, Some(4_000), Ending::default());
        assert!(fitted.left_out > source.len() / 2, "{piece}");
    }
}

/// Everything that can go on and on does: pages of comments with a total that nobody reaches, a trace of newer issues, cursors.
#[test]
fn a_list_without_end_is_read_so_far_and_no_further() {
    let case = br#"{"id":"c","title":"t","created_at":"2026-09-14T07:31:08Z","comments":[{"id":"1","type":"user","comment":"x",
        "created_at":"2026-09-14T07:32:08Z"}],"totalComment":1}"#;
    for name in ["jira_cloud", "jira_data_center"] {
        for fails_first in [true, false] {
            let mut push = Push::new(case.to_vec(), &[], connector(name), &[], options()).unwrap();
            let (mut sent, mut newest) = (0, 1_u64);
            loop {
                match push.next() {
                    Next::Save { .. } => push.saved().unwrap(),
                    Next::Wait { .. } => {}
                    Next::Done => break,
                    Next::Send { id, request, .. } => {
                        sent += 1;
                        assert!(sent < 3_000, "{name}: {}", request.url);
                        let is_comments = request.url.contains("/comment?");
                        if writes(&request) && (fails_first || is_comments) {
                            push.fail(id, FailReason::NoAnswer, None).unwrap();
                            continue;
                        }
                        let body = if request.url.contains("bulkfetch") {
                            newest += 90;
                            let issues: Vec<_> = (newest - 90..newest)
                                .map(|n| json!({ "id": n.to_string(), "key": format!("SOC-{n}"), "fields": { "labels": [] } }))
                                .collect();
                            Some(json!({ "issues": issues }))
                        } else if request.url.contains("/search") && request.url.contains("project") {
                            Some(json!({ "issues": [{ "id": "1", "key": "SOC-1", "fields": {} }] }))
                        } else if is_comments {
                            Some(page_of_one(&request, "comments"))
                        } else {
                            None
                        };
                        let response = match body {
                            Some(body) => Response::received(&request, 200, [].into(), body.to_string().into_bytes()),
                            None => well_answered(&request, false),
                        };
                        push.receive(id, &response).unwrap();
                    }
                }
            }
        }
    }
}

/// One entry, and always more of them.
fn page_of_one(request: &Request, list: &str) -> Value {
    let start = request.url.split("startAt=").nth(1).and_then(|at| at.split('&').next()?.parse::<u64>().ok());
    let start = start.unwrap_or(0);
    let one = json!({ "id": start.to_string(), "name": "theirs", "body": "theirs" });
    json!({ "startAt": start, "maxResults": 1, "total": 1_000_000_000, "isLast": false, list: [one] })
}

/// Reads on, where those whose path has one of these words come as pages without end. Answers how many requests there were.
fn read_on<M: Machine>(machine: &mut M, lists: &[(&str, &str)]) -> u32 {
    let mut sent = 0;
    loop {
        match machine.next() {
            machine::Next::Send { id, request, .. } => {
                sent += 1;
                assert!(sent < 3_000, "{}", request.url);
                let list = lists.iter().find(|(path, _)| request.url.contains(path));
                let response = match list {
                    Some((_, list)) => {
                        let body = page_of_one(&request, list).to_string().into_bytes();
                        Response::received(&request, 200, [].into(), body)
                    }
                    None => well_answered(&request, true),
                };
                machine.receive(id, &response).unwrap();
            }
            machine::Next::Done => return sent,
            machine::Next::Save { .. } | machine::Next::Wait { .. } => panic!("it only reads"),
        }
    }
}

#[test]
fn a_pull_and_a_look_at_the_fields_read_so_far_and_no_further() {
    for name in ["jira_cloud", "jira_data_center"] {
        let url = connector(name).base().join("/browse/SOC-1");
        let incident = json!({ "connector_id": "jira-soc", "connector_name": "Jira", "external_id": "10001",
            "external_title": "SOC-1", "external_url": url, "pushed_at": "2026-10-01T00:00:00.000Z", "pushed_by": null });
        let case =
            json!({ "id": "c", "title": "t", "created_at": "2026-09-14T07:31:08Z", "external_service": incident });
        let mut pull = Pull::new(case.to_string().as_bytes(), &[], connector(name), &[], None, &options()).unwrap();
        assert!(read_on(&mut pull, &[("/comment?", "comments")]) > 900, "{name}");
        assert_eq!(pull.pulled().unwrap_err().code, Code::AnswerIncomplete, "{name}");
        // Of the issue types, and of the fields of one of them.
        let lists = ["issueTypes", "values", "fields"];
        for list in lists {
            let mut query = FieldsQuery::fields(connector(name), Some("1".into()));
            let asked = read_on(&mut query, &[("/createmeta/", list)]);
            assert!(asked <= 200, "{name}: {asked}");
            assert!(query.found().is_err(), "{name}: {list}");
        }
    }
}

/// What a text may consist of that looks for its end.
pub(crate) const OUT: &[&str] = &[
    "[a](",
    "[a](<b",
    "[a](b \"",
    "[",
    "]",
    "*",
    "_",
    "**",
    "*a _b ",
    "`",
    "``a`",
    "<",
    "<a ",
    "<!--",
    "![",
    "![a](",
    "~",
    "~~",
    "\\",
    "&",
    "&#",
    "http://",
    "https://a_b_",
    "a@b.c ",
    "> ",
    "- ",
    "1. ",
    "| a ",
    "|-",
    "#",
    "# a\n",
    "```\n",
    "~~~\n",
    "[a]: b\n",
    "[a]\n",
    "[a][b]",
    "a\n===\n",
    "    a\n",
    "\t",
    "!{lens{",
    "!{tooltip[a](b)",
    "é:",
    "🙂",
    "<div>",
    "<b>",
    "</b>",
    "a *b* ",
    "*a **b ",
    "***a",
    "[x](y)*",
    "(",
    "((",
    "[a](b(",
    "\n",
    "\n\n",
    "\t\n\n",
    "    \n",
    "\ta\n\t\n\n",
    "- \t\n",
    "- a\n  - b\n",
    "> - ",
    "*a\n",
    "**a\n",
    "a  \n",
    "|a|b|\n|-|-|\n",
    "`a\n",
    "www.",
    "www.a.b/(",
    "www.a.b/)",
    "<a@b.c>",
    "\\\n",
    "&amp;",
    "_a_b",
    "*a*b",
    "~a~b",
    "-",
    "***\n",
    ":warning:",
    "[[a](b)",
    "]:",
    "[^a]",
    "{{",
    "!{",
    "a://",
    "www.a.b/)",
    "[a://b",
    "](www.",
    "http://a.b/](",
    "www.a.b/(",
    "www.a.b;",
    "a\\b",
    "\\a://",
    "/_",
    "a/__",
    "/*",
    "/_](",
    "a@b.c",
    "a@b.c)",
    "@",
    "a@",
    "<p>www.\n",
];

/// The same of what a system holds.
pub(crate) const BACK: &[&str] = &[
    "[",
    "{quote}",
    "{code}",
    "{",
    "*",
    "_",
    "|",
    "||",
    "[a|",
    "http://a.b/)",
    "www.a.b/)",
    "a@b.c ",
    "<li>",
    "<td>",
    "<b>",
    "&",
    "&amp",
    "<",
    "<a href=\"",
    "<a href='x' ",
    "\\",
    "!a!",
    "{color:red}",
    "h1. ",
    "* ",
    "# ",
    "** ",
    "bq. ",
    "----\n",
    "é:",
    "(/)",
    "??",
    "{{",
    "a://",
    "<p>",
    "</p>",
    "<table>",
    "<tr>",
    "<ul>",
    "<script>",
    "<!--",
    "&lt;",
    "www.",
    "{quote}a",
    "{panel}",
    "[a|http://b]",
    "^",
    "~",
    "+",
    "-a-",
    "#",
    "&{{quote}a",
    "&{{code}a{code}",
    "{{panel}",
];

/// By the square it would be sixteen times as long; what takes no time says nothing. What seems to be slow is looked at again.
fn grows_like_its_text(begins: &str, piece: &str, work: impl Fn(&str)) -> Result<(), (Duration, Duration)> {
    let took = |length: usize, times: u32| {
        let text = begins.to_owned() + &piece.repeat(length / piece.len());
        (0..times).map(|_| processor::taken(|| work(&text))).min().unwrap()
    };
    let (mut short, mut long) = (Duration::ZERO, Duration::ZERO);
    for times in [1, 3] {
        long = took(20_000, times);
        if long < Duration::from_millis(12) {
            return Ok(());
        }
        short = took(5_000, times);
        if long < short * 8 {
            return Ok(());
        }
    }
    Err((short, long))
}

#[test]
fn four_times_the_text_takes_about_four_times_the_work() {
    // Behind a letter no sign begins a block.
    for (format, begins) in [(Format::Wiki, ""), (Format::Adf, "x"), (Format::Html, "")] {
        for piece in OUT {
            let grows = grows_like_its_text(begins, piece, |text| drop(render(text, format)));
            assert!(grows.is_ok(), "{begins}{piece:?} to {format:?}: {grows:?}");
        }
    }
    for (format, begins) in [(Format::Wiki, ""), (Format::Wiki, "x"), (Format::Html, "")] {
        for piece in BACK {
            let grows =
                grows_like_its_text(begins, piece, |text| drop((read_back(text, format), visible(text, format))));
            assert!(grows.is_ok(), "{begins}{piece:?} from {format:?}: {grows:?}");
        }
    }
    let squared = |text: &str| {
        let of = |at: usize| text[..at].bytes().filter(|byte| *byte == b'x').count();
        assert!(text.char_indices().step_by(2).all(|(at, _)| of(at) == 0));
    };
    assert!(grows_like_its_text("", "abc", squared).is_err(), "it would not see the square");
}

/// Looking for a secret in all its spellings takes so much work for each byte and no more: what is not looked through is not shown.
#[test]
fn an_answer_that_is_made_to_be_slow_to_look_through_is_given_up_and_what_people_write_is_not() {
    let received = |secret: &str, said: String| {
        let mut sent = Request::get("https://example.com/api".to_owned());
        sent.headers.insert("authorization".into(), format!("Bearer {secret}"));
        Response::received(&sent, 200, [].into(), said.into_bytes())
    };
    let almost = "a".repeat(50);
    assert!(received(&format!("{almost}b"), "\\".repeat(4_000)).body().is_some());
    for said in ["&amp;".repeat(60_000), "a".repeat(150_000)] {
        assert!(received(&format!("{almost}b"), said).body().is_none());
    }
    let words = "Хост снова обратился к серверу, и никто не знал почему. ";
    let escaped: String = words.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
    for (piece, bytes) in [(words, 6_400_000), (&escaped, 2_500_000)] {
        let said = piece.repeat(bytes / piece.len());
        assert!(received("hunter2-very-secret", said.clone()).body() == Some(said.as_bytes()), "{piece}");
    }
}
