/*
 * What Kibana draws into a text and nothing else can: `!{lens{…}}`, `!{timeline[title](address)}` and their kind. Here
 * each is shown by its kind and its title, as the engine does it for other systems.
 */

const KINDS: ReadonlyMap<string, string> = new Map([
  ['lens', 'Lens chart'],
  ['timeline', 'Timeline'],
  ['investigate', 'Investigation'],
  ['insight', 'Insight'],
  ['osquery', 'Osquery'],
]);

export interface KibanaPart {
  name: string;
  title: string | null;
  /** Where it is found, where the text says so. */
  target: string | null;
  /** As it is written. */
  source: string;
}

const TITLED = /^\[([^\]]+)\]\(([^)]+)\)\}/;

/** The part that a text begins with. */
export function partAt(text: string): KibanaPart | null {
  const kind = /^!\{([a-z]+)(?=[[{])/.exec(text)?.[1];
  const name = kind === undefined ? undefined : KINDS.get(kind);
  if (kind === undefined || name === undefined) return null;
  const begin = 2 + kind.length;
  const titled = TITLED.exec(text.slice(begin));
  if (titled) {
    const [all, title = null, target = null] = titled;
    return { name, title, target, source: text.slice(0, begin + all.length) };
  }
  const end = endOfObject(text, begin);
  if (end === null || text[end] !== '}') return null;
  try {
    const data: unknown = JSON.parse(text.slice(begin, end));
    return { name, title: titleOf(data), target: null, source: text.slice(0, end + 1) };
  } catch {
    return null;
  }
}

/** Where the JSON object ends that begins there. */
function endOfObject(text: string, begin: number): number | null {
  if (text[begin] !== '{') return null;
  let depth = 0;
  let isInText = false;
  for (let at = begin; at < text.length; at += 1) {
    const char = text[at];
    if (isInText && char === '\\') at += 1;
    else if (char === '"') isInText = !isInText;
    else if (!isInText && char === '{') depth += 1;
    else if (!isInText && char === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return null;
}

function titleOf(data: unknown): string | null {
  const { attributes, title, label, description, query } = (data ?? {}) as { [name: string]: unknown };
  const inner = (attributes ?? {}) as { title?: unknown };
  const found = [inner.title, title, label, description, query].find(
    (it) => typeof it === 'string' && it.trim() !== '',
  );
  return typeof found === 'string' ? found.trim() : null;
}

interface Tokenizer {
  (eat: (source: string) => (node: object) => object, value: string, silent: boolean): object | boolean;
  locator: (value: string, from: number) => number;
}

interface RemarkParser {
  Parser: { prototype: { inlineTokenizers: { [name: string]: Tokenizer }; inlineMethods: string[] } };
}

/** A plugin of the Markdown parser that EUI brings. */
export function kibanaParts(this: RemarkParser): void {
  const { inlineTokenizers, inlineMethods } = this.Parser.prototype;
  const tokenize: Tokenizer = (eat, value, silent) => {
    const part = partAt(value);
    if (!part) return false;
    return silent || eat(part.source)({ ...part, type: 'kibanaPart' });
  };
  tokenize.locator = (value, from) => value.indexOf('!{', from);
  inlineTokenizers.kibanaPart = tokenize;
  inlineMethods.unshift('kibanaPart');
}
