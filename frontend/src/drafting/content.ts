/** Inline content as a value (mirrors adref/drafting/content.py). Offsets count code points. */
import { codePoints, slicePoints } from './tokens'
import type { Content, Piece } from './types'

export const OBJECT = '\ufffc' // a footnote reference, under the mark `fn:<paragraph id>`

/** Unmarked content. */
export function plain(text: string): Content {
  return text ? [{ t: text }] : []
}

/** The words alone; a footnote reference is U+FFFC. */
export function textOf(content: Content): string {
  return content.length === 1 ? content[0]!.t : content.map(piece => piece.t).join('')
}

/** The length in code points. */
export function lengthOf(content: Content): number {
  return content.reduce((length, piece) => length + codePoints(piece.t), 0)
}

/** One piece, with marks in their fixed order, and none at all when it has none. */
export function piece(t: string, marks?: readonly string[]): Piece {
  return marks?.length ? { t, m: [...marks].sort() } : { t }
}

/** Whether two pieces carry the same marks. */
export function sameMarks(one: readonly string[] = [], other: readonly string[] = []): boolean {
  return one === other || (one.length === other.length && [...one].sort().join('\n') === [...other].sort().join('\n'))
}

/** The same content with empty pieces dropped and equal neighbours joined. */
export function tidy(pieces: Iterable<Piece>): Content {
  const out: Piece[] = []
  for (const next of pieces) {
    if (!next.t) continue
    const last = out[out.length - 1]
    if (last && sameMarks(last.m, next.m)) out[out.length - 1] = piece(last.t + next.t, last.m)
    else out.push(piece(next.t, next.m))
  }
  return out
}

/** The content between two offsets. */
export function cut(content: Content, start: number, end = Infinity): Content {
  const out: Piece[] = []
  let at = 0
  for (const { t, m } of content) {
    const length = codePoints(t)
    const low = Math.max(start - at, 0)
    const high = Math.min(end - at, length)
    if (low < high) out.push(piece(low === 0 && high === length ? t : slicePoints(t, low, high), m))
    at += length
  }
  return tidy(out)
}

/** Contents one after the other. */
export function join(...parts: Content[]): Content {
  return tidy(parts.flat())
}

/** `content` with the words between two offsets replaced. */
export function splice(content: Content, start: number, end: number, replacement: Content): Content {
  return join(cut(content, 0, start), replacement, cut(content, end))
}

/** A string that is the same for equal contents, and only for those. */
export function keyOf(content: Content): string {
  return JSON.stringify(tidy(content).map(({ t, m }) => [t, m ?? []]))
}

/** Whether two contents are equal values. */
export function sameContent(one: Content, other: Content): boolean {
  return one === other || keyOf(one) === keyOf(other)
}
