import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import type { Content } from '../drafting/types'
import { newBody, readBody, writeBody } from './body'

function bodyWith(content: Content, client = 1): { doc: Y.Doc; body: Y.XmlFragment } {
  const doc = new Y.Doc()
  doc.clientID = client
  const map = doc.getMap('root')
  map.set('body', newBody(content))
  return { doc, body: map.get('body') as Y.XmlFragment }
}
function copyOf(doc: Y.Doc, client: number): { doc: Y.Doc; body: Y.XmlFragment } {
  const other = new Y.Doc()
  other.clientID = client
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc))
  return { doc: other, body: other.getMap('root').get('body') as Y.XmlFragment }
}

describe('the body of a paragraph', () => {
  const samples: Content[] = [
    [], [{ t: 'plain' }], [{ t: 'Recalling', m: ['em'] }, { t: ' the ' }, { t: 'Charter', m: ['em', 'strong'] }],
    [{ t: 'see' }, { t: '\ufffc', m: ['fn:n1'] }, { t: ' and' }, { t: '\ufffc', m: ['fn:n2'] }], [{ t: '会员国🌍' }],
  ]
  it('[E21] reads back what was written, from any content to any other', () => {
    for (const from of samples) for (const to of samples) {
      const { body } = bodyWith(from)
      writeBody(body, to)
      expect(readBody(body)).toEqual(to)
    }
  })
  it('[E21] a footnote inside words parts them and leaves them in place', () => {
    const { body } = bodyWith([{ t: 'before after', m: ['em'] }])
    const to: Content = [{ t: 'before', m: ['em'] }, { t: '\ufffc', m: ['fn:n1'] }, { t: ' after', m: ['em'] }]
    writeBody(body, to)
    expect(readBody(body)).toEqual(to)
  })
  it('[E21] the words that stay keep their identity: concurrent typing merges', () => {
    const a = bodyWith([{ t: 'shall cooperate in good faith' }])
    const b = copyOf(a.doc, 2)
    writeBody(a.body, [{ t: 'shall ' }, { t: 'cooperate', m: ['em'] }, { t: ' in good faith' }])
    writeBody(b.body, [{ t: 'shall fully cooperate in good faith' }])
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(b.doc))
    Y.applyUpdate(b.doc, Y.encodeStateAsUpdate(a.doc))
    expect(readBody(a.body)).toEqual(readBody(b.body))
    expect(readBody(a.body).map(p => p.t).join('')).toBe('shall fully cooperate in good faith')
  })
  it('[E21] never parts a pair of surrogates', () => {
    const { doc, body } = bodyWith([{ t: 'a🌍b' }])
    writeBody(body, [{ t: 'a🌎b' }])
    expect(readBody(copyOf(doc, 3).body)).toEqual([{ t: 'a🌎b' }])
  })
  it('[E22] reading changes nothing, also where something unknown stands', () => {
    const { doc, body } = bodyWith([{ t: 'words' }])
    body.insert(1, [new Y.XmlElement('unknown')])
    const before = Y.encodeStateAsUpdate(doc)
    expect(readBody(body)).toEqual([{ t: 'words' }])
    expect(Y.encodeStateAsUpdate(doc)).toEqual(before)
  })
  it('[E21] writing the same words writes nothing', () => {
    const { doc, body } = bodyWith([{ t: 'same', m: ['em'] }])
    const before = Y.encodeStateVector(doc)
    writeBody(body, [{ t: 'same', m: ['em'] }])
    expect(Y.encodeStateVector(doc)).toEqual(before)
  })
})
