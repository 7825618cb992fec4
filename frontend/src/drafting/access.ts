/** Who may do and read what: the same table of predicates as adref/drafting/access.py. */
import { type Membership, voices } from './membership'
import type { Proposal, Role } from './types'

/** The person who acts. */
export interface Acting { role: Role; party: string | null }

/** What a predicate may look at besides the actor. */
export interface Context {
  membership: Membership
  codrafting?: readonly string[]
  proposal?: Pick<Proposal, 'party'> | null
  voice?: string | null // the party or coalition in whose name one wants to act
  owner?: string | null // the party or coalition to which a compartment belongs
}

type Predicate = (actor: Acting, context: Context) => boolean

const anybody: Predicate = () => true
const nobody: Predicate = () => false
const inBureau: Predicate = ({ role }) => role === 'chair' || role === 'facilitator' || role === 'secretariat'
const speaksAsVoice: Predicate = ({ role, party }, { membership, voice }) =>
  voice != null && voices(membership, role, party).includes(voice)
const speaksAsOwnParty: Predicate = ({ role, party }, { voice }) => role === 'delegate' && party !== null && voice === party
const joinsAnother: Predicate = (actor, context) =>
  speaksAsVoice(actor, context) && !(context.proposal && context.proposal.party === context.voice)
const holdsProposal: Predicate = ({ role, party }, { membership, proposal }) =>
  proposal != null && voices(membership, role, party).includes(proposal.party)
const inOwningParty: Predicate = ({ role, party }, { membership, owner }) =>
  role === 'delegate' && party !== null && party === owner && Object.hasOwn(membership.parties, owner)
const inOwningCoalition: Predicate = ({ role, party }, { membership, owner }) => {
  const coalition = owner && Object.hasOwn(membership.coalitions, owner) ? membership.coalitions[owner] : undefined
  return role === 'delegate' && party !== null && coalition !== undefined && coalition.members.includes(party)
}
const holdsPen: Predicate = (actor, context) =>
  inBureau(actor, context) || (actor.role === 'delegate' && actor.party !== null && (context.codrafting ?? []).includes(actor.party))

const TABLE: Readonly<Record<string, Predicate>> = {
  submit: speaksAsVoice,
  withdraw: holdsProposal,
  position: speaksAsOwnParty,
  cosponsor: joinsAnother,
  adopt: inBureau,
  bracket: inBureau,
  park: inBureau,
  unpark: inBureau,
  overtake: inBureau,
  resolve: inBureau,
  option: inBureau,
  streamline: inBureau,
  mark: inBureau,
  mode: inBureau,
  point: inBureau,
  issue: inBureau,
  bring_in: inBureau,
  remark: anybody,
  show_remark: inBureau,
  hide_remark: inBureau,
  'read text': anybody,
  'write text': holdsPen,
  'read floor': anybody,
  'write floor': nobody,
  'read desk': inBureau,
  'write desk': nobody,
  'read party': inOwningParty,
  'write party': inOwningParty,
  'read coalition': inOwningCoalition,
  'write coalition': inOwningCoalition,
  'read bureau': inBureau,
  'write bureau': inBureau,
}

/** Whether this person may do this; what the table does not name nobody may. */
export function may(actor: Acting, what: string, context: Context): boolean {
  return Object.hasOwn(TABLE, what) && TABLE[what]!(actor, context)
}

/** `write`, `read` or null for a compartment such as `party/<text>/<party>`. */
export function compartmentAccess(
  name: string, actor: Acting, membership: Membership, codrafting: readonly string[] = [],
): 'write' | 'read' | null {
  const [kind = '', ...rest] = name.split('/')
  if (rest.length !== (kind === 'party' || kind === 'coalition' ? 2 : 1) || rest.some(part => !part)) return null
  const context = { membership, codrafting, owner: rest[1] ?? null }
  if (!may(actor, `read ${kind}`, context)) return null
  return may(actor, `write ${kind}`, context) ? 'write' : 'read'
}
