import { get } from 'svelte/store'
import { describe, expect, it } from 'vitest'
import type { FloorEvent, FloorState } from '../drafting/types'
import { emptyFloor, Floor } from './floor'

const event = (seq: number): FloorEvent => ({ seq, type: 'pointed', at: '', by: { seat: 's', name: 'n', role: 'chair', party: null } })
const counting = (state: FloorState): FloorState => ({ ...state, acts: state.acts + 1 })

function floorAt(seqs: number[]): { floor: Floor; fetched: () => number; answer: () => Promise<void> } {
  let fetched = 0
  const open: Array<() => void> = []
  const floor = new Floor({
    fetch: () => new Promise(done => { const seq = seqs[Math.min(fetched++, seqs.length - 1)]!; open.push(() => done({ seq, state: { ...emptyFloor(), acts: seq } })) }),
    evolve: counting, failed: () => {},
  })
  return { floor, fetched: () => fetched, answer: async () => { open.shift()!(); for (let i = 0; i < 8; i++) await Promise.resolve() } }
}

describe('the floor', () => {
  it('[E24] events follow each other once each', async () => {
    const { floor, answer } = floorAt([3])
    void floor.refetch()
    await answer()
    floor.hear(event(4))
    floor.hear(event(4))
    floor.hear(event(5))
    expect(get(floor.state)).toMatchObject({ seq: 5, state: { acts: 5 } })
    expect(get(floor.events)?.seq).toBe(5)
  })
  it('[E24] a gap means that the floor is fetched again, and nothing is counted twice', async () => {
    const { floor, fetched, answer } = floorAt([3, 6])
    void floor.refetch()
    await answer()
    floor.hear(event(6))
    floor.hear(event(7))
    expect(fetched()).toBe(2)
    await answer()
    expect(get(floor.state)).toMatchObject({ seq: 7, state: { acts: 7 } })
  })
  it('[E24] what comes while it is fetched follows afterwards', async () => {
    const { floor, answer } = floorAt([3])
    void floor.refetch()
    floor.hear(event(4))
    floor.hear(event(3))
    await answer()
    expect(get(floor.state)).toMatchObject({ seq: 4, state: { acts: 4 } })
  })
})
