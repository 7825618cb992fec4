/** Somebody who comes in by a link, as a page does: a seat, its cookie, and one socket for many rooms. */
import { HocuspocusProviderWebsocket } from './browser.mjs'

const modules = new URL('../../frontend/node_modules/', import.meta.url)
const { WebSocket } = await import(new URL('ws/wrapper.mjs', modules))

export async function join(base, link, name) {
  const answer = await fetch(`${base}/api/join`, {
    method: 'POST',
    headers: { 'X-Adref': '1', 'Content-Type': 'application/json' },
    body: JSON.stringify({ token: link.split('/').at(-1), name }),
  })
  if (!answer.ok) throw new Error(`${answer.status} for ${link}`)
  const cookie = answer.headers.getSetCookie().map(one => one.split(';')[0]).join('; ')
  return { seat: (await answer.json()).seat, cookie }
}

/** A socket of this seat. A browser sends the cookie by itself; here it is set. */
export function socketOf(base, { seat, cookie }) {
  class WithCookie extends WebSocket {
    constructor(url) {
      super(url, { headers: { Cookie: cookie } })
    }
  }
  return new HocuspocusProviderWebsocket({
    url: `${base.replace('http', 'ws')}/ws?seat=${seat}`, WebSocketPolyfill: WithCookie,
    delay: 20, minDelay: 20, maxDelay: 100,
  })
}
