/** Printed labels (mirrors adref/drafting/numbering.py; golden cases in fixtures/labels.json). */
import type { Kind } from './types'

const SUFFIXES = ['bis', 'ter', 'quater', 'quinquies', 'sexies', 'septies', 'octies', 'novies', 'decies', 'undecies', 'duodecies',
  'terdecies', 'quaterdecies', 'quindecies', 'sexdecies', 'septdecies', 'octodecies', 'novodecies', 'vicies']
const VARIANTS: Record<string, string> = { quat: 'quater', quarter: 'quater', quinquis: 'quinquies', quinque: 'quinquies' }
const LATIN = [...SUFFIXES, ...Object.keys(VARIANTS)].sort((a, b) => b.length - a.length).join('|')
const LABEL = new RegExp('^(?<before>\\((?=.*\\))|(?:PP|OP|Article|Art\\.|Annex|Appendix|Section|Chapter|Part)\\s*)?'
  + `(?<number>\\p{Nd}+(?:\\.\\p{Nd}+)*(?:\\s?(?:${LATIN})(?:\\.\\p{Nd}+)+)?|[ivxlc]+|[IVXLC]+|[\\p{L}\\p{Nl}\\p{No}]{1,2})`
  + `(?<gap>(?:\\)(?=[ \\u00a0]*(?:${LATIN}|alt)))?\\.?[ \\u00a0]*)(?:(?<suffix>${LATIN})(?<round>(?:-\\p{Nd}+)?))?`
  + '(?<space>[ \\u00a0]*)(?<alt>alt(?:[. \\u00a0]*\\p{Nd}+)?)?(?<after>[.):]*)$', 'iu')
const NOISE = /[^\p{L}\p{N}]+/gu

/** The parts of a label as printed; put together in this order they are the label. */
export interface Label { before: string; number: string; gap: string; suffix: string; round: string; space: string; alt: string; after: string }

/** The label as printed. */
export function composeLabel(label: Label): string {
  return label.before + label.number + label.gap + label.suffix + label.round + label.space + label.alt + label.after
}

/** The parts of a label, or null when it is not one that can be continued. */
export function parseLabel(label: string): Label | null {
  const found = LABEL.exec(label)?.groups
  if (!found) return null
  const part = (name: keyof Label): string => found[name] ?? ''
  const parts: Label = {
    before: part('before'), number: part('number'), gap: part('gap'), suffix: part('suffix'),
    round: part('round'), space: part('space'), alt: part('alt'), after: part('after'),
  }
  return parts.gap.startsWith('.') && !(parts.suffix || parts.alt) ? { ...parts, gap: '', after: parts.gap + parts.after } : parts
}

/** What two spellings of one label have in common: `3 bis.` and `3bis` are the same. */
export function sameLabel(label: string): string {
  return label.replace(NOISE, '').toLowerCase()
}

/** The label of a paragraph inserted after the one with `label`; never one of `taken`. Unlabelled stays unlabelled. */
export function nextLabel(label: string, taken: Iterable<string>): string {
  const parts = parseLabel(label)
  if (!parts) return ''
  const used = new Set([...taken, label].map(sameLabel))
  const known = VARIANTS[parts.suffix.toLowerCase()] ?? parts.suffix.toLowerCase()
  let start = known ? SUFFIXES.indexOf(known) + 1 : 0
  for (let round = parts.round ? Number.parseInt(parts.round.slice(1), 10) : 1; ; round += 1) {
    for (const suffix of SUFFIXES.slice(start)) {
      const composed = withSuffix(parts, suffix, round)
      if (!used.has(sameLabel(composed))) return composed
    }
    start = 0
  }
}

function withSuffix(parts: Label, suffix: string, round: number): string {
  const inBrackets = parts.before === '(' // `(a)` is followed by `(a) bis`
  const fresh = { gap: inBrackets ? ') ' : ' ', after: inBrackets ? parts.after.replace(/^\)/, '') : parts.after }
  return composeLabel({ ...parts, ...(parts.suffix ? {} : fresh), suffix, round: round > 1 ? `-${round}` : '', space: '', alt: '' })
}

/** The label of an alternative to the paragraph with `label`; never one of `taken`. */
export function alternativeLabel(label: string, taken: Iterable<string>): string {
  const parts = parseLabel(label)
  const used = new Set([...taken, label].map(sameLabel))
  const bare = parts ? composeLabel({ ...parts, space: '', alt: '', after: '' }).trim() : label.trim()
  const stem = parts?.before === '(' && !parts.gap.includes(')') ? `${bare})` : bare
  for (let number = 1; ; number += 1) {
    const composed = `${stem} ${number === 1 ? 'alt' : `alt ${number}`}`.trim()
    if (!used.has(sameLabel(composed))) return composed
  }
}

/** What the outline shows for each paragraph that has or can be given a label: the printed one, or `PP4`, `OP2`. */
export function displayLabels(text: Iterable<{ id: string; kind: Kind; label: string }>): Record<string, string> {
  const shown: Record<string, string> = {}
  const counts: Partial<Record<Kind, number>> = { pp: 0, op: 0 }
  for (const { id, kind, label } of text) {
    if (label) shown[id] = label.replace(/[.:]+$/, '')
    const count = counts[kind]
    if (count === undefined) continue
    if (!label) {
      counts[kind] = count + 1
      shown[id] = `${kind.toUpperCase()}${count + 1}`
      continue
    }
    const number = parseLabel(label)?.number ?? ''
    if (/^\p{Nd}+$/u.test(number)) counts[kind] = decimal(number)
  }
  return shown
}

/** The value of decimal digits of any script: their blocks of ten begin with zero. */
function decimal(digits: string): number {
  return [...digits].reduce((value, digit) => {
    let low = digit.codePointAt(0)!
    while (/\p{Nd}/u.test(String.fromCodePoint(low - 1))) low -= 1
    return value * 10 + ((digit.codePointAt(0)! - low) % 10)
  }, 0)
}
