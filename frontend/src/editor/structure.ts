/** What a pen does to the list of paragraphs: split, join, delete over several, paste several, footnotes. */
import { Fragment, type Node } from 'prosemirror-model'
import type { EditorState, Transaction } from 'prosemirror-state'
import { ROW } from '../drafting/rows'
import { caretIn, here, STRUCTURE, type Here } from './selection'
import { keyOf, paragraphOf, schema } from './schema'
import { indexAt, putSlots, slotsOf } from './slots'

type Ids = () => string

const slotWith = (key: string, paragraph: Node): Node => schema.nodes.slot!.create({ key }, paragraph)
const like = (paragraph: Node, content: Fragment): Node => paragraph.type.create(paragraph.attrs, content)

/** Replaces slots [from, to) by others. */
function put(state: EditorState, from: number, to: number, slots: Node[]): Transaction {
  return putSlots(state.tr, from, to, slots).setMeta(STRUCTURE, true)
}

/** At the start of its words the id stays with the words, and the new paragraph is the empty one above. */
export function split(state: EditorState, newId: Ids): Transaction | null {
  const at = here(state)
  if (!at) return null
  const paragraph = paragraphOf(at.slot)
  const head = paragraph.content.cut(0, at.offset)
  const tail = paragraph.content.cut(at.offset)
  const id = newId()
  if (at.offset === 0 && !at.empty) {
    const tr = put(state, at.index, at.index + 1, [slotWith(id, like(paragraph, Fragment.empty)), at.slot])
    return caretIn(tr, at.key, 0).scrollIntoView()
  }
  const tr = put(state, at.index, at.index + 1, [slotWith(at.key, like(paragraph, head)), slotWith(id, like(paragraph, tail))])
  return caretIn(tr, id, 0).scrollIntoView()
}

/** Joins the slot at `index` with the one before it; of an empty and a worded one the worded keeps its id. */
export function join(state: EditorState, index: number): Transaction | null {
  const above = slotsOf(state.doc)[index - 1]
  const below = slotsOf(state.doc)[index]
  if (!above || !below) return null
  const a = paragraphOf(above)
  const b = paragraphOf(below)
  if (!a.content.size) return caretIn(put(state, index - 1, index + 1, [below]), keyOf(below), 0).scrollIntoView()
  const joined = slotWith(keyOf(above), like(a, a.content.append(b.content)))
  return caretIn(put(state, index - 1, index + 1, [joined]), keyOf(above), a.content.size).scrollIntoView()
}

/** Deletes a selection over several paragraphs: what is left of the first and last stands in the first. */
export function deleteAcross(state: EditorState, words = ''): Transaction {
  const { $from, $to } = state.selection
  const slots = slotsOf(state.doc)
  const first = Math.min(indexAt($from), slots.length - 1)
  const last = $to.depth >= 2 ? indexAt($to) : Math.max(first, indexAt($to) - 1)
  const from = $from.depth >= 3 ? $from.parentOffset : 0
  const top = slots[first]!
  const bottom = slots[last]!
  const to = $to.depth >= 3 ? $to.parentOffset : paragraphOf(bottom).content.size
  const head = paragraphOf(top).content.cut(0, from)
  const middle = words ? Fragment.from(schema.text(words)) : Fragment.empty
  const content = head.append(middle).append(paragraphOf(bottom).content.cut(to))
  const tr = put(state, first, last + 1, [slotWith(keyOf(top), like(paragraphOf(top), content))])
  return caretIn(tr, keyOf(top), from + words.length).scrollIntoView()
}

/** Pastes: the first paragraph's words go where the caret is, every other one becomes a paragraph with a new id. */
export function paste(state: EditorState, blocks: Node[], newId: Ids): Transaction | null {
  const at = here(state)
  if (!at || !blocks.length) return null
  if (blocks.length > 1 && blocks.some(isRow)) return pasteApart(state, at, blocks, newId)
  const paragraph = paragraphOf(at.slot)
  const head = paragraph.content.cut(0, at.offset)
  const tail = paragraph.content.cut(at.offset)
  const last = blocks.length - 1
  const ids = blocks.map((_block, i) => (i === 0 ? at.key : newId()))
  const slots = blocks.map((block, i) => {
    let content = block.content
    if (i === last) content = content.append(tail)
    if (i === 0) content = head.append(content)
    const whole = i > 0 && block.attrs.kind !== 'plain' ? block : paragraph
    return slotWith(ids[i]!, like(whole, content))
  })
  const tr = put(state, at.index, at.index + 1, slots)
  const offset = (last === 0 ? head.size : 0) + blocks[last]!.content.size
  return caretIn(tr, ids[last]!, offset).scrollIntoView()
}

export const isRow = (block: Node): boolean => block.attrs.kind === ROW

/** A table runs into no words: its rows stand between what is before the caret and what is after it. */
function pasteApart(state: EditorState, at: Here, blocks: Node[], newId: Ids): Transaction {
  const paragraph = paragraphOf(at.slot)
  const end = isRow(paragraph) ? paragraph.content.size : at.offset // a row is not cut by others
  const [head, tail] = [paragraph.content.cut(0, end), paragraph.content.cut(end)]
  const pasted = blocks.map(block => (block.attrs.kind === 'plain' && !isRow(paragraph) ? like(paragraph, block.content) : block))
  const words = [...(head.size ? [like(paragraph, head)] : []), ...pasted, ...(tail.size ? [like(paragraph, tail)] : [])]
  const ids = words.map((_word, i) => (i === (head.size || !tail.size ? 0 : words.length - 1) ? at.key : newId()))
  const tr = put(state, at.index, at.index + 1, words.map((word, i) => slotWith(ids[i]!, like(word, word.content))))
  const last = words.length - 1 - (tail.size ? 1 : 0)
  return caretIn(tr, ids[last]!, words[last]!.content.size).scrollIntoView()
}

/** A new empty paragraph of the same kind below the caret's. */
export function newAfter(state: EditorState, newId: Ids): Transaction | null {
  const at = here(state)
  if (!at) return null
  const id = newId()
  const tr = put(state, at.index + 1, at.index + 1, [slotWith(id, like(paragraphOf(at.slot), Fragment.empty))])
  return caretIn(tr, id, 0).scrollIntoView()
}

export function removeHere(state: EditorState): Transaction | null {
  const at = here(state)
  const beside = at && slotsOf(state.doc)[at.index > 0 ? at.index - 1 : 1]
  if (!at || !beside) return null
  return caretIn(put(state, at.index, at.index + 1, []), keyOf(beside), 0).scrollIntoView()
}

/** The reference at the caret and its footnote paragraph below (after footnotes that already stand there); the caret goes there. */
export function footnote(state: EditorState, newId: Ids): Transaction | null {
  const at = here(state)
  if (!at || paragraphOf(at.slot).attrs.kind === 'footnote') return null
  const paragraph = paragraphOf(at.slot)
  const id = newId()
  const reference = schema.nodes.footnote!.create({ target: id })
  const content = paragraph.content.cut(0, at.offset).append(Fragment.from(reference)).append(paragraph.content.cut(at.offset))
  const slots = slotsOf(state.doc)
  let end = at.index + 1
  while (end < slots.length && paragraphOf(slots[end]!).attrs.kind === 'footnote') end++
  const between = slots.slice(at.index + 1, end)
  const note = slotWith(id, schema.nodes.paragraph!.create({ kind: 'footnote', level: 0 }))
  const tr = put(state, at.index, end, [slotWith(at.key, like(paragraph, content)), ...between, note])
  return caretIn(tr, id, 0).scrollIntoView()
}

/** The paragraphs of something pasted; ids never come in with it. */
export function blocksOf(content: Fragment): Node[] {
  const out: Node[] = []
  content.descendants(node => {
    if (node.isTextblock) out.push(node)
    return !node.isTextblock
  })
  return out.filter((block, i) => block.content.size > 0 || (i > 0 && i < out.length - 1))
}
