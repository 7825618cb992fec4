/**
 * How proposals on the same words meet: contests, their alternatives, proposals on proposals
 * (mirrors adref/drafting/contests.py; the rules are those of SPEC.md, section C).
 */
import { mapSpan, type Span } from './anchoring'
import {
  type Alternative, type Contest, type Run, type Segment,
  contentOf, cutRuns, joinedRuns, runsLength, runsOf,
} from './compiled'
import { keyOf, textOf } from './content'
import { scanParagraph } from './scanning'
import { isBlank } from './space'
import { byRank } from './standing'
import type { Proposal } from './types'

export type Children = ReadonlyMap<string, readonly Proposal[]>

/** A proposal and where the words that it quotes stand now. */
export interface Placed { span: Span; proposal: Proposal }
/** Proposals that meet, and the span over which they do. */
export interface Group { span: Span; members: Placed[] }

/** How a phrase would read: its words, by which proposals, and what is proposed on those. */
interface Reading { words: Run[]; key: string; deletion: boolean; proposals: Proposal[]; answers: Placed[] }


/** Those whose quotation still stands in the words; offsets moved by `shift`. */
export function placed(proposals: readonly Proposal[], words: string, shift = 0): Placed[] {
  const out: Placed[] = []
  for (const proposal of proposals) {
    const span = mapSpan(textOf(proposal.basis), words, proposal.span)
    if (span) out.push({ span: [span[0] + shift, span[1] + shift], proposal })
  }
  return out
}

/** The words with contests where proposals stand; `children` are proposals by parent. */
export function layOut(words: readonly Run[], members: readonly Placed[], children: Children): Segment[] {
  if (!members.length) return [...words]
  const out: Segment[] = []
  let at = 0
  for (const group of groups(members, words.map(run => run.t).join(''))) {
    out.push(...cutRuns(words, at, group.span[0]), contest(words, group, children))
    at = group.span[1]
  }
  return [...out, ...cutRuns(words, at)]
}

/**
 * The contests: proposals whose spans overlap, over the union of their spans. A span is first
 * widened so that it cuts through no pair of brackets. A place between words meets a span only when
 * it lies inside it, and another place only when it is the same.
 */
export function groups(members: readonly Placed[], words: string): Group[] {
  const pairs = bracketPairs(words)
  const wide = members.map(member => ({ span: widened(member.span, pairs), member }))
  wide.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1] || byRank(a.member.proposal, b.member.proposal))
  const out: Group[] = []
  for (const { span, member } of wide) {
    const last = out[out.length - 1]
    if (last && meets(last.span, span)) {
      last.members.push(member)
      last.span = [last.span[0], Math.max(last.span[1], span[1])]
    } else out.push({ span, members: [member] })
  }
  return out
}

function meets(before: Span, span: Span): boolean {
  if (before[0] === before[1] || (span[0] === span[1] && span[1] === before[0])) {
    return before[0] === span[0] && before[1] === span[1]
  }
  return span[0] < before[1]
}

/** Square brackets that belong together: offsets (code points) of the opening and the closing one. */
function bracketPairs(words: string): Span[] {
  const { marks } = scanParagraph(words)
  return marks.flatMap(({ at, opens, mate }): Span[] => (opens && mate >= 0 ? [[at, marks[mate]!.at]] : []))
}

function widened(span: Span, pairs: readonly Span[]): Span {
  let [start, end] = span
  if (start === end) return span
  for (let grown = true; grown;) {
    grown = false
    for (const [opening, closing] of pairs) {
      if ((start <= opening && opening < end) !== (start <= closing && closing < end)) {
        start = Math.min(start, opening)
        end = Math.max(end, closing + 1)
        grown = true
      }
    }
  }
  return [start, end]
}

function contest(words: readonly Run[], group: Group, children: Children): Contest {
  const standing = cutRuns(words, ...group.span)
  // Between words nothing is deleted: a lone space is inserted like any words.
  const readings = sameWords(plans(group).map(plan => reading(words, group.span, plan, children)), standing.length > 0)
  const asItIs = keyOf(contentOf(standing))
  const deleting = standing.length ? readings.filter(r => r.deletion) : []
  let others = readings.filter(r => !deleting.includes(r))
  const out: Alternative[] = []
  if (standing.length) {
    const same = others.filter(r => r.key === asItIs)
    others = others.filter(r => r.key !== asItIs)
    out.push(asItStands(standing, same, deleting, others.length > 0))
  }
  return { alternatives: [...out, ...others.map(r => alternative(r, children))] }
}

/** Members that read together: a voice's proposals that do not touch the same words. */
function plans(group: Group): Placed[][] {
  const ordered = [...group.members].sort((a, b) => byRank(a.proposal, b.proposal))
  if (group.span[0] === group.span[1]) return ordered.map(member => [member])
  const out: Placed[][] = []
  for (const member of ordered) {
    const plan = out.find(others => others[0]!.proposal.party === member.proposal.party
      && others.every(other => apart(member.span, other.span)))
    if (plan) plan.push(member)
    else out.push([member])
  }
  return out
}

function apart(one: Span, other: Span): boolean { return one[1] <= other[0] || other[1] <= one[0] }

function reading(words: readonly Run[], span: Span, plan: readonly Placed[], children: Children): Reading {
  const out: Run[] = []
  const answers: Placed[] = []
  let at = span[0]
  const ordered = [...plan].sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1] || byRank(a.proposal, b.proposal))
  for (const { span: [start, end], proposal } of ordered) {
    out.push(...contested(cutRuns(words, at, start)))
    answers.push(...placed(children.get(proposal.id) ?? [], textOf(proposal.replacement), runsLength(out)))
    out.push(...runsOf(proposal.replacement, proposal.id, 'inserted', partiesOf([proposal])))
    at = end
  }
  const joined = joinedRuns([...out, ...contested(cutRuns(words, at, span[1]))])
  const content = contentOf(joined)
  const deletion = isBlank(textOf(content))
  return { words: joined, key: keyOf(content), deletion, proposals: plan.map(member => member.proposal), answers }
}

/** Readings of the same words become one with all their proposals; so do deletions. */
function sameWords(readings: readonly Reading[], areDeletions: boolean): Reading[] {
  const out = new Map<string, Reading>()
  for (const next of readings) {
    const key = areDeletions && next.deletion ? '' : next.key
    const first = out.get(key)
    out.set(key, first
      ? { ...first, proposals: [...first.proposals, ...next.proposals], answers: [...first.answers, ...next.answers] }
      : next)
  }
  return [...out.values()]
}

function asItStands(standing: readonly Run[], same: Reading[], deleting: Reading[], isContested: boolean): Alternative {
  const deletedBy = partiesOf(deleting.flatMap(r => r.proposals))
  const struck = deleting.length > 0 && !isContested
  return {
    segments: standing.map(run => ({ ...run, fate: struck ? 'struck' : 'contested', parties: struck ? deletedBy : [] })),
    origin: 'text',
    proposals: [...same, ...deleting].flatMap(r => r.proposals).map(p => p.id),
    parties: partiesOf(same.flatMap(r => r.proposals)),
    deleted_by: deletedBy,
  }
}

function alternative(found: Reading, children: Children): Alternative {
  const parties = partiesOf(found.proposals)
  const words = found.words.map(run => (run.fate === 'inserted' ? { ...run, parties } : run))
  return {
    segments: layOut(words, found.answers, children),
    origin: 'proposal',
    proposals: found.proposals.map(p => p.id),
    parties,
    deleted_by: [],
  }
}

function contested(runs: readonly Run[]): Run[] {
  return runs.map(run => ({ ...run, fate: 'contested', parties: [] }))
}

/** Who stands behind some proposals, each once, in the order of the proposals. */
export function partiesOf(proposals: readonly Proposal[]): string[] {
  return [...new Set(proposals.flatMap(p => [p.party, ...p.cosponsors]))]
}
