import type { User } from 'case-connectors';

/** Who sits before this page. A real host knows it from its login. */
export const YOU: User = { username: 'dana.analyst', full_name: 'Dana Analyst', email: 'dana.analyst@example.com' };

export function nameOf(user: User | null | undefined): string {
  return user?.full_name || user?.username || user?.email || 'Unknown';
}
