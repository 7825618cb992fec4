/**
 * What a draft proposes, derived from the wording it was made from
 * (mirrors adref/drafting/amendments.py; golden cases in fixtures/amendments.json).
 */
import type { Span } from './anchoring'
import { cut, textOf } from './content'
import { difference } from './difference'
import { isSpace } from './space'
import { codePoints, tokens } from './tokens'
import type { Content } from './types'

/** The words of the basis between two offsets (code points), and what is to stand there. */
export interface Change { span: Span; replacement: Content }

/** A change counted in tokens: from and to in the basis, from and to in the draft. */
interface Hunk { oldFrom: number; oldTo: number; newFrom: number; newTo: number }
interface Marked { text: string; key: string }

/** Signs that hold two words together: changes on both sides of one are one change. */
const CONNECTORS = new Set(['-', '\u2010', '\u2011', '/', "'", '\u2019'])
/** Scripts in which words are not parted (Thai, Lao, Burmese, Khmer, Kana, Han), as code points. */
const UNSPACED = [
  [0x0e01, 0x0eff], [0x1000, 0x109f], [0x1780, 0x17ff], [0x3041, 0x30ff],
  [0x3400, 0x9fff], [0xf900, 0xfaff], [0x20000, 0x3ffff],
] as const

/**
 * The changes that make the draft of the basis, in order, each of whole tokens. Words that only
 * change their marks count as changed. Changes with nothing but space, one connector or one Han
 * character between them are one; so are those that open a bracket and close it.
 */
export function amendments(basis: Content, draft: Content): Change[] {
  const old = markedTokens(basis)
  const now = markedTokens(draft)
  const found = balanced(joined(hunks(old, now), old), old, now)
  const oldAt = offsets(old)
  const newAt = offsets(now)
  return found.map(({ oldFrom, oldTo, newFrom, newTo }) => ({
    span: [oldAt[oldFrom]!, oldAt[oldTo]!],
    replacement: cut(draft, newAt[newFrom]!, newAt[newTo]!),
  }))
}

/** The tokens of a content, told apart by their words and the marks of each of their characters. */
export function markedTokens(content: Content): Marked[] {
  if (content.every(piece => !piece.m?.length)) return tokens(textOf(content)).map(text => ({ text, key: text }))
  const edges: Array<[number, string]> = []
  let at = 0
  for (const piece of content) edges.push([(at += codePoints(piece.t)), (piece.m ?? []).join(',')])
  let start = 0
  let edge = 0
  return tokens(textOf(content)).map(text => {
    const end = start + codePoints(text)
    const marks: string[] = []
    for (;;) {
      while (edges[edge]![0] <= start && edge < edges.length - 1) edge += 1
      const upTo = Math.min(end, edges[edge]![0])
      marks.push(`${upTo - start}:${edges[edge]![1]}`)
      start = upTo
      if (start >= end) break
    }
    const plain = marks.length === 1 && marks[0]!.endsWith(':')
    return { text, key: plain ? text : `${text}\n${marks.join('\n')}` }
  })
}

function hunks(old: readonly Marked[], now: readonly Marked[]): Hunk[] {
  const out: Hunk[] = []
  let [oldAt, newAt, oldFrom, newFrom] = [0, 0, 0, 0]
  const flush = () => {
    if (oldFrom !== oldAt || newFrom !== newAt) out.push({ oldFrom, oldTo: oldAt, newFrom, newTo: newAt })
  }
  for (const [op, length] of difference(old.map(t => t.key), now.map(t => t.key))) {
    if (op === 0) { flush(); oldFrom = oldAt + length; newFrom = newAt + length }
    if (op !== 1) oldAt += length
    if (op !== -1) newAt += length
  }
  flush()
  return out
}

function joined(found: readonly Hunk[], old: readonly Marked[]): Hunk[] {
  const out: Hunk[] = []
  for (const hunk of found) {
    const last = out[out.length - 1]
    if (last && holdsTogether(old.slice(last.oldTo, hunk.oldFrom))) out[out.length - 1] = both(last, hunk)
    else out.push(hunk)
  }
  return out
}

function holdsTogether(between: readonly Marked[]): boolean {
  const onlySpace = between.every(({ text }) => isSpace(text) && text !== '\n')
  return onlySpace || (between.length === 1 && connects(between[0]!.text))
}

function connects(token: string): boolean {
  const point = token.codePointAt(0)!
  return CONNECTORS.has(token) || UNSPACED.some(([low, high]) => low <= point && point <= high)
}

/** Join the change that opens a bracket with the one that closes it, and all between. */
function balanced(found: readonly Hunk[], old: readonly Marked[], now: readonly Marked[]): Hunk[] {
  const out: Hunk[] = []
  for (let at = 0; at < found.length; at += 1) {
    const end = balancesAt(found, at, old, now)
    out.push(both(found[at]!, found[end]!))
    at = end
  }
  return out
}

function balancesAt(found: readonly Hunk[], at: number, old: readonly Marked[], now: readonly Marked[]): number {
  let lifted = 0
  let written = 0
  for (let i = at; i < found.length; i += 1) {
    const hunk = found[i]!
    lifted += depth(old.slice(hunk.oldFrom, hunk.oldTo))
    written += depth(now.slice(hunk.newFrom, hunk.newTo))
    if (lifted < 0 || written < 0) break
    if (lifted === 0 && written === 0) return i
  }
  return at
}

function depth(marked: readonly Marked[]): number {
  return marked.reduce((sum, { text }) => sum + (text === '[' ? 1 : text === ']' ? -1 : 0), 0)
}

function both(first: Hunk, last: Hunk): Hunk {
  return { oldFrom: first.oldFrom, oldTo: last.oldTo, newFrom: first.newFrom, newTo: last.newTo }
}

function offsets(marked: readonly Marked[]): number[] {
  const out = [0]
  for (const { text } of marked) out.push(out[out.length - 1]! + codePoints(text))
  return out
}
