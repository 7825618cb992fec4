/**
 * Four browsers type almost without pause: `node four_type.mjs PORT`. Prints `saved WRITER N` whenever a
 * browser would show that its first N words are saved. Told `stop` on standard input it stops
 * typing; told `finish` it waits until everything is saved, prints `typed WRITER N` and ends.
 * Elsewhere than on the small server: `node four_type.mjs PORT JSON`, {room, seats: [[seat, cookie]], paragraphs}.
 */
import { createInterface } from 'node:readline'
import { enter, open, words } from './browser.mjs'

const port = process.argv[2]
const writers = []
const { room: name, seats, paragraphs } = process.argv[3] ? JSON.parse(process.argv[3]) : {
  room: 'text/t',
  seats: ['chair', 'secretary', 'chair', 'secretary'].map(seat => [seat]),
  paragraphs: ['p1', 'p2', 'p3', 'p4'],
}
let stopped = false
const PAUSE = 20 // ms between a word that is saved and the next: a paragraph takes 100,000 characters, and servers start slowly

function type(writer, count) {
  for (let n = 0; n < count && !stopped; n++) {
    writer.typed += 1
    const text = words(writer.room.doc, paragraphs[writer.number])
    text.insert(text.length, `w${writer.number}-${writer.typed} `)
  }
}

// Each types a few words, and as soon as those are saved the next few: something is always on its way.
await Promise.all(seats.map(async ([seat, cookie], number) => {
  const room = enter(open(port, seat, cookie), name)
  await room.until('grant')
  await room.until('saved')
  const writer = { number, room, typed: 0 }
  room.provider.on('unsyncedChanges', ({ number: left }) => {
    if (left > 0) return
    console.log(`saved ${number} ${writer.typed}`)
    setTimeout(() => type(writer, 1 + (writer.typed % 5)), PAUSE)
  })
  room.provider.on('disconnect', () => {
    console.log(`disconnected ${number}`)
    type(writer, 3)
  })
  writers.push(writer)
  type(writer, 5)
}))

for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'stop') {
    stopped = true
    console.log('stopped')
  }
  if (line === 'finish') {
    for (const { number, room, typed } of writers) {
      while (!room.provider.isSynced || room.provider.hasUnsyncedChanges) await room.until('saved')
      console.log(`typed ${number} ${typed}`)
    }
    break
  }
}
console.log('done')
process.exit(0)
