/**
 * A function of a module, called in a thread of its own, so that one call can be given up: parsers by others take minutes for
 * some texts. What has thrown there is thrown here.
 */
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

if (!isMainThread && workerData?.module) {
  const work = (await import(workerData.module))[workerData.name];
  parentPort.on('message', (values) => parentPort.postMessage(work(...values)));
}

/** So often it is looked how long a call takes. */
const MILLISECONDS = 1000;

/** The processor's time of this process in seconds: other programs lengthen any other. */
const processor = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** Answers a function that answers what the exported function does, or nothing after so many seconds of work; and its `end`. */
export function limited(module, name, seconds) {
  let worker = null;
  // What the call that is made waits for: its answer, or what was thrown.
  let waiting = null;
  const start = () => {
    worker = new Worker(new URL(import.meta.url), { workerData: { module: String(module), name } });
    worker.on('message', (answer) => waiting.resolve(answer));
    worker.on('error', (error) => waiting.reject(error));
  };
  const end = async () => {
    await worker?.terminate();
    worker = null;
  };
  const call = async (...values) => {
    if (!worker) start();
    const started = processor();
    let timer;
    try {
      return await new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        timer = setInterval(() => {
          if (processor() - started > seconds) end().then(resolve);
        }, MILLISECONDS);
        worker.postMessage(values);
      });
    } finally {
      clearInterval(timer);
    }
  };
  return { call, end };
}
