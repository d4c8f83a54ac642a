// How long something takes, and what it leaves in memory, whatever else the machine does.
import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Answers milliseconds: the time that the processor was had, and that in which nobody did anything but wait. Other programs that had
 * the processor meanwhile do not count.
 */
export function stopwatch() {
  const [begun, processor, turns] = [performance.now(), process.cpuUsage(), performance.eventLoopUtilization()];
  return () => {
    const whole = performance.now() - begun;
    const { user, system } = process.cpuUsage(processor);
    const { idle } = performance.eventLoopUtilization(turns);
    return Math.min(whole, (user + system) / 1_000 + idle);
  };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** The bytes that JavaScript holds once what nobody uses is gone. */
export function heap() {
  collect();
  return process.memoryUsage().heapUsed;
}
