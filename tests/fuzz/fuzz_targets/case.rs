//! A case of whatever bytes: read, planned, written back; an error with a code or a plan.
#![no_main]

#[allow(dead_code, reason = "shared with the engine's tests, which use more of it")]
#[path = "../../engine/common/systems.rs"]
mod common;
#[path = "../input.rs"]
mod input;

use case_connectors::case::{Page, SecurityCase, WriteBack, write_back};
use case_connectors::push::{plan, status};
use common::{CASES, CONNECTORS, connector, options};
use input::Input;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::cell::RefCell;

thread_local! {
    static CONNECTOR: RefCell<Vec<case_connectors::systems::Connector>> =
        RefCell::new(CONNECTORS.iter().map(|name| connector(name)).collect());
}

fuzz_target!(|bytes: &[u8]| {
    let bytes = Input(bytes).edited(|choice| CASES[usize::from(choice) % 3].1.to_vec());
    // A NUL begins a page: of comments, or of alert documents.
    let mut parts = bytes.split(|byte| *byte == 0);
    let case = parts.next().unwrap_or_default();
    let pages: Vec<Page<'_>> =
        parts.map(|part| if part.len() % 2 == 0 { Page::Comments(part) } else { Page::Alerts(part) }).collect();
    match SecurityCase::parse(case, &pages) {
        Ok(parsed) => CONNECTOR.with_borrow(|connectors| {
            for connector in connectors {
                if let Ok(plan) = plan(&parsed, connector, &[], &options()) {
                    for step in &plan.steps {
                        assert!(connector.base().contains(&step.request.url));
                        assert!(step.request.check().is_ok());
                    }
                }
                let _ = status(&parsed, connector, &[]);
            }
        }),
        Err(error) => assert!(!error.message.is_empty()),
    }
    let mut changes = WriteBack::new(Value::Null, common::NOW, Value::Null);
    changes.comments = ["c1a1".to_owned()].into();
    (changes.alerts, changes.close) = (true, true);
    if let Ok(written) = write_back(case, &changes) {
        let read: Value = serde_json::from_slice(&written).expect("what is written back is JSON");
        assert_eq!(read["status"], "closed");
    }
});
