//! What is known of the number of alerts: whether the remote side has it.

use super::Knowledge;
use crate::push::evidence::{Claim, Source};
use crate::push::goal::Goal;

impl Knowledge {
    /// Whether the number of alerts was the last one that was sent, or somebody else has sent it.
    pub(crate) fn has_alerts(&self, total: u32, goal: &Goal) -> bool {
        (self.alerts_recorded.last() == Some(&total) && !self.shows_later_alerts(total))
            || self.sees_new_alerts(total, goal)
            || self.sees_last_alerts(total, goal)
    }

    /// Whether another browser has sent another number since this one's last push. What nobody is known to have sent says nothing.
    fn shows_later_alerts(&self, total: u32) -> bool {
        let ours = self.alerts_seen.iter().rfind(|(_, source)| self.is_by_us(source));
        self.doubts_alerts && ours.is_some_and(|(number, _)| *number != total)
    }

    /// Whether the last number that the comments show is another one, whoever has sent it.
    pub(crate) fn may_show_later_alerts(&self, total: u32) -> bool {
        self.alerts_seen.last().is_some_and(|(number, _)| *number != total)
    }

    /// Whether the comments show this number more often than the journal has it.
    pub(super) fn sees_new_alerts(&self, total: u32, goal: &Goal) -> bool {
        let seen = self.proved_alerts(goal).filter(|number| *number == total).count();
        seen > self.alerts_recorded.iter().filter(|number| **number == total).count()
    }

    /// Whether the comments end with this number, and it is ours. What the journal has noted of an old copy of the case may
    /// have come before it.
    fn sees_last_alerts(&self, total: u32, goal: &Goal) -> bool {
        let seen = self.alerts_seen.iter().filter(|(number, _)| *number == total).count();
        let recorded = self.alerts_recorded.iter().filter(|number| **number == total).count();
        self.alerts_seen.last().is_some_and(|(number, _)| *number == total)
            && (seen <= recorded || self.proved_alerts(goal).last() == Some(total))
    }

    /// Whether the number of alerts is one that the journal does not know yet. An old copy of a case finds one that a later
    /// one has followed: that is there, and is not the last that was sent.
    pub(crate) fn is_new_alerts(&self, total: u32, goal: &Goal) -> bool {
        self.sees_new_alerts(total, goal) && self.proved_alerts(goal).last() == Some(total)
    }

    /// The numbers of alerts that the comments show, as far as somebody is known to have sent them, in their order.
    fn proved_alerts(&self, goal: &Goal) -> impl Iterator<Item = u32> {
        let named = self.incident.as_ref().is_some_and(|(incident, _)| self.named.as_ref() == Some(&incident.id));
        let proved = move |source: &Source| (named && goal.alerts_pushed) || self.is_by_us(source);
        self.alerts_seen.iter().filter(move |(_, source)| proved(source)).map(|(number, _)| *number)
    }

    fn is_by_us(&self, source: &Source) -> bool {
        match source {
            Source::Journal | Source::Checked => true,
            Source::Entry { author, .. } => self.trusts(author.as_ref()),
        }
    }

    /// What says without a proof that the number of alerts was sent.
    pub(crate) fn alert_claims(&self, total: u32) -> Vec<Claim> {
        let foreign = |(number, source): &&(u32, Source)| match source {
            Source::Entry { author, .. } => *number == total && !self.trusts(author.as_ref()),
            Source::Journal | Source::Checked => false,
        };
        let mut claims: Vec<&(u32, Source)> = self.alerts_seen.iter().filter(foreign).collect();
        let recorded = self.alerts_recorded.iter().filter(|number| **number == total).count();
        claims.drain(..recorded.min(claims.len()));
        claims.into_iter().filter_map(|(_, source)| source.claim(None)).collect()
    }
}
