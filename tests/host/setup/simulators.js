// The simulated systems: a set of its own for each project, because tests reset them.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export default async function start(project) {
  const program = process.env.SIMULATORS_BIN;
  if (!program)
    throw new Error('SIMULATORS_BIN names no program: `cargo build -p simulators` makes target/debug/simulators.');
  // They end with the pipe, also where this process is killed.
  const running = spawn(program, ['--with-parent'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    running.once('error', reject);
    createInterface({ input: running.stdout }).once('line', resolve);
  });
  project.provide('simulators', JSON.parse(line));
  return () => running.kill();
}
