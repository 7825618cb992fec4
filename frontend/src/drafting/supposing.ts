/**
 * The text as it would be if some open proposals were adopted and all others fell
 * (mirrors adref/drafting/supposing.py; golden cases in fixtures/clean.json).
 */
import type { Span } from './anchoring'
import { type Floor, anchorOf, sortOut } from './compilation'
import { placed } from './contests'
import { type Standing, byRank, inOrder, standingOf } from './standing'
import { keyOf, splice, sameContent, textOf } from './content'
import { replaced } from './tidying'
import type { Content, Paragraph, Proposal } from './types'

/** The text, and the ids of the chosen that could not be carried out beside the others. */
export interface Supposed { text: Paragraph[]; leftOut: string[] }

/**
 * Adopt the chosen in the order of their numbers. A chosen proposal on a proposal brings what it
 * amends with it; of two that change the same words differently the later is left out.
 */
export function suppose(text: readonly Paragraph[], proposals: Iterable<Proposal>, adopted: Iterable<string> = []): Supposed {
  const everything = inOrder(proposals)
  return new Supposition(text, everything, new Set(adopted)).made()
}

class Supposition {
  private readonly standing: Standing
  private readonly floor: Floor
  private readonly leftOut = new Set<string>()

  constructor(private readonly text: readonly Paragraph[], private readonly everything: Proposal[], private readonly adopted: Set<string>) {
    this.standing = standingOf(text, everything)
    this.floor = sortOut(this.standing, everything)
  }

  made(): Supposed {
    const roots = new Set([...this.floor.onParagraph.values(), ...this.floor.after.values()].flat())
    const reached = new Set([...roots, ...[...this.floor.onProposal.values()].flat()])
    const wanted = inOrder(roots).filter(p => this.wants(p))
    let out = [...this.text]
    for (const paragraph of this.text) {
      const about = wanted.filter(p => p.paragraph === paragraph.id)
      if (about.length) out = this.reworded(out, paragraph, about)
    }
    for (const proposal of wanted) if (proposal.kind === 'new' || proposal.kind === 'move') out = this.placed(out, proposal)
    const lost = this.everything.filter(p => !reached.has(p) && p.stage !== 'adopted' && p.stage !== 'bracketed' && this.adopted.has(p.id))
    const left = new Set([...this.leftOut, ...lost.map(p => p.id)])
    return { text: out, leftOut: this.everything.filter(p => left.has(p.id)).map(p => p.id) }
  }

  /** Whether a proposal is chosen, or one that was made on it. */
  private wants(proposal: Proposal): boolean {
    return this.adopted.has(proposal.id) || this.answers(proposal).some(answer => this.wants(answer))
  }

  private answers(proposal: Proposal): readonly Proposal[] { return this.floor.onProposal.get(proposal.id) ?? [] }

  /** What a proposal would bring, with the chosen proposals on it. */
  private amended(proposal: Proposal): Content {
    return this.changed(proposal.replacement, this.answers(proposal).filter(answer => this.wants(answer)), false)
  }

  private changed(content: Content, changes: readonly Proposal[], whole: boolean): Content {
    const accepted: Array<{ span: Span; proposal: Proposal; said: Content; alone: string }> = []
    for (const { span, proposal } of placed(changes, textOf(content))) {
      const said = this.amended(proposal)
      const alone = keyOf(splice(content, ...span, said))
      if (accepted.some(other => other.alone === alone)) continue // somebody else's proposal of the same words
      if (accepted.every(other => span[1] <= other.span[0] || other.span[1] <= span[0])) accepted.push({ span, proposal, said, alone })
      else this.leftOut.add(proposal.id)
    }
    accepted.sort((a, b) => a.span[0] - b.span[0] || a.span[1] - b.span[1] || byRank(a.proposal, b.proposal))
    return accepted.reduceRight((made, { span, said }) => (whole ? replaced(made, span, said) : splice(made, ...span, said)), content)
  }

  private reworded(text: Paragraph[], paragraph: Paragraph, about: readonly Proposal[]): Paragraph[] {
    const changes = about.filter(p => p.kind === 'change')
    const whole = about.filter(p => p.kind === 'delete' || p.kind === 'alternative')
    const first = whole[0]
    if (!first) return reading(text, paragraph.id, this.changed(paragraph.content, changes, true))
    for (const other of [...whole.slice(1), ...changes]) {
      if (other.kind !== first.kind || !sameContent(other.replacement, first.replacement)) this.leftOut.add(other.id)
    }
    if (first.kind === 'delete') return text.filter(p => p.id !== paragraph.id)
    return reading(text, paragraph.id, this.amended(first))
  }

  /** The text with a new or a moved paragraph in its place. */
  private placed(text: Paragraph[], proposal: Proposal): Paragraph[] {
    const ids = new Set(text.map(p => p.id))
    const { known } = this.standing
    let anchor = proposal.after
    while (anchor !== null && !ids.has(anchor) && known.has(anchor)) anchor = known.get(anchor)!.after
    const found = text.find(p => p.id === proposal.paragraph)
    if ((anchor !== null && !ids.has(anchor)) || (proposal.kind === 'move' && !found)) {
      this.leftOut.add(proposal.id) // another chosen proposal has struck it, or its place
      return text
    }
    const place = anchorOf({ ...proposal, after: anchor }, standingOf(text, this.everything))
    if (proposal.kind === 'move') return insertAfter(text.filter(p => p !== found), place, found!)
    const content = this.amended(proposal)
    if (text.some(p => this.brings(p, proposal, content))) return text
    const { id, paragraph_kind: kind, level, label } = proposal
    return insertAfter(text, place, { id, kind, level, label, content })
  }

  /** Whether a paragraph came in by another proposal of the same words in this place. */
  private brings(there: Paragraph, proposal: Proposal, content: Content): boolean {
    const by = this.standing.known.get(there.id)
    return by?.stage === 'open' && sameContent(there.content, content) && by.kind === proposal.kind
      && by.after === proposal.after && by.paragraph_kind === proposal.paragraph_kind && by.level === proposal.level
  }
}

function reading(text: Paragraph[], id: string, content: Content): Paragraph[] {
  return text.map(p => (p.id === id ? { ...p, content } : p))
}

function insertAfter(text: Paragraph[], anchor: string | null, inserted: Paragraph): Paragraph[] {
  const at = anchor === null ? 0 : text.findIndex(p => p.id === anchor) + 1
  return [...text.slice(0, at), inserted, ...text.slice(at)]
}
