import type { Locator, Page } from '@playwright/test';
import { Dashboard } from './lib/dashboard';
import { Simulator } from './lib/simulators';
import { expect, test } from './lib/test';

/** What fits into a frame of the strip, in CSS pixels. */
const FRAME = { width: 800, height: 560 };

/** The page as it is, from the top of `part` on, as a data URL. */
async function frame(page: Page, part?: Locator): Promise<string> {
  await page.setViewportSize(FRAME);
  await part?.evaluate((element) => {
    // Below the header, which stays where it is.
    (element as HTMLElement).style.scrollMarginTop = '72px';
    element.scrollIntoView({ block: 'start', behavior: 'instant' });
  });
  const picture = await page.screenshot({ animations: 'disabled', caret: 'hide' });
  return `data:image/png;base64,${picture.toString('base64')}`;
}

/** Frames with what they show, two in a row. */
function strip(frames: [caption: string, picture: string][]): string {
  const figures = frames.map(
    ([caption, picture], at) =>
      `<figure><figcaption><b>${at + 1}</b> ${caption}</figcaption><img src="${picture}"></figure>`,
  );
  return `<!doctype html><link rel="icon" href="data:,"><style>
    body { margin: 0; padding: 16px; background: #fff; font: 19px sans-serif; color: #1d2a3e;
           display: grid; grid-template-columns: 1fr 1fr; gap: 16px }
    figure { margin: 0 } figcaption { padding-bottom: 8px }
    img { display: block; width: 100%; box-sizing: border-box; border: 1px solid #cad3e2; border-radius: 6px }
  </style>${figures.join('')}`;
}

/** A push in four pictures, for the README: results/readme-push.png. */
test('a push, from the form to the incident', async ({ page, request }) => {
  const simulator = new Simulator('jiraCloud', request);
  await simulator.reset();
  const dashboard = new Dashboard(page);
  await dashboard.open();

  await dashboard.newConnector('Jira');
  await page.getByLabel('Connector name').fill('Jira SOC');
  await dashboard.button('Use the simulator').click();
  const form = await frame(page, page.getByRole('form', { name: 'Jira connector' }));
  await dashboard.saveAs('Jira SOC');

  await dashboard.choose('Credential phishing');
  await dashboard.chooseConnector('Jira SOC');
  await page.getByRole('tab', { name: /Push plan/ }).click();
  await expect(page.getByRole('button', { name: 'Dismiss toast' })).toHaveCount(0);
  const plan = await frame(page, page.getByText(/Look whether it is there, but too new/));

  await simulator.fault([
    { kind: 'slowAnswer', ms: 8_000, match: { method: 'POST', pathContains: '/comment', nth: 2 } },
  ]);
  await dashboard.button('Push as Jira SOC incident').click();
  await dashboard.standsAt(2);
  const underWay = await frame(page, page.getByRole('heading', { name: 'External incident' }));
  await expect(dashboard.complete()).toBeVisible();

  const incident = await dashboard.openIncident();
  const arrived = await frame(incident);
  await incident.close();

  await page.setViewportSize({ width: 1400, height: 900 });
  await page.setContent(
    strip([
      ['Describe the connector', form],
      ['See what a push will do', plan],
      ['Push', underWay],
      ['Read the incident in Jira', arrived],
    ]),
  );
  await page.screenshot({ path: 'results/readme-push.png', fullPage: true });
});
