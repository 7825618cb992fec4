/** The carets of others, from presence, in the slots where they stand. */
import type { Awareness } from 'y-protocols/awareness'
import type { Membership } from '../drafting/membership'
import { partyStyle } from '../drafting/partyStyle'
import type { Place } from '../crdt/places'

/** What this browser tells the others: the paragraph or draft, and the two ends of the selection. */
export interface CursorState { in: string; anchor: Place; head: Place }
export interface RemoteCursor { client: number; name: string; className: string; anchor: number; head: number }

interface PresentState { cursor?: CursorState | null; user?: { seat: string; name: string; party: string | null; role: string } }

export interface CursorReader {
  /** The slot in which a paragraph or draft of this compartment is shown, with the way to resolve a place in it. */
  resolve(compartment: string, id: string, place: Place): { key: string; offset: number } | null
}

/** All carets of one compartment by slot; `lost` are those whose words are not here (yet): a caret may come before its draft. */
export function readCursors(compartment: string, awareness: Awareness | null, membership: Membership, reader: CursorReader): { found: Map<string, RemoteCursor[]>; lost: number } {
  const out = new Map<string, RemoteCursor[]>()
  let lost = 0
  awareness?.getStates().forEach((raw, client) => {
    const state = raw as PresentState
    if (client === awareness.clientID || !state.cursor || typeof state.cursor.in !== 'string') return
    const head = reader.resolve(compartment, state.cursor.in, state.cursor.head)
    const anchor = reader.resolve(compartment, state.cursor.in, state.cursor.anchor)
    if (!head) return void lost++
    const className = state.user?.party ? partyStyle(membership, state.user.party).className : 'party-none'
    const cursor = { client, name: state.user?.name ?? '', className, head: head.offset, anchor: anchor?.offset ?? head.offset }
    const list = out.get(head.key)
    if (list) list.push(cursor)
    else out.set(head.key, [cursor])
  })
  return { found: out, lost }
}
