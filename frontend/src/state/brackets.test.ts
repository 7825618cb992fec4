import { expect, test } from 'vitest'
import type { Kind, Paragraph } from '../drafting/types'
import { bracketsLeft, pointedAt } from './brackets'

const text = (...words: Array<[string, string, Kind?]>): Paragraph[] =>
  words.map(([id, t, kind = 'op']) => ({ id, kind, level: 0, label: '', content: [{ t }] }))

test('an uncontested bracket is not counted, nor is one without a partner', () => {
  const counts = bracketsLeft(text(['h', 'Part one', 'heading'], ['a', 'Decides [shall][should] act \\[sic\\]'], ['b', 'and [never closes'], ['c', 'The end', 'heading'], ['d', 'closes] here']))
  expect([...counts]).toEqual([['a', 2]])
})

test('a bracket that closes in the next paragraph counts where it opens', () => {
  const paragraphs = text(['a', '[Stressing this,'], ['b', 'and that,]'])
  expect([...bracketsLeft(paragraphs)]).toEqual([['a', 1]])
  expect(pointedAt(paragraphs, { paragraph: 'b', at: 9 })).toMatchObject({
    open: { paragraph: 'a', at: 0 }, close: { paragraph: 'b', at: 9 }, words: '[Stressing this, and that,]', alternatives: 1,
  })
})

test('alternatives that touch are counted together; offsets are code points', () => {
  expect(pointedAt(text(['a', '🌊 [one][two][three]']), { paragraph: 'a', at: 2 })?.alternatives).toBe(3)
  expect(pointedAt(text(['a', 'no bracket']), { paragraph: 'a', at: 2 })).toBeNull()
})
