// How encoders of real libraries spell a text, as answers of servers, proxies and firewalls do.
import { execFileSync } from 'node:child_process';

import he from 'he';
import { encode } from 'html-entities';
import qs from 'qs';

const json = (text) => JSON.stringify(text).slice(1, -1);
const base64 = (text, kind = 'utf8', alphabet = 'base64') => Buffer.from(text, kind).toString(alphabet);

const PYTHON = `
import base64, html, json, quopri, shlex, sys, urllib.parse, xml.sax.saxutils
text = sys.argv[1]
raw = text.encode()
print(json.dumps([
  json.dumps(text)[1:-1], json.dumps(text, ensure_ascii=False)[1:-1], json.dumps(json.dumps(text))[1:-1],
  urllib.parse.quote(text), urllib.parse.quote(text, safe=''), urllib.parse.quote_plus(text), urllib.parse.quote(urllib.parse.quote(text)),
  html.escape(text), text.encode('ascii', 'xmlcharrefreplace').decode(), html.escape(json.dumps(text)[1:-1]),
  json.dumps(html.escape(text))[1:-1], xml.sax.saxutils.escape(text), xml.sax.saxutils.quoteattr(text),
  repr(text), ascii(text), repr(raw), text.encode('unicode_escape').decode(), quopri.encodestring(raw, quotetabs=True).decode(),
  base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode().rstrip('='), base64.encodebytes(b'x' * 50 + raw + raw).decode(),
  base64.b64encode(('{"password":"' + text + '"}').encode()).decode(), raw.hex(), raw.hex().upper(), raw.decode('latin-1'), shlex.quote(text),
]))`;

/** What was asked already: Python starts for each text, and most tests have the same. */
const known = new Map();

/** Each spelling of a text by its encoder. */
export function spellings(text) {
  if (!known.has(text)) known.set(text, spell(text));
  return known.get(text);
}

function spell(text) {
  const python = JSON.parse(execFileSync('python3', ['-c', PYTHON, text], { encoding: 'utf8' }));
  return {
    plain: text,
    'JSON.stringify': json(text),
    'JSON.stringify, twice': json(json(text)),
    'JSON as PHP and .NET write it': json(text)
      .replaceAll('/', '\\/')
      .replace(/[&<>'+]|[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
    encodeURI: encodeURI(text),
    encodeURIComponent: encodeURIComponent(text),
    'encodeURIComponent, twice': encodeURIComponent(encodeURIComponent(text)),
    escape: escape(text),
    URLSearchParams: new URLSearchParams({ text }).toString().slice('text='.length),
    qs: qs.stringify({ text }).slice('text='.length),
    'qs, RFC 1738': qs.stringify({ text }, { format: 'RFC1738' }).slice('text='.length),
    'qs, Latin-1': qs.stringify({ text }, { charset: 'iso-8859-1' }).slice('text='.length),
    'he.escape': he.escape(text),
    'he.encode': he.encode(text),
    'he.encode, everything': he.encode(text, { encodeEverything: true }),
    'he.encode, decimal': he.encode(text, { decimal: true, encodeEverything: true }),
    'he.encode, names': he.encode(text, { useNamedReferences: true }),
    'he.encode, all names': he.encode(text, { useNamedReferences: true, encodeEverything: true }),
    'html-entities': encode(text, { mode: 'extensive' }),
    'html-entities, xml': encode(text, { mode: 'nonAscii', level: 'xml' }),
    'html-entities, hex': encode(text, { mode: 'nonAsciiPrintable', numeric: 'hexadecimal' }),
    'html-entities in JSON': json(encode(text, { mode: 'extensive' })),
    'JSON in html-entities': encode(json(text), { mode: 'extensive' }),
    base64: base64(text),
    base64url: base64(text, 'utf8', 'base64url'),
    btoa: base64(text, 'latin1'),
    hex: Buffer.from(text).toString('hex'),
    ...Object.fromEntries(python.map((spelled, place) => [`Python, ${place}`, spelled])),
  };
}
