//! Our own changed text is sent, whatever it looks like.

use super::browser::{Browser, updated};
use crate::common::world::{ALL, World, sample};
use case_connectors::push::PushState;
use serde_json::{Value, json};

/// Changes that leave the words as they are, or nearly.
const CHANGES: [(&str, &str); 10] = [
    ("The host is ~~not~~ infected.", "The host is not infected."),
    ("```\nif a:\n    b\nc\n```", "```\nif a:\n    b\n    c\n```"),
    ("```\nrm -rf\n/tmp\n```", "```\nrm -rf /tmp\n```"),
    ("**Do not** touch it.", "Do not touch it."),
    ("# Contained", "Contained"),
    ("Run this: x", "Run this: `x`"),
    ("net stop x", "```\nnet stop x\n```"),
    ("- one\n- two", "1. one\n2. two"),
    ("> Said by the caller", "Said by the caller"),
    ("one\n\ntwo", "one two"),
];

fn case(description: &str) -> Value {
    let mut case = sample("phishing");
    (case["comments"], case["totalComment"]) = (json!([]), json!(0));
    case["description"] = json!(description);
    case
}

#[tokio::test]
async fn a_description_of_the_same_words_is_sent_as_it_is_now() {
    for kind in ALL {
        for (before, after) in CHANGES {
            let world = World::new(kind).await;
            let mut browser = Browser::new(world.connector("soc"));
            let mut changed = updated(&browser.push(&world, &case(before)).await);
            changed["description"] = json!(after);
            let outcome = browser.push(&world, &changed).await;
            assert_eq!(outcome.state, PushState::Complete, "{kind:?} {after} {:?}", outcome.error);

            // What a first push of the new text leaves there.
            let other = World::new(kind).await;
            Browser::new(other.connector("soc")).push(&other, &case(after)).await;
            let description = |fields: &Value| fields["description"].clone();
            let (now, wanted) = (world.incidents().await, other.incidents().await);
            assert_eq!(
                description(&now[0].fields),
                description(&wanted[0].fields),
                "{kind:?}: {before:?} to {after:?}"
            );
        }
    }
}

#[tokio::test]
async fn an_appended_text_of_the_same_words_is_appended() {
    for kind in ALL {
        let world = World::new(kind).await;
        let mappings = json!([
            { "source": "title", "target": kind.title_field(), "action": "overwrite" },
            { "source": "description", "target": "description", "action": "append" },
        ]);
        let mut browser = Browser::new(world.connector_with("own", &json!({}), Some(mappings)));
        let mut changed = updated(&browser.push(&world, &case("The host is\n\nclean.")).await);
        changed["description"] = json!("The host is clean.");
        assert_eq!(browser.push(&world, &changed).await.writes, 1, "{kind:?}");
    }
}
