/**
 * The slots of a document by their number. They stand in stretches of a few, for the browser's sake alone: it watches
 * stretches and not slots for what is near the screen, and lays out, hits and draws by stretch.
 */
import type { Node, ResolvedPos } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import { keyOf, schema } from './schema'

const LENGTH = 16 // slots in a new stretch
const MOST = 48 // a stretch that grows beyond is parted

const flat = new WeakMap<Node, readonly Node[]>()

export function slotsOf(doc: Node): readonly Node[] {
  const known = flat.get(doc)
  if (known) return known
  const out: Node[] = []
  doc.forEach(stretch => { for (let i = 0; i < stretch.childCount; i++) out.push(stretch.child(i)) })
  flat.set(doc, out)
  return out
}

export function stretches(slots: readonly Node[]): Node[] {
  const out: Node[] = []
  for (let i = 0; i < slots.length; i += LENGTH) out.push(schema.nodes.stretch!.create(null, slots.slice(i, i + LENGTH)))
  return out
}

export const documentWith = (slots: readonly Node[]): Node => schema.nodes.doc!.create(null, stretches(slots))

/** Number of the slot in which a place lies; between slots that of the next. */
export function indexAt($place: ResolvedPos): number {
  const at = $place.index(0)
  let before = 0
  for (let i = 0; i < at && i < $place.doc.childCount; i++) before += $place.doc.child(i).childCount
  return $place.depth === 0 ? before : before + $place.index(1)
}

interface Stretch { pos: number; first: number; node: Node }

/** The stretch that holds this slot; for the number after the last, the last. */
function stretchOf(doc: Node, index: number): Stretch {
  let pos = 0
  let first = 0
  for (let i = 0; ; i++) {
    const node = doc.child(i)
    if (index < first + node.childCount || i === doc.childCount - 1) return { pos, first, node }
    pos += node.nodeSize
    first += node.childCount
  }
}

function inside({ pos, first, node }: Stretch, index: number): number {
  let at = pos + 1
  for (let i = 0; i < index - first; i++) at += node.child(i).nodeSize
  return at
}

/** Replaces slots [from, to) by others, within their stretch when it stays of a good size. */
export function putSlots(tr: Transaction, from: number, to: number, slots: readonly Node[]): Transaction {
  const first = stretchOf(tr.doc, from)
  const last = to > from ? stretchOf(tr.doc, to - 1) : first
  const size = first.node.childCount + slots.length - (to - from)
  if (first.pos === last.pos && size > 0 && size <= MOST) return tr.replaceWith(inside(first, from), inside(first, to), slots)
  const all = slotsOf(tr.doc).slice(first.first, from).concat(slots, slotsOf(tr.doc).slice(to, last.first + last.node.childCount))
  return tr.replaceWith(first.pos, last.pos + last.node.nodeSize, stretches(all))
}

/** Position, node and number of a slot, or null. */
export function findSlot(doc: Node, key: string): { pos: number; slot: Node; index: number } | null {
  let pos = 0
  let index = 0
  for (let i = 0; i < doc.childCount; i++) {
    const stretch = doc.child(i)
    let at = pos + 1
    for (let j = 0; j < stretch.childCount; j++, index++) {
      const slot = stretch.child(j)
      if (keyOf(slot) === key) return { pos: at, slot, index }
      at += slot.nodeSize
    }
    pos += stretch.nodeSize
  }
  return null
}
