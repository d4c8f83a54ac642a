//! One run: what the plan says, then a person who finishes it, then the judgement.

use crate::browser::{Browser, Did, Ending, is_of_case};
use crate::case::{Case, alerts_of, version_at, versions};
use crate::common::world::Kind;
use crate::judge::{Entry, entries, judge, of_alerts, unsent};
use crate::person::{Answer, Asked, Person, answer, line_of};
use crate::plan::{Act, Event, Forgery, Mark, Plan};
use crate::system::{Stored, System};
use case_connectors::connector::Secrets;
use case_connectors::push::{
    Event as Recorded, IfClosed, IfEdited, IfForeign, IfUnmarked, IfUnverified, Options, Outcome, PushState, mark,
};
use case_connectors::systems::Connector;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// What all who push have in some of the runs.
const KEY: &str = "the-recognition-key-of-the-team";

/// So often one push is answered and tried again.
const MOST_ANSWERS: usize = 14;

/// What came of a run.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) faults: Vec<String>,
    pub(crate) asked: Vec<Asked>,
    /// What happened, for a person who looks for the reason.
    pub(crate) log: Vec<String>,
}

impl Report {
    /// Of a run that has not come to its end.
    pub(crate) fn broken(why: &str) -> Self {
        Self { faults: vec![format!("broken off: {why}")], ..Self::default() }
    }
}

pub(crate) struct Run<'a> {
    pub(crate) plan: &'a Plan,
    pub(crate) system: System,
    pub(crate) case: Case,
    pub(crate) browsers: Vec<Browser>,
    person: Person,
    pub(crate) report: Report,
    /// The titles that the incident may have in the end: the case's, and one of the other team that a person has kept.
    kept: Option<String>,
    /// What the other team wrote last, as long as nobody has let it go.
    theirs: Option<String>,
    /// Whether the other team has closed the incident, as long as nobody has let that go.
    closed_by_them: bool,
    /// Whether an administrator has given the right to the mark.
    is_mended: bool,
    /// How many comments the other team has written.
    pub(crate) said: usize,
    /// What pushes have warned of what nobody can find out.
    told: Vec<String>,
    /// The versions of comments that a page had when the case had later ones: what came since may have been sent before.
    behind: BTreeSet<(String, i64)>,
    /// The comment of which a stranger has said that a version stands there: nobody can tell whether it is a colleague's, so that
    /// what comes of it may come as an edit.
    claimed: Option<String>,
}

pub(crate) async fn run(plan: &Plan, name: &str) -> Report {
    let system = System::new(plan).await;
    let browser = |it: &crate::plan::Browser| Browser {
        journal: Vec::new(),
        seen: None,
        clock: it.clock,
        account: usize::from(it.colleague),
        connector_id: it.connector,
    };
    let mut run = Run {
        plan,
        system,
        case: Case::new(name, 1 + name.len() % 3),
        browsers: plan.browsers.iter().map(browser).collect(),
        person: Person::default(),
        report: Report::default(),
        kept: None,
        theirs: None,
        closed_by_them: false,
        is_mended: false,
        said: 0,
        told: Vec::new(),
        behind: BTreeSet::new(),
        claimed: None,
    };
    run.acts().await;
    run.finish().await;
    run.report
}

impl Run<'_> {
    pub(crate) fn log(&mut self, line: String) {
        self.report.log.push(format!("{:>7} {line}", self.system.now));
    }

    pub(crate) fn fault(&mut self, fault: String) {
        self.log(format!("FAULT {fault}"));
        if !self.report.faults.contains(&fault) {
            self.report.faults.push(fault);
        }
    }

    async fn acts(&mut self) {
        let mut last = None;
        for (n, act) in self.plan.acts.iter().enumerate() {
            if self.plan.journal_hidden == Some(n) {
                self.hide_journal().await;
            }
            // Two browsers in the same moment are what no client alone can tell apart.
            if last != Some(act.browser) || act.forgets {
                self.system.settle_down().await;
            }
            last = Some(act.browser);
            for event in &act.before {
                self.happen(*event).await;
            }
            self.forge(n).await;
            if act.forgets {
                self.log(format!("browser {} loses its journal", act.browser));
                self.browsers[act.browser].journal.clear();
                self.browsers[act.browser].seen = None;
            }
            if act.pulls {
                self.take_over(act.browser).await;
            }
            let copy = self.case.copy(act.age);
            self.push(act.browser, act, &copy).await;
        }
    }

    async fn hide_journal(&mut self) {
        self.log("the journal cannot be read any more".into());
        let mark = self.plan.mark == Mark::Unsearchable && !self.is_mended;
        self.system
            .set_hidden(if mark { &["comments", "work_notes", "correlation_id"] } else { &["comments", "work_notes"] })
            .await;
    }

    async fn happen(&mut self, event: Event) {
        self.log(format!("{event:?}"));
        if is_of_case(event) {
            return self.case.happen(event);
        }
        let ours = self.system.ours().await;
        let [ours] = ours.as_slice() else { return };
        if event == Event::TheirComment {
            let ours = ours.clone();
            return self.they_comment(&ours).await;
        }
        if event == Event::TheirClose {
            if ours.status != self.plan.kind.states()[2] {
                self.closed_by_them = true;
                self.system.world.close(&ours.id).await;
            }
            return;
        }
        let title = format!("Theirs {}", self.system.now);
        self.system.world.edit_title(&ours.id, &title).await;
        self.theirs = Some(title);
    }

    /// What a stranger does before this act.
    async fn forge(&mut self, n: usize) {
        let Some(stranger) = self.plan.stranger.filter(|stranger| stranger.act == n) else { return };
        self.log(format!("a stranger: {:?}", stranger.does));
        let ours = self.system.ours().await;
        let line = match (stranger.does, ours.first()) {
            (Forgery::CaseFile, _) => {
                let (connector, _) = self.connector(0).await;
                let url = connector.base().join("/browse/theirs");
                let Some(named) = self.system.make_named().await else { return };
                let external = json!({ "connector_id": connector.id(), "connector_name": connector.name(),
                    "external_id": named.id, "external_title": named.key, "external_url": url });
                return self.case.come_from_a_file(external);
            }
            (Forgery::Incident, _) => {
                let (connector, _) = self.connector(0).await;
                let mark = mark(self.case.id(), &connector);
                return self.system.prepare_foreign(&mark).await;
            }
            (_, None) => return,
            (Forgery::Copy, Some(ours)) => {
                let last = entries(ours).into_iter().rev().find(|(entry, _)| matches!(entry, Entry::Version { .. }));
                let Some((_, text)) = last else { return };
                text.lines().last().unwrap_or_default().to_owned()
            }
            (Forgery::Earlier, _) => "(added at 2026-09-01 09:59:59.999 UTC by Ana Ruiz, case comment k1)".to_owned(),
            (Forgery::Later, _) => "(added at 2099-01-01 00:00:00.000 UTC by x, case comment k1, edit 7)".to_owned(),
            (Forgery::Current, _) => {
                let latest = self.case.latest();
                let comments = latest["comments"].as_array().unwrap().iter().filter(|it| it["type"] == "user");
                let Some(comment) = comments.max_by_key(|it| version_at(it)) else { return };
                self.claimed = comment["id"].as_str().map(str::to_owned);
                line_of(comment)
            }
            (Forgery::Alerts, _) => {
                format!(
                    "(added by case-connectors, case alerts, total {})",
                    self.case.totals.last().map_or(1, |it| it + 1)
                )
            }
            (Forgery::Opened, _) => format!("(added by case-connectors, case {})", self.case.id()),
        };
        let id = ours[0].id.clone();
        self.system.comment_foreign(&id, &with_copied_check(&line, &ours[0])).await;
    }

    pub(crate) async fn connector(&mut self, browser: usize) -> (Connector, Secrets) {
        let Browser { account, connector_id, .. } = self.browsers[browser];
        let mut advanced = self.person.advanced(connector_id);
        if let (true, Value::Object(following)) = (self.plan.follows, self.plan.kind.following()) {
            advanced.as_object_mut().unwrap().extend(following);
        }
        let (connector, secrets) = if account == 0 {
            self.system.world.connector_with(connector_id, &advanced, None)
        } else {
            self.system.colleague(connector_id, &advanced).await
        };
        if !self.plan.key {
            return (connector, secrets);
        }
        let mut all = secrets.clone();
        all.insert("recognitionKey".into(), KEY.into());
        (connector.recognizing(&all), secrets)
    }

    /// Whoever has closed the incident, the push goes on.
    fn options(&self) -> Options {
        let if_closed = if self.plan.follows { IfClosed::Continue } else { IfClosed::Stop };
        let mut options = Options::default();
        options.if_closed = if_closed;
        options
    }

    /// One push, with a person who answers what is asked.
    async fn push(&mut self, browser: usize, act: &Act, copy: &Value) -> Option<Outcome> {
        let latest = versions(&self.case.latest());
        self.behind.extend(versions(copy).difference(&latest).cloned());
        let mut choices = self.options();
        let mut settle = None;
        let mut first = Some(act);
        let quiet = Act::default();
        // Elsewhere nothing is made of them, or columns, which are judged as any other field.
        let has_items = self.plan.kind == Kind::SecOpsImport;
        let alerts = if has_items { alerts_of(copy) } else { json!({ "hits": { "hits": [] } }) };
        for round in 0..MOST_ANSWERS {
            let connector = self.connector(browser).await;
            let began = self.title().await;
            let left = self.status_left(browser);
            let push =
                self.browsers[browser].begin(&connector.0, copy, &choices, settle.as_ref(), self.system.now, &alerts);
            let act = first.take().unwrap_or(&quiet);
            let did = self.browsers[browser].run(push, &connector, &mut self.system, act, &mut self.case).await;
            self.tell(browser, round, &did);
            self.bound(&did, copy, act);
            let Ending::Outcome(outcome) = did.ending else {
                if matches!(did.ending, Ending::Endless) {
                    self.fault("without end".into());
                }
                return None;
            };
            let unknown = outcome.warnings.iter().filter(|warning| warning.code == "ITEMS_UNCONFIRMED");
            self.told.extend(unknown.map(|warning| warning.message.clone()));
            if let Some(updated) = &outcome.updated_case {
                let updated = serde_json::from_slice(updated).unwrap();
                self.case.write_back(&updated, copy, self.plan.host);
            }
            self.overwritten(began, &choices).await;
            self.opened_again(&choices, left.as_ref()).await;
            if outcome.state == PushState::Complete {
                // Whoever has closed it, so does the case now.
                self.closed_by_them &= copy["status"] != "closed";
                let ours = self.system.ours().await;
                for fault in unsent(&ours, copy) {
                    self.fault(fault);
                }
                self.other_title(copy).await;
                return Some(*outcome);
            }
            (choices, settle) = (self.options(), None);
            let Some(answer) = self.answer(browser, &outcome, copy).await else { return Some(*outcome) };
            match answer {
                Answer::Overwrite => choices.if_edited = IfEdited::Overwrite,
                Answer::Keep => choices.if_edited = IfEdited::Keep,
                Answer::Adopt => choices.if_foreign = IfForeign::Adopt,
                Answer::CreateAnother => choices.if_foreign = IfForeign::Create,
                Answer::Trust => choices.if_unverified = IfUnverified::Trust,
                Answer::SendAgain => choices.if_unverified = IfUnverified::SendAgain,
                Answer::WithoutMark => choices.if_unmarked = IfUnmarked::Continue,
                Answer::Settle(settlement) => settle = Some(settlement),
                _ => {}
            }
        }
        self.fault("asked without end".into());
        None
    }

    fn tell(&mut self, browser: usize, round: usize, did: &Did) {
        let what = match &did.ending {
            Ending::Died => "died".to_owned(),
            Ending::Endless => "without end".to_owned(),
            Ending::Outcome(outcome) => {
                let error = outcome.error.as_ref().map_or_else(String::new, |error| format!(" {}", error.message));
                format!("{:?}{error}", outcome.state)
            }
        };
        self.log(format!("browser {browser}, round {round}: {} requests, {} writes: {what}", did.requests, did.writes));
    }

    /// A push makes no more writes than its case can need.
    fn bound(&mut self, did: &Did, copy: &Value, act: &Act) {
        let troubled = act.fates.len() * 6;
        let most = copy["comments"].as_array().unwrap().len() + 2 + usize::from(self.plan.follows) + troubled;
        if did.writes > most {
            self.fault(format!("more writes than the case needs: {} of {most}", did.writes));
        }
    }

    async fn title(&self) -> Option<String> {
        self.system.ours().await.first().map(|ours| ours.title.clone())
    }

    /// Whether a push has called itself complete while the incident has another title of the case: where each copy tells what was
    /// pushed, who pushes can know.
    async fn other_title(&mut self, copy: &Value) {
        let title = &self.case.latest()["title"];
        if !self.plan.case_tells() || copy["title"] != *title {
            return;
        }
        let there = self.title().await;
        if there.as_deref() != title.as_str() && there != self.theirs && there != self.kept {
            self.fault(format!("unsent: the title is {there:?} and not {title}"));
        }
    }

    /// Whether what the other team wrote is gone although nobody has said so.
    async fn overwritten(&mut self, began: Option<String>, choices: &Options) {
        let Some(theirs) = self.theirs.clone().filter(|theirs| began.as_ref() == Some(theirs)) else { return };
        if self.title().await.as_ref() == Some(&theirs) {
            return;
        }
        // What was under way before they wrote comes after them, and no client can call it back.
        let overtaken = self.system.overtaken.contains(&theirs);
        if !overtaken && choices.if_edited != IfEdited::Overwrite && self.kept.as_ref() != Some(&theirs) {
            self.fault(format!("overwritten unasked: {theirs}"));
        }
        self.theirs = None;
    }

    /// The status that this browser has last left there.
    fn status_left(&self, browser: usize) -> Option<Value> {
        let names = ["status", "state", "plan_status"];
        self.browsers[browser].journal.iter().rev().find_map(|record| match &record.event {
            Recorded::Receipt(receipt) => names.iter().find_map(|name| receipt.fields.get(*name)).cloned(),
            _ => None,
        })
    }

    /// Whether what the other team has closed is open although nobody has said so. A browser that had closed it itself cannot tell.
    async fn opened_again(&mut self, choices: &Options, left: Option<&Value>) {
        let closed = self.plan.kind.states()[2].clone();
        let is_closed = self.system.ours().await.first().is_none_or(|ours| ours.status == closed);
        if !self.closed_by_them || is_closed {
            return;
        }
        // What was under way before they closed it comes after them.
        let is_late = self.plan.acts.iter().any(Act::is_slow);
        let following = self.plan.kind.following();
        let had_closed = left.is_some_and(|left| *left == following["statusClosed"]);
        if !is_late && !had_closed && choices.if_edited != IfEdited::Overwrite {
            self.fault("opened again unasked".into());
        }
        self.closed_by_them = false;
    }

    async fn answer(&mut self, browser: usize, outcome: &Outcome, copy: &Value) -> Option<Answer> {
        // Nobody looks while something is still under way.
        self.system.settle_down().await;
        let ours = self.system.ours().await;
        let asker = &self.browsers[browser];
        self.report.asked.extend(Asked::new(self.plan, asker, outcome));
        let latest = self.case.latest();
        let answer = answer(self.plan, asker, outcome, copy, &latest, &ours, self.theirs.as_deref())?;
        self.log(format!("the person: {answer:?}"));
        match &answer {
            Answer::Keep => self.kept = self.theirs.clone(),
            Answer::Remember(id) => self.person.remember(self.browsers[browser].connector_id, id.clone()),
            Answer::MendMark => {
                let (connector, _) = self.connector(browser).await;
                let mark = mark(self.case.id(), &connector);
                self.system.mend_mark(&ours[0].id, &mark).await;
                self.is_mended = true;
            }
            Answer::ShowAuthors => self.system.world.tells_authors().await,
            Answer::ShowJournal => self.system.set_hidden(&[]).await,
            Answer::RemoveForeign => self.system.remove_foreign().await,
            _ => {}
        }
        Some(answer)
    }

    /// A person finishes it; then others look, who must find nothing to do.
    async fn finish(&mut self) {
        self.log("a person finishes it".into());
        // Whoever goes on with the same journal needs not wait for what is under way.
        if self.plan.acts.last().is_none_or(|act| act.browser != 0) {
            self.system.settle_down().await;
        }
        let copy = self.case.copy(0);
        let mut complete = false;
        for _ in 0..3 {
            complete = self.push(0, &Act::default(), &copy).await.is_some_and(|it| it.state == PushState::Complete);
            if complete {
                break;
            }
        }
        if !complete {
            self.fault("did not complete".into());
        }
        self.system.settle_down().await;
        if self.said > 0 && complete {
            self.take_over(0).await;
            let ours = self.system.ours().await;
            self.judge_theirs(&ours);
        }
        // A browser without a journal says all that it does not know, whatever the others have said.
        if let ([ours], Kind::SecOpsImport) = (self.system.ours().await.as_slice(), self.plan.kind) {
            for fault in of_alerts(ours, &copy, &self.told) {
                self.fault(fault);
            }
        }
        if !self.plan.hides_from_others() {
            self.look_without_a_journal(complete).await;
        }
        self.judge().await;
    }

    /// Another browser, which has no journal, finds nothing to do.
    async fn look_without_a_journal(&mut self, complete: bool) {
        let before = self.system.ours().await.iter().map(|ours| ours.entries.len()).sum::<usize>();
        self.browsers.push(Browser { journal: Vec::new(), seen: None, clock: 0, account: 0, connector_id: "soc" });
        let copy = self.case.copy(0);
        self.push(self.browsers.len() - 1, &Act::default(), &copy).await;
        let after = self.system.ours().await.iter().map(|ours| ours.entries.len()).sum::<usize>();
        if complete && before != after {
            self.fault(format!("doubled: {} entries by a browser without a journal", after - before));
        }
    }

    async fn judge(&mut self) {
        let ours = self.system.ours().await;
        let latest = self.case.latest();
        let description = description_of(self.plan, latest["description"].as_str().unwrap()).await;
        let titles: Vec<String> = [latest["title"].as_str().map(str::to_owned), self.kept.clone(), self.theirs.clone()]
            .into_iter()
            .flatten()
            .collect();
        let all = || self.case.genuine.keys().cloned().collect();
        let mut unordered = if self.plan.hides_order() { all() } else { self.behind.clone() };
        unordered.extend(self.case.genuine.keys().filter(|(id, _)| self.claimed.as_ref() == Some(id)).cloned());
        // The check value at the end of a description is another for each case.
        let mut shown = ours.clone();
        shown.iter_mut().for_each(|it| it.description = without_line(&it.description));
        for fault in judge(&shown, &self.case, &description, &titles, &unordered) {
            self.fault(fault);
        }
        for fault in self.system.changed_foreign().await {
            self.fault(fault);
        }
        let status = latest["status"].as_str().unwrap();
        let place = ["open", "in-progress", "closed"].iter().position(|it| *it == status).unwrap();
        let [.., closed] = self.plan.kind.states();
        for ours in ours.iter().filter(|_| self.plan.follows) {
            let is_theirs = self.closed_by_them && ours.status == closed;
            if ours.status != self.plan.kind.states()[place] && !is_theirs {
                self.fault(format!("the status is {}, and the case is {status}", ours.status));
            }
        }
        let asked = self.report.asked.clone();
        for asked in asked.iter().filter(|asked| !asked.documented) {
            self.fault(format!("asked without a stranger: {}", asked.code));
        }
        for one in asked.iter().filter(|one| one.once && asked.iter().filter(|other| other == one).count() > 1) {
            self.fault(format!("asked twice: {}", one.code));
        }
    }
}

/// A line with the check value of one of our entries, where there is one to copy.
fn with_copied_check(line: &str, ours: &Stored) -> String {
    let value = |(_, text): &(Entry, String)| Some(text.rsplit_once(", check ")?.1.get(..16)?.to_owned());
    let copied = entries(ours).iter().rev().find_map(value);
    match (copied, line.rsplit_once(", case ")) {
        (Some(check), Some((head, tail))) if !line.contains(", check ") => {
            format!("{head}, check {check}, case {tail}")
        }
        _ => line.to_owned(),
    }
}

/// A description without the line that has the check value, whatever its markup.
fn without_line(description: &Value) -> Value {
    let text = description.as_str().map_or_else(|| description.to_string(), str::to_owned);
    let Some((before, _)) = text.split_once("Added by case-connectors, check ") else { return description.clone() };
    let end = before.rfind(|c: char| !matches!(c, '\n')).map_or(0, |at| at + 1);
    let before = before[..end].trim_end_matches("<p>");
    match serde_json::from_str::<Value>(&text) {
        Ok(mut document) if document.is_object() => {
            document["content"].as_array_mut().unwrap().pop();
            document
        }
        _ => Value::from(before),
    }
}

/// How a first push leaves a description in this system.
async fn description_of(plan: &Plan, description: &str) -> Value {
    static KNOWN: Mutex<BTreeMap<String, Value>> = Mutex::new(BTreeMap::new());
    let key = format!("{:?} {description}", plan.kind);
    let known = || KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(value) = known().get(&key) {
        return value.clone();
    }
    let mut case = Case::new("reference", 0);
    let mut copy = case.copy(0);
    copy["description"] = json!(description);
    let mut system = System::new(&Plan::calm(plan.kind)).await;
    let connector = system.world.connector("soc");
    let mut browser = Browser { journal: Vec::new(), seen: None, clock: 0, account: 0, connector_id: "soc" };
    let push = browser.begin(&connector.0, &copy, &Options::default(), None, 0, &json!({ "hits": { "hits": [] } }));
    browser.run(push, &connector, &mut system, &Act::default(), &mut case).await;
    let value = system.ours().await[0].description.clone();
    known().insert(key, value.clone());
    value
}
