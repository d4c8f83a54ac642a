//! Rich text, which the server keeps as HTML.
//!
//! Assumptions, since no public document says how: plain text is escaped and
//! its line breaks become `<br>`; HTML is reduced to harmless tags; characters
//! are escaped as the OWASP sanitiser does it, so `=` comes back as `&#61;`.

/// Tags that stay.
const HARMLESS: [&str; 30] = [
    "a",
    "b",
    "i",
    "u",
    "s",
    "strong",
    "em",
    "br",
    "p",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "pre",
    "code",
    "hr",
];
/// Tags that go together with what is in them.
const POISONOUS: [&str; 7] = ["script", "style", "iframe", "object", "template", "noscript", "title"];
const VOID: [&str; 2] = ["br", "hr"];
const BREAKING: [&str; 8] = ["br", "p", "div", "li", "tr", "h1", "h2", "h3"];

/// Plain text as HTML.
pub(super) fn from_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let lines: Vec<_> = text.split('\n').map(escape).collect();
    lines.join("<br>")
}

/// HTML with nothing in it that could do harm. Cleaning twice changes nothing.
pub(super) fn sanitise(html: &str) -> String {
    let mut clean = String::new();
    let mut open: Vec<String> = Vec::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(text) => clean.push_str(&escape(&unescape(text))),
            Piece::Start(name, _) if !HARMLESS.contains(&name.as_str()) => {}
            Piece::Start(name, attributes) => {
                let href = (name == "a").then(|| link(attributes)).flatten();
                match href {
                    Some(href) => clean.push_str(&format!("<a href=\"{}\">", escape(&href))),
                    None => clean.push_str(&format!("<{name}>")),
                }
                if !VOID.contains(&name.as_str()) {
                    open.push(name);
                }
            }
            Piece::End(name) => {
                if let Some(place) = open.iter().rposition(|it| *it == name) {
                    for name in open.drain(place..).rev() {
                        clean.push_str(&format!("</{name}>"));
                    }
                }
            }
        }
    }
    for name in open.iter().rev() {
        clean.push_str(&format!("</{name}>"));
    }
    clean
}

/// HTML as plain text.
pub(super) fn to_text(html: &str) -> String {
    let mut text = String::new();
    for piece in pieces(html) {
        match piece {
            Piece::Text(part) => text.push_str(&unescape(part)),
            Piece::Start(name, _) if name == "br" => text.push('\n'),
            Piece::End(name) if BREAKING.contains(&name.as_str()) => text.push('\n'),
            Piece::Start(..) | Piece::End(_) => {}
        }
    }
    text.truncate(text.trim_end_matches('\n').len());
    text
}

enum Piece<'a> {
    Text(&'a str),
    Start(String, &'a str),
    End(String),
}

/// Cuts HTML into tags and text, leaving out comments and poisonous parts.
fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let Some(start) = rest.find('<') else {
            pieces.push(Piece::Text(rest));
            break;
        };
        if start > 0 {
            pieces.push(Piece::Text(&rest[..start]));
            rest = &rest[start..];
        }
        if let Some(comment) = rest.strip_prefix("<!") {
            let end = if comment.starts_with("--") { "-->" } else { ">" };
            rest = comment.split_once(end).map_or("", |parts| parts.1);
            continue;
        }
        let closing = rest.starts_with("</");
        let inside = &rest[if closing { 2 } else { 1 }..];
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            pieces.push(Piece::Text(&rest[..1]));
            rest = &rest[1..];
            continue;
        }
        let end = tag_end(inside);
        let tag = &inside[..end];
        rest = inside.get(end + 1..).unwrap_or("");
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric());
        let (name, attributes) = tag.split_at(length.unwrap_or(tag.len()));
        let name = name.to_ascii_lowercase();
        if closing {
            pieces.push(Piece::End(name));
        } else if POISONOUS.contains(&name.as_str()) {
            let lower = rest.to_ascii_lowercase();
            let end = lower.find(&format!("</{name}"));
            rest = end.map_or("", |end| &rest[end..]);
        } else {
            pieces.push(Piece::Start(name, attributes));
        }
    }
    pieces
}

/// Where a tag ends. A `>` in quotes does not end it.
fn tag_end(inside: &str) -> usize {
    let mut quote = None;
    for (place, c) in inside.char_indices() {
        match (quote, c) {
            (None, '>') => return place,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    inside.len()
}

/// The target of a link, if it leads to the web or to a mailbox.
fn link(attributes: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let place = lower.find("href")?;
    let value = attributes[place + 4..].trim_start().strip_prefix('=')?;
    let value = value.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split_whitespace().next()?,
    };
    let target = unescape(value);
    let scheme = target.split(':').next()?.to_ascii_lowercase();
    ["http", "https", "mailto"].contains(&scheme.as_str()).then_some(target)
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' | '\'' | '+' | '=' | '@' | '`' => {
                safe.push_str(&format!("&#{};", u32::from(c)));
            }
            c => safe.push(c),
        }
    }
    safe
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        plain.push_str(&rest[..start]);
        rest = &rest[start..];
        let entity = rest[1..].split_once(';').map(|parts| parts.0);
        match entity.and_then(|name| Some((character(name)?, name.len()))) {
            Some((c, length)) => {
                plain.push(c);
                rest = &rest[length + 2..];
            }
            None => {
                plain.push('&');
                rest = &rest[1..];
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(entity: &str) -> Option<char> {
    Some(match entity {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        other => {
            let number = other.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_escaped() {
        let html = from_text("a < b & c\r\nx=1 \"q\"");
        assert_eq!(html, "a &lt; b &amp; c<br>x&#61;1 &#34;q&#34;");
        assert_eq!(to_text(&html), "a < b & c\nx=1 \"q\"");
    }

    #[test]
    fn html_is_made_harmless() {
        let html = "<p onclick='x()'>Hi <b>there</b><script>alert(1)</script><img src=x onerror=y>\
            <a href=\"javascript:x\">no</a> <a href='https://a.example/?b=1'>yes</a>";
        let clean = sanitise(html);
        assert_eq!(clean, "<p>Hi <b>there</b><a>no</a> <a href=\"https://a.example/?b&#61;1\">yes</a></p>");
        assert_eq!(sanitise(&clean), clean);
        assert_eq!(to_text(&clean), "Hi thereno yes");
    }

    #[test]
    fn broken_html_stays_text() {
        assert_eq!(sanitise("1 < 2 && 3 > 2"), "1 &lt; 2 &amp;&amp; 3 &gt; 2");
        assert_eq!(sanitise("<b>open"), "<b>open</b>");
        assert_eq!(sanitise("shut</b>"), "shut");
        let ours = from_text("<b> & ä");
        assert_eq!(sanitise(&ours), ours);
    }
}
