/** A browser's side of the socket with the unmodified @hocuspocus/provider, for the scripts here. */
const modules = new URL('../../frontend/node_modules/', import.meta.url)
export const Y = await import(new URL('yjs/dist/yjs.mjs', modules))
const hocuspocus = await import(new URL('@hocuspocus/provider/dist/hocuspocus-provider.esm.js', modules))
const { HocuspocusProvider } = hocuspocus
export const { HocuspocusProviderWebsocket } = hocuspocus

export function open(port, seat) {
  const url = `ws://127.0.0.1:${port}/ws?seat=${seat}`
  return new HocuspocusProviderWebsocket({ url, delay: 50, minDelay: 50, maxDelay: 200 })
}

/**
 * One room. `until(name)` resolves at the next event of that name, with what it carried.
 * Without `refusals` a refusal is an error.
 */
export function enter(socket, name, { client = null, doc = new Y.Doc(), refusals = false } = {}) {
  const seen = []
  const waiting = []
  const listening = new Set()
  const tell = (event, data) => {
    seen.push({ event, data })
    for (const one of waiting.splice(0)) one()
    for (const one of listening) one(event)
  }
  const room = { doc, client, name, surplus: 0 }
  room.until = async (event, test = () => true) => {
    for (;;) {
      const at = seen.findIndex(one => one.event === event && test(one.data))
      if (at >= 0) return seen.splice(at, 1)[0].data
      await new Promise(resolve => waiting.push(resolve))
    }
  }
  /** Resolves at the next event of one of these names, whoever else waits for it. */
  room.next = (...events) => new Promise(resolve => {
    const hear = event => {
      if (!events.includes(event)) return
      listening.delete(hear)
      resolve(event)
    }
    listening.add(hear)
  })
  /** Resolves when the paragraph reads so. */
  room.reads = async (paragraph, expected) => {
    while (words(doc, paragraph)?.toString() !== expected) await room.until('update')
  }
  /** Resolves when the provider itself counts nothing that is not saved: an event may tell of an earlier moment. */
  room.saved = async () => {
    while (room.provider.unsyncedChanges > 0 || !room.provider.isSynced) await room.until('saved')
  }
  let counted = 0
  /** An acknowledgement where the provider counts nothing unsaved would be taken for that of the next word. */
  const counts = number => {
    if (number === 0 && counted === 0) room.surplus += 1
    counted = number
    tell(number === 0 ? 'saved' : 'unsaved', number)
  }
  room.provider = new HocuspocusProvider({
    websocketProvider: socket, name, document: doc,
    token: () => JSON.stringify({ client: room.client }),
    onAuthenticated: data => tell('authenticated', data.scope),
    onAuthenticationFailed: data => tell('denied', data.reason),
    onStateless: ({ payload }) => {
      const message = JSON.parse(payload)
      if (message.type === 'grant') {
        room.client = doc.clientID = message.client
        if (room.provider.awareness) room.provider.awareness.clientID = message.client
      }
      assert(refusals || message.type !== 'refused', `${name}: ${payload}`)
      tell(message.type, message)
    },
    onSynced: () => tell('synced'),
    onUnsyncedChanges: ({ number }) => counts(number),
    onDisconnect: () => tell('disconnected'),
  })
  room.provider.attach()
  doc.on('update', () => tell('update'))
  room.provider.awareness?.on('change', () => tell('presence'))
  return room
}

export const words = (doc, paragraph) => doc.getMap('paragraphs').get(paragraph)?.get('body').get(0)

export function assert(condition, why) {
  if (!condition) throw new Error(why)
}
