// @vitest-environment happy-dom
import { act, type ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from '../../test/render';
import { smallCase } from '../../test/samples';
import { CasesProvider, useCases } from './cases';
import { viewOf } from './case_view';

const { readAll, put, seed, goWithoutStorage, loadSamples } = vi.hoisted(() => ({
  readAll: vi.fn(),
  put: vi.fn(),
  seed: vi.fn(),
  goWithoutStorage: vi.fn(),
  loadSamples: vi.fn(),
}));
vi.mock('./case_database', () => ({ readAll, put, seed, goWithoutStorage, onChange: () => () => {} }));
vi.mock('./samples', () => ({ loadSamples }));

let drawn: ReturnType<typeof render>;
beforeEach(() => {
  readAll.mockReset().mockResolvedValue({ files: {}, isSeeded: false });
  put.mockReset();
  seed.mockReset().mockImplementation(async (samples) => samples);
  loadSamples.mockReset().mockResolvedValue({ s: smallCase({ id: 's', title: 'A sample' }) });
});
afterEach(() => drawn.unmount());

/** What a page that begins shows of its cases. */
function Titles(): ReactNode {
  const { files, samplesError, putSamplesBack } = useCases();
  actions = { putSamplesBack };
  const titles = Object.values(files).map((file) => viewOf(file).title);
  return `Cases: ${titles.join(', ')}. ${samplesError?.message ?? ''}`;
}
let actions: Pick<ReturnType<typeof useCases>, 'putSamplesBack'>;

const begin = () =>
  act(async () => {
    drawn = render(
      <CasesProvider>
        <Titles />
      </CasesProvider>,
    );
  });

test('a page that cannot read its cases says so, takes nothing for empty, and tries again', async () => {
  readAll.mockRejectedValueOnce(new Error('A newer page has written them.'));
  await begin();
  expect(drawn.text()).toContain('The cases could not be readA newer page has written them.');
  expect(drawn.text()).not.toContain('Cases:');
  expect(put).not.toHaveBeenCalled();
  expect(seed).not.toHaveBeenCalled();
  await act(async () => drawn.element.querySelector('button')?.click());
  expect(drawn.text()).toBe('Cases: A sample. ');
});

test('who goes on without the stored cases is told that nothing is kept', async () => {
  readAll.mockRejectedValue(new DOMException('Internal error.', 'UnknownError'));
  goWithoutStorage.mockImplementation(() => readAll.mockResolvedValue({ files: {}, isSeeded: false }));
  await begin();
  expect(drawn.text()).toContain('nothing that you do to cases is kept');
  expect(goWithoutStorage).not.toHaveBeenCalled();
  await act(async () => [...drawn.element.querySelectorAll('button')].at(-1)?.click());
  expect(drawn.text()).toBe('Cases: A sample. ');
});

test('samples that cannot be fetched keep nobody from the cases, and the next page fetches them', async () => {
  readAll.mockResolvedValue({ files: { a: smallCase({ id: 'a', title: 'A' }) }, isSeeded: false });
  loadSamples.mockRejectedValueOnce(new Error('No network.'));
  await begin();
  expect(drawn.text()).toBe('Cases: A. No network.');
  drawn.unmount();
  // As they are once the samples are there: another tab has changed one meanwhile.
  const title = 'A, by another tab';
  seed.mockImplementation(async (samples) => ({ ...samples, a: smallCase({ id: 'a', title }) }));
  await begin();
  expect(drawn.text()).toBe('Cases: A sample, A, by another tab. ');
  expect(put).not.toHaveBeenCalled();
});

test('samples that are put back are seen, and the old failure is no more', async () => {
  loadSamples.mockRejectedValueOnce(new Error('No network.'));
  await begin();
  await act(() => actions.putSamplesBack());
  expect(drawn.text()).toBe('Cases: A sample. ');
  expect(put).toHaveBeenCalledWith(expect.anything(), true, expect.anything());
});
