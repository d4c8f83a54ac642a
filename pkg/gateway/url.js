// URLs as they came: nothing here resolves dots, decodes or repairs.

const PARTS = /^([a-z][a-z\d+.-]*:\/\/[^/?\\]*)([^?]*)(.*)$/is;

/** Origin, path and query of a request's URL. */
export function split(url) {
  const [, origin, path, query] = PARTS.exec(url) ?? ['', '', '', ''];
  return { own: origin.toLowerCase(), path, query };
}

/**
 * Whether servers, proxies and frameworks may read a path in different ways: backslashes, empty and dot segments (with
 * a parameter too, as in `/..;/`), and encoded dots, slashes and control characters, however often encoded.
 */
export const isAmbiguous = (path) =>
  /[\\@]|\/\/|\/\.{1,2}(?=[/;]|$)|%(?![\da-f]{2})|%(?:25)*(?:2e|2f|5c|[01][\da-f]|7f)/i.test(path);

/** Whether it has only characters that a URL may have, and no fragment. */
export const isPlain = (url) => /^[\x21-\x22\x24-\x7e]*$/.test(url);
