import { describe, expect, it } from 'vitest'
import type { Draft, Paragraph } from '../drafting/types'
import { isReformatted, linesOf, linkOf, notesOf, partyText, wantedOf, type Head, type Row, type Wanted } from './comparing'

const head = (id: string, label = '', kind = 'op'): Head => ({ id, kind, level: 0, label, name: label || id })
const paragraph = (id: string, words: string): Paragraph => ({ id, kind: 'op', level: 0, label: id, content: [{ t: words }] })
const draft = (id: string, more: Partial<Draft>): Draft => ({
  id, compartment: 'party/t/a', audience: 'a', kind: 'change', paragraph: '', after: null, paragraphKind: 'op', level: 0, label: '', basis: [], content: [{ t: id }], by: '', ...more,
})
const split: Row = {
  fate: 'split', name: '3', before: [head('a', '2.')], after: [head('a', '3.'), head('b', '4.')], altered: true,
  runs: [{ t: 'one.' }, { t: ' ', fate: 'struck' }, { t: '\u2029', m: ['paragraph'], fate: 'inserted' }, { t: 'two', m: ['em'], was: [] }],
}

describe('the sides of a comparison', () => {
  const usual: Wanted = { before: 'revision:r1', after: 'now', layout: 'inline' }

  it('[D50] a link keeps the choice, and an unknown one is the usual', () => {
    const wanted: Wanted = { before: 'revision:r2', after: 'mine', layout: 'side' }
    expect(wantedOf(linkOf(wanted), usual)).toEqual(wanted)
    expect(wantedOf(linkOf(usual), wanted)).toEqual({ ...usual, layout: 'side' })
    expect(wantedOf('?before=https://evil&after=&layout=x', usual)).toEqual(usual)
  })

  it('[D31] a party’s own view is made of its drafts, each where it belongs', () => {
    const text = [paragraph('a', 'one'), paragraph('b', 'two'), paragraph('c', 'three')]
    const drafts = [
      draft('d2', { paragraph: 'a' }), draft('d1', { paragraph: 'a', content: [{ t: 'first' }] }), draft('d3', { paragraph: 'b', kind: 'delete' }),
      draft('d4', { kind: 'new', after: 'c' }), draft('d5', { kind: 'new', after: 'd4' }), draft('d6', { kind: 'alternative', paragraph: 'a' }),
    ]
    expect(partyText(text, drafts).map(p => [p.id, p.content[0]?.t])).toEqual([['a', 'first'], ['d6', 'd6'], ['c', 'three'], ['d4', 'd4'], ['d5', 'd5']])
    expect(partyText(text, [])).toEqual(text)
  })
})

describe('rows as they are printed', () => {
  it('[D13] a split paragraph is two inline and in the newer text, one in the older, each with its label', () => {
    const shape = (seen: 'both' | 'before' | 'after'): unknown => linesOf(split, seen).map(l => [l.label.struck, l.label.inserted, l.label.kept, l.runs.map(r => r.t).join('|'), l.end])
    expect(shape('both')).toEqual([['2.', '3.', '', 'one.| ', 'inserted'], ['', '', '4.', 'two', 'kept']])
    expect(shape('before')).toEqual([['', '', '2.', 'one.| |two', 'kept']])
    expect(shape('after')).toEqual([['', '', '3.', 'one.', 'inserted'], ['', '', '4.', 'two', 'kept']])
    expect(linesOf(split, 'before')[0]?.runs[2]?.m).toEqual([])
  })

  it('[D5] footnotes have the numbers of the newer text; a new number is no new emphasis', () => {
    const note = (id: string, fate: Row['fate']): Row => ({ fate, name: '', before: [head(id, '', 'footnote')], after: fate === 'removed' ? [] : [head(`${id}'`, '', 'footnote')], runs: [] })
    expect([...notesOf([note('f', 'kept'), note('g', 'removed'), note('h', 'departed')])]).toEqual([["f'", 1], ['g', 2]])
    expect(isReformatted({ t: '\ufffc', m: ['fn:b'], was: ['fn:a'] })).toBe(false)
    expect(isReformatted({ t: 'x', was: ['em'] })).toBe(true)
  })
})
