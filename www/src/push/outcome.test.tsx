// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest';
import { render } from '../../test/render';
import { failure, outcome } from '../../test/samples';
import { Outcome } from './outcome';
import type { Run } from './runs';

const WARNING = { code: 'ITEMS_UNCONFIRMED', message: 'Nobody knows of 192.0.2.1.', field: 'alerts', commentId: null };
const RUN = { caseId: 'c1', title: 'A case', connectorId: 'jira', resumed: null, choices: {} };

let unmount = () => {};
afterEach(() => unmount());

function drawn(run: object, { isClosed = false, onPush = () => {} }: { isClosed?: boolean; onPush?: () => void } = {}) {
  const it = render(
    <Outcome
      run={{ ...RUN, ...run } as Run}
      status={null}
      isClosed={isClosed}
      named={(it) => it}
      nameOf={(it) => it}
      onPush={onPush}
      onStop={() => {}}
    />,
  );
  ({ unmount } = it);
  return it;
}

function shown(members: object, isClosed = false): string {
  return drawn({ state: 'ended', outcome: outcome(members) }, { isClosed }).text() ?? '';
}

test('a push that is complete has everything', () => {
  expect(shown({})).toContain('has everything.');
});

test.each([
  [false, false, 'The case was not closed.'],
  [true, true, 'The case is closed.'],
  // Somebody opened it again, or chose another status while it was pushed.
  [true, false, 'The case stays open'],
])('closing asked %s, closed %s: %s', (closeCase, isClosed, words) =>
  expect(shown({ closeCase }, isClosed)).toContain(words),
);

test('says what a person should know of a push that is complete', () => {
  const text = shown({ warnings: [WARNING] });
  expect(text).toContain('has everything, except what is said below.');
  expect(text).toContain('Nobody knows of 192.0.2.1. (alerts)');
});

test('says what a person should know of a push that has stopped', () => {
  const text = shown({ state: 'failed', error: failure('REJECTED'), warnings: [WARNING] });
  expect(text).toContain('The push stopped');
  expect(text).toContain('Nobody knows of 192.0.2.1.');
});

describe('without a network', () => {
  const network = (isThere: boolean) => {
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(isThere);
    dispatchEvent(new Event(isThere ? 'online' : 'offline'));
  };
  afterEach(() => vi.restoreAllMocks());
  const stopped = (code: string) => {
    const onPush = vi.fn();
    const error = failure(code);
    const run = { choices: { ifEdited: 'keep' }, state: 'ended', outcome: outcome({ state: 'failed', error }) };
    return { ...drawn(run, { onPush }), onPush };
  };

  test('a push that stopped goes on by itself once there is one, and asks anew what was chosen before', () => {
    network(false);
    const { act, text, onPush } = stopped('OFFLINE');
    expect(text()).toContain('This browser is offline');
    expect(onPush).not.toHaveBeenCalled();
    act(() => network(true));
    expect(onPush).toHaveBeenCalledExactlyOnceWith();
  });

  test('what the system has refused stays so', () => {
    network(false);
    const { act, text, onPush } = stopped('REJECTED');
    expect(text()).toContain('The push stopped');
    act(() => network(true));
    expect(onPush).not.toHaveBeenCalled();
  });

  test('one whose network is back by the time that somebody looks at it goes on too', () => {
    network(true);
    expect(stopped('OFFLINE').onPush).toHaveBeenCalledTimes(1);
  });

  test('a request that was sent and got no answer is another matter', () => {
    network(false);
    const { act, text, onPush } = stopped('NO_ANSWER');
    expect(text()).toContain('The push stopped');
    act(() => network(true));
    expect(onPush).not.toHaveBeenCalled();
  });
});

test('what is chosen goes with what was chosen of other questions, not with what was said of one write', () => {
  const onPush = vi.fn();
  const choices = { ifClosed: 'continue', settle: { kind: 'there' } };
  const ended = { state: 'ended', outcome: outcome({ state: 'failed', error: failure('INCIDENT_EDITED') }) };
  const { element, act } = drawn({ choices, ...ended }, { onPush });
  const overwrite = [...element.querySelectorAll('button')].find((it) => it.textContent === 'Overwrite theirs');
  act(() => overwrite?.click());
  expect(onPush).toHaveBeenCalledExactlyOnceWith({ ifClosed: 'continue', ifEdited: 'overwrite' });
});
