// Time and news, as the host has them: waits that may be long or called off, and the channel between those who share a storage.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, mock, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import { consumer } from './lib/consumer.js';

let project;
let host;
// A channel does not keep Node from ending, and these tests wait for nothing else.
const alive = setInterval(() => {}, 60_000);
before(async () => {
  project = consumer();
  const load = (file) => import(pathToFileURL(join(project.folder, 'node_modules/case-connectors', file)));
  await load('node.js');
  host = { ...(await load('host/clock.js')), ...(await load('host/channel.js')) };
});
after(() => {
  clearInterval(alive);
  project.remove();
});

/** Whether it is kept once everything that is ready has happened. */
async function isKept(promise) {
  let kept = false;
  void promise.then(() => {
    kept = true;
  });
  await turn();
  return kept;
}

test('a wait that is longer than a timer can be does not end at once', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    for (const wait of ['sleep', 'sleepAside']) {
      const over = host.platformClock[wait](2 ** 31 + 5000);
      assert.equal(await isKept(over), false, 'at once');
      mock.timers.tick(2 ** 31 - 1);
      assert.equal(await isKept(over), false, 'after the longest timer');
      mock.timers.tick(5000);
      assert.equal(await isKept(over), false, 'a moment before');
      mock.timers.tick(1);
      assert.equal(await isKept(over), true, 'in the end');
    }
  } finally {
    mock.timers.reset();
  }
});

test('a signal ends a wait, by whichever clock', async () => {
  const never = { now: () => 7, sleep: () => new Promise(() => {}) };
  for (const clock of [host.platformClock, host.clockOf(never)]) {
    const stop = new AbortController();
    const over = clock.sleep(1e9, stop.signal);
    assert.equal(await isKept(over), false);
    stop.abort();
    assert.equal(await isKept(over), true);
    assert.equal(await isKept(clock.sleep(1e9, stop.signal)), true, 'aborted before');
  }
});

test('a clock that was passed tells the time and waits; what is none is refused', async () => {
  const asked = [];
  const given = {
    now: () => 7,
    sleep: async (ms) => {
      asked.push(ms);
    },
  };
  const clock = host.clockOf(given);
  assert.equal(clock.now(), 7);
  await clock.sleep(5);
  await clock.sleep(6, new AbortController().signal);
  await clock.sleepAside(7);
  assert.deepEqual(asked, [5, 6, 7]);
  for (const none of [null, undefined]) assert.equal(host.clockOf(none), host.platformClock);
  for (const wrong of [{}, { now: () => 1 }, { now: 1, sleep: 2 }]) {
    assert.throws(() => host.clockOf(wrong), { code: 'OPTIONS_INVALID', field: 'clock' });
  }
});

test('Node ends though something is to happen that nobody waits for, and not before what somebody waits for', async () => {
  const script = (body) => `
    import { platformClock } from './node_modules/case-connectors/host/clock.js';
    import { openChannel } from './node_modules/case-connectors/host/channel.js';
    openChannel('a').listen(() => {});
    ${body}`;
  assert.equal(await project.run(script('platformClock.sleepAside(1e9); console.log(1);')), 1);
  assert.equal(await project.run(script('await platformClock.sleep(50); console.log(2);')), 2);
});

const heardBy = (channel) => {
  const heard = [];
  channel.listen((message) => heard.push(message));
  return heard;
};

/** Channels deliver in their own time: a last message is waited for. */
const until = async (heard, count) => {
  while (heard.length < count) await turn();
};

test('those who share a storage hear each other, and not themselves, nor those of another one', async () => {
  const [one, two, other] = ['store', 'store', 'store/of another'].map((name) => host.openChannel(name));
  const [heardOne, heardTwo, heardOther] = [one, two, other].map(heardBy);
  const messages = [
    { kind: 'progress', progress: { caseId: 'a' } },
    { kind: 'abort', caseId: 'a' },
    { kind: 'pause', baseUrl: 'https://a.example', pause: { until: 1 } },
    { kind: 'free', lock: 'a' },
  ];
  for (const message of messages) one.post(message);
  await until(heardTwo, 4);
  two.post({ kind: 'abort', caseId: 'b' });
  await until(heardOne, 1);
  assert.deepEqual([heardOne, heardTwo, heardOther], [[{ kind: 'abort', caseId: 'b' }], messages, []]);
  for (const channel of [one, two, other]) channel.close();
  // Nobody hears it any more, and it is no failure.
  one.post({ kind: 'abort', caseId: 'c' });
});

test('what is no message of ours is not heard, and one listener may leave while another is called', async () => {
  const channel = host.openChannel('noise');
  const heard = [];
  const leave = channel.listen(() => leave());
  channel.listen((message) => heard.push(message));
  const raw = new BroadcastChannel('case-connectors/noise');
  for (const noise of [
    null,
    1,
    'abort',
    {},
    { kind: 'abort' },
    { kind: 'pause', pause: {} },
    { kind: 'free', lock: 1 },
    { kind: 'x' },
  ]) {
    raw.postMessage(noise);
  }
  raw.postMessage({ kind: 'abort', caseId: 'last' });
  raw.postMessage({ kind: 'abort', caseId: 'of all' });
  await until(heard, 2);
  assert.deepEqual(
    heard.map(({ caseId }) => caseId),
    ['last', 'of all'],
  );
  raw.close();
  channel.close();
});

test('where the platform has no channels, one is alone', async () => {
  const { BroadcastChannel } = globalThis;
  globalThis.BroadcastChannel = undefined;
  try {
    const channel = host.openChannel('alone');
    channel.listen(() => {});
    channel.post({ kind: 'abort', caseId: 'a' });
    channel.close();
  } finally {
    globalThis.BroadcastChannel = BroadcastChannel;
  }
});
