/**
 * The Hocuspocus provider, made careful: nothing is sent that the server would refuse for coming in the wrong order,
 * what the network brings can be held back while words are being composed, and who is where is understood from few words.
 */
import { HocuspocusProvider, type HocuspocusProviderConfiguration } from '@hocuspocus/provider'
import { createDecoder, readVarString, readVarUint, readVarUint8Array } from 'lib0/decoding'
import { applyAwarenessUpdate } from 'y-protocols/awareness'
import { People } from './whereabouts'

const SYNC = 0
const AWARENESS = 1
const STEP_1 = 0
const OPEN = 1

interface Heard { type: number; step: number; body: Uint8Array | null }

export class CarefulProvider extends HocuspocusProvider {
  /** True once the server has everything this document had when the socket opened. */
  private caughtUp = false
  private holds = 0
  private held: MessageEvent[] = []
  private people = new People()
  /** Asked before our words are sent for the server's state; false keeps them back. */
  mayAnswer: (serverState: Uint8Array) => boolean = () => true

  constructor(configuration: HocuspocusProviderConfiguration) {
    super(configuration)
    this.on('close', () => this.lost())
    this.on('open', () => this.lost())
  }

  private lost(): void {
    this.caughtUp = false
    this.held = [] // the next synchronising brings it again
    this.people = new People()
  }

  // Called for every change of the document. Before the server has caught up, the answer to its
  // first question carries the change; sent by itself it would leave a gap before it.
  override documentUpdateHandler(update: Uint8Array, origin: unknown): void {
    if (this.caughtUp || origin === this) return super.documentUpdateHandler(update, origin)
    if (this.unsyncedChanges === 0) this.incrementUnsyncedChanges()
  }

  // A queue of messages for a socket that is not open yet would be sent in front of the handshake.
  override send(...args: Parameters<HocuspocusProvider['send']>): void {
    if (this.configuration.websocketProvider.webSocket?.readyState === OPEN) super.send(...args)
  }

  override onMessage(event: MessageEvent): void {
    const heard = listen(event.data as ArrayBuffer)
    if (heard.type === SYNC && heard.step !== STEP_1 && this.holds > 0) return void this.held.push(event)
    if (heard.type === SYNC && heard.step === STEP_1) {
      if (heard.body && !this.mayAnswer(heard.body)) return
      super.onMessage(event)
      this.caughtUp = true
      return
    }
    if (heard.type === AWARENESS) {
      if (this.awareness && heard.body) applyAwarenessUpdate(this.awareness, this.people.inFull(heard.body), this)
      return
    }
    super.onMessage(event)
  }

  hold(): () => void {
    this.holds++
    let open = true
    return () => {
      if (!open) return
      open = false
      if (--this.holds > 0) return
      for (const event of this.held.splice(0)) super.onMessage(event)
    }
  }

  get holding(): boolean {
    return this.holds > 0
  }
}

function listen(data: ArrayBuffer): Heard {
  const decoder = createDecoder(new Uint8Array(data))
  readVarString(decoder)
  const type = readVarUint(decoder)
  if (type !== SYNC) return { type, step: -1, body: type === AWARENESS ? readVarUint8Array(decoder) : null }
  const step = readVarUint(decoder)
  return { type, step, body: step === STEP_1 ? readVarUint8Array(decoder) : null }
}
