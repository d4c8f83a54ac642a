/** Calls a function of the host's user whose failure must not stop a push, such as a display or a log. */
export function quietly(call: () => void): void {
  try {
    call();
  } catch {
    // It is the caller's own.
  }
}
