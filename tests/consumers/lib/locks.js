// What every kind of locks must do, in Node and in a page alike. Each test gets `make()`, which answers locks that know each other.

const later = () => new Promise((resolve) => setTimeout(resolve));

/** Whether a promise is settled when everything else that is ready has happened. */
async function isSettled(promise) {
  let settled = false;
  const mark = () => {
    settled = true;
  };
  promise.then(mark, mark);
  for (let turn = 0; turn < 5; turn += 1) await later();
  return settled;
}

const codeOf = (promise) =>
  promise.then(
    (it) => `no rejection: ${it}`,
    ({ code }) => code,
  );

function equal(actual, expected, what) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, got ${found}`);
}

let places = 0;
/** A name that no other test has. */
const named = () => `case-connectors/test/${Math.random().toString(36).slice(2)}/${places++}`;

export const lockTests = {
  async 'who waits is granted the lock when it is released, in the order of asking'(make) {
    const [one, two] = [make(), make()];
    const [name, order] = [named(), []];
    const first = await one.acquire(name, { ifHeld: 'wait' });
    const waits = [0, 1, 2].map(async (at) => {
      const release = await (at === 1 ? two : one).acquire(name, { ifHeld: 'wait' });
      order.push(at);
      release();
    });
    equal(await isSettled(Promise.race(waits)), false, 'somebody was granted a lock that is held');
    first();
    await Promise.all(waits);
    equal([...order].sort(), [0, 1, 2], 'everybody had it');
    equal(order.indexOf(0) < order.indexOf(2), true, 'who came first was first');
  },
  async 'who gives up gets nothing where the lock is held'(make) {
    const [one, two] = [make(), make()];
    const name = named();
    const release = await one.acquire(name, { ifHeld: 'giveUp' });
    equal(await two.acquire(name, { ifHeld: 'giveUp' }), null, 'two of them');
    equal(await one.acquire(name, { ifHeld: 'giveUp' }), null, 'two of one');
    release();
    const again = await two.acquire(name, { ifHeld: 'wait' });
    again();
  },
  async 'a signal ends the wait, and takes nothing along'(make) {
    const [one, two] = [make(), make()];
    const name = named();
    const release = await one.acquire(name, { ifHeld: 'wait' });
    const stop = new AbortController();
    const waits = [one, two].map((locks) => codeOf(locks.acquire(name, { ifHeld: 'wait', signal: stop.signal })));
    equal(await isSettled(Promise.race(waits)), false, 'nobody has stopped it');
    stop.abort();
    equal(await Promise.all(waits), ['ABORTED', 'ABORTED'], 'the wait');
    equal(await codeOf(two.acquire(name, { ifHeld: 'wait', signal: stop.signal })), 'ABORTED', 'aborted before');
    const next = two.acquire(name, { ifHeld: 'wait' });
    release();
    (await next)();
  },
  async 'a lock is released once'(make) {
    const locks = make();
    const name = named();
    const first = await locks.acquire(name, { ifHeld: 'wait' });
    const [next, third] = [0, 1].map(() => locks.acquire(name, { ifHeld: 'wait' }));
    first();
    const second = await next;
    first();
    equal(await isSettled(third), false, 'the second still has it');
    second();
    (await third)();
  },
  async 'one of several names is whichever is free, and the others are left alone'(make) {
    const [one, two] = [make(), make()];
    const names = [named(), named(), named()];
    const [first, second] = await Promise.all(names.slice(0, 2).map((name) => one.acquire(name, { ifHeld: 'wait' })));
    const third = await two.acquireOne(names);
    equal(await one.acquire(names[2], { ifHeld: 'giveUp' }), null, 'the free one was taken');
    const next = two.acquireOne(names);
    equal(await isSettled(next), false, 'none is free');
    second();
    const release = await next;
    equal(await one.acquire(names[1], { ifHeld: 'giveUp' }), null, 'the one that was freed was taken');
    for (const give of [first, third, release]) give();
    // Nobody waits for them any more.
    for (const name of names) (await one.acquire(name, { ifHeld: 'wait' }))();
  },
  async 'of two names that are freed at once one is kept'(make) {
    const [one, two] = [make(), make()];
    const names = [named(), named()];
    const held = await Promise.all(names.map((name) => one.acquire(name, { ifHeld: 'wait' })));
    const next = two.acquireOne(names);
    equal(await isSettled(next), false, 'none is free');
    for (const release of held) release();
    const release = await next;
    const other = await one.acquireOne(names);
    equal(await codeOf(two.acquireOne(names, AbortSignal.abort())), 'ABORTED', 'both are taken');
    other();
    release();
  },
  async 'a signal ends the wait for one of several'(make) {
    const locks = make();
    const names = [named(), named()];
    const held = await Promise.all(names.map((name) => locks.acquire(name, { ifHeld: 'wait' })));
    const stop = new AbortController();
    const next = codeOf(locks.acquireOne(names, stop.signal));
    equal(await isSettled(next), false, 'nobody has stopped it');
    stop.abort();
    equal(await next, 'ABORTED', 'the wait');
    for (const release of held) release();
    for (const name of names) (await locks.acquire(name, { ifHeld: 'wait' }))();
  },
  async 'what is held is listed'(make) {
    const [one, two] = [make(), make()];
    const name = named();
    const isListed = async () => (await one.held()).includes(name);
    const release = await one.acquire(name, { ifHeld: 'wait' });
    equal(await isListed(), true, 'held');
    release();
    (await two.acquire(name, { ifHeld: 'wait' }))();
    const again = await one.acquire(name, { ifHeld: 'wait' });
    again();
    // Until the release has gone through.
    while (await isListed()) await later();
  },
  async 'many share few names: never two have one, and all get their turn'(make) {
    const hosts = [make(), make()];
    const names = [named(), named(), named()];
    let [now, most] = [0, 0];
    let fill;
    const isFull = new Promise((resolve) => {
      fill = resolve;
    });
    const work = Array.from({ length: 30 }, async (_, at) => {
      const release = await hosts[at % 2].acquireOne(names);
      now += 1;
      most = Math.max(most, now);
      if (now === names.length) fill();
      // The first ones keep theirs until all are taken.
      await isFull;
      await later();
      now -= 1;
      release();
    });
    await Promise.all(work);
    equal(most, names.length, 'at once');
  },
};
