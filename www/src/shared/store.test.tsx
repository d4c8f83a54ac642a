// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Reader, render } from '../../test/render';
import { createStore, sameItems, useStore, type Store } from './store';

interface Counts {
  apples: number;
  pears: number;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const onePear = (state: Counts) => ({ ...state, pears: state.pears + 1 });
const oneApple = (state: Counts) => ({ ...state, apples: state.apples + 1 });

/** Draws who reads the apples alone, and notes what was read each time. */
function drawApples(store: Store<Counts>) {
  const drawn: number[] = [];
  const useApples = () => useStore(store, (state) => state.apples);
  return { drawn, ...render(<Reader useIt={useApples} onDrawn={(apples) => drawn.push(apples)} />) };
}

test('draws a component anew only for the part that it reads', () => {
  const store = createStore<Counts>({ apples: 0, pears: 0 });
  const { drawn, act } = drawApples(store);
  act(() => store.change(onePear));
  expect(drawn).toEqual([0]);
  act(() => store.change(oneApple));
  expect(drawn).toEqual([0, 1]);
});

test('takes a quick change at once and draws it with those that follow', () => {
  const store = createStore<Counts>({ apples: 0, pears: 0 }, 100);
  const { drawn, act } = drawApples(store);
  act(() => {
    store.changeSoon(oneApple);
    store.changeSoon(oneApple);
  });
  expect(store.get().apples).toBe(2);
  expect(drawn).toEqual([0]);
  act(() => void vi.advanceTimersByTime(100));
  expect(drawn).toEqual([0, 2]);
});

test('draws what waits with the next change that does not', () => {
  const store = createStore<Counts>({ apples: 0, pears: 0 }, 100);
  const { drawn, act } = drawApples(store);
  const heard = vi.fn();
  const leave = store.subscribe(heard);
  act(() => store.changeSoon(oneApple));
  act(() => store.change(onePear));
  expect(drawn).toEqual([0, 1]);
  act(() => void vi.advanceTimersByTime(100));
  expect(heard).toHaveBeenCalledTimes(1);
  leave();
  act(() => store.change(onePear));
  expect(heard).toHaveBeenCalledTimes(1);
});

test('a list that is selected anew is the same where its items are', () => {
  const store = createStore({ names: ['a', 'b'], others: 0 });
  const drawn: string[][] = [];
  const useNames = () => useStore(store, ({ names }) => names.map((name) => name), sameItems);
  const { act } = render(<Reader useIt={useNames} onDrawn={(names) => drawn.push(names)} />);
  act(() => store.change((state) => ({ ...state, others: 1 })));
  expect(drawn).toHaveLength(1);
  act(() => store.change((state) => ({ ...state, names: ['a', 'c'] })));
  expect(drawn.at(-1)).toEqual(['a', 'c']);
});
