/** A writer that loses one sign of what analysts write is caught, in each format, whatever stands around. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ADDRESSES, PATHS, WORDS } from './lib/analyst.mjs';
import { renderText } from './lib/engine.mjs';
import { gone, kibanaText } from './lib/order.mjs';

const PLACES = {
  'a text': (it) => `seen ${it} there`,
  'the start of a line': (it) => `seen\n${it} there`,
  'a list': (it) => `- one\n- ${it} there`,
  'a cell': (it) => `| a | b |\n|---|---|\n| x | ${it} |`,
  'a heading': (it) => `## ${it} there`,
  'a quote': (it) => `> seen ${it} there`,
  'beside marks': (it) => `**one** ${it} *two*`,
  code: (it) => `seen \`${it}\` there`,
};

/** The signs of these texts mark something in Kibana, and so they are shown nowhere. */
const MARKS = {
  __init__: '_',
  '2 * 3 * 4': '*',
  'rm -rf *.log *.txt': '*',
  'a\\_b': '\\',
  '<https://x.example/a_b>': '<>',
  "<o'neil@corp.example>": '<>',
  '<bob@corp.example>': '<>',
};
/** So do these where they stand alone at the start of a line, or in a cell. */
const ALONE = { 'the start of a line': '*#-+>', 'a list': '*#-+>', 'a cell': '|' };

/** Whether nobody can miss the sign of a text in a place. */
const isSeen = (piece, sign, place) =>
  sign.trim() !== '' &&
  (place === 'code' || !((piece.length === 1 && ALONE[place]?.includes(sign)) || MARKS[piece]?.includes(sign)));

for (const format of ['html', 'adf', 'wiki', 'plain'])
  for (const [place, put] of Object.entries(PLACES))
    test(`${format}: a lost sign in ${place}`, () => {
      for (const piece of [...WORDS, ...PATHS, ...ADDRESSES]) {
        const kibana = kibanaText(put(piece));
        assert.equal(gone(kibana, format, renderText(put(piece), format).text), null, put(piece));
        for (let at = 0; at < piece.length; at += 1) {
          if (!isSeen(piece, piece[at], place)) continue;
          const broken = renderText(put(piece.slice(0, at) + piece.slice(at + 1)), format).text;
          assert.notEqual(gone(kibana, format, broken), null, `${piece} without its ${piece[at]} at ${at}`);
        }
      }
    });
