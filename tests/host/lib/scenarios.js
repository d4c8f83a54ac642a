// What people do with cases. `before` goes undisturbed, `act` is what is disturbed, and `again` is what the person does in the tab that is
// opened after a trouble. `stories` are all versions of each case so far: what its incident must have in the end. `check` looks at what
// else there must be then.
import { expect } from 'vitest';

import { at, caseWith, comment } from './cases.js';
import { fault, noFaults } from './simulators.js';

let told = 0;
/** A word that no other case is called by. */
const newId = () => {
  told += 1;
  return `s${told}`;
};

/** Versions of a case, one pushed after the other; the last push is what is disturbed. */
const pushes = (...versions) => ({
  stories: [versions],
  before: async (host, connectorId) => {
    for (const version of versions.slice(0, -1)) await host.push(version, { connectorId });
  },
  act: (host, connectorId) => host.push(versions.at(-1), { connectorId }),
});

export const SCENARIOS = {
  'a first push': () => pushes(caseWith(newId(), 2)),

  'a new comment': () => {
    const id = newId();
    return pushes(caseWith(id, 1), caseWith(id, 2));
  },

  'an edited comment': () => {
    const first = caseWith(newId(), 2);
    const edited = comment(first.id, 1, { comment: 'Corrected.', updated_at: at(30), version: 'v9' });
    return pushes(first, { ...first, comments: [edited, first.comments[1]] });
  },

  'a changed description': () => {
    const first = caseWith(newId(), 2);
    return pushes(first, { ...first, description: 'It was another host.', title: `${first.title}, corrected` });
  },

  'a push that failed is resumed': () => {
    const once = pushes(caseWith(newId(), 2));
    const [[{ id }]] = once.stories;
    return {
      ...once,
      before: async (host, connectorId) => {
        await fault('servicenow', { kind: 'status', status: 403, match: { method: 'PATCH', nth: 2 } });
        await once.act(host, connectorId);
        await noFaults('servicenow');
      },
      act: (host) => host.resume(id),
      again: once.act,
    };
  },

  'five cases at once': () => {
    const cases = [1, 0, 0, 0, 0].map((comments) => caseWith(newId(), comments));
    const act = async (host, connectorId) => {
      const results = await host.pushAll(cases, { connectorId });
      return results.map(({ outcome, error }) => outcome ?? { state: 'refused', error });
    };
    return {
      stories: cases.map((one) => [one]),
      act,
      /** In the queue they stand in their order, as what they are. */
      check: async (host) => {
        const { isPaused, items } = await host.queue();
        expect(isPaused).toBe(false);
        expect(items.map(({ caseId, state }) => [caseId, state])).toEqual(cases.map(({ id }) => [id, 'complete']));
      },
      // What was kept is finished without the cases; what was not, the person sends again.
      again: async (host, connectorId) => {
        const resumed = await host.resumeAll();
        return [
          ...resumed.map(({ outcome, error }) => outcome ?? { state: 'refused', error }),
          ...(await act(host, connectorId)),
        ];
      },
    };
  },

  'a push that closes the case': () => {
    const once = pushes(caseWith(newId(), 1));
    return {
      ...once,
      closes: true,
      before: (host, connectorId) =>
        host.saveSettings({ defaultConnectorId: connectorId, closure: 'close-by-pushing' }),
    };
  },
};
