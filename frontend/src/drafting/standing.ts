/**
 * What of the proposals still stands: their words or their place are there (mirrors that part of
 * adref/drafting/compilation.py; apart, because the pages need it before any compilation).
 */
import { mapSpan } from './anchoring'
import { textOf } from './content'
import type { Paragraph, Proposal } from './types'

/** The text by id, and the place of each paragraph in it. */
export interface Standing { words: Map<string, string>; place: Map<string, number>; ids: string[]; known: Map<string, Proposal> }

/**
 * The ids of the open proposals whose words or place are no longer there. What was proposed on a
 * parked proposal rests with it and has not moved on.
 */
export function movedOn(text: readonly Paragraph[], proposals: Iterable<Proposal>): string[] {
  const everything = inOrder(proposals)
  const standing = standingOf(text, everything)
  return everything.filter(p => p.stage === 'open' && !stands(p, standing) && !rests(p, standing)).map(p => p.id)
}

/** Whether it was made on a proposal that is parked, directly or further down. */
function rests(proposal: Proposal, standing: Standing): boolean {
  const parent = standing.known.get(proposal.on)
  return parent !== undefined && parent.number < proposal.number && (parent.stage === 'parked' || rests(parent, standing))
}

/** Proposals by number, whatever order they arrive in. */
export function inOrder(proposals: Iterable<Proposal>): Proposal[] { return [...proposals].sort(byRank) }

export function standingOf(text: readonly Paragraph[], everything: readonly Proposal[]): Standing {
  return {
    words: new Map(text.map(p => [p.id, textOf(p.content)])),
    place: new Map(text.map((p, at) => [p.id, at])),
    ids: text.map(p => p.id),
    known: new Map(everything.map(p => [p.id, p])),
  }
}

/** By number, then id: proposals have one order, whatever order they arrive in. */
export function byRank(one: Proposal, other: Proposal): number {
  return one.number - other.number || (one.id < other.id ? -1 : one.id > other.id ? 1 : 0)
}

/** Whether what an open proposal is about is still there. */
export function stands(proposal: Proposal, standing: Standing): boolean {
  const { words, known } = standing
  if (proposal.on) {
    const parent = known.get(proposal.on)
    return parent?.stage === 'open' && parent.number < proposal.number
      && stands(parent, standing) && quotes(proposal, textOf(parent.replacement))
  }
  if (proposal.kind === 'new') return hasPlace(proposal, standing)
  const said = words.get(proposal.paragraph)
  if (said === undefined) return false
  if (proposal.kind === 'move') return proposal.after === null || words.has(proposal.after)
  return proposal.kind === 'alternative' || quotes(proposal, said)
}

/** Whether what a new paragraph follows is there, or was to follow something that is. */
function hasPlace(proposal: Proposal, standing: Standing): boolean {
  if (proposal.after === null || standing.words.has(proposal.after)) return true
  const anchor = standing.known.get(proposal.after)
  return anchor?.kind === 'new' && anchor.number < proposal.number && hasPlace(anchor, standing)
}

function quotes(proposal: Proposal, words: string): boolean {
  const basis = textOf(proposal.basis)
  return proposal.kind === 'delete' ? basis === words : mapSpan(basis, words, proposal.span) !== null
}
