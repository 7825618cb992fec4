/** Revisions of a text: the doors, and what their answers say in words. */
import { listed, t } from '../i18n/catalogue.svelte'
import type { Kind, ParagraphState, RevisionHead, WrittenParagraph } from '../drafting/types'
import { request } from './http'

export const NOW = 'now'
export type Fate = 'same' | 'renumbered' | 'new' | 'removed' | 'joined' | 'split'
export interface Row { id: string; kind: Kind; fate: Fate; old: string; new: string; others: string[] }
export interface Standing { id: string; label: string; kind: Kind; words: string }
export interface Step { version: string; fate: Fate; standing: Standing[] }
export interface Trail { asked: Standing; steps: Step[] }
export interface Whereabouts { since: string; query: string; versions: Array<{ id: string; symbol: string }>; trails: Trail[] }
export interface Line { id: string; kind: Kind; old: string; new: string; words: string; state: ParagraphState; brackets: number; proposals: number }
export interface Foreseen { fingerprint: string; totals: Record<string, number>; lines: Line[] }
export interface ActOn { seq: number; type: string; at: string; by: string; role: string; party: string | null; proposal: number; parties: string[]; detail: string }
export interface Source { id: string; kind: Kind; label: string; words: string; came_from: Array<{ id: string; label: string }>; parties: string[]; acts: ActOn[] }
export interface Listed { revisions: RevisionHead[]; next: Record<string, string>; numbering: string[] }
export interface Content { revision: RevisionHead; view: string; audience: string; paragraphs: WrittenParagraph[] }
export interface NewRevision {
  symbol: string; title: string; language: string; date: string; status: string; disclaimers: string[]; numbering: string; expect?: string
}
export type RevisionView = 'working' | 'compilation' | 'unattributed' | 'clean'

/** What one may ask about the revisions of one text. */
export function revisionDoors(seat: string, text: string) {
  const at = `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}`
  const of = (revision: string): string => `${at}/revisions/${encodeURIComponent(revision)}`
  const post = <T>(id: string, revision: NewRevision, dry: boolean): Promise<T> => request('POST', `${at}/revisions`, { id, ...revision, dry })
  return {
    list: (): Promise<Listed> => request('GET', `${at}/revisions?offset=${-new Date().getTimezoneOffset()}`),
    foresee: async (revision: NewRevision): Promise<Foreseen> => (await post<{ foreseen: Foreseen }>('dry', revision, true)).foreseen,
    issue: async (id: string, revision: NewRevision): Promise<RevisionHead> => (await post<{ revision: RevisionHead }>(id, revision, false)).revision,
    read: (revision: string, view: RevisionView): Promise<Content> => request('GET', `${of(revision)}?view=${view}`),
    sources: async (revision: string): Promise<Source[]> => (await request<{ paragraphs: Source[] }>('GET', `${of(revision)}/sources`)).paragraphs,
    contentUrl: (revision: string): string => `${of(revision)}/content`,
    concordance: async (since: string, until: string): Promise<Row[]> =>
      (await request<{ rows: Row[] }>('GET', `${at}/concordance?${new URLSearchParams({ since, until })}`)).rows,
    whereabouts: (since: string, query: string): Promise<Whereabouts> => request('GET', `${at}/whereabouts?${new URLSearchParams({ since, query })}`),
  }
}
export type RevisionDoors = ReturnType<typeof revisionDoors>

/** A paragraph as it is spoken of: its label, or its kind when it has none. */
export const spoken = (paragraph: { label: string; kind: Kind }): string => paragraph.label || t(`kind.${paragraph.kind}`)

/** What became of a paragraph, as a sentence: "now OP9", "joined into OP4". */
export function sentence(step: Step): string {
  const labels = listed(step.standing.map(spoken))
  const fate = step.standing.length === 0 ? 'removed' : step.fate
  return t(`desk.revisions.fate.${fate}`, { label: labels })
}

/** What happened to a row of the concordance, as a sentence; `labels` has those of both versions. */
export function rowSentence(row: Row, labels: ReadonlyMap<string, string>): string {
  const others = listed(row.others.map(id => labels.get(id) ?? '').filter(Boolean))
  if (row.fate === 'new' && others) return t('desk.revisions.row.out_of', { label: others })
  return t(`desk.revisions.row.${row.fate}`, { label: others })
}

/** Labels of both versions by id; the newer one's first, the kind where there is no label. */
export const labelsOf = (rows: Row[]): Map<string, string> => new Map(rows.map(row => [row.id, row.new || row.old || t(`kind.${row.kind}`)]))

/** An act of the source table as a sentence. `names`: of parties, by id. */
export function actSentence(act: ActOn, names: (party: string) => string): string {
  const known = ['submitted', 'withdrawn', 'adopted', 'bracketed', 'parked', 'unparked', 'overtaken', 'resolved', 'marked', 'text_edited', 'brought_in']
  const type = known.includes(act.type) ? act.type : 'other'
  const detail = act.type === 'marked' ? t(`state.${act.detail || 'open'}`) : act.detail
  return t(`desk.revisions.act.${type}`, { n: act.proposal, parties: listed(act.parties.map(names)), detail })
}

/** A day in the reader's language; the words themselves when they are no day. */
export function day(iso: string, locale: string): string {
  const at = new Date(`${iso}T12:00:00Z`)
  return Number.isNaN(at.getTime()) ? iso : new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(at)
}

/** Today where the reader is, as YYYY-MM-DD. */
export function today(now: Date): string {
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, '0')}-${String(now.getDate()).padStart(2, '0')}`
}
