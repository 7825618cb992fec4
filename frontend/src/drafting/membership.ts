/** The parties and coalitions of one negotiation (mirrors adref/drafting/parties.py). */
import type { Coalition, Party, Role } from './types'

export interface Membership { parties: Record<string, Party>; coalitions: Record<string, Coalition> }

/** The coalitions to which a party belongs, in a fixed order. */
export function coalitionsOf(membership: Membership, party: string): string[] {
  return Object.values(membership.coalitions).filter(c => c.members.includes(party)).map(c => c.id).sort()
}

/** The ids under which this person may submit: the own party, then its coalitions. */
export function voices(membership: Membership, role: Role, party: string | null): string[] {
  return party === null || role !== 'delegate' ? [] : [party, ...coalitionsOf(membership, party)]
}

/** What attributions print for a party or coalition. */
export function shortOf(membership: Membership, id: string): string {
  return (membership.parties[id] ?? membership.coalitions[id])?.short ?? id
}
