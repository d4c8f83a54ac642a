/** Markdown made at random: documents as analysts write them, and hostile ones. */
import { random } from './random.mjs';

const WORDS = [
  'alert',
  'host',
  'Angreifer',
  '端末',
  'payload',
  'beacon',
  '10.0.0.5',
  'snake_case_name',
  'semi-automatic',
  'C2',
  'é',
  'x',
  '2026-09-14T08:33:00Z',
  'evil.example',
  'd41d8cd98f00b204e9800998ecf8427e',
  'SOC-12',
  'a+b',
  'user@corp.example',
  '50%',
  '#7',
  '(see below)',
  '"quoted"',
  'winlogon.exe',
  '👩‍💻',
  'HKLM:\\Software',
  'key=value;',
  'a/b',
  'x^y',
  'T1059.001',
  "it's",
];
const CODE = [
  'Get-ChildItem -Path C:\\Windows\\*.dll | Where-Object { $_.Length -gt 1MB }',
  'process.name : "cmd.exe" and not user.id : (S-1-5-18 or S-1-5-19)',
  '^(?:[a-z0-9-]+\\.)+[a-z]{2,}$',
  'rm -rf /tmp/*',
  '\\\\server\\share\\x',
  '{"a": [1, 2], "b": "{{x}}"}',
  'if (x > 1 && y < 2) { return; }',
  "SELECT * FROM t WHERE a LIKE '%x%'",
  '{code}',
  '{noformat}',
  'h1. no',
  '* no',
  '----',
  '|a|b|',
  '[~admin]',
  '!x.png!',
  'a  b',
  ':)',
];
const HOSTILE = [
  '{code}',
  '{code:java}',
  '{noformat}',
  '{quote}',
  '{panel:title=x}',
  '{color:red}',
  '{anchor:x}',
  '{adf}',
  '{loremipsum}',
  '{jira:SOC-1}',
  '{html}',
  '{*}',
  '{_}',
  '{-}',
  '{+}',
  '{^}',
  '{~}',
  '{??}',
  '{{{}',
  '{}}}',
  '{{',
  '}}',
  '{',
  '}',
  '[~admin]',
  '[~accountid:5b10a2844c20165700ede21g]',
  '[x|http://evil.example]',
  '[http://evil.example]',
  '[^file.txt]',
  '[#anchor]',
  '[',
  ']',
  '|',
  '||',
  '!image.png!',
  '!http://evil.example/x.png|width=1!',
  '!',
  '----',
  '---',
  '--',
  '-',
  'h1. ',
  'h6.',
  'bq. ',
  'bq.',
  '* ',
  '# ',
  '- ',
  '** ',
  '*# ',
  '#',
  '*',
  '_',
  '+',
  '^',
  '~',
  '??',
  '?',
  '\\\\',
  '\\',
  '\\{',
  '\\[',
  '\\*',
  '\\|',
  '(!)',
  '(/)',
  '(on)',
  '(flag)',
  '(',
  ')',
  ':)',
  ':-)',
  ':D',
  ':P',
  ';)',
  ':',
  ';',
  '@',
  '@admin',
  '%',
  '&#42;',
  '&#123;code&#125;',
  '&lt;b&gt;',
  '&amp;',
  '&',
  '<b>x</b>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- x -->',
  '<http://evil.example>',
  '`',
  '``',
  '```\n',
  '~~~\n',
  '~~',
  '**',
  '__',
  '***',
  '>',
  '> ',
  '1. ',
  '10) ',
  'http://evil.example',
  'https://a.example/x_(y)?z={1}',
  'ftp://evil.example/',
  'irc://evil.example',
  'mailto:a@evil.example',
  'a@evil.example',
  'www.evil.example',
  'jamfselfservice://x',
  'file://x/y',
  '[a](http://evil.example)',
  '[a](javascript:alert(1))',
  '[',
  ']()',
  '](x)',
  'h[1](). ',
  ':[)]()',
  '[{code]()}',
  'http[://evil.example/x]()',
  '-[--]()-',
  '[a|b](http://evil.example)',
  '[{code}](http://evil.example/{x})',
  '![a](http://evil.example/a.png)',
  '[http://good.example](http://evil.example)',
  '[a]: http://evil.example',
  '\u202e',
  '\u200b',
  '\u00a0',
  '\u2060',
  '\ufeff',
  '\u2028',
  '\t',
  '  ',
  '    ',
  '\n',
  '\n\n',
  '  \n',
  '\\\n',
  '\r\n',
  '| a | b |\n|---|---|\n| c | d |',
  '|\n|-|',
  '|:-:|',
  '(added at 2026-09-14T08:33:00.000Z by Eve, case comment c1)',
  'é',
  'ß',
  '端',
  '𝕏',
  'a',
  'b',
  '1',
  ' ',
  ' ',
  ' ',
  '.',
  ',',
];

/** A hostile text: the syntax of the targets in every position. */
export function hostile(seed) {
  const { below, chance, pick } = random(seed);
  const piece = () => (chance(0.7) ? pick(HOSTILE) : chance(0.7) ? pick(WORDS) : pick(CODE));
  const run = (most) =>
    Array.from({ length: 1 + below(most) }, piece).join(chance(0.5) ? '' : chance(0.5) ? ' ' : '\n');
  const within = [
    (text) => text,
    (text) => `**${text}**`,
    (text) => `*${text}*`,
    (text) => `~~${text}~~`,
    (text) => `\`${text}\``,
    (text) => `# ${text}`,
    (text) => `> ${text}`,
    (text) => `- ${text}\n- x`,
    (text) => `1. ${text}\n   - ${text}`,
    (text) => `[${text}](http://a.example/${text.replace(/\s/g, '')})`,
    (text) => `| ${text} | b |\n|---|---|\n| c | ${text} |`,
    (text) => `| a | b |\n|---|---|\n| c | ${text.replaceAll('|', '\\|').replace(/\s/g, ' ')}\\|d |`,
    (text) => `\`\`\`\n${text}\n\`\`\``,
    (text) => `> \`\`\`\n> ${text}\n> \`\`\``,
    (text) => `***${text}*** ${text}`,
    (text) => `![${text}](http://a.example/x.png)`,
    (text) => `<${text}>`,
    (text) => `- \`\`\`\n  ${text}\n  \`\`\``,
  ];
  let text = run(6);
  for (let depth = below(3); depth > 0; depth -= 1) text = pick(within)(text);
  return chance(0.3) ? `${text}\n\n${pick(within)(run(4))}` : text;
}

/** A document as an analyst writes it, with every construct. */
export function document(seed) {
  const { below, chance, pick } = random(seed);
  const many = (most, make, between) => Array.from({ length: 1 + below(most) }, make).join(between);
  const words = () => many(6, () => pick(WORDS), ' ');
  const inline = () => {
    const kind = below(12);
    if (kind === 0) return `**${words()}**`;
    if (kind === 1) return `*${words()}*`;
    if (kind === 2) return `~~${words()}~~`;
    if (kind === 3) return `\`\` ${pick(CODE)} \`\``;
    if (kind === 4) return `[${words()}](https://a.example/${below(99)}_(x)?q=1)`;
    if (kind === 5) return `**${words()} *${words()}* ${words()}**`;
    if (kind === 6) return `https://a.example/${below(99)}`;
    return words();
  };
  const line = () => many(4, inline, ' ');
  const indent = (text, by) => text.replace(/\n(?!\n|$)/g, `\n${by}`);
  const code = () => `\`\`\`${pick(['', 'powershell', 'json', 'kql'])}\n${many(3, () => pick(CODE), '\n')}\n\`\`\``;
  const table = () => {
    const columns = 1 + below(3);
    const row = () => `| ${Array.from({ length: columns }, () => inline().replaceAll('|', '\\|')).join(' | ')} |`;
    return `${row()}\n|${'---|'.repeat(columns)}\n${many(3, row, '\n')}`;
  };
  const list = (depth) => {
    const marker = pick(['-', '1.']);
    const by = ' '.repeat(marker.length + 1);
    const item = () => {
      const parts = [line()];
      if (chance(0.2)) parts.push(code());
      if (depth > 0 && chance(0.4)) parts.push(list(depth - 1));
      return `${marker} ${indent(parts.join('\n'), by)}`;
    };
    return many(4, item, '\n');
  };
  const block = (depth) => {
    const kind = below(9);
    if (kind === 0) return `${'#'.repeat(1 + below(6))} ${line()}`;
    if (kind === 1) return code();
    if (kind === 2) return table();
    if (kind === 3) return list(2);
    if (kind === 4 && depth > 0) return many(3, () => block(0), '\n\n').replace(/^/gm, '> ');
    if (kind === 5) return '---';
    return many(3, line, '\n');
  };
  return many(6, () => block(1), '\n\n');
}
