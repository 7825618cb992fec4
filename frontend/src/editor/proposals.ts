/** Other parties' open proposals as they stand in the text: struck words, inserted words, attribution. */
import { cut, sameContent, toUnits, wordsOf } from '../crdt/content'
import { mapSpan } from '../drafting/anchoring'
import type { Membership } from '../drafting/membership'
import { shortOf } from '../drafting/membership'
import { partyStyle } from '../drafting/partyStyle'
import { around, type Profile } from '../drafting/profiles'
import type { Content, FloorState, Proposal } from '../drafting/types'

/** A proposal's place in the words now in the slot, in UTF-16 units. */
export interface Placed { proposal: Proposal; from: number; to: number; answers: Proposal[] }

export interface ProposalIndex {
  inPlace: Map<string, Proposal[]> // by paragraph: changes and deletions
  after: Map<string, Proposal[]> // by paragraph they stand below ('' at the start): new, alternative, moved (in both places)
  answers: Map<string, Proposal[]> // by the proposal they answer
}

const push = (map: Map<string, Proposal[]>, key: string, proposal: Proposal): void => {
  const list = map.get(key)
  if (list) list.push(proposal)
  else map.set(key, [proposal])
}

export function indexProposals(state: FloorState): ProposalIndex {
  const index: ProposalIndex = { inPlace: new Map(), after: new Map(), answers: new Map() }
  for (const proposal of Object.values(state.proposals).sort((a, b) => a.number - b.number)) {
    if (proposal.stage !== 'open') continue
    if (proposal.on) push(index.answers, proposal.on, proposal)
    else if (proposal.kind === 'move') for (const place of [proposal.paragraph, proposal.after ?? '']) push(index.after, place, proposal)
    else if (proposal.kind === 'change' || proposal.kind === 'delete') push(index.inPlace, proposal.paragraph, proposal)
    else push(index.after, proposal.kind === 'new' ? (proposal.after ?? '') : proposal.paragraph, proposal)
  }
  return index
}

/** Where its words stand now, or null when the text has moved on. */
export function place(proposal: Proposal, now: Content): { from: number; to: number } | null {
  const words = wordsOf(now)
  if (proposal.kind === 'delete') return sameContent(proposal.basis, now) ? { from: 0, to: words.length } : null
  const span = mapSpan(wordsOf(proposal.basis), words, proposal.span)
  return span && { from: toUnits(words, span[0]), to: toUnits(words, span[1]) }
}

export function placeAll(index: ProposalIndex, paragraph: string, now: Content): Placed[] {
  return (index.inPlace.get(paragraph) ?? []).flatMap(proposal => {
    const at = place(proposal, now)
    return at ? [{ proposal, ...at, answers: index.answers.get(proposal.id) ?? [] }] : []
  })
}

export function attribution(membership: Membership, proposal: Proposal): string {
  return [proposal.party, ...proposal.cosponsors].map(id => shortOf(membership, id)).join(', ')
}

export type Speak = (key: string, values?: Record<string, string | number>) => string

/** In which notation, and of whom, proposals are written. */
export interface Writing { membership: Membership; profile: Profile; speak: Speak }

/** What paragraphs are called. */
export interface Named { nameOf(id: string): string }

const namesOf = (proposal: Proposal, { membership }: Writing): string[] => [proposal.party, ...proposal.cosponsors].map(id => shortOf(membership, id))

/** What the forum writes before and after the words of a proposal: those it inserts, else those it strikes. */
function bracketsOf(proposal: Proposal, writing: Writing): [string, string] {
  const names = namesOf(proposal, writing)
  return proposal.replacement.length ? around(writing.profile, names) : around(writing.profile, [], names)
}

/** What stands before struck words: the bracket that a pure deletion opens, and for those who listen, who struck them. */
export function before(proposal: Proposal, writing: Writing, by: string): HTMLElement {
  const said = spoken(writing.speak('editor.deleted_by', { party: by }))
  if (proposal.replacement.length) return said
  const host = chip(proposal, writing.membership, false)
  host.append(said, bracketsOf(proposal, writing)[0])
  return host
}

/** The inserted words in brackets with their attribution (of a deletion: what closes it); not editable, never copied. */
export function proposedWords(placed: Placed, writing: Writing, current: boolean): HTMLElement {
  const { proposal } = placed
  const { membership, speak } = writing
  const host = chip(proposal, membership, current)
  const [open, close] = bracketsOf(proposal, writing)
  if (proposal.replacement.length) {
    host.append(spoken(speak('editor.inserted_by', { party: attribution(membership, proposal) })), open, insertion(proposal.replacement))
    for (const answer of placed.answers) host.append(answerWords(answer, writing))
  }
  host.append(close)
  return host
}

/** A whole proposed paragraph (new, alternative) below the paragraph it follows; of a move, where to, or what would stand here. */
export function proposedParagraph(proposal: Proposal, answers: Proposal[], writing: Writing & Named, current: boolean, key: string): HTMLElement {
  const host = document.createElement(proposal.kind === 'move' ? 'div' : 'p')
  host.className = 'proposed-paragraph'
  host.dir = 'auto'
  if (proposal.kind === 'move') {
    const note = chip(proposal, writing.membership, current)
    note.append(`[${attribution(writing.membership, proposal)}: ${movement(proposal, writing, key)}]`)
    host.append(note)
  } else host.append(proposedWords({ proposal, from: 0, to: 0, answers }, writing, current))
  return host
}

const movement = ({ paragraph, after }: Proposal, { speak, nameOf }: Writing & Named, key: string): string =>
  key !== paragraph ? speak('editor.move_here', { paragraph: nameOf(paragraph) }) : after === null ? speak('editor.move_up') : speak('editor.move_after', { place: nameOf(after) })

function chip(proposal: Proposal, membership: Membership, current: boolean): HTMLElement {
  const host = document.createElement('span')
  host.className = `proposed ${partyStyle(membership, proposal.party).className}${current ? ' current' : ''}`
  host.dataset.proposal = proposal.id
  host.contentEditable = 'false'
  return host
}

function insertion(content: Content): HTMLElement {
  const element = document.createElement('ins')
  for (const piece of content) {
    let node: Node = document.createTextNode(piece.t)
    for (const mark of piece.m ?? []) {
      if (mark !== 'em' && mark !== 'strong') continue
      const wrap = document.createElement(mark)
      wrap.append(node)
      node = wrap
    }
    element.append(node)
  }
  return element
}

function answerWords(answer: Proposal, writing: Writing): HTMLElement {
  const host = chip(answer, writing.membership, false)
  const by = attribution(writing.membership, answer)
  const [open, close] = bracketsOf(answer, writing)
  const basis = wordsOf(answer.basis)
  const struck = cut(answer.basis, toUnits(basis, answer.span[0]), toUnits(basis, answer.span[1]))
  host.append(` ${open}`)
  if (struck.length) host.append(deletion(wordsOf(struck), writing.speak('editor.deleted_by', { party: by }), ''), answer.replacement.length ? ' ' : '')
  if (answer.replacement.length) host.append(insertion(answer.replacement))
  host.append(close)
  return host
}

export function deletion(words: string, say: string, className: string): HTMLElement {
  const element = document.createElement('del')
  element.className = className
  element.contentEditable = 'false'
  element.append(spoken(say), words)
  return element
}

/** Words for those who listen. */
export function spoken(words: string): HTMLElement {
  const element = document.createElement('span')
  element.className = 'spoken'
  element.textContent = words
  return element
}
