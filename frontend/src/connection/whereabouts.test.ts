import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { expect, it } from 'vitest'
import { applyAwarenessUpdate, Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { brief, coalitionName, deskName, floorName, partyName, textName } from './compartments'
import { People } from './whereabouts'

function told(...entries: Array<[client: number, clock: number, state: unknown]>): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, entries.length)
  for (const [client, clock, state] of entries) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarString(encoder, JSON.stringify(state))
  }
  return encoding.toUint8Array(encoder)
}

const anna = { seat: 'a', name: 'Anna', party: 'x', role: 'delegate' }
const place = { item: { client: 7, clock: 3 } }

it('[Y8] who moves is who was told before', () => {
  const awareness = new Awareness(new Y.Doc())
  const people = new People()
  const hear = (...entries: Parameters<typeof told>): void => applyAwarenessUpdate(awareness, people.inFull(told(...entries)), 'server')
  hear([7, 1, [null, anna]], [8, 1, [{ in: 'p', anchor: place, head: 4 }, { ...anna, seat: 'b' }]])
  expect(awareness.getStates().get(7)).toEqual({ cursor: null, user: anna })
  expect(awareness.getStates().get(8)).toEqual({ cursor: { in: 'p', anchor: place, head: 4 }, user: { ...anna, seat: 'b' } })
  hear([7, 2, [{ in: 'q', anchor: place }]])
  expect(awareness.getStates().get(7)).toEqual({ cursor: { in: 'q', anchor: place, head: place }, user: anna })
  hear([8, 3, null])
  expect(awareness.getStates().has(8)).toBe(false)
  awareness.destroy()
})

it('[Y8] somebody whom this browser gave up for lost comes back by a movement', () => {
  const people = new People()
  people.inFull(told([7, 1, [null, anna]]))
  const decoder = decoding.createDecoder(people.inFull(told([7, 9, [{ in: 'q', anchor: 2 }]])))
  expect([decoding.readVarUint(decoder), decoding.readVarUint(decoder), decoding.readVarUint(decoder)]).toEqual([1, 7, 9])
  expect(JSON.parse(decoding.readVarString(decoder))).toEqual({ cursor: { in: 'q', anchor: 2, head: 2 }, user: anna })
})

it('[Y8] compartments have short names on the socket of their text', () => {
  const names = [textName('t1'), floorName('t1'), deskName('t1'), partyName('t1', 'a'), coalitionName('t1', 'ab')]
  expect(names.map(brief)).toEqual(['t', 'f', 'd', 'p/a', 'c/ab'])
})
