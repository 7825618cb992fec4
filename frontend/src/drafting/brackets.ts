/**
 * The structure of square brackets over an ordered text (mirrors adref/drafting/brackets.py; golden
 * cases in fixtures/brackets.json). Keep a scan per paragraph; `combine` is linear in the brackets.
 */
import { adjacent, inside, rolesWithLinks, scanParagraph, slashed, type BracketRole, type Scan } from './scanning'
import type { Content, Kind, Place } from './types'

export { scanParagraph, type BracketRole, type Scan } from './scanning'

/**
 * A pair; `at` is the offset of the bracket character itself. `depth` counts the contested brackets
 * around it and itself (0 when not contested); `parent` is the index of the one directly around it.
 */
export interface Bracket { open: Place; close: Place; depth: number; parent: number | null; role: BracketRole }
export interface Unbalanced { place: Place; char: '[' | ']' }
/** Alternatives: brackets that touch, or the words of one bracket parted by ` / `. Spans are offsets in `paragraph`. */
export interface Group { kind: 'adjacent' | 'slash'; paragraph: string; brackets: number[]; spans: Array<[number, number]> }
export interface Structure { brackets: Bracket[]; unbalanced: Unbalanced[]; groups: Group[] }

/** A paragraph as `combine` sees it; `rank` is null except for lines that begin a section. */
export interface Scanned { paragraph: string; scan: Scan; rank: number | null }

/** The rank of a line that begins a section (title 0, then the level of the heading), or null. */
export function rankOf(kind: Kind, level: number): number | null {
  if (kind === 'title') return 0
  return kind === 'heading' || kind === 'article' || kind === 'annex' ? Math.max(level, 1) : null
}

interface Opening { place: Place; role: BracketRole; limit: number }

/** The brackets of a text, from the scans of its paragraphs in order. */
export function combine(scans: readonly Scanned[]): Structure {
  const links = new Set(scans.map(item => item.scan.defines).filter(Boolean))
  const openings: Opening[] = []
  const closings = new Map<number, Place>()
  const events: Array<[number, Place]> = []
  const groups: Group[] = []
  let waiting: number[] = []
  let section = 0
  for (const { paragraph, scan, rank } of scans) {
    if (rank !== null) {
      waiting = waiting.filter(i => !openings[i]!.limit || openings[i]!.limit < rank)
      section = rank
    }
    if (!scan.marks.length) continue
    const limit = rank !== null || scan.bare ? 0 : section
    const roles = links.size ? rolesWithLinks(scan, links) : scan.roles
    const numbers = scan.marks.map((mark, i) => {
      const place = { paragraph, at: mark.at }
      let number = openings.length
      if (mark.opens) {
        openings.push({ place, role: roles[i]!, limit })
        waiting.push(number)
      } else {
        number = waiting.pop() ?? -1
        if (number >= 0) closings.set(number, place)
      }
      events.push([number, place])
      return number
    })
    for (const chain of adjacent(scan, roles)) {
      groups.push({ kind: 'adjacent', paragraph, brackets: chain.map(i => numbers[i]!), spans: chain.map(i => inside(scan, i)) })
    }
    for (const [index, spans] of slashed(scan, roles)) groups.push({ kind: 'slash', paragraph, brackets: [numbers[index]!], spans })
  }
  return structureOf(openings, closings, events, groups)
}

function structureOf(openings: Opening[], closings: Map<number, Place>, events: Array<[number, Place]>, groups: Group[]): Structure {
  const names = new Map<number, number>() // index of opening -> index of bracket
  const brackets: Bracket[] = []
  const unbalanced: Unbalanced[] = []
  const around: number[] = []
  for (const [number, place] of events) {
    const close = closings.get(number)
    const name = names.get(number)
    if (!close) unbalanced.push({ place, char: number < 0 ? ']' : '[' })
    else if (name !== undefined) {
      if (around.at(-1) === name) around.pop()
    } else {
      const { place: open, role } = openings[number]!
      const contested = role === 'contested' || role === 'placeholder'
      names.set(number, brackets.length)
      if (contested) around.push(brackets.length)
      brackets.push({ open, close, depth: contested ? around.length : 0, parent: around.at(contested ? -2 : -1) ?? null, role })
    }
  }
  return { brackets, unbalanced, groups: groups.map(group => ({ ...group, brackets: group.brackets.map(i => names.get(i)!) })) }
}

/** The pairs around contested words: what the room still has to settle. */
export function contested(structure: Structure): Bracket[] {
  return structure.brackets.filter(bracket => bracket.depth > 0)
}

/** The index of the pair of which one bracket character stands at this place, or null. */
export function bracketAt(structure: Structure, paragraph: string, at: number): number | null {
  const index = structure.brackets.findIndex(({ open, close }) =>
    (open.at === at && open.paragraph === paragraph) || (close.at === at && close.paragraph === paragraph))
  return index < 0 ? null : index
}

/** The brackets of a text; for live typing keep the scans and call `combine`. */
export function readBrackets(text: ReadonlyArray<{ id: string; kind: Kind; level: number; content: Content }>): Structure {
  return combine(text.map(p => ({ paragraph: p.id, scan: scanParagraph(p.content), rank: rankOf(p.kind, p.level) })))
}
