/**
 * What a browser transfers when a delegate opens the meeting page cold, in English: every request, headers included, as Chromium
 * counts it (CDP `Network.loadingFinished`). The demonstration is the text. Written to bench/page.json.
 *
 *   node bench/page.mjs             (from the root; needs the built pages, `python` with adref, and a Chromium in CHROMIUM)
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { chromium } = createRequire(join(root, 'frontend/package.json'))('@playwright/test')
const GOAL = 200 * 1024 // bytes
const KINDS = { Document: 'html', Script: 'js', Stylesheet: 'css', Font: 'fonts', Fetch: 'api', XHR: 'api', Image: 'images', Other: 'other' }

const data = await mkdtemp(join(tmpdir(), 'adref-page-'))
const server = spawn('python', ['-c', 'from adref.server.cli import main; main()', 'demo', '--data', data, '--port', '0'], {
  cwd: root, env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONPATH: root }, stdio: ['ignore', 'pipe', 'inherit'],
})
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
})
try {
  const link = await delegation(server)
  const report = await measure(link)
  await writeFile(join(root, 'bench/page.json'), JSON.stringify(report, null, 2) + '\n')
  console.table(report.requests)
  console.table(report.kinds)
  console.log(`together ${report.bytes} bytes; goal ${GOAL}`)
} finally {
  await browser.close()
  server.kill()
  await new Promise(done => server.once('exit', done))
  await rm(data, { recursive: true, force: true })
}

async function delegation(process) {
  for await (const line of createInterface({ input: process.stdout })) {
    const [, link] = /^\s+Delegation of \S.*?\s+(http\S+\/i\/\S+)$/.exec(line) ?? []
    if (link) return link
  }
  throw new Error('the demonstration did not start')
}

/** One joins, learns the address of the meeting, and opens it in a page that has loaded nothing yet. */
async function measure(link) {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } })
  const door = await context.newPage()
  await door.goto(link)
  await door.getByLabel('Your name').fill('Ada')
  await door.getByRole('button', { name: 'Enter' }).click()
  const meeting = await door.getByRole('link', { name: /Underwater noise/ }).first().getAttribute('href')
  const address = new URL(meeting, door.url()).href
  await door.close()

  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.clearBrowserCache')
  const seen = new Map()
  session.on('Network.requestWillBeSent', e => seen.set(e.requestId, { url: e.request.url, type: e.type }))
  session.on('Network.responseReceived', e => Object.assign(seen.get(e.requestId) ?? {}, { type: e.type, coding: e.response.headers['content-encoding'] ?? '', cached: e.response.fromDiskCache }))
  session.on('Network.loadingFinished', e => Object.assign(seen.get(e.requestId) ?? {}, { bytes: e.encodedDataLength }))
  await page.goto(address)
  await page.locator('[data-slot]').first().waitFor()
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
  await page.waitForLoadState('networkidle')
  const finished = [...seen.values()].filter(r => r.bytes !== undefined && r.url.startsWith('http'))
  if (finished.some(r => r.cached)) throw new Error('the page was not cold')
  const requests = finished.map(r => ({ file: nameOf(r.url), kind: KINDS[r.type] ?? r.type, coding: r.coding, bytes: r.bytes })).sort((a, b) => b.bytes - a.bytes)
  const kinds = {}
  for (const { kind, bytes } of requests) kinds[kind] = (kinds[kind] ?? 0) + bytes
  return { goal: GOAL, bytes: requests.reduce((sum, r) => sum + r.bytes, 0), kinds, requests }
}

/** Without what changes from build to build, and from seat to seat. */
function nameOf(url) {
  const { pathname } = new URL(url)
  return pathname.replace(/-[\w-]{8}\.(\w+)$/, '.$1').replace(/\/s\/[^/]+/, '/s/…').replace(/\/(t|texts)\/[^/]+/, '/$1/…').replace('/static/', '')
}
