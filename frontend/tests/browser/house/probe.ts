/** Asking a server for what one may not have, with one's own seat. Answers come with the names that were asked for taken out. */
import type { Person } from './story'

/** By HTTP: the status, the headers that say something, and the body. */
export async function probe(person: Person, method: 'GET' | 'POST', path: string, ids: readonly string[], command?: unknown): Promise<string> {
  const data = command && { id: crypto.randomUUID(), command, dry: true }
  const answer = await person.context.request.fetch(`${person.base}/api${path}`, { method, headers: { 'X-Adref': '1', Origin: person.base }, ...(data ? { data } : {}) })
  const heads = answer.headersArray().filter(head => head.name.toLowerCase() !== 'date')
  return without(JSON.stringify([answer.status(), heads, (await answer.body()).toString('latin1')]), ids)
}

/** By a socket: everything that comes after entering, synchronising, writing and announcing oneself in a room. */
export async function ask(person: Person, room: string): Promise<string> {
  const own = `text/${person.page.url().split('/').at(-1)}`
  const frames = await person.page.evaluate(converse, { seat: person.seat, room, own })
  return without(JSON.stringify(frames), [room])
}

const without = (answer: string, ids: readonly string[]): string => ids.reduce((said, id) => said.replaceAll(id, '…'), answer)

/** In the page: its cookies and its origin. The text's own room, asked for last, says that no more will come. */
function converse({ seat, room, own }: { seat: string; room: string; own: string }): Promise<string[]> {
  const text = (value: string): number[] => [...new TextEncoder().encode(value)]
  const frame = (name: string, ...body: number[]): Uint8Array<ArrayBuffer> => new Uint8Array([name.length, ...text(name), ...body])
  const auth = (name: string): Uint8Array<ArrayBuffer> => frame(name, 2, 0, 2, ...text('{}'))
  return new Promise((done, fail) => {
    const socket = new WebSocket(`ws://${location.host}/ws?seat=${seat}`)
    const heard: string[] = []
    socket.binaryType = 'arraybuffer'
    socket.onerror = () => fail(new Error('the socket broke'))
    socket.onopen = () => {
      for (const asked of [auth(room), frame(room, 0, 0, 1, 0), frame(room, 0, 2, 2, 0, 0), frame(room, 1, 1, 0), frame(room, 3), auth(own)]) socket.send(asked)
    }
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const said = String.fromCharCode(...new Uint8Array(data))
      if (said.slice(1).startsWith(own)) {
        socket.close()
        done(heard)
      } else heard.push(said)
    }
  })
}
