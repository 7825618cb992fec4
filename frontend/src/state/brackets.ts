/** Brackets as the pages need them: how many are left in each paragraph, and what can be done with the one pointed at. */
import { bracketAt, combine, contested, rankOf, scanParagraph, type Scanned, type Structure, type Unbalanced } from '../drafting/brackets'
import type { Paragraph, Place } from '../drafting/types'
import { textOf } from '../drafting/content'
import { slicePoints } from '../drafting/tokens'

/** What can be chosen by pointing: a bracket, or one of the words that a bracket parts by slashes. Offsets in code points. */
export interface Part { open: Place; close: Place; words: string }
export interface Pointed extends Part { alternatives: number; parts: Part[]; contested: boolean }

const scans = new WeakMap<Paragraph, Scanned>()

/** The structure of a text; a paragraph that is the same object as before is not read again. */
export function structureOf(paragraphs: readonly Paragraph[]): Structure {
  return combine(paragraphs.map(p => {
    let scanned = scans.get(p)
    if (!scanned) scans.set(p, (scanned = { paragraph: p.id, scan: scanParagraph(p.content), rank: rankOf(p.kind, p.level) }))
    return scanned
  }))
}

/** How many contested brackets open in each paragraph. */
export function bracketsLeft(paragraphs: readonly Paragraph[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { open } of contested(structureOf(paragraphs))) counts.set(open.paragraph, (counts.get(open.paragraph) ?? 0) + 1)
  return counts
}

/** The signs that have no partner, in the order of the text. */
export const unbalancedOf = (paragraphs: readonly Paragraph[]): readonly Unbalanced[] => structureOf(paragraphs).unbalanced

/** A few words before and after a place, to recognise it by. */
export function around(paragraphs: readonly Paragraph[], place: Place, reach = 24): { before: string; after: string } {
  const words = wordsIn(paragraphs, place.paragraph)
  const from = Math.max(0, place.at - reach)
  const before = slicePoints(words, from, place.at)
  const after = slicePoints(words, place.at + 1, place.at + 1 + reach)
  return { before: from > 0 ? `…${before}` : before, after }
}

/** The bracket of which one sign stands at this place; null when it has no partner. */
export function pointedAt(paragraphs: readonly Paragraph[], place: Place): Pointed | null {
  const structure = structureOf(paragraphs)
  const index = bracketAt(structure, place.paragraph, place.at)
  const bracket = index === null ? undefined : structure.brackets[index]
  if (index === null || !bracket) return null
  const adjacent = structure.groups.find(g => g.kind === 'adjacent' && g.brackets.includes(index))
  const slash = structure.groups.find(g => g.kind === 'slash' && g.brackets.includes(index))
  const { open, close } = bracket
  const parts = (slash?.spans ?? []).map(([a, b]) => {
    const here = open.paragraph
    return { open: { paragraph: here, at: a }, close: { paragraph: here, at: b }, words: slicePoints(wordsIn(paragraphs, here), a, b).trim() }
  })
  return { open, close, words: between(paragraphs, open, close), alternatives: adjacent?.brackets.length ?? 1, parts, contested: bracket.depth > 0 }
}

const wordsIn = (paragraphs: readonly Paragraph[], id: string): string => textOf(paragraphs.find(p => p.id === id)?.content ?? [])

function between(paragraphs: readonly Paragraph[], open: Place, close: Place): string {
  const [from, to] = [open, close].map(place => paragraphs.findIndex(p => p.id === place.paragraph)) as [number, number]
  return paragraphs.slice(from, to + 1).map((p, i) =>
    slicePoints(textOf(p.content), i === 0 ? open.at : 0, i === to - from ? close.at + 1 : undefined)).join(' ')
}
