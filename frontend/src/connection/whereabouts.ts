/**
 * Who is where, as the server tells it on the socket of a text: `[cursor, user]` of who comes or is somebody else
 * now, `[cursor]` of who only moves. A head that is where the anchor is, and what Yjs takes for granted, is left out.
 */
import { createDecoder, hasContent, readVarString, readVarUint } from 'lib0/decoding'
import { createEncoder, toUint8Array, writeVarString, writeVarUint } from 'lib0/encoding'

type Cursor = { anchor?: unknown; head?: unknown } | null

export class People {
  private readonly known = new Map<number, unknown>()

  /** The same as an awareness update of y-protocols. */
  inFull(told: Uint8Array): Uint8Array {
    const from = createDecoder(told)
    const to = createEncoder()
    writeVarUint(to, readVarUint(from))
    while (hasContent(from)) {
      const client = readVarUint(from)
      writeVarUint(to, client)
      writeVarUint(to, readVarUint(from))
      writeVarString(to, JSON.stringify(this.state(client, JSON.parse(readVarString(from)) as [Cursor, unknown?] | null)))
    }
    return toUint8Array(to)
  }

  private state(client: number, told: [Cursor, unknown?] | null): object | null {
    if (!told) {
      this.known.delete(client)
      return null
    }
    const [cursor, user] = told
    if (user) this.known.set(client, user)
    return { cursor: cursor && 'anchor' in cursor ? { head: cursor.anchor, ...cursor } : cursor, user: this.known.get(client) }
  }
}
