/** `openRoom`: one text, live, as one seat has it. The composition of the parts in this folder. */
import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { get, writable } from 'svelte/store'
import { everybody, hereAfter, type HereNews, type HerePeople } from './here'
import type { Membership } from '../drafting/membership'
import type { Coalition, FloorEvent, FloorState, Outcome, Party, Remark, Role } from '../drafting/types'
import * as Y from 'yjs'
import { OWN } from '../crdt/origins'
import { paragraphsOf, setContent } from '../crdt/text'
import { brief, deskName, entitled, floorName, isDocument, textName } from './compartments'
import { drafting } from './drafting'
import { Floor } from './floor'
import { doors, Refused, type Doors } from './http'
import { LiveCompartment, type LiveHost } from './live'
import { canKeep, clearSeat, takePlace } from './local'
import { watchMerging } from './merging'
import { deviceShelf, memoryShelf, Outbox } from './outbox'
import { CarefulProvider } from './provider'
import { readings } from './readings'
import { savingOf, troubleIn } from './saving'
import type { Compartment, RefusedEdit, Room, Saving, Trouble } from './types'

export interface RoomMe {
  seat: { id: string; name: string; role: Role | 'keeper'; party: string | null }
  negotiation: { parties: Party[]; coalitions: Coalition[] } | null
}

export interface RoomParts {
  evolve?: (state: FloorState, event: FloorEvent) => FloorState
  doors?: Doors
  socketUrl?: string
  WebSocketPolyfill?: unknown
}

const BUREAU = ['chair', 'facilitator', 'secretariat']
/** Shown out by the server; or a handshake that failed, which is all that a page hears of a closed door. */
const SHOWN_OUT = new Set([1006, 1008])
const byId = <T extends { id: string }>(list: T[]): Record<string, T> => Object.fromEntries(list.map(item => [item.id, item]))

export async function openRoom(me: RoomMe, text: string, parts: RoomParts = {}): Promise<Room> {
  const { place, free } = await takePlace(me.seat.id, text)
  return new LiveRoom(me, text, parts, place, free).room
}

class LiveRoom {
  readonly room: Room
  private readonly membership: Membership
  private readonly live = new Map<string, LiveCompartment>()
  private readonly compartments = writable<Record<string, Compartment>>({})
  private readonly saving = writable<Saving>('connecting')
  private readonly refused = writable<RefusedEdit[]>([])
  private readonly desk = writable<Remark[]>([])
  private readonly gone = writable(false)
  private readonly here = writable<HerePeople>({})
  private readonly socket: HocuspocusProviderWebsocket
  private readonly doors: Doors
  private readonly floor: Floor
  private readonly outbox: Outbox
  private readonly channel: BroadcastChannel | null
  private readonly merging: ReturnType<typeof watchMerging>
  private readonly eventRooms: CarefulProvider[] = []
  private everConnected = false
  private trouble: Trouble | null = null
  private closed = false
  private readonly stops: Array<() => void> = []

  constructor(private readonly me: RoomMe, private readonly text: string, private readonly parts: RoomParts, place: number, free: () => void) {
    const seat = me.seat.id
    this.membership = { parties: byId(me.negotiation?.parties ?? []), coalitions: byId(me.negotiation?.coalitions ?? []) }
    this.doors = parts.doors ?? doors(seat, text)
    this.floor = new Floor({ fetch: () => this.doors.floor(), evolve: (state, event) => this.evolve(state, event), failed: thrown => this.failed(thrown) })
    this.channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(`adref/${seat}/${text}/outbox`)
    this.outbox = this.makeOutbox()
    this.socket = this.openSocket()
    this.openCompartments(place)
    const read = readings(this.compartments, text)
    this.merging = watchMerging({ paragraphs: read.paragraphs, compartments: this.compartments, ready: name => this.live.get(name)?.ready ?? false })
    this.stops.push(() => read.destroy(), () => this.merging.stop(), free)
    this.listen()
    this.room = {
      seat, text, saving: this.saving, ...read, people: everybody(read.people, this.here, floorName(text)), floor: this.floor.state, events: this.floor.events, desk: this.desk, refused: this.refused,
      outbox: this.outbox.waiting, compartments: this.compartments, gone: this.gone,
      act: command => this.outbox.act(command),
      preview: command => this.doors.command(crypto.randomUUID(), command, true),
      takeBack: id => this.outbox.takeBack(id),
      retryRefused: id => this.retryRefused(id),
      dismissRefused: id => this.refused.update(list => list.filter(edit => edit.id !== id)),
      ...drafting({ text, by: me.seat.name, compartments: this.compartments, now: () => Date.now(), random: () => crypto.randomUUID() }),
      hold: name => this.hold(name),
      close: () => this.close(false),
    }
  }

  private openSocket(): HocuspocusProviderWebsocket {
    const scheme = globalThis.location?.protocol === 'https:' ? 'wss' : 'ws'
    const url = this.parts.socketUrl ?? `${scheme}://${location.host}/ws`
    const socket = new HocuspocusProviderWebsocket({
      url: `${url}?seat=${encodeURIComponent(this.me.seat.id)}&text=${encodeURIComponent(this.text)}`, delay: 500, minDelay: 300, maxDelay: 8000, factor: 1.7, messageReconnectTimeout: 30000,
      ...(this.parts.WebSocketPolyfill ? { WebSocketPolyfill: this.parts.WebSocketPolyfill } : {}),
      onStatus: () => this.tell(),
      onConnect: () => this.connected(),
      onClose: ({ event }: { event: { code?: number } }) => { if (SHOWN_OUT.has(event.code ?? 0)) void this.confirmGone() },
    })
    return socket
  }

  private openCompartments(place: number): void {
    const { seat } = this.me
    const host: LiveHost = {
      seat: seat.id, place, socket: this.socket, changed: () => this.tell(),
      refused: (compartment, failure, kept) => this.refused.update(list => [...list, ...kept.map(k => ({ id: crypto.randomUUID(), compartment, failure, ...k }))]),
      denied: name => this.denied(name), settled: () => this.merging?.soon(),
      trouble: why => this.inTrouble(why),
    }
    const role = seat.role === 'keeper' ? 'secretariat' : seat.role
    for (const name of entitled(this.text, role, seat.party, this.membership)) {
      if (isDocument(name)) {
        const live = new LiveCompartment(name, host)
        this.live.set(name, live)
        void live.open()
      } else this.eventRooms.push(this.eventRoom(name))
    }
    this.tell()
  }

  /** Rooms that carry events only. */
  private eventRoom(name: string): CarefulProvider {
    const provider = new CarefulProvider({
      name: brief(name), document: new Y.Doc(), awareness: null, websocketProvider: this.socket, token: '{"client":null}',
      onAuthenticated: () => (name === floorName(this.text) ? void this.floor.refetch() : void this.readDesk()),
      onAuthenticationFailed: () => this.denied(name),
      onStateless: ({ payload }) => this.event(name, payload),
    })
    provider.attach()
    return provider
  }

  private event(name: string, payload: string): void {
    let message: { type?: string; seq?: number; event?: FloorEvent } & HereNews
    try {
      message = JSON.parse(payload) as typeof message
    } catch {
      return
    }
    const trouble = troubleIn(message)
    if (trouble) return this.inTrouble(trouble)
    if (message.type === 'here') return this.here.update(people => hereAfter(people, message))
    if (message.type !== 'event' || !message.event) return
    if (name === deskName(this.text)) return void this.readDesk()
    this.heardOnFloor({ ...message.event, seq: message.seq ?? message.event.seq })
  }

  /** Nothing is saved until the server lets everybody come in anew. */
  private inTrouble(why: Trouble): void {
    this.trouble = why
    this.tell()
  }

  private heardOnFloor(event: FloorEvent): void {
    this.floor.hear(event)
    if (event.type.startsWith('remark_')) void this.readDesk()
  }

  private evolve(state: FloorState, event: FloorEvent): FloorState {
    if (this.parts.evolve) return this.parts.evolve(state, event)
    void this.floor.refetch()
    return state
  }

  private async readDesk(): Promise<void> {
    try {
      this.desk.set(await (BUREAU.includes(this.me.seat.role) ? this.doors.desk() : this.doors.mine()))
    } catch (thrown) {
      this.failed(thrown)
    }
  }

  private makeOutbox(): Outbox {
    const { id: seat } = this.me.seat
    const locks = globalThis.navigator?.locks
    return new Outbox({
      shelf: canKeep() ? deviceShelf(seat, this.text) : memoryShelf(),
      send: (id, command) => this.doors.command(id, command, false),
      newId: () => crypto.randomUUID(), now: () => Date.now(),
      decided: outcome => this.decided(outcome),
      alone: (id, work) => (locks ? locks.request(`adref/${seat}/${this.text}/send/${id}`, { ifAvailable: true }, lock => (lock ? work() : undefined)).then(() => undefined) : work()),
      changed: () => this.channel?.postMessage('changed'),
    })
  }

  private decided(outcome: Outcome): void {
    for (const event of outcome.events) if (event.type !== 'remark_made') this.heardOnFloor(event)
    if (outcome.events.some(e => e.type === 'remark_made')) void this.readDesk()
  }

  private listen(): void {
    this.channel?.addEventListener('message', () => void this.outbox.reload())
    void this.outbox.reload().then(() => this.outbox.flush())
    const back = (): void => { void this.socket.connect(); void this.outbox.flush() }
    const timer = setInterval(() => { if (get(this.outbox.waiting).some(w => w.state === 'waiting')) void this.outbox.flush() }, 4000)
    globalThis.addEventListener?.('online', back)
    this.stops.push(() => globalThis.removeEventListener?.('online', back), () => clearInterval(timer), () => this.channel?.close())
    if (!BUREAU.includes(this.me.seat.role)) void this.readDesk()
  }

  private connected(): void {
    this.tell()
    void this.outbox.flush()
  }

  private tell(): void {
    if (this.closed) return
    const list = [...this.live.values()]
    const connected = this.socket?.status === 'connected'
    if (!connected) this.trouble = null // whoever comes in again is told again
    if (connected && list.every(c => c.saved)) this.everConnected = true
    this.compartments.set(Object.fromEntries(list.map(c => [c.name, c])))
    this.saving.set(savingOf({ connected, everConnected: this.everConnected, saved: list.map(c => c.saved), trouble: this.trouble }))
  }

  private hold(name: string): () => void {
    const release = this.live.get(name)?.hold()
    return () => {
      release?.()
      this.merging.soon()
    }
  }

  private retryRefused(id: string): boolean {
    const edit = get(this.refused).find(e => e.id === id)
    const live = edit && this.live.get(edit.compartment)
    if (!edit?.content || !live?.writable || edit.compartment !== textName(this.text) || !paragraphsOf(live.doc).has(edit.paragraph)) return false
    this.refused.update(list => list.filter(e => e.id !== id))
    setContent(live.doc, edit.paragraph, edit.content, OWN)
    return true
  }

  // --- leaving ---------------------------------------------------------------------------------

  /** A private compartment that this seat may no longer read; without the text itself, everything. */
  private denied(name: string): void {
    if (name === textName(this.text) || name === floorName(this.text)) return void this.confirmGone()
    this.live.get(name)?.close(true)
    this.live.delete(name)
    this.tell()
  }

  private failed(thrown: unknown): void {
    if (isDenial(thrown)) void this.confirmGone()
  }

  /** The floor can be read by everybody in the room: who gets no answer there is out. */
  private async confirmGone(): Promise<void> {
    if (this.closed) return
    try {
      await this.doors.floor()
    } catch (thrown) {
      if (!isDenial(thrown) || this.closed) return
      this.close(true)
      await clearSeat(this.me.seat.id)
      this.gone.set(true)
    }
  }

  private close(clear: boolean): void {
    if (this.closed) return
    this.closed = true
    for (const stop of this.stops) stop()
    for (const live of this.live.values()) live.close(clear)
    for (const provider of this.eventRooms) provider.destroy()
    this.socket.destroy()
  }
}

/** No seat here (any more). Another refusal is a trouble that passes: nothing kept here may be cleared for it. */
const isDenial = (thrown: unknown): boolean => thrown instanceof Refused && (thrown.status === 404 || thrown.status === 401)
