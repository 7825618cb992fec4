import { describe, expect, it } from 'vitest'
import { type Acting, compartmentAccess, may } from './access'
import { golden } from './golden'
import type { Membership } from './membership'

interface Cases {
  membership: Membership
  acts: Array<{ actor: Acting; what: string; voice: string | null; by: string | null; may: boolean }>
  compartments: Array<{ actor: Acting; name: string; codrafting: string[]; access: string | null }>
}

describe('access', () => {
  const { membership, acts, compartments } = golden<Cases>('access')
  it('[V1] every golden act', () => {
    for (const { actor, what, voice, by, may: expected } of acts) {
      const proposal = by === null ? null : { party: by }
      const found = may(actor, what, { membership, codrafting: ['brill'], proposal, voice })
      expect([actor, what, voice, by, found]).toEqual([actor, what, voice, by, expected])
    }
  })

  it.each(compartments)('[V2] $name for $actor.name', ({ actor, name, codrafting, access }) => {
    expect(compartmentAccess(name, actor, membership, codrafting)).toBe(access)
  })
})
