/** The brackets of the working text as the pages need them: counts by paragraph, and the one that somebody points at. */
import { bracketAt as indexAt, combine, contested, rankOf, scanParagraph, type Scan, type Structure } from '../drafting/brackets'
import type { Content, Paragraph, Place } from '../drafting/types'

/** `alternatives` is how many words one may choose from: brackets that touch, or words parted by a stroke. */
export interface Bracket { open: Place; close: Place; words: string; alternatives: number }

const scans = new WeakMap<Content, Scan>()
const structures = new WeakMap<Paragraph[], Structure>()

function scanOf(content: Content): Scan {
  const known = scans.get(content)
  if (known) return known
  const scan = scanParagraph(content)
  scans.set(content, scan)
  return scan
}

/** Read once for each state of the text; an unchanged paragraph is not read again. */
export function structureOf(paragraphs: Paragraph[]): Structure {
  const known = structures.get(paragraphs)
  if (known) return known
  const structure = combine(paragraphs.map(p => ({ paragraph: p.id, scan: scanOf(p.content), rank: rankOf(p.kind, p.level) })))
  structures.set(paragraphs, structure)
  return structure
}

/** Contested brackets by the paragraph in which they open; one that never closes counts where it stands. */
export function bracketCounts(paragraphs: Paragraph[]): Map<string, number> {
  const structure = structureOf(paragraphs)
  const counts = new Map<string, number>()
  const add = (id: string): void => void counts.set(id, (counts.get(id) ?? 0) + 1)
  for (const bracket of contested(structure)) add(bracket.open.paragraph)
  for (const { place } of structure.unbalanced) add(place.paragraph)
  return counts
}

/** The pair of which a bracket stands at this place; null where it has no partner. */
export function bracketAt(paragraphs: Paragraph[], place: Place): Bracket | null {
  const structure = structureOf(paragraphs)
  const index = indexAt(structure, place.paragraph, place.at)
  if (index === null) return null
  const { open, close } = structure.brackets[index]!
  const group = structure.groups.find(g => g.brackets.includes(index))
  return { open, close, words: between(paragraphs, open, close), alternatives: group ? group.spans.length : 1 }
}

function between(paragraphs: Paragraph[], open: Place, close: Place): string {
  const from = paragraphs.findIndex(p => p.id === open.paragraph)
  const to = paragraphs.findIndex(p => p.id === close.paragraph)
  return paragraphs.slice(from, to + 1).map((p, i) => {
    const points = Array.from(p.content.map(piece => piece.t).join(''))
    return points.slice(i === 0 ? open.at : 0, i === to - from ? close.at + 1 : undefined).join('')
  }).join(' ')
}
