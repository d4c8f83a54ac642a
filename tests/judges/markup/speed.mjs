/** Ours against marklassian in Node and in Chromium, in the same run: `CHROMIUM_PATH=... node speed.mjs`. */
import { markdownToAdf } from 'marklassian';
import { chromium } from 'playwright-core';

import { serve } from '../../consumers/lib/server.js';
import { readText, renderText } from './lib/engine.mjs';
import { growth, race } from './lib/race.mjs';

/** So much of marklassian's time we may take. At `opt-level = 2` it was a twentieth to a tenth less, and the engine 14 kB larger. */
const limit = ({ length }) => (length < 1000 ? 1 / 3 : 0.27);
let failed = false;

/** Prints what a race comes to; where it is above the limit, the best of it and two more, since something may have disturbed it. */
async function print(where, run) {
  const isAbove = (it) => it.share > limit(it);
  let results = await run();
  for (let again = 0; again < 2 && results.some(isAbove); again += 1) {
    const next = await run();
    results = results.map((it, at) => (next[at].share < it.share ? next[at] : it));
  }
  failed ||= results.some(isAbove);
  for (const { length, ours, theirs, share } of results) {
    console.log(
      `${where}, ${length} characters: ours ${ours.toFixed(4)} ms, marklassian ${theirs.toFixed(4)} ms, ratio ${share.toFixed(3)}`,
    );
  }
}

await print('Node', () => race((source) => renderText(source, 'adf'), markdownToAdf));

const page = `<!doctype html><script type="importmap">${JSON.stringify({
  imports: {
    'case-connectors': '/pkg/index.js',
    marklassian: '/tests/judges/markup/node_modules/marklassian/dist/index.js',
    marked: '/tests/judges/markup/node_modules/marked/lib/marked.esm.js',
  },
})}</script><script type="module">
  import { init, renderText } from 'case-connectors';
  import { markdownToAdf } from 'marklassian';
  import { race } from '/tests/judges/markup/lib/race.mjs';
  await init();
  window.race = () => race((source) => renderText(source, 'adf'), markdownToAdf);
</script>`;
const root = new URL('../../..', import.meta.url).pathname;
const server = await serve(root, {
  answers: { '/race.html': { type: 'text/html', body: page } },
  types: { '.mjs': 'text/javascript' },
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH || undefined,
  args: ['--no-sandbox'],
});
try {
  const tab = await browser.newPage();
  tab.on('pageerror', (error) => console.error(String(error)));
  await tab.goto(`${server.url}race.html`);
  await tab.waitForFunction(() => window.race, undefined, { timeout: 120_000 });
  await print('Chromium', () => tab.evaluate(() => window.race()));
} finally {
  await browser.close();
  server.close();
}

const grown = growth(renderText, readText);
const worst = grown.reduce((worst, it) => (it.growth > worst.growth ? it : worst));
const slowest = grown.reduce((slowest, it) => (it.whole > slowest.whole ? it : slowest));
console.log(
  `100,000 characters against 50,000: at most ${worst.growth.toFixed(1)} times (${worst.name}, ${worst.format});`,
);
console.log(`the slowest: ${slowest.name} ${slowest.format}, ${slowest.whole.toFixed(1)} ms`);
failed ||= worst.growth > 3;
process.exitCode = failed ? 1 : 0;
