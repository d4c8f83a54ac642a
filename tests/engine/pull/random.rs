//! Random days of two teams: nothing of the others is lost or sent back to them, and nothing of ours is kept back or sent twice.

use super::{Kept, apply, changes, comment, decide, pull, pushed};
use crate::common::world::{ALL, Kind, World};
use crate::push::browser::{Browser, updated};
use case_connectors::push::{IfUnverified, PushState};
use serde_json::{Map, Value, json};

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % count
    }
}

struct Day {
    world: World,
    dice: Dice,
    case: Value,
    id: String,
    /// One after the other works on the case; each has what it keeps of it.
    browsers: Vec<(Browser, Kept)>,
    ours: usize,
    theirs: usize,
    done: Vec<String>,
}

impl Day {
    async fn new(kind: Kind, seed: u64) -> Self {
        let world = World::offline(kind);
        let (browser, case, id) = pushed(&world).await;
        let other = Browser::new(world.connector("other"));
        let mut browsers = vec![(browser, Kept::default()), (other, Kept::default())];
        for (browser, _) in &mut browsers {
            browser.choices.if_unverified = IfUnverified::Trust;
        }
        let dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        Self { world, dice, case, id, browsers, ours: 0, theirs: 0, done: Vec::new() }
    }

    async fn step(&mut self) {
        let who = self.dice.below(2);
        match self.dice.below(9) {
            0 | 1 => {
                self.theirs += 1;
                let text = format!("Word {} of *theirs*.\nLine_two.", self.theirs);
                self.done.push(format!("they say {}", self.theirs));
                comment(&self.world, &self.id, &text).await;
            }
            2 | 3 => {
                self.ours += 1;
                self.done.push(format!("we say {}", self.ours));
                let at = format!("2026-12-01T10:{:02}:00.000Z", self.ours);
                let new = json!({ "id": format!("own-{}", self.ours), "type": "user", "comment": self.ours_to_say(), "created_at": at });
                self.case["comments"].as_array_mut().unwrap().push(new);
                self.case["totalComment"] = json!(self.case["totalComment"].as_u64().unwrap() + 1);
            }
            4 | 5 => self.push(who).await,
            6 => self.pull(who).await,
            7 => {
                self.done.push(format!("{who} forgets"));
                let (browser, kept) = &mut self.browsers[who];
                (browser.journal, *kept) = (Vec::new(), Kept::default());
            }
            _ => {
                // Kibana gives comments ids of its own.
                self.done.push("new ids".to_owned());
                let count = self.done.len();
                for (number, it) in self.case["comments"].as_array_mut().unwrap().iter_mut().enumerate() {
                    if it["id"].as_str().unwrap().starts_with("pulled-") {
                        it["id"] = json!(format!("kibana-{count}-{number}"));
                    }
                }
            }
        }
    }

    /// Sometimes with a line that says it was taken over: from nothing, or from a comment that the case has taken over.
    fn ours_to_say(&mut self) -> String {
        let text = format!("Word {} of **ours**.", self.ours);
        let comments = self.case["comments"].as_array().unwrap().iter();
        let mut lines =
            comments.filter_map(|it| it["comment"].as_str()?.lines().rfind(|line| line.starts_with("(from ")));
        let line = lines.next_back().unwrap_or("(from Jira, by x at y, remote comment 999999)").to_owned();
        if self.dice.below(3) == 0 { format!("{text}\n\n{line}") } else { text }
    }

    async fn push(&mut self, who: usize) {
        self.done.push(format!("{who} pushes"));
        let outcome = self.browsers[who].0.push(&self.world, &self.case).await;
        assert_eq!(outcome.state, PushState::Complete, "{:?} {:?} {:?}", self.world.kind, outcome.error, self.done);
        self.case = updated(&outcome);
    }

    async fn pull(&mut self, who: usize) {
        let (browser, kept) = &mut self.browsers[who];
        let pulled = pull(&self.world, browser, kept, &self.case).await;
        let mut choices = Map::new();
        for change in changes(&pulled, "comment") {
            let text = change["theirs"].as_str().unwrap();
            assert!(text.contains("theirs"), "{:?} {text} {:?}", self.world.kind, self.done);
            match self.dice.below(4) {
                0 => None,
                1 => choices.insert(change["key"].as_str().unwrap().to_owned(), json!("keep")),
                _ => choices.insert(change["key"].as_str().unwrap().to_owned(), json!("take")),
            };
        }
        let choices = Value::Object(choices);
        let is_kept = self.dice.below(2) == 0;
        self.done.push(format!("{who} pulls, {is_kept} {choices}"));
        self.case = match is_kept {
            true => decide(browser, kept, &self.case, &pulled, &choices),
            false => apply(&self.case, &pulled, &choices),
        };
    }

    /// How often a text stands in the comments of the case.
    fn held(&self, text: &str) -> usize {
        let comments = self.case["comments"].as_array().unwrap().iter();
        comments.filter(|it| it["comment"].as_str().is_some_and(|it| it.contains(text))).count()
    }

    async fn end(mut self) {
        // Somebody new, who knows the case alone, takes over all that it does not hold, and pushes.
        self.browsers[1].0.journal.clear();
        let (browser, _) = &mut self.browsers[1];
        let pulled = pull(&self.world, browser, &mut Kept::default(), &self.case).await;
        let keys = changes(&pulled, "comment").into_iter().map(|it| it["key"].as_str().unwrap().to_owned());
        let choices = Value::Object(keys.map(|key| (key, json!("take"))).collect());
        self.case = apply(&self.case, &pulled, &choices);
        let (kind, done) = (self.world.kind, self.done.clone());
        for number in 1..=self.theirs {
            assert_eq!(
                self.held(&format!("Word {number} of ")),
                1 + usize::from(number <= self.ours),
                "{kind:?} {number} {done:?}"
            );
        }
        self.push(1).await;
        let there: Vec<String> =
            self.world.incidents().await[0].comments.iter().map(|text| text.replace(['\\', '*'], "")).collect();
        let count = |text: &str| there.iter().filter(|it| it.contains(text)).count();
        for number in 1..=self.theirs {
            assert_eq!(count(&format!("Word {number} of theirs")), 1, "{kind:?} sent back {done:?} {there:#?}");
        }
        for number in 1..=self.ours {
            let ours = there.iter().filter(|it| it.contains(&format!("case comment own-{number})")));
            assert_eq!(ours.count(), 1, "{kind:?} {number} {done:?} {there:#?}");
        }
    }
}

#[tokio::test]
async fn nothing_of_theirs_is_lost_or_sent_back_and_nothing_of_ours_is_kept_back() {
    for kind in ALL {
        for seed in 0..9 {
            let mut day = Day::new(kind, seed).await;
            for _ in 0..25 {
                day.step().await;
            }
            day.end().await;
        }
    }
}
