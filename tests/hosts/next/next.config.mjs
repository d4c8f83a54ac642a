import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));

// Lock files of other folders would be taken for the root of this one.
export default { turbopack: { root: here }, outputFileTracingRoot: here };
