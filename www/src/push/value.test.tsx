// @vitest-environment happy-dom
import { EuiProvider } from '@elastic/eui';
import { afterEach, expect, test } from 'vitest';
import { render } from '../../test/render';
import { Changes } from './changes';

let unmount = () => {};
afterEach(() => unmount());

test('a sign that turns text round is seen where a field is shown, alone and beside what it was', () => {
  const drawn = render(
    <EuiProvider>
      <Changes before={{ changed: 'invoice.pdf' }} after={{ added: 'a\u202eb', changed: 'invoice\u202efdp.exe' }} />
    </EuiProvider>,
  );
  ({ unmount } = drawn);
  const shown = document.querySelector('dl')?.textContent;
  expect(shown).toContain('a[U+202E]b');
  expect(shown).toContain('invoice[U+202E]fdp.');
  expect(shown).not.toContain('\u202e');
});
