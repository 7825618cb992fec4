/** Words as units of comparison (mirrors adref/drafting/tokens.py; golden cases in fixtures/tokens.json). */
import { EXTENDER, WORD } from './wordRanges'

/** A token and where it stands: offsets in code points, `end` exclusive. */
export interface Token { text: string; start: number; end: number }

/** The first and last code points of each range of a table (gaps and lengths, base 36). */
export function ranges(table: string): Array<[number, number]> {
  const numbers = table.split(' ').map(number => Number.parseInt(number, 36))
  const out: Array<[number, number]> = []
  let at = 0
  for (let i = 0; i + 1 < numbers.length; i += 2) {
    const first = at + numbers[i]!
    at = first + numbers[i + 1]!
    out.push([first, at - 1])
  }
  return out
}

function classOf(table: string): string {
  return ranges(table).map(([low, high]) => `\\u{${low.toString(16)}}-\\u{${high.toString(16)}}`).join('')
}

const EXTENDERS = classOf(EXTENDER)
const TOKEN = new RegExp(`[${classOf(WORD)}${EXTENDERS}]+|\\ufffc|.[${EXTENDERS}]*`, 'gsu')
const HAS_WORD = new RegExp(`^[${classOf(WORD)}]`, 'u')

/** The tokens of a text in order; joined they are the text. */
export function tokens(text: string): string[] {
  return text.match(TOKEN) ?? []
}

/** The tokens with their offsets in code points. */
export function placedTokens(text: string): Token[] {
  let at = 0
  return tokens(text).map(token => {
    const start = at
    at += codePoints(token)
    return { text: token, start, end: at }
  })
}

/** Whether a token is a run of letters and digits (not a sign, a space or a lone character). */
export function isWord(token: string): boolean {
  return HAS_WORD.test(token)
}

/** The length in code points: what offsets count everywhere on the wire. */
export function codePoints(text: string): number {
  let length = text.length
  for (let i = 0; i < text.length - 1; i += 1) {
    if (isLead(text.charCodeAt(i)) && isTrail(text.charCodeAt(i + 1))) { length -= 1; i += 1 }
  }
  return length
}

/** The index in UTF-16 units of the `at`th code point. */
export function unitsAt(text: string, at: number): number {
  let unit = 0
  for (let seen = 0; seen < at && unit < text.length; seen += 1) {
    unit += isLead(text.charCodeAt(unit)) && unit + 1 < text.length && isTrail(text.charCodeAt(unit + 1)) ? 2 : 1
  }
  return unit
}

/** The words between two offsets in code points. */
export function slicePoints(text: string, start: number, end?: number): string {
  const from = unitsAt(text, start)
  return end === undefined ? text.slice(from) : text.slice(from, unitsAt(text, end))
}

function isLead(unit: number): boolean { return unit >= 0xd800 && unit <= 0xdbff }
function isTrail(unit: number): boolean { return unit >= 0xdc00 && unit <= 0xdfff }
