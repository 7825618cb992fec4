import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { codePoints, isWord, placedTokens, ranges, slicePoints, tokens, unitsAt } from './tokens'
import { EXTENDER, WORD } from './wordRanges'

interface Golden {
  classes: { word: number; extender: number; crc32: number }
  cases: Array<{ text: string; tokens: string[] }>
}
const golden = JSON.parse(readFileSync(new URL('../../../fixtures/tokens.json', import.meta.url), 'utf8')) as Golden

describe('tokens', () => {
  it.each(golden.cases)('[N1] golden case $text', ({ text, tokens: expected }) => {
    expect(tokens(text)).toEqual(expected)
  })

  it('[N2] all code points have the pinned class', () => {
    const table = new Uint8Array(0x110000)
    ranges(WORD).forEach(([low, high]) => table.fill(1, low, high + 1))
    ranges(EXTENDER).forEach(([low, high]) => table.fill(2, low, high + 1))
    const count = (mark: number): number => table.reduce((sum, value) => sum + (value === mark ? 1 : 0), 0)
    expect({ word: count(1), extender: count(2), crc32: crc32(table) }).toEqual(golden.classes)
  })

  it('[N1] offsets count code points', () => {
    const text = '𝒜𝓑 大😀[x]'
    const points = [...text]
    for (const token of placedTokens(text)) {
      expect(points.slice(token.start, token.end).join('')).toBe(token.text)
      expect(slicePoints(text, token.start, token.end)).toBe(token.text)
    }
    expect(codePoints(text)).toBe(points.length)
    expect(unitsAt(text, 2)).toBe(4)
  })

  it('tells words from signs', () => {
    expect(['shall', '2030', '[', ' ', '大'].map(isWord)).toEqual([true, true, false, false, false])
  })
})
