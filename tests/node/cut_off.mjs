/**
 * Visitors whose connections are cut again and again: `node cut_off.mjs CASE`, a JSON object:
 * `{base, wire, seed, words, visitors: [{name, link, writes: [room], reads: [room]}]}`.
 *
 * Every visitor has one socket for all its rooms. In each room that it writes, it types so many
 * numbered words, with the connection and without. When everything is saved and everybody reads the
 * same, it prints `{room: [[words of each paragraph], ...]}` with one list for each who is in it.
 */
import { random } from './chance.mjs'
import { assert, enter, Y } from './browser.mjs'
import { join, socketOf } from './visitor.mjs'

const { base, wire, seed, words, visitors } = JSON.parse(process.argv[2])
const rooms = []

const rootOf = name => (name.startsWith('text/') ? 'paragraphs' : 'drafts')
const entries = room => room.doc.getMap(rootOf(room.name))

/** What each paragraph or draft says. */
const read = room => [...entries(room).keys()].sort().map(id => plain(entries(room).get(id)))
const plain = entry => entry.get('body').toArray().map(text => text.toString()).join('')

/** A draft to write into, where there is none. */
function begin(room) {
  const draft = new Y.Map(), body = new Y.XmlFragment()
  const fields = { paragraph: '', kind: 'new', after: '', paragraphKind: 'op', level: 0, label: '', basis: '[]', by: 'x' }
  room.doc.transact(() => {
    for (const [name, value] of Object.entries(fields)) draft.set(name, value)
    draft.set('body', body)
    entries(room).set('draft', draft)
    body.insert(0, [new Y.XmlText('Begun. ')])
  })
}

/** A word between two others, wherever it may be. */
function type(room, word, chance) {
  const text = entries(room).get(chance.of([...entries(room).keys()].sort())).get('body').get(0)
  const places = [0, ...[...text.toString().matchAll(/ /g)].map(found => found.index + 1)]
  text.insert(chance.of(places), `${word} `)
}

/** Types a few words; goes on when those are saved, or when the connection is lost. */
async function work(room, chance) {
  for (let typed = 0; typed < words;) {
    for (let few = 1 + chance.below(4); few > 0 && typed < words; few--) {
      typed += 1
      type(room, `${room.writer}-${typed}`, chance)
    }
    await room.next('saved', 'disconnected')
  }
}

async function visit({ name, link, writes, reads }, number) {
  const chance = random(seed * 100 + number)
  const socket = socketOf(wire, await join(base, link, name))
  const entered = [...writes, ...reads].map(one => enter(socket, one))
  rooms.push(...entered)
  const writing = entered.slice(0, writes.length)
  await Promise.all(writing.map(async (room, at) => {
    room.writer = `w${number}${at}`
    await room.until('grant')
    await room.saved()
    if (rootOf(room.name) === 'drafts' && number === 0) begin(room)
    while (!entries(room).size) await room.next('update')
    await work(room, chance)
  }))
}

await Promise.all(visitors.map(visit))
const written = rooms.filter(room => room.writer)
await Promise.all(written.map(room => room.saved()))

/** Resolves when all who are in a room have the same. */
async function agree(those) {
  const state = room => `${[...Y.decodeStateVector(Y.encodeStateVector(room.doc))].sort()}`
  while (those.some(room => state(room) !== state(those[0]))) {
    await Promise.race(those.map(room => room.next('update')))
  }
}
const shown = {}
for (const name of new Set(rooms.map(room => room.name))) {
  const those = rooms.filter(room => room.name === name)
  await agree(those)
  shown[name] = those.map(read)
}
for (const room of written) {
  assert(!room.provider.hasUnsyncedChanges, `${room.name}: something still counts as unsaved`)
  assert(room.surplus === 0, '[Y4] nothing is acknowledged that the provider does not count')
}
console.log(JSON.stringify(shown))
process.exit(0)
