/** The working text in Yjs: root map `paragraphs`, id -> map {order, kind, level, label, body}. */
import * as Y from 'yjs'
import type { Content, Kind, Paragraph } from '../drafting/types'
import { newBody, readBody, writeBody } from './body'
import { cut, wordsOf } from './content'
import { inOrder, orderAfter, type Ordered } from './order'

export type ParagraphMap = Y.Map<unknown>

export const paragraphsOf = (doc: Y.Doc): Y.Map<ParagraphMap> => doc.getMap<ParagraphMap>('paragraphs')

export function bodyOf(map: ParagraphMap | undefined): Y.XmlFragment | null {
  const body = map?.get('body')
  return body instanceof Y.XmlFragment ? body : null
}

export function readParagraph(id: string, map: ParagraphMap): Paragraph {
  const body = bodyOf(map)
  return {
    id,
    kind: (map.get('kind') as Kind) ?? 'plain',
    level: Number(map.get('level') ?? 0),
    label: String(map.get('label') ?? ''),
    content: body ? readBody(body) : [],
  }
}

const orderOf = (map: ParagraphMap): string => String(map.get('order') ?? '')

export function orderedIds(doc: Y.Doc): Ordered[] {
  const out: Ordered[] = []
  paragraphsOf(doc).forEach((map, id) => out.push({ id, order: orderOf(map) }))
  return out.sort(inOrder)
}

/** Puts a paragraph after another one (null: first). Its id must be new. */
export function insertParagraph(doc: Y.Doc, paragraph: Paragraph, after: string | null, origin: unknown): void {
  doc.transact(() => {
    const map: ParagraphMap = new Y.Map<unknown>()
    map.set('order', orderAfter(orderedIds(doc), after))
    map.set('kind', paragraph.kind)
    map.set('level', paragraph.level)
    map.set('label', paragraph.label)
    map.set('body', newBody(paragraph.content))
    paragraphsOf(doc).set(paragraph.id, map)
  }, origin)
}

export function removeParagraph(doc: Y.Doc, id: string, origin: unknown): void {
  doc.transact(() => paragraphsOf(doc).delete(id), origin)
}

/** A move is one changed `order`: concurrent typing in the paragraph goes with it. */
export function moveParagraph(doc: Y.Doc, id: string, after: string | null, origin: unknown): void {
  const map = paragraphsOf(doc).get(id)
  if (map && after !== id) doc.transact(() => map.set('order', orderAfter(orderedIds(doc), after, id)), origin)
}

export function setContent(doc: Y.Doc, id: string, content: Content, origin: unknown): void {
  const body = bodyOf(paragraphsOf(doc).get(id))
  if (body) doc.transact(() => writeBody(body, content), origin)
}

export function setShape(doc: Y.Doc, id: string, shape: { kind?: Kind; level?: number; label?: string }, origin: unknown): void {
  const map = paragraphsOf(doc).get(id)
  if (!map) return
  doc.transact(() => {
    for (const [key, value] of Object.entries(shape)) if (value !== undefined && map.get(key) !== value) map.set(key, value)
  }, origin)
}

/** Splits at a UTF-16 offset. At the very start the id stays with the words and the empty paragraph above is the new one. */
export function splitParagraph(doc: Y.Doc, id: string, at: number, newId: string, origin: unknown): void {
  const map = paragraphsOf(doc).get(id)
  if (!map) return
  const paragraph = readParagraph(id, map)
  doc.transact(() => {
    if (at === 0 && wordsOf(paragraph.content)) {
      const sorted = orderedIds(doc)
      const before = sorted[sorted.findIndex(p => p.id === id) - 1]?.id ?? null
      insertParagraph(doc, { ...paragraph, id: newId, label: '', content: [] }, before, origin)
    } else {
      insertParagraph(doc, { ...paragraph, id: newId, label: '', content: cut(paragraph.content, at) }, id, origin)
      setContent(doc, id, cut(paragraph.content, 0, at), origin)
    }
  }, origin)
}
