/** Two versions of a text compared: what is asked of the server, and its answer as the page shows it. */
import type { Draft, Paragraph } from '../drafting/types'
import { request, requestFile } from './http'

export type Fate = 'kept' | 'inserted' | 'struck'
export interface Run { t: string; m?: string[]; fate?: Exclude<Fate, 'kept'>; was?: string[] }
export interface Head { id: string; kind: string; level: number; label: string; name: string }
export interface Row {
  fate: 'kept' | 'changed' | 'new' | 'removed' | 'split' | 'joined' | 'departed'
  name: string; before: Head[]; after: Head[]; runs: Run[]
  moved?: boolean; place?: string; altered?: boolean; relabelled?: boolean; reshaped?: boolean; reformatted?: boolean
  inserted?: number; struck?: number
}
export interface Comparison {
  old: string; new: string; totals: Record<string, number>; overall: string[]
  summary: Array<{ row: number; name: string; said: string }>; rows: Row[]
}

/** A side as the page knows it: `now`, `mine`, `file`, or `revision:<id>`. */
export type Choice = string
export type Layout = 'inline' | 'side' | 'changes'
export const LAYOUTS: readonly Layout[] = ['inline', 'side', 'changes']
export interface Wanted { before: Choice; after: Choice; layout: Layout }

export type AskedSide =
  | { kind: 'now' }
  | { kind: 'revision'; id: string }
  | { kind: 'content'; name: string; paragraphs: Paragraph[] }
  | { kind: 'file'; name: string; data: string }

export interface Issued { id: string; symbol: string; title: string; date: string }

const at = (seat: string, text: string): string => `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}`

export const compare = (seat: string, text: string, sides: { before: AskedSide; after: AskedSide; now: string; language: string }, signal?: AbortSignal): Promise<Comparison> =>
  request('POST', `${at(seat, text)}/comparison`, sides, signal)

export type Sides = Parameters<typeof compare>[2]
export const TAKEN = ['html', 'docx'] as const
export type Taken = (typeof TAKEN)[number]

/** The redline as a file, handed to the browser's downloads. */
export async function takeAway(seat: string, text: string, sides: Sides, format: Taken, name: string): Promise<void> {
  const url = URL.createObjectURL(await requestFile(`${at(seat, text)}/comparison`, { ...sides, format }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${name.replace(/[^\p{L}\p{N}.]+/gu, '-').slice(0, 80)}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** What was issued, the first first. */
export const issued = async (seat: string, text: string): Promise<Issued[]> => (await request<{ revisions: Issued[] }>('GET', `${at(seat, text)}/revisions`)).revisions

/** The part of a link after the question mark: a file cannot be linked to, and is asked for again. */
export const linkOf = ({ before, after, layout }: Wanted): string => `?${new URLSearchParams({ before, after, ...(layout === 'inline' ? {} : { layout }) })}`

/** Reads it; what it does not know becomes the usual choice. */
export function wantedOf(search: string, usual: Wanted): Wanted {
  const asked = new URLSearchParams(search)
  const side = (name: 'before' | 'after'): Choice => {
    const value = asked.get(name) ?? ''
    return /^(now|mine|file|revision:[\w-]{1,64})$/.test(value) ? value : usual[name]
  }
  return { before: side('before'), after: side('after'), layout: LAYOUTS.find(l => l === asked.get('layout')) ?? usual.layout }
}

export async function readFile(file: File): Promise<AskedSide> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  let binary = ''
  for (let start = 0; start < bytes.length; start += 0x8000) binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000))
  return { kind: 'file', name: file.name, data: btoa(binary) }
}

/** The text as a party would have it: its drafts in place of the room's words, its new paragraphs where they belong. */
export function partyText(paragraphs: readonly Paragraph[], drafts: readonly Draft[]): Paragraph[] {
  const changed = new Map<string, Draft>()
  const followers = new Map<string, Draft[]>()
  for (const draft of [...drafts].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    if (draft.kind === 'change' || draft.kind === 'delete') {
      if (!changed.has(draft.paragraph)) changed.set(draft.paragraph, draft)
    } else {
      const anchor = draft.kind === 'alternative' ? draft.paragraph : (draft.after ?? '')
      followers.set(anchor, [...(followers.get(anchor) ?? []), draft])
    }
  }
  const out: Paragraph[] = []
  const follow = (anchor: string, label = ''): void => {
    const list = followers.get(anchor) ?? []
    followers.delete(anchor)
    for (const draft of list) {
      out.push({ id: draft.id, kind: draft.paragraphKind, level: draft.level, label: (draft.kind === 'alternative' && label) || draft.label, content: draft.content })
      follow(draft.id)
    }
  }
  follow('')
  for (const paragraph of paragraphs) {
    const draft = changed.get(paragraph.id)
    if (!draft) out.push(paragraph)
    else if (draft.kind === 'change') out.push({ ...paragraph, content: draft.content })
    follow(paragraph.id, paragraph.label)
  }
  return out
}

/** One printed paragraph of a row, as one side (or both, inline) has it. `end`: its end came, went, or stays. */
export interface Line { runs: Run[]; label: { struck: string; inserted: string; kept: string }; end: Fate }
export type Seen = 'both' | 'before' | 'after'

export const isBreak = (run: Run): boolean => run.m?.includes('paragraph') ?? false

/** The paragraphs of a row: several when it was split or joined. */
export function linesOf(row: Row, seen: Seen): Line[] {
  const hidden: Fate | null = seen === 'before' ? 'inserted' : seen === 'after' ? 'struck' : null
  const lines: Line[] = []
  let line: Line = { runs: [], label: labelOf(row.before[0], row.after[0], seen), end: 'kept' }
  let [before, after] = [0, 0]
  for (const run of row.runs) {
    const fate = run.fate ?? 'kept'
    if (isBreak(run)) {
      if (fate !== 'inserted') before += 1
      if (fate !== 'struck') after += 1
      if (fate === hidden) continue
      lines.push({ ...line, end: fate })
      line = { runs: [], label: labelOf(fate === 'inserted' ? undefined : row.before[before], fate === 'struck' ? undefined : row.after[after], seen), end: 'kept' }
    } else if (fate !== hidden) line.runs.push(seen === 'before' && run.was ? { ...run, m: run.was, was: run.was } : run)
  }
  return [...lines, line]
}

function labelOf(before: Head | undefined, after: Head | undefined, seen: Seen): Line['label'] {
  const [old, now] = [before?.label ?? '', after?.label ?? '']
  if (seen === 'before') return { struck: '', inserted: '', kept: old }
  if (seen === 'after') return { struck: '', inserted: '', kept: now }
  if (!before || !after || old === now) return { struck: '', inserted: '', kept: now || old }
  return { struck: old, inserted: now, kept: '' }
}

/** Printed numbers of footnotes by the ids of their paragraphs, the newer text's first. */
export function notesOf(rows: readonly Row[]): Map<string, number> {
  const notes = new Map<string, number>()
  for (const row of rows) for (const head of row.after.length ? row.after : row.before) if (head.kind === 'footnote' && row.fate !== 'departed') notes.set(head.id, notes.size + 1)
  return notes
}

export const isReformatted = (run: Run): boolean => {
  const emphasis = (marks: string[] = []): string => marks.filter(m => !m.startsWith('fn:')).sort().join()
  return run.was !== undefined && emphasis(run.was) !== emphasis(run.m)
}
