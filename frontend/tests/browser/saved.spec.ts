/** [S15] Saved means saved: the server killed, the network gone, an edit refused, a link withdrawn. */
import { expect, test, type Person, type Story } from './house/story'
import { wordsOf } from './house/hands'
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
