// A secret that a system repeats in every single answer of a push, a pull, a test and a look at its fields, at each level of the vault: it is nowhere that a person, a log
// or a store sees, and not in the memory that the engine has given back.
import { expect, onTestFinished, test } from 'vitest';

import { withMemory } from '../lib/engine_memory.js';
import { draft, SYSTEMS } from '../lib/connectors.js';
import { echoing, KINDS } from '../lib/echo.js';
import { memoryStore } from '../lib/memory-store.js';
import { reset } from '../lib/simulators.js';
import { spellings } from '../lib/spellings.js';

const { CaseConnectors, memory } = await withMemory();

const KEYS = { servicenow: 'password', jiraCloud: 'apiToken', jiraDataCenter: 'apiToken', resilient: 'apiKeySecret' };
/** It is sent nowhere, so that no answer can repeat it: what is looked for is all that is kept and told. */
const RECOGNITION = 'r3c0gn1t10n-key-of-the-team';
const LEVELS = [
  { level: 'memory' },
  { level: 'device' },
  { level: 'passphrase', passphrase: 'a passphrase in its own right' },
];
const securityCase = (id) => ({
  id,
  title: 'Canary',
  description: 'In the **coal** mine',
  tags: ['a'],
  totalComment: 1,
  comments: [{ id: '1', type: 'user', comment: 'seen', created_at: '2026-09-14T07:31:08Z', version: 'WzFd' }],
  created_at: '2026-09-14T07:31:08Z',
  external_service: null,
});

/** What is waited for has passed, but for the time after which the vault locks itself. */
function clock() {
  let time = Date.now();
  return {
    now: () => time,
    sleep: async (ms) => {
      if (ms >= 10 * 60_000) await new Promise(() => {});
      time += ms;
      await new Promise((turn) => setImmediate(turn));
    },
  };
}

/**
 * A store, and `written()`: all that was stored in it since it was asked last, whether it is still there or not. Bytes by their letters, as
 * whoever reads the disk sees them.
 */
function watchedStore() {
  const store = memoryStore();
  const shown = (_, value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value);
  const changes = [];
  return {
    written: () => JSON.stringify(changes.splice(0), shown),
    store: {
      ...store,
      write: (all) => {
        changes.push(...all);
        return store.write(all);
      },
      exchange: (table, key, change) =>
        store.exchange(table, key, (before) => {
          const value = change(before);
          if (value !== undefined) changes.push({ table, key, value });
          return value;
        }),
    },
  };
}

for (const system of SYSTEMS)
  for (const level of LEVELS)
    test(`${system} repeats the secret in each of its answers, ${level.level}`, async () => {
      await reset(system);
      const form = draft(system);
      const secret = form.secrets[KEYS[system]];
      form.secrets = { ...form.secrets, recognitionKey: RECOGNITION };
      const user = form.config.username ?? form.config.email ?? form.config.apiKeyId ?? '';
      const basic = Buffer.from(`${user}:${secret}`).toString('base64');
      const all = Object.values(spellings(secret));
      const canaries = [
        ...new Set([secret, basic, basic.slice(-12), ...all, ...Object.values(spellings(RECOGNITION))]),
      ];

      const { url, spoil, answers } = await echoing(system, onTestFinished);
      const log = [];
      const { store, written } = watchedStore();
      const options = { store, clock: clock(), onExchange: (exchange) => log.push(exchange) };
      const host = await CaseConnectors.open({ name: `canary-${system}-${level.level}`, ...options });
      await host.setVault(level);
      const { connector, problems } = await host.saveConnector({ ...form, config: { ...form.config, apiUrl: url } });
      expect(connector, JSON.stringify(problems)).not.toBe(null);
      const connectorId = connector.id;

      /** Looks into all that is said and kept, after each run. */
      const expectSilent = async (result, id, what) => {
        const said = JSON.stringify([
          result,
          result?.updatedCase ? new TextDecoder().decode(result.updatedCase) : null,
          log.splice(0),
          await host.interrupted(),
          await host.queue(),
          await host.status(securityCase(id), { connectorId }),
          await host.journal(id, connectorId),
          await host.plan(securityCase(id), { connectorId }),
          await host.exportConnectors(),
          await host.setAside(),
          await host.pauses(),
          written(),
        ]);
        for (const canary of canaries) expect(said.includes(canary), `${what}: ${canary} in ${said}`).toBe(false);
      };

      // What needs an incident that is there, or fields that were read.
      const pushed = securityCase('canary-pushed');
      expect((await host.push(pushed, { connectorId })).state).toBe('complete');
      const { fields } = await host.connectorFields(connectorId);
      const searched = fields.find(({ search }) => search !== null);

      let [number, runs, redacted] = [1, 0, 0];
      const next = () => {
        runs += 1;
        return all[runs % all.length];
      };
      // Where secrets are kept changes what is stored and not what is redacted: once for each level is enough for most of it.
      const isWhole = level.level === 'memory';
      for (const kind of isWhole ? KINDS : ['refused']) {
        // As many answers as a run has that is not broken off: then the last one has been spoilt too.
        for (number = 1; ; number += 1) {
          const spelled = next();
          const id = `canary-${kind}-${number}`;
          spoil(number, kind, spelled);
          const outcome = await host.push(securityCase(id), { connectorId });
          redacted += JSON.stringify([outcome, log]).includes('redacted') ? 1 : 0;
          const asked = answers();
          await expectSilent(outcome, id, `push, answer ${number}, ${kind}`);
          await host.endPause(url);
          if (asked < number) break;
        }
        expect(number, 'a push has some answers').toBeGreaterThan(4);
        const others = {
          'live fields': () => host.connectorFields(connectorId, { refresh: true }),
          test: () => host.testConnector({ ...form, id: connectorId, config: connector.config, secrets: {} }),
          pull: () => host.pull(pushed, { connectorId }),
          ...(searched && { search: () => host.searchChoices(connectorId, searched, 'a') }),
        };
        for (const [use, call] of Object.entries(others)) {
          for (number = 1; ; number += 1) {
            spoil(number, kind, next());
            const result = await call().catch((error) => ({ ...error, message: error.message }));
            const asked = answers();
            await expectSilent(result, pushed.id, `${use}, answer ${number}, ${kind}`);
            await host.endPause(url);
            if (asked < number) break;
          }
          expect(number, use).toBeGreaterThan(1);
        }
      }
      expect(redacted).toBeGreaterThan(3);
      // In every answer at once, each spelling.
      for (const [place, spelled] of all.entries()) {
        if (!isWhole && place % 8 > 0) continue;
        spoil(0, 'besides', spelled);
        const id = `canary-all-${place}`;
        await expectSilent(await host.push(securityCase(id), { connectorId }), id, `push, all answers, ${spelled}`);
      }
      host.close();
      const left = Buffer.from(memory().buffer);
      for (const canary of [secret, basic]) expect(left.includes(canary), `${canary} is left in memory`).toBe(false);
    });
