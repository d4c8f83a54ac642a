/** One run: what the schedule says, then a person who finishes it, then the judgement. */
import { judge, judgeAlerts, references, totals } from './judge.mjs';

/** A tab of a profile; `dead` resolves when the schedule kills it. */
async function openTab(profile, url, draft, blind) {
  const page = await profile.newPage();
  let killed;
  const dead = new Promise((resolve) => {
    killed = resolve;
  });
  await page.exposeFunction('die', async () => {
    killed({ state: 'killed' });
    await page.close();
  });
  await page.goto(url);
  await page.evaluate(([draft, blind]) => window.campaign.open(draft, blind), [draft, blind]);
  return { page, dead };
}

/** A version as it is pushed: with its alerts attached, and their documents beside it. */
function inputOf({ versions, alerts }, at) {
  const [securityCase, documents] = [versions[at], alerts[at]];
  if (documents.length === 0) return securityCase;
  const { created_at, created_by } = securityCase;
  const ids = documents.map(({ _id }) => _id);
  const attached = { id: 'alerts', type: 'alert', alertId: ids, index: ids.map(() => 'i'), created_at, created_by };
  return {
    securityCase: { ...securityCase, comments: [...securityCase.comments, attached] },
    alertPages: [{ hits: { hits: documents } }],
  };
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
  if (system === 'jiraCloud') await world.useJira(system);
  await world.control(system, 'PUT', 'settings', system === 'jiraCloud' ? { searchLag: plan.searchLag } : {});
  await world.control(system, 'POST', 'faults', plan.faults);
  const profiles = [];
  const profile = async (number) => (profiles[number] ??= await browser.newContext());
  const said = [];
  /** What the pushes warned of. */
  const warned = [];
  try {
    for (const at of versions.keys()) {
      for (const act of plan.acts[at]) {
        const context = await profile(act.profile);
        const tabs = [];
        for (const _ of act.tabs) tabs.push(await openTab(context, url, draft, blind));
        const resumed = [];
        const outcomes = await Promise.all(
          tabs.map(async (tab, n) => {
            await ask(tab, (planned) => window.campaign.begin(planned), act.tabs[n]);
            if (act.resume) resumed.push(await ask(tab, () => window.campaign.resume()));
            return push(tab, inputOf(plan, at));
          }),
        );
        said.push(...outcomes.map(({ state, error }) => `${state}${error ? ` ${error.code ?? error.message}` : ''}`));
        warned.push(...[...resumed.flat(), ...outcomes].flatMap(({ warnings }) => warnings ?? []));
        await Promise.all(tabs.map(({ page }) => page.close()));
      }
    }
    return {
      ...(await finish(plan, warned, {
        world,
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

/** What a person answers to a question: nobody but the people of this run has written anything. */
const ANSWERS = {
  ENTRY_UNVERIFIED: { ifUnverified: 'trust' },
  INCIDENT_EDITED: { ifEdited: 'overwrite' },
};

/** The trouble is over: a person opens the page again, resumes, and pushes until it is complete. */
async function finish(plan, warned, { world, url, draft, blind, context }) {
  const { system, versions } = plan;
  await world.control(system, 'DELETE', 'faults');
  const tab = await openTab(context, url, draft, blind);
  const resumed = await ask(tab, () => window.campaign.resume());
  warned.push(...[resumed].flat().flatMap(({ warnings }) => warnings ?? []));
  let [unknown, outcome, options, answers] = [false, null, {}, {}];
  for (let tries = 0; tries < TRIES; tries += 1) {
    outcome = await push(tab, inputOf(plan, versions.length - 1), { ...answers, ...options });
    warned.push(...(outcome.warnings ?? []));
    if (outcome.state === 'complete') break;
    options = {};
    answers = { ...answers, ...ANSWERS[outcome.error?.code] };
    if (outcome.state === 'unknown') {
      unknown = true;
      options = { settle: settlement(await world.records(system), outcome.error) };
    }
  }
  await tab.page.close();
  const records = await world.records(system);
  const faults = [...judge(records, versions), ...judgeAlerts(records, plan.alerts, warned)];
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
