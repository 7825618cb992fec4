/** One compartment kept in step with the server: its document, its provider, this device's copy, its grant. */
import type { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { Failure } from '../drafting/types'
import { brief } from './compartments'
import { canKeep, copyName, openCopy, type LocalCopy } from './local'
import { CarefulProvider } from './provider'
import { troubleIn } from './saving'
import type { Compartment, Trouble } from './types'
import { settle, type Kept, type Refusal } from './refusals'

export interface LiveHost {
  seat: string
  place: number
  socket: HocuspocusProviderWebsocket
  changed(): void // the compartment or its saving state
  refused(compartment: string, failure: Failure, kept: Kept[]): void
  denied(compartment: string): void
  settled(compartment: string): void // in step with the server again
  trouble(why: Trouble): void // the server saves nothing
}

const PAUSES = [500, 1000, 2000, 4000, 8000, 15000, 15000]

export class LiveCompartment implements Compartment {
  doc = new Y.Doc()
  awareness: Awareness | null = null
  writable = false
  private provider: CarefulProvider | null = null
  private copy: LocalCopy | null = null
  private granted: number | null = null
  private tries = 0
  private timer: ReturnType<typeof setTimeout> | null = null
  private refusals: Refusal[] = []
  private closed = false

  constructor(readonly name: string, private readonly host: LiveHost) {}

  /** Reads this device's copy, then asks the server. Words may be typed at once when a grant was kept. */
  async open(): Promise<void> {
    const doc = this.doc
    if (canKeep()) this.copy = await openCopy(copyName(this.host.seat, this.name, this.host.place), doc).catch(() => null)
    if (this.closed || doc !== this.doc) return
    if (this.copy?.client != null) this.take(this.copy.client)
    this.connect()
  }

  private connect(): void {
    const awareness = new Awareness(this.doc)
    awareness.setLocalState(null)
    this.awareness = awareness
    const provider = new CarefulProvider({
      name: brief(this.name), document: this.doc, awareness, websocketProvider: this.host.socket,
      token: () => JSON.stringify({ client: this.copy?.client ?? this.granted }),
      onStateless: ({ payload }) => this.stateless(payload),
      onSynced: () => this.synced(),
      onUnsyncedChanges: () => this.counted(),
      onAuthenticationFailed: () => this.host.denied(this.name),
      onAuthenticated: () => this.authenticated(),
      onClose: () => this.host.changed(),
    })
    provider.mayAnswer = state => this.mayAnswer(state)
    this.provider = provider
    provider.attach()
    this.host.changed()
  }

  /** From now on words are written under this id. */
  private take(client: number): void {
    this.granted = client
    this.doc.clientID = client
    this.writable = true
    if (this.awareness && this.awareness.clientID !== client) {
      const state = this.awareness.getLocalState()
      this.awareness.setLocalState(null)
      this.awareness.clientID = client
      this.awareness.setLocalState(state)
    }
  }

  private authenticated(): void {
    if (this.provider?.authorizedScope === 'readonly') this.writable = false
    this.present()
    this.host.changed()
  }

  private present(): void {
    const { awareness } = this
    if (!awareness) return
    awareness.clientID = this.doc.clientID
    if (awareness.getLocalState() === null) awareness.setLocalState({ cursor: null })
  }

  private stateless(payload: string): void {
    const message = parse(payload)
    const trouble = troubleIn(message)
    if (trouble) return this.host.trouble(trouble)
    if (message.type === 'grant' && typeof message.client === 'number') this.grant(message.client)
    else if (message.type === 'refused') this.refuse({ code: String(message.code ?? 'server'), params: (message.params ?? {}) as Failure['params'] })
  }

  private grant(client: number): void {
    const asked = this.granted
    if (asked !== null && asked !== client && this.hasOwn(asked)) {
      // Words written under the former id may not have arrived. The server is asked what it has first.
      this.waitingGrant = { asked, client }
      return
    }
    this.take(client)
    this.copy?.keepClient(client)
    this.present()
    this.tellRefusals()
    this.host.changed()
  }

  private waitingGrant: { asked: number; client: number } | null = null

  private hasOwn(client: number): boolean {
    return (Y.decodeStateVector(Y.encodeStateVector(this.doc)).get(client) ?? 0) > 0
  }

  /** Whether our words may go to a server that has this state. */
  private mayAnswer(state: Uint8Array): boolean {
    const waiting = this.waitingGrant
    if (!waiting) return true
    this.waitingGrant = null
    const theirs = Y.decodeStateVector(state).get(waiting.asked) ?? 0
    const ours = Y.decodeStateVector(Y.encodeStateVector(this.doc)).get(waiting.asked) ?? 0
    if (theirs >= ours) {
      this.take(waiting.client)
      this.copy?.keepClient(waiting.client)
      this.host.changed()
      return true
    }
    // The former connection of this tab still counts as open there: it ends soon, and the id is free again.
    this.again()
    return false
  }

  private again(): void {
    this.provider?.detach()
    const pause = PAUSES[this.tries++]
    if (pause === undefined) return this.refuse({ code: 'client', params: {} })
    this.timer = setTimeout(() => this.provider?.attach(), pause)
    this.host.changed()
  }

  // --- saving ----------------------------------------------------------------------------------

  private counted(): void {
    if (this.saved) {
      this.tries = 0
      this.host.settled(this.name)
    }
    this.host.changed()
  }

  private synced(): void {
    this.tellRefusals()
    this.host.changed()
  }

  get saved(): boolean {
    return this.provider !== null && this.provider.isSynced && this.provider.unsyncedChanges === 0
  }

  get ready(): boolean {
    return this.saved && !this.provider!.holding
  }

  hold(): () => void {
    return this.provider?.hold() ?? (() => {})
  }

  // --- refusals --------------------------------------------------------------------------------

  /** The words are kept, the document is dropped, and a new one is taken from the server under a new grant. */
  private refuse(failure: Failure): void {
    this.refusals.push({ failure, former: this.doc })
    this.drop()
    const copy = this.copy
    this.copy = null
    void Promise.resolve(copy?.clear()).then(async () => {
      if (this.closed) return
      await this.open()
    })
    this.host.changed()
  }

  private drop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.provider?.destroy()
    this.provider = null
    this.awareness = null
    this.doc.destroy()
    this.doc = new Y.Doc()
    this.granted = null
    this.waitingGrant = null
    this.writable = false
    this.tries = 0
  }

  /** As soon as the server's document is here, and the right to write in it if there is one. */
  private tellRefusals(): void {
    if (!this.provider?.isSynced || (!this.writable && this.provider.authorizedScope !== 'readonly')) return
    for (const refusal of this.refusals.splice(0))
      for (const { failure, kept } of settle(this.name, refusal, this.doc, this.writable)) this.host.refused(this.name, failure, kept)
  }

  close(clear = false): void {
    this.closed = true
    if (this.timer) clearTimeout(this.timer)
    this.provider?.destroy()
    if (clear) void this.copy?.clear()
    else this.copy?.close()
    this.doc.destroy()
  }
}

function parse(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
