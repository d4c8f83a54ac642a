//! Text arrives as text: cut where people would cut it, escaped so that it reads the same.

use super::config;
use crate::common::{CONNECTORS, connector, connector_json, options};
use case_connectors::case::SecurityCase;
use case_connectors::markup::{Format, fit, fit_line, one_line, render, utf16_len};
use case_connectors::push::plan;
use proptest::prelude::*;
use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

/// Text full of what markup is made of.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => r"[a-eh1-6bqPDp \n\t\\{}\[\]|*^~!#_\-+?():;&./,'`<>$%@=]{1,8}",
        2 => "\\PC{0,6}",
        1 => prop::sample::select(vec!["👨‍👩‍👧‍👦", "e\u{301}", "🇩🇪🇫🇷", "각", "שלום", "\u{200b}", "🔒", "h1. x", "bq. x", "\nh{. x", "\nh*. x", "&lt;", "&#42;", "\\\\", "{code}", "[code]", "[/CODE]", "!a.png!", "(on)", ":-)"])
            .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn has_url(text: &str) -> bool {
    ["https://", "http://", "ftp://", "mailto:", "file://"].iter().any(|scheme| text.contains(scheme))
}

const SPECIAL: &str = "{}[]|*^~!#";

/// Reads Jira's wiki text as Jira does, by the rule of src/markup/wiki.rs: a backslash takes the next
/// character's meaning, `&name;` and `&#number;` are characters. Whatever of the special ones stands
/// bare would be markup.
fn unescaped(wiki: &str) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = wiki;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = after;
        match c {
            '\\' => {
                let escaped = after.chars().next().ok_or("a backslash at the end")?;
                if escaped == '\\' || !escaped.is_ascii_punctuation() {
                    return Err(format!("a backslash before {escaped:?}"));
                }
                out.push(escaped);
                rest = &after[escaped.len_utf8()..];
            }
            '&' => {
                let entity = after.split_once(';').and_then(|(name, after)| {
                    let c = match name {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        _ => char::from_u32(name.strip_prefix('#')?.parse().ok()?)?,
                    };
                    Some((c, after))
                });
                match entity {
                    Some((c, after)) => {
                        out.push(c);
                        rest = after;
                    }
                    None => out.push('&'),
                }
            }
            c if SPECIAL.contains(c) => return Err(format!("{c} is bare before {after:?}")),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// The part of the source that a fitted text shows, once mark and ending are taken off.
fn head_of<'a>(text: &'a str, ending: &str, left_out: usize, format: Format) -> Option<&'a str> {
    let text = text.strip_suffix(ending)?;
    let mark = render(&format!("\n\n(… {left_out} characters left out; full text in the case)"), format).text;
    text.strip_suffix(mark.as_str())
}

fn read_back(text: &str, format: Format) -> Result<String, TestCaseError> {
    Ok(match format {
        Format::JiraWiki => unescaped(text).map_err(TestCaseError::fail)?,
        Format::ServiceNow => text.replace("[ code", "[code").replace("[ /CODE", "[/CODE"),
        Format::Plain => text.to_owned(),
    })
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn wiki_text_reads_as_its_source(source in any_text().prop_filter("URLs have a rule of their own", |t| !has_url(t))) {
        let wiki = render(&source, Format::JiraWiki).text;
        let control = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let source: String = source.replace("\r\n", "\n").replace('\r', "\n").chars().filter(control).collect();
        prop_assert_eq!(unescaped(&wiki).map_err(|e| TestCaseError::fail(format!("{e}: {wiki}")))?, source, "{}", wiki);
    }

    #[test]
    fn no_line_of_wiki_text_begins_a_block(source in any_text()) {
        for line in render(&source, Format::JiraWiki).text.lines() {
            let line = line.trim_start();
            for block in ["* ", "# ", "- ", "----", "||", "|", "bq.", "h1.", "h2.", "h3.", "h4.", "h5.", "h6.", "{"] {
                prop_assert!(!line.starts_with(block), "{block} begins {line}");
            }
        }
    }

    #[test]
    fn a_url_in_wiki_text_leads_to_the_same_place_and_is_nothing_else(
        before in "[a-z(]{0,3} ", url in r"https?://[a-z]{1,5}\.example/[a-z0-9{}\[\]|\\^*!~#()?=&%._-]{0,20}", after in " [a-z{}*]{0,4}"
    ) {
        let wiki = render(&format!("{before}{url}{after}"), Format::JiraWiki).text;
        let at = wiki.find("http").unwrap();
        let written = wiki[at..].split(' ').next().unwrap();
        prop_assert!(!written.contains(|c| "{}[]|\\^*!".contains(c)), "{}", written);
        let decoded = |text: &str| {
            let mut text = text.to_owned();
            for c in "{}[]|\\^*!".chars() {
                text = text.replace(&format!("%{:02X}", u32::from(c)), &c.to_string());
            }
            text
        };
        prop_assert_eq!(decoded(written), decoded(&url));
    }

    #[test]
    fn a_fitted_text_fits_tears_nothing_and_counts_what_is_missing(
        source in any_text().prop_filter("URLs have a rule of their own", |t| !has_url(t)), room in 0_usize..200,
        format in prop::sample::select(vec![Format::Plain, Format::ServiceNow, Format::JiraWiki]),
        ending in prop::sample::select(vec!["", "\n\n(added at 2026-09-14 08:33:00 UTC by Ana Ruiz, case comment c1)"]),
    ) {
        // The ending and the longest mark always have room: a limit below them can hold nothing.
        let mark = utf16_len(&render(&format!("\n\n(… {} characters left out; full text in the case)", source.chars().count()), format).text);
        let limit = utf16_len(ending) + mark + room;
        let fitted = fit(&source, format, Some(limit), ending);
        prop_assert!(utf16_len(&fitted.text) <= limit, "{} > {limit}", utf16_len(&fitted.text));
        prop_assert!(fitted.text.ends_with(ending));
        let whole = render(&source, format).text;
        prop_assert_eq!(fitted.left_out == 0, utf16_len(&whole) + utf16_len(ending) <= limit);
        if fitted.left_out == 0 {
            prop_assert_eq!(fitted.text, whole + ending);
            return Ok(());
        }
        let head = head_of(&fitted.text, ending, fitted.left_out, format)
            .ok_or_else(|| TestCaseError::fail(format!("no mark that says {}: {}", fitted.left_out, fitted.text)))?;
        let head = read_back(head, format)?;
        prop_assert_eq!(head.chars().count() + fitted.left_out, source.chars().count());
        prop_assert!(source.starts_with(&head), "{head:?} of {source:?}");
        prop_assert!(head.len() == source.len() || source.grapheme_indices(true).any(|(at, _)| at == head.len()), "torn: {head:?}");
    }

    #[test]
    fn without_a_limit_nothing_is_cut(source in any_text(), ending in any_text()) {
        let fitted = fit(&source, Format::Plain, None, &ending);
        prop_assert_eq!(fitted.left_out, 0);
        prop_assert_eq!(fitted.text, render(&source, Format::Plain).text + &ending);
    }

    #[test]
    fn one_line_is_one_line(text in prop_oneof![any_text(), ".{0,40}", "[a-c\r\n\t\u{b}\u{c}\u{85}\u{2028}\u{2029}\u{0}\u{1b} ]{0,30}"], limit in 1_usize..60) {
        let breaks = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];
        let line = one_line(&text);
        prop_assert!(!line.contains(breaks) && !line.contains(char::is_control), "{line:?}");
        prop_assert_eq!(line.trim(), line.as_str());
        prop_assert_eq!(one_line(&line), line.clone());
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&line), letters(&text));
        let fitted = fit_line(&text, Some(limit));
        prop_assert!(utf16_len(&fitted.text) <= limit && !fitted.text.contains(breaks));
        if fitted.left_out > 0 {
            let head = fitted.text.strip_suffix('…').unwrap();
            prop_assert!(line.starts_with(head));
            prop_assert!(line.grapheme_indices(true).any(|(at, _)| at == head.len()), "torn: {head:?}");
        } else {
            prop_assert_eq!(fitted.text, line);
        }
    }

    #[test]
    fn servicenow_never_sees_a_code_tag(source in any_text()) {
        let text = render(&source, Format::ServiceNow).text.to_ascii_lowercase();
        prop_assert!(!text.contains("[code") && !text.contains("[/code"));
    }
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn whatever_a_case_says_its_requests_keep_to_the_limits(
        title in any_text(), description in any_text(), comment in any_text(), author in any_text(),
        repeat in prop::sample::select(vec![1_usize, 60, 400]), long_name in prop::sample::select(vec![1_usize, 80])
    ) {
        let case = json!({ "id": "1", "title": format!("t{title}").repeat(repeat.min(60)), "description": description.repeat(repeat),
            "comments": [{ "id": "c", "type": "user", "comment": format!("c{comment}").repeat(repeat), "created_at": "2026-09-14T08:00:00Z",
                "created_by": { "full_name": author.repeat(long_name) } }] });
        for name in CONNECTORS {
            keeps_to_the_limits(&case, name)?;
        }
    }

    #[test]
    fn extra_fields_override_nothing_however_they_are_spelled(
        at in any::<prop::sample::Index>(), upper in any::<u32>(), marks in prop::collection::vec((any::<prop::sample::Index>(), "[_-]"), 0..4),
        prefix in prop::sample::select(vec!["", "", "u_", "U_", "u-", "u_u_", "properties.", "Properties.", "properties.u_", "_", "-"]),
        connector_index in 0..CONNECTORS.len()
    ) {
        let name = CONNECTORS[connector_index];
        let names: &[&str] = match name {
            "servicenow_table" | "servicenow_import" => &["short_description", "description", "correlation_id", "correlation_display", "urgency", "comments", "work_notes"],
            "resilient" => &["name", "description", "discovered_date", "incident_type_ids", "severity_code", "case_connectors_mark"],
            _ => &["summary", "description", "labels", "project", "issuetype", "priority", "parent"],
        };
        let mut spelled: String = names[at.index(names.len())]
            .chars()
            .enumerate()
            .map(|(index, c)| if upper >> (index % 32) & 1 == 1 { c.to_ascii_uppercase() } else { c })
            .collect();
        for (at, mark) in marks {
            spelled.insert_str(at.index(spelled.len() + 1), &mark);
        }
        let spelled = format!("{prefix}{spelled}");
        let extra = json!({ &spelled: "EVIL", "customfield_10010": "kept" }).to_string();
        let own = connector_json(name);
        let fields = json!({ "otherFields": extra, "additionalFields": extra, "urgency": "2", "priority": "High", "issueType": "1",
            "parent": "SOC-1", "severityCode": "4", "incidentTypes": ["17"] });
        let case = json!({ "id": "1", "title": "t", "description": "d", "connector": { "id": own["id"], "type": own["type"], "fields": fields } });
        let bytes = case.to_string();
        let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
        let plan = plan(&case, &connector(name), &[], &options()).unwrap();
        let create = plan.steps.iter().find(|step| step.kind == "create").unwrap();
        let body = create.request.body.as_deref().unwrap();
        prop_assert!(body.contains("kept"), "{}", body);
        prop_assert!(!body.contains("EVIL"), "{} came through: {}", spelled, body);
        prop_assert!(plan.warnings.iter().any(|w| w.code == "EXTRA_FIELD_IGNORED" && w.field == spelled));
    }
}

/// The lengths that the vendors document, of every text that goes out.
fn keeps_to_the_limits(case: &Value, name: &str) -> Result<(), TestCaseError> {
    let bytes = case.to_string();
    let case = SecurityCase::parse(bytes.as_bytes(), &[]).unwrap();
    let limit = |key: &str| match key {
        "short_description" => 160,
        "description" | "comments" | "work_notes" if name.starts_with("servicenow") => 4_000,
        "summary" => 254,
        "description" | "body" if name.starts_with("jira") => 32_767,
        _ => usize::MAX,
    };
    let plan = plan(&case, &connector(name), &[], &options()).unwrap();
    for step in plan.steps.iter().filter(|step| step.writes) {
        let body: Value = serde_json::from_str(step.request.body.as_deref().unwrap()).unwrap();
        let fields = body.get("fields").unwrap_or(&body).as_object().unwrap().clone();
        for (key, value) in fields {
            let text = value.as_str().unwrap_or_default();
            let key = key.trim_start_matches("u_");
            prop_assert!(utf16_len(text) <= limit(key), "{name} {key}: {}", utf16_len(text));
            if matches!(key, "short_description" | "summary" | "name") {
                prop_assert!(!text.contains(['\n', '\r']) && !text.is_empty(), "{name} {key}: {text:?}");
            }
        }
    }
    Ok(())
}

#[test]
fn a_very_long_name_of_an_author_makes_no_comment_too_long() {
    let case = json!({ "id": "1", "title": "t", "comments": [{ "id": "c", "type": "user", "comment": "text",
        "created_at": "2026-09-14T08:00:00Z", "created_by": { "full_name": "x".repeat(40_000) } }] });
    for name in CONNECTORS {
        keeps_to_the_limits(&case, name).unwrap();
    }
}
