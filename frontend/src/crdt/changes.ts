/** What was changed between two contents, in words: the ground of derived amendments and of merging under a draft. */
import DiffMatchPatch from 'diff-match-patch'
import type { Content } from '../drafting/types'
import { cut, sameContent, splice, wordsOf } from './content'

/** `basis[from, to)` became `now[start, end)`; UTF-16 offsets. */
export interface Change { from: number; to: number; start: number; end: number }

// A run of letters, marks and digits is one token; every Han, Kana or Thai character stands alone; so does anything else.
const TOKEN = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}])+|[\s\S]/gu

interface Tokens { keys: string[]; ends: number[] }

function tokensOf(content: Content): Tokens {
  const keys: string[] = []
  const ends: number[] = []
  let at = 0
  for (const piece of content) {
    const marks = piece.m?.length ? '\u0001' + piece.m.join(' ') : ''
    for (const token of piece.t.match(TOKEN) ?? []) {
      keys.push(token + marks)
      ends.push((at += token.length))
    }
  }
  return { keys, ends }
}

const startOf = (tokens: Tokens, index: number): number => (index === 0 ? 0 : tokens.ends[index - 1]!)

const engine = new DiffMatchPatch()
engine.Diff_Timeout = 0

export function changesBetween(basis: Content, now: Content): Change[] {
  if (sameContent(basis, now)) return []
  const a = tokensOf(basis)
  const b = tokensOf(now)
  let low = 0
  while (low < a.keys.length && low < b.keys.length && a.keys[low] === b.keys[low]) low++
  let tail = 0
  while (tail < a.keys.length - low && tail < b.keys.length - low && a.keys[a.keys.length - 1 - tail] === b.keys[b.keys.length - 1 - tail]) tail++
  const [x, y] = encode(a.keys.slice(low, a.keys.length - tail), b.keys.slice(low, b.keys.length - tail))
  return collect(engine.diff_main(x, y, false), a, b, low)
}

function encode(a: string[], b: string[]): [string, string] {
  const codes = new Map<string, string>()
  const write = (keys: string[]): string =>
    keys.map(key => {
      let code = codes.get(key)
      // Past the surrogates: every token is one UTF-16 unit for the engine.
      if (code === undefined) codes.set(key, (code = String.fromCharCode(codes.size < 0xd7ff ? codes.size + 1 : codes.size + 0x801)))
      return code
    }).join('')
  return [write(a), write(b)]
}

function collect(diffs: Array<[number, string]>, a: Tokens, b: Tokens, offset: number): Change[] {
  const out: Change[] = []
  let i = offset
  let j = offset
  let open: { i: number; j: number } | null = null
  const close = (): void => {
    if (open) out.push({ from: startOf(a, open.i), to: startOf(a, i), start: startOf(b, open.j), end: startOf(b, j) })
    open = null
  }
  for (const [kind, words] of diffs) {
    if (kind === 0) close()
    else open ??= { i, j }
    if (kind <= 0) i += words.length
    if (kind >= 0) j += words.length
  }
  close()
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

/** Where an offset of `basis` stands in `now`; null when its words were taken out. */
export function mapOffset(changes: readonly Change[], at: number, side: -1 | 1): number | null {
  let shift = 0
  for (const change of changes) {
    if (change.to < at || (change.to === at && (change.from < at || side > 0))) shift = change.end - change.to
    else if (change.from < at) return null
    else break
  }
  return at + shift
}

export const sameWords = (a: Content, b: Content): boolean => wordsOf(a) === wordsOf(b)
