import { describe, expect, it } from 'vitest'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createDraft, draftsOf, readDraft } from '../crdt/drafts'
import { leads, mergeDrafts, removeIdle } from './merging'

const fields = { kind: 'change' as const, paragraph: 'a', after: null, paragraphKind: 'op' as const, level: 0, label: '', basis: [{ t: 'one two' }], content: [{ t: 'one two mine' }], by: 'Ada' }
const compartment = (content = fields.content) => {
  const doc = new Y.Doc()
  createDraft(doc, 'd', { ...fields, content }, 'test')
  return { name: 'party/t/p', doc, awareness: null, writable: true }
}
const draft = (doc: Y.Doc) => { const map = draftsOf(doc).get('d'); return map ? readDraft('d', map) : null }

describe('the working text changing under a draft', () => {
  it('[E17] moves draft and basis on', () => {
    const c = compartment()
    mergeDrafts(c, () => [{ t: 'zero one two' }])
    expect(draft(c.doc)).toMatchObject({ basis: [{ t: 'zero one two' }], content: [{ t: 'zero one two mine' }] })
  })
  it('[E17] takes an adopted draft away', () => {
    const c = compartment()
    mergeDrafts(c, () => fields.content)
    expect(draft(c.doc)).toBeNull()
  })
  it('[E17] leaves both as they are where they meet', () => {
    const c = compartment([{ t: 'one zwei' }])
    mergeDrafts(c, () => [{ t: 'one deux' }])
    expect(draft(c.doc)).toMatchObject({ basis: fields.basis, content: [{ t: 'one zwei' }] })
  })
  it('[E17] only one of those present writes', () => {
    const doc = new Y.Doc()
    doc.clientID = 5
    const awareness = new Awareness(doc)
    expect(leads({ name: 'x', doc, awareness, writable: true })).toBe(true)
    awareness.states.set(3, { cursor: null })
    expect(leads({ name: 'x', doc, awareness, writable: true })).toBe(false)
    awareness.destroy()
  })
  it('[E10] drafts that stayed equal to their basis are swept away, not at once', () => {
    const c = compartment(fields.basis)
    const first = removeIdle([c], new Set())
    expect(draft(c.doc)).not.toBeNull()
    removeIdle([c], first)
    expect(draft(c.doc)).toBeNull()
  })
})
