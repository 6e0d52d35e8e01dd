import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { sharedModules } from './build/sharedModules';
import { tokensCss } from './src/shared/tokens';

/** Serves the tokens as a style sheet, so that the first paint has its colours before any script has run. */
function tokens(): Plugin {
  return {
    name: 'tokens',
    resolveId: (id) => (id === 'virtual:tokens.css' ? id : undefined),
    load: (id) => (id === 'virtual:tokens.css' ? tokensCss() : undefined),
  };
}

const api = 'http://127.0.0.1:7080';

export default defineConfig({
  plugins: [react(), tokens(), sharedModules()],
  server: { proxy: { '/graphql': api, '/api': api } },
  build: { target: 'es2023', license: { fileName: 'licenses.md' }, reportCompressedSize: false },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/testing/setup.ts'] },
});
