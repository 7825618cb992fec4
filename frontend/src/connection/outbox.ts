/** Commands on their way: kept on this device until the server has decided, sent once, taken back while they wait. */
import { del, entries, get as read, set as write } from 'idb-keyval'
import { writable, type Readable } from 'svelte/store'
import type { Command, Outcome } from '../drafting/types'
import { Refused, Unreachable } from './http'
import { openStore } from './local'
import type { Waiting } from './types'

export interface Shelf {
  all(): Promise<Waiting[]>
  has(id: string): Promise<boolean>
  put(entry: Waiting): Promise<void>
  remove(id: string): Promise<void>
}

/** The shelf on this device; one for each seat and text. */
export function deviceShelf(seat: string, text: string): Shelf {
  const store = openStore(`adref/${seat}/${text}/outbox`, 'commands')
  return {
    all: async () => (await entries<string, Waiting>(store)).map(([, entry]) => entry),
    has: async id => (await read(id, store)) !== undefined,
    put: entry => write(entry.id, entry, store),
    remove: id => del(id, store),
  }
}

export function memoryShelf(): Shelf {
  const held = new Map<string, Waiting>()
  return {
    all: async () => [...held.values()], has: async id => held.has(id),
    put: async entry => void held.set(entry.id, entry), remove: async id => void held.delete(id),
  }
}

export interface OutboxHost {
  shelf: Shelf
  send(id: string, command: Command): Promise<Outcome>
  newId(): string
  now(): number
  decided(outcome: Outcome): void
  /** Runs `work` unless another tab of this seat does the same at this moment. */
  alone(id: string, work: () => Promise<void>): Promise<void>
  /** Tells the other tabs of this seat that the shelf changed. */
  changed(): void
}

/** The author took the command back before it was sent. */
export class TakenBack extends Error {
  readonly failure = { code: 'taken_back', params: {} }
}

interface Promised { resolve(outcome: Outcome): void; reject(thrown: unknown): void }

export class Outbox {
  private readonly store = writable<Waiting[]>([])
  private list: Waiting[] = []
  private promised = new Map<string, Promised>()
  private flushing = false
  private again = false
  private blocked = false
  readonly waiting: Readable<Waiting[]> = { subscribe: this.store.subscribe }

  constructor(private readonly host: OutboxHost) {}

  act(command: Command): Promise<Outcome> {
    const entry: Waiting = { id: this.host.newId(), command, state: 'waiting', since: this.host.now() }
    const decision = new Promise<Outcome>((resolve, reject) => this.promised.set(entry.id, { resolve, reject }))
    this.put([...this.list, entry])
    // Even when this device keeps nothing the command goes out; it only would not survive a reload.
    void this.host.shelf.put(entry).catch(() => undefined).then(() => {
      this.host.changed()
      return this.flush()
    })
    return decision
  }

  /** False when it is on its way at this moment: it is then taken back as soon as it could not be sent. */
  takeBack(id: string): boolean {
    const entry = this.list.find(e => e.id === id)
    if (!entry) return false
    if (entry.state === 'sending') {
      this.mark(id, { recalled: true })
      return false
    }
    this.forget(id)
    this.promised.get(id)?.reject(new TakenBack('taken_back'))
    this.promised.delete(id)
    return true
  }

  /** Reads what this seat's tabs put on the shelf: at the start, and when another tab changed it. */
  async reload(): Promise<void> {
    const kept = await this.host.shelf.all().catch((): Waiting[] => [])
    const own = new Map(this.list.map(e => [e.id, e]))
    const known = kept.map((entry): Waiting => own.get(entry.id) ?? (entry.state === 'sending' ? { ...entry, state: 'waiting' } : entry))
    const fresh = this.list.filter(e => this.promised.has(e.id) && !kept.some(k => k.id === e.id))
    this.put([...known, ...fresh].sort((a, b) => a.since - b.since))
  }

  /** Sends what waits, in order; stops at the first that cannot be sent. */
  async flush(): Promise<void> {
    if (this.flushing) return void (this.again = true)
    this.flushing = true
    try {
      do {
        this.again = this.blocked = false
        for (const entry of [...this.list]) if (!this.blocked && this.list.includes(entry) && entry.state === 'waiting') await this.host.alone(entry.id, () => this.sendOne(entry))
      } while (this.again)
    } finally {
      this.flushing = false
    }
  }

  private async sendOne(entry: Waiting): Promise<void> {
    const elsewhere = !this.promised.has(entry.id) && !(await this.host.shelf.has(entry.id).catch(() => true))
    if (elsewhere) return this.put(this.list.filter(e => e.id !== entry.id))
    if (!this.list.some(e => e.id === entry.id)) return // taken back just now
    this.mark(entry.id, { state: 'sending' })
    try {
      const outcome = await this.host.send(entry.id, entry.command)
      this.forget(entry.id)
      this.host.decided(outcome)
      this.promised.get(entry.id)?.resolve(outcome)
      this.promised.delete(entry.id)
    } catch (thrown) {
      if (thrown instanceof Refused) this.refuse(entry, thrown)
      else this.wait(entry, thrown)
    }
  }

  private wait(entry: Waiting, thrown: unknown): void {
    this.mark(entry.id, { state: 'waiting' })
    this.blocked = true
    if (this.list.some(e => e.id === entry.id && e.recalled)) return void this.takeBack(entry.id)
    if (thrown instanceof Unreachable) return
    this.promised.get(entry.id)?.reject(thrown)
    this.promised.delete(entry.id)
  }

  /** Somebody who waits for the answer hears it; otherwise it stays in sight until it is dismissed. */
  private refuse(entry: Waiting, refused: Refused): void {
    const promised = this.promised.get(entry.id)
    this.promised.delete(entry.id)
    if (promised) {
      this.forget(entry.id)
      promised.reject(refused)
      return
    }
    this.mark(entry.id, { state: 'refused', failure: refused.failure })
    const marked = this.list.find(e => e.id === entry.id)
    if (marked) void this.host.shelf.put(marked).catch(() => undefined)
  }

  private mark(id: string, change: Partial<Waiting>): void {
    this.put(this.list.map(e => (e.id === id ? { ...e, ...change } : e)))
  }

  private forget(id: string): void {
    this.put(this.list.filter(e => e.id !== id))
    void this.host.shelf.remove(id).catch(() => undefined).then(() => this.host.changed())
  }

  private put(list: Waiting[]): void {
    this.list = list
    this.store.set(list)
  }
}
