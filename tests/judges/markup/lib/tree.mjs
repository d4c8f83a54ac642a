/**
 * A document of Atlassian's as plain lines, so that two can be compared: what the wiki parser reads and what the ADF writer
 * writes. What wiki text cannot say is taken out of both; each rule is named after its row in docs/text.md.
 */

/** Jira's renderer reads entities, the published parser shows them. */
export const entities = (text) =>
  text.replace(/&(?:#(\d{1,5})|amp);/g, (_, code) => (code ? String.fromCodePoint(Number(code)) : '&'));

/** Per character, its marks; a line break is a character. */
function characters(nodes, { header, read }) {
  const all = [];
  for (const node of nodes ?? []) {
    if (node.type === 'hardBreak') {
      all.push(['\n', []]);
      continue;
    }
    if (node.type !== 'text') {
      all.push([`<${node.type}>`, []]);
      continue;
    }
    const marks = (node.marks ?? [])
      .map(({ type, attrs }) => (type === 'link' ? `link ${attrs.href}` : type))
      // `table head`: the parser makes the text of a header cell bold.
      .filter((mark) => !(header && mark === 'strong'))
      .sort();
    const link = marks.find((mark) => mark.startsWith('link'));
    // `code in a link`: wiki text has no code within a link.
    // `marks on an address`: within marks it would be a link of its own.
    const isAddress = link && /:\/\/|mailto:/.test(node.text);
    const kept = isAddress ? [link] : link ? marks.filter((mark) => mark !== 'code') : marks;
    // `mailto`: the parser leaves it out of a link's text.
    const text = link ? node.text.replace(/^mailto:/, '') : node.text;
    for (const c of read ? entities(text) : text) all.push([c, kept]);
  }
  return all;
}

/** `marks`: a character with a meaning in wiki text stands outside of marks. */
function inline(nodes, how) {
  const all = characters(nodes, how);
  const shown = all.map(([c, marks], at) => {
    const face = /[PpD]/.test(c) && /[:;-]/.test(all[at - 1]?.[0] ?? '');
    const isCode = marks.includes('code');
    return [c, (/[\p{L}\p{N}]/u.test(c) && !face) || isCode ? marks.join('+') : ''];
  });
  let out = '';
  let open = '';
  for (const [c, marks] of shown) {
    if (c === '\n') open = '';
    if (marks !== open && !/^\s$/.test(c)) {
      out += marks ? `⟨${marks}⟩` : open ? '⟨⟩' : '';
      open = marks;
    }
    out += c;
  }
  // `white space`: at the edges of a line, and around code, it has no form.
  return out
    .split('\n')
    .map((line) =>
      line
        .replace(/\s+/g, ' ')
        .replace(/ ?(⟨[^⟩]*⟩) ?/g, ' $1 ')
        .trim(),
    )
    .filter(Boolean)
    .join(' ⏎ ');
}

/** `lines after a block`: the parser takes some of them for paragraphs. */
function blocks(nodes, how) {
  const out = [];
  let afterBlock = false;
  for (const node of nodes ?? []) {
    const lines = block(node, how);
    const isParagraph = lines.length === 1 && lines[0].startsWith('p ');
    if (afterBlock && isParagraph && out.at(-1)?.startsWith('p ')) out.push(`${out.pop()} ⏎ ${lines[0].slice(2)}`);
    else out.push(...lines);
    // `empty item`: a list of nothing else is no block.
    if (lines.length === 0 && /List$/.test(node.type)) continue;
    afterBlock = node.type !== 'paragraph' || (afterBlock && isParagraph);
  }
  return out;
}

function block(node, how) {
  const inside = (more = {}) => blocks(node.content, { ...how, ...more }).map((line) => `  ${line}`);
  switch (node.type) {
    case 'paragraph': {
      const text = inline(node.content, how);
      return text ? [`p ${text}`] : [];
    }
    case 'heading':
      return [`h${node.attrs.level} ${inline(node.content, how)}`];
    case 'codeBlock':
      // `code indent`: the parser trims what stands in a code block. `language`: it knows a fixed list.
      return [
        `code ${JSON.stringify(
          (node.content ?? [])
            .map(({ text }) => text)
            .join('')
            .trim(),
        )}`,
      ];
    case 'bulletList':
    case 'orderedList':
      // `list start`: a numbered list starts at 1.
      return inside().length ? [node.type, ...inside()] : [];
    case 'listItem': {
      const lines = inside();
      // `empty item`: the parser leaves it out.
      if (lines.length === 0) return [];
      // `paragraphs in an item` become lines of one.
      const joined = [];
      for (const line of lines) {
        if (line.startsWith('  p ') && joined.at(-1)?.startsWith('  p '))
          joined.push(`${joined.pop()} ⏎ ${line.slice(4)}`);
        // `lists side by side` in an item become one.
        else if (
          /^ {2}(bulletList|orderedList)$/.test(line) &&
          joined.filter((it) => /^ {2}\S/.test(it)).at(-1) === line
        )
          continue;
        else joined.push(line);
      }
      return ['item', ...joined];
    }
    case 'taskItem': {
      // Its text stands in it without a paragraph.
      const text = inline(node.content, how);
      return ['taskItem', `  p ${text}`];
    }
    case 'tableHeader':
      return ['th', ...inside({ header: true })];
    default:
      return [node.type, ...inside()];
  }
}

/** The lines of an ADF document; `read` where the wiki parser made it. */
export const lines = (doc, read = false) => blocks(doc.content, { read });
