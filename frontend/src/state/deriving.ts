/** What a draft proposes, derived from its basis and its words. */
import type { Draft } from '../connection/types'
import type { Amendment } from '../drafting/types'
import { diffRuns } from './redline'

export function amendmentsOf(draft: Draft): Amendment[] {
  const { paragraph, basis, content } = draft
  if (draft.kind === 'delete') return [{ kind: 'delete', paragraph, basis }]
  if (draft.kind === 'alternative') return [{ kind: 'alternative', paragraph, content }]
  if (draft.kind === 'new') return [{ kind: 'new', after: draft.after, paragraph_kind: draft.paragraphKind, level: draft.level, label: draft.label, content }]
  const runs = diffRuns(basis, content)
  const length = (fate: string): number => runs.filter(r => r.fate === fate).flatMap(r => r.content).reduce((n, p) => n + Array.from(p.t).length, 0)
  const kept = runs[0]?.fate === 'kept' ? runs[0].content.reduce((n, p) => n + Array.from(p.t).length, 0) : 0
  if (runs.every(r => r.fate === 'kept')) return []
  return [{ kind: 'change', paragraph, basis, span: [kept, kept + length('struck')], replacement: runs.filter(r => r.fate === 'inserted').flatMap(r => r.content) }]
}
