import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { compressing } from './plugins/compressing.ts'
import { messages } from './plugins/messages.ts'

// What every page needs is one file, and a meeting another (src/meeting.ts): few files compress better than many. The styles go with
// their components: what the desk adds does not weigh on a meeting.
const GROUPS = [
  { name: 'meeting', test: /src\/meeting\.ts$/, priority: 1 },
  { name: 'base', test: /vite\/preload-helper|rolldown\/runtime|node_modules\/(svelte|esm-env|clsx)|icons\/(check|ellipsis|file-text|x)\.|src\/i18n\/|src\/views\/(parts\/(?!FileDrop|PeopleOfFile)|parts\.ts|\w+\.css)|src\/editor\/editor\.css|src\/state\/(http|api|seats|route|task|preferences|announcer|people)|src\/drafting\/(membership|partyStyle|escapes)/, priority: 2 },
]

// The built pages ship inside the Python package; in development `vite` proxies to a running `adref serve`.
export default defineConfig({
  plugins: [svelte(), messages(), compressing()],
  base: '/static/',
  resolve: { alias: { 'lib0/logging': new URL('./plugins/logging.ts', import.meta.url).pathname } },
  build: {
    outDir: '../adref/server/static', emptyOutDir: true, target: 'es2022', sourcemap: false, license: { fileName: 'licences.md' },
    modulePreload: { polyfill: false }, cssCodeSplit: true,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000', '/ws': { target: 'ws://127.0.0.1:8000', ws: true } } },
  test: { environment: 'node', include: ['src/**/*.test.ts', 'plugins/**/*.test.ts'] },
})
