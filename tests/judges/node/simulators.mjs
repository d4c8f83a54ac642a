/** Starts the simulators. The environment variable SIMULATORS_BIN names the binary. */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * @returns {Promise<{addresses: Record<string, string>, stop: () => void}>}
 */
export async function startSimulators() {
  const binary = process.env.SIMULATORS_BIN;
  if (!binary) {
    throw new Error('SIMULATORS_BIN must name the simulators binary');
  }
  const child = spawn(binary, [], { stdio: ['ignore', 'pipe', 'inherit'] });
  const line = await new Promise((resolve, reject) => {
    child.once('error', reject);
    createInterface({ input: child.stdout }).once('line', resolve);
  });
  return { addresses: JSON.parse(line), stop: () => child.kill() };
}
