/** The words of an edit that the server did not take. */
import type * as Y from 'yjs'
import { readBody } from '../crdt/body'
import { wordsOf } from '../crdt/content'
import { draftsOf } from '../crdt/drafts'
import { bodyOf, paragraphsOf } from '../crdt/text'
import type { Content, Failure } from '../drafting/types'
import { isDrafts } from './compartments'
import { beyond, sameEntry, writeAgain } from './rescue'

export interface Kept { paragraph: string; words: string; content: Content }

const rootOf = (name: string, doc: Y.Doc): Y.Map<Y.Map<unknown>> => (isDrafts(name) ? draftsOf(doc) : paragraphsOf(doc))

/** What a paragraph or draft says, and the paragraph of the working text that it belongs to. */
export function wordsKept(name: string, doc: Y.Doc, id: string): Kept {
  const map = rootOf(name, doc).get(id)
  const body = bodyOf(map)
  const paragraph = isDrafts(name) ? String(map?.get('paragraph') ?? '') : id
  const content = body ? readBody(body) : []
  return { paragraph, words: wordsOf(content), content }
}

export interface Refusal { failure: Failure; former: Y.Doc }
export interface Told { failure: Failure; kept: Kept[] }

/**
 * What the server did not take is told to its author. A lock refuses everything that was sent with it: what stands in
 * other paragraphs is written again, unless somebody else changed them too.
 */
export function settle(name: string, { failure, former }: Refusal, doc: Y.Doc, mayWrite: boolean): Told[] {
  const root = isDrafts(name) ? 'drafts' : 'paragraphs'
  const lacking = [...beyond(former, doc)].filter(id => !sameEntry(root, former, doc, id))
  const locked = failure.code === 'locked' && root === 'paragraphs' ? failure.params.paragraph : undefined
  if (locked === undefined) return told(name, former, lacking, failure)
  const others = lacking.filter(id => id !== locked)
  const changed = beyond(doc, former)
  const again = mayWrite ? others.filter(id => !changed.has(id)) : []
  writeAgain(former, doc, again)
  return [...told(name, former, lacking.filter(id => id === locked), failure), ...told(name, former, others.filter(id => !again.includes(id)), { code: 'with_locked', params: {} })]
}

function told(name: string, former: Y.Doc, ids: readonly string[], failure: Failure): Told[] {
  const kept = ids.map(id => wordsKept(name, former, id)).filter(one => one.words)
  return kept.length ? [{ failure, kept }] : []
}
