/** The outline and the totals of a text, derived from the working text and the floor. */
import { unescaped } from '../drafting/escapes'
import { bracketsLeft } from './brackets'
import type { Content, FloorState, Paragraph, ParagraphState, Proposal, Remark } from '../drafting/types'

export interface OutlineRow {
  id: string; kind: Paragraph['kind']; level: number; label: string; words: string
  state: ParagraphState; brackets: number; proposals: number; remarks: number
}
export interface Totals { brackets: number; proposals: number; agreed: number; paragraphs: number }

const COUNTED = new Set<Paragraph['kind']>(['pp', 'op', 'chapeau', 'item', 'row', 'plain'])

export const wordsOf = (content: Content): string => content.map(p => p.t).join('')

/** The proposal's paragraph; that of its parent for a proposal on a proposal; the one before for a new paragraph. */
export function homeOf(proposal: Proposal, state: FloorState): string {
  const parent = proposal.on ? state.proposals[proposal.on] : undefined
  if (parent) return homeOf(parent, state)
  return proposal.paragraph || proposal.after || ''
}

export const isLive = (p: Proposal): boolean => p.stage === 'open' || p.stage === 'parked'

/** A new paragraph before all others. */
export const startsText = (p: Proposal): boolean => p.kind === 'new' && !p.after && isLive(p)

const FIRST = 140 // characters of a paragraph that its row shows
const firstWords = new WeakMap<Paragraph, string>()

function firstOf(paragraph: Paragraph): string {
  let words = firstWords.get(paragraph)
  if (words === undefined) firstWords.set(paragraph, (words = unescaped(wordsOf(paragraph.content)).slice(0, FIRST)))
  return words
}

/** A row that says what it said before stays the same object: a page touches only the lines that changed. */
export function outlineOf(paragraphs: Paragraph[], state: FloorState, before?: ReadonlyMap<string, OutlineRow>): OutlineRow[] {
  const proposals = countBy(Object.values(state.proposals).filter(p => p.stage === 'open'), p => homeOf(p, state))
  const remarks = countBy(Object.values(state.remarks), r => r.paragraph)
  const brackets = bracketsLeft(paragraphs)
  return paragraphs.map(p => {
    const row: OutlineRow = {
      id: p.id, kind: p.kind, level: p.level, label: p.label, words: firstOf(p),
      state: state.states[p.id] ?? 'open', brackets: brackets.get(p.id) ?? 0,
      proposals: proposals.get(p.id) ?? 0, remarks: remarks.get(p.id) ?? 0,
    }
    const was = before?.get(p.id)
    return was && FIELDS.every(field => was[field] === row[field]) ? was : row
  })
}

const FIELDS: ReadonlyArray<keyof OutlineRow> = ['words', 'brackets', 'proposals', 'remarks', 'state', 'label', 'kind', 'level']

function countBy<T>(items: T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return counts
}

/** Headings, titles and footnotes are not counted as paragraphs to agree. */
export function totalsOf(rows: OutlineRow[], state: FloorState): Totals {
  const counted = rows.filter(r => COUNTED.has(r.kind))
  return {
    brackets: rows.reduce((sum, r) => sum + r.brackets, 0),
    proposals: Object.values(state.proposals).filter(p => p.stage === 'open').length,
    agreed: counted.filter(r => r.state !== 'open').length,
    paragraphs: counted.length,
  }
}

export type Filter = 'all' | 'open' | 'brackets' | 'proposals' | 'agreed'
const KEEPS: Record<Filter, (row: OutlineRow) => boolean> = {
  all: () => true,
  open: row => COUNTED.has(row.kind) && row.state === 'open',
  brackets: row => row.brackets > 0,
  proposals: row => row.proposals > 0,
  agreed: row => row.state !== 'open',
}

/** Rows in stretches: the browser watches stretches and not rows for what is near the screen. */
export function inStretches(rows: OutlineRow[], length = 40): OutlineRow[][] {
  const out: OutlineRow[][] = []
  for (let i = 0; i < rows.length; i += length) out.push(rows.slice(i, i + length))
  return out
}

/** The rows that a filter and searched words leave. */
export function filtered(rows: OutlineRow[], filter: Filter, search: string): OutlineRow[] {
  const sought = search.trim().toLocaleLowerCase()
  return rows.filter(r => KEEPS[filter](r) && (!sought || `${r.label} ${r.words}`.toLocaleLowerCase().includes(sought)))
}

/** A paragraph's proposals as cards: live ones first, each followed by the answers to it. */
export function cardsOf(paragraph: string, state: FloorState): Proposal[] {
  const here = Object.values(state.proposals).filter(p => homeOf(p, state) === paragraph)
  const order = (a: Proposal, b: Proposal): number => Number(isLive(b)) - Number(isLive(a)) || a.number - b.number
  const roots = here.filter(p => !p.on || !state.proposals[p.on]).sort(order)
  const withAnswers = (p: Proposal): Proposal[] => [p, ...here.filter(a => a.on === p.id).sort(order).flatMap(withAnswers)]
  return roots.flatMap(withAnswers)
}

export function remarksOf(paragraph: string, shown: Record<string, Remark>, waiting: Remark[]): Remark[] {
  const all = new Map([...waiting, ...Object.values(shown)].map(r => [r.id, r]))
  return [...all.values()].filter(r => r.paragraph === paragraph).sort((a, b) => a.at.localeCompare(b.at))
}
