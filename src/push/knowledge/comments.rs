//! What is known of the comments of a case: which versions the remote side has, who says so, and when their turn is.

use super::{Knowledge, Sent};
use crate::markup::reference;
use crate::markup::visible;
use crate::push::due::Ground;
use crate::push::evidence::{Claim, Source};
use crate::push::goal::{Goal, GoalComment};
use crate::push::journal::{Evidence, Receipt, Step};
use crate::push::options::IfUnverified;
use crate::push::readable::body_format;
use crate::push::theirs::{body, may_be_one, may_have_two, reads_the_same};
use crate::systems::{Account, Connector, ID, IncidentRef};
use crate::time::parse_iso;

impl Knowledge {
    /// When the case says that a version of the comment was sent to this incident: a claim.
    pub(super) fn case_pushed_at(&self, comment: &GoalComment) -> Option<i64> {
        let (incident, _) = self.incident.as_ref()?;
        comment.pushed_at.filter(|_| self.named.as_ref() == Some(&incident.id))
    }

    /// Whether the remote comment that a comment says it was taken over from was read, nobody of us has written it, and it
    /// has this text. Anybody can type such a line.
    fn is_taken_over(&self, comment: &GoalComment) -> bool {
        let Some(key) = &comment.origin else { return false };
        let says = |theirs: &String| reads_the_same(theirs, body(comment));
        let is_other_name = || self.theirs.iter().any(|(other, theirs)| may_be_one(key, other) && says(theirs));
        self.theirs.get(key).is_some_and(says) || (may_have_two(key) && is_other_name())
    }

    /// Whether the case says that the remote side has just this version. Of an edited comment only the time of the version
    /// itself says so: any other is that of some clock.
    pub(in crate::push) fn case_says_pushed(&self, comment: &GoalComment, at: i64) -> bool {
        let is_edited = comment.version_at != comment.created_at;
        at == comment.version_at
            && self.case_pushed_at(comment).is_some_and(|pushed| if is_edited { pushed == at } else { pushed >= at })
    }

    /// Whether a version is proved: by a receipt, by who has written the entry, or by the case, which says the same.
    fn is_proved(&self, sent: &Sent, comment: &GoalComment) -> bool {
        match &sent.source {
            Source::Journal | Source::Checked => true,
            Source::Entry { author, .. } => self.trusts(author.as_ref()) || self.case_says_pushed(comment, sent.at),
        }
    }

    /// The latest version of a comment that the remote side has for certain.
    fn latest(&self, comment: &GoalComment) -> Option<&Sent> {
        let versions = self.comments.get(comment.token())?;
        versions.iter().rev().find(|sent| self.is_proved(sent, comment))
    }

    /// What says that a comment was sent, or a later version of it, without a proof.
    pub(crate) fn claims(&self, comment: &GoalComment) -> Vec<Claim> {
        let versions = self.comments.get(comment.token()).into_iter().flatten();
        let later = |sent: &&Sent| sent.at >= comment.version_at && !self.is_proved(sent, comment);
        let mut claims: Vec<Claim> =
            versions.filter(later).filter_map(|sent| sent.source.claim(Some(&comment.id))).collect();
        // Of an edited comment the case tells only the time of some clock: what the incident shows of it decides.
        let is_edited = comment.version_at != comment.created_at;
        let seen = self.latest(comment).is_some() || (is_edited && self.comments.has(comment.token()));
        if claims.is_empty() && !seen && self.case_pushed_at(comment).is_some_and(|at| at >= comment.version_at) {
            claims.push(Claim::of_case(&comment.id));
        }
        claims
    }

    /// Whether the case says that a version of the comment was pushed, and an entry has its words: so it looks where
    /// Kibana has pushed.
    fn shows_words(&self, comment: &GoalComment) -> bool {
        let claimed = self.case_pushed_at(comment).is_some_and(|at| at >= comment.version_at);
        claimed && self.others.hold(&comment.source)
    }

    /// Whether an entry whose author cannot be told holds this text, which was made for the system.
    fn shows_text(&self, text: &str, connector: &Connector) -> bool {
        let seen = || body_format(connector, "comment").map(|format| visible(text, format));
        self.others.hold(text) || seen().is_some_and(|seen| self.others.hold(&seen))
    }

    /// When it is a comment's turn to be sent; nothing where the remote side has it as it stands now. New
    /// ones go by their creation, edits by the time of the edit.
    pub(crate) fn turn(&self, comment: &GoalComment) -> Option<i64> {
        let Some(sent) = self.latest(comment) else {
            // After an earlier version it comes as an edit, whoever says that there is one: it is about the order alone.
            let versions = self.comments.get(comment.token());
            // A version from before the comment was there never was.
            let may_be = comment.created_at..comment.version_at;
            let shows_earlier = versions.into_iter().flatten().any(|sent| may_be.contains(&sent.at));
            let had_earlier = shows_earlier || self.case_pushed_at(comment).is_some();
            let at = if had_earlier { comment.version_at } else { comment.created_at };
            return (!self.shows_words(comment) && !self.is_taken_over(comment)).then_some(at);
        };
        // A case that is older than what the remote side has takes nothing back.
        if sent.at > comment.version_at {
            return None;
        }
        let current = match &sent.hash {
            Some(hash) => hash == comment.hash() && (self.is_fresh() || sent.at == comment.version_at),
            None => sent.at == comment.version_at,
        };
        (!current).then_some(comment.version_at)
    }

    /// Works out what is due by all that is known.
    pub(in crate::push) fn line_up(&mut self, goal: &Goal) {
        let ground = Ground {
            incident: self.incident.as_ref().map(|(incident, _)| incident.id.clone()),
            creator: self.creator.clone(),
            own: self.own.account().cloned(),
            entries_read: self.entries_read,
            is_fresh: self.is_fresh(),
        };
        let mut due = std::mem::take(&mut self.due);
        due.line_up(goal, ground, |comment| self.turn(comment));
        due.line_up_items(goal, &self.items);
        self.due = due;
    }

    /// Whether what is known of the comments is what the incident shows now.
    const fn is_fresh(&self) -> bool {
        self.comments_read || self.created_now
    }

    /// Whether the remote side has the comment as it stands now, and the journal does not know it yet.
    pub(crate) fn is_unrecorded(&self, comment: &GoalComment) -> bool {
        match self.latest(comment) {
            Some(sent) => sent.at <= comment.version_at && self.turn(comment).is_none() && !self.is_recorded(comment),
            None => self.shows_words(comment) || self.is_taken_over(comment),
        }
    }

    /// Whether the journal knows the version of the comment, with its time, and not only the remote system.
    pub(crate) fn is_recorded(&self, comment: &GoalComment) -> bool {
        let mut versions = self.comments.get(comment.token()).into_iter().flatten();
        let recorded = versions.rfind(|sent| sent.source == Source::Journal);
        recorded.is_some_and(|sent| sent.hash.is_some() && sent.at == comment.version_at)
    }

    /// A receipt of what was found in the incident.
    pub(crate) fn found(&self, step: &Step, incident: &IncidentRef) -> Receipt {
        let external_comment_id = self.entries.id_of(step);
        Receipt { external_comment_id, ..Receipt::new(Evidence::Found, incident.clone()) }
    }

    /// The number of the version that is sent next: higher than whatever anybody has used.
    pub(crate) fn next_edit(&self, comment: &GoalComment) -> u32 {
        let last = self.comments.get(comment.token()).and_then(|versions| versions.last());
        let of_case = self.case_pushed_at(comment).map(|_| 0);
        let used = last.map(|sent| sent.edit).max(of_case);
        used.map_or(0, |edit| edit.saturating_add(1))
    }

    /// The number of the latest version that the remote side has.
    pub(crate) fn latest_edit(&self, comment: &GoalComment) -> Option<u32> {
        let of_case = self.case_pushed_at(comment).map(|_| 0);
        self.latest(comment).map(|sent| sent.edit).or(of_case)
    }

    /// What the entries say of a write without an answer. The journal says that we sent it, and an entry that nobody is
    /// known to have forged says the same: two that agree.
    pub(crate) fn of_open(
        &self,
        step: &Step,
        goal: &Goal,
        connector: &Connector,
        if_unverified: IfUnverified,
    ) -> Shown {
        let own_is_known = self.own.account().is_some();
        let stands = |author: &Option<Account>| match author {
            Some(author) => !own_is_known || self.trusts(Some(author)),
            // Anybody can write the line. The text before it, nobody writes for us.
            None => {
                let to = self.incident.as_ref().map_or(ID, |(incident, _)| incident.id.as_str());
                // It may have been sent before there was a key, or with one that is no longer there.
                let mut texts = [to, ID].into_iter().map(|to| goal.sent_text(step, connector, to));
                texts.any(|text| text.is_none_or(|text| self.shows_text(&text, connector)))
            }
        };
        let mut claims = Vec::new();
        let mut consider = |source: &Source| match source {
            Source::Entry { author, .. } if !stands(author) => {
                claims.extend(source.claim(None));
                if_unverified == IfUnverified::Trust
            }
            Source::Journal | Source::Checked | Source::Entry { .. } => true,
        };
        let there = match step {
            Step::Create | Step::Update | Step::Items { .. } => false,
            Step::Comment { comment_id, edit, version_at, .. } => {
                let at = parse_iso(version_at);
                let versions = self.comments.get(&reference::token(comment_id)).into_iter().flatten();
                let same = versions.filter(|sent| sent.edit == *edit && Some(sent.at) == at);
                same.map(|sent| consider(&sent.source)).fold(false, |one, other| one | other)
            }
            Step::Alerts { total } => {
                self.sees_new_alerts(*total, goal) || {
                    let same = self.alerts_seen.iter().filter(|(number, _)| number == total);
                    let seen = same.map(|(_, source)| consider(source)).filter(|there| *there).count();
                    seen > self.alerts_recorded.iter().filter(|number| *number == total).count()
                }
            }
        };
        match there {
            true => Shown::There,
            false if claims.is_empty() || if_unverified == IfUnverified::SendAgain => Shown::NotThere,
            false => Shown::Claimed(claims),
        }
    }
}

/// What the entries say of a write without an answer.
pub(crate) enum Shown {
    There,
    NotThere,
    /// Somebody else's entry says that it is there.
    Claimed(Vec<Claim>),
}
