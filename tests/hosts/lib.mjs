// A host: a folder here with an application and its tools, into which the packed tarball is put.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { EXERCISE } from '../consumers/lib/exercise.js';

const execute = promisify(execFile);

const LIBRARY = `${EXERCISE}
/** An error as data, so that a page can show it. */
const settled = (promise) => promise.catch(({ code, message, remedy }) => ({ code: code ?? null, message, remedy: remedy ?? null }));
export { exercise, settled };
`;

/** `node` is the one that the tools want, where it is not the one that runs this. */
export function host(name, { node = process.execPath, built = [] } = {}) {
  const folder = fileURLToPath(new URL(`${name}/`, import.meta.url));
  const within = (path) => join(folder, path);
  const own = within('node_modules/case-connectors');
  for (const path of [own, ...built.map(within)]) rmSync(path, { recursive: true, force: true });
  mkdirSync(own, { recursive: true });
  // As npm would, but without asking it what else to install.
  execFileSync('tar', ['xzf', process.env.PACKAGE_TARBALL, '--strip-components=1', '-C', own]);
  mkdirSync(within('lib'), { recursive: true });
  writeFileSync(within('lib/exercise.js'), LIBRARY);

  const program = node === process.execPath ? node : within(node);
  const env = {
    ...process.env,
    CI: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    NUXT_TELEMETRY_DISABLED: '1',
    NG_CLI_ANALYTICS: 'false',
  };
  return {
    folder,
    /** Runs a tool of the host's to its end. */
    async run(script, ...words) {
      try {
        return (await execute(program, [script, ...words], { cwd: folder, env, timeout: 300_000, maxBuffer: 1 << 26 }))
          .stdout;
      } catch (error) {
        throw new Error(`${script} ${words.join(' ')}\n${error.stdout}\n${error.stderr}`, { cause: error });
      }
    },
    /** Starts its server and answers where it listens, which it prints, and how to end it. */
    async start(script, words, more = {}) {
      const child = spawn(program, [script, ...words], {
        cwd: folder,
        env: { ...env, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      const address = await new Promise((resolve, reject) => {
        const hear = (chunk) => {
          said += chunk;
          const url = /http:\/\/(?:127\.0\.0\.1|localhost|\[::\]|0\.0\.0\.0):(\d+)/.exec(said);
          if (url) resolve(`http://127.0.0.1:${url[1]}`);
        };
        child.stdout.on('data', hear);
        child.stderr.on('data', hear);
        child.once('exit', (code) => reject(new Error(`${script} ended with ${code}\n${said}`)));
      });
      return { address, stop: () => child.kill(), said: () => said };
    },
  };
}

/** What the server put into the page. */
export async function answerIn(url) {
  const text = await (await fetch(url)).text();
  const written = /<pre id="answer"[^>]*>(.*?)<\/pre>/s.exec(text)?.[1];
  if (written === undefined) throw new Error(`${url} has no answer:\n${text.slice(0, 2000)}`);
  return JSON.parse(
    written
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&'),
  );
}

export async function jsonOf(url) {
  const response = await fetch(url);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${url} answered ${response.status}:\n${text.slice(0, 2000)}`);
  }
}
