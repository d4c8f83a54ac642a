/**
 * What Markdown is made of, each with what it says, in the lines of tree.mjs; where a target has two forms for it, a second
 * answer is right too.
 */
export const CONSTRUCTS = [
  ['bold, italics, strikethrough', '**a** *b* ~~c~~', ['p ⟨strong⟩ a ⟨em⟩ b ⟨strike⟩ c']],
  ['italics in bold', '**a *b* c**', ['p ⟨strong⟩ a ⟨em+strong⟩ b ⟨strong⟩ c']],
  ['bold within a word', 'a**b**c', ['p a ⟨strong⟩ b ⟨⟩ c']],
  ['`snake_case` and `2*3*4` in a text', 'a snake_case_name and 2 * 3 * 4', ['p a snake_case_name and 2 * 3 * 4']],
  ['escaped stars', '\\*not bold\\*', ['p *not bold*']],
  ['a heading', '## a', ['h2 a']],
  ['a rule', 'a\n\n---\n\nb', ['p a', 'rule', 'p b']],
  ['lines of a paragraph', 'a\nb', ['p a ⏎ b']],
  ['stars in a code block', '```\na *x* _y_\n```', ['code "a *x* _y_"']],
  ['`{code}` in a code block', '```\na {code} b\n```', ['code "a {code} b"']],
  ['stars and braces in inline code', '`a *x* {y}`', ['p ⟨code⟩ a *x* {y}']],
  ['a Windows path in inline code', '`C:\\Windows\\*.dll`', ['p ⟨code⟩ C:\\Windows\\*.dll']],
  ['a regular expression in inline code', '`^\\[a-z\\]{2,}$`', ['p ⟨code⟩ ^\\[a-z\\]{2,}$']],
  ['macro text, such as `{color:red}`', '{color:red}x{color} {quote}', ['p {color:red}x{color} {quote}']],
  ['image text, such as `!x.png!`', 'a !x.png! b', ['p a !x.png! b']],
  ['mention text, such as `[~admin]`', 'a [~admin] b', ['p a [~admin] b']],
  ['icon text, such as `(!)` and `:)`', 'a (!) :) b', ['p a (!) :) b']],
  ['a line that begins with `h1.` or `#7`', 'a\n#7 b', ['p a ⏎ #7 b']],
  ['raw HTML', 'a <b>x</b> c', ['p a <b>x</b> c']],
  ['a link', '[a](https://x.example/y)', ['p ⟨link https://x.example/y⟩ a']],
  [
    'a link whose text has a bar',
    '[a|b](https://x.example/y)',
    ['p ⟨link https://x.example/y⟩ a ⟨⟩ | ⟨link https://x.example/y⟩ b'],
  ],
  ['an address with brackets', '[a](https://x.example/b_(c)?d=1)', ['p ⟨link https://x.example/b_(c)?d=1⟩ a']],
  [
    'a bare address',
    'see https://x.example/y.',
    [
      'p see ⟨link https://x.example/y⟩ https ⟨⟩ :// ⟨link https://x.example/y⟩ x ⟨⟩ . ⟨link https://x.example/y⟩ example ⟨⟩ / ⟨link https://x.example/y⟩ y ⟨⟩ .',
    ],
  ],
  ['a link that runs a script', '[a](javascript:alert(1))', ['p a (javascript:alert(1))']],
  [
    'a list in a list',
    '- a\n  - b\n- c',
    ['bulletList', '  item', '    p a', '    bulletList', '      item', '        p b', '  item', '    p c'],
  ],
  [
    'a bullet list in a numbered one',
    '1. a\n   - b\n2. c',
    ['orderedList', '  item', '    p a', '    bulletList', '      item', '        p b', '  item', '    p c'],
  ],
  [
    'a code block in a list',
    '- a\n  ```\n  x *y*\n  ```\n- b',
    ['bulletList', '  item', '    p a', '    code "x *y*"', '  item', '    p b'],
  ],
  [
    'a task list',
    '- [x] a\n- [ ] b',
    ['bulletList', '  item', '    p [x] a', '  item', '    p [ ] b'],
    ['taskList', '  taskItem', '    p a', '  taskItem', '    p b'],
  ],
  ['a quote of two paragraphs', '> a\n>\n> b', ['blockquote', '  p a', '  p b']],
  [
    'a list in a quote',
    '> - a\n> - b',
    ['blockquote', '  bulletList', '    item', '      p a', '    item', '      p b'],
  ],
  [
    'a table with alignment',
    '| a | b |\n|:--|--:|\n| c | d |',
    [
      'table',
      '  tableRow',
      '    th',
      '      p a',
      '    th',
      '      p b',
      '  tableRow',
      '    tableCell',
      '      p c',
      '    tableCell',
      '      p d',
    ],
  ],
  [
    'a bar in a cell',
    '| a |\n|---|\n| b \\| c |',
    ['table', '  tableRow', '    th', '      p a', '  tableRow', '    tableCell', '      p b | c'],
  ],
];
