/** A row of spans as one line, the same for all trees that show the same. */
export function inline(spans) {
  let out = '';
  let open = '';
  for (const [text, marks] of spans) {
    const own = [...new Set(marks)].sort().join('+');
    for (const part of text.split(/(\s+)/)) {
      if (part === '') continue;
      if (/^\s+$/.test(part)) {
        out += part.includes('\n') ? '\n' : ' ';
        if (part.includes('\n')) open = '';
        continue;
      }
      if (own !== open) out += own ? `⟨${own}⟩` : '⟨⟩';
      open = own;
      out += part;
    }
  }
  // White space beside a mark may stand within it or without.
  const lines = out
    .split(/\s*\n\s*/)
    .map((line) =>
      line
        .replace(/ *((?:⟨[^⟩]*⟩)+) */g, '$1')
        .replace(/ +/g, ' ')
        .replace(/\] (?=[[⟨])/g, ']')
        .trim(),
    )
    .filter((line) => line.replace(/⟨[^⟩]*⟩/g, '') !== '')
    .join(' ⏎ ');
  return joinReferences(lines);
}

/** A line break between two brackets, which Kibana may take for one reference; and the mark of the second. */
const BROKEN = /\] ⏎ (⟨[^⟩]*⟩)?(?=\[)/;

function joinReferences(lines) {
  const broken = BROKEN.exec(lines);
  if (!broken) return lines;
  const [all, mark = '⟨⟩'] = broken;
  const before = lines.slice(0, broken.index);
  // A line begins without marks.
  const line = before.slice(before.lastIndexOf('⏎') + 1);
  const goesOn = (line.match(/⟨[^⟩]*⟩/g)?.at(-1) ?? '⟨⟩') === mark;
  return joinReferences(`${before}]${goesOn ? '' : mark}${lines.slice(broken.index + all.length)}`);
}

export const joinLines = (one, other) => `${one} ⏎ ${other}`.replace(/\] ⏎ (?=\[)/g, ']');
