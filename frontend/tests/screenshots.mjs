// Takes the pictures of the documentation from the real demonstration: `make screenshots`.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { chromium } from '@playwright/test'

const ROOT = resolve(import.meta.dirname, '../..')
const PICTURES = join(ROOT, 'docs/pictures')
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const WIDE = { width: 1440, height: 900 }

const data = await mkdtemp(join(tmpdir(), 'adref-pictures-'))
const servers = []
const python = (...args) => spawn('python', args, { cwd: ROOT, env: { ...process.env, PYTHONUNBUFFERED: '1', PYTHONPATH: ROOT }, stdio: ['ignore', 'pipe', 'inherit'] })
const adref = (...args) => servers[servers.push(python('-c', 'from adref.server.cli import main; main()', ...args, '--port', '0')) - 1]
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || CHROMIUM.find(path => existsSync(path)),
  args: ['--no-sandbox', '--disable-background-networking'],
})
try {
  const links = await linksOf(adref('demo', '--data', join(data, 'demo')))
  const avelia = await enter(links['Delegation of Avelia'], 'Tomás Okoro')
  await draft(avelia)
  await avelia.screenshot({ path: join(PICTURES, 'room.png') })
  await slot(avelia, 'PP5').screenshot({ path: join(PICTURES, 'draft.png') })
  const chair = await enter(links['Chair'], 'Hanna Lindqvist')
  await adopting(chair)
  await chair.screenshot({ path: join(PICTURES, 'chair.png') })
  const phone = await enter(links['Observer'], 'Amal Haddad', { width: 390, height: 844 })
  await slot(phone, 'OP2').evaluate(element => element.scrollIntoView({ block: 'center' }))
  await phone.screenshot({ path: join(PICTURES, 'phone.png') })
  const secretariat = await enter(links['Secretariat'], 'Noor Haddad')
  await comparing(secretariat)
  await issuing(secretariat)
  await files(secretariat)
  await streamlining(secretariat)
  const { base, link } = await stages(join(data, 'stages'))
  await fourRevisions(await enter(base + link, 'Noor Haddad', WIDE, /The water beneath us/))
  console.log(`pictures: ${PICTURES}`)
} finally {
  await browser.close()
  for (const server of servers) {
    server.kill()
    await new Promise(done => server.once('exit', done))
  }
  await rm(data, { recursive: true, force: true })
}

/** The text against an earlier reading of it, made here of its source. */
async function comparing(page) {
  await page.goto(`${page.url()}/desk/compare`)
  await page.getByLabel('Older', { exact: true }).selectOption('file')
  await page.getByLabel('File for: Older').setInputFiles({ name: 'first-reading.md', mimeType: 'text/markdown', buffer: Buffer.from(await earlier()) })
  await page.getByRole('button', { name: 'Next' }).click()
  await page.screenshot({ path: join(PICTURES, 'compare.png') })
}

/** Files out, with one proposal chosen; and the same text as a delegation would send it back, before it is accepted. */
async function files(page) {
  const [, at] = /(http.*\/t\/[^/]+)/.exec(page.url())
  await page.goto(`${at}/desk/outputs`)
  await page.getByRole('radio', { name: 'Those I choose' }).check()
  await page.getByRole('checkbox', { name: /seals/ }).check()
  await page.getByRole('button', { name: 'Make the file' }).click()
  await page.getByRole('listitem').getByRole('link').first().waitFor()
  await page.evaluate(() => scrollTo(0, 260))
  await page.screenshot({ path: join(PICTURES, 'outputs.png') })
  const door = at.replace('/s/', '/api/s/').replace('/t/', '/texts/')
  const tracked = await page.request.get(`${door}/export?view=tracked&format=docx&adopt=all`)
  await page.goto(`${at}/desk/bring-in`)
  await page.locator('input[type=file]').setInputFiles({ name: 'Avelia and Doria, 3 March.docx', mimeType: 'application/octet-stream', buffer: await tracked.body() })
  await page.getByRole('button', { name: 'Accept and bring in' }).waitFor()
  await page.evaluate(() => scrollTo(0, 0))
  await page.screenshot({ path: join(PICTURES, 'bring-in.png') })
}

/** A short text in which two things can be put together; one of them is, with its proof. */
async function streamlining(page) {
  const source = ['# Streams and springs', 'PP1 *Recalling* its resolutions on the water of mountains,', 'OP1 *Calls upon* States [to protect - Avelia][to protect - Doria][to restore - Keralu] their springs;',
    'OP2 *Encourages* them to publish what they measure [every year - Avelia] [, and in the languages of those who live there - Avelia];', '**Option 1:**', 'OP3 *Establishes* a fund for springs;', '**Option 2:**', 'OP3 *Invites* contributions to existing funds;'].join('\n\n')
  const [, seat] = /\/s\/([^/]+)/.exec(page.url())
  const origin = new URL(page.url()).origin
  const answer = await page.request.post(`${origin}/api/s/${seat}/texts`, { data: { title: 'Streams and springs', source, format: 'md', name: 'springs.md' }, headers: { 'X-Adref': '1', Origin: origin } })
  await page.goto(`${origin}/s/${seat}/t/${(await answer.json()).id}/desk/streamline`)
  await page.getByRole('article').getByRole('button').first().click()
  await page.getByText('Done, and proven').waitFor()
  await page.screenshot({ path: join(PICTURES, 'streamline.png') })
}

/** An installation with the negotiation of `tests/server/stages.py`; its address and a secretary's link. */
async function stages(folder) {
  const story = python('-m', 'tests.server.keep_stages', folder)
  const link = await lineOf(story, /^(\/i\/\S+)$/)
  await new Promise(done => story.once('exit', done))
  return { link, base: await lineOf(adref('serve', '--data', folder), /is at (http:\/\/\S+)/) }
}

/** A text with a past: its figures over four revisions, and its record, with what of a party's words is gone. */
async function fourRevisions(page) {
  await page.goto(`${page.url()}/desk/history`)
  await page.getByRole('table').waitFor()
  await page.screenshot({ path: join(PICTURES, 'history.png') })
  await page.getByRole('link', { name: 'Record', exact: true }).click()
  await page.getByText('checked by this browser').waitFor()
  await page.getByRole('slider').fill('83')
  await page.getByLabel('Only what this act changed').check()
  await page.getByLabel('Words of').selectOption({ label: 'Kingdom of Corva' })
  await page.getByLabel('Since').selectOption({ label: 'A/C.2/81/L.12/Rev.1' })
  await page.getByRole('button', { name: 'Show what is gone' }).click()
  await page.getByRole('columnheader').first().waitFor()
  await page.screenshot({ path: join(PICTURES, 'record.png') })
}

/** Two revisions: what the second one will hold, the list with the look-up, and a page that one of them keeps for ever. */
async function issuing(page) {
  await page.goto(`${page.url().replace(/\/desk\/.*$/, '')}/desk/revisions`)
  for (const [symbol, labels] of [['A/C.2/81/L.5', 'As they stand'], ['A/C.2/81/L.5/Rev.1', 'Counted anew']]) {
    await page.getByRole('button', { name: 'Issue a revision' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Symbol' }).fill(symbol)
    await dialog.getByRole('radio', { name: labels }).check()
    await dialog.getByRole('button', { name: 'See what will be issued' }).click()
    await dialog.getByRole('table').waitFor()
    if (labels === 'Counted anew') await page.screenshot({ path: join(PICTURES, 'issue.png') })
    await dialog.getByRole('button', { name: `Issue ${symbol}` }).click()
    await dialog.waitFor({ state: 'detached' })
  }
  await page.getByRole('textbox', { name: 'Label' }).fill('OP7')
  await page.getByRole('button', { name: 'Find' }).click()
  await page.getByText('The text now:').waitFor()
  await page.screenshot({ path: join(PICTURES, 'revisions.png') })
  await page.getByRole('link', { name: /^Read/ }).first().click()
  await page.getByRole('main').getByText('flag States').first().click()
  await page.getByText('The text now:').waitFor()
  await page.screenshot({ path: join(PICTURES, 'revision.png') })
}

async function earlier() {
  const paragraphs = (await readFile(join(ROOT, 'fixtures/negotiation.md'), 'utf8')).split('\n\n')
  const at = label => paragraphs.findIndex(p => p.startsWith(`${label} `))
  const reword = (label, from, to) => void (paragraphs[at(label)] = paragraphs[at(label)].replace(from, to))
  reword('PP3', 'whales, fish and invertebrates depend upon it', 'whales and fish rely on it')
  reword('PP5', 'early measures can therefore bring', 'measures bring')
  const [moved] = paragraphs.splice(at('PP7'), 1)
  paragraphs.splice(at('PP3'), 0, moved)
  paragraphs.splice(at('PP6'), 1)
  return paragraphs.join('\n\n')
}

async function linksOf(process) {
  const found = {}
  for await (const line of createInterface({ input: process.stdout })) {
    const [, role, link] = /^\s+(\S.*?)\s+(http\S+\/i\/\S+)$/.exec(line) ?? []
    if (role) found[role] = link
    if (line.startsWith('What to try')) return found
  }
  throw new Error('the demonstration did not start')
}

async function lineOf(process, wanted) {
  for await (const line of createInterface({ input: process.stdout })) {
    const [, found] = wanted.exec(line) ?? []
    if (found) return found
  }
  throw new Error(`ended without ${wanted}`)
}

async function enter(link, name, viewport = WIDE, text = /Underwater noise/) {
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, locale: 'en-GB' })
  await page.goto(link)
  await page.getByLabel('Your name').fill(name)
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('link', { name: text }).first().click()
  await page.locator('[data-slot]').first().waitFor()
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor({ state: 'attached' })
  await page.evaluate(() => document.fonts.ready)
  return page
}

function slot(page, label) {
  return page.locator('[data-slot]').filter({ has: page.locator('.slot-label', { hasText: new RegExp(`^${label}$`) }) }).first()
}

/** A draft in PP5, in the middle of the page, with the proposals on PP3 above it. */
async function draft(page) {
  const words = slot(page, 'PP5').locator('.slot-words')
  await words.evaluate(element => element.scrollIntoView({ block: 'center' }))
  await words.getByText('Noting').first().click()
  await page.keyboard.press('Home')
  for (let i = 0; i < 'Noting'.length; i++) await page.keyboard.press('ArrowRight')
  await page.keyboard.type(' with appreciation')
  await page.getByRole('group', { name: 'Draft' }).waitFor()
  await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor({ state: 'attached' })
}

/** The effect of adopting the proposal on OP5, before it is done. */
async function adopting(page) {
  await slot(page, 'OP5').locator('.slot-words').evaluate(element => element.scrollIntoView({ block: 'center' }))
  await slot(page, 'OP5').locator('.slot-words').getByText('flag States').click()
  await page.getByRole('article').getByRole('button', { name: 'Adopt' }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: 'Adopt' }).waitFor()
}
