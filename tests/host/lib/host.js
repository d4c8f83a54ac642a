// What tests do with a host again and again.
import { storage } from '#storage';
import { CaseConnectors, init } from 'case-connectors';
import { expect } from 'vitest';

import PHISHING from '../../fixtures/cases/phishing.json?raw';
import { simulator } from './simulators.js';

await init();

/** A host with a storage of this name. Every test has names of its own. */
export const open = (name, options) => CaseConnectors.open(storage({ name, ...options }));

/** Stores a connector that must be valid, and answers its id. */
export async function save(host, draft) {
  const { saved, connector, problems } = await host.saveConnector(draft);
  expect(saved, JSON.stringify(problems)).toBe(true);
  return connector.id;
}

/** The error that a promise must reject with. */
export const errorOf = (promise) =>
  promise.then(
    (value) => {
      throw new Error(`No error, but ${JSON.stringify(value)}`);
    },
    (error) => error,
  );

/** Its code. */
export const codeOf = async (promise) => (await errorOf(promise)).code;

export const SECRETS = { password: 'servicenow-demo-password' };

/** A filled form for the simulated ServiceNow. */
export const servicenow = (more) => ({
  id: null,
  type: '.servicenow',
  name: 'SN',
  config: { apiUrl: simulator('servicenow'), username: 'case.bot' },
  secrets: SECRETS,
  ...more,
});

/** The sample case with an id of its own, so that tests do not meet each other's incidents: the bytes that came. It makes four writes. */
export const caseOf = (id) => new TextEncoder().encode(PHISHING.replaceAll('7b0f2a5e-4a0c-4d7e-9f0a-0c3d1f6b9a11', id));

/** Nothing in a push waits so long: the vault does, before it locks itself. */
const LONG_MS = 10 * 60_000;

/** A clock that does not wait: what a push waits for has passed at once. Each look at it takes `step` milliseconds. */
export function swiftClock(from = Date.now(), step = 0) {
  let time = from;
  return {
    now: () => {
      time += step;
      return time;
    },
    sleep: async (ms) => {
      if (ms >= LONG_MS) await new Promise(() => {});
      time += ms;
    },
  };
}

export const parse = (bytes) => JSON.parse(new TextDecoder().decode(bytes));

/** The state of an outcome, with its error where it has one: what a failed test should print. */
export const endOf = ({ state, error }) => (error ? `${state} ${error.code}` : state);
