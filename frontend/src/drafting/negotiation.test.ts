import { describe, expect, it } from 'vitest'
import { golden } from './golden'
import { emptyFloor, evolve } from './negotiation'
import type { FloorEvent, FloorState } from './types'

describe('evolve', () => {
  const plays = golden<Array<{ name: string; events: FloorEvent[]; state: FloorState }>>('negotiation')
  it.each(plays)('[P2] golden play $name', ({ events, state }) => {
    expect(events.reduce(evolve, emptyFloor())).toEqual(state)
  })

  it('[P2] what an event does not touch keeps its identity', () => {
    const { events } = plays.find(({ name }) => name === 'positions')!
    const before = evolve(emptyFloor(), events[0]!)
    const other = { ...(events[0]!.proposal as object), id: 'other', number: 2 }
    const after = evolve(before, { ...events[0]!, proposal: other })
    expect(Object.keys(after.proposals)).toHaveLength(2)
    for (const id in before.proposals) expect(after.proposals[id]).toBe(before.proposals[id])
  })
})
