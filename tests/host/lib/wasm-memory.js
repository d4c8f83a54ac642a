// The package, with the memory that its engine works in: for tests of what is left there.

/** Loads it; a test that wants it must not have loaded it before. */
export async function loadWithMemory() {
  const memories = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function watched(module, imports) {
    const instance = new Instance(module, imports);
    if (instance.exports.memory) memories.push(instance.exports.memory);
    return instance;
  };
  try {
    return { ...(await import('case-connectors')), memories };
  } finally {
    WebAssembly.Instance = Instance;
  }
}
