/** Names of parties, and who reads what: the words that every confirmation rests on. */
import type { Membership } from '../drafting/membership'
import { partyStyle } from '../drafting/partyStyle'
import type { Party } from '../drafting/types'
import type { Negotiation } from './api'

export function membershipOf(negotiation: Negotiation): Membership {
  return {
    parties: Object.fromEntries(negotiation.parties.map(p => [p.id, p])),
    coalitions: Object.fromEntries(negotiation.coalitions.map(c => [c.id, c])),
  }
}

/** The full name of a party or coalition. */
export function nameOf(membership: Membership, id: string | null): string {
  return id === null ? '' : ((membership.parties[id] ?? membership.coalitions[id])?.name ?? id)
}

/** The class that gives a party its colour and pattern (views/parties.css); none for the bureau. */
export function styleOf(membership: Membership, id: string | null): string {
  return id !== null && (id in membership.parties || id in membership.coalitions) ? partyStyle(membership, id).className : ''
}

export interface Readers { delegations: Party[]; observers: Party[] }

/** Who reads a proposal once it is submitted: everybody who takes part. The bureau comes on top. */
export function readersOf(membership: Membership): Readers {
  const all = Object.values(membership.parties)
  return { delegations: all.filter(p => p.kind === 'delegation'), observers: all.filter(p => p.kind === 'observer') }
}

export const BUREAU: readonly string[] = ['chair', 'facilitator', 'secretariat']
export const inBureau = (role: string): boolean => BUREAU.includes(role)
