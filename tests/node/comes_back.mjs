/**
 * A browser goes on without the server and comes back: `node comes_back.mjs PORT`. Says `offline`
 * when it has typed without the server; ends when all is saved.
 */
import { assert, enter, open, words } from './browser.mjs'

const port = process.argv[2]
const room = enter(open(port, 'chair'), 'text/t')
const draft = enter(open(port, 'anna'), 'party/t/a')
await Promise.all([room, draft].map(async one => {
  await one.until('grant')
  await one.until('saved')
}))
const client = room.client
console.log('ready')
await room.until('disconnected')
for (const word of ['one ', 'two ', 'three ']) words(room.doc, 'p1').insert(0, word)
console.log('offline')
const { client: resumed } = await room.until('grant')
assert(resumed === client, 'the client id is resumed')
await room.saved()
words(room.doc, 'p1').insert(0, 'four ')
await room.saved()
assert(room.surplus === 0, '[Y4] nothing is acknowledged that the provider does not count')

// Who is put out is told so, and nothing more.
console.log('revoke')
await draft.until('disconnected')
console.log('done')
process.exit(0)
