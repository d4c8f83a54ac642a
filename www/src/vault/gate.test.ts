import { expect, test, vi } from 'vitest';
import { failure } from '../../test/samples';
import { createGate } from './gate';

/** Fails with one code after the other, then succeeds. */
function failing(...codes: string[]) {
  return vi.fn(async () => {
    const code = codes.shift();
    if (code) throw failure(code);
    return 'done';
  });
}

test('asks for what is missing, one after the other, and does it again', async () => {
  const ask = vi.fn(async () => true);
  const action = failing('SECRET_MISSING', 'VAULT_LOCKED');
  expect(await createGate(ask).withSecrets(action, 'jira')).toBe('done');
  expect(ask.mock.calls).toEqual([[{ kind: 'secret', connectorId: 'jira' }], [{ kind: 'unlock' }]]);
  expect(action).toHaveBeenCalledTimes(3);
});

test('passes the failure on where the person does not answer', async () => {
  const action = failing('VAULT_LOCKED');
  await expect(createGate(async () => false).withSecrets(action)).rejects.toMatchObject({ code: 'VAULT_LOCKED' });
  expect(action).toHaveBeenCalledTimes(1);
});

test('does not ask about any other failure, nor for a secret of no connector', async () => {
  const ask = vi.fn(async () => true);
  const { withSecrets } = createGate(ask);
  await expect(withSecrets(failing('RATE_LIMITED'), 'jira')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await expect(withSecrets(failing('SECRET_MISSING'))).rejects.toMatchObject({ code: 'SECRET_MISSING' });
  expect(ask).not.toHaveBeenCalled();
});
