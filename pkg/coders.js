// jsdom has no coders; Node beneath it has. The build step puts this import before the glue, which makes its own at once.
const node = () => globalThis.process?.getBuiltinModule?.('node:util') ?? {};

export const TextDecoder = globalThis.TextDecoder ?? node().TextDecoder;
export const TextEncoder = globalThis.TextEncoder ?? node().TextEncoder;
