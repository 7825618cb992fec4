/**
 * Five real Yjs clients in each of many sessions, spoken to through a pipe: `node sessions.mjs`.
 *
 * On both pipes a message is its length (32 bits, big-endian) and JSON; frames of the socket in
 * base64. In: `[[session, seed | null, frames, ending]...]`, frames being `[client, frame]` with
 * an empty frame when the connection of that client is lost. Out: for each of them
 * `[[what, client, frame | id to resume]...]`, what being `come`, `say` or `leave`, or, at the end
 * of it, how every client sees the text.
 */
import { random } from './chance.mjs'
import { Writer } from './writer.mjs'

const PEOPLE = 5
const sessions = new Map()

class Session {
  constructor(seed) {
    this.chance = random(seed)
    this.out = []
    this.writers = Array.from({ length: PEOPLE }, (_, number) =>
      new Writer(this.chance, (what, value) => this.out.push([what, number, value])))
  }

  /** One round: what has arrived, then a few acts of theirs. `ending`: nobody begins anything. */
  round(frames, ending) {
    for (const [number, frame] of frames) this.writers[number].hear(Buffer.from(frame, 'base64'))
    if (ending) for (const writer of this.writers) writer.connect()
    else for (let n = this.chance.below(8); n > 0; n--) this.chance.of(this.writers).act()
    return this.out.splice(0)
  }
}

function answer(request) {
  return request.map(([number, seed, frames, ending]) => {
    if (seed !== null) sessions.set(number, new Session(seed))
    const session = sessions.get(number)
    if (ending !== 'over') return session.round(frames, ending)
    sessions.delete(number)
    return session.writers.map(writer => writer.sees())
  })
}

let held = Buffer.alloc(0)
process.stdin.on('data', data => {
  held = Buffer.concat([held, data])
  while (held.length >= 4 && held.length >= 4 + held.readUInt32BE()) {
    const end = 4 + held.readUInt32BE()
    const body = Buffer.from(JSON.stringify(answer(JSON.parse(held.subarray(4, end)))))
    held = held.subarray(end)
    const head = Buffer.alloc(4)
    head.writeUInt32BE(body.length)
    process.stdout.write(Buffer.concat([head, body]))
  }
})
