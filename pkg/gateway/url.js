// URLs as they came: nothing here resolves dots, decodes or repairs.

const PARTS = /^([a-z][a-z\d+.-]*:\/\/[^/?\\]*)([^?]*)(.*)$/is;

/** Origin, path and query of a request's URL. */
export function split(url) {
  const [, origin, path, query] = PARTS.exec(url) ?? ['', '', '', ''];
  return { own: origin.toLowerCase(), path, query };
}

/** What changes where a path leads: backslashes, empty and dot segments (with a parameter too, as in `/..;/`). */
const LEADS_ELSEWHERE = /[\\]|\/\/|\/\.{1,2}(?=[/;]|$)/;

/** Nobody encodes more often; what is not plain by then is refused. */
const TIMES = 8;

/**
 * Whether servers, proxies and frameworks may read a path in different ways. It is decoded until it stays as it is: what is encoded
 * may be a parameter, a space or a letter, but no dot, slash, control character or byte that is no UTF-8, and nothing that then
 * leads elsewhere.
 */
export function isAmbiguous(path) {
  if (path.includes('@') || /%(?![\da-f]{2})/i.test(path)) return true;
  let text = path;
  for (let time = 0; time < TIMES; time += 1) {
    if (LEADS_ELSEWHERE.test(text)) return true;
    const next = text.replace(/(?:%[\da-f]{2})+/gi, decoded);
    if (next.includes('\0')) return true;
    if (next === text) return false;
    text = next;
  }
  return true;
}

/** The text of a run of encoded bytes; NUL where it is one that nobody may encode. */
function decoded(run) {
  try {
    const text = decodeURIComponent(run);
    return FORBIDDEN.test(text) ? '\0' : text;
  } catch {
    // Overlong, or in another encoding.
    return '\0';
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about these.
const FORBIDDEN = /[./\\\0-\x1f\x7f]/;

/** Whether an origin has a host, a port where there is one, and nothing else: a path in `Host` would be part of the target. */
export const isOrigin = (own) => /^[a-z][a-z\d+.-]*:\/\/(?:[\w.-]+|\[[\da-f:.]+\])(?::\d{1,5})?$/i.test(own);

/** Whether it has only characters that a URL may have, and no fragment. */
export const isPlain = (url) => /^[\x21-\x22\x24-\x7e]*$/.test(url);
