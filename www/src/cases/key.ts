/** What a case is kept under, and what its address ends with: its id, where that can stand in an address. */
export function keyFor(caseId: string): string {
  return /^[\w-]+$/.test(caseId) && caseId !== 'configure' ? caseId : crypto.randomUUID();
}
