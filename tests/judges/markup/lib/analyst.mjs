/** Texts as analysts write them, from a seed: paths, queries, logs and addresses, between and within all marks of Markdown. */
import { random } from './random.mjs';

export const WORDS = [
  'host',
  'srv1',
  'the user',
  'powershell',
  'svc_backup',
  '__init__',
  'snake_case_name',
  'a',
  'seen at 08:33',
  '10.0.0.5',
  'TCP 443',
  '注意：',
  '本文',
  'größe',
  '“quoted”',
  'x*y',
  '2 * 3 * 4',
  'C#',
  'R&D',
  'AT&T',
  '5 < 6',
  'a > b',
  '100%',
  '~5 min',
  '~/.ssh/authorized_keys',
  'v2.0.1',
  'T1059.001',
  '[evil.exe]',
  '[1]',
  '(see below)',
  'rm -rf *.log *.txt',
  'select * from a',
  '$env:TEMP',
  '`',
  '*',
  '_',
  '~~',
  '[',
  ']',
  '\\',
  '!',
  '|',
  '#',
  '-',
  '+',
  '>',
  ':warning:',
  '&copy;',
  '&lt;b&gt;',
  '&amp',
  '&#x41;',
];
export const PATHS = [
  'C:\\Users\\%USERNAME%\\AppData\\x.exe',
  'C:\\Windows\\Temp\\',
  '\\\\srv\\share\\.hidden',
  'C:\\_x\\__y__\\z',
  'HKLM\\Software\\*',
  'CORP\\$svc',
  '/usr/lib/python3/__pycache__/x.py',
  '{"c":"a \\"b\\""}',
  'url.path:\\/admin',
  '\\d+\\.\\d+',
  'a\\_b',
  'D:\\a[1]\\b.txt',
  '~/.ssh/*',
  '%SystemRoot%\\System32',
];
export const ADDRESSES = [
  'https://pypi.example/pkg/__init__.py',
  'https://x.example/_x_/a?x=*y*',
  'http://10.0.0.5:8080/a_b?c=d&copy=1',
  'www.example.com/a_b_c',
  'https://x.example/a(b)',
  'http://localhost:5601/_x_',
  'hxxps://evil[.]example/_a_',
  'ftp://files.example/a_b_',
  'root@10.0.0.5',
  'npm@6.13.1',
  'bob@corp.example',
  '<https://x.example/a_b>',
  "<o'neil@corp.example>",
  '<bob@corp.example>',
  'https://x.example.',
  'HTTPS://X.EXAMPLE/_a_',
  'http://a_b.example/x',
  'https://x.example/&amp;y;',
];
const TAGS = [
  '<b>',
  '</b>',
  '<br>',
  '<a href="x_y">',
  '</a>',
  '<script>',
  '<!-- note -->',
  '<x',
  '< y',
  "<div class='a'>",
  '<details>',
  '</details>',
  '<T>',
  '<?xml v="1"?>',
];

/** One text. */
export function analyst(seed) {
  const { below, chance, pick } = random(seed);
  const many = (most, make, between) => Array.from({ length: 1 + below(most) }, make).join(between);
  const sign = () => pick(['*', '_', '**', '__', '~~', '`', '``', '***', '~', '"', '(']);
  const closed = (mark) => (mark === '(' ? ')' : mark);
  const word = () => {
    const kind = below(14);
    if (kind < 6) return pick(WORDS);
    if (kind < 8) return pick(PATHS);
    if (kind < 10) return pick(ADDRESSES);
    if (kind === 10) return pick(TAGS);
    if (kind === 11) {
      const mark = sign();
      return mark + many(3, word, ' ') + (chance(0.9) ? closed(mark) : sign());
    }
    if (kind === 12)
      return `${chance(0.2) ? '!' : ''}[${chance(0.7) ? pick(WORDS) : many(2, word, ' ')}](${pick([pick(ADDRESSES), '/app/x', 'rel/path', '#a', '', 'https://x.example/a_b "t"', '<https://x.example/a b>', 'javascript:x'])})`;
    return `[${pick(['a', 'evil.exe', 'Ref One', 'x'])}]${pick(['', '', '[]', '[a]', ' [x]', '[none]'])}`;
  };
  const line = () => many(6, word, chance(0.96) ? ' ' : '');
  const table = () => {
    const columns = 1 + below(3);
    const row = () =>
      `${chance(0.8) ? '| ' : ''}${Array.from({ length: columns + (chance(0.2) ? 1 : 0) }, line).join(' | ')}${chance(0.8) ? ' |' : ''}`;
    return `${row()}\n${chance(0.9) ? '|' : ''}${'---|'.repeat(columns)}\n${many(3, row, '\n')}`;
  };
  const block = (depth) => {
    const kind = below(18);
    const inner = () => many(3, () => block(depth - 1), pick(['\n', '\n\n']));
    if (kind === 0) return `${'#'.repeat(1 + below(7))}${chance(0.8) ? ' ' : ''}${line()}${pick(['', ' #', '#'])}`;
    if (kind === 1)
      return `${pick(['', ' ', '    '])}\`\`\`${pick(['', 'kql', 'json x', '`'])}\n${many(3, line, '\n')}\n${pick(['```', '````', '``', ' ```'])}`;
    if (kind === 2) return table();
    if (kind === 3 && depth > 0) return inner().replace(/^/gm, () => (chance(0.9) ? '> ' : ''));
    if (kind === 4 && depth > 0) {
      const marker = pick(['-', '*', '+', '1.', '2.', '10.', '1)']);
      const by = ' '.repeat(pick([2, 3, 4, marker.length + 1]));
      return many(
        3,
        () =>
          `${marker}${pick([' ', ' ', '  ', '\t', ''])}${inner().replace(/\n(?!\n)/g, () => `\n${chance(0.9) ? by : ''}`)}`,
        pick(['\n', '\n\n']),
      );
    }
    if (kind === 5) return pick(['---', '***', '===', '- - -', '--', '----']);
    if (kind === 6) return `- [${pick([' ', 'x', 'X', ''])}] ${line()}`;
    if (kind === 7)
      return `[${pick(['a', 'evil.exe', 'Ref One'])}]: ${pick(['9f86d081', 'https://x.example/a_b', '<https://x.example>', 'two words', 'https://x.example "t"'])}`;
    if (kind === 8) return `From: a@corp.example\nTo: b\nSubject: ${line()}\n${pick(['---', '===', '--- x'])}`;
    if (kind === 9) return `${pick(TAGS)}${chance(0.5) ? '\n' : ''}${line()}\n${pick(['</div>', '</script>', line()])}`;
    if (kind === 10) return `${pick(['    ', '\t', '   '])}${line()}`;
    return many(4, line, pick(['\n', '\n', '  \n', '\\\n']));
  };
  return many(4, () => block(2), pick(['\n\n', '\n\n', '\n']));
}
