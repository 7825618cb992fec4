import { expect, it } from 'vitest'
import { hereAfter } from './here'

const person = (seat: string) => ({ seat, name: seat.toUpperCase(), role: 'observer', party: null })

it('[S17] who is here: all on entering, then who came and who left', () => {
  const first = hereAfter({ gone: person('gone') }, { all: [person('a'), person('b')] })
  expect(Object.keys(first)).toEqual(['a', 'b'])
  expect(Object.keys(hereAfter(first, { came: [person('c')], left: ['a'] }))).toEqual(['b', 'c'])
})
