/** How a party is told apart: a colour and a pattern (never colour alone) and its short label. */
import { shortOf, type Membership } from './membership'

export const PATTERNS = ['solid', 'double', 'dashed', 'dotted', 'wavy', 'solid-thick', 'dashed-thick', 'dotted-thick'] as const
/** The patterns shift against the colours by so much in every turn. */
const SHIFT = 3
const TURNS = 3

/** `index` names the look (colour and pattern together, views/parties.css): there are 24. */
export interface PartyStyle { index: number; colour: number; className: string; pattern: (typeof PATTERNS)[number]; label: string }

/** Parties first, then coalitions, each in the order of their ids: the same for everybody in the room. */
export function partyIndex(membership: Membership, id: string): number {
  const parties = Object.keys(membership.parties).sort()
  const at = parties.indexOf(id)
  if (at >= 0) return at
  const coalition = Object.keys(membership.coalitions).sort().indexOf(id)
  return coalition < 0 ? 0 : parties.length + coalition
}

export function partyStyle(membership: Membership, id: string): PartyStyle {
  const index = partyIndex(membership, id) % (PATTERNS.length * TURNS)
  const colour = index % PATTERNS.length
  const turn = (index - colour) / PATTERNS.length
  return { index, colour, className: `party-${index}`, pattern: PATTERNS[(colour + SHIFT * turn) % PATTERNS.length]!, label: shortOf(membership, id) }
}
