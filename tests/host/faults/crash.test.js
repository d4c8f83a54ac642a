// A tab dies: before each of its requests and each write of its storage, and after the last. Whoever opens another one finishes what was begun.
import { describe, expect, test } from 'vitest';

import { endOf } from '../lib/host.js';
import { play } from '../lib/play.js';
import { SCENARIOS } from '../lib/scenarios.js';

describe.each(Object.entries(SCENARIOS))('%s', (_, newScenario) => {
  test('is whole whenever its tab dies', async () => {
    const { ends, effects } = await play(newScenario);
    expect(ends.map(endOf)).toEqual(ends.map(() => 'complete'));
    // Fewer would mean that they are not counted.
    expect(effects).toBeGreaterThan(5);
    // After an effect is before the next one: nobody sees what is in between.
    const deaths = Array.from({ length: effects }, (_, n) => ({ dieAt: n + 1 }));
    for (const death of [...deaths, { dieAt: effects, dieAfter: true }]) {
      const died = await play(newScenario, death);
      expect(died.ends, JSON.stringify(death)).toBe('dead');
    }
  });
});
