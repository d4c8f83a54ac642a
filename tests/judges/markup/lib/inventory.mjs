/** What stands in a document of Atlassian's, counted by kind: what a hostile text must not add to. */
export function inventory(document) {
  const all = new Map();
  const add = (kind) => all.set(kind, (all.get(kind) ?? 0) + 1);
  const walk = (node) => {
    if (!['doc', 'text', 'paragraph', 'hardBreak'].includes(node.type)) add(node.type);
    for (const { type, attrs } of node.marks ?? []) add(type === 'link' ? `link ${attrs.href}` : `mark ${type}`);
    node.content?.forEach(walk);
  };
  walk(document);
  return all;
}

/** Marks and links are split where a character stands outside of them, and items where text follows a list: only their kind counts. */
const byKind = /^(mark|link|listItem)/;

/** The kinds that `found` has and `expected` has not, or not so often. */
export function additions(found, expected, losses) {
  const split = losses.some(({ what }) => what.includes('code marks'));
  return [...found.keys()].filter((kind) => {
    // A code block in parts is several, and a line of it may be inline code.
    if (split && (kind === 'codeBlock' || kind === 'mark code')) return false;
    // The parser makes the text of a header cell bold.
    if (kind === 'mark strong' && expected.has('tableHeader')) return false;
    return byKind.test(kind) ? !expected.has(kind) : found.get(kind) > (expected.get(kind) ?? 0);
  });
}
