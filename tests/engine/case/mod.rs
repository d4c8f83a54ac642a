//! Reading a security case, and writing back what a push changes in it.

mod write_back;

use case_connectors::case::{Author, MAX_BYTES, Page, SecurityCase, write_back};
use case_connectors::error::{Code, Error};
use case_connectors::time::{parse_iso, to_iso};
use serde_json::{Value, json};

const PHISHING: &[u8] = include_bytes!("../../fixtures/cases/phishing.json");
const PHISHING_V9: &[u8] = include_bytes!("../../fixtures/cases/phishing.v9.case.json");
const PHISHING_V9_COMMENTS: &[u8] = include_bytes!("../../fixtures/cases/phishing.v9.comments.json");
const DNS_TUNNELLING: &[u8] = include_bytes!("../../fixtures/cases/dns_tunnelling.json");
const RANSOMWARE: &[u8] = include_bytes!("../../fixtures/cases/ransomware_intl.json");
const LONG_INTRUSION: &[u8] = include_bytes!("../../fixtures/cases/long_intrusion.json");

/// A case with pages of comments.
fn parse<'a>(case: &'a [u8], pages: &[&'a [u8]]) -> Result<SecurityCase<'a>, Error> {
    let pages: Vec<Page<'a>> = pages.iter().copied().map(Page::Comments).collect();
    SecurityCase::parse(case, &pages)
}

fn error_of(case: &[u8], pages: &[&[u8]]) -> Error {
    match parse(case, pages) {
        Ok(_) => panic!("this should not be read: {}", String::from_utf8_lossy(case)),
        Err(error) => error,
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn user(id: &str, created_at: &str) -> Value {
    json!({ "id": id, "type": "user", "comment": "c", "created_at": created_at })
}

fn case_with(comments: Value) -> Value {
    json!({ "id": "1", "title": "t", "comments": comments })
}

fn ids(case: &SecurityCase<'_>) -> Vec<String> {
    case.comments.iter().map(|comment| comment.id.to_string()).collect()
}

// ---- What is read -------------------------------------------------------------------------------

#[test]
fn both_generations_give_the_same_case() {
    let before_9 = SecurityCase::parse(PHISHING, &[]).unwrap();
    let since_9 = parse(PHISHING_V9, &[PHISHING_V9_COMMENTS]).unwrap();
    assert_eq!(before_9, since_9);
    assert_eq!(ids(&since_9), ["c1a1", "c1a2", "c1a3"]);
}

#[test]
fn every_field_that_a_push_needs_is_read() {
    let case = SecurityCase::parse(PHISHING, &[]).unwrap();
    assert_eq!(&*case.id, "7b0f2a5e-4a0c-4d7e-9f0a-0c3d1f6b9a11");
    assert_eq!(&*case.title, "Credential phishing: fake O365 sign-in, 3 users");
    assert!(case.description.starts_with("## What happened\n\nThree users in **Finance**"));
    assert!(case.description.ends_with("Next update at 12:00 UTC.\n"));
    assert_eq!(
        case.tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>(),
        ["phishing", "Finance EMEA", "T1566.002"]
    );
    assert_eq!(case.status.as_deref(), Some("open"));
    // `date -u -d 2026-09-14T07:31:08Z +%s` is 1789371068.
    assert_eq!(case.created_at, Some(1_789_371_068_114));
    assert_eq!(case.created_by.display_name(), "Ana Ruiz");
    assert_eq!(case.updated_by.as_ref().map(|author| author.display_name()), Some("Kofi Mensah"));
    assert_eq!(
        case.connector.map(|c| (c.id.to_string(), c.type_id.to_string())),
        Some(("none".into(), ".none".into()))
    );
    assert_eq!(case.external_service, None);
    assert_eq!((case.alerts, case.other_attachments), (0, 0));
    let edited = &case.comments[2];
    assert_eq!(&*edited.text, "Blocked at the proxy. Corrected: the block went live at **08:41**, not 08:31.");
    assert_eq!(edited.created_at, 1_789_374_780_000);
    assert_eq!(edited.version_at(), 1_789_376_561_900);
    assert_eq!(edited.author.display_name(), "Ana Ruiz", "who edited last answers for the text");
}

#[test]
fn the_samples_are_counted_as_they_are() {
    for (name, bytes, comments, alerts) in [
        ("dns_tunnelling", DNS_TUNNELLING, 2, 4),
        ("ransomware_intl", RANSOMWARE, 3, 0),
        ("long_intrusion", LONG_INTRUSION, 120, 0),
    ] {
        let case = SecurityCase::parse(bytes, &[]).unwrap();
        assert_eq!((case.comments.len(), case.alerts), (comments, alerts), "{name}");
    }
}

#[test]
fn both_shapes_of_a_user_comment_are_read() {
    let case = bytes(&case_with(json!([
        { "id": "a", "type": "user", "comment": "first shape", "created_at": "2026-09-14T08:00:00Z" },
        { "id": "b", "type": "comment", "data": { "extra": [1], "content": "second shape" }, "created_at": "2026-09-14T09:00:00Z" },
    ])));
    let case = SecurityCase::parse(&case, &[]).unwrap();
    assert_eq!(case.comments.iter().map(|c| c.text.to_string()).collect::<Vec<_>>(), ["first shape", "second shape"]);
}

#[test]
fn both_shapes_of_an_alert_are_counted_and_each_alert_once() {
    let case = bytes(&case_with(json!([
        { "id": "a", "type": "alert", "alertId": "one", "created_at": "2026-09-14T08:00:00Z" },
        { "id": "b", "type": "alert", "alertId": ["one", "two"], "created_at": "2026-09-14T08:00:00Z" },
        { "id": "c", "type": "security.alert", "attachmentId": ["two", "three"], "created_at": "2026-09-14T08:00:00Z" },
        { "id": "d", "type": "security.alert", "attachmentId": "four" },
    ])));
    let case = SecurityCase::parse(&case, &[]).unwrap();
    assert_eq!((case.alerts, case.comments.len(), case.other_attachments), (4, 0, 0));
}

#[test]
fn other_attachments_are_counted_whatever_they_hold() {
    let case = bytes(&case_with(json!([
        { "id": "f", "type": "externalReference", "comment": { "deep": [1, null] }, "data": 5, "created_at": "2026-09-14T08:00:00Z" },
        { "id": "g", "type": "persistableState", "data": null, "alertId": { "no": "id" } },
        user("u", "2026-09-14T08:00:00Z"),
    ])));
    let case = SecurityCase::parse(&case, &[]).unwrap();
    assert_eq!((case.other_attachments, case.comments.len(), case.alerts), (2, 1, 0));
}

#[test]
fn comments_are_ordered_by_creation_then_id() {
    let case = bytes(&case_with(json!([
        user("z", "2026-09-14T08:00:00.000Z"),
        user("b", "2026-09-14T09:00:00.000Z"),
        user("a", "2026-09-14T09:00:00.000Z"),
        // The same moment as `y`, written in another zone, and earlier than `z`.
        user("x", "2026-09-14T09:59:59.999+02:00"),
        user("y", "2026-09-14T07:59:59.999Z"),
    ])));
    assert_eq!(ids(&SecurityCase::parse(&case, &[]).unwrap()), ["x", "y", "z", "a", "b"]);
}

#[test]
fn an_edit_does_not_move_a_comment() {
    let case = bytes(&case_with(json!([
        { "id": "a", "type": "user", "comment": "c", "created_at": "2026-09-14T08:00:00Z", "updated_at": "2026-09-15T08:00:00Z" },
        user("b", "2026-09-14T09:00:00Z"),
    ])));
    assert_eq!(ids(&SecurityCase::parse(&case, &[]).unwrap()), ["a", "b"]);
}

#[test]
fn only_id_and_title_are_needed() {
    let case = SecurityCase::parse(br#"{"id":"1","title":"t"}"#, &[]).unwrap();
    assert_eq!((&*case.description, case.tags.len(), case.comments.len()), ("", 0, 0));
    assert_eq!((case.created_at, case.status, case.connector, case.external_service), (None, None, None, None));
    assert_eq!(case.created_by, Author::default());
    assert_eq!(case.created_by.display_name(), "Unknown");
}

#[test]
fn null_and_missing_mean_the_same() {
    let missing = br#"{"id":"1","title":"t"}"#;
    let null = br#"{"id":"1","title":"t","description":null,"tags":null,"status":null,"connector":null,
        "external_service":null,"created_at":null,"created_by":null,"updated_by":null,"totalComment":null,"comments":null}"#;
    assert_eq!(SecurityCase::parse(missing, &[]), SecurityCase::parse(null, &[]));
    let missing = bytes(&case_with(json!([user("a", "2026-09-14T08:00:00Z")])));
    let null = bytes(&case_with(json!([{
        "id": "a", "type": "user", "comment": "c", "created_at": "2026-09-14T08:00:00Z", "created_by": null,
        "updated_at": null, "updated_by": null, "pushed_at": null, "data": null, "alertId": null, "attachmentId": null,
    }])));
    assert_eq!(SecurityCase::parse(&missing, &[]), SecurityCase::parse(&null, &[]));
}

#[test]
fn unknown_fields_change_nothing_at_any_depth() {
    let plain = json!({ "id": "1", "title": "t", "created_by": { "username": "u" },
        "connector": { "id": "c", "type": ".jira", "fields": null },
        "comments": [user("a", "2026-09-14T08:00:00Z")] });
    let mut richer = plain.clone();
    for at in ["", "/created_by", "/connector", "/comments/0"] {
        richer.pointer_mut(at).unwrap()["somethingNew"] = json!({ "x": [1.5e300, null, { "title": 7 }] });
    }
    assert_eq!(SecurityCase::parse(&bytes(&plain), &[]), SecurityCase::parse(&bytes(&richer), &[]));
}

#[test]
fn an_incident_without_an_id_is_none() {
    let with = |service: Value| {
        let case = bytes(&json!({ "id": "1", "title": "t", "external_service": service }));
        SecurityCase::parse(&case, &[]).unwrap().external_service.is_some()
    };
    assert!(with(json!({ "connector_id": "c", "external_id": "5" })));
    assert!(!with(json!({ "connector_id": "c", "external_id": " " })));
    assert!(!with(json!({ "connector_id": "c" })));
    assert!(!with(json!({ "external_id": "5" })));
}

// ---- Pages --------------------------------------------------------------------------------------

#[test]
fn overlapping_pages_give_each_attachment_once() {
    let case = br#"{"id":"1","title":"t","totalComment":3}"#;
    let page = |comments: Value| bytes(&json!({ "comments": comments, "page": 1, "per_page": 2, "total": 3 }));
    let alert = json!({ "id": "al", "type": "alert", "alertId": "x" });
    let file = json!({ "id": "fi", "type": "externalReference" });
    let [a, b, c] = ["a", "b", "c"].map(|id| user(id, "2026-09-14T08:00:00Z"));
    let first = page(json!([a, b, alert, file]));
    let second = page(json!([b, file, alert, c]));
    let read = parse(case, &[&first, &second]).unwrap();
    assert_eq!((ids(&read), read.alerts, read.other_attachments), (vec!["a".into(), "b".into(), "c".into()], 1, 1));
    // An overlap hides no missing comment: two pages with two different comments are not three.
    let second = page(json!([b, a]));
    assert_eq!(error_of(case, &[&first, &second]).code, Code::CommentsMissing);
}

#[test]
fn comments_of_the_case_and_of_pages_come_together() {
    let case = bytes(&case_with(json!([user("a", "2026-09-14T10:00:00Z")])));
    let page = bytes(&json!({ "comments": [user("b", "2026-09-14T09:00:00Z"), user("a", "2026-09-14T10:00:00Z")] }));
    assert_eq!(ids(&parse(&case, &[&page]).unwrap()), ["b", "a"]);
}

#[test]
fn fewer_comments_than_promised_is_an_error_and_never_a_case_without_them() {
    let error = error_of(PHISHING_V9, &[]);
    assert_eq!((error.code, error.field.as_deref()), (Code::CommentsMissing, Some("comments")));
    assert!(error.remedy().contains("/comments/_find"), "{}", error.remedy());
    // Alerts and files do not stand in for comments.
    let case = bytes(&json!({ "id": "1", "title": "t", "totalComment": 1,
        "comments": [{ "id": "al", "type": "alert", "alertId": "x" }, { "id": "f", "type": "externalReference" }] }));
    assert_eq!(error_of(&case, &[]).code, Code::CommentsMissing);
    // Nor does what was done to a host, which is sent as a comment and not counted as one.
    let done = json!({ "id": "x", "type": "actions", "comment": "", "created_at": "2026-09-14T08:00:00Z" });
    let [first, second] = ["a", "b"].map(|id| user(id, "2026-09-14T08:00:00Z"));
    let case = br#"{"id":"1","title":"t","totalComment":2}"#;
    let page = bytes(&json!({ "comments": [first, done] }));
    let error = error_of(case, &[&page]);
    assert_eq!((error.code, &*error.message), (Code::CommentsMissing, "The case has 2 comments, but 1 were passed."));
    assert_eq!(parse(case, &[&page, &bytes(&json!({ "comments": [second] }))]).unwrap().comments.len(), 3);
}

#[test]
fn a_case_of_before_8_9_counts_its_alerts_among_its_comments() {
    let alert = |id: &str| json!({ "id": id, "type": "alert", "alertId": ["x", "y"], "index": ["i", "i"] });
    let lens = json!({ "id": "l", "type": "persistableState", "persistableStateAttachmentTypeId": ".lens" });
    let comment = user("a", "2026-09-14T08:00:00Z");
    let file = json!({ "id": "f", "type": "externalReference" });
    for (attachments, comments) in [
        (json!([comment, alert("al")]), 1),
        (json!([alert("al")]), 0),
        (json!([lens]), 0),
        (json!([comment, lens, file, alert("al"), alert("am")]), 1),
    ] {
        let mut case = json!({ "id": "1", "title": "t", "totalComment": attachments.as_array().unwrap().len(), "comments": attachments });
        assert_eq!(parse(&bytes(&case), &[]).unwrap().comments.len(), comments, "{case}");
        // One that is missing is explained by neither way of counting.
        case["totalComment"] = json!(case["totalComment"].as_u64().unwrap() + 1);
        assert_eq!(error_of(&bytes(&case), &[]).code, Code::CommentsMissing, "{case}");
        // Where comments come apart, they alone are counted.
        let page = bytes(&json!({ "comments": case["comments"] }));
        let apart =
            bytes(&json!({ "id": "1", "title": "t", "totalComment": case["comments"].as_array().unwrap().len() }));
        if comments < case["comments"].as_array().unwrap().len() {
            assert_eq!(error_of(&apart, &[&page]).code, Code::CommentsMissing, "{case}");
        }
    }
}

#[test]
fn what_was_done_to_a_host_is_a_comment_with_the_analysts_own_words() {
    let done = |actions: Value, comment: Value| {
        let attachment = json!({ "id": "x", "type": "actions", "comment": comment, "actions": actions,
            "created_at": "2026-09-14T08:00:00Z", "created_by": { "username": "ana" } });
        let case = bytes(&json!({ "id": "1", "title": "t", "totalComment": 1, "comments": [attachment] }));
        parse(&case, &[]).unwrap().comments[0].text.to_string()
    };
    let hosts = |kind: &str| json!({ "type": kind, "targets": [{ "hostname": "srv1", "endpointId": "e1" }, { "hostname": "srv2" }] });
    assert_eq!(done(hosts("isolate"), json!("Beacons every minute.")), "Beacons every minute.\n\nIsolated srv1, srv2.");
    assert_eq!(done(hosts("unisolate"), json!("Clean.\n")), "Clean.\n\nReleased srv1, srv2.");
    assert_eq!(done(hosts("isolate"), json!("")), "Isolated srv1, srv2.");
    assert_eq!(done(hosts("kill-process"), Value::Null), "Action kill-process: srv1, srv2.");
    assert_eq!(done(json!({ "type": "isolate", "targets": [] }), json!("Done.")), "Done.\n\nIsolated a host.");
    assert_eq!(done(json!("odd"), json!("Done.")), "Done.\n\nAction action: a host.");
}

#[test]
fn more_comments_than_promised_are_all_there() {
    // One was written between reading the case and reading its pages.
    let case = br#"{"id":"1","title":"t","totalComment":1}"#;
    let page = bytes(&json!({ "comments": [user("a", "2026-09-14T08:00:00Z"), user("b", "2026-09-14T08:00:00Z")] }));
    assert_eq!(ids(&parse(case, &[&page]).unwrap()), ["a", "b"]);
}

/// What JSON has as half of a surrogate pair, where a program has cut a text within an emoji.
#[test]
fn half_a_character_in_a_connectors_fields_is_none() {
    let case = br#"{"id":"1","title":"t","connector":{"id":"c","type":".jira","fields":{"priority":"x \ud83d \ud83d\ude00"}}}"#;
    let connector = parse(case, &[]).unwrap().connector.unwrap();
    assert_eq!(connector.fields["priority"], "x \u{fffd} 😀");
}

#[test]
fn a_byte_order_mark_is_none_of_the_case() {
    let marked = |json: &str| format!("\u{feff}{json}").into_bytes();
    let (case, page) = (
        marked(r#"{"id":"1","title":"t","totalComment":1}"#),
        bytes(&json!({ "comments": [user("a", "2026-09-14T08:00:00Z")] })),
    );
    let page = marked(&String::from_utf8(page).unwrap());
    assert_eq!(ids(&parse(&case, &[&page]).unwrap()), ["a"]);
    let changed = case_connectors::case::with_connector(&case, "null").unwrap();
    assert_eq!(changed, br#"{"id":"1","title":"t","totalComment":1,"connector":null}"#);
    assert_eq!(error_of(&marked(r#"{"id":5}"#), &[]).field.as_deref(), Some("id"));
}

// ---- What is refused ----------------------------------------------------------------------------

#[test]
fn a_wrong_type_is_named_by_its_path() {
    let base = || {
        json!({ "id": "1", "title": "t", "description": "d", "tags": ["a", "b"], "status": "open", "totalComment": 2,
            "connector": { "id": "c", "type": ".jira", "fields": {} },
            "external_service": { "connector_id": "c", "external_id": "5" },
            "created_at": "2026-09-14T08:00:00Z", "created_by": { "username": "u", "full_name": "f" },
            "comments": [user("a", "2026-09-14T08:00:00Z"),
                { "id": "b", "type": "user", "comment": "x", "created_at": "2026-09-14T08:00:00Z",
                  "created_by": { "username": "u" }, "updated_by": { "full_name": "f" } }] })
    };
    for (pointer, wrong, path) in [
        ("/id", json!(5), "id"),
        ("/title", json!(["t"]), "title"),
        ("/description", json!(5), "description"),
        ("/tags", json!("a"), "tags"),
        ("/tags/1", json!(5), "tags[1]"),
        ("/status", json!(true), "status"),
        ("/totalComment", json!("2"), "totalComment"),
        ("/connector", json!("none"), "connector"),
        ("/connector/id", json!(7), "connector.id"),
        ("/connector/fields", json!("{}"), "connector.fields"),
        ("/external_service/external_id", json!(5), "external_service.external_id"),
        ("/created_at", json!(1_789_371_068), "created_at"),
        ("/created_at", json!("yesterday"), "created_at"),
        ("/created_by/full_name", json!(false), "created_by.full_name"),
        ("/comments", json!("none"), "comments"),
        ("/comments/0", json!(5), "comments[0]"),
        ("/comments/1/type", json!(5), "comments[1].type"),
        ("/comments/1/comment", json!(5), "comments[1].comment"),
        ("/comments/1/created_at", json!(false), "comments[1].created_at"),
        ("/comments/1/created_at", json!("2026-09-14"), "comments[1].created_at"),
        ("/comments/0/created_at", json!(null), "comments[0].created_at"),
        ("/comments/1/created_by/username", json!(5), "comments[1].created_by.username"),
        ("/comments/1/updated_by/full_name", json!({}), "comments[1].updated_by.full_name"),
    ] {
        let mut case = base();
        *case.pointer_mut(pointer).unwrap() = wrong.clone();
        for text in [case.to_string(), serde_json::to_string_pretty(&case).unwrap()] {
            let error = error_of(text.as_bytes(), &[]);
            assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some(path)), "{pointer} = {wrong}");
        }
    }
}

#[test]
fn a_wrong_type_in_a_page_is_named_with_the_page() {
    let case = br#"{"id":"1","title":"t"}"#;
    let good = bytes(&json!({ "comments": [user("a", "2026-09-14T08:00:00Z")] }));
    for (page, path) in [
        (json!([]), "commentPages[1]"),
        (json!("nothing"), "commentPages[1]"),
        (json!({ "comments": null }), "commentPages[1].comments"),
        (json!({ "comments": [user("b", "2026-09-14T08:00:00Z"), 5] }), "commentPages[1].comments[1]"),
        (json!({ "comments": [{ "id": 5, "type": "user" }] }), "commentPages[1].comments[0].id"),
        (json!({ "comments": [user("b", "soon")] }), "commentPages[1].comments[0].created_at"),
        (
            json!({ "comments": [{ "id": "b", "type": "comment", "data": { "content": 5 }, "created_at": "2026-09-14T08:00:00Z" }] }),
            "commentPages[1].comments[0].data.content",
        ),
        (
            json!({ "comments": [{ "id": "b", "type": "user", "created_at": "2026-09-14T08:00:00Z", "created_by": { "username": [] } }] }),
            "commentPages[1].comments[0].created_by.username",
        ),
    ] {
        let error = error_of(case, &[&good, &bytes(&page)]);
        assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some(path)), "{page}");
    }
}

#[test]
fn a_missing_or_blank_identity_is_named() {
    for (case, path) in [
        (json!({ "id": "", "title": "t" }), "id"),
        (json!({ "id": "1", "title": " \n" }), "title"),
        (case_with(json!([user("", "2026-09-14T08:00:00Z")])), "comments[0].id"),
    ] {
        let error = error_of(&bytes(&case), &[]);
        assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some(path)), "{case}");
    }
    for (case, name) in [(r#"{"title":"t"}"#, "`id`"), (r#"{"id":"1"}"#, "`title`")] {
        let error = error_of(case.as_bytes(), &[]);
        assert_eq!(error.code, Code::CaseInvalid);
        assert!(error.message.contains(name), "{}", error.message);
    }
    let error = error_of(br#"{"id":"1","title":"t","comments":[{"id":"a","type":"user"},{"type":"user"}]}"#, &[]);
    assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some("comments[1]")), "{}", error.message);
    for not_a_case in ["", "null", "5", "\"case\"", "[]", "{}", "{\"id\":\"1\",\"title\":\"t\"} x", "<html>"] {
        assert_eq!(error_of(not_a_case.as_bytes(), &[]).code, Code::CaseInvalid, "{not_a_case}");
    }
}

#[test]
fn bad_utf8_is_an_error_that_names_the_byte() {
    let mut case = PHISHING.to_vec();
    let at = case.windows(8).position(|w| w == b"Phishing" || w == b"phishing").unwrap();
    case[at] = 0xff;
    let error = error_of(&case, &[]);
    assert_eq!(error.code, Code::CaseInvalid);
    assert!(error.message.contains(&at.to_string()), "{}", error.message);
    let mut page = PHISHING_V9_COMMENTS.to_vec();
    page[20] = 0x80;
    let error = error_of(PHISHING_V9, &[&page]);
    assert_eq!((error.code, error.field.as_deref()), (Code::CaseInvalid, Some("commentPages[0]")));
}

#[test]
fn half_an_answer_is_always_a_clean_error() {
    let whole = PHISHING.trim_ascii_end();
    for end in 0..whole.len() {
        assert_eq!(error_of(&whole[..end], &[]).code, Code::CaseInvalid, "cut at {end}");
    }
    let page = PHISHING_V9_COMMENTS.trim_ascii_end();
    for end in 0..page.len() {
        let error = error_of(PHISHING_V9, &[&page[..end]]);
        assert_eq!(error.code, Code::CaseInvalid, "page cut at {end}");
        assert!(error.field.as_ref().is_some_and(|field| field.starts_with("commentPages[0]")), "page cut at {end}");
    }
}

#[test]
fn nesting_without_end_overflows_no_stack() {
    let deep = [("[".repeat(10_000), "]".repeat(10_000)), ("{\"a\":".repeat(10_000) + "1", "}".repeat(10_000))];
    for (open, close) in &deep {
        // In a field that is passed over it is no matter of ours.
        let unknown = format!(r#"{{"id":"1","title":"t","unknown":{open}{close}}}"#);
        assert!(SecurityCase::parse(unknown.as_bytes(), &[]).is_ok());
        let changes = write_back::nothing_but(&[], false);
        let written = String::from_utf8(write_back(unknown.as_bytes(), &changes).unwrap()).unwrap();
        assert!(written.contains(&format!("{open}{close}")));
        for (before, after) in [
            (r#"{"id":"1","title":"t","connector":{"id":"c","type":".jira","fields":{"x":"#, "}}}"),
            (r#"{"id":"1","title":"t","title":"#, "}"),
            (r#"{"id":"1","title":"t","comments":[{"id":"a","type":"user","comment":"#, "}]}"),
            ("", ""),
        ] {
            let case = format!("{before}{open}{close}{after}");
            assert_eq!(error_of(case.as_bytes(), &[]).code, Code::CaseInvalid, "{before}");
            assert_eq!(error_of(&case.as_bytes()[..case.len() / 2], &[]).code, Code::CaseInvalid, "half of {before}");
        }
    }
}

#[test]
fn over_32_mib_is_too_large_and_exactly_32_mib_is_not() {
    assert_eq!(MAX_BYTES, 32 * 1024 * 1024);
    let mut case = br#"{"id":"1","title":"t"}"#.to_vec();
    case.resize(MAX_BYTES, b' ');
    assert!(SecurityCase::parse(&case, &[]).is_ok());
    let page = br#"{"comments":[]}"#;
    assert_eq!(error_of(&case, &[page]).code, Code::CaseTooLarge, "pages count");
    case.push(b' ');
    let error = error_of(&case, &[]);
    assert_eq!(error.code, Code::CaseTooLarge);
    assert_eq!(error.code.as_str(), "CASE_TOO_LARGE");
}

// ---- Borrowing ----------------------------------------------------------------------------------

#[test]
fn strings_are_borrowed_where_no_escape_forbids_it() {
    let case = br#"{"id":"i-1","title":"plain","description":"one line","tags":["a","b\u0062"],"status":"open",
        "connector":{"id":"c","type":".jira","fields":null},
        "external_service":{"connector_id":"c","external_id":"5","external_title":"SOC-5","external_url":"https://x.example"},
        "created_by":{"username":"u","full_name":"Full Name"},
        "comments":[{"id":"m","type":"user","comment":"text","created_at":"2026-09-14T08:00:00Z"},
                    {"id":"n","type":"comment","data":{"content":"two\nlines"},"created_at":"2026-09-14T08:00:00Z"}]}"#;
    let page =
        br#"{"comments":[{"id":"o","type":"comment","data":{"content":"paged"},"created_at":"2026-09-14T08:00:00Z"}]}"#;
    let read = parse(case, &[page]).unwrap();
    let inside = |bytes: &[u8], text: &str| bytes.as_ptr_range().contains(&text.as_ptr());
    let service = read.external_service.as_ref().unwrap();
    for text in [
        &read.id,
        &read.title,
        &read.description,
        &read.tags[0],
        read.status.as_ref().unwrap(),
        &read.connector.as_ref().unwrap().id,
        &read.connector.as_ref().unwrap().type_id,
        &service.connector_id,
        &service.external_id,
        &service.external_title,
        &service.external_url,
        read.created_by.username.as_ref().unwrap(),
        read.created_by.full_name.as_ref().unwrap(),
        &read.comments[0].id,
        &read.comments[0].text,
    ] {
        assert!(inside(case, text), "{text} was copied");
    }
    assert!(inside(page, &read.comments[2].text), "the text of a page was copied");
    assert!(!inside(case, &read.tags[1]) && &*read.tags[1] == "bb");
    assert!(!inside(case, &read.comments[1].text) && &*read.comments[1].text == "two\nlines");
}

// ---- The shapes of Kibana's versions, each as its documentation has it -----------------------------

#[test]
fn every_generation_of_kibana_gives_the_same_case() {
    let shape = |name: &str| crate::common::files::text(&format!("tests/fixtures/cases/shapes/{name}"));
    let (seven, eight_four, eight, nine, page) =
        (shape("7.17.json"), shape("8.4.json"), shape("8.17.json"), shape("9.2.case.json"), shape("9.2.comments.json"));
    for (name, case, pages, others, more) in [
        ("7.17", &seven, vec![], 0, 0),
        ("8.4", &eight_four, vec![], 1, 1),
        ("8.17", &eight, vec![], 1, 0),
        ("9.2", &nine, vec![page.as_bytes()], 0, 0),
    ] {
        let case = parse(case.as_bytes(), &pages).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        assert_eq!(&*case.title, "Beaconing from two hosts", "{name}");
        assert_eq!(case.status.as_deref(), Some("in-progress"), "{name}");
        assert_eq!((case.alerts, case.other_attachments, case.comments.len()), (1, others, 2 + more), "{name}");
        let texts: Vec<&str> = case.comments.iter().map(|comment| &*comment.text).collect();
        assert_eq!((texts[0], texts[1 + more]), ("First look done.", "Second look: contained."), "{name}");
        assert_eq!(case.comments[0].author.display_name(), "Ana Ruiz", "{name}");
    }
    // What was done to a host from 8.4's case is a comment too.
    let case = SecurityCase::parse(eight_four.as_bytes(), &[]).unwrap();
    assert!(case.comments[1].text.ends_with("Isolated web-1."), "{}", &*case.comments[1].text);
    // And what is missing is still missed, by either way of counting.
    for case in [&seven, &eight] {
        let mut case: Value = serde_json::from_str(case).unwrap();
        case["comments"].as_array_mut().unwrap().pop();
        assert_eq!(error_of(&bytes(&case), &[]).code, Code::CommentsMissing);
    }
    assert_eq!(error_of(nine.as_bytes(), &[]).code, Code::CommentsMissing);
}

#[test]
fn a_time_that_cannot_be_written_again_is_no_time() {
    for (at, is_time) in [
        ("9999-12-31T23:59:59.999Z", true),
        ("9999-12-31T23:59:59-01:00", false),
        ("9999-12-31T23:59:59.999-00:01", false),
        ("9999-12-31T23:59:59+01:00", true),
        ("0000-01-01T00:00:00Z", true),
        ("0000-01-01T00:00:00+00:01", false),
        ("0000-01-01T00:59:59+01:00", false),
    ] {
        let case = bytes(&case_with(json!([user("a", at)])));
        assert_eq!(SecurityCase::parse(&case, &[]).is_ok(), is_time, "{at}");
        // An edit, and whatever else a time says of the case.
        let mut edited = user("a", "2026-09-14T08:00:00Z");
        edited["updated_at"] = json!(at);
        let case = bytes(&case_with(json!([edited])));
        assert_eq!(SecurityCase::parse(&case, &[]).is_ok(), is_time, "{at}");
        assert_eq!(parse_iso(at).is_some_and(|at| !to_iso(at).is_empty()), is_time, "{at}");
        assert!(parse_iso(at).is_none_or(|read| parse_iso(&to_iso(read)) == Some(read)), "{at}");
    }
    let case = bytes(&case_with(json!([user("a", "9999-12-31T23:59:59-01:00")])));
    assert_eq!(error_of(&case, &[]).message, "comments[0].created_at is not an ISO 8601 time.");
}

#[test]
fn half_a_character_is_none_and_the_rest_is_read() {
    let case = br#"{"id":"1","title":"x \ud83d\\ud83d \ud83d\ude00\ude00\ud83d\n","totalComment":1,"comments":[{"id":"a","type":"user","comment":"\ud83d","created_at":"2026-09-14T08:00:00Z"}]}"#;
    let read = SecurityCase::parse(case, &[]).unwrap();
    assert_eq!(&*read.title, "x \u{fffd}\\ud83d 😀\u{fffd}\u{fffd}\n");
    assert_eq!(&*read.comments[0].text, "\u{fffd}");
}
