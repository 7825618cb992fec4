import { describe, expect, it } from 'vitest'
import { mapSpan, type Span } from './anchoring'
import { golden } from './golden'
import { slicePoints } from './tokens'

describe('anchoring', () => {
  const cases = golden<Array<{ basis: string; current: string; span: Span; mapped: Span | null }>>('anchoring')
  it.each(cases.map((c, n) => [n, c] as const))('[C2] golden case %i', (_, { basis, current, span, mapped }) => {
    expect(mapSpan(basis, current, span)).toEqual(mapped)
    if (mapped) expect(slicePoints(current, ...mapped)).toBe(slicePoints(basis, ...span))
  })
})
