import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

// The built pages ship inside the Python package; in development `vite` proxies to a running `adref serve`.
export default defineConfig({
  plugins: [svelte()],
  base: '/static/',
  build: { outDir: '../adref/server/static', emptyOutDir: true, target: 'es2022', sourcemap: false, license: { fileName: 'licences.md' } },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/ws': { target: 'ws://127.0.0.1:8000', ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
