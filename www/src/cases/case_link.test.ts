import { expect, test } from 'vitest';
import { caseLink } from './case_link';

test('a link of a case leads to the web or to a mailbox, by its whole address', () => {
  for (const href of ['https://x.example/a', 'HTTP://x.example', 'mailto:a@x.example'])
    expect(caseLink(href)).toBe(href);
  for (const href of [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/cases',
    '#x',
    '',
    'javascript:alert(1)',
    'data:text/html,x',
    'https:evil.example',
    ' https://x.example',
    'h\tttps://x.example',
    '\u0000https://x.example',
    '///evil.example',
    'blob:https://x.example/1',
    'ftp://x.example',
    'vbscript:x',
    undefined,
  ])
    expect(caseLink(href), String(href)).toBeUndefined();
});
