//! The browser dies at every single step; whoever goes on must neither double nor lose anything.

use super::browser::{Browser, Crash, updated};
use crate::common::world::{ALL, Kind, World, comment_ids, sample};
use case_connectors::push::{Next, PushState, Settlement};

/// One test for each system, so that they run side by side.
macro_rules! dying_at_any_step_doubles_nothing_and_loses_nothing {
    ($($name:ident: $kind:ident),+) => {
        mod dying_at_any_step_doubles_nothing_and_loses_nothing {
            $(#[tokio::test] async fn $name() { super::dies_at_any_step(super::Kind::$kind).await; })+
        }

        #[test]
        fn every_system_dies_at_any_step() {
            assert_eq!([$(Kind::$kind),+], ALL);
        }
    };
}

dying_at_any_step_doubles_nothing_and_loses_nothing! {
    servicenow: ServiceNow,
    servicenow_import: ServiceNowImport,
    secops: SecOps,
    secops_import: SecOpsImport,
    jira_cloud: JiraCloud,
    jira_documents: JiraDocuments,
    jira_data_center: JiraDataCenter,
    resilient: Resilient
}

async fn dies_at_any_step(kind: Kind) {
    for with_journal in [true, false] {
        let mut survived = false;
        for effect in 0.. {
            for after in [false, true] {
                let world = World::new(kind).await;
                world.tells_authors().await;
                let case = sample("phishing");
                let mut browser = Browser::new(world.connector("soc"));
                let push = browser.begin(&case);
                survived = browser.run(&world, push, Some(Crash { effect, after })).await.is_some();

                if !with_journal {
                    browser = Browser::new(world.connector("soc"));
                }
                let mut outcome = browser.push(&world, &case).await;
                let place = format!("{kind:?}, journal {with_journal}, effect {effect}, after {after}");
                // On Jira Cloud a search that finds nothing proves nothing: a person looks.
                if matches!(kind, Kind::JiraCloud | Kind::JiraDocuments) && outcome.state == PushState::Unknown {
                    assert!(world.incidents().await.is_empty(), "{place}");
                    outcome = browser.settle(&world, &case, &Settlement::NotThere).await;
                }
                assert_eq!(outcome.state, PushState::Complete, "{place}: {:?}", outcome.error);
                let incidents = world.incidents().await;
                assert_eq!(incidents.len(), 1, "{place}");
                assert_eq!(incidents[0].references(), comment_ids(&case), "{place}");
            }
            if survived {
                break;
            }
        }
        assert!(survived);
    }
}

#[tokio::test]
async fn what_was_sent_before_a_crash_is_written_back_after_it() {
    for kind in ALL {
        let world = World::new(kind).await;
        let case = sample("phishing");
        let mut browser = Browser::new(world.connector("soc"));
        let mut push = browser.begin(&case);
        // The third comment is about to be sent; two have their receipts.
        let third = |next: &Next| match next {
            Next::Send { label, .. } => label == "Add comment c1a3",
            _ => false,
        };
        browser.run_until(&world, &mut push, third).await;
        let outcome = browser.push(&world, &case).await;
        assert_eq!((outcome.state, outcome.writes), (PushState::Complete, 1), "{kind:?} {:?}", outcome.error);
        assert_eq!(outcome.pushed_comments.len(), 3, "{kind:?}");
        let written = updated(&outcome);
        for comment in written["comments"].as_array().unwrap().iter().filter(|comment| comment["type"] == "user") {
            assert!(comment["pushed_at"].is_string(), "{kind:?} {comment}");
        }
        // A case in which that stands has nothing more to say.
        assert!(browser.push(&world, &written).await.pushed_comments.is_empty(), "{kind:?}");
    }
}
