/** How a party is told apart: a colour and a pattern (never colour alone) and its short label. */
import { shortOf, type Membership } from './membership'

export const PATTERNS = ['solid', 'double', 'dashed', 'dotted', 'wavy', 'solid-thick', 'dashed-thick', 'dotted-thick'] as const
export interface PartyStyle { index: number; className: string; pattern: (typeof PATTERNS)[number]; label: string }

/** Parties first, then coalitions, each in the order of their ids: the same for everybody in the room. */
export function partyIndex(membership: Membership, id: string): number {
  const parties = Object.keys(membership.parties).sort()
  const at = parties.indexOf(id)
  if (at >= 0) return at
  const coalition = Object.keys(membership.coalitions).sort().indexOf(id)
  return coalition < 0 ? 0 : parties.length + coalition
}

export function partyStyle(membership: Membership, id: string): PartyStyle {
  const index = partyIndex(membership, id) % PATTERNS.length
  return { index, className: `party-${index}`, pattern: PATTERNS[index]!, label: shortOf(membership, id) }
}
