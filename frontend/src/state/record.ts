/**
 * A text led through its record (mirrors adref/drafting/rewriting.py): what stood at every act, with a text kept at every so
 * many acts, so that any moment is near.
 */
import type { Content, Edit, FloorEvent, Kind, Paragraph } from '../drafting/types'
import { request } from './http'

export type RecordEdit = Edit | { edit: 'form'; paragraph: string; before: [Kind, number]; after: [Kind, number] }
export type Text = readonly Paragraph[]
const KEPT_EVERY = 50

export const editsOf = (event: FloorEvent): RecordEdit[] => (event['edits'] as RecordEdit[] | undefined) ?? []

/** The text after an act. What did not change keeps its identity. */
export function textAfter(text: Text, event: FloorEvent): Text {
  if (event.type === 'text_begun') return event['text'] as Paragraph[]
  return editsOf(event).reduce(edited, text)
}

function edited(text: Text, edit: RecordEdit): Text {
  switch (edit.edit) {
    case 'content': return replaced(text, edit.paragraph, p => ({ ...p, content: edit.after }))
    case 'label': return replaced(text, edit.paragraph, p => ({ ...p, label: edit.after }))
    case 'form': return replaced(text, edit.paragraph, p => ({ ...p, kind: edit.after[0], level: edit.after[1] }))
    case 'remove': return text.filter(p => p.id !== edit.paragraph)
    case 'insert': {
      const { paragraph: id, kind, level, label, content } = edit
      return placed(text, { id, kind, level, label, content }, edit.after)
    }
    case 'move': {
      const found = text.find(p => p.id === edit.paragraph)
      return found ? placed(text.filter(p => p !== found), found, edit.after) : text
    }
  }
}

function replaced(text: Text, id: string, change: (paragraph: Paragraph) => Paragraph): Text {
  const at = text.findIndex(p => p.id === id)
  const found = text[at]
  return found ? text.with(at, change(found)) : text
}

function placed(text: Text, paragraph: Paragraph, after: string | null): Text {
  const at = after === null ? 0 : text.findIndex(p => p.id === after) + 1 || text.length
  return text.toSpliced(at, 0, paragraph)
}

/** What one act did to one paragraph, as the page shows it. */
export interface Changed { before: Content | null; after: Content | null; moved: boolean; label: string }

/** The record of a text: acts are counted from 1, `at(0)` is before the first. */
export class Replay {
  private readonly kept: Text[] = [[]]

  constructor(readonly events: readonly FloorEvent[]) {
    let text: Text = []
    events.forEach((event, i) => {
      text = textAfter(text, event)
      if ((i + 1) % KEPT_EVERY === 0) this.kept.push(text)
    })
  }

  at(act: number): Text {
    const near = Math.floor(act / KEPT_EVERY)
    return this.events.slice(near * KEPT_EVERY, act).reduce(textAfter, this.kept[near] ?? [])
  }

  /** What the act changed, by paragraph; removed ones too. */
  changes(act: number): Map<string, Changed> {
    const event = this.events[act - 1]
    if (!event || event.type === 'text_begun') return new Map()
    const before = new Map(this.at(act - 1).map(p => [p.id, p]))
    const after = new Map(this.at(act).map(p => [p.id, p]))
    const touched = new Set(editsOf(event).map(e => e.paragraph))
    const found = new Map<string, Changed>()
    for (const id of touched) {
      const [old, now] = [before.get(id), after.get(id)]
      const moved = editsOf(event).some(e => e.edit === 'move' && e.paragraph === id)
      found.set(id, { before: old?.content ?? null, after: now?.content ?? null, moved, label: (now ?? old)?.label ?? '' })
    }
    return found
  }
}

/** The paragraphs that an act is about. */
export function subjectsOf(event: FloorEvent): string[] {
  const edits = editsOf(event).map(e => e.paragraph)
  const proposal = event['proposal'] as { paragraph?: string } | string | undefined
  const named = [event['paragraph'], typeof proposal === 'object' ? proposal.paragraph : undefined]
  return [...new Set([...edits, ...named.filter((id): id is string => typeof id === 'string' && id !== '')])]
}

/** The acts at which a meeting began: those after a pause of more than three hours, and the first. */
export function sessionsOf(events: readonly FloorEvent[], pause = 3 * 3_600_000): number[] {
  return events.flatMap((event, i) => {
    const last = events[i - 1]
    return !last || Date.parse(event.at) - Date.parse(last.at) > pause ? [event.seq] : []
  })
}

export interface GoneRow {
  words: string; where: 'text' | 'floor'; paragraph: string; label: string; proposal: string; number: number; seq: number
  act: string; at: string; by: string; role: string; party: string | null; stood: boolean; now_in: string[]
}
const at = (seat: string, text: string): string => `/api/s/${encodeURIComponent(seat)}/texts/${encodeURIComponent(text)}/record`
export const recordFile = (seat: string, text: string): string => `${at(seat, text)}/file`
/** The acts after one; all, if none is named. */
export const readRecord = async (seat: string, text: string, after = 0): Promise<FloorEvent[]> =>
  (await request<{ events: FloorEvent[] }>('GET', `${at(seat, text)}${after ? `?after=${after}` : ''}`)).events
export const goneSince = async (seat: string, text: string, voice: string, since: number): Promise<GoneRow[]> =>
  (await request<{ rows: GoneRow[] }>('GET', `${at(seat, text)}/gone?${new URLSearchParams({ voice, since: String(since) })}`)).rows
