// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { heldPackage, pushesOf } from '../../test/pushes';
import { Reader, render } from '../../test/render';
import { CONNECTOR, progress, smallCase } from '../../test/samples';
import { viewOf } from '../cases/case_view';
import { sameItems } from '../shared/store';
import { PushContext, useOther, useProgress, usePushes, useRun, useRuns } from './push_context';
import { runningElsewhereIn, runningIn } from './runs';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const file = smallCase();
const CURRENT = { key: 'c1', file, view: viewOf(file) };

/** What a component may read of the pushes, and how often it was drawn. */
const READERS: { [name: string]: () => unknown } = {
  actions: usePushes,
  run: () => useRun('c1'),
  runOfAnother: () => useRun('c2'),
  runs: () => useRuns(({ runs }) => runs),
  running: () => useRuns(runningIn, sameItems),
  elsewhere: () => useRuns(runningElsewhereIn, sameItems),
  progress: () => useProgress('c1'),
  progressOfAnother: () => useProgress('c2'),
  other: () => useOther('c1'),
};

function counted() {
  const drawn: string[] = [];
  const readers = Object.entries(READERS).map(([name, useIt]) => (
    <Reader key={name} useIt={useIt} onDrawn={() => drawn.push(name)} />
  ));
  const { store, held, tellOfOthers } = heldPackage();
  const { pushes } = pushesOf(store);
  pushes.watch();
  const { act } = render(<PushContext pushes={pushes}>{readers}</PushContext>);
  /** Which components something has drawn anew, each as often as it was. */
  const drawnBy = (change: () => void) => {
    const before = drawn.length;
    act(change);
    act(() => void vi.runAllTimers());
    return drawn.slice(before).sort();
  };
  return { pushes, held, tellOfOthers, drawnBy };
}

test('progress draws those anew that show it, and nobody else', () => {
  const { pushes, held, tellOfOthers, drawnBy } = counted();
  expect(drawnBy(() => void pushes.push(CURRENT, CONNECTOR))).toEqual(['run', 'running', 'runs']);
  const { options } = held('push');
  // Many reports are drawn once.
  const report = () => {
    for (const done of [1, 2, 3]) options.onProgress?.(progress({ done }));
  };
  expect(drawnBy(report)).toEqual(['progress']);
  expect(drawnBy(() => tellOfOthers(progress({ caseId: 'c3' })))).toEqual(['elsewhere']);
  expect(drawnBy(() => tellOfOthers(progress({ caseId: 'c3', done: 2 })))).toEqual([]);
});
