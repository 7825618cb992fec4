/** Taking words out of a paragraph so that it reads as if they had never stood there (mirrors adref/drafting/tidying.py). */
import type { Span } from './anchoring'
import { cut, join, lengthOf, splice, textOf } from './content'
import { isBlank, leadOf, trailOf } from './space'
import { codePoints } from './tokens'
import type { Content } from './types'

/** Signs before which no space is left standing; of two in a row the weak one goes. */
export const STOPS = ',;:.，；：。、،؛'
const WEAK_STOPS = ',;，；、،؛'

/** The content without the words in the spans; at each seam doubled spaces and stops become one. */
export function without(content: Content, spans: readonly Span[]): Content {
  const gone = merged(spans)
  if (!gone.length) return content
  let out = cut(content, 0, gone[0]![0])
  gone.forEach(([, end], n) => { out = seam(out, cut(content, end, gone[n + 1]?.[0])) })
  const words = textOf(out)
  return gone[gone.length - 1]![1] >= lengthOf(content) ? cut(out, 0, codePoints(words) - trailOf(words).length) : out
}

/** A paragraph's content with words replaced; where words only go, the seam is tidied. */
export function replaced(content: Content, span: Span, replacement: Content): Content {
  if (!isBlank(textOf(replacement)) || span[0] === span[1]) return splice(content, ...span, replacement)
  return without(content, [span])
}

function merged(spans: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = out[out.length - 1]
    if (start >= end) continue
    if (last && start <= last[1]) out[out.length - 1] = [last[0], Math.max(last[1], end)]
    else out.push([start, end])
  }
  return out
}

function seam(left: Content, right: Content): Content {
  const before = textOf(left)
  const after = textOf(right)
  const lead = leadOf(after).length
  const following = after.slice(lead)
  const trail = trailOf(before).length
  if (isBlank(before)) return cut(right, lead)
  if (following && STOPS.includes(following[0]!) && !/^[,.]\p{Nd}/u.test(following)) {
    const kept = codePoints(before) - trail
    const last = before[before.length - trail - 1]!
    if (WEAK_STOPS.includes(last)) return join(cut(left, 0, kept - 1), cut(right, lead))
    return join(trail ? cut(left, 0, kept) : left, right)
  }
  return join(left, trail && lead ? cut(right, lead) : right)
}
