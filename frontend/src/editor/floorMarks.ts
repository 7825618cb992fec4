/** The floor as the text shows it: which proposals stand where, and which slots a change of the floor touches. */
import { profileOf, type Profile } from '../drafting/profiles'
import type { FloorState, Proposal } from '../drafting/types'
import { indexProposals, type ProposalIndex } from './proposals'

export class FloorMarks {
  private index: ProposalIndex
  private current: string | null = null
  private readonly profile: Profile

  constructor(public state: FloorState, public show: boolean, profile: string) {
    this.profile = profileOf(profile)
    this.index = indexProposals(state)
  }

  context(): { proposals: ProposalIndex | null; currentProposal: string | null; profile: Profile } {
    return { profile: this.profile, proposals: this.show ? this.index : null, currentProposal: this.current }
  }

  /** Takes up a new state; returns the paragraphs that are drawn differently. */
  update(state: FloorState): Set<string> {
    const was = this.state
    const touched = new Set<string>()
    if (was === state) return touched
    this.state = state
    this.index = indexProposals(state)
    for (const id of new Set([...Object.keys(was.proposals), ...Object.keys(state.proposals)])) {
      const a = was.proposals[id]
      const b = state.proposals[id]
      if (a !== b) for (const proposal of [a, b]) if (proposal) for (const place of placesOf(proposal, state)) touched.add(place)
    }
    for (const id of new Set([...Object.keys(was.states), ...Object.keys(state.states)])) if (was.states[id] !== state.states[id]) touched.add(id)
    return touched
  }

  /** Points at a proposal; returns the paragraphs of the former and the new one. */
  point(proposal: string | null): Set<string> {
    const ids = [this.current, proposal]
    this.current = proposal
    return new Set(ids.flatMap(id => (id && this.state.proposals[id] ? placesOf(this.state.proposals[id], this.state) : [])))
  }
}

/** The paragraphs at which a proposal is drawn. */
function placesOf(proposal: Proposal, state: FloorState): string[] {
  const parent = proposal.on ? state.proposals[proposal.on] : undefined
  if (parent) return placesOf(parent, state)
  if (proposal.kind === 'move') return [proposal.paragraph, proposal.after ?? '']
  return [proposal.kind === 'new' ? (proposal.after ?? '') : proposal.paragraph]
}
