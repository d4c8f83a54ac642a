//! A form of whatever bytes: judged without a panic; what it accepts can be used, what it refuses cannot.
#![no_main]

#[allow(dead_code, reason = "shared with the engine's tests, which use more of it")]
#[path = "../../engine/common/systems.rs"]
mod common;
#[path = "../input.rs"]
mod input;

use case_connectors::case::SecurityCase;
use case_connectors::connector::{Draft, Rules, Secrets, Severity};
use case_connectors::push::plan;
use case_connectors::systems::{Connector, authorize, validate, validate_field};
use common::{CASES, CONNECTORS, connector_json, options};
use input::Input;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = Input(bytes).edited(|choice| {
        let mut form = connector_json(CONNECTORS[usize::from(choice) % CONNECTORS.len()]);
        let secret = ["password", "apiToken", "apiKeySecret"][usize::from(choice / 8) % 3];
        form["secrets"] = serde_json::json!({ secret: "secret" });
        form["mappings"] = serde_json::json!([{ "source": "title", "target": "summary", "action": "overwrite" }]);
        if choice & 0x40 != 0 {
            form["mappings"] = serde_json::Value::Null;
        }
        format!("{form}\0{form}").into_bytes()
    });
    let mut parts = bytes.splitn(2, |byte| *byte == 0);
    let Ok(draft) = serde_json::from_slice::<Draft>(parts.next().unwrap_or_default()) else { return };
    let stored = parts.next().and_then(|bytes| serde_json::from_slice::<Draft>(bytes).ok());
    for existing in [None, stored.as_ref()] {
        let rules = Rules::default().with_existing(existing);
        for problem in validate(&draft, rules) {
            if let Some(field) = &problem.field {
                assert!(validate_field(&draft, field, rules).contains(&problem));
            }
        }
    }
    // A connector is judged without its secret, which `authorize` judges.
    let mut bare = draft.clone();
    (bare.secrets, bare.is_missing_secrets) = (Secrets::default(), false);
    let rules = Rules::default().with_existing(&bare);
    let accepted = validate(&bare, rules).iter().all(|problem| problem.severity == Severity::Warning);
    let named = draft.id.as_deref().is_some_and(|id| !id.trim().is_empty());
    let secrets = draft.secrets.clone();
    let connector = Connector::new(draft);
    assert_eq!(connector.is_ok(), accepted && named);
    let Ok(connector) = connector else { return };
    let case = SecurityCase::parse(CASES[1].1, &[]).expect("the sample is a case");
    let plan = plan(&case, &connector, &[], &options()).expect("an accepted connector can be planned with");
    for step in plan.steps {
        let request = authorize(&step.request, &connector, &secrets);
        let whole = Secrets::from([("password", "p"), ("apiToken", "p"), ("apiKeySecret", "p")]);
        assert!(authorize(&step.request, &connector, &whole).is_ok());
        if let Ok(request) = request {
            assert!(connector.base().contains(&request.url) && request.check().is_ok());
        }
    }
});
