/** The clean text: no proposals, attributions or marks (mirrors adref/drafting/clean.py). */
import type { Span } from './anchoring'
import { attributionSpans } from './attributions'
import { readBrackets } from './brackets'
import { OBJECT, textOf } from './content'
import { escaped } from './scanning'
import { isBlank, trailOf } from './space'
import { suppose } from './supposing'
import { STOPS, without } from './tidying'
import { codePoints, slicePoints } from './tokens'
import type { Content, Paragraph, ParagraphState, Proposal, WrittenParagraph } from './types'

const AGREED = /[[(]\s*(?:Agreed|AGREED)(?:\s+[Aa][Dd]\s+[Rr][Ee][Ff][\p{L}\p{N}_]*\.?)?(?:\s*[,;–-][^[\]()]*)?\s*[\])]/gu
const AFTER_MARK = /^(?:[\s.,;*]|\([^()]*\)|\[[^[\]]*\])*$/u

/** The text if the chosen proposals were adopted and every other one fell; `names` print in attributions. */
export function clean(
  text: readonly Paragraph[], proposals: Iterable<Proposal> = [], adopted: Iterable<string> = [],
  names: Iterable<string> = [], states: Readonly<Record<string, ParagraphState>> = {},
): WrittenParagraph[] {
  return cleanText(suppose(text, proposals, adopted).text, names).map(({ id, kind, level, label, content }) => ({
    id, kind, level, label, state: states[id] ?? 'open', runs: content.map(({ t, m }) => ({ t, ...(m?.length ? { m } : {}), fate: 'kept' })),
  }))
}

/** The text without attributions and agreed marks; a paragraph that held nothing else goes. */
export function cleanText(text: readonly Paragraph[], names: Iterable<string> = []): Paragraph[] {
  const said = attributionSpans(text, readBrackets(text), names)
  return text.flatMap(paragraph => {
    const words = textOf(paragraph.content)
    const mark = agreedMark(words)
    const spans = [...(said.get(paragraph.id) ?? []), ...(mark ? [mark] : [])]
    if (!spans.length) return [paragraph]
    const content = without(paragraph.content, spans.map(span => withSpace(words, span)))
    return saysSomething(content) ? [{ ...paragraph, content }] : []
  })
}

/** Where the agreed mark stands at the end of a paragraph. */
function agreedMark(words: string): Span | null {
  if (!/greed|GREED/.test(words)) return null
  for (const found of words.matchAll(AGREED)) {
    const end = found.index + found[0].length
    if (!escaped(words, found.index) && AFTER_MARK.test(words.slice(end))) {
      return [codePoints(words.slice(0, found.index)), codePoints(words.slice(0, end))]
    }
  }
  return null
}

function withSpace(words: string, [start, end]: Span): Span {
  return [start - trailOf(slicePoints(words, 0, start)).length, end]
}

function saysSomething(content: Content): boolean {
  const words = textOf(content)
  return words.includes(OBJECT) || [...words].some(sign => !`${STOPS}[]`.includes(sign) && !isBlank(sign))
}
