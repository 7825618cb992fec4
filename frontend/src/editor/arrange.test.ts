import { describe, expect, it } from 'vitest'
import type { Draft, Paragraph } from '../drafting/types'
import { arrange } from './arrange'

const paragraph = (id: string, label: string): Paragraph => ({ id, kind: 'op', level: 0, label, content: [{ t: id }] })
const draft = (id: string, more: Partial<Draft>): Draft => ({
  id, compartment: 'party/t/a', audience: 'a', kind: 'alternative', paragraph: 'p', after: null, paragraphKind: 'op', level: 0, label: 'OP3 bis', basis: [], content: [{ t: id }], by: '', ...more,
})
const labels = (text: Paragraph[], drafts: Draft[]): Array<[string, string]> =>
  arrange(text, drafts, new Map(), []).map(slot => [slot.key, slot.paragraph?.label ?? slot.draft?.label ?? ''])

describe('[R5] drafts after a revision has numbered the text anew', () => {
  it('bear the label that their paragraph has now', () => {
    const drafts = [draft('alt', {}), draft('change', { kind: 'change', basis: [{ t: 'p' }] }), draft('new', { kind: 'new', paragraph: '', after: 'p', label: '' })]
    expect(labels([paragraph('p', 'OP4')], drafts)).toEqual([['p', 'OP4'], ['draft:alt', 'OP4'], ['draft:new', '']])
    expect(labels([paragraph('p', '')], [draft('alt', {})])).toEqual([['p', ''], ['draft:alt', 'OP3 bis']])
  })
  it('are the same values as long as nothing was renumbered', () => {
    const alternative = draft('alt', {})
    expect(arrange([paragraph('p', 'OP3 bis')], [alternative], new Map(), [])[1]?.draft).toBe(alternative)
  })
})
