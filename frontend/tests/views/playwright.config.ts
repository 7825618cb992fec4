import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const PORT = process.env['PORT'] ?? '8162'

export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: '../../test-results/views',
  workers: 1,
  retries: 1, // counted as flaky in the closing line
  forbidOnly: !!process.env['CI'],
  timeout: 60_000,
  reporter: [['list']],
  use: {
    baseURL: `http://127.0.0.1:${PORT}`,
    locale: 'en-GB',
    launchOptions: {
      executablePath: process.env['CHROMIUM'] || CHROMIUM.find(path => existsSync(path)) || '',
      args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
    },
  },
  webServer: {
    command: `${process.execPath} node_modules/vite/bin/vite.js --config tests/views/vite.config.ts`,
    cwd: '../..', url: `http://127.0.0.1:${PORT}/`, env: { PORT }, reuseExistingServer: true,
  },
})
