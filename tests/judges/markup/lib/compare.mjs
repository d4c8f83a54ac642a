/** What Kibana shows of a text against what we send, by EUI's parser and ours. */
import { renderText } from './engine.mjs';
import { protect, restore } from './kept.mjs';
import { kibanaLines } from './kibana.mjs';
import { pageLines } from './page.mjs';

/** What both see of one text: the same but for the signs that we keep, or something else. */
export function judge(source, render = renderText) {
  const html = render(source, 'html').text;
  const { text, names } = protect(source);
  const noted = new Set(names);
  const ours = pageLines(html, { ours: true }).join('\n');
  const theirs = kibanaLines(text, { ours: true, restore, noted }).join('\n');
  return { same: ours === theirs, ours, theirs, html, noted };
}

/** Besides, whether they see the same with all signs, and the names of the rules that had something to keep. */
export function compare(source, render) {
  const { html, noted, ...judgement } = judge(source, render);
  const shown = kibanaLines(source).join('\n');
  const strict = pageLines(html).join('\n') === shown;
  if (/:[\w+-]+:/.test(source) && kibanaLines(source, { icons: false }).join('\n') !== shown)
    noted.add('the name of an icon stays');
  return { ...judgement, strict, names: [...noted] };
}
