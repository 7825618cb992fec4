/**
 * The working text with every open proposal in its place (mirrors adref/drafting/compilation.py).
 * A paragraph is compiled again only when it, or a proposal about it, is another object than before:
 * a key in one paragraph compiles one paragraph.
 */
import { type CompiledParagraph, runsOf } from './compiled'
import { type Children, layOut, partiesOf, placed } from './contests'
import { keyOf, textOf } from './content'
import { type Standing, byRank, inOrder, standingOf, stands } from './standing'
import type { Paragraph, Proposal } from './types'

export { inOrder, movedOn, standingOf } from './standing'

/** The open proposals, sorted by what they are about. */
export interface Floor { onParagraph: Map<string, Proposal[]>; onProposal: Map<string, Proposal[]>; after: Map<string | null, Proposal[]> }
/** The paragraphs in order, each with its contests, and those that proposals would bring. */
export function compile(text: readonly Paragraph[], proposals: Iterable<Proposal>): CompiledParagraph[] {
  const everything = inOrder(proposals)
  const floor = sortOut(standingOf(text, everything), everything)
  const byId = new Map(text.map(p => [p.id, p]))
  const out = following(null, floor, byId)
  for (const paragraph of text) {
    const about = floor.onParagraph.get(paragraph.id) ?? NONE
    out.push(...compileParagraph(paragraph, about, floor.onProposal))
    if (floor.after.has(paragraph.id)) out.push(...following(paragraph.id, floor, byId))
  }
  return out
}

const NONE: Proposal[] = []

export function sortOut(standing: Standing, everything: readonly Proposal[]): Floor {
  const floor: Floor = { onParagraph: new Map(), onProposal: new Map(), after: new Map() }
  for (const proposal of everything) {
    if (proposal.stage !== 'open' || !stands(proposal, standing)) continue
    if (proposal.on) add(floor.onProposal, proposal.on, proposal)
    else {
      if (proposal.kind !== 'new') add(floor.onParagraph, proposal.paragraph, proposal)
      if (proposal.kind === 'new' || proposal.kind === 'move') add(floor.after, anchorOf(proposal, standing), proposal)
    }
  }
  return floor
}

function add<K>(map: Map<K, Proposal[]>, key: K, proposal: Proposal): void {
  const found = map.get(key)
  if (found) found.push(proposal)
  else map.set(key, [proposal])
}

/** What a new paragraph stands after: its anchor, and earlier ones adopted in that place. */
export function anchorOf(proposal: Proposal, standing: Standing): string | null {
  const { place, ids, known } = standing
  let at = proposal.after === null ? -1 : place.get(proposal.after) ?? -1
  if (at < 0 && proposal.after !== null) {
    const anchor = known.get(proposal.after)
    if (!anchor || anchor.stage === 'open') return proposal.after
    return anchorOf({ ...proposal, after: anchor.after }, standing) // no longer open: its own anchor counts
  }
  for (;;) {
    const next = known.get(ids[at + 1] ?? '') // an adopted paragraph keeps the id of its proposal
    if (!next || !cameBefore(next, proposal, known)) break
    at += 1
  }
  return at >= 0 ? ids[at]! : null
}

/** Whether a paragraph came in by an earlier proposal for this place, or after one that did. */
function cameBefore(there: Proposal, proposal: Proposal, known: ReadonlyMap<string, Proposal>): boolean {
  while (there.kind === 'new' && there.after !== proposal.after) {
    const above = known.get(there.after ?? '')
    if (!above || above.number >= there.number) return false
    there = above
  }
  return there.kind === 'new' && byRank(there, proposal) < 0
}

interface Kept { about: readonly Proposal[]; result: CompiledParagraph[] }
const cache = new WeakMap<Paragraph, Kept>()

/** A paragraph of the text with the proposals about it, and its alternative paragraphs. */
function compileParagraph(paragraph: Paragraph, about: readonly Proposal[], children: Children): CompiledParagraph[] {
  const everything = about.length ? withAnswers(about, children) : about
  const kept = cache.get(paragraph)
  if (kept && sameItems(kept.about, everything)) return kept.result
  const result = [ofText(paragraph, about, children), ...alternatives(paragraph, about, children)]
  cache.set(paragraph, { about: everything, result })
  return result
}

function withAnswers(about: readonly Proposal[], children: Children): Proposal[] {
  return about.flatMap(p => [p, ...withAnswers(children.get(p.id) ?? NONE, children)])
}

function sameItems(one: readonly Proposal[], other: readonly Proposal[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at])
}

function ofText(paragraph: Paragraph, about: readonly Proposal[], children: Children): CompiledParagraph {
  const changes = about.filter(p => p.kind === 'change')
  const deleting = about.filter(p => p.kind === 'delete')
  const moving = about.filter(p => p.kind === 'move')
  return {
    id: paragraph.id, of: paragraph.id, kind: paragraph.kind, level: paragraph.level, label: paragraph.label,
    origin: 'text', fate: deleting.length ? 'struck' : 'kept',
    parties: partiesOf(deleting), moved_by: partiesOf(moving),
    proposals: inOrder([...deleting, ...moving]).map(p => p.id),
    segments: layOut(runsOf(paragraph.content, 'text', 'kept'), placed(changes, textOf(paragraph.content)), children),
  }
}

function alternatives(paragraph: Paragraph, about: readonly Proposal[], children: Children): CompiledParagraph[] {
  const found = about.filter(p => p.kind === 'alternative')
  return together(found, p => keyOf(p.replacement)).map(same => brought(same, paragraph.id, children))
}

/** The paragraphs that proposals would bring after another one, by number. */
function following(anchor: string | null, floor: Floor, byId: ReadonlyMap<string, Paragraph>): CompiledParagraph[] {
  const found = floor.after.get(anchor) ?? NONE
  return together(found, what).flatMap(same => {
    const first = same[0]!
    const one = first.kind === 'move' ? moved(same, byId.get(first.paragraph)!) : brought(same, '', floor.onProposal)
    return [one, ...same.flatMap(p => following(p.id, floor, byId))]
  })
}

function what(p: Proposal): string {
  return p.kind === 'move' ? `move ${p.paragraph}` : `new ${p.paragraph_kind} ${p.level} ${keyOf(p.replacement)}`
}

function together(proposals: readonly Proposal[], key: (p: Proposal) => string): Proposal[][] {
  const out = new Map<string, Proposal[]>()
  for (const proposal of proposals) add(out, key(proposal), proposal)
  return [...out.values()]
}

/** A new or an alternative paragraph: several proposals of the same words are one. */
function brought(same: readonly Proposal[], of: string, children: Children): CompiledParagraph {
  const first = same[0]!
  const parties = partiesOf(same)
  const words = textOf(first.replacement)
  const answers = same.flatMap(p => placed(children.get(p.id) ?? NONE, words))
  return {
    id: first.id, of, kind: first.paragraph_kind, level: first.level, label: first.label,
    origin: first.id, fate: 'inserted', parties, moved_by: [], proposals: same.map(p => p.id),
    segments: layOut(runsOf(first.replacement, first.id, 'inserted', parties), answers, children),
  }
}

function moved(same: readonly Proposal[], paragraph: Paragraph): CompiledParagraph {
  const first = same[0]!
  const parties = partiesOf(same)
  return {
    id: first.id, of: paragraph.id, kind: paragraph.kind, level: paragraph.level, label: paragraph.label,
    origin: first.id, fate: 'inserted', parties, moved_by: [], proposals: same.map(p => p.id),
    segments: runsOf(paragraph.content, 'text', 'inserted', parties),
  }
}
