/** Writing a compilation out in a forum's notation (mirrors adref/drafting/writing.py). */
import { type Alternative, type CompiledParagraph, type Contest, type Segment, isContest } from './compiled'
import { piece, sameMarks } from './content'
import { type Membership, shortOf } from './membership'
import { displayLabels } from './numbering'
import { type Profile, around } from './profiles'
import { isBlank, leadOf, trailOf } from './space'
import { codePoints, slicePoints } from './tokens'
import type { Fate, ParagraphState, WrittenParagraph, WrittenRun } from './types'

interface Pen { profile: Profile; names: Readonly<Record<string, string>>; attributions: boolean }
type Brackets = readonly [before: string, after: string]

/** What attributions print, by the id of a party or coalition. */
export function namesOf(membership: Membership): Record<string, string> {
  const voices = [...Object.keys(membership.parties), ...Object.keys(membership.coalitions)]
  return Object.fromEntries(voices.map(voice => [voice, shortOf(membership, voice)]))
}

/** Each paragraph with its contests as brackets; with `attributions` also who says so. */
export function write(
  compiled: readonly CompiledParagraph[], profile: Profile, names: Readonly<Record<string, string>>,
  attributions = true, states: Readonly<Record<string, ParagraphState>> = {},
): WrittenParagraph[] {
  const pen = { profile, names, attributions }
  const moves = movesOf(compiled)
  return compiled.map(paragraph => writeParagraph(paragraph, pen, states[paragraph.id] ?? 'open', moves))
}

/** Where a paragraph would go, and by whose will. */
interface Voice { verb: string; parties: readonly string[] }
type Moves = ReadonlyMap<string, readonly Voice[]>

/** Whether it is a paragraph of the text as proposals would have it in this place. */
export function isMovedHere(paragraph: CompiledParagraph): boolean {
  const first = paragraph.segments[0]
  return paragraph.fate === 'inserted' && paragraph.of !== '' && first !== undefined && !isContest(first) && first.origin === 'text'
}

function movesOf(compiled: readonly CompiledParagraph[]): Moves {
  const out = new Map<string, Voice[]>()
  if (!compiled.some(paragraph => paragraph.moved_by.length)) return out
  const stays = compiled.filter(paragraph => paragraph.origin === 'text')
  const labels = displayLabels(stays)
  const places = new Map(stays.map((paragraph, at) => [paragraph.id, at]))
  let at = -1
  for (const paragraph of compiled) {
    if (paragraph.origin === 'text') at = places.get(paragraph.id)!
    else if (isMovedHere(paragraph)) {
      const label = at < 0 ? '' : (labels[stays[at]!.id] ?? '')
      const verb = at < 0 ? 'to the beginning' : label && !/[()[\]{}]/.test(label) ? `after ${label}` : at > places.get(paragraph.of)! ? 'down' : 'up'
      out.set(paragraph.of, [...(out.get(paragraph.of) ?? []), { verb: `move ${verb}`, parties: paragraph.parties }])
    }
  }
  return out
}

function writeParagraph(paragraph: CompiledParagraph, pen: Pen, state: ParagraphState, moves: Moves): WrittenParagraph {
  let runs = writeSegments(paragraph.segments, pen)
  if (isMovedHere(paragraph)) runs = wrapped(runs, movedBrackets(pen, [{ verb: 'move here', parties: paragraph.parties }]))
  else if (paragraph.fate === 'inserted') runs = wrapped(runs, brackets(pen, paragraph.parties))
  if (paragraph.fate === 'struck') runs = wrapped(runs, brackets(pen, [], paragraph.parties))
  if (paragraph.moved_by.length) runs = wrapped(runs, movedBrackets(pen, moves.get(paragraph.id) ?? [{ verb: 'move', parties: paragraph.moved_by }]))
  const { id, kind, level, label } = paragraph
  return { id, kind, level, label, state: paragraph.fate === 'inserted' ? 'open' : state, runs: tidyRuns(runs) }
}

function brackets(pen: Pen, parties: readonly string[], others: readonly string[] = []): Brackets {
  return pen.attributions ? around(pen.profile, shorts(pen, parties), shorts(pen, others)) : around(pen.profile)
}

function movedBrackets(pen: Pen, voices: readonly Voice[]): Brackets {
  if (!pen.attributions) return around(pen.profile)
  const said = voices.map(({ verb, parties }) => ({ verb, names: shorts(pen, parties).join(pen.profile.separator) }))
  const { verb, names } = said.pop()!
  const profile = { ...pen.profile, deletion: pen.profile.deletion.replaceAll('delete', verb) }
  return around(profile, [], [[...said.map(voice => `${voice.names}: ${voice.verb}`), names].join('; ')])
}

function shorts(pen: Pen, parties: readonly string[]): string[] { return parties.map(party => pen.names[party] ?? party) }

function writeSegments(segments: readonly Segment[], pen: Pen): WrittenRun[] {
  return segments.flatMap(segment => (isContest(segment) ? writeContest(segment, pen) : [run(segment.t, segment.m, segment.fate)]))
}

/** Alternatives side by side; space at their edges stands outside the brackets. */
function writeContest(contest: Contest, pen: Pen): WrittenRun[] {
  const written = contest.alternatives.map(alternative => tidyRuns(writeSegments(alternative.segments, pen)))
  const shared = contest.alternatives[0]?.origin === 'text'
  const common = commonSpace(written)
  const out: WrittenRun[] = []
  let gap = ''
  written.forEach((runs, at) => {
    const [lead, trail] = shared ? common : commonSpace([runs])
    const leads = !shared || at === 0 ? lead : []
    const trails = !shared || at === written.length - 1 ? trail : []
    const bracketed = alternativeBrackets(contest.alternatives[at]!, pen)
    const inner = cutRuns(runs, length(lead), length(runs) - length(trail))
    out.push(...(leads.length ? leads : [run(gap)]), ...wrapped(inner, bracketed), ...trails)
    gap = trails.length || bracketed[1].endsWith(pen.profile.close) ? '' : ' '
  })
  return out
}

function alternativeBrackets(alternative: Alternative, pen: Pen): Brackets {
  return brackets(pen, alternative.parties, alternative.deleted_by)
}

function wrapped(runs: readonly WrittenRun[], [before, after]: Brackets): WrittenRun[] {
  return [run(before), ...runs, run(after)]
}

function run(t: string, m?: readonly string[], fate: Fate = 'notation'): WrittenRun { return { ...piece(t, m), fate } }

/** The space with which all begin, and with which all end, if that leaves words in each. */
function commonSpace(written: readonly WrittenRun[][]): [WrittenRun[], WrittenRun[]] {
  const words = written.map(runs => runs.map(r => r.t).join(''))
  if (words.some(isBlank)) return [[], []]
  const leads = new Set(words.map(leadOf))
  const trails = new Set(words.map(trailOf))
  const first = written[0] ?? []
  const lead = leads.size === 1 ? [...leads][0]!.length : 0
  const trail = trails.size === 1 ? [...trails][0]!.length : 0
  return [cutRuns(first, 0, lead), cutRuns(first, length(first) - trail, length(first))]
}

function length(runs: readonly WrittenRun[]): number { return runs.reduce((sum, r) => sum + codePoints(r.t), 0) }

function cutRuns(runs: readonly WrittenRun[], start: number, end: number): WrittenRun[] {
  let at = 0
  return runs.flatMap(({ t, m, fate }) => {
    const words = slicePoints(t, Math.max(start - at, 0), Math.max(end - at, 0))
    at += codePoints(t)
    return words ? [run(words, m, fate)] : []
  })
}

function tidyRuns(runs: readonly WrittenRun[]): WrittenRun[] {
  const out: WrittenRun[] = []
  for (const next of runs) {
    const last = out[out.length - 1]
    if (!next.t) continue
    if (last && last.fate === next.fate && sameMarks(last.m, next.m)) out[out.length - 1] = run(last.t + next.t, last.m, last.fate)
    else out.push(next)
  }
  return out
}
