/** Inline content as a value (mirrors adref/drafting/content.py); offsets here are UTF-16 units. */
import type { Content, Piece } from '../drafting/types'

export const OBJECT = '\ufffc'
export const FOOTNOTE = 'fn:'

export function wordsOf(content: Content): string {
  let out = ''
  for (const piece of content) out += piece.t
  return out
}

const marksKey = (piece: Piece): string => (piece.m && piece.m.length ? [...piece.m].sort().join(' ') : '')

/** The same content with empty pieces dropped and equal neighbours joined. */
export function tidy(pieces: Iterable<Piece>): Content {
  const out: Content = []
  for (const piece of pieces) {
    if (!piece.t) continue
    const last = out[out.length - 1]
    if (last && marksKey(last) === marksKey(piece) && !targetOf(piece)) last.t += piece.t
    else out.push(piece.m && piece.m.length ? { t: piece.t, m: [...piece.m].sort() } : { t: piece.t })
  }
  return out
}

export function sameContent(a: Content, b: Content): boolean {
  if (a.length !== b.length) return false
  return a.every((piece, i) => piece.t === b[i]!.t && marksKey(piece) === marksKey(b[i]!))
}

/** The id of the footnote paragraph that this piece refers to, or null. */
export function targetOf(piece: Piece): string | null {
  const mark = piece.m?.find(m => m.startsWith(FOOTNOTE))
  return mark === undefined ? null : mark.slice(FOOTNOTE.length)
}

export function cut(content: Content, from: number, to = Infinity): Content {
  const out: Piece[] = []
  let at = 0
  for (const piece of content) {
    const low = Math.max(from - at, 0)
    const high = Math.min(to - at, piece.t.length)
    if (low < high) out.push({ ...piece, t: piece.t.slice(low, high) })
    at += piece.t.length
  }
  return tidy(out)
}

export function splice(content: Content, from: number, to: number, replacement: Content): Content {
  return tidy([...cut(content, 0, from), ...replacement, ...cut(content, to)])
}

/** Code points before a UTF-16 offset: what stands on the wire. */
export function toCodePoints(words: string, units: number): number {
  let count = 0
  for (let i = 0; i < units && i < words.length; i++) {
    const code = words.charCodeAt(i)
    if (code < 0xdc00 || code > 0xdfff) count++
  }
  return count
}

/** The UTF-16 offset of a code point offset. */
export function toUnits(words: string, points: number): number {
  let i = 0
  for (let n = 0; n < points && i < words.length; n++) i += (words.codePointAt(i) ?? 0) > 0xffff ? 2 : 1
  return i
}
