// Gives the functions of a module names by which wasm-opt sorts them: each comes behind the one that it has most in common
// with. What a compressor has just seen is cheap to repeat: brotli makes 2 % less of the engine.
// `node order.mjs FROM TO`
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';

import { CODE, encoded, IMPORTS, number, sections } from './binary.mjs';

/** What four bytes in a row say is compared: fewer stand everywhere, more seldom anywhere else. */
const WINDOW = 4;
/** What more functions than these have tells nothing, and takes most of the time. */
const COMMON = 1500;
/** What is left, at each further function, of what one has in common with the next. */
const FADE = 0.6;

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

/**
 * Where each function comes. The smallest is the first, and the next is always the one of which the largest part stands in those
 * before it, of the nearest ones most.
 */
function ordered(functions) {
  const windows = functions.map(windowsOf);
  const having = new Map();
  windows.forEach((each, at) => {
    for (const window of each) {
      const others = having.get(window);
      if (others) others.push(at);
      else having.set(window, [at]);
    }
  });
  // What fewer have says more, and what one alone has says nothing.
  const isTelling = ({ length }) => length > 1 && length <= COMMON;
  const lists = windows.map((each) => [...each].map((window) => having.get(window)).filter(isTelling));
  const sizes = windows.map((each) => each.size + 1);
  const rest = new Set(functions.keys());
  const places = new Array(functions.length);
  const shared = new Float64Array(functions.length);
  let next = functions.reduce((least, body, at) => (body.length < functions[least].length ? at : least), 0);
  for (let place = 0; place < places.length; place += 1) {
    places[next] = place;
    rest.delete(next);
    for (let at = 0; at < shared.length; at += 1) shared[at] *= FADE;
    for (const others of lists[next]) {
      const weight = 1 / Math.log2(1 + others.length);
      for (const other of others) shared[other] += weight;
    }
    let most = -1;
    for (const at of rest) {
      const part = shared[at] / sizes[at];
      if (part > most) [most, next] = [part, at];
    }
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
