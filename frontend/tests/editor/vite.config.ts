import { svelte } from '@sveltejs/vite-plugin-svelte'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

// The harness page of the editor's tests and bench: built beside the product, never into it.
const here = fileURLToPath(new URL('.', import.meta.url))
export default defineConfig({
  root: here,
  base: './',
  plugins: [svelte()],
  build: { outDir: `${here}/.built`, emptyOutDir: true, target: 'es2022', minify: !process.env.PLAIN, rollupOptions: { input: `${here}/harness.html` } },
})
