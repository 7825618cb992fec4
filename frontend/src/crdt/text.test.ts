import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Paragraph } from '../drafting/types'
import { wordsOf } from './content'
import { createDraft, draftId, draftsOf, isIdle, readDraft, writeDraft } from './drafts'
import { Reading, type Change } from './reading'
import { insertParagraph, moveParagraph, orderedIds, paragraphsOf, readParagraph, removeParagraph, setContent, splitParagraph } from './text'

const paragraph = (id: string, t: string): Paragraph => ({ id, kind: 'op', level: 0, label: '', content: t ? [{ t }] : [] })
function textOf(client: number, ...ids: string[]): Y.Doc {
  const doc = new Y.Doc()
  doc.clientID = client
  ids.forEach((id, i) => insertParagraph(doc, paragraph(id, `words of ${id}`), ids[i - 1] ?? null, 'test'))
  return doc
}
const ids = (doc: Y.Doc): string[] => orderedIds(doc).map(p => p.id)
const words = (doc: Y.Doc, id: string): string => wordsOf(readParagraph(id, paragraphsOf(doc).get(id)!).content)
function fork(doc: Y.Doc, client: number): Y.Doc {
  const other = new Y.Doc()
  other.clientID = client
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  return other
}
function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b))
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a))
}

describe('the working text', () => {
  it('[E2] paragraphs are inserted, moved and removed by id', () => {
    const doc = textOf(1, 'a', 'b', 'c')
    insertParagraph(doc, paragraph('d', 'new'), 'a', 'test')
    expect(ids(doc)).toEqual(['a', 'd', 'b', 'c'])
    moveParagraph(doc, 'a', 'c', 'test')
    moveParagraph(doc, 'c', null, 'test')
    expect(ids(doc)).toEqual(['c', 'd', 'b', 'a'])
    removeParagraph(doc, 'd', 'test')
    expect(ids(doc)).toEqual(['c', 'b', 'a'])
  })
  it('[E2] two who insert in one place at once both have their paragraph, in the same order for both', () => {
    const a = textOf(1, 'a', 'b')
    const b = fork(a, 2)
    insertParagraph(a, paragraph('x', 'one'), 'a', 'test')
    insertParagraph(b, paragraph('y', 'two'), 'a', 'test')
    exchange(a, b)
    expect(ids(a)).toEqual(ids(b))
    insertParagraph(a, paragraph('z', 'between'), 'x', 'test')
    expect(ids(a)).toHaveLength(5)
  })
  it('[E2] words typed into a paragraph that is being moved go along', () => {
    const a = textOf(1, 'a', 'b', 'c')
    const b = fork(a, 2)
    moveParagraph(a, 'a', 'c', 'test')
    setContent(b, 'a', [{ t: 'typed meanwhile' }], 'test')
    exchange(a, b)
    expect([ids(a), words(a, 'a')]).toEqual([['b', 'c', 'a'], 'typed meanwhile'])
  })
  it('[E3] a split at the start leaves the id with the words', () => {
    const doc = textOf(1, 'a', 'b')
    splitParagraph(doc, 'b', 0, 'n', 'test')
    expect([ids(doc), words(doc, 'b'), words(doc, 'n')]).toEqual([['a', 'n', 'b'], 'words of b', ''])
    splitParagraph(doc, 'b', 5, 'm', 'test')
    expect([ids(doc), words(doc, 'b'), words(doc, 'm')]).toEqual([['a', 'n', 'b', 'm'], 'words', ' of b'])
  })
  it('[E2] a reading tells which paragraphs changed, and keeps what did not', () => {
    const doc = textOf(1, 'a', 'b')
    const reading = new Reading(doc, paragraphsOf(doc), readParagraph, new Set(['order']))
    const [a, b] = [reading.get('a'), reading.get('b')]
    const heard: Change[] = []
    reading.onChange(change => heard.push(change))
    setContent(doc, 'a', [{ t: 'other' }], 'test')
    moveParagraph(doc, 'b', null, 'test')
    expect(heard.map(h => [[...h.ids], h.structure])).toEqual([[['a'], false], [['b'], true]])
    expect(reading.get('a')).not.toBe(a)
    expect(reading.get('b')).not.toBe(b)
  })
})

describe('drafts', () => {
  const fields = { kind: 'change' as const, paragraph: 'a', after: null, paragraphKind: 'op' as const, level: 0, label: '1.', basis: [{ t: 'words' }], content: [{ t: 'words and more' }], by: 'Ada' }
  it('[E10] a draft reads back as it was made; ids sort by time', () => {
    const doc = new Y.Doc()
    createDraft(doc, 'd1', fields, 'test')
    expect(readDraft('d1', draftsOf(doc).get('d1')!)).toEqual({ id: 'd1', ...fields })
    expect(draftId(1_000, 'zzzz') < draftId(2_000, 'aaaa')).toBe(true)
  })
  it('[E10] one without words is a deletion, and words bring the change back', () => {
    const doc = new Y.Doc()
    createDraft(doc, 'd1', fields, 'test')
    const kind = (): unknown => draftsOf(doc).get('d1')!.get('kind')
    writeDraft(doc, 'd1', [], 'test')
    expect(kind()).toBe('delete')
    writeDraft(doc, 'd1', [{ t: 'w' }], 'test')
    expect(kind()).toBe('change')
  })
  it('[E10] one equal to its basis is none', () => {
    expect(isIdle({ ...fields, content: [{ t: 'words' }] })).toBe(true)
    expect(isIdle(fields)).toBe(false)
  })
})
