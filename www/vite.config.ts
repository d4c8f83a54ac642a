/// <reference types="vitest/config" />
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

/**
 * While developing: hands the page the addresses of running simulators, which the environment variable SIMULATORS holds
 * as the line of JSON that they print. The built page asks the server that serves it.
 */
const simulators: Plugin = {
  name: 'simulators',
  configureServer(server) {
    server.middlewares.use('/simulators.json', (_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(process.env.SIMULATORS ?? '{}');
    });
  },
};

export default defineConfig({
  plugins: [simulators],
  resolve: {
    alias: [{ find: /^refractor$/, replacement: fileURLToPath(new URL('src/shared/grammars.ts', import.meta.url)) }],
  },
  // JSX as tsconfig.json says: with Emotion, which EUI brings anyway.
  oxc: { jsx: { runtime: 'automatic', importSource: '@emotion/react' } },
  // The package and the sample cases lie beside this folder.
  server: { fs: { allow: ['..'] } },
  build: {
    target: 'es2022',
    // EUI is large; what matters is that the shell comes before the pages and the WebAssembly.
    chunkSizeWarningLimit: 1000,
    // Everything in files: the Content Security Policy of the host may forbid data: URLs.
    assetsInlineLimit: 0,
    // EUI would fetch an icon when it is drawn first. Those of these pages are in the bundle (src/shared/icons.ts); the tests of the dashboard
    // fail where one is fetched from here.
    rolldownOptions: {
      output: {
        chunkFileNames: ({ facadeModuleId }) =>
          `assets/${facadeModuleId?.includes('/icon/assets/') ? 'icons/' : ''}[name]-[hash].js`,
      },
    },
  },
  // Vitest: MIT, kept by Vite's own people, and it reads the page's sources as its build does. The fourth version, because
  // the fifth does without Node 20. A file of tests that needs a document says so in its first line: happy-dom, a small one.
  test: { include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['test/storage.ts'] },
});
