/** `state code` of a check of a report. */
export function verdict({ checks }, id) {
  const { state, code } = checks.find((check) => check.id === id);
  return `${state} ${code}`;
}
