// Writes the table of word characters, once for each language, so that neither depends on the
// Unicode version of its runtime: `node tools/word_ranges.mjs`. Run it again only on purpose:
// another table means other tokens, and fixtures/tokens.json pins its fingerprint.
import { writeFileSync } from 'node:fs'

const ALONE = ['Han', 'Hira', 'Kana', 'Thai', 'Laoo', 'Khmr', 'Mymr']
const alone = new RegExp(ALONE.map(script => `\\p{scx=${script}}`).join('|'), 'u')
const isExtender = c => /\p{M}|[\u200c\u200d]/u.test(c)
const isWord = c => /[\p{L}\p{N}]/u.test(c) && !alone.test(c)

/** Gaps and lengths in turn, base 36: "1c 10 2" = skip 48 code points, take 36, skip 2... */
function ranges(test) {
  const out = []
  let inside = false
  let since = 0
  for (let code = 0; code <= 0x110000; code += 1) {
    const surrogate = code >= 0xd800 && code <= 0xdfff
    const now = code < 0x110000 && !surrogate && test(String.fromCodePoint(code))
    if (now === inside) continue
    out.push((code - since).toString(36))
    since = code
    inside = now
  }
  return out.join(' ')
}

function lines(text, width) {
  const out = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line.length + word.length + 1 > width) { out.push(line); line = '' }
    line += `${word} `
  }
  return [...out, line.trimEnd()]
}

const version = process.versions.unicode
const word = lines(ranges(isWord), 90)
const extender = lines(ranges(isExtender), 90)
const python = rows => rows.map(row => `    "${row}"`).join('\n')
const typescript = rows => rows.map(row => `  '${row.trim()}',`).join('\n')

writeFileSync('adref/drafting/word_ranges.py', `"""Which characters make words: written by tools/word_ranges.mjs from Unicode ${version}.

Gaps and lengths of ranges of code points in turn, base 36. The same table stands in
frontend/src/drafting/wordRanges.ts, so both languages cut the same tokens on any runtime.
"""

WORD = (
${python(word)}
)
EXTENDER = (
${python(extender)}
)
`)
writeFileSync('frontend/src/drafting/wordRanges.ts', `/**
 * Which characters make words: written by tools/word_ranges.mjs from Unicode ${version}.
 * The same table stands in adref/drafting/word_ranges.py.
 */

export const WORD = [
${typescript(word)}
].join(' ')
export const EXTENDER = [
${typescript(extender)}
].join(' ')
`)
