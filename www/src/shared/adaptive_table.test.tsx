// @vitest-environment happy-dom
import { EuiProvider } from '@elastic/eui';
import { afterEach, expect, test } from 'vitest';
import { render } from '../../test/render';
import { AdaptiveTable } from './adaptive_table';

const { happyDOM } = window as unknown as { happyDOM: { setViewport(size: { width: number }): void } };

let unmount = () => {};
afterEach(() => unmount());

test('a window that changes twice in a moment has the table that its last width wants', () => {
  happyDOM.setViewport({ width: 360 });
  const columns = [{ field: 'name', name: 'Name' }];
  const drawn = render(
    <EuiProvider>
      <AdaptiveTable breakpoint="m" items={[{ name: 'one' }]} columns={columns} tableLayout="auto" />
    </EuiProvider>,
  );
  ({ unmount } = drawn);
  const isCards = () => document.querySelector('.euiTableHeaderMobile') !== null;
  expect(isCards()).toBe(true);
  drawn.act(() => happyDOM.setViewport({ width: 480 }));
  drawn.act(() => happyDOM.setViewport({ width: 1440 }));
  expect(isCards()).toBe(false);
  drawn.act(() => happyDOM.setViewport({ width: 360 }));
  expect(isCards()).toBe(true);
});
