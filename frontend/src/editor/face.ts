/** What stands around the words of a slot: classes, label, and below it conflicts, other drafts and proposed paragraphs. */
import { merge } from '../crdt/changes'
import { sameContent, wordsOf } from '../crdt/content'
import { shortOf, type Membership } from '../drafting/membership'
import { partyStyle } from '../drafting/partyStyle'
import type { Profile } from '../drafting/profiles'
import type { Draft } from '../connection/types'
import type { FloorState } from '../drafting/types'
import type { Slot } from './arrange'
import { proposedParagraph, type Named, type ProposalIndex, type Speak } from './proposals'
import type { Face } from './slotView'

export interface FaceContext extends Named {
  membership: Membership
  profile: Profile
  speak: Speak
  state: FloorState
  proposals: ProposalIndex | null
  currentProposal: string | null
  footnotes: ReadonlyMap<string, number>
  editable: boolean
  draftButton: boolean
  first: boolean // the first slot: what was proposed before the whole text stands here
  acceptBasis(draft: Draft): void
  open(paragraph: string, draft: string): void
}

export function faceOf(key: string, slot: Slot | undefined, context: FaceContext): Face {
  const draft = slot?.draft ?? null
  const state = slot?.paragraph ? context.state.states[slot.paragraph.id] : undefined
  const classes = [
    state ? `locked ${state}` : '',
    draft ? `own-draft ${draft.kind} ${partyStyle(context.membership, draft.audience).className}` : '',
    slot?.orphan ? 'orphan' : '',
    slot && inConflict(slot) ? 'conflict' : '',
  ]
  return {
    paragraph: slot?.paragraph?.id ?? null,
    label: labelOf(key, slot, context),
    classes: classes.filter(Boolean).join(' '),
    editable: context.editable,
    draft: draft?.id ?? null,
    draftButton: context.draftButton,
    below: below(key, slot, context),
  }
}

function labelOf(key: string, slot: Slot | undefined, context: FaceContext): string {
  const label = slot?.paragraph?.label ?? slot?.draft?.label ?? ''
  if (label) return label
  const number = context.footnotes.get(key)
  return number === undefined ? '' : String(number)
}

/** The working text changed in the very words of the draft: both are shown. */
export function inConflict(slot: Slot): boolean {
  const { draft, paragraph } = slot
  if (!draft || !paragraph || draft.kind !== 'change') return false
  return !sameContent(draft.basis, paragraph.content) && merge(draft.basis, draft.content, paragraph.content) === null
}

const NOTHING: Face['below'] = { stamp: '', make: () => [] }

function below(key: string, slot: Slot | undefined, context: FaceContext): Face['below'] {
  const conflict = slot && inConflict(slot) ? slot : null
  const proposals = [...(context.proposals?.after.get(key) ?? []), ...(context.first ? (context.proposals?.after.get('') ?? []) : [])]
  const offered = slot?.offered ?? []
  if (!slot?.orphan && !conflict && !offered.length && !proposals.length) return NOTHING
  const stamp = JSON.stringify([slot?.orphan, conflict && [wordsOf(conflict.paragraph!.content), conflict.draft!.id], offered.map(d => d.id), proposals.map(p => [p.id, p.cosponsors, p.replacement, context.proposals!.answers.get(p.id)?.map(a => a.id), p.id === context.currentProposal, p.kind === 'move' && [context.nameOf(p.paragraph), p.after && context.nameOf(p.after)]])])
  return {
    stamp,
    make: () => [
      ...(slot?.orphan ? [note('slot-orphan', context.speak('editor.orphan'))] : []),
      ...(conflict ? [conflictNote(conflict, context)] : []),
      ...offered.map(draft => offer(key, draft, context)),
      ...proposals.map(p => proposedParagraph(p, context.proposals!.answers.get(p.id) ?? [], context, p.id === context.currentProposal, p.paragraph === key ? key : (p.after ?? ''))),
    ],
  }
}

function conflictNote(slot: Slot, context: FaceContext): HTMLElement {
  const host = note('slot-conflict', context.speak('editor.conflict'))
  const quote = document.createElement('blockquote')
  quote.dir = 'auto'
  quote.textContent = wordsOf(slot.paragraph!.content)
  host.append(quote, button(context.speak('editor.conflict_accept'), () => context.acceptBasis(slot.draft!)))
  return host
}

function offer(key: string, draft: Draft, context: FaceContext): HTMLElement {
  const values = { name: draft.by, party: shortOf(context.membership, draft.audience) }
  const host = note('slot-offer', context.speak('editor.offered', values))
  host.append(button(context.speak('editor.offered_open'), () => context.open(key, draft.id)))
  return host
}

function note(className: string, words: string): HTMLElement {
  const host = document.createElement('div')
  host.className = className
  host.setAttribute('role', 'note')
  const line = document.createElement('p')
  line.textContent = words
  host.append(line)
  return host
}

function button(words: string, press: () => void): HTMLElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.textContent = words
  element.addEventListener('click', press)
  return element
}
