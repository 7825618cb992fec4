import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { wordsOf } from '../crdt/content'
import { insertParagraph, orderedIds, paragraphsOf, readParagraph, removeParagraph, setContent } from '../crdt/text'
import { settle } from './refusals'

const start = new Y.Doc()
for (const [id, above] of [['a', null], ['b', 'a'], ['c', 'b']] as const) insertParagraph(start, { id, kind: 'op', level: 0, label: '', content: [{ t: `words of ${id}` }] }, above, 'test')

function copy(of: Y.Doc): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(of))
  return doc
}
const words = (doc: Y.Doc): Record<string, string> => Object.fromEntries(orderedIds(doc).map(({ id }) => [id, wordsOf(readParagraph(id, paragraphsOf(doc).get(id)!).content)]))
const locked = { code: 'locked', params: { paragraph: 'a' } }

describe('[S18] what the server did not take', () => {
  it('of the locked paragraph is told; in the others it is written again, in place', () => {
    const [former, fresh] = [copy(start), copy(start)]
    setContent(former, 'a', [{ t: 'words of a, late' }], 'own')
    setContent(former, 'b', [{ t: 'of b' }], 'own')
    insertParagraph(former, { id: 'n', kind: 'op', level: 0, label: '', content: [{ t: 'new' }] }, 'b', 'own')
    setContent(fresh, 'c', [{ t: 'words of c by another' }], 'other')
    const told = settle('text/t', { failure: locked, former }, fresh, true)
    expect(told.map(t => [t.failure.code, t.kept.map(k => [k.paragraph, k.words])])).toEqual([['locked', [['a', 'words of a, late']]]])
    expect(words(fresh)).toEqual({ a: 'words of a', b: 'of b', n: 'new', c: 'words of c by another' })
    expect(Object.keys(words(fresh))).toEqual(['a', 'b', 'n', 'c'])
  })
  it('is told where somebody else changed the same paragraph, or took it away', () => {
    const [former, fresh] = [copy(start), copy(start)]
    for (const id of ['a', 'b', 'c']) setContent(former, id, [{ t: `mine of ${id}` }], 'own')
    setContent(fresh, 'b', [{ t: 'theirs' }], 'other')
    removeParagraph(fresh, 'c', 'other')
    const told = settle('text/t', { failure: locked, former }, fresh, true)
    expect(told.map(t => [t.failure.code, t.kept.map(k => k.words)])).toEqual([['locked', ['mine of a']], ['with_locked', ['mine of b', 'mine of c']]])
    expect(words(fresh)).toEqual({ a: 'words of a', b: 'theirs' })
  })
  it('is all told when it was refused for another reason, or when the pen is gone', () => {
    for (const [failure, mayWrite] of [[{ code: 'malformed', params: {} }, true], [locked, false]] as const) {
      const [former, fresh] = [copy(start), copy(start)]
      setContent(former, 'b', [{ t: 'mine' }], 'own')
      expect(settle('text/t', { failure, former }, fresh, mayWrite).flatMap(t => t.kept.map(k => k.words))).toEqual(['mine'])
      expect(words(fresh)).toEqual(words(start))
    }
  })
})
