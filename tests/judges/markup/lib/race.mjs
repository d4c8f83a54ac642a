/** The same texts through our writer and through marklassian, in turns, in one run. Runs in Node and in a browser. */

const PARAGRAPH = [
  '## What happened',
  '',
  'Three users in **Finance** opened `invoice_8841.html` and typed their *password* into a copy of the page.',
  '',
  '| user | host | seen |',
  '|---|---|---|',
  '| m.okafor | FIN-LT-0231 | 06:58 |',
  '| j.lindqvist | FIN-LT-0107 | **07:03** |',
  '',
  '- URL: <https://login.example-cdn.example/common/oauth2/(v2.0)/authorize?x=1&y=2>',
  '- sender: `no-reply@paypa1-billing.example`',
  '  - [x] blocked',
  '',
  '```kql',
  'event.category:"network" and destination.domain:(*example-cdn.com or *paypa1*)',
  '```',
  '',
  '1. Reset the passwords',
  '2. Revoke the tokens',
  '',
  '> User says: "it looked *exactly* like the real page".',
  '',
].join('\n');

export const text = (length) => PARAGRAPH.repeat(Math.ceil(length / PARAGRAPH.length)).slice(0, length);

const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

function time(run, source, times) {
  const start = performance.now();
  for (let turn = 0; turn < times; turn += 1) run(source);
  return (performance.now() - start) / times;
}

/** For each length the shortest time of both in milliseconds, and in the middle of all turns ours as a share of theirs. */
export function race(ours, theirs) {
  return [750, 23000].map((length) => {
    const source = text(length);
    const times = Math.ceil(60000 / length);
    time(ours, source, times);
    time(theirs, source, times);
    // One after the other, so that whatever else the machine does slows both.
    const turns = Array.from({ length: 25 }, () => [time(ours, source, times), time(theirs, source, times)]);
    const share = median(turns.map(([own, other]) => own / other));
    return {
      length,
      ours: Math.min(...turns.map(([own]) => own)),
      theirs: Math.min(...turns.map(([, other]) => other)),
      share,
    };
  });
}

/** The processor's time in milliseconds, which other programs do not lengthen. */
function worked(run) {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** How the time grows from half of a text to all of it, for texts that make other parsers stall: 2 is in proportion. In Node. */
export function growth(render, read) {
  const bad = {
    quotes: (n) => '>'.repeat(n),
    brackets: (n) => '['.repeat(n),
    closing: (n) => ']'.repeat(n),
    emphasis: (n) => '*a '.repeat(n / 3),
    underscores: (n) => '_'.repeat(n),
    backticks: (n) => '`a'.repeat(n / 2),
    links: (n) => '[a]('.repeat(n / 4),
    lists: (n) => '- '.repeat(n / 2),
    bars: (n) => '|'.repeat(n),
    ampersands: (n) => '&'.repeat(n),
    backslashes: (n) => '\\'.repeat(n),
    addresses: (n) => 'www.a.b('.repeat(n / 8),
    mail: (n) => 'a@'.repeat(n / 2),
    braces: (n) => '{code}'.repeat(n / 6),
    colons: (n) => 'x:'.repeat(n / 2),
    folders: (n) => '/_a/__b/*'.repeat(n / 9),
    targets: (n) => 'http://a.b/)'.repeat(n / 12),
  };
  const ways = [
    ...['wiki', 'adf', 'html', 'plain'].map((format) => [`to ${format}`, (source) => render(source, format)]),
    ...['wiki', 'html'].map((format) => [`from ${format}`, (source) => read(source, format)]),
  ];
  return Object.entries(bad).flatMap(([name, make]) =>
    ways.map(([format, work]) => {
      const run = (n) => Math.min(...Array.from({ length: 7 }, () => worked(() => work(make(n)))));
      const [half, whole] = [run(50000), run(100000)];
      return { name, format, half, whole, growth: whole / Math.max(half, 0.05) };
    }),
  );
}
