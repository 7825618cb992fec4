import { describe, expect, it } from 'vitest'
import type { Draft } from '../connection/types'
import { textOf } from '../drafting/content'
import { amendmentsOf, anchored, choicesOf, movedOn, remainder } from './submitting'

const draft = (more: Partial<Draft>): Draft => ({
  id: 'd', compartment: '', audience: 'p', kind: 'change', paragraph: 'a', after: null, paragraphKind: 'op', level: 0, label: 'OP1',
  basis: [{ t: 'Urges all States to act by 2030;' }], content: [{ t: 'Calls upon all States to act by 2035;' }], by: '', ...more,
})
const text = [{ id: 'a', kind: 'op' as const, level: 0, label: 'OP1', content: [{ t: 'Urges all States to act by 2030;' }] }]

describe('submitting', () => {
  it('[W16] names each change of a draft by itself, in exactly its words', () => {
    const choices = choicesOf([draft({})])
    expect(choices.map(c => c.runs.filter(r => r.fate !== 'kept').map(r => `${r.fate} ${textOf(r.content)}`))).toEqual([
      ['struck Urges', 'inserted Calls upon'], ['struck 2030', 'inserted 2035'],
    ])
  })

  it('[W17] leaves in the draft what was not chosen', () => {
    const d = draft({})
    const [, second] = amendmentsOf(d)
    expect(textOf(remainder(d.basis, [second!]))).toBe('Urges all States to act by 2035;')
  })

  it('[W18] a draft that reads like the text proposes nothing', () => {
    expect(amendmentsOf(draft({ content: draft({}).basis }))).toEqual([])
    expect(amendmentsOf(draft({ kind: 'new', content: [] }))).toEqual([])
  })

  it('[W19] a new paragraph after an unsubmitted one is put where that one would stand', () => {
    const first = draft({ id: 'one', kind: 'new', paragraph: '', after: 'a' })
    const second = draft({ id: 'two', kind: 'new', paragraph: '', after: 'draft:one' })
    expect(anchored(choicesOf([second]), [first, second], text)).toMatchObject([{ kind: 'new', after: 'a' }])
  })

  it('[W20] knows when the room has moved on', () => {
    expect(movedOn(draft({}), text[0]!)).toBe(false)
    expect(movedOn(draft({}), { ...text[0]!, content: [{ t: 'Other words' }] })).toBe(true)
    expect(movedOn(draft({}), null)).toBe(true)
  })
})
