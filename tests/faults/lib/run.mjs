/** One run: what the schedule says, then a person who finishes it, then the judgement. */
import { judge, judgeAlerts, judgeTheirs, references, STRANGER, totals, words } from './judge.mjs';

/** A server may take so long to carry out what it has taken. */
const LATE_MS = 45_000;

/** A tab of a profile; `dead` resolves when the schedule kills it. */
async function openTab(profile, { url, draft, blind, world, plan, written }) {
  const page = await profile.newPage();
  let killed;
  const dead = new Promise((resolve) => {
    killed = resolve;
  });
  await page.exposeFunction('die', async (after = 0) => {
    await new Promise((done) => setTimeout(done, after));
    killed({ state: 'killed' });
    await page.close();
  });
  // The next such request is taken, and carried out late.
  const late = (method) => ({ kind: 'late', ms: LATE_MS, match: { method } });
  await page.exposeFunction('late', (method) => world.control(plan.system, 'POST', 'faults', [late(method)]));
  await page.exposeFunction('keep', (text) => keepTaken(written, text));
  await page.goto(url);
  const given = [draft, blind, plan.inRealTime === true];
  await page.evaluate((given) => window.campaign.open(...given), given);
  return { page, dead };
}

/** A version as it is pushed: with what earlier pushes have written back, its alerts attached, and their documents beside it. */
function inputOf({ versions, alerts }, at, written) {
  const documents = alerts[at];
  const own = versions[at].comments.map((comment) => ({ ...comment, ...written.comments.get(comment.id) }));
  const comments = [...own, ...written.taken];
  const securityCase = { ...versions[at], comments, external_service: written.external_service };
  if (documents.length === 0) return securityCase;
  const { created_at, created_by } = securityCase;
  const ids = documents.map(({ _id }) => _id);
  const attached = { id: 'alerts', type: 'alert', alertId: ids, index: ids.map(() => 'i'), created_at, created_by };
  return {
    securityCase: { ...securityCase, comments: [...securityCase.comments, attached] },
    alertPages: [{ hits: { hits: documents } }],
  };
}

/** What a host keeps of a push: not the alerts, which are attached anew with each version. */
function writeBack(plan, written, outcome) {
  if (!plan.writesBack || !outcome.updatedCase) return;
  const updated = JSON.parse(outcome.updatedCase);
  const wrong = (at) => new Date(Date.parse(at) + plan.wrongByMs).toISOString();
  written.external_service = updated.external_service;
  if (plan.wrongByMs) written.external_service.pushed_at = wrong(written.external_service.pushed_at);
  for (const { id, type, pushed_at, pushed_by } of updated.comments)
    if (type === 'user' && pushed_at) written.comments.set(id, { pushed_at, pushed_by });
}

/**
 * Somebody who may comment copies a line of ours, about a version that is yet to come, or from before the case: one in between
 * nobody could tell from an earlier version, after which an edit comes at its own turn.
 */
async function forge({ system, versions, stranger }, world) {
  const [record] = await world.records(system);
  if (!stranger || !record) return;
  const before = new Date(Date.parse(versions[0].created_at) - 3_600_000).toISOString();
  const time = stranger.later ? '2099-01-01 00:00:00.000' : before.replace('T', ' ').replace('Z', '');
  await world.comment(
    system,
    record.id,
    `${STRANGER}\n\n(added at ${time} UTC by Ana Ruiz, case comment ${stranger.id})`,
  );
}

/** The other team comments on the incident. */
async function answer({ system, answered }, world, written) {
  const [record] = await world.records(system);
  if (!answered || !record) return;
  const text = words(written.said + 1);
  await world.comment(system, record.id, `${STRANGER}\n\n${text}`);
  // A fault that waits may take it, or its answer: what is there counts.
  const records = await world.records(system);
  if (records.some(({ comments }) => comments.some((comment) => comment.text.includes(text)))) written.said += 1;
}

/** Takes over all that the other team has said, as far as the tab lives and the system answers. */
const takeOver = (tab, securityCase) =>
  ask(tab, (text) => window.campaign.takeOver(text), JSON.stringify(securityCase));

/** What a host keeps of a case with comments that were taken over. */
function keepTaken(written, text) {
  const known = new Set(written.taken.map(({ id }) => id));
  const taken = JSON.parse(text).comments.filter(({ id }) => id.startsWith('pulled-') && !known.has(id));
  written.taken.push(...taken);
}

/** What a tab answers, or that it was killed. */
const ask = ({ page, dead }, run, argument) =>
  Promise.race([
    dead,
    page.evaluate(run, argument).catch((error) => ({ state: 'gone', error: { message: error.message } })),
  ]);

const push = (tab, securityCase, options) =>
  ask(tab, ([securityCase, options]) => window.campaign.push(securityCase, options), [securityCase, options]);

/** Looks into the system as a person would, and says what is there. */
function settlement(records, error) {
  const step = /The step was: (.*)\.$/.exec(error.message)?.[1] ?? '';
  const comment = /^Add comment (\w+)(?:, edit (\d+))?$/.exec(step);
  const alerts = /^Add the number of alerts: (\d+)$/.exec(step);
  if (alerts !== null) {
    const there = records.some((record) => totals(record).includes(Number(alerts[1])));
    return { kind: there ? 'there' : 'notThere' };
  }
  if (comment === null) {
    return records.length > 0
      ? { kind: 'there', externalId: String(records[0].key ?? records[0].id) }
      : { kind: 'notThere' };
  }
  const [, id, edit] = comment;
  const there = records.some((record) =>
    references(record).some((it) => it.id === id && it.edit === Number(edit ?? 0)),
  );
  return { kind: there ? 'there' : 'notThere' };
}

export async function run(plan, { world, browser, url, blind }) {
  const { system, versions } = plan;
  const draft = world.connector(system);
  await world.control(system, 'POST', 'reset');
  if (system === 'jiraCloud') await world.fillJira(system);
  await world.control(system, 'PUT', 'settings', system === 'jiraCloud' ? { searchLag: plan.searchLag } : {});
  await world.control(system, 'POST', 'faults', plan.faults);
  const profiles = [];
  const profile = async (number) => (profiles[number] ??= await browser.newContext());
  const said = [];
  /** What the host keeps, and how often the other team has said something. */
  const written = { external_service: null, comments: new Map(), taken: [], said: 0 };
  /** What the pushes warned of. */
  const warned = [];
  try {
    for (const at of versions.keys()) {
      for (const act of plan.acts[at]) {
        const context = await profile(act.profile);
        const tabs = [];
        for (const _ of act.tabs) tabs.push(await openTab(context, { url, draft, blind, world, plan, written }));
        const resumed = [];
        const outcomes = await Promise.all(
          tabs.map(async (tab, n) => {
            await ask(tab, (planned) => window.campaign.begin(planned), act.tabs[n]);
            if (act.resume) resumed.push(await ask(tab, () => window.campaign.resume()));
            if (plan.answered && n === 0) await takeOver(tab, inputOf(plan, at, written));
            return push(tab, inputOf(plan, at, written));
          }),
        );
        said.push(...outcomes.map(({ state, error }) => `${state}${error ? ` ${error.code ?? error.message}` : ''}`));
        warned.push(...[...resumed.flat(), ...outcomes].flatMap(({ warnings }) => warnings ?? []));
        for (const outcome of outcomes) writeBack(plan, written, outcome);
        await Promise.all(tabs.map(({ page }) => page.close()));
        await forge(plan, world);
        await answer(plan, world, written);
      }
    }
    return {
      ...(await finish(plan, warned, {
        world,
        written,
        url,
        draft,
        blind,
        context: await profile(plan.acts.at(-1).at(-1).profile),
      })),
      said,
    };
  } finally {
    await Promise.all(profiles.map((context) => context?.close()));
  }
}

/** How often a person tries before giving up. */
const TRIES = 6;

/** What a person answers to a question, who knows whether anybody but the people of this run has written something. */
const ANSWERS = {
  ENTRY_UNVERIFIED: ({ stranger }) => ({ ifUnverified: stranger ? 'sendAgain' : 'trust' }),
  INCIDENT_EDITED: () => ({ ifEdited: 'overwrite' }),
};

/** The trouble is over: a person opens the page again, resumes, and pushes until it is complete. */
async function finish(plan, warned, { world, written, url, draft, blind, context }) {
  const { system, versions } = plan;
  await world.control(system, 'DELETE', 'faults');
  const tab = await openTab(context, { url, draft, blind, world, plan, written });
  const resumed = await ask(tab, () => window.campaign.resume());
  warned.push(...[resumed].flat().flatMap(({ warnings }) => warnings ?? []));
  let [unknown, outcome, options, answers] = [false, null, {}, {}];
  for (let tries = 0; tries < TRIES; tries += 1) {
    outcome = await push(tab, inputOf(plan, versions.length - 1, written), { ...answers, ...options });
    warned.push(...(outcome.warnings ?? []));
    if (outcome.state === 'complete') break;
    options = {};
    answers = { ...answers, ...ANSWERS[outcome.error?.code]?.(plan) };
    if (outcome.state === 'unknown') {
      unknown = true;
      options = { settle: settlement(await world.records(system), outcome.error) };
    }
  }
  let unseen = null;
  if (plan.answered) {
    // A look may meet a machine that is busy, as a push may.
    for (let tries = 0; tries < TRIES; tries += 1) {
      unseen = (await takeOver(tab, inputOf(plan, versions.length - 1, written))).error ?? null;
      if (unseen === null) break;
    }
    await push(tab, inputOf(plan, versions.length - 1, written), answers);
  }
  await tab.page.close();
  const records = await world.records(system);
  const faults = [
    ...judge(records, versions),
    ...judgeAlerts(records, plan.alerts, warned),
    ...judgeTheirs(records, written),
  ];
  if (unseen !== null) faults.push(`did not complete: a look: ${unseen.code}: ${unseen.message}`);
  if (outcome.state !== 'complete')
    faults.push(`did not complete: ${outcome.state} ${outcome.error?.code}: ${outcome.error?.message}`);
  return {
    unknown,
    asked: Object.keys(answers).length > 0,
    faults,
    comments: records.map((record) =>
      references(record).map(({ id, at, edit }) => `${id} ${new Date(at).toISOString()} edit ${edit}`),
    ),
  };
}
