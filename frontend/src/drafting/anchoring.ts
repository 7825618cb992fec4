/**
 * Where a quotation stands in a text that has moved on since it was quoted
 * (mirrors adref/drafting/anchoring.py; golden cases in fixtures/anchoring.json).
 */
import { difference } from './difference'
import { isSpace } from './space'
import { codePoints, placedTokens, slicePoints, tokens } from './tokens'

export type Span = readonly [start: number, end: number]

/** The difference in words; lengths in code points, so that places can be counted off. */
interface Stretch { op: -1 | 0 | 1; words: string; length: number }

/**
 * Where the words `basis[start..end]` stand now; null when they are no longer there. The quoted
 * words must stand unchanged and together. A place between words (an empty span) is still there as
 * long as the word before it or the word after it is, and keeps to that word.
 */
export function mapSpan(basis: string, current: string, span: Span): Span | null {
  const [start, end] = span
  if (!(start >= 0 && start <= end && end <= codePoints(basis))) return null
  if (basis === current) return span
  if (start === end) return mapPlace(basis, current, start)
  const stretches = stretchesOf(basis, current)
  const first = index(stretches, start)
  const last = index(stretches, end - 1) + 1
  return slicePoints(current, first, Math.max(first, last)) === slicePoints(basis, start, end) ? [first, last] : null
}

interface Kept { start: number; end: number; kept: boolean }

function mapPlace(basis: string, current: string, place: number): Span | null {
  if (!basis) return null // it was said of an empty paragraph, which has words now
  const stretches = stretchesOf(basis, current)
  let before: Kept | null = null
  let after: Kept | null = null
  let besideBefore = false
  let besideAfter = false
  for (const token of keptTokens(stretches)) {
    if (token.start < place && place <= token.end) besideBefore = token.kept
    if (token.start <= place && place < token.end) besideAfter = token.kept
    if (token.space) continue
    if (token.start < place) before = token
    else after ??= token
  }
  const at = (found: number): Span => [found, found]
  if (before?.kept && besideBefore) return at(index(stretches, place - 1) + 1)
  if (after?.kept && besideAfter) return at(index(stretches, place))
  if (before?.kept) return at(index(stretches, Math.min(before.end, place) - 1) + 1)
  if (after?.kept) return at(index(stretches, after.start))
  return null
}

function* keptTokens(stretches: readonly Stretch[]): Generator<Kept & { space: boolean }> {
  let at = 0
  for (const { op, words, length } of stretches) {
    if (op === 1) continue
    for (const { text, start, end } of placedTokens(words)) {
      yield { start: at + start, end: at + end, kept: op === 0, space: isSpace(text) }
    }
    at += length
  }
}

/** Where a place of the basis is now (the `diff_xIndex` of diff-match-patch, in code points). */
function index(stretches: readonly Stretch[], place: number): number {
  let old = 0
  let now = 0
  for (const { op, length } of stretches) {
    const oldEnd = op === 1 ? old : old + length
    if (oldEnd > place) return op === -1 ? now : now + (place - old)
    old = oldEnd
    if (op !== -1) now += length
  }
  return now + (place - old)
}

const known = new Map<string, Map<string, Stretch[]>>()
let kept = 0

function stretchesOf(basis: string, current: string): readonly Stretch[] {
  let byCurrent = known.get(basis)
  if (!byCurrent) known.set(basis, (byCurrent = new Map()))
  let found = byCurrent.get(current)
  if (!found) {
    if (kept >= 2048) { known.clear(); known.set(basis, (byCurrent = new Map())); kept = 0 }
    byCurrent.set(current, (found = compare(basis, current)))
    kept += 1
  }
  return found
}

function compare(basis: string, current: string): Stretch[] {
  const before = tokens(basis)
  const after = tokens(current)
  let old = 0
  let now = 0
  return difference(before, after).map(([op, length]) => {
    const words = (op === 1 ? after.slice(now, now + length) : before.slice(old, old + length)).join('')
    if (op !== 1) old += length
    if (op !== -1) now += length
    return { op, words, length: codePoints(words) }
  })
}
