/**
 * Where words say whose they are: `[words - A, B]`, `[words] (A) (B: delete)`, `(A: no change)`
 * (mirrors the reading of adref/drafting/attributions.py, for its places only; golden cases in
 * fixtures/attributions.json). Within this file offsets count UTF-16 units, outside code points.
 */
import type { Span } from './anchoring'
import type { Bracket, Structure } from './brackets'
import { textOf } from './content'
import { codePoints, unitsAt } from './tokens'
import type { Paragraph } from './types'

const DASH = /(?:^|(?<=\s))[-–—]\s*(?=\S)/gu
const DONE = 'delete|retain|reserve|support|oppose|keep|add|bracket'
const VERB = new RegExp(`\\s+(?:to\\s+)?(?:${DONE})s?$`, 'iu')
const STATEMENT = new RegExp(`(?:${DONE}|reflect|withdraw|prefer|flexible|accept|question|amend|replace|move|alternative`
  + '|no change|would|could|can|cannot|to )', 'iu')
const PAREN = /\s?\(([^()[\]{}]{1,400})\)(?![\p{L}\p{Nl}\p{No}])/gu
const NEXT_PAREN = new RegExp(PAREN.source, 'uy')
const LAST_PAREN = /(?:\s?\([^()[\]{}]{1,400}\))+[\s.;,]*$/gu
const SUPPORT = /\s+(?:with (?:the )?supports? of|supported by)\s+/giu
const BETWEEN = /\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*/u
const DOUBLE = /(?:Antigua|Bosnia|Saint Kitts|Saint Vincent|S[aã]o Tom[eé]|Trinidad|Turks) and (?:the )?[\p{L}\p{N}_]+/gu
const SMALL = new Set('of and the de da du des del la le et y for in'.split(' '))
const NOT_NAMES = new Set(('option article annex agreed placeholder alt alternative chapter section paragraph para note'
  + ' other others see table figure decision resolution no new').split(' '))
const JOIN = '\0'

/** One attribution; `strong` ones cannot be anything else, the others count only when the text has strong ones. */
interface Found { paragraph: string; at: number; end: number; strong: boolean }

/** The places of all attributions, by paragraph. `names` are the short names of those who take part. */
export function attributionSpans(text: readonly Paragraph[], structure: Structure, names: Iterable<string> = []): Map<string, Span[]> {
  const known = new Set(names)
  const words = new Map(text.map(p => [p.id, textOf(p.content)] as const).filter(([, said]) => /[[\](]/.test(said)))
  const parts = new Map(structure.groups.filter(g => g.kind === 'slash').map(g => [g.brackets[0]!, g.spans]))
  const found: Found[] = []
  structure.brackets.forEach((bracket, index) => {
    const said = words.get(bracket.close.paragraph)
    if (said === undefined || !bracket.depth) return
    found.push(...insideOf(bracket, said, parts.get(index), known), ...after(bracket, said, known))
  })
  for (const [paragraph, said] of words) found.push(...atTheEnd(paragraph, said, found, known))
  const strong = known.size > 0 || found.some(one => one.strong)
  return spansOf(found.filter(one => one.strong || strong), words)
}

function spansOf(found: readonly Found[], words: ReadonlyMap<string, string>): Map<string, Span[]> {
  const out = new Map<string, Span[]>()
  for (const { paragraph, at, end } of found) {
    const said = words.get(paragraph)!
    const span: Span = [codePoints(said.slice(0, at)), codePoints(said.slice(0, end))]
    const others = out.get(paragraph) ?? []
    if (!others.some(other => other[0] === span[0] && other[1] === span[1])) out.set(paragraph, [...others, span])
  }
  for (const spans of out.values()) spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])
  return out
}

function insideOf(bracket: Bracket, said: string, parts: ReadonlyArray<Span> | undefined, known: Set<string>): Found[] {
  const { open, close } = bracket
  const whole: Span = [open.paragraph === close.paragraph ? open.at + 1 : 0, close.at]
  return (parts ?? [whole]).flatMap(([first, last]) => {
    const end = unitsAt(said, last)
    const words = said.slice(0, end)
    const start = Math.max(unitsAt(said, first), words.lastIndexOf(']') + 1, words.lastIndexOf('[') + 1)
    DASH.lastIndex = start
    for (let dash = DASH.exec(words); dash; dash = DASH.exec(words)) {
      if (clauses(words.slice(dash.index + dash[0].length), false, known)) {
        return [{ paragraph: close.paragraph, at: dash.index, end, strong: true }]
      }
    }
    return []
  })
}

function after({ close }: Bracket, said: string, known: Set<string>): Found[] {
  const out: Found[] = []
  NEXT_PAREN.lastIndex = unitsAt(said, close.at + 1)
  for (let paren = NEXT_PAREN.exec(said); paren; paren = NEXT_PAREN.exec(said)) {
    const read = clauses(paren[1]!, true, known)
    if (!read) break
    out.push({ paragraph: close.paragraph, at: paren.index, end: NEXT_PAREN.lastIndex, strong: read.strong })
  }
  return out
}

function atTheEnd(paragraph: string, said: string, before: readonly Found[], known: Set<string>): Found[] {
  LAST_PAREN.lastIndex = unitsAt(said, Math.max(codePoints(said) - 1200, 0))
  const last = LAST_PAREN.exec(said)
  if (!last) return []
  const taken = new Set(before.filter(one => one.paragraph === paragraph).map(one => one.at))
  const out: Found[] = []
  PAREN.lastIndex = last.index
  for (let paren = PAREN.exec(said); paren; paren = PAREN.exec(said)) {
    const read = clauses(paren[1]!, true, known)
    if (read && !taken.has(paren.index)) out.push({ paragraph, at: paren.index, end: PAREN.lastIndex, strong: read.strong })
  }
  return out
}

/** Whether words consist of clauses such as `A, B` or `C: delete`; null when they are anything else. */
function clauses(words: string, statements: boolean, known: Set<string>): { strong: boolean } | null {
  let strong = false
  for (const part of strip(words, ' .').split(';')) {
    const read = clause(strip(part, ' .'), statements, known)
    if (!read) return null
    strong ||= read.strong
  }
  return { strong }
}

function clause(words: string, statements: boolean, known: Set<string>): { strong: boolean } | null {
  const colon = words.indexOf(':')
  if (colon >= 0) {
    const said = words.slice(colon + 1).trim()
    if (STATEMENT.exec(said)?.index !== 0 && !(statements && said)) return null
    const strong = STATEMENT.test(said)
    return namesIn(words.slice(0, colon), known).length && (strong || known.size) ? { strong } : null
  }
  const verb = VERB.exec(words)
  if (verb) return namesIn(words.slice(0, verb.index), known).length ? { strong: true } : null
  const names = namesIn(words, known)
  if (!names.length) return null
  return { strong: names.length > 1 || names.every(name => known.has(name)) }
}

function namesIn(words: string, known: Set<string>): string[] {
  const kept = words.trim().replace(DOUBLE, name => name.replace(' and ', JOIN)).replace(SUPPORT, ', ')
  const names = kept.split(BETWEEN).map(name => strip(name.replaceAll(JOIN, ' and '), ' *'))
  return names.every(name => known.has(name) || isName(name)) ? names : []
}

function isName(name: string): boolean {
  const words = name.trim().split(/\s+/)
  if (!name.trim() || words.length > 6 || codePoints(name) > 48) return false
  const first = words[0]!
  if (!/^\p{L}/u.test(first) || /^\p{Lowercase}/u.test(first) || NOT_NAMES.has(first.toLowerCase())) return false
  return words.every(word => SMALL.has(word) || (!/["“”!?:;%[\]{}<>=]/.test(word) && !/^\p{Lowercase}/u.test(word)))
}

function strip(words: string, characters: string): string {
  let start = 0
  let end = words.length
  while (start < end && characters.includes(words[start]!)) start += 1
  while (end > start && characters.includes(words[end - 1]!)) end -= 1
  return words.slice(start, end)
}
