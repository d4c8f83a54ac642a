// @vitest-environment happy-dom
import type { Pulled } from 'case-connectors';
import { beforeEach, expect, test } from 'vitest';
import { createNews, newsOf, wordsOf } from './news';

const TEXT = 'what they wrote';
const pulled = (changes: number, members: object = {}) =>
  ({
    caseId: 'c1',
    connectorId: 'jira',
    system: 'Jira',
    at: '2026-11-29T10:00:00.000Z',
    changes: Array.from({ length: changes }, (_, at) => ({ key: String(at), theirs: TEXT })),
    ...members,
  }) as unknown as Pulled;

beforeEach(() => localStorage.clear());

test('what a look has found outlives the page, without its text, until it is decided', () => {
  const first = createNews();
  first.note(pulled(3));
  const news = newsOf(createNews().store.get(), 'c1', 'jira');
  expect(news && wordsOf(news)).toBe('3 new from Jira');
  expect(JSON.stringify({ ...localStorage })).not.toContain(TEXT);
  first.note(pulled(1));
  expect(newsOf(createNews().store.get(), 'c1', 'jira')?.count).toBe(1);
  first.note(pulled(0));
  expect(first.store.get()).toEqual({});
  expect(createNews().store.get()).toEqual({});
});

test('says nothing of another connector, and forgets with the case', () => {
  const news = createNews();
  news.note(pulled(2));
  news.note(pulled(2, { caseId: 'c2' }));
  expect(newsOf(news.store.get(), 'c1', 'other')).toBeNull();
  expect(newsOf(news.store.get(), 'c1', null)).toBeNull();
  news.forget(['c1', 'unknown']);
  expect(Object.keys(createNews().store.get())).toEqual(['c2']);
});

test('hears of other tabs, and reads nothing that is not its own', () => {
  localStorage.setItem('case-connectors-dashboard/news/broken', '{"count":"2"}');
  localStorage.setItem('case-connectors-dashboard/news/text', 'no JSON');
  const here = createNews();
  expect(here.store.get()).toEqual({});
  const stop = here.watch();
  createNews().note(pulled(4));
  const tell = (key: string | null) => dispatchEvent(Object.assign(new Event('storage'), { key }));
  tell('something else');
  expect(here.store.get()).toEqual({});
  tell('case-connectors-dashboard/news/c1');
  expect(newsOf(here.store.get(), 'c1', 'jira')?.count).toBe(4);
  localStorage.clear();
  tell(null);
  expect(here.store.get()).toEqual({});
  stop();
});
