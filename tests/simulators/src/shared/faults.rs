//! Faults that tests queue: a request that matches gets one instead of, or
//! besides, its answer.

use super::cut::Cut;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One queued fault, as it comes to `/_sim/faults`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Fault {
    #[serde(default, rename = "match")]
    pub(crate) matching: Match,
    pub(crate) kind: Kind,
    /// Milliseconds to wait first. Works with every kind.
    #[serde(default)]
    pub(crate) ms: u64,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// Text is sent as it is, anything else as JSON.
    #[serde(default)]
    pub(crate) body: Option<Value>,
    /// The header `Retry-After`: seconds or a date.
    #[serde(default)]
    pub(crate) retry_after: Option<Value>,
    /// The header `X-RateLimit-Reset`: UNIX seconds or ISO time.
    #[serde(default)]
    pub(crate) rate_limit_reset: Option<Value>,
    /// Whether a cut comes without a byte of an answer.
    #[serde(default)]
    pub(crate) silent: bool,
    /// How many requests it strikes.
    #[serde(default = "once")]
    pub(crate) times: u32,
}

/// Which requests a fault is for. An empty one fits all but preflights.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Match {
    #[serde(default)]
    pub(crate) method: Option<String>,
    /// Part of the path and query, as sent.
    #[serde(default)]
    pub(crate) path_contains: Option<String>,
    /// The first request struck, counted from 1 among those that fit.
    #[serde(default)]
    pub(crate) nth: Option<u32>,
}

/// What happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Kind {
    /// The request is carried out late.
    Delay,
    /// The request is carried out late, whether anybody still waits for it or not.
    Late,
    /// The request is carried out at once, and its answer comes late.
    SlowAnswer,
    /// Another status, and nothing is done.
    Status,
    /// The connection is dropped before anything is done.
    CutBefore,
    /// The request is carried out, then the connection is dropped.
    CutAfter,
    /// A login page at status 200, and nothing is done.
    Html,
    /// Broken JSON at status 200, and nothing is done.
    BadJson,
    /// 429, and nothing is done.
    RateLimit,
}

/// The queue.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    queued: Vec<Queued>,
}

#[derive(Debug)]
struct Queued {
    fault: Fault,
    seen: u32,
    left: u32,
}

fn once() -> u32 {
    1
}

impl Fault {
    /// How the connection is cut, if it is.
    pub(crate) fn cut(&self) -> Option<Cut> {
        match (self.kind, self.silent) {
            (Kind::CutBefore | Kind::CutAfter, true) => Some(Cut::Silent),
            (Kind::CutBefore | Kind::CutAfter, false) => Some(Cut::Torn),
            _ => None,
        }
    }
}

impl Kind {
    /// The name used in the ledger.
    pub(crate) fn name(self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }
}

impl Match {
    fn fits(&self, method: &str, target: &str) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => method != "OPTIONS",
        };
        let path_fits = self.path_contains.as_ref().is_none_or(|part| target.contains(part));
        method_fits && path_fits
    }
}

impl Faults {
    /// Adds faults at the end of the queue.
    pub(crate) fn queue(&mut self, faults: Vec<Fault>) {
        self.queued.extend(faults.into_iter().map(|fault| Queued { left: fault.times, seen: 0, fault }));
    }

    /// The fault for a request, if there is one: the first that is ready.
    /// Every fault that fits counts the request, so that `nth` means the same
    /// wherever a fault stands in the queue.
    pub(crate) fn strike(&mut self, method: &str, target: &str) -> Option<Fault> {
        let mut chosen = None;
        for queued in &mut self.queued {
            if !queued.fault.matching.fits(method, target) {
                continue;
            }
            queued.seen += 1;
            let ready = queued.left > 0 && queued.seen >= queued.fault.matching.nth.unwrap_or(1);
            if ready && chosen.is_none() {
                queued.left -= 1;
                chosen = Some(queued.fault.clone());
            }
        }
        self.queued.retain(|queued| queued.left > 0);
        chosen
    }

    /// The faults still waiting.
    pub(crate) fn waiting(&self) -> Value {
        let faults: Vec<_> = self.queued.iter().map(|queued| &queued.fault).collect();
        serde_json::to_value(faults).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn queue(faults: Value) -> Faults {
        let mut queue = Faults::default();
        queue.queue(serde_json::from_value(faults).unwrap());
        queue
    }

    #[test]
    fn faults_strike_in_order_and_only_as_often_as_told() {
        let mut faults = queue(json!([
            { "match": { "method": "POST" }, "kind": "status", "status": 500 },
            { "match": { "method": "POST" }, "kind": "status", "status": 503, "times": 2 },
        ]));
        assert!(faults.strike("GET", "/a").is_none());
        let mut next = || faults.strike("POST", "/a").and_then(|fault| fault.status);
        assert_eq!([next(), next(), next(), next()], [Some(500), Some(503), Some(503), None]);
    }

    #[test]
    fn nth_counts_the_requests_that_fit() {
        let mut faults = queue(json!([
            { "match": { "pathContains": "/comment", "nth": 2 }, "kind": "cutAfter" },
        ]));
        assert!(faults.strike("POST", "/issue/1/comment").is_none());
        assert!(faults.strike("POST", "/issue").is_none());
        let struck = faults.strike("POST", "/issue/1/comment").unwrap();
        assert_eq!(struck.kind, Kind::CutAfter);
    }

    #[test]
    fn a_preflight_is_struck_only_by_name() {
        let mut faults = queue(json!([{ "kind": "delay", "ms": 1 }]));
        assert!(faults.strike("OPTIONS", "/a").is_none());
        assert!(faults.strike("GET", "/a").is_some());
    }
}
