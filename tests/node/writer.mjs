/** One client of the protocol with a real Yjs document: it types, loses its connection, comes back. */
import { acts, allWhole, readText } from './typing.mjs'

const modules = new URL('../../frontend/node_modules/', import.meta.url)
const Y = await import(new URL('yjs/dist/yjs.mjs', modules))
const encoding = await import(new URL('lib0/encoding.js', modules))
const decoding = await import(new URL('lib0/decoding.js', modules))

const ROOM = 'text/t'
const SYNC = 0, STATELESS = 5, STATUS = 8
const STEP1 = 0, STEP2 = 1, UPDATE = 2
const SERVER = 'server'

export class Writer {
  /** `tell(what, value)`: `come`, `say` or `leave`. */
  constructor(chance, tell) {
    this.chance = chance
    this.tell = tell
    this.connected = false
    this.refused = []
    this.begin()
  }

  /** A new document, without a client id. */
  begin() {
    this.doc?.destroy()
    this.doc = new Y.Doc()
    this.client = null
    this.unsaved = 0
    this.undo = new Y.UndoManager(this.doc.getMap('paragraphs'), {
      trackedOrigins: new Set(['typing']), captureTimeout: 0,
    })
    this.half = false // whether it has made half a paragraph
    this.doc.on('update', (update, origin) => {
      if (origin !== SERVER) this.half ||= !allWhole(this.doc)
      if (origin !== SERVER && this.connected) this.send(UPDATE, update)
    })
  }

  connect() {
    if (this.connected) return
    this.connected = true
    this.unsaved = 0
    this.tell('come', this.client)
    this.say(STEP1, Y.encodeStateVector(this.doc))
    this.unsaved += 1 // the second step, which is to come
  }

  disconnect() {
    if (!this.connected) return
    this.connected = false
    this.tell('leave', null)
  }

  /** Something that is to be acknowledged. */
  send(step, bytes) {
    if (step === UPDATE) this.unsaved += 1
    this.say(step, bytes)
  }

  say(step, bytes) {
    const encoder = encoding.createEncoder()
    encoding.writeVarString(encoder, ROOM)
    encoding.writeVarUint(encoder, SYNC)
    encoding.writeVarUint(encoder, step)
    encoding.writeVarUint8Array(encoder, bytes)
    this.tell('say', Buffer.from(encoding.toUint8Array(encoder)).toString('base64'))
  }

  hear(frame) {
    if (!frame.length) {
      this.connected = false
      return
    }
    const decoder = decoding.createDecoder(frame)
    decoding.readVarString(decoder)
    const kind = decoding.readVarUint(decoder)
    if (kind === SYNC) this.synchronise(decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder))
    else if (kind === STATUS) this.status(decoding.readVarInt(decoder) === 1)
    else if (kind === STATELESS) this.told(JSON.parse(decoding.readVarString(decoder)))
  }

  synchronise(step, bytes) {
    if (step === STEP1) this.send(STEP2, Y.encodeStateAsUpdate(this.doc, bytes))
    else Y.applyUpdate(this.doc, bytes, SERVER)
  }

  status(applied) {
    if (applied) this.unsaved -= 1
    if (this.unsaved < 0) throw new Error('more was acknowledged than was sent')
  }

  told(message) {
    if (message.type === 'grant') this.client = this.doc.clientID = message.client
    if (message.type !== 'refused') return
    // What it holds is no longer the text: it comes in anew, by the same socket.
    const unjust = message.code === 'malformed' && !this.half
    this.refused.push(unjust ? 'malformed, and nothing was' : message.code)
    this.connected = false
    this.begin()
    this.connect()
  }

  act() {
    const what = this.chance.next()
    if (what < 0.06) this.disconnect()
    else if (what < 0.2 && !this.connected) this.connect()
    else if (this.client !== null) this.edit()
    else this.connect()
  }

  edit() {
    const what = this.chance.next()
    if (what < 0.12) this.undo.undo()
    else if (what < 0.16) this.undo.redo()
    else this.doc.transact(() => acts(this.doc, this.chance), 'typing')
  }

  sees() {
    const state = [...Y.decodeStateVector(Y.encodeStateVector(this.doc))].sort((a, b) => a[0] - b[0])
    return { text: readText(this.doc), state, unsaved: this.unsaved, refused: this.refused }
  }
}
