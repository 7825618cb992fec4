/** Which slots differ between two documents, by identity of nodes: only they are written or drawn again. */
import type { Node } from 'prosemirror-model'
import { keyOf } from './schema'
import { slotsOf } from './slots'

export interface Differences {
  changed: Array<{ key: string; slot: Node }>
  inserted: Array<{ key: string; slot: Node; after: string | null }>
  removed: string[]
}

export function differences(before: Node, after: Node): Differences {
  const out: Differences = { changed: [], inserted: [], removed: [] }
  if (before === after) return out
  const [was, now] = [slotsOf(before), slotsOf(after)]
  let low = 0
  const least = Math.min(was.length, now.length)
  while (low < least && was[low] === now[low]) low++
  let tail = 0
  while (tail < least - low && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  const old = new Map<string, Node>()
  for (let i = low; i < was.length - tail; i++) old.set(keyOf(was[i]!), was[i]!)
  for (let i = low; i < now.length - tail; i++) {
    const slot = now[i]!
    const key = keyOf(slot)
    const former = old.get(key)
    old.delete(key)
    if (!former) out.inserted.push({ key, slot, after: i === 0 ? null : keyOf(now[i - 1]!) })
    else if (former !== slot) out.changed.push({ key, slot })
  }
  out.removed = [...old.keys()]
  return out
}

/** Whether both have the same slots in the same order. */
export function sameSlots(before: Node, after: Node): boolean {
  const [was, now] = [slotsOf(before), slotsOf(after)]
  return was.length === now.length && was.every((slot, i) => slot === now[i] || keyOf(slot) === keyOf(now[i]!))
}
