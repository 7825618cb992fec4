import { expect, test } from 'vitest'
import type { Kind, Paragraph } from '../drafting/types'
import { bracketAt, bracketCounts } from './brackets'

const text = (...words: Array<[string, string, Kind?]>): Paragraph[] =>
  words.map(([id, t, kind = 'op']) => ({ id, kind, level: 0, label: '', content: [{ t }] }))

test('an uncontested bracket is not counted, one without a partner is', () => {
  const counts = bracketCounts(text(['h', 'Part one', 'heading'], ['a', 'Decides [shall][should] act \\[sic\\]'], ['b', 'and [never closes'], ['c', 'The end', 'heading'], ['d', 'closes] here']))
  expect([...counts]).toEqual([['a', 2], ['b', 1], ['d', 1]])
})

test('a bracket that closes in the next paragraph counts where it opens', () => {
  const paragraphs = text(['a', '[Stressing this,'], ['b', 'and that,]'])
  expect([...bracketCounts(paragraphs)]).toEqual([['a', 1]])
  expect(bracketAt(paragraphs, { paragraph: 'b', at: 9 })).toEqual({
    open: { paragraph: 'a', at: 0 }, close: { paragraph: 'b', at: 9 }, words: '[Stressing this, and that,]', alternatives: 1,
  })
})

test('alternatives that touch are counted together; offsets are code points', () => {
  expect(bracketAt(text(['a', '🌊 [one][two][three]']), { paragraph: 'a', at: 2 })?.alternatives).toBe(3)
  expect(bracketAt(text(['a', 'no bracket']), { paragraph: 'a', at: 2 })).toBeNull()
})
