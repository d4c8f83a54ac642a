//! Text arrives as text: cut where people would cut it, escaped so that it reads the same.

use super::config;
use crate::common::{CONNECTORS, connector, connector_json, options};
use case_connectors::case::SecurityCase;
use case_connectors::markup::{Ending, Format, fit, fit_line, one_line, read_back, render, utf16_len, visible};
use case_connectors::push::{StepKind, plan};
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

const FORMATS: [Format; 9] = [
    Format::Wiki,
    Format::Adf,
    Format::Html,
    Format::Code,
    Format::Plain,
    Format::Journal,
    Format::PlainAdf,
    Format::Raw,
    Format::RawAdf,
];

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

/// How much of a field a text takes: of ADF the JSON does not count.
fn units(text: &str, format: Format) -> usize {
    match format {
        Format::Adf | Format::PlainAdf | Format::RawAdf => adf_units(&serde_json::from_str(text).unwrap()),
        _ => utf16_len(text),
    }
}

fn adf_units(node: &Value) -> usize {
    let own = node["text"].as_str().map_or(0, utf16_len);
    let line_break =
        usize::from(matches!(node["type"].as_str(), Some("hardBreak" | "paragraph" | "heading" | "codeBlock")));
    own + line_break + node["content"].as_array().into_iter().flatten().map(adf_units).sum::<usize>()
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn what_is_read_back_shows_the_same_text(source in any_text()) {
        // Both nest what HTML can, so that the same text comes back.
        let shown = render(&source, Format::Plain).text;
        let html = visible(&render(&source, Format::Html).text, Format::Html);
        prop_assert_eq!(words(&html), words(&shown));
        let adf = visible(&render(&source, Format::PlainAdf).text, Format::PlainAdf);
        prop_assert_eq!(words(&adf), words(&shown));
    }

    #[test]
    fn what_is_written_twice_is_the_same(source in any_text(), format in prop::sample::select(FORMATS.to_vec())) {
        let first = render(&source, format);
        prop_assert_eq!(&first, &render(&source, format));
        // Reading back never fails, whatever comes.
        let _ = read_back(&source, format);
        let _ = read_back(&first.text, format);
    }

    #[test]
    fn a_fitted_text_fits_and_counts_what_is_missing(
        source in any_text(), room in 0_usize..200, format in prop::sample::select(FORMATS.to_vec()),
        line in prop::sample::select(vec![None, Some("(added at 2026-09-14 08:33:00 UTC by Ana Ruiz, case comment c1)")]),
    ) {
        let ending = Ending::new(line);
        // The ending and the longest mark always have room: a limit below them can hold nothing.
        let mark = "(… 1000 characters left out; full text in the case)";
        let least = units(&fit(&format!("{mark}\n\n{mark}"), format, None, ending).text, format) + 40;
        let limit = least + room;
        let fitted = fit(&source, format, Some(limit), ending);
        prop_assert!(units(&fitted.text, format) <= limit, "{} > {limit}: {}", units(&fitted.text, format), fitted.text);
        let whole = fit(&source, format, None, ending);
        prop_assert_eq!(whole.left_out, 0);
        prop_assert_eq!(fitted.left_out == 0, units(&whole.text, format) <= limit);
        let shown = visible(&fitted.text, format).replace('\\', "");
        if let Some(line) = line {
            prop_assert!(shown.trim_end().ends_with(line), "{}", shown);
        }
        if fitted.left_out > 0 {
            let mark = format!("(… {} characters left out; full text in the case)", fitted.left_out);
            prop_assert!(shown.contains(&mark), "{} in {}", mark, shown);
        }
    }

    #[test]
    fn adf_is_json_of_known_nodes(source in any_text()) {
        let document: Value = serde_json::from_str(&render(&source, Format::Adf).text).unwrap();
        prop_assert_eq!(&document["type"], "doc");
        prop_assert!(document["content"].is_array());
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
    fn servicenow_never_sees_a_code_tag_of_the_case(source in any_text()) {
        let text = render(&source, Format::Journal).text.to_ascii_lowercase();
        prop_assert!(!text.contains("[code") && !text.contains("[/code"));
        let html = render(&source, Format::Code).text.to_ascii_lowercase();
        prop_assert_eq!((html.matches("[code").count(), html.matches("[/code").count()), (1, 1));
    }
}

proptest! {
    #![proptest_config(config(60))]

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
        prefix in any::<prop::sample::Index>(),
        connector_index in 0..CONNECTORS.len()
    ) {
        let name = CONNECTORS[connector_index];
        // Under these beginnings the system knows the same field again.
        let (names, prefixes): (&[&str], &[&str]) = match name {
            "servicenow_sir" => (
                &["short_description", "description", "correlation_id", "dest_ip", "malware_url", "priority", "work_notes"],
                &["", "u_", "U_", "u-", "u_u_", "_", "-"],
            ),
            "servicenow_table" | "servicenow_import" => (
                &["short_description", "description", "correlation_id", "correlation_display", "urgency", "comments", "work_notes"],
                &["", "u_", "U_", "u-", "u_u_", "_", "-"],
            ),
            "resilient" => (
                &["name", "description", "discovered_date", "incident_type_ids", "severity_code", "case_connectors_mark"],
                &["", "properties.", "Properties.", "properties._", "_", "-"],
            ),
            _ => (&["summary", "description", "labels", "project", "issuetype", "priority", "parent"], &["", "_", "-"]),
        };
        let prefix = prefixes[prefix.index(prefixes.len())];
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
        let create = plan.steps.iter().find(|step| step.kind == StepKind::Create).unwrap();
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
