import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { fromPlace, toPlace, type Place } from './places'

function written(words: string): { doc: Y.Doc; body: Y.XmlFragment } {
  const doc = new Y.Doc()
  const body = doc.getXmlFragment('body')
  const text = new Y.XmlText()
  body.insert(0, [text])
  text.insert(0, words)
  return { doc, body }
}

const NONE: unknown[] = [
  null, undefined, 'here', true, -1, 0.5, Infinity, NaN, [], {}, [1],
  { item: null, type: null }, { item: { client: 'x', clock: 0 } }, { item: { client: 1 } }, { item: { client: 1, clock: -1 } },
  { item: 7 }, { type: { client: 1, clock: 1e9 } }, { tname: 7 }, { tname: 'elsewhere' }, { type: 'x' }, { assoc: 'x' },
]

describe('places', () => {
  it('finds a place again', () => {
    const { doc, body } = written('Some words')
    for (const at of [0, 4, 10]) expect(fromPlace(doc, body, toPlace(body, at))).toBe(at)
  })

  it('[X8] a place that is none throws nothing and is nowhere', () => {
    const { doc, body } = written('Some words')
    const own = doc.clientID
    const more = [{ item: { client: own } }, { item: { client: own, clock: -1 } }, { item: { client: own, clock: 0.5 } }, { item: { client: own, clock: '0' } }, { type: { client: own } }]
    for (const place of [...NONE, ...more]) {
      const found = fromPlace(doc, body, place as Place)
      expect(found === null || (Number.isInteger(found) && found >= 0 && found <= 10), JSON.stringify(place)).toBe(true)
    }
  })
})
