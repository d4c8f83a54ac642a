//! Pages for people: plain HTML that needs nothing from elsewhere.

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884}\
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:0 1rem 3rem}\
header{background:#7b1fa2;color:#fff;margin:0 -1rem;padding:.6rem 1rem}\
header p{margin:0}\
table{border-collapse:collapse;width:100%}\
th,td{border-bottom:1px solid var(--line);padding:.4rem .6rem;text-align:left;vertical-align:top}\
tbody th{font-weight:600;width:12rem}\
.text{white-space:pre-wrap;overflow-wrap:anywhere}\
article{border:1px solid var(--line);border-radius:.4rem;margin:1rem 0;padding:.6rem 1rem}\
article h3{font-size:.9rem;margin:0 0 .4rem}\
a{color:#6a1b9a}\
@media(prefers-color-scheme:dark){a{color:#ce93d8}}";

/// Makes text harmless in HTML, inside attributes too.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A whole page. `body` is HTML already, `title` is text.
pub(crate) fn page(system: &str, title: &str, body: &str) -> String {
    let (system, title) = (escape(system), escape(title));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title} - simulated {system}</title>\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head><body>\
         <header role=\"banner\"><p><strong>Simulated {system}</strong> \
         Nothing here reaches the real product.</p></header>\
         <main id=\"main\">{body}</main></body></html>"
    )
}

/// One row of a list: where it leads, its key and its title.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) link: String,
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) updated: String,
}

/// The list of incidents.
pub(crate) fn list(heading: &str, rows: &[Row]) -> String {
    let heading = escape(heading);
    if rows.is_empty() {
        return format!("<h1>{heading}</h1><p>None yet.</p>");
    }
    let rows: String = rows
        .iter()
        .map(|row| {
            format!(
                "<tr><td><a href=\"{}\">{}</a></td><td>{}</td><td>{}</td></tr>",
                escape(&row.link),
                escape(&row.key),
                escape(&row.title),
                escape(&row.updated)
            )
        })
        .collect();
    format!(
        "<h1>{heading}</h1><table><thead><tr><th scope=\"col\">Number</th>\
         <th scope=\"col\">Title</th><th scope=\"col\">Updated</th></tr></thead>\
         <tbody>{rows}</tbody></table>"
    )
}

/// A comment: its heading and its text.
pub(crate) type Comment = (String, String);

/// One incident with its fields and comments.
pub(crate) fn incident(heading: &str, fields: &[(String, String)], comments: &[Comment]) -> String {
    let fields: String = fields
        .iter()
        .map(|(name, value)| {
            format!("<tr><th scope=\"row\">{}</th><td class=\"text\">{}</td></tr>", escape(name), escape(value))
        })
        .collect();
    let shown: String = comments
        .iter()
        .map(|(heading, text)| {
            format!("<article><h3>{}</h3><div class=\"text\">{}</div></article>", escape(heading), escape(text))
        })
        .collect();
    format!(
        "<h1>{}</h1><p><a href=\"/\">All incidents</a></p><table><tbody>{fields}</tbody></table>\
         <h2>Comments ({})</h2>{shown}",
        escape(heading),
        comments.len()
    )
}
