/** From drafts to what is submitted, and back to what is left of a draft. */
import type { Draft } from '../connection/types'
import { amendments } from '../drafting/amendments'
import { sameContent, splice } from '../drafting/content'
import type { Amendment, Content, Paragraph } from '../drafting/types'
import { changeRuns, type RedlineRun } from './redline'

export interface Choice { draft: string; amendment: Amendment; runs: RedlineRun[] }

/** What a draft proposes, derived from the words that it was made from. */
export function amendmentsOf(draft: Pick<Draft, 'kind' | 'paragraph' | 'after' | 'paragraphKind' | 'level' | 'label' | 'basis' | 'content'>): Amendment[] {
  const { paragraph, basis, content } = draft
  if (draft.kind === 'delete') return [{ kind: 'delete', paragraph, basis }]
  if (draft.kind === 'alternative') return content.length ? [{ kind: 'alternative', paragraph, content }] : []
  if (draft.kind === 'change') return amendments(basis, content).map(({ span: [a, b], replacement }) => ({ kind: 'change', paragraph, basis, span: [a, b], replacement }))
  return content.length ? [{ kind: 'new', after: draft.after, paragraph_kind: draft.paragraphKind, level: draft.level, label: draft.label, content }] : []
}

/** Every amendment that these drafts make, each with the words to confirm. */
export function choicesOf(drafts: Draft[]): Choice[] {
  return drafts.flatMap(draft => amendmentsOf(draft).map(amendment => ({ draft: draft.id, amendment, runs: runsOf(amendment) })))
}

function runsOf(a: Amendment): RedlineRun[] {
  if (a.kind === 'change') return changeRuns(a.basis, [a], 120)
  if (a.kind === 'delete') return [{ content: a.basis, fate: 'struck' }]
  if (a.kind === 'move') return []
  return [{ content: a.content, fate: 'inserted' }]
}

/** A new paragraph that follows another draft cannot be anchored there for the room: it follows what that one follows. */
export function anchored(choices: Choice[], drafts: Draft[], paragraphs: Paragraph[]): Amendment[] {
  const known = new Set(paragraphs.map(p => p.id))
  const afterOf = (after: string | null): string | null => {
    if (after === null || known.has(after)) return after
    const draft = drafts.find(d => d.id === after || `draft:${d.id}` === after)
    return draft ? afterOf(draft.after) : null
  }
  return choices.map(({ amendment: a }) => (a.kind === 'new' ? { ...a, after: afterOf(a.after) } : a))
}

/** The basis with only these changes made: what stays in a draft when some of its amendments are submitted. */
export function remainder(basis: Content, left: Amendment[]): Content {
  const changes = left.filter(a => a.kind === 'change').sort((a, b) => b.span[0] - a.span[0])
  return changes.reduce<Content>((words, { span: [a, b], replacement }) => splice(words, a, b, replacement), basis)
}

/** Whether the room's words are no longer those that this draft was made from. */
export function movedOn(draft: Draft, paragraph: Paragraph | null): boolean {
  if (draft.kind === 'new' || draft.kind === 'alternative') return false
  return !paragraph || !sameContent(draft.basis, paragraph.content)
}
