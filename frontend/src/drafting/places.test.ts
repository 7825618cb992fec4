import { describe, expect, it } from 'vitest'
import { placeNames, placesFor } from './places'
import type { Kind } from './types'

const paragraph = (id: string, kind: Kind, label: string, words: string) => ({ id, kind, label, content: [{ t: words }] })
const TEXT = [
  paragraph('t', 'title', '', 'Draft resolution on water'), paragraph('p', 'pp', '', 'Recalling its resolution'), paragraph('o', 'op', 'OP1.', 'Decides to meet;'),
  paragraph('q', 'plain', '', 'One two three four five six seven'), paragraph('f', 'footnote', '1', 'A note.'),
]

describe('places', () => {
  it('[P14] paragraphs are named by their labels, counted ones too, or by how they open', () => {
    expect([...placeNames(TEXT).values()]).toEqual(['“Draft resolution on water”', 'PP1', 'OP1', '“One two three four five six…”', '1'])
  })

  it('[P14] a paragraph goes anywhere but where it stands', () => {
    expect(placesFor(TEXT, 'o')).toEqual([null, 't', 'q'])
    expect(placesFor(TEXT, 't')).toEqual(['p', 'o', 'q'])
  })
})
