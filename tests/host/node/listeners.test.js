// What Node says of a host that has much under way: nothing.
import { expect, test } from 'vitest';

import { caseWith } from '../lib/cases.js';
import { endOf, open, save, servicenow } from '../lib/host.js';

test('many pushes at once, of the queue and by one signal, leave no word about listeners', async () => {
  const warnings = [];
  const hear = (warning) => warnings.push(warning.message);
  process.on('warning', hear);
  try {
    const host = await open('listeners', { concurrency: 16 });
    const connectorId = await save(host, servicenow());
    const cases = (name) => Array.from({ length: 24 }, (_, n) => caseWith(`${name}${n}`, 0));
    const { signal } = new AbortController();
    const queued = await host.pushAll(cases('listenersQ'), { connectorId, signal });
    const pushed = await Promise.all(cases('listenersP').map((it) => host.push(it, { connectorId, signal })));
    const ends = [...queued.map(({ outcome }) => outcome), ...pushed].map((outcome) => endOf(outcome));
    expect(new Set(ends)).toEqual(new Set(['complete']));
    await host.close();
    // A warning comes in the next turn.
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', hear);
  }
});
