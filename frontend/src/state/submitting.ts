/** From drafts to what is submitted, and back to what is left of a draft. */
import type { Draft } from '../connection/types'
import type { Amendment, Content, Paragraph } from '../drafting/types'
import { diffRuns, spanRuns, type RedlineRun } from './redline'
import { amendmentsOf } from './deriving'

export interface Choice { draft: string; amendment: Amendment; runs: RedlineRun[] }

/** Every amendment that these drafts make, each with the words to confirm. */
export function choicesOf(drafts: Draft[]): Choice[] {
  return drafts.flatMap(draft => amendmentsOf(draft).map(amendment => ({ draft: draft.id, amendment, runs: runsOf(amendment) })))
}

function runsOf(a: Amendment): RedlineRun[] {
  if (a.kind === 'change') return spanRuns(a.basis, a.span, a.replacement, 120)
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
  return changes.reduce<Content>((words, a) => splice(words, a.span, a.replacement), basis)
}

function splice(content: Content, span: [number, number], replacement: Content): Content {
  return spanRuns(content, span, replacement).filter(r => r.fate !== 'struck').flatMap(r => r.content)
}

/** Whether the room's words are no longer those that this draft was made from. */
export function movedOn(draft: Draft, paragraph: Paragraph | null): boolean {
  if (draft.kind === 'new') return false
  if (!paragraph) return true
  return JSON.stringify(wordsOnly(draft.basis)) !== JSON.stringify(wordsOnly(paragraph.content))
}

const wordsOnly = (content: Content): string => content.map(p => p.t).join('')
export const draftRuns = (draft: Draft): RedlineRun[] => diffRuns(draft.basis, draft.content)
