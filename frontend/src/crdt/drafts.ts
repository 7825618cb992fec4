/** Drafts in Yjs: root map `drafts`, draft id -> map (docs/architecture.md, "Compartments"). */
import * as Y from 'yjs'
import type { Content, Draft, DraftKind, Kind } from '../drafting/types'
import { newBody, readBody, writeBody } from './body'
import { sameContent } from './content'
import { bodyOf } from './text'

export type DraftMap = Y.Map<unknown>
export type DraftFields = Omit<Draft, 'id' | 'compartment' | 'audience'>

export const draftsOf = (doc: Y.Doc): Y.Map<DraftMap> => doc.getMap<DraftMap>('drafts')

export function readDraft(id: string, map: DraftMap): Omit<Draft, 'compartment' | 'audience'> {
  const body = bodyOf(map)
  const text = (key: string): string => String(map.get(key) ?? '')
  return {
    id,
    kind: (text('kind') || 'change') as DraftKind,
    paragraph: text('paragraph'),
    after: text('after') || null,
    paragraphKind: (text('paragraphKind') || 'plain') as Kind,
    level: Number(map.get('level') ?? 0),
    label: text('label'),
    basis: readBasis(map.get('basis')),
    content: body ? readBody(body) : [],
    by: text('by'),
  }
}

function readBasis(value: unknown): Content {
  if (typeof value !== 'string') return []
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? (parsed as Content) : []
  } catch {
    return []
  }
}

/** A draft of a change that says what its basis says is no draft: nobody sees it. */
export function isIdle(draft: Pick<Draft, 'kind' | 'basis' | 'content'>): boolean {
  return draft.kind === 'change' && sameContent(draft.basis, draft.content)
}

/** Ids sort by the time of their making, so that of two drafts of one paragraph the earlier is the same for everybody. */
export function draftId(now: number, random: string): string {
  return now.toString(36).padStart(9, '0') + random.replace(/[^0-9a-z]/gi, '').slice(0, 10)
}

export function createDraft(doc: Y.Doc, id: string, fields: DraftFields, origin: unknown): void {
  doc.transact(() => {
    const map: DraftMap = new Y.Map<unknown>()
    map.set('paragraph', fields.paragraph)
    map.set('kind', fields.kind)
    map.set('after', fields.after ?? '')
    map.set('paragraphKind', fields.paragraphKind)
    map.set('level', fields.level)
    map.set('label', fields.label)
    map.set('basis', JSON.stringify(fields.basis))
    map.set('by', fields.by)
    map.set('body', newBody(fields.content))
    draftsOf(doc).set(id, map)
  }, origin)
}

export function removeDraft(doc: Y.Doc, id: string, origin: unknown): void {
  if (draftsOf(doc).has(id)) doc.transact(() => draftsOf(doc).delete(id), origin)
}

/** Writes the words of a draft; one without words is the draft of a deletion, and back. */
export function writeDraft(doc: Y.Doc, id: string, content: Content, origin: unknown): void {
  const map = draftsOf(doc).get(id)
  const body = bodyOf(map)
  if (!map || !body) return
  doc.transact(() => {
    writeBody(body, content)
    const kind = map.get('kind')
    if (kind === 'change' && content.length === 0) map.set('kind', 'delete')
    else if (kind === 'delete' && content.length > 0) map.set('kind', 'change')
  }, origin)
}

/** The draft is now measured against other words. */
export function setBasis(doc: Y.Doc, id: string, basis: Content, origin: unknown): void {
  const map = draftsOf(doc).get(id)
  if (map) doc.transact(() => map.set('basis', JSON.stringify(basis)), origin)
}
