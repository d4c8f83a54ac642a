// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { hasMoved, linkTo, parse, paths, type Route } from './route';

test.each<[string, Route]>([
  [paths.cases, { page: 'cases' }],
  ['/cases', { page: 'cases' }],
  [paths.configure, { page: 'configure', isAdding: false }],
  [paths.newConnector, { page: 'configure', isAdding: true }],
  [paths.secrets, { page: 'secrets' }],
  [paths.queue, { page: 'queue' }],
  [paths.history, { page: 'history' }],
  ['/cases/a/b', { page: 'unknown' }],
  ['/elsewhere', { page: 'unknown' }],
  ['/cases/%E0%A4%A', { page: 'case', key: '%E0%A4%A' }],
])('%s', (path, route) => expect(parse(path)).toEqual(route));

test.each(['c1', 'with space', 'a/b', 'ünï?c#de', '%41'])('the address of the case %s leads back to it', (key) =>
  expect(parse(paths.case(key))).toEqual({ page: 'case', key }),
);

test('a link leaves to the browser what opens another tab, and follows the rest', () => {
  const { onClick } = linkTo(paths.queue);
  const click = (members: object) => {
    const event = { button: 0, metaKey: false, ctrlKey: false, shiftKey: false, altKey: false, ...members };
    const preventDefault = vi.fn();
    onClick({ ...event, preventDefault } as unknown as Parameters<typeof onClick>[0]);
    return preventDefault.mock.calls.length === 1;
  };
  for (const key of ['metaKey', 'ctrlKey', 'shiftKey', 'altKey']) expect(click({ [key]: true })).toBe(false);
  expect(click({ button: 1 })).toBe(false);
  expect(hasMoved()).toBe(false);
  expect(click({})).toBe(true);
  expect(location.pathname).toBe(paths.queue);
  expect(hasMoved()).toBe(true);
});
