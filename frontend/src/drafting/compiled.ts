/** The shape of a compilation (mirrors adref/drafting/compiled.py). Every view is read off it. */
import { piece, sameMarks, tidy } from './content'
import { codePoints, slicePoints } from './tokens'
import type { Content, Fate, Kind, Piece } from './types'

/**
 * Words under the same marks, of one origin (`text` or a proposal's id) and one fate: `kept`,
 * `contested` (they stand in one alternative of several), `inserted`, `struck` (some would delete them).
 */
export interface Run { t: string; m?: string[]; origin: string; fate: Exclude<Fate, 'notation'>; parties: string[] }

/** One way in which a contested phrase would read. Of origin `text` are the words as they stand. */
export interface Alternative {
  segments: Segment[]; origin: 'text' | 'proposal'; proposals: string[]; parties: string[]; deleted_by: string[]
}

/** Alternatives side by side. Without one of origin `text` they are mere insertions. */
export interface Contest { alternatives: Alternative[] }
export type Segment = Run | Contest

/**
 * A paragraph of the working text, or one that a proposal brings (`fate` inserted). `of` is the
 * paragraph of the text that it is, repeats (move) or is an alternative to; empty for a new one.
 */
export interface CompiledParagraph {
  id: string; of: string; kind: Kind; level: number; label: string; origin: string
  fate: 'kept' | 'inserted' | 'struck'; parties: string[]; moved_by: string[]; proposals: string[]; segments: Segment[]
}

export function isContest(segment: Segment): segment is Contest { return 'alternatives' in segment }

/** A content as runs of one origin and fate. */
export function runsOf(content: Content, origin: string, fate: Run['fate'], parties: string[] = []): Run[] {
  return content.map(({ t, m }) => ({ ...piece(t, m), origin, fate, parties }))
}

/** The runs between two offsets (code points). */
export function cutRuns(runs: readonly Run[], start: number, end = Infinity): Run[] {
  const out: Run[] = []
  let at = 0
  for (const run of runs) {
    const length = codePoints(run.t)
    const low = Math.max(start - at, 0)
    const high = Math.min(end - at, length)
    if (low < high) out.push(low === 0 && high === length ? run : { ...run, t: slicePoints(run.t, low, high) })
    at += length
  }
  return out
}

/** Runs one after the other; equal neighbours become one. */
export function joinedRuns(runs: readonly Run[]): Run[] {
  const out: Run[] = []
  for (const run of runs) {
    const last = out[out.length - 1]
    if (last && last.origin === run.origin && last.fate === run.fate && sameMarks(last.m, run.m)
      && last.parties.join('\n') === run.parties.join('\n')) out[out.length - 1] = { ...run, t: last.t + run.t }
    else if (run.t) out.push(run)
  }
  return out
}

export function runsLength(runs: readonly Run[]): number {
  return runs.reduce((length, run) => length + codePoints(run.t), 0)
}

/** The words and marks of some runs. */
export function contentOf(runs: readonly Run[]): Content { return tidy(runs) }

/** The words without any insertion: of each contest the words as they stand. */
export function baseContent(segments: readonly Segment[]): Content { return tidy(basePieces(segments)) }

function basePieces(segments: readonly Segment[]): Piece[] {
  return segments.flatMap(segment => isContest(segment)
    ? segment.alternatives.filter(a => a.origin === 'text').flatMap(a => basePieces(a.segments))
    : [segment])
}
