import { describe, expect, it } from 'vitest'
import type { Paragraph, Proposal } from '../drafting/types'
import { bodyOf, eligible, FORMATS, losses, untilEnded, VIEWS, viewsFor, type Job, type Wanted } from './outputs'

const wanted: Wanted = { view: 'clean', format: 'docx', revision: '', base: 'r1', language: 'en', open: 'all', chosen: ['p2'], lines: true }
const job: Job = { id: 'j', name: 'f.docx', state: 'waiting', code: '', ahead: 0, bytes: 0, asked: '' }

describe('outputs', () => {
  it('[O10] a party’s view is offered to its delegates only, and its drafts are sent for nothing else', () => {
    expect(viewsFor(false, '')).not.toContain('party')
    expect(viewsFor(true, 'r1')).not.toContain('party')
    const drafts = [{ kind: 'delete' as const, paragraph: 'p', basis: [] }]
    for (const view of VIEWS) expect('drafts' in bodyOf({ ...wanted, view }, 'kenya', drafts)).toBe(view === 'party')
  })
  it('[O11] only what the view and the format use is sent', () => {
    expect(bodyOf(wanted, '', [])).toEqual({ view: 'clean', format: 'docx', language: 'en', adopt: ['all'], line_numbers: true })
    expect(bodyOf({ ...wanted, open: 'some' }, '', [])).toMatchObject({ adopt: ['p2'] })
    for (const open of ['none', 'some'] as const) expect(bodyOf({ ...wanted, open, chosen: [] }, '', [])).not.toHaveProperty('adopt')
    expect(bodyOf({ ...wanted, view: 'compilation', open: 'some' }, '', [])).not.toHaveProperty('adopt')
    expect(bodyOf({ ...wanted, view: 'tracked', format: 'html' }, '', [])).toEqual({ view: 'tracked', format: 'html', language: 'en', base: 'r1', adopt: ['all'] })
    expect(bodyOf({ ...wanted, view: 'working', format: 'md', revision: 'r2' }, '', [])).toEqual({ view: 'working', format: 'md', language: 'en', revision: 'r2' })
  })
  it('[O12] what a format cannot hold is known for every view and format', () => {
    expect(losses('compilation', 'akn')).toEqual([])
    expect(losses('tracked', 'txt')).toEqual(['marks', 'emphasis'])
    for (const view of VIEWS) for (const format of FORMATS) expect(Array.isArray(losses(view, format))).toBe(true)
  })
  it('[O13] a file on its way is looked after until it is there', async () => {
    const states: Job['state'][] = ['waiting', 'working', 'done']
    const told: string[] = []
    const ended = await untilEnded(job, () => Promise.resolve({ ...job, state: states.shift() ?? 'done' }), j => told.push(j.state), () => Promise.resolve())
    expect(ended.state).toBe('done')
    expect(told).toEqual(['waiting', 'working', 'done'])
  })
  it('[O22] open proposals can be chosen one by one, in the order of the text', () => {
    const text = ['b', 'a'].map(id => ({ id, label: id.toUpperCase() })) as Paragraph[]
    const of = (id: string, more: Partial<Proposal>): [string, Proposal] => [id, { id, number: Number(id), stage: 'open', on: '', paragraph: '', after: '', ...more } as Proposal]
    const all = Object.fromEntries([of('1', { paragraph: 'a' }), of('2', { after: 'b' }), of('3', { paragraph: 'b', stage: 'parked' }), of('4', { on: '1', paragraph: 'a' }), of('5', {})])
    expect(eligible(text, all).map(e => [e.label, e.proposal.id])).toEqual([['', '5'], ['B', '2'], ['A', '1']])
  })
})
