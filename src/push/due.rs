//! Which comments are due, and in what order: a queue, so that no step of a push looks through all comments.

use super::goal::{Goal, GoalComment};
use crate::order::sort_by;
use crate::systems::Account;
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The turn of a comment, and its place in the goal.
type InTurn = (i64, usize);

/// What is due, as far as it was worked out. One is in it for each turn that it has had: those that have passed are taken out
/// when they come to its end.
#[derive(Debug, Clone, Default)]
pub(super) struct Due {
    ground: Option<Ground>,
    /// The first in turn is the last of the list.
    comments: Vec<InTurn>,
    /// The tokens of the comments of which something was learned since.
    changed: Vec<String>,
    items: Vec<String>,
    /// How many had been sent when they were looked through.
    items_sent: Option<usize>,
}

/// What the turn of every comment depends on. Where it changes, all are looked at again, which happens a few times in a push.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) incident: Option<String>,
    pub(super) creator: Option<Account>,
    pub(super) own: Option<Account>,
    /// How often the entries were read, or read anew.
    pub(super) entries_read: usize,
    pub(super) is_fresh: bool,
}

impl Due {
    pub(super) fn changed(&mut self, token: &str) {
        // Before the first look all of them are new.
        if self.ground.is_some() {
            self.changed.push(token.to_owned());
        }
    }

    /// Takes in what was learned since the last time.
    pub(super) fn line_up(&mut self, goal: &Goal, ground: Ground, turn: impl Fn(&GoalComment) -> Option<i64>) {
        let changed = std::mem::take(&mut self.changed);
        if self.ground.as_ref() == Some(&ground) {
            for token in &changed {
                let place = goal.place(token);
                let Some(again) = place.and_then(|place| in_turn(goal, place, &turn)) else { continue };
                let at = self.comments.partition_point(|other| later_first(goal, other, &again).is_lt());
                self.comments.insert(at, again);
            }
        } else {
            self.comments = (0..goal.comments.len()).filter_map(|place| in_turn(goal, place, &turn)).collect();
            sort_by(&mut self.comments, |one, other| later_first(goal, one, other));
            self.ground = Some(ground);
        }
        while let Some(first) = self.comments.last() {
            if in_turn(goal, first.1, &turn).as_ref() == Some(first) {
                break;
            }
            self.comments.pop();
        }
    }

    /// The same for the items, by those that were sent.
    pub(super) fn line_up_items(&mut self, goal: &Goal, sent: &BTreeSet<String>) {
        if self.items_sent != Some(sent.len()) {
            self.items = goal.incident.items.iter().filter(|item| !sent.contains(*item)).cloned().collect();
            self.items_sent = Some(sent.len());
        }
    }

    /// The items of the goal that were never sent.
    pub(super) fn items(&self) -> &[String] {
        &self.items
    }

    /// The comments in turn, as they stood when they were lined up.
    pub(super) fn next<'a>(&self, goal: &'a Goal) -> Option<&'a GoalComment> {
        goal.comments.get(self.comments.last()?.1)
    }
}

fn in_turn(goal: &Goal, place: usize, turn: impl Fn(&GoalComment) -> Option<i64>) -> Option<InTurn> {
    Some((turn(goal.comments.get(place)?)?, place))
}

fn later_first(goal: &Goal, one: &InTurn, other: &InTurn) -> Ordering {
    let id = |in_turn: &InTurn| goal.comments.get(in_turn.1).map_or("", |comment| comment.id.as_str());
    other.0.cmp(&one.0).then_with(|| id(other).cmp(id(one)))
}

#[cfg(test)]
mod tests {
    use super::{Due, Ground};
    use crate::case::SecurityCase;
    use crate::push::Options;
    use crate::push::goal::{Goal, GoalComment};
    use crate::systems::Connector;
    use serde_json::json;
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeSet;

    fn goal(count: usize) -> Goal {
        let config =
            json!({ "apiUrl": "https://example.atlassian.net", "projectKey": "SOC", "email": "bot@example.com" });
        let connector = json!({ "id": "soc", "type": ".jira", "name": "SOC", "config": config });
        let connector = Connector::from_json(connector.to_string().as_bytes()).unwrap();
        let comment = |id: usize| json!({ "id": format!("c{id}"), "type": "user", "comment": "x", "created_at": "2026-09-14T08:00:00Z" });
        let comments: Vec<_> = (0..count).map(comment).collect();
        let case = json!({ "id": "c", "title": "t", "comments": comments, "totalComment": count }).to_string();
        let case = SecurityCase::parse(case.as_bytes(), &[]).unwrap();
        Goal::new(&case, &connector, &Options::new("2026-09-14T08:00:00Z")).unwrap()
    }

    const GROUND: Ground = Ground { incident: None, creator: None, own: None, entries_read: 0, is_fresh: true };

    /// Sends all comments, and answers how often a comment was looked at. Each is due again once.
    fn looks(count: usize) -> usize {
        let (goal, mut due) = (goal(count), Due::default());
        let (sent, again): (RefCell<BTreeSet<String>>, RefCell<BTreeSet<String>>) = Default::default();
        let (looks, mut order) = (Cell::new(0), Vec::new());
        let turn = |comment: &GoalComment| {
            looks.set(looks.get() + 1);
            match (sent.borrow().contains(&comment.id), again.borrow().contains(&comment.id)) {
                (false, _) => Some(1),
                (true, false) => Some(2),
                (true, true) => None,
            }
        };
        loop {
            due.line_up(&goal, GROUND, turn);
            let Some(comment) = due.next(&goal) else { break };
            order.push(comment.id.clone());
            let is_first = sent.borrow_mut().insert(comment.id.clone());
            if !is_first {
                again.borrow_mut().insert(comment.id.clone());
            }
            due.changed(comment.token());
        }
        let ids: BTreeSet<String> = goal.comments.iter().map(|comment| comment.id.clone()).collect();
        assert!(order.iter().eq(ids.iter().chain(&ids)), "by their turns, then by their ids");
        looks.get()
    }

    #[test]
    fn each_comment_is_looked_at_a_few_times_however_many_there_are() {
        assert!(looks(1_000) <= 8 * 1_000, "{}", looks(1_000));
        assert!(looks(10_000) <= 8 * 10_000, "{}", looks(10_000));
    }

    #[test]
    fn another_ground_has_all_of_them_looked_at_again() {
        let (goal, mut due) = (goal(3), Due::default());
        due.line_up(&goal, GROUND, |_| None);
        assert!(due.next(&goal).is_none());
        due.line_up(&goal, GROUND, |_| Some(1));
        assert!(due.next(&goal).is_none(), "nobody has said that something has changed");
        due.line_up(&goal, Ground { entries_read: 1, ..GROUND }, |comment| (comment.id != "c0").then_some(1));
        assert_eq!(due.next(&goal).unwrap().id, "c1");
    }
}
