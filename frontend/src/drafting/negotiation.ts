/**
 * The floor after an event (mirrors adref/drafting/evolution.py; golden cases in
 * fixtures/negotiation.json). What did not change keeps its identity.
 */
import { proposalAfter } from './procedure'
import type { Content, FloorEvent, FloorState, ParagraphState, Proposal, Remark, RevisionHead, Stance } from './types'

/** A floor on which nothing has happened. */
export function emptyFloor(): FloorState {
  return { proposals: {}, states: {}, remarks: {}, pointed: null, codrafting: [], revisions: [], acts: 0 }
}

type Step = (state: FloorState, event: FloorEvent) => FloorState
interface Rebased { paragraph?: string; basis?: Content; span?: [number, number]; after?: string | null }

/** The state after the event. An unknown type only counts: a newer server may know more. */
export function evolve(state: FloorState, event: FloorEvent): FloorState {
  const step = STEPS[event.type]
  return { ...(step ? step(state, event) : state), acts: state.acts + 1 }
}

const submitted: Step = (state, event) => withProposal(state, event.proposal as Proposal)

const staged: Step = (state, event) =>
  rebased(changed(state, event.proposal as string, p => ({ ...p, stage: proposalAfter(p.stage, event.type) ?? p.stage })), event)

/** Proposals on words that now stand in the text, or after a paragraph that went. */
const rebased: Step = (state, event) => Object.entries((event.rebased ?? {}) as Record<string, Rebased>).reduce(
  (next, [id, now]) => changed(next, id, p => ({ ...p, ...now, ...('after' in now ? {} : { on: '' }) })), state,
)

const positionTaken: Step = (state, event) => changed(state, event.proposal as string, p => {
  const positions = { ...p.positions }
  const stance = event.stance as Stance | null
  delete positions[event.party as string]
  if (stance) positions[event.party as string] = { stance, statement: event.statement as string, by: event.by.name, at: event.at }
  return { ...p, positions }
})

const cosponsored: Step = (state, event) => changed(state, event.proposal as string, p => {
  const others = p.cosponsors.filter(other => other !== event.party)
  return { ...p, cosponsors: event.on ? [...others, event.party as string] : others }
})

const marked: Step = (state, event) => {
  const states = without(state.states, event.paragraph as string)
  const now = event.state as ParagraphState
  return { ...state, states: now === 'open' ? states : { ...states, [event.paragraph as string]: now } }
}

const remarkShown: Step = (state, event) => {
  const remark = event.remark as Remark
  return { ...state, remarks: { ...state.remarks, [remark.id]: remark } }
}

const revisionIssued: Step = (state, event) => {
  const labels = Object.entries(event.relabelled as Record<string, string>)
  const relabelled = labels.reduce((next, [id, label]) => changed(next, id, p => ({ ...p, label })), state)
  return { ...relabelled, revisions: [...relabelled.revisions, event.revision as RevisionHead] }
}

const STEPS: Readonly<Record<string, Step>> = {
  submitted,
  withdrawn: staged,
  adopted: staged,
  bracketed: staged,
  parked: staged,
  unparked: staged,
  overtaken: staged,
  brought_in: rebased,
  position_taken: positionTaken,
  cosponsored,
  marked,
  mode_switched: (state, event) => ({ ...state, codrafting: event.codrafting as string[] }),
  pointed: (state, event) => ({ ...state, pointed: event.paragraph as string | null }),
  revision_issued: revisionIssued,
  remark_shown: remarkShown,
  remark_hidden: (state, event) => ({ ...state, remarks: without(state.remarks, event.remark as string) }),
}

function withProposal(state: FloorState, proposal: Proposal): FloorState {
  return { ...state, proposals: { ...state.proposals, [proposal.id]: proposal } }
}

function changed(state: FloorState, id: string, change: (proposal: Proposal) => Proposal): FloorState {
  const found = state.proposals[id]
  return found ? withProposal(state, change(found)) : state
}

function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== key))
}
