/** [V] What party A drafts is in no byte that anybody else receives; and nobody can ask for it. */
import type { Page } from '@playwright/test'
import { expect, test, type Person, type Story } from './house/story'
import { paragraph, pressInto, submitDraft, typeInto, wordsOf } from './house/hands'
import { clientsInLog, draftsInLog } from './house/log'
import { ask, probe } from './house/probe'
import { Recorder } from './house/recorder'
import { saving } from './house/typing'

test.setTimeout(300_000)
const OTHERS = ['norway', 'observer', 'chair', 'secretariat'] as const
const SUBMITTED = 'zwirbelfaden'
const WORDS = { colleague: 'klammerkraut', deleted: 'quernstein', fresh: 'plimsollmarke', alternative: 'trollblume', shared: 'sandbankwort', discarded: 'weggeworfen', han: '海螺低吟', arabic: 'همسالموج' }

test('[V2] nobody else receives a byte of what a delegation drafts, and everybody what it submits', async ({ story }) => {
  const recorders: Recorder[] = []
  for (const part of OTHERS) {
    const person = await story.browserOf(part)
    recorders.push(await Recorder.of(person))
    await story.comeIn(person, part)
    await expect(saving(person.page)).toHaveText('Saved')
  }
  const kenya = await story.enter('kenya')
  const colleague = await story.enter('kenya2')
  await expect(saving(colleague.page)).toHaveText('Saved')
  // Each browser looks once at the record on its own account, soon after it has come.
  for (const recorder of recorders)
    await expect.poll(async () => (await recorder.received()).some(({ from }) => from.endsWith('/record/checkpoint'))).toBe(true)
  const marks = await Promise.all(recorders.map(async r => (await r.received()).length))

  await draftAtLength(kenya, colleague)
  // That they are in the room everybody may know; not where their carets are.
  const secrets = [SUBMITTED, ...Object.values(WORDS), ...idsOf(story), '"cursor":{', '"anchor":']
  expect(secrets.length).toBeGreaterThan(16)
  for (const [i, recorder] of recorders.entries()) {
    expect(await recorder.findings([...secrets, ...clientsOf(story)])).toEqual([])
    expect(await recorder.since(marks[i]!)).toEqual([])
  }

  // The same search finds what is submitted: for everybody, and nothing else of it.
  await submitDraft(kenya.page, 'OP5')
  for (const { person } of recorders) await expect(paragraph(person.page, 'OP5')).toContainText(SUBMITTED)
  for (const recorder of recorders) {
    expect(await recorder.findings([SUBMITTED])).not.toEqual([])
    const { colleague: _written, ...kept } = WORDS
    expect(await recorder.findings([...Object.values(kept), ...idsOf(story), ...clientsOf(story)])).toEqual([])
  }
})

test('[V2] asking for what is private gives the same bytes as asking for what does not exist', async ({ story }) => {
  const kenya = await story.enter('kenya')
  await typeInto(kenya.page, 'OP5', 'Zwirbelfaden ')
  await expect(saving(kenya.page)).toHaveText('Saved')
  const [draft] = draftsInLog(story.server.data, privateOf(story)[0]!)
  const { text, parties } = story.negotiation
  const [own] = privateOf(story)
  expect(await ask(kenya, own!)).not.toEqual(await ask(kenya, elsewhere(own!))) // who belongs there is answered
  for (const part of ['norway', 'observer', 'chair'] as const) {
    const person = await story.enter(part)
    for (const room of [...privateOf(story), `bureau/${text}`, `party/${text}/${parties.Avelia}`].filter(r => part !== 'chair' || !r.startsWith('bureau/')))
      expect(await ask(person, room)).toEqual(await ask(person, elsewhere(room)))
    for (const path of [`/s/${kenya.seat}/me`, `/s/${kenya.seat}/texts/${text}`, `/s/${kenya.seat}/texts/${text}/floor`, `/s/${person.seat}/texts/${draft}`])
      expect(await probe(person, 'GET', path, [kenya.seat, draft!])).toEqual(await probe(person, 'GET', path.replace(kenya.seat, other(kenya.seat)).replace(draft!, other(draft!)), [other(kenya.seat), other(draft!)]))
    for (const command of commandsOn(draft!, parties.Norway!)) {
      const path = `/s/${person.seat}/texts/${text}/commands`
      expect(await probe(person, 'POST', path, [draft!], command)).toEqual(await probe(person, 'POST', path, [other(draft!)], JSON.parse(JSON.stringify(command).replaceAll(draft!, other(draft!)))))
    }
    const exported = (id: string): Promise<string> => probe(person, 'GET', `/s/${person.seat}/texts/${text}/export?view=clean&format=md&adopt=${id}`, [id])
    expect(await exported(draft!)).toEqual(await exported(other(draft!)))
  }
})

/** Everything that one does with drafts, by the hands of two. */
async function draftAtLength(kenya: Person, colleague: Person): Promise<void> {
  const { page } = kenya
  await typeInto(page, 'OP5', `${SUBMITTED} `)
  await expect(wordsOf(colleague.page, 'OP5')).toContainText(SUBMITTED)
  await typeInto(colleague.page, 'OP5', `${WORDS.colleague} `)
  await expect(wordsOf(page, 'OP5')).toContainText(WORDS.colleague)
  await typeInto(page, 'OP5', WORDS.deleted)
  for (const _ of WORDS.deleted) await page.keyboard.press('Backspace')
  await expect(wordsOf(colleague.page, 'OP5')).not.toContainText(WORDS.deleted)
  await another(page, 'OP7', 'New paragraph after this one', WORDS.fresh)
  await another(page, 'OP8', 'Alternative to this paragraph', WORDS.alternative)
  await another(page, 'OP13', 'Propose to delete this paragraph', '')
  await typeInto(page, 'OP11', `${WORDS.shared} `)
  await paragraph(page, 'OP11').getByRole('button', { name: 'Share with Island Group' }).click()
  await typeInto(colleague.page, 'OP12', `${WORDS.discarded} `)
  const bar = paragraph(colleague.page, 'OP12').getByRole('group', { name: 'Draft' })
  await bar.getByRole('button', { name: 'Discard' }).click()
  await bar.getByRole('button', { name: 'Discard it' }).click()
  await typeInto(colleague.page, 'OP10', WORDS.han)
  await typeInto(colleague.page, 'OP9', WORDS.arabic)
  await expect(colleague.page.locator('.ProseMirror')).toContainText(WORDS.shared)
  await expect(colleague.page.locator('.ProseMirror')).toContainText(WORDS.alternative)
  await expect(page.locator('.ProseMirror')).toContainText(WORDS.arabic)
  await expect(page.locator('.ProseMirror')).not.toContainText(WORDS.discarded)
  for (const person of [kenya, colleague]) {
    await pressInto(person.page, 'OP1') // a caret somewhere else
    await expect(saving(person.page)).toHaveText('Saved')
  }
}

/** From the menu at the caret; the caret is then in what was made. */
async function another(page: Page, label: string, what: string, words: string): Promise<void> {
  await pressInto(page, label)
  await page.getByRole('toolbar', { name: 'Format' }).getByRole('button', { name: /^Paragraph/ }).click()
  await page.getByRole('button', { name: what }).click()
  if (!words) return
  await page.keyboard.type(words)
  await expect(page.locator('.ProseMirror')).toContainText(words)
}

const privateOf = ({ negotiation: { text, parties } }: Story): string[] => [`party/${text}/${parties.Kenya}`, `coalition/${text}/${parties['Island Group']}`]
const idsOf = (story: Story): string[] => privateOf(story).flatMap(room => [room, ...draftsInLog(story.server.data, room)])
const clientsOf = (story: Story): Uint8Array[] => privateOf(story).flatMap(room => clientsInLog(story.server.data, room))

/** An id of the same length that nobody ever gave. */
const other = (id: string): string => [...id].reverse().join('').replace(/[0-9a-f]/g, c => ((parseInt(c, 16) + 7) % 16).toString(16))
const elsewhere = (room: string): string => room.replace(/[^/]+$/, other)

/** Every way of naming a draft's id in an act. */
const commandsOn = (id: string, party: string): object[] => [
  { do: 'withdraw', proposal: id }, { do: 'adopt', proposal: id }, { do: 'position', proposal: id, party, stance: 'support' }, { do: 'cosponsor', proposal: id, party, on: true },
  { do: 'point', paragraph: id }, { do: 'mark', paragraph: id, state: 'agreed' }, { do: 'remark', paragraph: id, text: 'x' }, { do: 'show_remark', remark: id },
  { do: 'submit', party, amendments: [{ kind: 'delete', paragraph: id, basis: [] }] },
  { do: 'submit', party, amendments: [{ kind: 'new', after: id, paragraph_kind: 'op', level: 0, label: '', content: [{ t: 'x' }] }] },
  { do: 'submit', party, amendments: [{ kind: 'change', paragraph: id, on: id, basis: [], span: [0, 0], replacement: [{ t: 'x' }] }] },
]
