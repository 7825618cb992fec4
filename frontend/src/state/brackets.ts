/** The pair of a bracket that somebody points at, across paragraphs if need be. Offsets count code points. */
import type { Paragraph, Place } from '../drafting/types'
import { wordsOf } from './outline'

export interface Bracket { open: Place; close: Place; words: string; alternatives: number }
interface Sign { place: Place; index: number; opens: boolean }

function signsOf(paragraphs: Paragraph[]): Sign[] {
  return paragraphs.flatMap((p, index) =>
    Array.from(wordsOf(p.content)).flatMap((c, at) => (c === '[' || c === ']' ? [{ place: { paragraph: p.id, at }, index, opens: c === '[' }] : [])),
  )
}

/** Pairs as a tolerant reader makes them: the nearest opening one; what is left over pairs with nothing. */
export function pairsOf(paragraphs: Paragraph[]): Array<[Sign, Sign]> {
  const open: Sign[] = []
  const pairs: Array<[Sign, Sign]> = []
  for (const sign of signsOf(paragraphs)) {
    const partner = sign.opens ? undefined : open.pop()
    if (sign.opens) open.push(sign)
    else if (partner) pairs.push([partner, sign])
  }
  return pairs
}

/** The pair whose opening or closing sign stands at this place, or the innermost around it. */
export function bracketAt(paragraphs: Paragraph[], place: Place): Bracket | null {
  const pairs = pairsOf(paragraphs)
  const same = (a: Place): boolean => a.paragraph === place.paragraph && a.at === place.at
  const index = paragraphs.findIndex(p => p.id === place.paragraph)
  const before = (s: Sign): boolean => s.index < index || (s.index === index && s.place.at <= place.at)
  const after = (s: Sign): boolean => s.index > index || (s.index === index && s.place.at >= place.at)
  const pair = pairs.find(([o, c]) => same(o.place) || same(c.place)) ?? pairs.find(([o, c]) => before(o) && after(c))
  if (!pair) return null
  const [open, close] = pair
  return { open: open.place, close: close.place, words: between(paragraphs, open, close), alternatives: neighbours(paragraphs, pairs, pair) }
}

function between(paragraphs: Paragraph[], open: Sign, close: Sign): string {
  return paragraphs.slice(open.index, close.index + 1).map((p, i, all) => {
    const points = Array.from(wordsOf(p.content))
    return points.slice(i === 0 ? open.place.at : 0, i === all.length - 1 ? close.place.at + 1 : undefined).join('')
  }).join(' ')
}

/** How many brackets stand directly one after the other, this one included: alternatives to choose from. */
function neighbours(paragraphs: Paragraph[], pairs: Array<[Sign, Sign]>, pair: [Sign, Sign]): number {
  const within = pairs.filter(([o, c]) => o.index === c.index && o.index === pair[0].index)
  const points = Array.from(wordsOf(paragraphs[pair[0].index]?.content ?? []))
  const adjoin = (a: number, b: number): boolean => a < b && points.slice(a + 1, b).every(c => /\s|\//.test(c))
  const chain = [pair]
  for (let grown = true; grown; ) {
    const next = within.find(p => !chain.includes(p) && chain.some(q => adjoin(q[1].place.at, p[0].place.at) || adjoin(p[1].place.at, q[0].place.at)))
    grown = next !== undefined
    if (next) chain.push(next)
  }
  return chain.length
}
