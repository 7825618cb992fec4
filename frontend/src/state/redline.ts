/** What an edit or a proposal changes, as runs to print: kept, struck, inserted. */
import { amendments } from '../drafting/amendments'
import { cut, lengthOf, textOf } from '../drafting/content'
import type { Content, Proposal } from '../drafting/types'

export interface RedlineRun { content: Content; fate: 'kept' | 'struck' | 'inserted' }
export interface Change { span: readonly [number, number]; replacement: Content }

/** `changes` (in order, apart) written into the basis. `around` limits the words kept before, between and after them. */
export function changeRuns(basis: Content, changes: readonly Change[], around = Infinity): RedlineRun[] {
  const runs: RedlineRun[] = []
  let at = 0
  for (const { span: [a, b], replacement } of changes) {
    runs.push(
      { content: clip(cut(basis, at, a), around, at > 0), fate: 'kept' },
      { content: cut(basis, a, b), fate: 'struck' },
      { content: replacement, fate: 'inserted' },
    )
    at = b
  }
  runs.push({ content: clip(cut(basis, at), around, changes.length > 0, true), fate: 'kept' })
  return runs.filter(run => run.content.length > 0)
}

function clip(content: Content, around: number, afterChange: boolean, last = false): Content {
  const length = lengthOf(content)
  if (length <= around * (afterChange && !last ? 2 : 1) + 12) return content
  const head = afterChange ? [...cut(content, 0, lastSpace(textOf(content), around)), { t: ' …' }] : [{ t: '…' }]
  return last ? head : [...head, ...cut(content, nextSpace(textOf(content), length - around))]
}

/** The end of the last whole word before an offset, and the start of the next one after it; in code points, within reach. */
function lastSpace(text: string, at: number): number {
  const found = Array.from(text).slice(0, at).lastIndexOf(' ')
  return found > at - 24 && found > 0 ? found : at
}
function nextSpace(text: string, at: number): number {
  const found = Array.from(text).indexOf(' ', at)
  return found >= 0 && found < at + 24 ? found : at
}

/** Before and after as one redline. */
export const diffRuns = (before: Content, after: Content, around = Infinity): RedlineRun[] => changeRuns(before, amendments(before, after), around)

/** The exact words of a proposal as a redline. */
export function proposalRuns(p: Proposal, around = 90): RedlineRun[] {
  if (p.kind === 'change') return changeRuns(p.basis, [p], around)
  if (p.kind === 'delete') return [{ content: p.basis, fate: 'struck' }]
  if (p.kind === 'move') return []
  return [{ content: p.replacement, fate: 'inserted' }]
}
