/**
 * What one paragraph shows of its square brackets by itself (mirrors adref/drafting/scanning.py).
 * A scan depends on the words alone, so it can be kept until they change. Offsets count code points.
 */
import type { Content } from './types'

export type BracketRole = 'contested' | 'uncontested' | 'agreed' | 'placeholder'

/** One unescaped bracket character; `mate` is the index of its partner in this paragraph, or -1. */
export interface Mark { at: number; opens: boolean; mate: number }

/** `roles` belong to opening marks, by index; `slashes` are offsets of ` / `. */
export interface Scan { marks: Mark[]; roles: BracketRole[]; slashes: number[]; defines: string; insides: string[]; bare: boolean }

const KNOWN = new RegExp('^\\s*(?:sic|recte|emphasis added|emphasis in original|footnotes? omitted|original: [^\\s\\[\\]]+'
  + '|without reference to a Main Committee.*|on (?:the|a) (?:report|recommendation) of .*'
  + '|adopted (?:without a vote|by consensus).*|\\^[^\\s\\[\\]]+)[\\s.]*$', 'iu')
const AGREED = /^\s*(?:Agreed|AGREED)(?: [Aa][Dd] [Rr][Ee][Ff][\p{L}\p{N}_]*\.?)?\s*(?:,[^[\]]*)?$/u
const PLACEHOLDER = /^\s*Placeholder(?![\p{L}\p{N}_]).*$/iu
const DEFINITION = /^\s*\[([^[\]]+)\]:\s*(?:https?:\/\/|mailto:|\/|<)\S*/iu
const WEB = /^\((?:https?:\/\/|mailto:|\/|#)[^\s()]*\)/iu
const NOTHING: Scan = { marks: [], roles: [], slashes: [], defines: '', insides: [], bare: false }

/** Whether the character stands behind an odd number of backslashes. */
export function escaped(words: string, unit: number): boolean {
  let before = unit
  while (before > 0 && words[before - 1] === '\\') before -= 1
  return (unit - before) % 2 === 1
}

/** What the words of one paragraph show by themselves. */
export function scanParagraph(content: Content | string): Scan {
  const words = typeof content === 'string' ? content : content.map(piece => piece.t).join('')
  if (!/[[\]]/.test(words)) return NOTHING
  const units: number[] = []
  const marks: Mark[] = []
  const waiting: number[] = []
  const slashes: number[] = []
  for (const { unit, at, sign } of signsOf(words)) {
    if (sign === '/') {
      if (words[unit - 1] === ' ' && words[unit + 1] === ' ') slashes.push(at)
      continue
    }
    if (escaped(words, unit)) continue
    const opens = sign === '['
    let mate = -1
    if (opens) waiting.push(marks.length)
    else if (waiting.length) {
      mate = waiting.pop()!
      marks[mate]!.mate = marks.length
    }
    marks.push({ at, opens, mate })
    units.push(unit)
  }
  const insides = marks.map((mark, i) => (mark.opens && mark.mate >= 0 ? words.slice(units[i]! + 1, units[mark.mate]) : ''))
  return {
    marks,
    roles: marks.map((mark, i) => (mark.opens && mark.mate >= 0 ? roleOf(insides[i]!, words, units[mark.mate]! + 1) : 'contested')),
    slashes,
    defines: DEFINITION.exec(words)?.[1]?.toLowerCase() ?? '',
    insides,
    bare: marks.length > 0 && !words.replace(/[[\]]/g, '').trim(),
  }
}

/** The brackets and slashes of the words, with their offsets in UTF-16 units and in code points. */
function* signsOf(words: string): Generator<{ unit: number; at: number; sign: string }> {
  let at = 0
  for (let unit = 0; unit < words.length; unit += 1, at += 1) {
    const code = words.charCodeAt(unit)
    if (code === 0x5b || code === 0x5d || code === 0x2f) yield { unit, at, sign: words[unit]! }
    else if (code >= 0xd800 && code <= 0xdbff && unit + 1 < words.length) {
      const next = words.charCodeAt(unit + 1)
      if (next >= 0xdc00 && next <= 0xdfff) unit += 1
    }
  }
}

function roleOf(inside: string, words: string, after: number): BracketRole {
  if (AGREED.test(inside)) return 'agreed'
  if (KNOWN.test(inside) || (words[after] === '(' && WEB.test(words.slice(after)))) return 'uncontested'
  return PLACEHOLDER.test(inside) ? 'placeholder' : 'contested'
}

/** The roles with `[words][name]` and `[name]: http://...` of defined links uncontested. */
export function rolesWithLinks(scan: Scan, links: ReadonlySet<string>): BracketRole[] {
  const roles = [...scan.roles]
  scan.marks.forEach((mark, i) => {
    if (!mark.opens || mark.mate < 0 || !links.has(scan.insides[i]!.toLowerCase())) return
    const before = scan.marks[i - 1]
    if (scan.defines && i === 0) roles[i] = 'uncontested'
    else if (before && before.at === mark.at - 1 && before.mate >= 0) roles[i] = roles[before.mate] = 'uncontested'
  })
  return roles
}

/** The offsets of the words between the pair that opens at this mark. */
export function inside(scan: Scan, index: number): [number, number] {
  const mark = scan.marks[index]!
  return [mark.at + 1, scan.marks[mark.mate]!.at]
}

function isPair(scan: Scan, roles: BracketRole[], index: number): boolean {
  return scan.marks[index]!.mate >= 0 && (roles[index] === 'contested' || roles[index] === 'placeholder')
}

/** Chains of two or more pairs of this paragraph that touch one another. */
export function adjacent(scan: Scan, roles: BracketRole[]): number[][] {
  const chains: number[][] = []
  const taken = new Set<number>()
  scan.marks.forEach((mark, index) => {
    if (!mark.opens || taken.has(index) || !isPair(scan, roles, index)) return
    const chain = [index]
    for (;;) {
      const end = scan.marks[chain.at(-1)!]!.mate
      const following = scan.marks[end + 1]
      if (!following?.opens || following.at !== scan.marks[end]!.at + 1 || !isPair(scan, roles, end + 1)) break
      chain.push(end + 1)
    }
    chain.forEach(item => taken.add(item))
    if (chain.length > 1) chains.push(chain)
  })
  return chains
}

/** The pairs of this paragraph with slashes directly inside them, and the parts between these. */
export function slashed(scan: Scan, roles: BracketRole[]): Array<[number, Array<[number, number]>]> {
  const cuts = new Map<number, number[]>()
  const around: number[] = []
  let coming = 0
  for (const slash of scan.slashes) {
    for (; coming < scan.marks.length && scan.marks[coming]!.at < slash; coming += 1) {
      if (scan.marks[coming]!.opens) around.push(coming)
      else around.pop()
    }
    const within = around.at(-1)
    if (within === undefined || !isPair(scan, roles, within)) continue
    const found = cuts.get(within)
    if (found) found.push(slash)
    else cuts.set(within, [slash])
  }
  return [...cuts].sort(([a], [b]) => a - b).map(([index, slashes]) => [index, parts(inside(scan, index), slashes)])
}

function parts(whole: [number, number], slashes: number[]): Array<[number, number]> {
  const edges = [whole[0] - 2, ...slashes, whole[1] + 1]
  return edges.slice(1).map((right, i) => [edges[i]! + 2, right - 1])
}
