/** The words of an edit that the server did not take. */
import * as Y from 'yjs'
import { readBody } from '../crdt/body'
import { wordsOf } from '../crdt/content'
import { draftsOf } from '../crdt/drafts'
import { bodyOf, paragraphsOf } from '../crdt/text'
import { isDrafts } from './compartments'

export interface Kept { paragraph: string; words: string }

const rootOf = (name: string, doc: Y.Doc): Y.Map<Y.Map<unknown>> => (isDrafts(name) ? draftsOf(doc) : paragraphsOf(doc))

/** Ids of the paragraphs or drafts that a transaction changed. */
function touched(transaction: Y.Transaction): string[] {
  const out = new Set<string>()
  for (const [type, keys] of transaction.changed) {
    let at = type as unknown as Y.AbstractType<unknown> | null
    if (!at?.parent) {
      for (const key of keys) if (key !== null) out.add(key)
      continue
    }
    for (; at?.parent; at = at.parent as Y.AbstractType<unknown> | null) if (!at.parent.parent && at._item?.parentSub) out.add(at._item.parentSub)
  }
  return [...out]
}

/** What a paragraph or draft says, and the paragraph of the working text that it belongs to. */
function of(name: string, doc: Y.Doc, id: string): Kept {
  const map = rootOf(name, doc).get(id)
  const body = bodyOf(map)
  const paragraph = isDrafts(name) ? String(map?.get('paragraph') ?? '') : id
  return { paragraph, words: body ? wordsOf(readBody(body)) : '' }
}

export const wordsKept = { touched, of }
