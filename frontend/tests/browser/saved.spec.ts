/** [S15] Saved means saved: the server killed, the network gone, an edit refused, a link withdrawn. */
import type { Page } from '@playwright/test'
import { expect, test, type Person, type Story } from './house/story'
import type { FloorState } from '../../src/drafting/types'
import { paragraph, pressInto, submitDraft, typeInto, wordsOf } from './house/hands'
import { Line } from './house/line'
import { wordsInLog } from './house/log'
import { saving, tokensOf, Typist } from './house/typing'

test.setTimeout(300_000)

test('[S15] killed three times while four people type, the server has all that was shown as saved', async ({ story }) => {
  const [kenya, colleague, chair, secretariat] = await enter(story, 'kenya', 'kenya2', 'chair', 'secretariat')
  const typists = [await Typist.sits(kenya!, 'OP5', 'ka', 'Home')]
  await typists[0]!.token() // one draft, in which both then write
  await expect(wordsOf(colleague!.page, 'OP5')).toContainText('ka1')
  typists.push(await Typist.sits(colleague!, 'OP5', 'kb', 'End'), await Typist.sits(chair!, 'OP7', 'ca', 'Home'), await Typist.sits(secretariat!, 'OP7', 'cb', 'End'))
  for (let kill = 1; kill <= 3; kill++) {
    const before = await Promise.all(typists.map(async t => (await t.saved()).length))
    for (const typist of typists) typist.begin()
    await Promise.all(typists.map((t, i) => expect.poll(async () => (await t.saved()).length, { timeout: 30_000 }).toBeGreaterThan(before[i]! + 3)))
    await story.server.kill()
    await Promise.all(typists.map(t => expect(saving(t.page)).toContainText('Offline')))
    for (const typist of typists) await typist.stop()
    for (const typist of typists) expect(tokensOf(inLog(story, typist), typist.sign)).toEqual(expect.arrayContaining(await typist.saved()))
    await story.server.start()
    for (const typist of typists) await expect(saving(typist.page)).toHaveText('Saved', { timeout: 30_000 })
    // What was typed without a server has arrived too, once, and stands on every screen.
    for (const one of typists) for (const reader of typists.filter(t => t.label === one.label)) await expectTyped(reader, one)
  }
  await story.server.kill()
  for (const typist of typists) expect(tokensOf(inLog(story, typist), typist.sign).sort()).toEqual(typist.all().sort())
})

const inLog = ({ server, negotiation: { text, parties } }: Story, { label }: Typist): string =>
  wordsInLog(server.data, label === 'OP5' ? `party/${text}/${parties.Kenya}` : `text/${text}`)

/** All that `one` typed stands before `reader`, each token once. */
async function expectTyped(reader: Typist, one: Typist): Promise<void> {
  const read = async (): Promise<string[]> => tokensOf((await wordsOf(reader.page, one.label).textContent()) ?? '', one.sign).sort()
  await expect.poll(read).toEqual(one.all().sort())
}

async function enter(story: Story, ...parts: Array<Parameters<Story['enter']>[0]>): Promise<Person[]> {
  const people: Person[] = []
  for (const part of parts) people.push(await story.enter(part))
  return people
}

test('[S15] without a network one goes on writing; afterwards it merges, also from a window that was closed', async ({ story }) => {
  const line = await Line.to(story.server)
  const away = await story.enter('kenya', { baseURL: line.url })
  const pen = await story.enter('chair', { baseURL: line.url })
  const [colleague, secretariat] = await enter(story, 'kenya2', 'secretariat')
  await typeInto(away.page, 'OP5', 'Early ')
  await expect(wordsOf(colleague!.page, 'OP5')).toContainText('Early')
  for (const person of [away, pen]) await expect(saving(person.page)).toHaveText('Saved')

  await line.cut()
  for (const person of [away, pen]) await expect(saving(person.page)).toHaveText('Offline: kept on this device')
  await typeInto(away.page, 'OP5', 'Offline ')
  await typeInto(away.page, 'OP7', 'Apart ')
  await typeInto(pen.page, 'OP8', 'Penned ')
  await typeInto(colleague!.page, 'OP5', 'Meanwhile ')
  await typeInto(secretariat!.page, 'OP8', 'Noted ')
  // The window is closed without a network, and opened again with one.
  await away.page.close()
  await line.mend()
  away.page = await away.context.newPage()
  await away.page.goto(story.address(away))
  for (const person of [away, pen, colleague!, secretariat!]) await expect(saving(person.page)).toHaveText('Saved')
  for (const { page } of [away, colleague!]) {
    for (const words of ['Early', 'Offline', 'Meanwhile']) await expect(wordsOf(page, 'OP5')).toContainText(words)
    await expect(wordsOf(page, 'OP7')).toContainText('Apart')
  }
  for (const { page } of [pen, secretariat!, colleague!]) for (const words of ['Penned', 'Noted']) await expect(wordsOf(page, 'OP8')).toContainText(words)
  await line.cut()
})

test('[S20] a Submit pressed without a network waits in sight, can be taken back, and arrives once', async ({ story }) => {
  const line = await Line.to(story.server)
  const kenya = await story.enter('kenya', { baseURL: line.url })
  const norway = await story.enter('norway')
  const { page } = kenya
  const waiting = page.getByRole('region', { name: 'Needs your attention' })
  for (const label of ['OP5', 'OP7', 'OP8']) await typeInto(page, label, `Proposed on ${label} `)
  await expect(saving(page)).toHaveText('Saved')

  await line.cut()
  await expect(saving(page)).toContainText('Offline')
  await submitDraft(page, 'OP5')
  await expect(waiting).toContainText('waits for the connection')
  await expect(saving(page)).toContainText('1 waiting')
  await waiting.getByRole('button', { name: 'Take back' }).click()
  await expect(waiting).toBeHidden()
  await submitDraft(page, 'OP7')
  await expect(waiting).toContainText('waits for the connection')
  await typeInto(page, 'OP7', 'Later ') // after it was submitted: it stays a draft
  await line.mend()
  await expect(waiting).toBeHidden()
  await expect(saving(page)).toHaveText('Saved')
  await expect(paragraph(norway.page, 'OP7')).toContainText('Proposed on OP7')
  await expect(wordsOf(page, 'OP7')).toContainText('Later')

  // The server decides, and its answer is lost.
  const lost = line.swallowAnswer()
  await page.getByRole('group', { name: 'Draft' }).last().scrollIntoViewIfNeeded()
  await paragraph(page, 'OP8').getByRole('group', { name: 'Draft' }).getByRole('button', { name: 'Submit' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Submit' }).click()
  await lost
  await expect(paragraph(norway.page, 'OP8')).toContainText('Proposed on OP8')
  await expect(saving(page)).toContainText('Offline')
  await line.mend()
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(saving(page)).toHaveText('Saved')
  const { state } = await story.negotiation.secretariat.call<{ state: FloorState }>('GET', `/texts/${story.negotiation.text}/floor`)
  const said = Object.values(state.proposals).map(p => p.replacement.map(piece => piece.t).join('').trim())
  expect(said.sort()).toEqual(['Proposed on OP7', 'Proposed on OP8'])
  await expect(wordsOf(page, 'OP5')).toContainText('Proposed on OP5') // what was taken back is a draft as before
  await line.cut()
})

test('[S21] a Submit can be taken back at any moment without a network, also while it is tried', async ({ story }) => {
  const line = await Line.to(story.server)
  const { page } = await story.enter('kenya', { baseURL: line.url })
  const waiting = page.getByRole('region', { name: 'Needs your attention' })
  await typeInto(page, 'OP5', 'Proposed ')
  await expect(saving(page)).toHaveText('Saved')
  await line.cut()
  await expect(saving(page)).toContainText('Offline')
  // A try that does not end: what waits is not said to be under way for it.
  let tried = 0
  let fail = (): void => undefined
  await page.route('**/commands', route => {
    tried++
    return new Promise<void>(done => { fail = () => void route.abort().then(done) })
  })
  await submitDraft(page, 'OP5')
  await expect.poll(() => tried).toBe(1)
  await expect(waiting).toContainText('waits for the connection')
  await waiting.getByRole('button', { name: 'Take back' }).click()
  await expect(waiting).toContainText('is being taken back')
  fail()
  await expect(waiting).toBeHidden()
  await page.unroute('**/commands')
  await line.mend()
  await expect(saving(page)).toHaveText('Saved')
  const { state } = await story.negotiation.secretariat.call<{ state: FloorState }>('GET', `/texts/${story.negotiation.text}/floor`)
  expect(state.proposals).toEqual({})
  await expect(wordsOf(page, 'OP5')).toContainText('Proposed')
})

test('[S22] a page that is loaded again without a network says so, and opens with what was typed as soon as there is one', async ({ story }) => {
  const line = await Line.to(story.server)
  const { page } = await story.enter('kenya', { baseURL: line.url })
  const colleague = await story.enter('kenya2')
  await typeInto(page, 'OP5', 'Early ')
  await expect(saving(page)).toHaveText('Saved')
  const files = (): Promise<string[]> => page.evaluate(async () => {
    const stores = await Promise.all((await caches.keys()).map(name => caches.open(name)))
    return (await Promise.all(stores.map(store => store.keys()))).flat().map(request => new URL(request.url).pathname)
  })
  await expect.poll(async () => (await files()).some(path => path.includes('/Away-'))).toBe(true)
  await expect.poll(files).toContain('/')

  await line.cut()
  await expect(saving(page)).toHaveText('Offline: kept on this device')
  await typeInto(page, 'OP5', 'Offline ')
  await typeInto(page, 'OP7', 'Apart ')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'No connection' })).toBeVisible()
  await expect(page.getByRole('status').filter({ hasText: 'kept on this device' })).toBeVisible()
  expect((await files()).filter(path => path !== '/' && !path.startsWith('/static/assets/'))).toEqual([])
  await line.mend()
  await expect(saving(page)).toHaveText('Saved')
  for (const reader of [page, colleague.page]) {
    await expect(wordsOf(reader, 'OP5')).toContainText('Offline Early')
    await expect(wordsOf(reader, 'OP7')).toContainText('Apart')
  }
  await line.cut()
})

test('[S18] words that the server refuses are shown to their author with the reason; nothing else is lost', async ({ story }) => {
  const line = await Line.to(story.server)
  const secretariat = await story.enter('secretariat', { baseURL: line.url })
  const [chair, norway] = await enter(story, 'chair', 'norway')
  const { page } = secretariat
  await secretariat.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: line.url })
  await expect(saving(page)).toHaveText('Saved')
  await line.cut()
  await expect(saving(page)).toContainText('Offline')
  await typeInto(page, 'OP12', 'Too late ')
  await typeInto(page, 'OP8', 'In time ')
  await typeInto(chair!.page, 'OP7', 'Meanwhile ')
  await mark(chair!.page, 'OP12', 'Agreed')
  await line.mend()

  const notTaken = page.getByRole('alert').filter({ hasText: 'OP12' })
  await expect(notTaken).toContainText('its words are locked')
  await expect(notTaken).toContainText('Too late')
  await expect(page.getByRole('alert').filter({ hasText: 'not taken' })).toHaveCount(1)
  for (const reader of [page, chair!.page, norway!.page]) {
    await expect(wordsOf(reader, 'OP8')).toContainText('In time')
    await expect(wordsOf(reader, 'OP7')).toContainText('Meanwhile')
    await expect(wordsOf(reader, 'OP12')).not.toContainText('Too late')
  }
  await expect(saving(page)).toHaveText('Saved')
  await notTaken.getByRole('button', { name: 'Copy the words' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Too late')

  // Tried again while it is locked it is refused again; after the chair has re-opened the paragraph it is taken.
  await notTaken.getByRole('button', { name: 'Try again' }).click()
  await expect(notTaken).toContainText('Too late')
  await mark(chair!.page, 'OP12', 'Open')
  await notTaken.getByRole('button', { name: 'Try again' }).click()
  await expect(wordsOf(norway!.page, 'OP12')).toContainText('Too late')
  await expect(notTaken).toBeHidden()
  await expect(saving(page)).toHaveText('Saved')
  await line.cut()
})

test('[S19] whose link is withdrawn is told so, and keeps nothing on the device', async ({ story }) => {
  const kenya = await story.enter('kenya')
  const norway = await story.enter('norway')
  const { page } = kenya
  const wire = await kenya.context.newCDPSession(page)
  await wire.send('Network.enable')
  const closed = new Promise(done => wire.once('Network.webSocketClosed', done))
  await typeInto(page, 'OP5', 'Without delay ')
  await expect(saving(page)).toHaveText('Saved')
  await story.withdraw('kenya')
  await expect(page.getByRole('heading', { name: 'Your link has been withdrawn' })).toBeVisible()
  await closed
  await expect.poll(() => kept(kenya)).toEqual([])
  await expect(saving(norway.page)).toHaveText('Saved')
  await page.reload()
  await expect(page.getByRole('heading', { name: 'This seat is not open to you' })).toBeVisible()
  expect(await kept(kenya)).toEqual([])
})

/** What this device keeps for the person's seat. */
const kept = ({ page, seat }: Person): Promise<string[]> =>
  page.evaluate(async name => (await indexedDB.databases()).flatMap(d => (d.name?.startsWith(name) ? [d.name] : [])), `adref/${seat}/`)

/** The chair marks a paragraph, by its panel. */
async function mark(page: Page, label: string, state: string): Promise<void> {
  await pressInto(page, label)
  await page.getByRole('group', { name: 'State of the paragraph' }).or(page.getByRole('radiogroup', { name: 'State of the paragraph' })).getByText(state, { exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog).toBeHidden()
}
