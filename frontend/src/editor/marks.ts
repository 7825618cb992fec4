/** What is drawn over the words of one slot: own amendments, others' proposals, brackets, cursors. */
import type { Node } from 'prosemirror-model'
import { Decoration } from 'prosemirror-view'
import { changesBetween } from '../crdt/changes'
import { cut, wordsOf } from '../crdt/content'
import type { Membership } from '../drafting/membership'
import type { Profile } from '../drafting/profiles'
import { partyStyle } from '../drafting/partyStyle'
import { bars, ROW } from '../drafting/rows'
import type { Content } from '../drafting/types'
import type { Slot } from './arrange'
import type { BracketIndex } from './brackets'
import type { RemoteCursor } from './cursors'
import { attribution, before, deletion, placeAll, proposedWords, type ProposalIndex, type Speak } from './proposals'
import { contentOf, keyOf, paragraphOf, schema } from './schema'

export interface MarkContext {
  membership: Membership
  profile: Profile
  speak: Speak
  proposals: ProposalIndex | null // null: not shown
  currentProposal: string | null
  footnotes: ReadonlyMap<string, number>
  cursors: readonly RemoteCursor[]
  brackets: BracketIndex
}

/** Positions count from the start of the slot's content: its words begin at 1. */
export function marksOf(slotNode: Node, slot: Slot | undefined, context: MarkContext): Decoration[] {
  const paragraph = paragraphOf(slotNode)
  const content = contentOf(paragraph)
  const out: Decoration[] = []
  if (slot?.draft) ownMarks(out, slot, content, context)
  if (slot && context.proposals) proposalMarks(out, slot.key, content, context)
  for (const mark of context.brackets.marksOf(keyOf(slotNode), content))
    if (mark.depth > 0) out.push(Decoration.inline(mark.at + 1, mark.at + 2, { class: `bracket depth-${Math.min(mark.depth, 6)}${mark.paired ? '' : ' unpaired'}`, 'data-bracket': String(mark.at) }))
  for (const escape of wordsOf(content).matchAll(/\\(?=[[\]])/g)) out.push(Decoration.inline(escape.index + 1, escape.index + 2, { class: 'escape' }))
  if (paragraph.attrs.kind === ROW) for (const at of bars(wordsOf(content))) out.push(Decoration.inline(at + 1, at + 2, { class: 'bar' }))
  footnoteMarks(out, paragraph, context)
  for (const cursor of context.cursors) cursorMarks(out, cursor, paragraph.content.size)
  return out
}

function ownMarks(out: Decoration[], slot: Slot, content: Content, context: MarkContext): void {
  const draft = slot.draft!
  const party = partyStyle(context.membership, draft.audience).className
  if (draft.kind === 'new' || draft.kind === 'alternative') {
    const size = wordsOf(content).length
    if (size) out.push(Decoration.inline(1, 1 + size, { nodeName: 'ins', class: `own ${party}` }, { inclusiveEnd: true }))
    return
  }
  for (const change of changesBetween(draft.basis, content)) {
    if (change.end > change.start) out.push(Decoration.inline(1 + change.start, 1 + change.end, { nodeName: 'ins', class: `own ${party}` }))
    if (change.to === change.from) continue
    const struck = wordsOf(cut(draft.basis, change.from, change.to))
    out.push(Decoration.widget(1 + change.start, () => deletion(struck, context.speak('editor.draft_deleted'), `own ${party}`), { key: `del ${party} ${struck}`, side: -1, ignoreSelection: true, marks: [] }))
  }
}

function proposalMarks(out: Decoration[], paragraph: string, content: Content, context: MarkContext): void {
  for (const placed of placeAll(context.proposals!, paragraph, content)) {
    const { proposal, from, to } = placed
    const current = proposal.id === context.currentProposal
    const style = partyStyle(context.membership, proposal.party)
    const by = attribution(context.membership, proposal)
    if (to > from) {
      out.push(Decoration.inline(1 + from, 1 + to, { nodeName: 'del', class: `struck ${style.className}${current ? ' current' : ''}`, 'data-proposal': proposal.id }))
      out.push(Decoration.widget(1 + from, () => before(proposal, context, by), { key: `before ${proposal.id} ${by}`, side: -2, ignoreSelection: true, marks: [] }))
    }
    const key = `proposal ${proposal.id} ${by} ${current} ${placed.answers.map(a => a.id).join(' ')}`
    out.push(Decoration.widget(1 + to, () => proposedWords(placed, context, current), { key, side: 1, ignoreSelection: true, marks: [] }))
  }
}

function footnoteMarks(out: Decoration[], paragraph: Node, context: MarkContext): void {
  paragraph.forEach((node, offset) => {
    if (node.type !== schema.nodes.footnote) return
    const number = context.footnotes.get(node.attrs.target as string)
    out.push(Decoration.node(1 + offset, 2 + offset, { 'data-number': number === undefined ? '*' : String(number) }))
  })
}

function cursorMarks(out: Decoration[], cursor: RemoteCursor, size: number): void {
  const head = Math.min(cursor.head, size)
  const from = Math.min(cursor.anchor, head)
  const to = Math.min(Math.max(cursor.anchor, head), size)
  if (to > from) out.push(Decoration.inline(1 + from, 1 + to, { class: `selection-of ${cursor.className}` }))
  out.push(Decoration.widget(1 + head, () => caret(cursor), { key: `caret ${cursor.client} ${cursor.name}`, side: 10, ignoreSelection: true, marks: [] }))
}

function caret(cursor: RemoteCursor): HTMLElement {
  const element = document.createElement('span')
  element.className = `caret-of ${cursor.className}`
  element.dataset.name = cursor.name
  element.setAttribute('aria-hidden', 'true')
  return element
}
