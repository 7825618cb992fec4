/** The floor as events bring it: in order, once each; a gap means that it is fetched again. */
import { writable, type Readable } from 'svelte/store'
import type { FloorEvent, FloorState } from '../drafting/types'

export interface FloorHost {
  fetch(): Promise<{ seq: number; state: FloorState }>
  evolve: (state: FloorState, event: FloorEvent) => FloorState
  failed(thrown: unknown): void
}

export const emptyFloor = (): FloorState => ({ proposals: {}, states: {}, remarks: {}, pointed: null, codrafting: [], revisions: [], acts: 0 })

export class Floor {
  private readonly store = writable<{ seq: number; state: FloorState }>({ seq: 0, state: emptyFloor() })
  private readonly last = writable<FloorEvent | null>(null)
  private now = { seq: 0, state: emptyFloor() }
  private early: FloorEvent[] = []
  private fetching: Promise<void> | null = null
  private again = false
  readonly state: Readable<{ seq: number; state: FloorState }> = { subscribe: this.store.subscribe }
  readonly events: Readable<FloorEvent | null> = { subscribe: this.last.subscribe }

  constructor(private readonly host: FloorHost) {}

  /** An event from the socket, or from the answer to an own act. */
  hear(event: FloorEvent): void {
    if (this.fetching) {
      this.early.push(event)
      return
    }
    if (event.seq <= this.now.seq) return
    if (event.seq > this.now.seq + 1) {
      this.early.push(event)
      void this.refetch()
      return
    }
    this.now = { seq: event.seq, state: this.host.evolve(this.now.state, event) }
    this.store.set(this.now)
    this.last.set(event)
  }

  /** Takes the floor as the server has it; events that came meanwhile follow. */
  refetch(): Promise<void> {
    if (this.fetching) this.again = true
    this.fetching ??= this.fetchOnce()
    return this.fetching
  }

  private async fetchOnce(): Promise<void> {
    try {
      do {
        this.again = false
        const fresh = await this.host.fetch()
        if (fresh.seq >= this.now.seq) {
          this.now = fresh
          this.store.set(fresh)
        }
      } while (this.again)
    } catch (thrown) {
      this.host.failed(thrown)
    } finally {
      this.fetching = null
    }
    const waiting = this.early.splice(0).filter(e => e.seq > this.now.seq).sort((a, b) => a.seq - b.seq)
    // Without the floor itself nothing can follow it: the next synchronising tries again.
    if (waiting[0]?.seq === this.now.seq + 1) for (const event of waiting) this.hear(event)
  }
}
