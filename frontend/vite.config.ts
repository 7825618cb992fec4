import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { compressing } from './plugins/compressing.ts'
import { messages } from './plugins/messages.ts'

// What every page needs, and what a meeting needs at once: two files each way rather than thirty, for they compress better together.
const GROUPS = [
  { name: 'shared', test: /src\/views\/(parts\.ts|meeting\/(context|Totals|SavingSign))|src\/state\/(outline|brackets|describing|shortcuts|redline|submitting)|icons\/(navigation|ellipsis|file-text)/, priority: 1 },
  { name: 'base', test: /vite\/preload-helper|rolldown\/runtime|node_modules\/(svelte|esm-env|clsx)|src\/i18n\/|src\/views\/parts\/|src\/state\/(http|api|seats|route|task|preferences|announcer|people)|src\/drafting\/(membership|partyStyle)/, priority: 2 },
]

// The built pages ship inside the Python package; in development `vite` proxies to a running `adref serve`.
export default defineConfig({
  plugins: [svelte(), messages(), compressing()],
  base: '/static/',
  resolve: { alias: { 'lib0/logging': new URL('./plugins/logging.ts', import.meta.url).pathname } },
  build: {
    outDir: '../adref/server/static', emptyOutDir: true, target: 'es2022', sourcemap: false, license: { fileName: 'licences.md' },
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/ws': { target: 'ws://127.0.0.1:8000', ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'plugins/**/*.test.ts'] },
})
