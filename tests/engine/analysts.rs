//! Texts as analysts write them, which converters break: what each system gets, written by hand.

use case_connectors::markup::{Format, render};

/// A text, and what stands in wiki text, HTML and plain text; the text of ADF is that of plain text.
fn arrives(source: &str, wiki: &str, html: &str, plain: &str) {
    for (format, expected) in [(Format::Wiki, wiki), (Format::Html, html), (Format::Plain, plain)] {
        assert_eq!(render(source, format).text, expected, "{format:?}");
    }
    let adf: serde_json::Value = serde_json::from_str(&render(source, Format::Adf).text).unwrap();
    let signs = |text: &str| text.split_whitespace().collect::<String>();
    // Bars and bullets are no text of a document, nor is the target of a link.
    let bare = |text: &str| signs(text).replace("(https://x.example/?q=b%7Cc)", "").replace(['|', '-'], "");
    assert_eq!(bare(&text_of(&adf)), bare(plain));
}

fn text_of(node: &serde_json::Value) -> String {
    let own = node["text"].as_str().unwrap_or_default();
    own.to_owned() + &node["content"].as_array().into_iter().flatten().map(text_of).collect::<String>()
}

#[test]
fn registry_keys_and_paths() {
    arrives(
        "Dropped: C:\\Users\\%USERNAME%\\AppData\\.x_\\a.exe\nRun: HKLM\\Software\\_x_\\Run\\\nDir: C:\\Windows\\Temp\\\nby CORP\\$svc, keys in ~/.ssh/authorized_keys~ (~5 min~)",
        "Dropped: C:\\Users&#92;%USERNAME%\\AppData&#92;.x\\_\\a.exe\nRun: HKLM\\Software&#92;\\_x\\_\\Run&#92;\nDir: C:\\Windows\\Temp&#92;\nby CORP&#92;$svc, keys in \\~/.ssh/authorized_keys\\~ (\\~5 min\\~)",
        "<p>Dropped: C:\\Users\\%USERNAME%\\AppData\\.x_\\a.exe<br>Run: HKLM\\Software\\_x_\\Run\\<br>Dir: C:\\Windows\\Temp\\<br>by CORP\\$svc, keys in ~/.ssh/authorized_keys~ (~5 min~)</p>",
        "Dropped: C:\\Users\\%USERNAME%\\AppData\\.x_\\a.exe\nRun: HKLM\\Software\\_x_\\Run\\\nDir: C:\\Windows\\Temp\\\nby CORP\\$svc, keys in ~/.ssh/authorized_keys~ (~5 min~)",
    );
}

#[test]
fn paths_with_slashes() {
    arrives(
        "Found /usr/lib/__pycache__/x.py and src/__tests__/y, rm /var/log/* /tmp/*.log, GET /_cat/_all_ **and /x/_y_**",
        "Found /usr/lib/\\_\\_pycache\\_\\_/x.py and src/\\_\\_tests\\_\\_/y, rm /var/log/\\* /tmp/\\*.log, GET /\\_cat/\\_all\\_ {*}and /x/{*}\\_{*}y{*}\\_",
        "<p>Found /usr/lib/__pycache__/x.py and src/__tests__/y, rm /var/log/* /tmp/*.log, GET /_cat/_all_ <strong>and /x/_y_</strong></p>",
        "Found /usr/lib/__pycache__/x.py and src/__tests__/y, rm /var/log/* /tmp/*.log, GET /_cat/_all_ and /x/_y_",
    );
}

#[test]
fn queries_outside_of_code() {
    arrives(
        "{\"c\":\"a \\\"b\\\"\"} url.path:\\/admin ^\\d+\\.\\d+$ curl -k \\\n -H x",
        "\\{\"c\":\"a &#92;\"b&#92;\"\"\\} url.path:&#92;/admin \\^\\d\\+&#92;.\\d\\+$ curl \\-k &#92;\n\\-H x",
        "<p>{\"c\":\"a \\\"b\\\"\"} url.path:\\/admin ^\\d+\\.\\d+$ curl -k \\<br>-H x</p>",
        "{\"c\":\"a \\\"b\\\"\"} url.path:\\/admin ^\\d+\\.\\d+$ curl -k \\\n-H x",
    );
}

#[test]
fn mail_headers_above_a_rule() {
    arrives(
        "From: a b\nTo: c\nSubject: d\n---\nBody",
        "From: a b\nTo: c\n\nh2. Subject: d\n\nBody",
        "<p>From: a b<br>To: c</p><h2>Subject: d</h2><p>Body</p>",
        "From: a b\nTo: c\n\nSubject: d\n\nBody",
    );
}

#[test]
fn tables_with_bars() {
    arrives(
        "| query | hits |\n|---|---|\n| `index=main | stats count` | 12 |\n| [a](https://x.example/?q=b|c) | 3 | more |",
        "||query||hits||\n|{{index=main &#124; stats count}}|12|\n|[a|https://x.example/?q=b%7Cc]|3|more|",
        "<table><thead><tr><th>query</th><th>hits</th></tr></thead><tbody><tr><td><code>index=main | stats count</code></td><td>12</td></tr><tr><td><a href=\"https://x.example/?q=b%7Cc\">a</a></td><td>3</td><td>more</td></tr></tbody></table>",
        "| query | hits |\n| index=main | stats count | 12 |\n| a (https://x.example/?q=b%7Cc) | 3 | more |",
    );
}

#[test]
fn a_firewall_log() {
    arrives(
        "[evil.exe]: 9f86d081\nDENY root@10.0.0.5 to https://pypi.example/pkg/init.py?a=1&copy=2 (npm@6.13.1)",
        "\\[evil.exe\\]: 9f86d081\n\nDENY root@10.0.0.5 to [https://pypi.example/pkg/init.py?a=1&copy=2] (npm@6.13.1)",
        "<p>[evil.exe]: 9f86d081</p><p>DENY root@10.0.0.5 to <a href=\"https://pypi.example/pkg/init.py?a=1&amp;copy=2\">https://pypi.example/pkg/init.py?a=1&amp;copy=2</a> (npm@6.13.1)</p>",
        "[evil.exe]: 9f86d081\n\nDENY root@10.0.0.5 to https://pypi.example/pkg/init.py?a=1&copy=2 (npm@6.13.1)",
    );
}

#[test]
fn html_pasted_from_a_mail() {
    arrives(
        "<p class=\"x_y\">Dear <b>user</b>,</p>\n\nsee <a href=\"https://x.example/_a_\">here</a> &amp; <o'neil@corp.example>",
        "<p class=\"x_y\">Dear <b>user</b>,</p>\n\nsee <a href=\"https&#58;//x.example/\\_a\\_\">here</a> & [o'neil@corp.example|mailto:o%27neil@corp.example]",
        "<p>&lt;p class=\"x_y\"&gt;Dear &lt;b&gt;user&lt;/b&gt;,&lt;/p&gt;</p><p>see &lt;a href=\"https://x.example/_a_\"&gt;here&lt;/a&gt; &amp; <a href=\"mailto:o%27neil@corp.example\">o'neil@corp.example</a></p>",
        "<p class=\"x_y\">Dear <b>user</b>,</p>\n\nsee <a href=\"https://x.example/_a_\">here</a> & o'neil@corp.example",
    );
}

#[test]
fn bold_in_japanese() {
    arrives(
        "**注意：**本文と**重要**です",
        "{*}注意：{*}本文と{*}重要{*}です",
        "<p><strong>注意：</strong>本文と<strong>重要</strong>です</p>",
        "注意：本文と重要です",
    );
}

#[test]
fn what_only_kibana_draws_is_told_by_its_kind_and_title() {
    let lens =
        r#"see !{lens{"timeRange":{"from":"now-7d"},"attributes":{"title":"DNS by host","state":{"a":"}"}}}} end"#;
    for (source, shown) in [
        (lens, "see [Lens chart: DNS by host] end"),
        ("!{timeline[Hunt 1](https://kibana.example/t/1)}", "Timeline: Hunt 1 (https://kibana.example/t/1)"),
        ("!{tooltip[word](what it means)}", "word (what it means)"),
        (r#"!{osquery{"query":"select 1","label":"Processes"}}"#, "[Osquery: Processes]"),
        (r#"!{investigate{"label":"Who?"}}"#, "[Investigation: Who?]"),
        (r#"!{insight{"providers":[]}}"#, "[Insight]"),
        (r#"!{lens{"open"#, r#"!{lens{"open"#),
    ] {
        let rendered = render(source, Format::Plain);
        assert_eq!(rendered.text, shown);
        assert_eq!(rendered.losses.is_empty(), source == shown);
    }
}
