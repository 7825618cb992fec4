import { HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as Y from 'yjs'
import { insertParagraph, paragraphsOf, readParagraph, setContent } from '../crdt/text'
import { wordsOf } from '../crdt/content'
import { LiveCompartment, type LiveHost } from './live'
import type { Kept } from './refusals'

/** A socket whose other end is the test. */
class FakeSocket extends EventTarget {
  static made: FakeSocket[] = []
  static OPEN = 1
  readyState = 0
  binaryType = ''
  sent: Uint8Array[] = []
  constructor(readonly url: string) {
    super()
    FakeSocket.made.push(this)
  }
  send(data: Uint8Array): void { this.sent.push(data) }
  open(): void {
    this.readyState = 1
    this.dispatchEvent(new Event('open'))
  }
  close(): void {
    if (this.readyState === 3) return
    this.readyState = 3
    this.dispatchEvent(Object.assign(new Event('close'), { code: 1006, reason: '' }))
  }
  say(write: (e: encoding.Encoder) => void, room = 't'): void {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, room)
    write(encoder)
    this.dispatchEvent(Object.assign(new Event('message'), { data: encoding.toUint8Array(encoder).slice().buffer }))
  }
  /** The kinds of the messages sent since the last look: auth, step1, step2, update, awareness. */
  heard(): Array<{ kind: string; body: Uint8Array | null; token?: string }> {
    return this.sent.splice(0).map(data => {
      const decoder = decoding.createDecoder(data)
      decoding.readVarString(decoder)
      const type = decoding.readVarUint(decoder)
      if (type === 2) { decoding.readVarUint(decoder); return { kind: 'auth', body: null, token: decoding.readVarString(decoder) } }
      if (type !== 0) return { kind: type === 1 ? 'awareness' : `other ${type}`, body: null }
      const step = decoding.readVarUint(decoder)
      return { kind: ['step1', 'step2', 'update'][step]!, body: decoding.readVarUint8Array(decoder) }
    })
  }
}

const server = new Y.Doc()
const authenticated = (scope: string) => (e: encoding.Encoder): void => { encoding.writeVarUint(e, 2); encoding.writeVarUint(e, 2); encoding.writeVarString(e, scope) }
const stateless = (value: unknown) => (e: encoding.Encoder): void => { encoding.writeVarUint(e, 5); encoding.writeVarString(e, JSON.stringify(value)) }
const sync = (step: number, body: Uint8Array) => (e: encoding.Encoder): void => { encoding.writeVarUint(e, 0); encoding.writeVarUint(e, step); encoding.writeVarUint8Array(e, body) }
const status = (ok: boolean) => (e: encoding.Encoder): void => { encoding.writeVarUint(e, 8); encoding.writeVarInt(e, ok ? 1 : 0) }

interface Stage { live: LiveCompartment; socket: () => FakeSocket; refused: Array<{ code: string; kept: Kept[] }>; end(): void }
const stages: Stage[] = []

async function stage(): Promise<Stage> {
  FakeSocket.made = []
  const websocket = new HocuspocusProviderWebsocket({ url: 'ws://x', WebSocketPolyfill: FakeSocket, delay: 1, minDelay: 1, jitter: false })
  const refused: Stage['refused'] = []
  const host: LiveHost = { seat: 's', place: 0, socket: websocket, changed: () => {}, denied: () => {}, settled: () => {}, trouble: () => {}, refused: (_name, failure, kept) => refused.push({ code: failure.code, kept }) }
  const live = new LiveCompartment('text/t', host)
  await live.open()
  await vi.waitFor(() => expect(FakeSocket.made.length).toBeGreaterThan(0))
  const made = { live, socket: () => FakeSocket.made.at(-1)!, refused, end: () => { live.close(); websocket.destroy() } }
  stages.push(made)
  return made
}
afterEach(() => { for (const s of stages.splice(0)) s.end() })

async function enter(s: Stage, client: number, from: Y.Doc = server): Promise<void> {
  const socket = s.socket()
  socket.open()
  await vi.waitFor(() => expect(socket.sent.length).toBeGreaterThanOrEqual(2))
  socket.say(authenticated('read-write'))
  socket.say(stateless({ type: 'grant', client }))
  socket.say(sync(1, Y.encodeStateAsUpdate(from)))
  socket.say(sync(0, Y.encodeStateVector(from)))
}
const words = (doc: Y.Doc): string => wordsOf(readParagraph('a', paragraphsOf(doc).get('a')!).content)

insertParagraph(server, { id: 'a', kind: 'op', level: 0, label: '', content: [{ t: 'words' }] }, null, 'test')

describe('a compartment kept in step', () => {
  it('[E26] nothing can be written before the grant; then under the granted id', async () => {
    const s = await stage()
    expect(s.live.writable).toBe(false)
    await enter(s, 77)
    expect([s.live.writable, s.live.doc.clientID, s.live.awareness!.clientID]).toEqual([true, 77, 77])
    expect(s.socket().heard().find(m => m.kind === 'auth')?.token).toBe('{"client":null}')
  })
  it('[E27] saved only when the server has acknowledged everything', async () => {
    const s = await stage()
    await enter(s, 78)
    expect(s.live.saved).toBe(false)
    s.socket().say(status(true))
    expect(s.live.saved).toBe(true)
    setContent(s.live.doc, 'a', [{ t: 'words more' }], 'own')
    expect(s.live.saved).toBe(false)
    s.socket().say(status(true))
    expect(s.live.saved).toBe(true)
  })
  it('[E28] what is typed without network goes out as one answer after the handshake, never in front of it', async () => {
    const s = await stage()
    await enter(s, 79)
    s.socket().say(status(true))
    s.socket().close()
    setContent(s.live.doc, 'a', [{ t: 'words typed' }], 'own')
    setContent(s.live.doc, 'a', [{ t: 'words typed offline' }], 'own')
    expect(s.live.saved).toBe(false)
    const before = FakeSocket.made.length
    await vi.waitFor(() => expect(FakeSocket.made.length).toBeGreaterThan(before), { timeout: 5000 })
    await enter(s, 79)
    const heard = s.socket().heard()
    expect(heard.map(m => m.kind).filter(k => k !== 'awareness')).toEqual(['auth', 'step1', 'step2'])
    expect(heard[0]!.token).toBe('{"client":79}')
    const copy = new Y.Doc()
    Y.applyUpdate(copy, Y.encodeStateAsUpdate(server))
    Y.applyUpdate(copy, heard.find(m => m.kind === 'step2')!.body!)
    expect(words(copy)).toBe('words typed offline')
    expect(s.live.saved).toBe(false)
    s.socket().say(status(true))
    expect(s.live.saved).toBe(true)
  })
  it('[E28] another id granted while words of the former wait: they are kept back and asked for again', async () => {
    const s = await stage()
    await enter(s, 80)
    s.socket().say(status(true))
    s.socket().close()
    setContent(s.live.doc, 'a', [{ t: 'words mine' }], 'own')
    const before = FakeSocket.made.length
    await vi.waitFor(() => expect(FakeSocket.made.length).toBeGreaterThan(before), { timeout: 5000 })
    await enter(s, 99)
    expect(s.socket().heard().map(m => m.kind)).not.toContain('step2')
    expect([s.live.doc.clientID, words(s.live.doc)]).toEqual([80, 'words mine'])
    await vi.waitFor(() => expect(s.socket().heard().some(m => m.token === '{"client":80}')).toBe(true), { timeout: 5000 })
  })
  it('[E29] a refused edit is kept in words; document and grant are taken anew', async () => {
    const s = await stage()
    await enter(s, 81)
    s.socket().say(status(true))
    const former = s.live.doc
    setContent(s.live.doc, 'a', [{ t: 'words not taken' }], 'own')
    s.socket().say(stateless({ type: 'refused', code: 'locked', params: {} }))
    await vi.waitFor(() => expect(s.live.doc).not.toBe(former))
    expect(s.live.writable).toBe(false)
    await vi.waitFor(() => expect(s.socket().heard().filter(m => m.kind === 'auth').at(-1)?.token).toBe('{"client":null}'))
    s.socket().say(authenticated('read-write'))
    s.socket().say(stateless({ type: 'grant', client: 82 }))
    s.socket().say(sync(1, Y.encodeStateAsUpdate(server)))
    s.socket().say(sync(0, Y.encodeStateVector(server)))
    expect(s.refused).toEqual([{ code: 'locked', kept: [{ paragraph: 'a', words: 'words not taken', content: [{ t: 'words not taken' }] }] }])
    expect(words(s.live.doc)).toBe('words')
    expect(s.live.writable).toBe(true)
  })
  it('[E7] what the network brings can be held back', async () => {
    const s = await stage()
    await enter(s, 83)
    const other = new Y.Doc()
    Y.applyUpdate(other, Y.encodeStateAsUpdate(server))
    const before = Y.encodeStateVector(other)
    setContent(other, 'a', [{ t: 'words of another' }], 'test')
    const release = s.live.hold()
    s.socket().say(sync(2, Y.encodeStateAsUpdate(other, before)))
    expect(words(s.live.doc)).toBe('words')
    release()
    expect(words(s.live.doc)).toBe('words of another')
  })
})
