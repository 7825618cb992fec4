import { describe, expect, it } from 'vitest'
import { firstPeople, query } from './bringing'

const person = (name: string, party = ''): Parameters<typeof firstPeople>[0][number] => ({ name, insertions: 1, deletions: 0, comments: 0, sample: '', party })

describe('[B2] whose changes they are', () => {
  it('begins with the party whose name a person bears, else with brackets, and keeps what was chosen', () => {
    expect(firstPeople([person('Avon', 'p1'), person('Jo')])).toEqual({ Avon: 'p1', Jo: 'brackets' })
    expect(firstPeople([person('Avon', 'p1'), person('Jo')], { Avon: 'reject', Gone: 'p2' })).toEqual({ Avon: 'reject', Jo: 'brackets' })
  })
  it('asks with all that decides what the file does', () => {
    const asked = new URLSearchParams(query({ name: 'a b.docx', people: { 'J & J': 'p1' }, base: true, seen: 's' }))
    expect(Object.fromEntries(asked)).toEqual({ name: 'a b.docx', people: '{"J & J":"p1"}', base: '1', seen: 's' })
  })
})
