/** What a delegate does beyond typing: new paragraphs, alternatives, deletions; each is a draft of the party. */
import { get } from 'svelte/store'
import type { Room } from '../connection/types'
import type { Content } from '../drafting/types'
import { draftsOf } from '../crdt/drafts'
import { OWN } from '../crdt/origins'
import type { Slot } from './arrange'
import { draftKey } from './arrange'
import type { Composed } from './composed'
import type { Shape } from './schema'

const idOf = (slot: Slot): string => slot.draft && !slot.paragraph && !slot.orphan ? slot.draft.id : slot.key

/** The id that a new paragraph below this slot follows. */
export function startNew(room: Room, composed: Composed, audience: string, after: Slot | null, shape: Shape, content: Content): string {
  const followed = after ? idOf(after) : null
  const id = room.startDraft({ audience, kind: 'new', paragraph: '', after: followed, paragraphKind: shape.kind, level: shape.level, label: '', basis: [], content })
  // What already followed there now follows the new one: it stands right below the caret's paragraph.
  for (const draft of composed.sources.drafts()) {
    if (draft.id === id || draft.kind !== 'new' || (draft.after ?? null) !== followed) continue
    const doc = composed.sources.compartment(draft.compartment)?.doc
    const map = doc && draftsOf(doc).get(draft.id)
    if (doc && map) doc.transact(() => map.set('after', id), OWN)
  }
  return draftKey(id)
}

export function startAlternative(room: Room, audience: string, slot: Slot): string | null {
  const paragraph = slot.paragraph
  if (!paragraph) return null
  const content = slot.draft ? slot.draft.content : paragraph.content
  const id = room.startDraft({ audience, kind: 'alternative', paragraph: paragraph.id, after: null, paragraphKind: paragraph.kind, level: paragraph.level, label: paragraph.label, basis: [], content })
  return draftKey(id)
}

/** The draft of a deletion; an own new paragraph simply goes. */
export function startDeletion(room: Room, audience: string, slot: Slot): boolean {
  if (!slot.paragraph) {
    if (!slot.draft) return false
    room.discardDraft(slot.draft.id)
    return true
  }
  const { id, kind, level, label, content } = slot.paragraph
  if (slot.draft) room.discardDraft(slot.draft.id)
  room.startDraft({ audience, kind: 'delete', paragraph: id, after: null, paragraphKind: kind, level, label, basis: content, content: [] })
  return true
}

/** The compartment in which this person's typing becomes drafts. */
export function ownCompartment(room: Room, party: string | null): string | null {
  if (party === null) return null
  const name = `party/${room.text}/${party}`
  return get(room.compartments)[name] ? name : null
}
