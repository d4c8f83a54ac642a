//! Choices by words: of people, groups, issues and records, and of what a field lists.

use super::reader::{INCIDENT, Reader, labels};
use crate::common::world::{ALL, Kind, sample};
use crate::push::browser::Browser;
use case_connectors::fields::LiveKind;
use serde_json::json;

#[tokio::test]
async fn people_are_found_by_name_and_stand_as_each_jira_knows_them() {
    for (kind, value) in [
        (Kind::JiraCloud, json!({ "accountId": "712020:8b21d7c4-demo-analyst" })),
        (Kind::JiraDataCenter, json!({ "name": "ana.lyst" })),
    ] {
        let reader = Reader::new(kind);
        let live = reader.fields(Some(INCIDENT)).await;
        let found = reader.search(live.at("otherFields.customfield_10046").unwrap(), "ana").await;
        assert_eq!(labels(&found), ["Ana Lyst (ana.lyst@example.com)"]);
        assert_eq!(found[0].value, value);
        let mut group = live.at("otherFields.customfield_10046").unwrap().clone();
        group.search = Some("group".to_owned());
        assert_eq!(labels(&reader.search(&group, "soc").await), ["soc-analysts", "soc-leads"]);
    }
}

#[tokio::test]
async fn a_parent_is_found_by_key_and_by_words() {
    let reader = Reader::new(Kind::JiraCloud);
    let mut browser = Browser::new(reader.world.connector("soc"));
    browser.push(&reader.world, &sample("phishing")).await;
    let title = sample("phishing")["title"].as_str().unwrap().to_owned();
    // The sub-task.
    let live = reader.fields(Some("10003")).await;
    let parent = live.at("parent").unwrap();
    for words in ["soc-1", title.split(' ').next().unwrap()] {
        let found = reader.search(parent, words).await;
        assert_eq!(found.len(), 1, "{words}");
        assert_eq!((&found[0].value, &found[0].label), (&json!("SOC-1"), &format!("SOC-1 {title}")));
    }
}

#[tokio::test]
async fn references_are_found_and_words_are_no_query() {
    let reader = Reader::new(Kind::ServiceNow);
    let live = reader.fields(None).await;
    let group = live.at("additionalFields.assignment_group").unwrap();
    let found = reader.search(group, "sec").await;
    assert_eq!(labels(&found), ["Security Operations"]);
    assert_eq!(found[0].value, json!("d0d0ca00d0d0ca00d0d0ca00d0d0ca01"));
    let people = reader.search(live.at("additionalFields.caller_id").unwrap(), "abel").await;
    assert_eq!(labels(&people), ["Abel Tuter (abel.tuter@example.com)"]);
    // With its signs it would find all.
    assert_eq!(reader.search(group, "nobody^ORname!=x").await, []);
}

#[tokio::test]
async fn records_without_a_name_are_found_by_number_and_words_and_no_others() {
    let reader = Reader::new(Kind::ServiceNow);
    let mut browser = Browser::new(reader.world.connector("soc"));
    let mut case = sample("phishing");
    for (id, title) in [("one", "Phishing in mail"), ("two", "A lost laptop")] {
        (case["id"], case["title"]) = (json!(id), json!(title));
        browser.push(&reader.world, &case).await;
    }
    let number = reader.world.incidents().await[1].fields["number"].as_str().unwrap().to_owned();
    let mut field = reader.fields(None).await.at("additionalFields.caller_id").unwrap().clone();
    field.search = Some("incident".to_owned());
    let label = format!("{number} A lost laptop");
    assert_eq!(labels(&reader.search(&field, "LAPTOP").await), std::slice::from_ref(&label));
    assert_eq!(labels(&reader.search(&field, &number.to_lowercase()).await), [label]);
    assert_eq!(reader.search(&field, "nobody").await, []);
    // One that nobody knows to be such: the instance ignores the column, and answers what it has.
    field.search = Some("sys_journal_field".to_owned());
    reader.world.tells_authors().await;
    assert_eq!(reader.search(&field, "nobody").await, []);
}

#[tokio::test]
async fn what_is_listed_is_searched_without_a_request() {
    let reader = Reader::new(Kind::Resilient);
    let live = reader.fields(None).await;
    let before = reader.world.requests().await;
    let found = reader.search(live.at("additionalFields.owner_id").unwrap(), "LYST ana").await;
    assert_eq!(labels(&found), ["Ana Lyst (ana.lyst@example.com)"]);
    assert_eq!(reader.world.requests().await, before);
}

/// The name of a table comes from an answer, and may have been kept for long.
#[tokio::test]
async fn a_search_by_no_name_of_a_table_is_none() {
    for kind in ALL {
        let reader = Reader::new(kind);
        let mut field = reader.fields(None).await.fields.remove(0);
        (field.choices, field.kind) = (Vec::new(), LiveKind::Select);
        for by in ["../sys_user", "", "sys_user?x=y", "nobody/x"] {
            field.search = Some(by.to_owned());
            let before = reader.world.requests().await;
            assert_eq!(reader.search(&field, "x").await, [], "{kind:?} {by}");
            assert_eq!(reader.world.requests().await, before, "{kind:?} {by}");
        }
    }
}
