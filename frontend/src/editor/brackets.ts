/** The brackets as they are marked in the view: their structure is that of the whole text, across paragraphs. */
import { combine, rankOf, scanParagraph, type BracketRole, type Scan } from '../drafting/brackets'
import type { Content, Paragraph } from '../drafting/types'
import { sameContent, toUnits, wordsOf } from '../crdt/content'

/** `at` in UTF-16 units; depth 0: not contested (a citation, a mark of agreement). */
export interface BracketMark { at: number; depth: number; paired: boolean; role: BracketRole }

/** `plain`: every character is one UTF-16 unit. */
interface Known { content: Content; scan: Scan; words: string; plain: boolean; marks: BracketMark[] }

export class BracketIndex {
  private known = new Map<string, Known>()
  private timer: ReturnType<typeof setTimeout> | null = null

  /** `redraw` gets the paragraphs whose marks changed, a moment after the text came to rest. */
  constructor(private readonly paragraphs: () => readonly Paragraph[], private readonly redraw: (keys: Set<string>) => void, private readonly pause = 250) {}

  soon(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = setTimeout(() => {
      this.timer = null
      const changed = this.read()
      if (changed.size) this.redraw(changed)
    }, this.pause)
  }

  /** Reads the structure of the whole text; returns the paragraphs that are marked differently now. */
  read(): Set<string> {
    const paragraphs = this.paragraphs()
    const before = this.known
    this.known = new Map(paragraphs.map(({ id, content }): [string, Known] => {
      const held = before.get(id)
      if (held?.content === content) return [id, held.scan.marks.length ? { ...held, marks: [] } : held]
      const words = wordsOf(content)
      return [id, { content, scan: scanParagraph(content), words, plain: !/[\ud800-\udfff]/.test(words), marks: [] }]
    }))
    const structure = combine(paragraphs.map(p => ({ paragraph: p.id, scan: this.known.get(p.id)!.scan, rank: rankOf(p.kind, p.level) })))
    const put = (paragraph: string, at: number, depth: number, paired: boolean, role: BracketRole): void => {
      const known = this.known.get(paragraph)
      if (known) known.marks.push({ at: known.plain ? at : toUnits(known.words, at), depth, paired, role })
    }
    for (const { open, close, depth, role } of structure.brackets) for (const place of [open, close]) put(place.paragraph, place.at, depth, true, role)
    for (const { place } of structure.unbalanced) put(place.paragraph, place.at, 1, false, 'contested')
    const changed = new Set<string>()
    for (const [id, now] of this.known) if (now.marks.length && !sameMarks(before.get(id)?.marks ?? localMarks(now.scan, now.words), now.marks)) changed.add(id)
    return changed
  }

  /** The marks of a slot's words; while the whole has not been read again, as the paragraph itself shows them. */
  marksOf(paragraph: string, content: Content): BracketMark[] {
    const words = wordsOf(content)
    if (!words.includes('[') && !words.includes(']')) return []
    const known = this.known.get(paragraph)
    return known && sameContent(known.content, content) ? known.marks : localMarks(scanParagraph(content), words)
  }

  destroy(): void {
    if (this.timer) clearTimeout(this.timer)
  }
}

function localMarks(scan: Scan, words: string): BracketMark[] {
  let depth = 0
  return scan.marks.map(({ at, opens, mate }, i) => {
    const role = scan.roles[opens || mate < 0 ? i : mate] ?? 'contested'
    const counted = role === 'contested' || role === 'placeholder'
    if (opens && counted) depth++
    const mark = { at: toUnits(words, at), depth: counted ? Math.max(1, depth) : 0, paired: mate >= 0, role }
    if (!opens && counted) depth = Math.max(0, depth - 1)
    return mark
  })
}

function sameMarks(a: readonly BracketMark[], b: readonly BracketMark[]): boolean {
  if (a.length === b.length && a.every((m, i) => m.at === b[i]!.at && m.depth === b[i]!.depth && m.paired === b[i]!.paired && m.role === b[i]!.role)) return true
  const text = (list: readonly BracketMark[]): string => list.map(m => `${m.at} ${m.depth} ${m.paired} ${m.role}`).sort().join('|')
  return text(a) === text(b)
}
