import { describe, expect, it } from 'vitest'
import { amendments, type Change } from './amendments'
import { plain, sameContent, splice, tidy } from './content'
import { golden } from './golden'
import type { Content } from './types'

const content = (said: string | Content) => (typeof said === 'string' ? plain(said) : tidy(said))

describe('amendments', () => {
  const cases = golden<Array<{ basis: string | Content; draft: string | Content; changes: Change[] }>>('amendments')
  it.each(cases.map((c, n) => [n, c] as const))('[C4] golden case %i', (_, c) => {
    const changes = amendments(content(c.basis), content(c.draft))
    expect(changes).toEqual(c.changes)
    const made = changes.reduceRight((text, { span, replacement }) => splice(text, ...span, replacement), content(c.basis))
    expect(sameContent(made, content(c.draft))).toBe(true)
  })
})
