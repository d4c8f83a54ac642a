/**
 * What Kibana shows of a Markdown: EUI's own parsing plugins, the parser of Kibana's cases, as lines that can be compared
 * with what our HTML shows. EUI is a development dependency of the dashboard.
 */
import { createRequire } from 'node:module';

import { inline, joinLines } from './flat.mjs';
import { BOUNDARY, encoded, restoredTarget, verbatim } from './kept.mjs';
import { takeBack } from './underscores.mjs';

const require = createRequire(new URL('../../../../www/package.json', import.meta.url));
const plugins = '@elastic/eui/lib/components/markdown_editor/plugins/markdown_default_plugins/parsing_plugins.js';
const { getDefaultEuiMarkdownParsingPlugins } = require(plugins);
const unified = createRequire(require.resolve('@elastic/eui/package.json'))('unified');

const processor = (exclude, keep = () => true) =>
  getDefaultEuiMarkdownParsingPlugins({ exclude })
    .filter(keep)
    .reduce((all, [plugin, options]) => all.use(plugin, options), unified())
    .freeze();
const withEmoji = processor([]);
const withoutEmoji = processor(['emoji']);
// EUI takes back the underscores within a word that its parser has read as marks, and drops links and brackets between
// them: lib/underscores.mjs takes back the same and keeps all.
const kept = processor(['emoji', 'linkValidator'], ([plugin]) => plugin.name !== 'remarkIntrawordUnderscore');

/** The tree of a text as Kibana has it. */
const shown = (text, icons) => read(icons ? withEmoji : withoutEmoji, text);

/** The same with what stands between underscores of a word. */
const keeping = (text, note) =>
  read(kept, text, (parsed) => takeBack(parsed, text, () => note('a link or code between underscores stays')));

function read(parser, text, change = () => {}) {
  const parsed = parser.parse(text);
  change(parsed);
  return parser.runSync(parsed, text);
}

/** The titles of links and definitions, which are shown nowhere. */
export function titles(source, restore) {
  const all = [];
  visit(
    keeping(source, () => {}),
    ({ title }) => title && all.push(restore(title)),
  );
  return all;
}

const HTML = 'HTML is its text';

const key = (label) => label.replace(/\s+/g, ' ').trim().toLowerCase();

function visit(node, see) {
  see(node);
  for (const child of node.children ?? []) visit(child, see);
}

/**
 * The lines that Kibana shows, with `icons` for their names; `ours` where what docs/text.md lists as kept is kept here too, and
 * `noted` gets the names of the rules that had something to keep.
 */
export function kibanaLines(source, { ours = false, icons = true, restore = (text) => text, noted = new Set() } = {}) {
  const note = (rule) => noted.add(rule);
  const root = ours ? keeping(source, note) : shown(source, icons);
  const definitions = new Map();
  const asked = new Set();
  visit(root, (node) => {
    if (node.type === 'definition' && !definitions.has(key(node.identifier)))
      definitions.set(key(node.identifier), node);
    if (/Reference$/.test(node.type)) asked.add(key(node.identifier));
  });
  const raw = (node) => source.slice(node.position.start.offset, node.position.end.offset);
  const url = (text) => encoded(restore(text));

  function spans(nodes, marks = [], out = []) {
    for (const node of nodes ?? []) {
      const within = (mark) => spans(node.children, [...marks, mark], out);
      switch (node.type) {
        case 'text':
          out.push([restore(node.value), marks]);
          break;
        case 'break':
          out.push(['\n', []]);
          break;
        case 'html':
          if (ours && node.value !== BOUNDARY) {
            note(HTML);
            out.push([restore(node.value), marks]);
          }
          break;
        case 'inlineCode':
          out.push([restore(node.value), [...marks, 'code']]);
          break;
        case 'strong':
          within('strong');
          break;
        case 'emphasis':
          within('em');
          break;
        case 'delete':
          within('s');
          break;
        case 'link':
          link(node.url, node.children, marks, out, raw(node));
          break;
        case 'image':
          link(node.url, [{ type: 'text', value: node.alt ?? '' }], marks, out, raw(node), true);
          break;
        case 'linkReference':
        case 'imageReference': {
          const found = definitions.get(key(node.identifier));
          const image = node.type === 'imageReference';
          const children = image ? [{ type: 'text', value: node.alt ?? '' }] : node.children;
          if (found) {
            link(found.url, children, marks, out, raw(node), image, true);
            break;
          }
          const end = { full: `][${node.label}]`, collapsed: '][]', shortcut: ']' }[node.referenceType];
          out.push([image ? '![' : '[', marks]);
          spans(children, marks, out);
          out.push([restore(end), marks]);
          break;
        }
        case 'tooltipPlugin':
          spans(node.children, marks, out);
          out.push([` (${restore(node.content)})`, marks]);
          break;
        default:
          spans(node.children, marks, out);
      }
    }
    return out;
  }

  function link(target, children, marks, out, text, image = false, reference = false) {
    const inner = marks.some((mark) => mark.startsWith('a '));
    // In a target references are characters; an address that links itself is shown as it stands.
    const mark = `a ${/^!?\[/.test(text) ? encoded(restoredTarget(target)) : url(target)}`;
    const from = out.length;
    // Nobody reads the source of an image that lies in the text.
    if (ours && image && /^data:/i.test(target)) {
      const alt = children[0].value;
      return void out.push([restore(alt ? `[Image: ${alt}]` : '[Image]'), marks]);
    }
    // Of an image within a link the outer target counts.
    if (ours && image && inner && children[0].value) return void spans(children, marks, out);
    if (ours && !/^(https?:\/\/|mailto:)./i.test(target)) {
      // Kept as it was typed; of a reference, and of an image, the target stands behind.
      const typed = !image && !reference;
      const only = children?.length === 1 && typed ? children[0].value : undefined;
      if (only === target) return void out.push([restore(target), marks]);
      if (typed) out.push(['[', marks]);
      spans(children, marks, out);
      if (typed) {
        // After a character reference EUI's positions are wrong.
        const tail = text.slice(closing(text));
        out.push([restore(tail.startsWith('](') && tail.includes(target) ? tail : `](${target})`), marks]);
      } else if (
        target &&
        out
          .slice(from)
          .map(([it]) => it)
          .join('') !== restore(target)
      )
        out.push([out.slice(from).some(([it]) => it) ? ` (${restore(target)})` : restore(target), []]);
      return undefined;
    }
    spans(children, inner ? marks : [...marks, mark], out);
    // What shows nothing shows its target.
    if (ours && !out.slice(from).some(([it]) => it.trim())) out.push([url(target), inner ? marks : [...marks, mark]]);
    return undefined;
  }

  const inside = (nodes, by = '  ') => blocks(nodes).map((line) => by + line);

  function blocks(nodes) {
    const out = [];
    const add = (lines) => out.push(...lines);
    let boxes = null;
    for (const node of nodes ?? []) {
      const line = node.position?.start.line;
      if (node.type === 'checkboxPlugin') {
        if (boxes !== line - 1) add(['ul']);
        boxes = node.position.end.line;
        add(['  li', `    p ${inline([[node.isChecked ? '[x] ' : '[ ] ', []], ...spans(node.children)])}`]);
        continue;
      }
      boxes = null;
      switch (node.type) {
        case 'paragraph':
          add(paragraph(spans(node.children)));
          break;
        case 'heading': {
          const text = inline(spans(node.children));
          if (text) add([`h${node.depth} ${text}`]);
          break;
        }
        case 'code':
          add([`code ${JSON.stringify(restore(node.value))}`]);
          break;
        case 'thematicBreak':
          add(['hr']);
          break;
        case 'blockquote': {
          const lines = inside(node.children);
          if (lines.length > 0) add(['quote', ...lines]);
          break;
        }
        case 'list': {
          add([node.ordered ? `ol ${node.start}` : 'ul']);
          for (const item of node.children) {
            const lines = inside(item.children, '    ');
            if (item.checked !== null) {
              const box = item.checked ? '[x]' : '[ ]';
              if (lines[0]?.startsWith('    p '))
                lines[0] = `    p ${box} ${lines[0].slice(6)}`.replace(/\] (?=[[⟨])/, ']');
              else lines.unshift(`    p ${box}`);
            }
            add(['  li', ...lines]);
          }
          break;
        }
        case 'table':
          add(['table']);
          for (const [number, row] of node.children.entries()) {
            if (row.children.length === 0) continue;
            add([
              '  tr',
              ...row.children.map((cell) =>
                `    ${number === 0 ? 'th' : 'td'} ${inline(spans(cell.children))}`.trimEnd(),
              ),
            ]);
          }
          break;
        case 'html':
          if (!ours) break;
          note(HTML);
          for (const part of node.value.split(/\n(?:[ \t]*\n)+/)) add(paragraph(verbatim(restore(part), [])));
          break;
        case 'definition':
          if (ours && !(asked.has(key(node.identifier)) && definitions.get(key(node.identifier)) === node)) {
            note('a definition that nothing uses stays');
            const text = inline(verbatim(restore(unquoted(raw(node))), []));
            const before = out.at(-1);
            if (before?.startsWith('p ')) out[out.length - 1] = joinLines(before, text);
            else add([`p ${text}`]);
          }
          break;
        default:
          add(blocks(node.children));
      }
    }
    return out;
  }

  const paragraph = (all) => {
    const text = inline(all);
    return text ? [`p ${text}`] : [];
  };
  return blocks(root.children);
}

/** Where the bracket is closed that a text begins with. */
function closing(text) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') depth += 1;
    else if (text[at] === ']' && --depth === 0) return at;
  }
  return text.length;
}

/** Without the signs of the quotes around. */
const unquoted = (text) => text.replace(/\n[ \t]*(> ?)+/g, '\n');
