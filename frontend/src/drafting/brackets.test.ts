import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bracketAt, combine, contested, rankOf, readBrackets, scanParagraph, type Structure } from './brackets'
import type { Kind } from './types'

interface Golden { cases: Array<{ name: string; paragraphs: Array<{ id: string; kind: Kind; level: number; words: string }>; structure: Structure }> }
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/brackets.json', import.meta.url), 'utf8')) as Golden

describe('brackets', () => {
  it.each(golden.cases)('[N10] golden case: $name', ({ paragraphs, structure }) => {
    expect(readBrackets(paragraphs.map(p => ({ ...p, content: [{ t: p.words }] })))).toEqual(structure)
  })

  it('[N11] marks do not matter: a bracket may open in italics and close outside', () => {
    const crossed = scanParagraph([{ t: '[Tak', m: ['em'] }, { t: 'ing] note' }])
    expect(crossed).toEqual(scanParagraph('[Taking] note'))
  })

  it('[N19] one paragraph scanned anew combines as a whole text scanned anew', () => {
    const words = (i: number): string => `[shall][should] act [by [2030]] and ${i % 7 ? 'go' : '[go'}${i % 7 === 3 ? ' on]' : ''}`
    const rank = rankOf('op', 0)
    const scans = Array.from({ length: 1500 }, (_, i) => ({ paragraph: `p${i}`, scan: scanParagraph(words(i)), rank }))
    const edited = scans.map((item, i) => (i === 700 ? { ...item, scan: scanParagraph('and [now') } : item))
    const afresh = scans.map((item, i) => ({ ...item, scan: scanParagraph(i === 700 ? 'and [now' : words(i)) }))
    expect(combine(edited)).toEqual(combine(afresh))
  })

  it('[N18] a pair is found by either of its characters', () => {
    const structure = readBrackets([{ id: 'a', kind: 'op', level: 0, content: [{ t: 'to [act [now]]' }] }])
    expect([3, 8, 12, 13, 4].map(at => bracketAt(structure, 'a', at))).toEqual([0, 1, 1, 0, null])
    expect(bracketAt(structure, 'b', 3)).toBeNull()
    expect(contested(structure)).toHaveLength(2)
  })
})
