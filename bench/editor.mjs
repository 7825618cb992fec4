/**
 * The editor's figures: first paint, key to the next frame, main thread for one key; at 250 and 1,500 paragraphs with 300
 * proposals of others and 300 own drafts. Medians of three runs, written to bench/editor.json.
 *
 *   node bench/editor.mjs            (from the root; needs frontend/node_modules and a Chromium in CHROMIUM)
 */
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { cpus, loadavg } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const frontend = join(root, 'frontend')
const require = createRequire(join(frontend, 'package.json'))
const { chromium } = require('@playwright/test')
const built = join(frontend, 'tests/editor/.built')
const RUNS = 3
const KEYS = 40
const GOALS = { key_to_frame_ms: 16, main_thread_ms: 8, first_paint_ms: 150 }
const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]
const round = value => Math.round(value * 10) / 10

build()
const server = await serve()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-background-timer-throttling', '--disable-renderer-backgrounding'],
})
const report = { machine: { cores: cpus().length, model: cpus()[0]?.model ?? '', load: loadavg()[0] }, goals_at_1500: GOALS, cases: [] }
for (const n of [250, 1500]) for (const mode of ['delegate', 'pen']) report.cases.push(await measure(n, mode))
await browser.close()
server.close()
writeFileSync(join(root, 'bench/editor.json'), JSON.stringify(report, null, 2) + '\n')
console.table(report.cases)

function build() {
  const vite = join(frontend, 'node_modules/vite/bin/vite.js')
  const done = spawnSync(process.execPath, [vite, 'build', '--config', join(frontend, 'tests/editor/vite.config.ts'), '--logLevel', 'warn'], { cwd: frontend, stdio: 'inherit' })
  if (done.status !== 0) process.exit(done.status ?? 1)
}

async function serve() {
  const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' }
  const made = createServer((request, response) => {
    const file = join(built, new URL(request.url, 'http://x').pathname)
    if (!file.startsWith(built) || !existsSync(file)) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise(ready => made.listen(0, '127.0.0.1', ready))
  return made
}

async function measure(n, mode) {
  const runs = []
  for (let i = 0; i < RUNS; i++) runs.push(await run(n, mode))
  const of = name => round(median(runs.map(r => r[name])))
  return { paragraphs: n, mode, proposals: 300, drafts: mode === 'delegate' ? 300 : 0, first_paint_ms: of('paint'), key_to_frame_ms: of('frame'), main_thread_ms: of('thread'), script_heap_mb: of('heap') }
}

async function run(n, mode) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } })
  await page.goto(`http://127.0.0.1:${server.address().port}/harness.html?mode=${mode}&n=${n}&proposals=300&drafts=${mode === 'delegate' ? 300 : 0}`)
  await page.waitForFunction('window.painted != null')
  const paint = await page.evaluate('window.painted')
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const middle = `p${Math.floor(n / 2) + 3}`
  const at = await place(page, middle)
  await page.mouse.click(at.x, at.y)
  await page.waitForFunction(key => window.harness.selection().key === key, middle)
  await page.keyboard.type('warm up ')
  await page.evaluate(() => new Promise(done => setTimeout(done, 800)))
  await page.evaluate(() => {
    window.frames_ = []
    document.addEventListener('keydown', event => {
      const started = event.timeStamp
      requestAnimationFrame(() => { const channel = new MessageChannel(); channel.port1.onmessage = () => window.frames_.push(performance.now() - started); channel.port2.postMessage(0) })
    }, { capture: true })
  })
  const before = await metrics(session)
  for (let i = 0; i < KEYS; i++) {
    await page.keyboard.press('abcdefghij'[i % 10])
    await page.waitForFunction(count => window.frames_.length >= count, i + 1)
  }
  const after = await metrics(session)
  const frame = median(await page.evaluate('window.frames_'))
  await page.close()
  return { paint, frame, thread: ((after.TaskDuration - before.TaskDuration) * 1000) / KEYS, heap: after.JSHeapUsedSize / 1e6 }
}

async function place(page, key) {
  let at = null
  for (;;) {
    const next = await page.evaluate(k => window.harness.point(k, 12), key)
    await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
    if (at && at.x === next.x && at.y === next.y) return at
    at = next
  }
}

async function metrics(session) {
  const { metrics: list } = await session.send('Performance.getMetrics')
  return Object.fromEntries(list.map(({ name, value }) => [name, value]))
}
