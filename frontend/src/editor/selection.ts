/** Selections over slots. */
import { TextSelection, type EditorState, type Transaction } from 'prosemirror-state'
import type { Node } from 'prosemirror-model'
import { findSlot, indexAt } from './slots'
import { keyOf, paragraphOf } from './schema'

export const STRUCTURE = 'adref:structure' // a transaction of ours that adds or removes slots
export const OUTSIDE = 'adref:outside' // what came from the documents: not written back

export function crossesSlots(state: EditorState): boolean {
  const { $from, $to } = state.selection
  return $from.depth < 2 || $to.depth < 2 || $from.before(2) !== $to.before(2)
}

export interface Here { key: string; slot: Node; index: number; start: number; offset: number; end: boolean; empty: boolean }

/** The slot of the caret: `start` is the position of its first word, `offset` the caret's offset in its words. */
export function here(state: Pick<EditorState, 'selection'>): Here | null {
  const { $head } = state.selection
  if ($head.depth < 3) return null
  const slot = $head.node(2)
  const size = paragraphOf(slot).content.size
  return { key: keyOf(slot), slot, index: indexAt($head), start: $head.start(3), offset: $head.parentOffset, end: $head.parentOffset === size, empty: size === 0 }
}

/** Deletes what is selected in each slot, keeping all slots, and puts `words` where the selection began. */
export function deletePerSlot(state: EditorState, words = '', allowed: (key: string) => boolean = () => true): Transaction {
  const { from, to } = state.selection
  const tr = state.tr
  let first = -1
  state.doc.nodesBetween(from, to, (node, pos, parent) => {
    if (!node.isTextblock) return true
    const low = Math.max(from, pos + 1)
    const high = Math.min(to, pos + 1 + node.content.size)
    if (!parent || !allowed(keyOf(parent))) return false
    if (first < 0) first = low
    if (high > low) tr.delete(tr.mapping.map(low, 1), tr.mapping.map(high, -1))
    return false
  })
  if (first < 0) return tr
  if (words) tr.insertText(words, first)
  return tr.setSelection(TextSelection.create(tr.doc, first + words.length))
}

export function caretIn(tr: Transaction, key: string, offset: number): Transaction {
  const found = findSlot(tr.doc, key)
  if (!found) return tr
  const at = found.pos + 2 + Math.max(0, Math.min(offset, paragraphOf(found.slot).content.size))
  return tr.setSelection(TextSelection.create(tr.doc, at))
}
