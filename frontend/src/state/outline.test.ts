import { describe, expect, it } from 'vitest'
import { emptyFloor } from '../drafting/negotiation'
import type { FloorState, Paragraph, Proposal } from '../drafting/types'
import { pointedAt } from './brackets'
import { cardsOf, filtered, homeOf, outlineOf, totalsOf } from './outline'

const paragraph = (id: string, words: string, kind: Paragraph['kind'] = 'op'): Paragraph => ({ id, kind, level: 0, label: id, content: [{ t: words }] })
const proposal = (id: string, number: number, more: Partial<Proposal>): Proposal => ({
  id, number, kind: 'change', paragraph: 'a', after: null, on: '', basis: [], span: [0, 0], replacement: [], paragraph_kind: 'op', level: 0, label: '',
  party: 'p', cosponsors: [], rationale: '', stage: 'open', positions: {}, by: '', at: '', batch: '', ...more,
})
const floor = (proposals: Proposal[], states: FloorState['states'] = {}): FloorState => ({ ...emptyFloor(), proposals: Object.fromEntries(proposals.map(p => [p.id, p])), states })
const text = [paragraph('t', 'Title', 'title'), paragraph('a', 'Urges [all] States [to act'), paragraph('b', 'and] to report [as appropriate / as soon as possible];'), paragraph('c', 'Decides.')]

describe('the outline', () => {
  it('[W11] counts a bracket where it opens, over paragraphs too', () => {
    expect(outlineOf(text, floor([])).map(r => r.brackets)).toEqual([0, 2, 1, 0])
  })

  it('[W11] keeps the rows of paragraphs that did not change', () => {
    const before = new Map(outlineOf(text, floor([])).map(r => [r.id, r]))
    const after = outlineOf(text.map(p => (p.id === 'c' ? { ...p, content: [{ t: 'Decides again.' }] } : { ...p })), floor([]), before)
    expect(after.map(r => r === before.get(r.id))).toEqual([true, true, true, false])
  })

  it('[W12] counts as paragraphs to agree only those that are negotiated, not titles', () => {
    const state = floor([proposal('x', 1, {}), proposal('y', 2, { stage: 'parked' })], { c: 'agreed', b: 'agreed_ad_ref' })
    expect(totalsOf(outlineOf(text, state), state)).toEqual({ brackets: 3, proposals: 1, agreed: 2, paragraphs: 3 })
  })

  it('[W13] keeps the rows that a filter and sought words name', () => {
    const rows = outlineOf(text, floor([proposal('x', 1, {})], { c: 'agreed' }))
    expect(filtered(rows, 'brackets', '').map(r => r.id)).toEqual(['a', 'b'])
    expect(filtered(rows, 'proposals', '').map(r => r.id)).toEqual(['a'])
    expect(filtered(rows, 'all', 'REPORT').map(r => r.id)).toEqual(['b'])
    expect(filtered(rows, 'open', '').map(r => r.id)).toEqual(['a', 'b'])
  })

  it('[W14] puts an answer under what it answers, and what is settled last', () => {
    const state = floor([proposal('settled', 1, { stage: 'adopted' }), proposal('open', 2, {}), proposal('answer', 3, { on: 'open' })])
    expect(cardsOf('a', state).map(p => p.id)).toEqual(['open', 'answer', 'settled'])
    expect(homeOf(proposal('new', 4, { kind: 'new', paragraph: '', after: 'b' }), state)).toBe('b')
  })

  it('[W15] finds the bracket pointed at, its alternatives, and words parted by slashes', () => {
    const choice = [paragraph('a', '[shall][should] act')]
    expect(pointedAt(choice, { paragraph: 'a', at: 7 })).toMatchObject({ words: '[should]', alternatives: 2, contested: true })
    expect(pointedAt(text, { paragraph: 'a', at: 19 })).toMatchObject({ words: '[to act and]' })
    expect(pointedAt(text, { paragraph: 'b', at: 15 })?.parts.map(p => p.words)).toEqual(['as appropriate', 'as soon as possible'])
    expect(pointedAt([paragraph('a', 'only] one')], { paragraph: 'a', at: 4 })).toBeNull()
  })
})
