import { expect, test } from 'vitest';
import { partAt } from './kibana_parts';

test.each([
  ['!{lens{"attributes":{"title":"Sign-ins by country"}}} and more', 'Lens chart', 'Sign-ins by country', null],
  ['!{lens{"attributes":{"title":"a } \\" b"},"x":{}}}', 'Lens chart', 'a } " b', null],
  ['!{timeline[First hour](https://kibana.example/t?x=1)} x', 'Timeline', 'First hour', 'https://kibana.example/t?x=1'],
  ['!{investigate{"label":"Parent process","providers":[[]]}}', 'Investigation', 'Parent process', null],
  ['!{osquery{"query":"select * from users;"}}', 'Osquery', 'select * from users;', null],
  ['!{insight{"description":" "}}', 'Insight', null, null],
])('%s', (text, name, title, target) => {
  const part = partAt(text);
  expect(part).toMatchObject({ name, title, target });
  expect(text.startsWith(part!.source)).toBe(true);
  expect(part!.source.endsWith('}')).toBe(true);
});

test.each([
  'text',
  '!{tooltip[anchor](text)}',
  '!{lens}',
  '!{lens{"a":1}',
  '!{lens{a}}',
  '!{lens{"a":"}}',
  '!{constructor{}}',
  '!{timeline[](x)}',
  '!{timeline[x](y)',
])('%s is text', (text) => expect(partAt(text)).toBeNull());
