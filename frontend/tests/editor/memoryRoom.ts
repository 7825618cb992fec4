/** Rooms joined in memory: what the editor sees of a connection, without a server. Updates can be held to make two people meet. */
import { readable, writable, get, type Writable } from 'svelte/store'
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { drafting } from '../../src/connection/drafting'
import { watchMerging } from '../../src/connection/merging'
import { readings } from '../../src/connection/readings'
import type { Compartment, Room } from '../../src/connection/types'
import type { FloorState } from '../../src/drafting/types'

export class MemoryHub {
  private members = new Map<string, Member[]>()
  private nextClient = 100
  paused = false
  private waiting: Array<() => void> = []

  join(name: string, member: Member): number {
    const list = this.members.get(name) ?? []
    const other = list[0]
    if (other) Y.applyUpdate(member.doc, Y.encodeStateAsUpdate(other.doc), 'network')
    this.members.set(name, [...list, member])
    return this.nextClient++
  }

  leave(name: string, member: Member): void {
    this.members.set(name, (this.members.get(name) ?? []).filter(m => m !== member))
  }

  send(name: string, from: Member, deliver: (to: Member) => void): void {
    const go = (): void => { for (const to of this.members.get(name) ?? []) if (to !== from) deliver(to) }
    if (this.paused) this.waiting.push(go)
    else go()
  }

  pause(): void { this.paused = true }
  resume(): void {
    this.paused = false
    for (const go of this.waiting.splice(0)) go()
  }
}

export interface Member { doc: Y.Doc; receive(update: Uint8Array): void; aware(update: Uint8Array): void }

export interface MemoryRoom extends Room { floor: Writable<{ seq: number; state: FloorState }>; doc(name: string): Y.Doc }

export const emptyFloor = (): FloorState => ({ proposals: {}, states: {}, remarks: {}, pointed: null, codrafting: [], revisions: [], acts: 0 })

export function memoryRoom(hub: MemoryHub, text: string, me: { seat: string; name: string; role: string; party: string | null }, names: string[], writes: (name: string) => boolean = () => true, floor: MemoryRoom['floor'] = writable({ seq: 0, state: emptyFloor() })): MemoryRoom {
  const held = new Map<string, { count: number; queue: Uint8Array[] }>()
  const all: Record<string, Compartment> = {}
  const stops: Array<() => void> = []
  for (const name of names) {
    const doc = new Y.Doc()
    const awareness = new Awareness(doc)
    const member: Member = {
      doc,
      receive(update) {
        const hold = held.get(name)
        if (hold?.count) hold.queue.push(update)
        else Y.applyUpdate(doc, update, 'network')
      },
      aware: update => applyAwarenessUpdate(awareness, update, 'network'),
    }
    doc.clientID = awareness.clientID = hub.join(name, member)
    awareness.setLocalState({ user: me, cursor: null })
    doc.on('update', (update: Uint8Array, origin: unknown) => { if (origin !== 'network') hub.send(name, member, to => to.receive(update)) })
    awareness.on('update', ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => {
      if (origin === 'network') return
      const update = encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed])
      hub.send(name, member, to => to.aware(update))
    })
    all[name] = { name, doc, awareness, writable: writes(name) }
    stops.push(() => { hub.leave(name, member); awareness.destroy(); doc.destroy() })
  }
  const compartments = writable(all)
  const read = readings(compartments, text)
  const merging = watchMerging({ paragraphs: read.paragraphs, compartments, ready: name => !held.get(name)?.count }, 30)
  const unused = (): never => { throw new Error('a room in memory decides nothing') }
  return {
    seat: me.seat, text, saving: readable('saved'), paragraphs: read.paragraphs, drafts: read.drafts, people: read.people, floor, compartments,
    desk: readable([]), events: readable(null), refused: readable([]), outbox: readable([]), gone: readable(false),
    act: unused, preview: unused, takeBack: () => false, dismissRefused: () => {}, retryRefused: () => false,
    ...drafting({ text, by: me.name, compartments, now: () => Date.now(), random: () => crypto.randomUUID() }),
    hold(name) {
      const hold = held.get(name) ?? { count: 0, queue: [] }
      held.set(name, hold)
      hold.count++
      let open = true
      return () => {
        if (!open) return
        open = false
        if (--hold.count) return
        for (const update of hold.queue.splice(0)) Y.applyUpdate(all[name]!.doc, update, 'network')
        merging.soon()
      }
    },
    doc: name => get(compartments)[name]!.doc,
    close() { merging.stop(); read.destroy(); for (const stop of stops) stop() },
  }
}
