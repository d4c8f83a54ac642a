// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from 'vitest';
import { currentLicense } from './license';
import { currentPusher } from './pusher';

beforeEach(() => sessionStorage.clear());

const open = (address: string) => history.replaceState(null, '', address);

test('what the address names wins, and holds for the tab', () => {
  open('/');
  expect([currentLicense(), currentPusher()]).toEqual([null, 'browser']);
  open('/?license=gold&pushBy=kibana');
  expect([currentLicense(), currentPusher()]).toEqual(['gold', 'kibana']);
  open('/queue');
  expect([currentLicense(), currentPusher()]).toEqual(['gold', 'kibana']);
  open('/?license=&pushBy=browser');
  expect([currentLicense(), currentPusher()]).toEqual([null, 'browser']);
});

test('without storage the address still says it', () => {
  const none = () => {
    throw new DOMException('No storage here.', 'SecurityError');
  };
  const spies = (['getItem', 'setItem'] as const).map((name) =>
    vi.spyOn(sessionStorage, name).mockImplementation(none),
  );
  open('/?license=gold');
  expect(currentLicense()).toBe('gold');
  open('/');
  expect(currentLicense()).toBeNull();
  for (const spy of spies) spy.mockRestore();
});

test('what is no licence limits nothing', () => {
  open('/?license=platin');
  expect(currentLicense()).toBeNull();
});
