//! What happens in one run, decided before it begins, so that a seed and a number repeat it.

use crate::common::world::{Kind, OF_SEVERAL};
use crate::directed::Directed;
use crate::random::Random;

const KINDS: [Kind; 8] = crate::common::world::ALL;

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) kind: Kind,
    /// ServiceNow: whether the account may see who has written what. Elsewhere everybody may.
    pub(crate) authors: bool,
    pub(crate) mark: Mark,
    /// ServiceNow: from which act on the journal cannot be read.
    pub(crate) journal_hidden: Option<usize>,
    pub(crate) jira: Jira,
    pub(crate) host: Host,
    /// Whether the incident's status follows that of the case.
    pub(crate) follows: bool,
    /// Whether all who push have the recognition key.
    pub(crate) key: bool,
    pub(crate) browsers: Vec<Browser>,
    pub(crate) stranger: Option<Stranger>,
    pub(crate) acts: Vec<Act>,
}

/// What becomes of the mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Kept,
    /// ServiceNow: the account may not write it, and nobody says so.
    Dropped,
    /// ServiceNow: a query for it answers no rows.
    Unsearchable,
    /// Resilient: there is no field for it.
    NoField,
}

/// Jira Cloud: how late the search is, and which numbers of issues nobody sees.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Jira {
    pub(crate) lag: u32,
    pub(crate) earlier: usize,
    pub(crate) gap: usize,
}

impl Jira {
    /// While the search lags, another browser reads the numbers that follow the newest issue that it finds, and so many that are
    /// hidden keep it from seeing the next: the documents say so.
    const fn hides_from_others(self) -> bool {
        self.lag > 0 && self.gap > 50
    }
}

/// What a host does with what a push answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Host {
    WritesBack,
    /// It stamps comments with a clock of its own.
    WritesTimesOf(i64),
    Forgets,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Browser {
    /// By how much its clock is wrong, in milliseconds.
    pub(crate) clock: i64,
    /// A colleague's, with an account of its own.
    pub(crate) colleague: bool,
    pub(crate) connector: &'static str,
}

/// What somebody does who is none of us, and before which act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stranger {
    pub(crate) act: usize,
    pub(crate) does: Forgery,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forgery {
    /// A line of the last version of a comment, word for word.
    Copy,
    /// A line of a version that is yet to come.
    Later,
    /// The line of the version that the case has now, which may not have been sent.
    Current,
    /// A line of a version from before the comment was there.
    Earlier,
    /// The line of the number of alerts.
    Alerts,
    /// The line that says that the incident was opened from the case.
    Opened,
    /// An incident with the case's mark, before the first push.
    Incident,
    /// A case file that names somebody else's incident below the same URL, and says that its comments were pushed there.
    CaseFile,
}

/// One push of somebody.
#[derive(Debug, Default)]
pub(crate) struct Act {
    pub(crate) browser: usize,
    /// How many acts old the copy of the case is.
    pub(crate) age: usize,
    /// Whether the browser has lost its journal.
    pub(crate) forgets: bool,
    /// At which effect the tab dies, and whether after performing it.
    pub(crate) dies: Option<(usize, bool)>,
    /// What becomes of the writes of this number.
    pub(crate) fates: Vec<(usize, Fate)>,
    /// Whether its browser takes over before it what the other team has said.
    pub(crate) pulls: bool,
    /// What happens before it.
    pub(crate) before: Vec<Event>,
    /// What happens to the case at this effect.
    pub(crate) edits: Vec<(usize, Event)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// It never arrives, and nobody says so.
    Lost,
    /// It is carried out, and the answer is lost.
    Unanswered,
    /// It is carried out so many milliseconds later.
    Slow(i64),
    /// Its host gives up soon, and it is carried out so many milliseconds after it was sent.
    GivenUp(i64),
    /// The tab dies right after sending, and the system takes so long.
    SlowAndDies(i64),
    /// The tab dies before it is sent.
    NeverSent,
    /// It is refused with this status.
    Refused(u16),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// Somebody edits a comment of the case.
    EditComment(usize),
    AddComment,
    EditTitle,
    /// The case gets the title back that it had before.
    PutTitleBack,
    EditDescription,
    AddAlert,
    /// The case is opened, worked at or closed.
    Status(&'static str),
    /// The other team gives the incident another title.
    TheirTitle,
    /// The other team closes the incident.
    TheirClose,
    /// The other team comments on the incident.
    TheirComment,
}

/// The systems that tell the accounts of three people apart.
pub(crate) const OF_ACCOUNTS: [Kind; 4] = [Kind::JiraCloud, Kind::JiraDocuments, Kind::JiraDataCenter, Kind::Resilient];

/// What is drawn for keys, strangers among colleagues and case files leaves the other draws as they are too.
const OF_TEAMS: u64 = 0x5445_414d;

/// What is drawn for pulls leaves the other draws as they are too.
const OF_PULLS: u64 = 0x5055_4c4c;

/// What is drawn for hosts that give up soon leaves the other draws as they are too.
const OF_LIMITS: u64 = 0x4c49_4d49;

/// What is drawn for statuses leaves the other draws of a run as they are.
const OF_STATUSES: u64 = 0x5354_4154_5553;

const OF_CASE: [Event; 6] = [
    Event::EditComment(0),
    Event::EditComment(1),
    Event::AddComment,
    Event::EditTitle,
    Event::EditDescription,
    Event::AddAlert,
];

pub(crate) const CONNECTORS: [&str; 2] = ["soc", "soar-prod"];

impl Plan {
    pub(crate) fn new(seed: u64, number: u64) -> Self {
        let random = &mut Random::new(seed, number);
        // What few runs come to by chance has a share of its own.
        let directed = Directed::of(number);
        let kind = random.of(directed.map_or(&KINDS, Directed::kinds));
        let servicenow = matches!(kind, Kind::ServiceNow | Kind::ServiceNowImport | Kind::SecOps | Kind::SecOpsImport);
        let several = OF_SEVERAL.contains(&kind);
        let count = random.between(1, 5);
        let browsers: Vec<Browser> = (0..random.between(1, 3))
            .map(|n| Browser {
                clock: if random.percent(40) { random.of(&[-600_000, 600_000, 86_400_000, -3_000]) } else { 0 },
                colleague: several && n > 0 && random.percent(40),
                connector: if random.percent(80) { CONNECTORS[0] } else { CONNECTORS[1] },
            })
            .collect();
        let mark = match kind {
            Kind::Resilient if random.percent(15) => Mark::NoField,
            _ if servicenow && random.percent(12) => random.of(&[Mark::Dropped, Mark::Unsearchable]),
            _ => Mark::Kept,
        };
        let forgeries =
            [Forgery::Copy, Forgery::Later, Forgery::Current, Forgery::Alerts, Forgery::Opened, Forgery::Incident];
        // Who answers tells a colleague from a stranger by there being no other.
        let is_safe = browsers.iter().all(|browser| !browser.colleague);
        let stranger = (several && is_safe && random.percent(30)).then(|| {
            let does = random.of(&forgeries);
            Stranger { act: if does == Forgery::Incident { 0 } else { random.between(1, count) }, does }
        });
        let mut acts: Vec<Act> = (0..count).map(|n| Act::new(n, browsers.len(), random)).collect();
        if mark == Mark::NoField {
            // Without a field for the mark an incident is found by its name, which then must not change: the documents say so.
            for act in &mut acts {
                let stays = |event: &Event| !matches!(event, Event::EditTitle | Event::TheirTitle);
                act.before.retain(stays);
                act.edits.retain(|(_, event)| stays(event));
            }
        }
        if matches!(mark, Mark::Dropped | Mark::Unsearchable) && acts.iter().any(Act::may_die) {
            // A tab that dies between its create and the look that follows knows alone of its incident.
            for act in &mut acts {
                (act.browser, act.forgets) = (0, false);
            }
        }
        let jira = Jira {
            lag: random.of(&[0, 0, 2, 1_000]),
            earlier: random.of(&[0, 3, 12, 40]),
            gap: random.of(&[0, 0, 5, 70, 200]),
        };
        if jira.hides_from_others() {
            for act in &mut acts {
                (act.browser, act.forgets) = (0, false);
            }
        }
        let plan = Self {
            kind,
            authors: !servicenow || random.percent(50),
            mark,
            journal_hidden: (servicenow && random.percent(12)).then(|| random.between(0, count)),
            jira,
            host: match random.between(0, 9) {
                0..5 => Host::WritesBack,
                5..7 => Host::WritesTimesOf(random.of(&[-600_000, 600_000, 864_000_000])),
                _ => Host::Forgets,
            },
            follows: false,
            key: false,
            stranger,
            acts,
            browsers,
        };
        match directed {
            None => {
                let plan = plan.with_statuses(&mut Random::new(seed ^ OF_STATUSES, number));
                let plan = plan.with_teams(&mut Random::new(seed ^ OF_TEAMS, number));
                let plan = plan.with_pulls(&mut Random::new(seed ^ OF_PULLS, number));
                plan.with_limits(&mut Random::new(seed ^ OF_LIMITS, number))
            }
            Some(directed) => directed.plan(plan, number),
        }
    }

    /// The same, where in some runs the incident's status follows that of the case.
    fn with_statuses(mut self, random: &mut Random) -> Self {
        self.follows = random.percent(25);
        for (n, act) in self.acts.iter_mut().enumerate().filter(|_| self.follows) {
            let statuses = ["open", "in-progress", "closed", "closed"].map(Event::Status);
            if random.percent(50) {
                act.before.push(random.of(&statuses));
            }
            if random.percent(15) {
                act.edits.push((random.between(0, 20), random.of(&statuses)));
            }
            if n > 0 && random.percent(10) {
                act.before.push(Event::TheirClose);
            }
        }
        self
    }

    /// The same, where in some runs all have the key, a stranger is among colleagues, or a case comes from a file.
    fn with_teams(mut self, random: &mut Random) -> Self {
        self.key = random.percent(25);
        let has_colleague = self.browsers.iter().any(|browser| browser.colleague);
        let (is_mixed, is_file, act) = (random.percent(50), random.percent(15), random.between(0, self.acts.len() - 1));
        let does = random.of(&[Forgery::Copy, Forgery::Later, Forgery::Current, Forgery::Alerts]);
        if self.stranger.is_some() || !OF_SEVERAL.contains(&self.kind) {
            return self;
        }
        // On ServiceNow the stranger has the colleague's account.
        let can_tell = !has_colleague || OF_ACCOUNTS.contains(&self.kind);
        if is_file && can_tell && self.mark != Mark::NoField {
            self.stranger = Some(Stranger { act: 0, does: Forgery::CaseFile });
        } else if has_colleague && is_mixed && can_tell && act > 0 {
            self.stranger = Some(Stranger { act, does });
        }
        self
    }

    /// The same, where in some runs the other team comments, and who pushes takes that over. Who said what must be seen: the
    /// documents say what becomes of it elsewhere.
    fn with_pulls(mut self, random: &mut Random) -> Self {
        let is_seen = self.authors && self.journal_hidden.is_none() && OF_SEVERAL.contains(&self.kind);
        if !is_seen || self.stranger.is_some() || !random.percent(35) {
            return self;
        }
        for act in &mut self.acts {
            if random.percent(50) {
                act.before.push(Event::TheirComment);
            }
            act.pulls = random.percent(50);
        }
        self
    }

    /// The same, where in some runs a host waits for answers less long than the system takes.
    fn with_limits(mut self, random: &mut Random) -> Self {
        if random.percent(25) {
            for act in &mut self.acts {
                act.fates.insert(0, (random.between(0, 5), Fate::GivenUp(random.of(&[20_000, 45_000]))));
            }
        }
        self
    }

    /// One in which nothing happens.
    pub(crate) fn calm(kind: Kind) -> Self {
        Self {
            kind,
            authors: true,
            mark: Mark::Kept,
            journal_hidden: None,
            jira: Jira { lag: 0, earlier: 0, gap: 0 },
            host: Host::WritesBack,
            follows: false,
            key: false,
            browsers: Vec::new(),
            stranger: None,
            acts: Vec::new(),
        }
    }

    /// Whether another browser cannot see the issue yet.
    pub(crate) const fn hides_from_others(&self) -> bool {
        self.is_jira_cloud() && self.jira.hides_from_others()
    }

    /// Whether each copy of the case tells what was pushed of it. One that is older than the last write-back does not, and a tab
    /// that died has written nothing back.
    pub(crate) fn case_tells(&self) -> bool {
        self.host == Host::WritesBack && self.acts.iter().all(|act| act.age == 0 && !act.may_die())
    }

    /// Whether nobody can tell an edit from a new comment: neither the incident nor the case shows the earlier version.
    pub(crate) fn hides_order(&self) -> bool {
        self.journal_hidden.is_some() && !self.case_tells()
    }

    pub(crate) const fn is_jira_cloud(&self) -> bool {
        matches!(self.kind, Kind::JiraCloud | Kind::JiraDocuments)
    }
}

impl Act {
    /// Whether something of it is carried out late.
    pub(crate) fn is_slow(&self) -> bool {
        self.fates.iter().any(|(_, fate)| matches!(fate, Fate::Slow(_) | Fate::GivenUp(_) | Fate::SlowAndDies(_)))
    }

    pub(crate) fn may_die(&self) -> bool {
        self.dies.is_some() || self.fates.iter().any(|(_, fate)| matches!(fate, Fate::SlowAndDies(_) | Fate::NeverSent))
    }

    fn new(n: usize, browsers: usize, random: &mut Random) -> Self {
        let mut before = Vec::new();
        let mut edits = Vec::new();
        if n > 0 {
            for _ in 0..random.between(0, 2) {
                before.push(random.of(&OF_CASE));
            }
            if random.percent(12) {
                before.push(Event::TheirTitle);
            }
        }
        if random.percent(30) {
            edits.push((random.between(0, 20), random.of(&OF_CASE)));
        }
        let fates = [
            Fate::Lost,
            Fate::Unanswered,
            Fate::Slow(45_000),
            Fate::Slow(20_000),
            Fate::SlowAndDies(45_000),
            Fate::Refused(429),
            Fate::Refused(500),
            Fate::Refused(502),
        ];
        Self {
            browser: random.between(0, browsers - 1),
            age: if random.percent(20) { random.between(1, 3) } else { 0 },
            forgets: random.percent(15),
            dies: random.percent(30).then(|| (random.between(0, 25), random.percent(50))),
            fates: (0..random.between(0, 2)).map(|_| (random.between(0, 5), random.of(&fates))).collect(),
            pulls: false,
            before,
            edits,
        }
    }
}
