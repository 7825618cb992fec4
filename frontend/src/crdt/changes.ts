/** What was changed between two contents, in words: the ground of derived amendments and of merging under a draft. */
import { markedTokens } from '../drafting/amendments'
import { difference } from '../drafting/difference'
import type { Content } from '../drafting/types'
import { cut, sameContent, splice } from './content'

/** `basis[from, to)` became `now[start, end)`; UTF-16 offsets. */
export interface Change { from: number; to: number; start: number; end: number }

/** The changes in order, each of whole tokens; words that only change their marks count as changed. */
export function changesBetween(basis: Content, now: Content): Change[] {
  if (sameContent(basis, now)) return []
  const a = markedTokens(basis)
  const b = markedTokens(now)
  const out: Change[] = []
  let [i, j, oldAt, newAt] = [0, 0, 0, 0]
  let open: Change | null = null
  for (const [op, length] of difference(a.map(t => t.key), b.map(t => t.key))) {
    if (op === 0) open = null
    else if (!open) out.push((open = { from: oldAt, to: oldAt, start: newAt, end: newAt }))
    for (let n = 0; n < length; n++) {
      if (op <= 0) oldAt += a[i++]!.text.length
      if (op >= 0) newAt += b[j++]!.text.length
    }
    if (open) {
      open.to = oldAt
      open.end = newAt
    }
  }
  return out
}

/**
 * `mine` was made from `basis`, which now reads `theirs`: both changes together, or null when they meet in the
 * same words.
 */
export function merge(basis: Content, mine: Content, theirs: Content): Content | null {
  const own = changesBetween(basis, mine).map(change => ({ change, words: cut(mine, change.start, change.end) }))
  const other = changesBetween(basis, theirs).map(change => ({ change, words: cut(theirs, change.start, change.end) }))
  const fresh = own.filter(a => !other.some(b => a.change.from === b.change.from && a.change.to === b.change.to && sameContent(a.words, b.words)))
  if (fresh.some(a => other.some(b => meet(a.change, b.change)))) return null
  const all = [...other, ...fresh]
  // From the end, so that offsets hold; at one point theirs stands before mine.
  const rank = (item: (typeof all)[number]): number => (other.includes(item) ? 0 : 1)
  all.sort((a, b) => b.change.from - a.change.from || b.change.to - a.change.to || rank(b) - rank(a))
  return all.reduce((content, { change, words }) => splice(content, change.from, change.to, words), basis)
}

function meet(a: Change, b: Change): boolean {
  if (a.from === a.to && b.from === b.to) return false
  return a.from < b.to && b.from < a.to
}
