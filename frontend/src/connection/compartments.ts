/** Names of compartments, and which of them a seat may read. */
import { coalitionsOf, type Membership } from '../drafting/membership'
import type { Role } from '../drafting/types'

export const textName = (text: string): string => `text/${text}`
export const floorName = (text: string): string => `floor/${text}`
export const deskName = (text: string): string => `desk/${text}`
export const partyName = (text: string, party: string): string => `party/${text}/${party}`
export const coalitionName = (text: string, coalition: string): string => `coalition/${text}/${coalition}`

export const isDrafts = (name: string): boolean => name.startsWith('party/') || name.startsWith('coalition/')
export const isDocument = (name: string): boolean => name.startsWith('text/') || isDrafts(name)
/** The party or coalition whose compartment this is. */
export const audienceOf = (name: string): string => name.split('/')[2] ?? ''

/** What a compartment is called on the socket of its text: `t` is the text, `p/a` the drafts of a party. */
export const brief = (name: string): string => {
  const [kind, , audience] = name.split('/')
  return kind![0]! + (audience === undefined ? '' : `/${audience}`)
}

const BUREAU: readonly Role[] = ['chair', 'facilitator', 'secretariat']

/** The server decides; asking only for these spares the refusals. */
export function entitled(text: string, role: Role, party: string | null, membership: Membership): string[] {
  const names = [textName(text), floorName(text)]
  if (BUREAU.includes(role)) names.push(deskName(text))
  if (role === 'delegate' && party !== null) {
    names.push(partyName(text, party))
    names.push(...coalitionsOf(membership, party).map(id => coalitionName(text, id)))
  }
  return names
}
