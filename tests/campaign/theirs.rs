//! What the other team says in the incident, and that people who push take it over: nothing of it is lost, sent back to them, or
//! taken over twice.

use crate::browser::Browser;
use crate::case::is_taken_over;
use crate::run::Run;
use crate::system::Stored;
use case_connectors::machine::Machine;
use case_connectors::pull::{Decided, Next, Pull, applied, decided};
use case_connectors::push::Options;
use case_connectors::systems::authorize;
use case_connectors::time::to_iso;
use serde_json::{Map, Value, json};

/// More requests than any pull makes.
const MOST_REQUESTS: usize = 200;

/// Their comment of this number.
pub(crate) fn words(number: usize) -> String {
    format!("Word {number} of theirs.")
}

impl Run<'_> {
    /// One of the other team comments on the incident, where there is one.
    pub(crate) async fn they_comment(&mut self, ours: &Stored) {
        self.said += 1;
        let id = ours.id.clone();
        self.system.comment_foreign(&id, &words(self.said)).await;
    }

    /// Somebody looks what is new there, and takes every comment over.
    pub(crate) async fn take_over(&mut self, browser: usize) {
        let (connector, secrets) = self.connector(browser).await;
        let Browser { clock, account, .. } = self.browsers[browser];
        let case = self.case.latest();
        let bytes = case.to_string().into_bytes();
        let options = Options::new(to_iso(crate::browser::BEGIN + self.system.now + clock));
        let known = &self.browsers[browser];
        let begun = Pull::new(&bytes, &[], connector.clone(), &known.journal, known.seen.as_ref(), &options);
        // Nothing was pushed yet, as far as this browser can tell.
        let Ok(mut pull) = begun else { return };
        for _ in 0..MOST_REQUESTS {
            match pull.next() {
                Next::Send { id, request, .. } => {
                    let request = authorize(&request, &connector, &secrets).unwrap();
                    let answer = self.system.send(&request, account).await.unwrap();
                    pull.receive(id, &answer).unwrap();
                }
                Next::Wait { ms, .. } => self.system.pass(i64::from(ms)).await,
                _ => break,
            }
        }
        let pulled = match pull.pulled() {
            Ok(Some(pulled)) => pulled.clone(),
            Ok(None) => return self.fault("a pull without end".into()),
            // Such as an incident that is not there yet.
            Err(error) => return self.log(format!("browser {browser} could not look: {error}")),
        };
        self.browsers[browser].seen = pull.seen().cloned().or_else(|| self.browsers[browser].seen.take());
        let mut choices = Map::new();
        for change in pulled["changes"].as_array().unwrap().iter().filter(|change| change["kind"] == "comment") {
            let text = change["theirs"].as_str().unwrap();
            // What a colleague has pushed says that it is ours, and nothing proves it to this browser: that is told apart.
            let is_claim = change["isClaim"] == true;
            if is_claim == text.contains(" of theirs") {
                self.fault(format!("offered as theirs: {text}"));
            }
            let choice = if is_claim { "keep" } else { "take" };
            choices.insert(change["key"].as_str().unwrap().to_owned(), json!(choice));
        }
        self.log(format!("browser {browser} looks at {} comments", choices.len()));
        let choices = Value::Object(choices);
        let after = applied(&bytes, &[], &pulled, &choices).unwrap();
        let known = &mut self.browsers[browser];
        let before = (known.journal.as_slice(), known.seen.as_ref());
        let Decided { seen, records, .. } =
            decided(&after, &[], &connector, before, (&pulled, &choices), &options).unwrap();
        known.seen = Some(seen);
        known.journal.extend(records);
        self.case.take_over(&serde_json::from_slice(&after).unwrap());
    }

    /// In the end, when all was taken over.
    pub(crate) fn judge_theirs(&mut self, ours: &[Stored]) {
        let latest = self.case.latest();
        let taken: Vec<&Value> = latest["comments"].as_array().unwrap().iter().filter(|it| is_taken_over(it)).collect();
        for number in 1..=self.said {
            let words = words(number);
            let there = ours.iter().flat_map(|it| &it.entries).filter(|text| text.contains(&words)).count();
            let here = taken.iter().filter(|it| it["comment"].as_str().unwrap().contains(&words)).count();
            match there {
                1 => {}
                0 => self.fault(format!("lost: {words}")),
                _ => self.fault(format!("sent back: {words}")),
            }
            match here {
                1 => {}
                0 => self.fault(format!("never brought back: {words}")),
                _ => self.fault(format!("taken over twice: {words}")),
            }
        }
    }
}
