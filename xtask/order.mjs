// Gives the functions of a module names by which wasm-opt sorts them: each comes behind the one that it has most in common
// with. What a compressor has just seen is cheap to repeat: this takes 2 % of what brotli makes of the engine.
// `node order.mjs FROM TO`
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';

import { CODE, encoded, IMPORTS, number, sections } from './binary.mjs';

/** What four bytes in a row say is compared: fewer stand everywhere, more seldom anywhere else. */
const WINDOW = 4;
/** What more functions than these have tells nothing, and takes most of the time. */
const COMMON = 600;

const [from, to] = process.argv.slice(2);
const module = readFileSync(from);
const all = [...sections(module)];
const imported = number(module, all.find(({ id }) => id === IMPORTS).begin)[0];
const order = ordered(bodies(module, all.find(({ id }) => id === CODE).begin));
writeFileSync(to, Buffer.concat([module, names(order)]));

function bodies(bytes, begin) {
  let [count, at] = number(bytes, begin);
  const each = [];
  for (; count > 0; count -= 1) {
    const [size, start] = number(bytes, at);
    at = start + size;
    each.push(bytes.subarray(start, at));
  }
  return each;
}

/** Where each function comes. From the smallest on, always the one that has the largest part of itself in common with the last. */
function ordered(functions) {
  const windows = functions.map(windowsOf);
  const having = new Map();
  windows.forEach((each, at) => {
    for (const window of each) {
      const others = having.get(window) ?? [];
      others.push(at);
      having.set(window, others);
    }
  });
  const bySize = functions.map((_, at) => at).sort((one, other) => functions[one].length - functions[other].length);
  const places = new Array(functions.length);
  const shared = new Float64Array(functions.length);
  let last = bySize[0];
  for (let place = 0; place < places.length; place += 1) {
    places[last] = place;
    const alike = new Set();
    for (const window of windows[last]) {
      const others = having.get(window);
      if (others.length <= COMMON) {
        // What fewer have says more.
        const weight = 1 / Math.log2(1 + others.length);
        for (const other of others) {
          if (places[other] === undefined) {
            shared[other] += weight;
            alike.add(other);
          }
        }
      }
    }
    let best = 0;
    let next;
    for (const other of alike) {
      const part = shared[other] / (windows[other].size + 1);
      shared[other] = 0;
      if (part > best) {
        [best, next] = [part, other];
      }
    }
    last = next ?? bySize.find((at) => places[at] === undefined);
  }
  return places;
}

function windowsOf(body) {
  const windows = new Set();
  for (let at = 0; at + WINDOW <= body.length; at += 1) {
    windows.add(body.readUInt32LE(at));
  }
  return windows;
}

/** The section of names, in which a function is named by its place. */
function names(places) {
  const digits = String(places.length).length;
  const each = places.map((place, at) => {
    const name = Buffer.from(String(place).padStart(digits, '0'));
    return Buffer.concat([encoded(imported + at), encoded(name.length), name]);
  });
  const map = Buffer.concat([encoded(each.length), ...each]);
  const title = Buffer.from('name');
  const body = Buffer.concat([encoded(title.length), title, Buffer.from([1]), encoded(map.length), map]);
  return Buffer.concat([Buffer.from([0]), encoded(body.length), body]);
}
