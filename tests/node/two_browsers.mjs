/** Two browsers type into one text: `node two_browsers.mjs PORT`. Ends with 0 when all is well. */
import { assert, enter, open, words } from './browser.mjs'

const port = process.argv[2]
const [chair, secretary, anna] = ['chair', 'secretary', 'anna'].map(seat => open(port, seat))

const one = enter(chair, 'text/t')
assert((await one.until('authenticated')) === 'read-write', 'the chair holds the pen')
await one.until('grant')
const two = enter(secretary, 'text/t', { refusals: true })
await two.until('grant')
assert(one.client !== two.client, 'each has a client id of its own')
const three = enter(anna, 'text/t')
assert((await three.until('authenticated')) === 'readonly', 'a delegate reads')
await three.until('synced')
await Promise.all([one, two].map(room => room.until('saved')))
assert(words(one.doc, 'p1').toString() === 'Paragraph 1 of the text. ', 'the text is there')

words(one.doc, 'p1').insert(0, 'First 😀 ')
await one.until('saved')
await two.reads('p1', 'First 😀 Paragraph 1 of the text. ')
words(two.doc, 'p1').insert(6, 'العربية ')
await two.until('saved')
for (const room of [one, three]) await room.reads('p1', 'First العربية 😀 Paragraph 1 of the text. ')

// Presence is stamped, and goes when the person goes.
one.provider.awareness.setLocalState({ cursor: { paragraph: 'p1' }, user: { name: 'Somebody else' } })
await three.until('presence')
const [seen] = [...three.provider.awareness.getStates().values()].filter(state => state.user)
assert(seen.user.name === 'Chair' && seen.cursor.paragraph === 'p1', JSON.stringify(seen))

// What is locked is refused, and the author is told why.
words(two.doc, 'p6').insert(0, 'No. ')
const refusal = await two.until('refused')
assert(refusal.code === 'locked' && refusal.params.paragraph === 'p6', JSON.stringify(refusal))
two.provider.destroy()
const again = enter(secretary, 'text/t')
await again.until('grant')
await again.until('synced')
assert(words(again.doc, 'p6').toString() === 'Paragraph 6 of the text. ', 'nothing has changed')
words(again.doc, 'p2').insert(0, 'But ')
await again.until('saved')

// A room of others and a room that does not exist answer alike.
const theirs = enter(anna, 'party/t/b')
const nowhere = enter(anna, 'party/t/nobody')
assert((await theirs.until('denied')) === (await nowhere.until('denied')), 'alike')

console.log('done')
process.exit(0)
