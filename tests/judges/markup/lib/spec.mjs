/** The examples of the CommonMark spec, and those of GitHub's extensions, from packages that carry them. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** commonmark-spec carries the spec's text, in which an arrow stands for a tab. */
export function commonmark() {
  const text = readFileSync(require.resolve('commonmark-spec/spec.txt'), 'utf8');
  const examples = [];
  let section = '';
  for (const [, heading, body] of text.matchAll(/^#{1,6} +(.*)$|^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$/gm)) {
    if (body === undefined) section = heading;
    else examples.push({ name: `CommonMark ${examples.length + 1}, ${section}`, source: body.replaceAll('→', '\t') });
  }
  return examples;
}

/** pulldown-cmark carries the examples of GitHub's spec as tests; the folder is its `tests/suite`. */
export function gfm(folder) {
  return ['gfm_table', 'gfm_strikethrough', 'gfm_tasklist'].flatMap((name) => {
    const text = readFileSync(`${folder}/${name}.rs`, 'utf8');
    return [...text.matchAll(/let original = r##"([\s\S]*?)"##;/g)].map(([, source], number) => ({
      name: `GFM ${name} ${number + 1}`,
      source,
    }));
  });
}
