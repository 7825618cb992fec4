/** What an edit or a proposal changes, as runs to print: kept, struck, inserted. */
import type { Content, Piece, Proposal } from '../drafting/types'

export interface RedlineRun { content: Content; fate: 'kept' | 'struck' | 'inserted' }

/** Content between two offsets in code points. */
export function cut(content: Content, start: number, end = Infinity): Content {
  const out: Piece[] = []
  let at = 0
  for (const piece of content) {
    const points = Array.from(piece.t)
    const t = points.slice(Math.max(start - at, 0), Math.max(end - at, 0)).join('')
    if (t) out.push({ ...piece, t })
    at += points.length
  }
  return out
}

const lengthOf = (content: Content): number => content.reduce((n, p) => n + Array.from(p.t).length, 0)
const isRun = (run: RedlineRun): boolean => run.content.length > 0

/** A change of words: what stands around it, what goes, what comes. `around` limits the words kept on each side. */
export function spanRuns(basis: Content, [a, b]: [number, number], replacement: Content, around = Infinity): RedlineRun[] {
  const runs: RedlineRun[] = [
    { content: clip(cut(basis, 0, a), around, 'end'), fate: 'kept' },
    { content: cut(basis, a, b), fate: 'struck' },
    { content: replacement, fate: 'inserted' },
    { content: clip(cut(basis, b), around, 'start'), fate: 'kept' },
  ]
  return runs.filter(isRun)
}

function clip(content: Content, around: number, keep: 'start' | 'end'): Content {
  const length = lengthOf(content)
  if (length <= around + 12) return content
  return keep === 'start' ? [...cut(content, 0, around), { t: ' …' }] : [{ t: '… ' }, ...cut(content, length - around)]
}

/** The exact words of a proposal as a redline. */
export function proposalRuns(p: Proposal, around = 90): RedlineRun[] {
  if (p.kind === 'change') return spanRuns(p.basis, p.span, p.replacement, around)
  if (p.kind === 'delete') return [{ content: p.basis, fate: 'struck' }]
  if (p.kind === 'move') return []
  return [{ content: p.replacement, fate: 'inserted' }]
}

/** Before and after as one redline. */
export function diffRuns(before: Content, after: Content): RedlineRun[] {
  const [a, b] = [pointsOf(before), pointsOf(after)]
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return spanRuns(before, [start, a.length - end], cut(after, start, b.length - end))
}

const pointsOf = (content: Content): string[] => content.flatMap(p => Array.from(p.t).map(c => c + (p.m ?? []).join()))
