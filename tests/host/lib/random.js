// Random values that are the same for the same seed and number: an input can be played alone.

/** Mulberry32. */
export function random(seed, input) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(input + 1, 0x85ebca6b)) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let z = Math.imul(state ^ (state >>> 15), state | 1);
    z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
    return ((z ^ (z >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end) => Math.floor(next() * end);
  return { below, one: (list) => list[below(list.length)], onceIn: (times) => below(times) === 0 };
}

const nested = (depth, inside) => {
  let value = null;
  for (let level = 0; level < depth; level += 1) value = inside(value);
  return value;
};

const circle = { a: [] };
circle.a.push(circle);

/** What makes a value that no declaration allows, or that fails when it is looked at. */
const STRANGE = [
  () => undefined,
  () => null,
  () => NaN,
  () => -Infinity,
  () => 2 ** 53,
  () => -1,
  () => 0.5,
  () => 10n ** 30n,
  () => true,
  () => Symbol('s'),
  () => '',
  () => '\0\u0001\u007f',
  () => '\ud800',
  () => 'x\udc00y\ud83d',
  () => '__proto__',
  () => [],
  () => new Array(3),
  () => '*_~`[<&>]('.repeat(20),
  () => nested(120, (inside) => [inside]),
  () => Array(1_000).fill(null),
  () => ({ length: 2 ** 32 }),
  () => circle,
  () => Object.create(null),
  () => JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}'),
  () => new Proxy({}, { get: () => 5, has: () => true, ownKeys: () => ['a', 'a'] }),
  () =>
    new Proxy([], {
      get: () => {
        throw new Error('thrown');
      },
    }),
  () =>
    new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error('thrown');
        },
      },
    ),
  () => ({
    toJSON: () => {
      throw new Error('thrown');
    },
  }),
  () => ({ toJSON: () => circle, toString: null }),
  () => ({
    get id() {
      throw new Error('thrown');
    },
    get config() {
      throw new Error('thrown');
    },
  }),
  () => new Map([['id', 1]]),
  () => new Date(NaN),
  () => new Uint8Array(3),
  () => new Uint8Array([0xff, 0xfe, 0xed, 0xa0, 0x80]),
  () => new BigInt64Array(2),
  () => new ArrayBuffer(8),
  () => new SharedArrayBuffer(8),
  () => new DataView(new ArrayBuffer(4)),
  () => () => {
    throw new Error('thrown');
  },
  () => Promise.reject(new Error('thrown')).catch(() => 5),
  () => /x/g,
];

/** The same, of what takes long to look at: rarely, so that many inputs fit into a minute. */
const LARGE = [
  () => 'ab'.repeat(500_000),
  () => '*_~`[<&>]('.repeat(20_000),
  () => new Array(2 ** 20),
  () => nested(50_000, (inside) => [inside]),
  () => nested(50_000, (inside) => ({ inside })),
  () => new Uint8Array(700_000).fill(0x5b),
  () => globalThis,
];

export const strange = ({ one, onceIn }) => one(onceIn(400) ? LARGE : STRANGE)();

/** The same value with some of its parts replaced. What is no plain data stays. */
export function changed(random, value, often = 6) {
  if (random.onceIn(often)) return strange(random);
  if (Array.isArray(value)) return value.map((part) => changed(random, part, often * 2));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const parts = Object.entries(value).map(([name, part]) => [name, changed(random, part, often * 2)]);
  if (random.onceIn(often)) parts.push([random.one(['x', '__proto__', 'toString', '0', '\ud800']), strange(random)]);
  return Object.fromEntries(parts);
}
