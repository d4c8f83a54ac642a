//! The way back, from texts as people write them in each system; and bare addresses, by the rules and examples of GitHub's spec
//! ("Autolinks (extension)"), where Kibana keeps to them.

use case_connectors::markup::{Ending, Format, fit, read_back, render, taken_over, visible};

#[test]
fn jira_wiki_text_reads_as_markdown() {
    for (wiki, markdown) in [
        ("h2. Title *b*", "## Title **b**"),
        ("*bold* _em_ -gone- {{code}} a-b snake_case", "**bold** *em* ~~gone~~ `code` a-b snake_case"),
        ("a{*}b{*}c {{{}x{}}}y", "a**b**c `x`y"),
        ("[text|https://x.example/a_(b)] [https://y.example]", "[text](https://x.example/a_(b)) https://y.example"),
        ("* a\n** b\n*# c\n* d\n\n# e", "- a\n  - b\n  1. c\n- d\n\n1. e"),
        ("{code:powershell}\nGet-X | %{ $_ }\n{code}", "```powershell\nGet-X | %{ $_ }\n```"),
        ("{noformat}a *b*{noformat}", "```\na *b*\n```"),
        ("{quote}\na\n\nb\n{quote}\nc", "> a\n>\n> b\n\nc"),
        ("bq. said", "> said"),
        ("{quote}one{quote}", "> one"),
        ("a {code}x{code} b", "a\n\n```\nx\n```\n\nb"),
        ("||a||b||\n|c|[d|https://x.example]|", "| a | b |\n|---|---|\n| c | [d](https://x.example) |"),
        ("a\n----\nb", "a\n\n---\n\nb"),
        (r"\*no\* \{code\} &#92;", r"\*no\* {code} \"),
        ("one\ntwo \\\\ three", "one\ntwo\nthree"),
    ] {
        assert_eq!(read_back(wiki, Format::Wiki), markdown, "{wiki}");
    }
}

#[test]
fn adf_reads_as_markdown_also_what_we_never_write() {
    let adf = r#"{"version":1,"type":"doc","content":[
        {"type":"heading","attrs":{"level":3},"content":[{"type":"text","text":"Head"}]},
        {"type":"panel","attrs":{"panelType":"info"},"content":[{"type":"paragraph","content":[
            {"type":"mention","attrs":{"id":"1","text":"@Ana"}},{"type":"text","text":" wrote "},
            {"type":"text","text":"this","marks":[{"type":"strong"},{"type":"textColor","attrs":{"color":"red"}}]}]}]},
        {"type":"taskList","content":[{"type":"taskItem","attrs":{"state":"DONE"},"content":[{"type":"text","text":"done"}]}]},
        {"type":"paragraph","content":[{"type":"date","attrs":{"timestamp":"1789374780000"}},{"type":"text","text":" "},
            {"type":"inlineCard","attrs":{"data":{"url":"https://x.example"}}}]},
        {"type":"codeBlock","attrs":{"language":"kql"},"content":[{"type":"text","text":"a | b"}]},
        {"type":"table","content":[{"type":"tableRow","content":[
            {"type":"tableHeader","content":[{"type":"paragraph","content":[{"type":"text","text":"a|b"}]}]}]}]}]}"#;
    assert_eq!(
        read_back(adf, Format::Adf),
        "### Head\n\n@Ana wrote **this**\n\n- [x] done\n\n2026-09-14 https://x.example\n\n```kql\na | b\n```\n\n| a\\|b |\n|---|"
    );
    assert_eq!(read_back("null", Format::Adf), "");
    assert_eq!(read_back("not JSON", Format::Adf), "not JSON");
}

#[test]
fn html_reads_as_markdown_whatever_its_tags() {
    for (html, markdown) in [
        ("<p>a<br>b</p><p>c &amp; &#60;d&#x3e;</p>", "a\nb\n\nc & &lt;d>"),
        ("<div>one</div><div><b>two</b> <i>three</i></div>", "one\n\n**two** *three*"),
        ("<ul><li>a<ul><li>b</li></ul></li><li>c", "- a\n  - b\n- c"),
        ("<ol start=\"3\"><li>a</li></ol>", "3. a"),
        ("<pre><code>x  *y*\n z</code></pre>", "```\nx  *y*\n z\n```"),
        (
            "<a href='https://x.example/?a=1&amp;b=2'>t</a> <span style=\"x\">u</span></blockquote>",
            "[t](https://x.example/?a=1&b=2) u",
        ),
        ("<table><tbody><tr><td><p>a</p></td><td>b</td></tr></tbody></table>", "| a | b |\n|---|---|"),
        ("1 < 2 <notatag", "1 < 2 &lt;notatag"),
        ("a<script>alert(1)</script><style>b</style>", "a"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "| a | b |\n|---|---|\n| c |"),
        ("<img src='x' alt=\"a > b\"> &uuml;&copy;&nbsp;x", "a > b ü©\u{a0}x"),
    ] {
        assert_eq!(read_back(html, Format::Html), markdown, "{html}");
    }
}

#[test]
fn wiki_text_of_people_keeps_its_words() {
    for (wiki, markdown) in [
        ("{code:title=run.sh|borderStyle=solid}\nls\n{code}", "**run.sh**\n\n```\nls\n```"),
        ("{code:java|title=A.java}\nx\n{code}", "**A.java**\n\n```java\nx\n```"),
        ("{panel:title=Notes|bgColor=#fff}\na *b*\n{panel}\nc", "**Notes**\n\na **b**\n\nc"),
        ("{quote}one{quote} two", "> one\n\ntwo"),
        ("a {color:red}b{color} c", "a b c"),
        ("[https://x.example|https://x.example|smart-link]", "https://x.example"),
        ("[The page|https://x.example/a|smart-card]", "[The page](https://x.example/a)"),
        ("see !shot.png|thumbnail! and !a.png!", "see shot.png and a.png"),
        ("+in+ x^2^ H~2~O ??who??", "in x^2 H2O *who*"),
        ("(/) done (*) (!)", "(/) done (\\*) (!)"),
        ("*(bold)* and _(em)_", "**(bold)** and *(em)*"),
        ("||a||b||\n|one\ntwo|3|", "| a | b |\n|---|---|\n| one two | 3 |"),
        ("|{code}x \\| y{code}|b|", "| x \\| y | b |\n|---|---|"),
        ("[~admin] [^log.txt] [rel|/browse/SOC-1]", "@admin log.txt rel (/browse/SOC-1)"),
        ("\\\\srv\\share and a\\\\b", "\\\\srv\\share and a\nb"),
        ("{{a*b*c}} {{x}}y", "`a*b*c` `x`y"),
        ("a - b - c -d- e-f-g", "a - b - c ~~d~~ e-f-g"),
        ("* one\ntwo\n* three", "- one\n  two\n- three"),
        ("{quote}\n* a\n{quote}\nb", "> - a\n\nb"),
        ("{anchor:x}h", "h"),
    ] {
        assert_eq!(read_back(wiki, Format::Wiki), markdown, "{wiki}");
    }
}

#[test]
fn html_of_people_keeps_its_words() {
    for (html, markdown) in [
        ("<table><tr><td><ul><li>a<li>b</ul><td><p>c</p><p>d</p></table>", "| - a - b | c d |\n|---|---|"),
        ("<table><tr><td><table><tr><td>a<td>b</table><td>c</table>", "| a b | c |\n|---|---|"),
        ("<table><caption>T</caption><tr><td>a</table>", "T\n\n| a |\n|---|"),
        ("<ul>a<li>b<ul>c</ul></ul>", "- a\n- b\n  - c"),
        ("<p>a<p>b<ul><li>c<li>d</ul>e", "a\n\nb\n\n- c\n- d\n\ne"),
        ("<ul><li><input type=checkbox checked> a</ul>", "- [x] a"),
        ("<a href='/x'>t</a> <a href='#n'>u</a> <a href='javascript:x'>v</a>", "t (/x) u v (javascript:x)"),
        ("<b>a </b> b<i> c</i>", "**a** b *c*"),
        ("x<sup>2</sup> <title>no</title><?xml v?>y", "x^2 y"),
        ("a<br><br>b<br>c", "a\n\nb\nc"),
        ("<a href='http://evil.example'>good.example</a> (http://evil.example)", "[good.example](http://evil.example)"),
    ] {
        assert_eq!(read_back(html, Format::Html), markdown, "{html}");
    }
}

#[test]
fn adf_of_people_keeps_its_words() {
    let text = |text: &str| format!(r#"{{"type":"text","text":"{text}"}}"#);
    let paragraph = |inside: &str| format!(r#"{{"type":"paragraph","content":[{inside}]}}"#);
    let of = |kind: &str, inside: &str| format!(r#"{{"type":"{kind}","content":[{inside}]}}"#);
    let (a, b) = (paragraph(&text("a")), paragraph(&text("b")));
    let cell = of("tableCell", &format!("{},{b}", of("bulletList", &of("listItem", &a))));
    let task = |state: &str, inside: &str| {
        format!(r#"{{"type":"taskItem","attrs":{{"state":"{state}"}},"content":[{inside}]}}"#)
    };
    let nested = of("taskList", &format!("{},{}", task("DONE", &text("a")), of("taskList", &task("TODO", &text("b")))));
    let date = r#"{"type":"date","attrs":{"timestamp":"1789374780114"}}"#;
    let card = r#"{"type":"inlineCard","attrs":{"data":{"name":"The page","url":"https://x.example/p"}}}"#;
    let linked = r#"{"type":"text","text":"t","marks":[{"type":"link","attrs":{"href":"/rel"}}]}"#;
    let holder = r#"{"type":"placeholder","attrs":{"text":"who?"}}"#;
    let extension = r#"{"type":"bodiedExtension","attrs":{"text":"App"},"content":[{"type":"paragraph","content":[{"type":"text","text":"in"}]}]}"#;
    for (inside, markdown) in [
        (of("table", &of("tableRow", &cell)), "| - a b |\n|---|"),
        (nested, "+ [x] a\n  - [ ] b"),
        (paragraph(date), "2026-09-14"),
        (paragraph(card), "[The page](https://x.example/p)"),
        (paragraph(linked), "t (/rel)"),
        (paragraph(holder), "who?"),
        (extension.to_owned(), "App\n\nin"),
        (of("layoutSection", &format!("{},{}", of("layoutColumn", &a), of("layoutColumn", &b))), "a\n\nb"),
    ] {
        let document = format!(r#"{{"version":1,"type":"doc","content":[{inside}]}}"#);
        assert_eq!(read_back(&document, Format::Adf), markdown, "{document}");
    }
}

#[test]
fn our_own_text_is_known_again() {
    let source = "## Head\n\nThree **users** opened `a|b{c}.exe` at 2*3 [here](https://x.example/a_(b)).\n\n- one\n  1. two\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n\n```\n{code}  x\n```";
    let shown = render(source, Format::Plain).text;
    let words =
        |text: &str| text.replace("(https://x.example/a_(b))", "").split_whitespace().collect::<Vec<_>>().join(" ");
    for format in [Format::Wiki, Format::Adf, Format::Html, Format::Code] {
        assert_eq!(words(&visible(&render(source, format).text, format)), words(&shown), "{format:?}");
    }
}

#[test]
fn an_address_ends_where_its_link_does_and_where_another_begins() {
    for (source, html) in [
        ("**[規則](https://x.example/a/)**。", "<a href=\"https://x.example/a/\"><strong>規則</strong></a>。"),
        ("http://srv/a_[T](https://x.example/b)", "http://srv/a_<a href=\"https://x.example/b\">T</a>"),
        ("http://srv/_x_https://x.example/a", "http://srv/_x_<a href=\"https://x.example/a\">https://x.example/a</a>"),
    ] {
        assert_eq!(render(source, Format::Html).text, format!("<p>{html}</p>"), "{source}");
    }
}

#[test]
fn a_link_that_wiki_text_cannot_link_keeps_its_target() {
    let rendered = render("[#](https://x.example/a)", Format::Wiki);
    assert_eq!(rendered.text, "\\# [https://x.example/a]");
    assert!(rendered.losses.iter().any(|loss| loss.what.contains("followed by its target")), "{:?}", rendered.losses);
}

/// The links that a text gets, each as its text and its target.
fn links(source: &str) -> Vec<(String, String)> {
    let html = render(source, Format::Html).text.replace("&amp;", "&");
    let each = html.split("<a href=\"").skip(1).filter_map(|link| {
        let (target, rest) = link.split_once("\">")?;
        Some((rest.split_once("</a>")?.0.to_owned(), target.to_owned()))
    });
    each.collect()
}

#[test]
fn bare_addresses_are_links_as_in_kibana() {
    let same = |address: &str| vec![(address.to_owned(), address.to_owned())];
    let www = |address: &str| vec![(address.to_owned(), format!("http://{address}"))];
    for (source, expected) in [
        ("www.commonmark.org", www("www.commonmark.org")),
        ("Visit www.commonmark.org/help for more information.", www("www.commonmark.org/help")),
        ("Visit www.commonmark.org.", www("www.commonmark.org")),
        ("Visit www.commonmark.org/a.b.", www("www.commonmark.org/a.b")),
        ("www.google.com/search?q=Markup+(business)", www("www.google.com/search?q=Markup+(business)")),
        ("www.google.com/search?q=Markup+(business)))", www("www.google.com/search?q=Markup+(business)")),
        ("(www.google.com/search?q=Markup+(business))", www("www.google.com/search?q=Markup+(business)")),
        ("www.google.com/search?q=(business))+ok", www("www.google.com/search?q=(business))+ok")),
        ("www.google.com/search?q=commonmark&hl=en", www("www.google.com/search?q=commonmark&hl=en")),
        ("www.google.com/search?q=commonmark&hl;", www("www.google.com/search?q=commonmark")),
        ("www.commonmark.org/he<lp", www("www.commonmark.org/he")),
        ("http://commonmark.org", same("http://commonmark.org")),
        (
            "(Visit https://encrypted.google.com/search?q=Markup+(business))",
            same("https://encrypted.google.com/search?q=Markup+(business)"),
        ),
        ("foo@bar.baz", vec![("foo@bar.baz".into(), "mailto:foo@bar.baz".into())]),
        (
            "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
            vec![("hello+xyz@mail.example".into(), "mailto:hello+xyz@mail.example".into())],
        ),
        ("a.b-c_d@a.b.", vec![("a.b-c_d@a.b".into(), "mailto:a.b-c_d@a.b".into())]),
        // GitHub links neither; Kibana links the one, and the other but for its last sign.
        ("a.b-c_d@a.b-", vec![]),
        ("xhttp://a.example `https://b.example` hxxp://c.example", same("http://a.example")),
        ("http://a_b.c.example", same("http://a_b.c.example")),
        ("root@10.0.0.5 npm@6.13.1", vec![]),
        ("https://pypi.example/pkg/__init__.py", same("https://pypi.example/pkg/__init__.py")),
        ("https://x.example/_x_/a?x=_y_z&copy;a", same("https://x.example/_x_/a?x=_y_z&copy;a")),
        ("http://localhost:5601/_x_", vec![]),
        ("http://a_b.example", vec![]),
        ("http://a.b_c", vec![]),
    ] {
        assert_eq!(links(source), expected, "{source}");
    }
}

#[test]
fn a_link_cannot_hide_where_it_leads() {
    for (source, shown) in [
        ("[http://good.example](http://evil.example)", "http://good.example (http://evil.example)"),
        ("[good.example](http://evil.example/x)", "good.example (http://evil.example/x)"),
        ("[user@good.example](http://evil.example)", "user@good.example (http://evil.example)"),
        ("[go\u{200b}od.example](http://evil.example)", "go\u{200b}od.example (http://evil.example)"),
        // What was opened is closed, so that the target is not reversed.
        ("[\u{202e}elpmaxe.doog](http://evil.example)", "\u{202e}elpmaxe.doog\u{202c} (http://evil.example)"),
        ("[good](javascript:alert(1))", "[good](javascript:alert(1))"),
        ("[good.example](https://good.example/x)", "good.example"),
        ("[the report](https://x.example)", "the report"),
        ("[T1059.001](https://attack.example)", "T1059.001"),
        ("[v2.0.1](https://x.example)", "v2.0.1"),
        ("[report.pdf](https://x.example)", "report.pdf"),
        ("[10.0.0.5](https://x.example)", "10.0.0.5"),
        ("[bank.zip](https://x.example)", "bank.zip (https://x.example)"),
        ("[HTTPS://good.example/x](http://evil.example)", "HTTPS://good.example/x (http://evil.example)"),
        ("[(https://good.example)](http://evil.example)", "(https://good.example) (http://evil.example)"),
        (
            "[Visit https://good.example now](http://evil.example)",
            "Visit https://good.example now (http://evil.example)",
        ),
        ("[Visit https://good.example now](https://good.example/y)", "Visit https://good.example now"),
        (
            "<https://e.example/\u{202e}moc.knab> x",
            "https://e.example/\u{202e}moc.knab\u{202c} (https://e.example/%E2%80%AEmoc.knab) x",
        ),
        ("https://e.example/\u{202e}moc", "https://e.example/\u{202e}moc"),
        ("[](http://evil.example)", "http://evil.example"),
    ] {
        let html = render(source, Format::Html).text;
        let mut text = html.clone();
        while let Some((before, rest)) = text.clone().split_once('<') {
            text = format!("{before}{}", rest.split_once('>').unwrap().1);
        }
        assert_eq!(text, shown, "{html}");
    }
}

#[test]
fn a_link_that_is_none_stays_as_it_was_typed() {
    for (source, wiki) in [
        ("h[1](). x", r"h\[1\](). x"),
        ("[v2](rel/path)", r"\[v2\](rel/path)"),
        ("[a *b* `c`](#c \"t\")", r#"\[a _b_ {{{}c{}}}\](#c "t")"#),
        ("[#c](#c)", r"\#c"),
        ("?[?]()c", r"?\[?\]()c"),
    ] {
        assert_eq!(render(source, Format::Wiki).text, wiki, "{source}");
    }
}

const FORGED: &str = "(added at 2026-09-14 13:33:00 UTC by x, case comment c9)";

/// Whether a line would be read as one of the engine's own, as the documents describe it.
fn passes_for_ours(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
        line.starts_with("(added ") && line.ends_with(')') && line.contains(", case ")
    })
}

#[test]
fn no_way_of_writing_makes_a_line_that_passes_for_ours() {
    let by_spaces = FORGED.replace("x, case", "x,  case").replace("UTC by", "UTC\tby");
    let by_table = format!("- x\n\n  | a | b |\n  |---|---|\n  | {} |", FORGED.replace("x, case", "| x, case"));
    let formats = [Format::Wiki, Format::Adf, Format::Html, Format::Journal, Format::Code, Format::Raw];
    for source in [FORGED, &by_spaces, &by_table, "(added by case-connectors, case 7b0f)"] {
        for format in formats {
            let text = render(source, format).text;
            assert!(!passes_for_ours(&text) && !passes_for_ours(&visible(&text, format)), "{format:?}: {text}");
        }
    }
    // A line that becomes one only where it is cut.
    let long = format!("{FORGED}{}", "z".repeat(500));
    for limit in 60..260 {
        let text = fit(&long, Format::Journal, Some(limit), Ending::default()).text;
        assert!(!passes_for_ours(&text), "{limit}: {text}");
    }
}

#[test]
fn control_characters_between_words_keep_them_apart() {
    for sign in ['\u{b}', '\u{c}', '\u{85}'] {
        let text = format!("10.0.0.1{sign}10.0.0.2\n\n```\na{sign}b\n```\n\n> c\u{0}d{sign}e");
        for (format, code) in
            [(Format::Wiki, "a b"), (Format::Html, "a b"), (Format::Plain, "a b"), (Format::Raw, "a b")]
        {
            let written = render(&text, format).text;
            let has = |words: &str| written.contains(words);
            assert!(has("10.0.0.1 10.0.0.2") && has(code) && has("cd e"), "{sign:?} {written}");
        }
        for (remote, format) in [
            (format!("<p>10.0.0.1{sign}10.0.0.2</p><pre>a{sign}b</pre>"), Format::Html),
            (format!("10.0.0.1{sign}10.0.0.2\n{{code}}\na{sign}b\n{{code}}"), Format::Wiki),
        ] {
            for read in [read_back(&remote, format), visible(&remote, format), taken_over(&remote, format)] {
                assert!(read.contains("10.0.0.1 10.0.0.2") && read.contains("a b"), "{sign:?} {read}");
            }
        }
        assert!(taken_over(&format!("a{sign}b"), Format::Plain).contains("a b"), "{sign:?}");
    }
}

/// Each limit that a live field can have: a text is within it, and begins as its source does.
#[test]
fn no_limit_is_too_short_for_the_mark_of_a_cut() {
    let source = "Beacons ".repeat(20);
    let url = "https://kibana.example/app/security/cases/7b0f";
    for format in [Format::Wiki, Format::Html, Format::Plain, Format::Raw, Format::Journal] {
        for limit in 30..140 {
            let mut ending = Ending::new(None);
            ending.case_url = Some(url);
            let fitted = fit(&source, format, Some(limit), ending);
            assert!(fitted.text.encode_utf16().count() <= limit, "{format:?} {limit}: {}", fitted.text);
            let says_how_much = fitted.text.contains("characters left out");
            let is_shown = fitted.text.contains("Beacons") && fitted.text.contains('…');
            assert!((says_how_much || is_shown) && fitted.left_out > 0, "{format:?} {limit}: {}", fitted.text);
            // The line that ends a text is never cut, whatever is.
            ending.line = Some("(the end)");
            let fitted = fit(&source, format, Some(limit), ending);
            assert!(fitted.text.encode_utf16().count() <= limit, "{format:?} {limit}: {}", fitted.text);
            assert!(fitted.text.contains("(the end)"), "{format:?} {limit}: {}", fitted.text);
        }
    }
    assert_eq!(fit("Beacons", Format::Plain, Some(3), Ending::new("(the end)")).text, "(the end)");
    assert_eq!(fit("Beacons", Format::Plain, Some(4), Ending::default()).text, "Bea…");
}

#[test]
fn what_is_changed_is_told() {
    for (source, what) in [
        ("![a](http://x.example/a.png)", "an image is shown as a link"),
        ("[a](javascript:x)", "a link that is neither http, https nor mailto is shown as text, with its target"),
        ("[a](http://x.example \"t\")", "the title of a link is left out"),
        (&"> ".repeat(60), "what is nested too deeply is shown at the deepest level"),
    ] {
        for format in [Format::Wiki, Format::Adf, Format::Html, Format::Plain] {
            let losses = render(source, format).losses;
            assert!(losses.iter().any(|loss| loss.what == what), "{source}, {format:?}: {losses:?}");
        }
    }
}

#[test]
fn a_remote_text_of_any_shape_is_read() {
    for piece in ["{quote}", "{code}", "[", "&", "é:", "< ", "<!-- >", "<div>", "* ", "|", "*a ", "{noformat}x"] {
        let text = piece.repeat(50_000);
        for format in [Format::Wiki, Format::Html] {
            let _ = read_back(&text, format);
        }
    }
    let deep = format!("{}{}", r#"{"type":"blockquote","content":["#.repeat(50), "]}".repeat(50));
    assert!(!read_back(&deep, Format::Adf).contains("blockquote"));
}
