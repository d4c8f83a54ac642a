/** A dashboard with simulated systems of its own. */
interface Stack {
  /** The address of the dashboard. */
  url: string;
  /** The addresses of the simulated systems, by the names that they print. */
  simulators: { [name: string]: string };
}

/** The stacks that run already, in the environment's variable STACKS: one for each worker, since a test resets what it uses. */
export const stacks = JSON.parse(process.env.STACKS ?? '[]') as Stack[];

/** The stack of this worker. Playwright's runner itself, which is none, reads the first one's. */
export function ownStack(): Stack {
  const own = stacks[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
  if (!own)
    throw new Error('STACKS names no stack for this worker: start the tests with `cargo xtask test --only dashboard`.');
  return own;
}
