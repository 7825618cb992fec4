/** Which slots differ between two documents, by identity of nodes: only they are written or drawn again. */
import type { Node } from 'prosemirror-model'
import { keyOf } from './schema'

export interface Differences {
  changed: Array<{ key: string; slot: Node }>
  inserted: Array<{ key: string; slot: Node; after: string | null }>
  removed: string[]
}

export function differences(before: Node, after: Node): Differences {
  const out: Differences = { changed: [], inserted: [], removed: [] }
  if (before === after) return out
  let low = 0
  const least = Math.min(before.childCount, after.childCount)
  while (low < least && before.child(low) === after.child(low)) low++
  let tail = 0
  while (tail < least - low && before.child(before.childCount - 1 - tail) === after.child(after.childCount - 1 - tail)) tail++
  const old = new Map<string, Node>()
  for (let i = low; i < before.childCount - tail; i++) old.set(keyOf(before.child(i)), before.child(i))
  for (let i = low; i < after.childCount - tail; i++) {
    const slot = after.child(i)
    const key = keyOf(slot)
    const was = old.get(key)
    old.delete(key)
    if (!was) out.inserted.push({ key, slot, after: i === 0 ? null : keyOf(after.child(i - 1)) })
    else if (was !== slot) out.changed.push({ key, slot })
  }
  out.removed = [...old.keys()]
  return out
}

/** Whether both have the same slots in the same order. */
export function sameSlots(before: Node, after: Node): boolean {
  if (before.childCount !== after.childCount) return false
  for (let i = 0; i < before.childCount; i++) {
    const a = before.child(i)
    const b = after.child(i)
    if (a !== b && keyOf(a) !== keyOf(b)) return false
  }
  return true
}

/** Position and node of a slot, or null. */
export function findSlot(doc: Node, key: string): { pos: number; slot: Node; index: number } | null {
  let pos = 0
  for (let index = 0; index < doc.childCount; index++) {
    const slot = doc.child(index)
    if (keyOf(slot) === key) return { pos, slot, index }
    pos += slot.nodeSize
  }
  return null
}
