/** Whether a text keeps its signs in each format, and comes back from it. */
import { readText, renderText } from './engine.mjs';
import { followed, followedInHtml, readWiki, shown } from './judges.mjs';
import { protect, restore } from './kept.mjs';
import { titles } from './kibana.mjs';
import { from, gone, goneOfKibana, kibanaText } from './order.mjs';
import { lost } from './signs.mjs';
import { entities } from './tree.mjs';

/** What can be followed in the text of each format, as others read it. */
export const FORMATS = {
  wiki: (text) => followed(readWiki(text), entities),
  adf: (text) => followed(JSON.parse(text)),
  html: followedInHtml,
  plain: (text) => text,
};

/** What only Kibana draws is shown by its kind and its title. */
const DRAWN = /only Kibana draws/;

/**
 * For each format the signs that a text loses without a loss that names it, and from where on what Kibana shows is not there;
 * and from where on, by Kibana alone, in HTML.
 */
export function conserved(source) {
  const kibana = kibanaText(source);
  // Either sign may stand around a title.
  const hidden = titles(protect(source).text, restore).map((title) => `"${title}"''`);
  const inFormat = (format) => {
    const { text, losses } = renderText(source, format);
    const names = (loss) => losses.some(({ what }) => loss.test(what));
    if (names(DRAWN)) return { lost: [], gone: null };
    const without = names(/title of a link/) ? hidden : [];
    return {
      lost: lost(source, FORMATS[format](text), { images: names(/image/), without }),
      gone: gone(kibana, format, text),
    };
  };
  return {
    ...Object.fromEntries(Object.keys(FORMATS).map((format) => [format, inFormat(format)])),
    alone: goneOfKibana(source, renderText(source, 'html').text),
  };
}

/** What somebody sees of a Markdown, without white space. */
const words = (markdown) => shown(renderText(markdown, 'html').text).replace(/\s/g, '');

/** Signs that stand in place of quotes, rules and rows where a format has none of them; `losses` says so. */
const signs = (text, losses) => (losses.length > 0 ? text.replace(/>|---|\|/g, '') : text);

/** A text that shows more than its source, and says so: the target of a link that cannot be linked. */
const ADDS = /followed by its target/;

/** What comes back from a format: whether it shows the same text, and whether it is the same when it has gone there once more. */
export function trip(source, format) {
  const { text, losses } = renderText(source, format);
  const back = readText(text, format);
  const again = readText(renderText(back, format).text, format);
  const [before, after] = [words(source), words(back)].map((text) => signs(text, losses));
  const adds = losses.some(({ what }) => ADDS.test(what));
  return { same: adds ? from(before, after) === null : before === after, fixed: again === back, back, again };
}
