/**
 * What happens on the floor, told to the desk while it happens: its lists are then read again where they stand. A desk shows no
 * words as they are typed, so it carries no editor's connection: this speaks the few frames of the protocol that a listener needs.
 */
import type { FloorEvent } from '../drafting/types'

/** An act; null: something was missed, anything may have changed. */
export type Told = (event: FloorEvent | null) => void
type Socket = Pick<WebSocket, 'send' | 'close' | 'onopen' | 'onmessage' | 'onclose' | 'binaryType'>
export interface Parts { open: (url: string) => Socket; after: (ms: number, work: () => void) => () => void }

const AUTH = 2
const SYNC = 0
const STATELESS = 5
const PUT_OUT = 1008
const FIRST_PAUSE = 1000 // ms
const LONGEST_PAUSE = 30_000
const TYPING = 3000 // ms that a list waits for more of what is being typed
const ACT = 150

const browser: Parts = {
  open: url => new WebSocket(url),
  after: (ms, work) => {
    const timer = setTimeout(work, ms)
    return () => clearTimeout(timer)
  },
}

/** The acts on one text, for as many lists as there are. */
export class News {
  private readonly listeners = new Set<Told>()
  private waiting: Array<FloorEvent | null> = []
  private cancel: (() => void) | null = null
  private soonest = Infinity
  private socket: Socket | null = null
  private seq: number | null = null
  private pause = FIRST_PAUSE
  private open = false

  constructor(private readonly seat: string, private readonly text: string, private readonly parts: Parts = browser) {}

  /** Tells this list from now on; answers with what ends it. */
  on(told: Told): () => void {
    this.listeners.add(told)
    if (!this.open) this.start()
    return () => {
      this.listeners.delete(told)
      if (this.listeners.size === 0) this.stop()
    }
  }

  private start(): void {
    this.open = true
    const scheme = globalThis.location?.protocol === 'https:' ? 'wss' : 'ws'
    const socket = (this.socket = this.parts.open(`${scheme}://${globalThis.location?.host ?? ''}/ws?seat=${encodeURIComponent(this.seat)}`))
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => {
      const room = `floor/${this.text}`
      socket.send(frame(room, AUTH, [0, ...written('{"client":null}')]))
      socket.send(frame(room, SYNC, [0, 1, 0])) // we have nothing: the first step of synchronising
    }
    socket.onmessage = ({ data }: MessageEvent) => this.hear(new Uint8Array(data as ArrayBuffer))
    socket.onclose = ({ code }: CloseEvent) => {
      if (this.socket !== socket) return
      this.socket = null
      if (code === PUT_OUT) return // what is asked next says so
      this.parts.after(this.pause, () => { if (this.open && !this.socket) this.start() })
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE)
    }
  }

  private stop(): void {
    this.open = false
    this.cancel?.()
    this.cancel = null
    const socket = this.socket
    this.socket = null
    socket?.close()
  }

  private hear(data: Uint8Array): void {
    const body = statelessOf(data)
    if (!body) return
    this.pause = FIRST_PAUSE
    if (body.type === 'event') {
      this.seq = body.seq
      this.tell(body.event)
    } else if (body.type === 'head') {
      if (this.seq !== null && body.seq > this.seq) this.tell(null)
      this.seq = body.seq
    }
  }

  /** Several acts that come together are told together: nothing is read more often than anybody can look. */
  private tell(event: FloorEvent | null): void {
    this.waiting.push(event)
    const due = event?.type === 'text_edited' ? TYPING : ACT
    if (due >= this.soonest) return
    this.cancel?.()
    this.soonest = due
    this.cancel = this.parts.after(due, () => {
      const told = this.waiting
      this.waiting = []
      this.soonest = Infinity
      this.cancel = null
      for (const listener of this.listeners) for (const each of told) listener(each)
    })
  }
}

/** Whether an act may have changed the words or their marks. */
export const changesText = (event: FloorEvent | null): boolean => event === null || event.type === 'text_edited' || event.type === 'marked' || 'edits' in event || event.type === 'brought_in'
/** Whether a new revision may be there. */
export const issues = (event: FloorEvent | null): boolean => event === null || event.type === 'revision_issued'

type Body = { type: 'event'; seq: number; event: FloorEvent } | { type: 'head'; seq: number }

function frame(room: string, type: number, body: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...written(room), type, ...body])
}

function written(words: string): number[] {
  const bytes = [...new TextEncoder().encode(words)]
  return [...varint(bytes.length), ...bytes]
}

const varint = (n: number): number[] => (n < 128 ? [n] : [(n & 127) | 128, ...varint(n >>> 7)])

/** The body of a stateless message; null for any other message. */
export function statelessOf(data: Uint8Array): Body | null {
  let at = 0
  const number = (): number => {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = data[at++] ?? 0
      value += (byte & 127) * 2 ** shift
      if (byte < 128) break
    }
    return value
  }
  const words = (): Uint8Array => {
    const length = number()
    return data.subarray(at, (at += length))
  }
  if (data.length < 3) return null // a heartbeat
  words()
  if (number() !== STATELESS) return null
  return JSON.parse(new TextDecoder().decode(words())) as Body
}
