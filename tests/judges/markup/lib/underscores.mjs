/**
 * Underscores within a word mark nothing: by the conditions of EUI's plugin, but for what stands between them, which stays.
 */
const isMark = (node) => node?.type === 'emphasis' || node?.type === 'strong';
const isWord = (c) => c !== undefined && /[a-z0-9]/i.test(c);
const text = (node) => (node?.type === 'text' && node.value.length > 0 ? node.value : '');

function edge(node, first) {
  if (node.type === 'text') return first ? node.value[0] : node.value.at(-1);
  const inner = first ? node.children?.[0] : node.children?.at(-1);
  return inner ? edge(inner, first) : undefined;
}

function isInWord(parent, at, source) {
  const node = parent.children[at];
  const offset = node.position?.start.offset;
  if (offset !== undefined && source[offset] !== '_') return false;
  const before = text(parent.children[at - 1]).at(-1);
  const after = text(parent.children[at + 1])[0];
  if (isWord(before) && isWord(after)) return true;
  if ((isWord(before) || before === '_') && isWord(edge(node, true))) return true;
  return (isWord(after) || after === '_') && isWord(edge(node, false));
}

const sign = (node, source) => {
  const one = source[node.position?.start.offset] === '*' ? '*' : '_';
  return node.type === 'strong' ? one + one : one;
};

/** What stands between signs that mark nothing; marks of text alone are text there too. */
const spread = (node, source) =>
  isMark(node)
    ? [
        { type: 'text', value: sign(node, source) },
        ...node.children.flatMap((child) => spread(child, source)),
        { type: 'text', value: sign(node, source) },
      ]
    : [node];

function merge(parent) {
  for (let at = 0; at < parent.children.length - 1; ) {
    const [one, other] = parent.children.slice(at, at + 2);
    if (one.type === 'text' && other.type === 'text') {
      one.value += other.value;
      parent.children.splice(at + 1, 1);
    } else at += 1;
  }
}

/** `kept` is called where something else than text stood between them, which Kibana would drop. */
export function takeBack(parent, source, kept) {
  for (let at = 0; at < (parent.children?.length ?? 0); ) {
    const child = parent.children[at];
    if (isMark(child) && isInWord(parent, at, source)) {
      const all = spread(child, source);
      if (all.some(({ type }) => type !== 'text')) kept();
      parent.children.splice(at, 1, ...all);
      merge(parent);
      at = 0;
    } else {
      takeBack(child, source, kept);
      at += 1;
    }
  }
}
