import { svelte } from '@sveltejs/vite-plugin-svelte'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vite'
import { messages } from '../../plugins/messages.ts'

// Every address of the product opens the harness; run with `vite --config tests/views/vite.config.ts`.
export default defineConfig({
  root: import.meta.dirname,
  appType: 'spa',
  cacheDir: join(tmpdir(), 'adref-views-cache'),
  plugins: [svelte(), messages()],
  server: { host: '127.0.0.1', port: Number(process.env['PORT'] ?? 8160), strictPort: true, fs: { strict: false } },
})
