/** After a refusal: what the former document had that the server's has not, and what of it can be written again. */
import * as Y from 'yjs'
import { readBody } from '../crdt/body'
import { OWN } from '../crdt/origins'
import { bodyOf, insertParagraph, orderedIds, paragraphsOf, readParagraph, setContent, setShape } from '../crdt/text'
import { sameContent } from '../crdt/content'

/** Ids of the entries (paragraphs or drafts) in which `one` has words, or has struck words, and `other` has not. */
export function beyond(one: Y.Doc, other: Y.Doc): Set<string> {
  const out = new Set<string>()
  const add = (item: Y.Item): void => { const id = entryOf(item); if (id !== null) out.add(id) }
  for (const [client, structs] of one.store.clients) {
    const known = Y.getState(other.store, client)
    for (const struct of structs) if (struct instanceof Y.Item && !struct.deleted && struct.id.clock + struct.length > known) add(struct)
  }
  const struck = Y.createDeleteSetFromStructStore(one.store).clients
  for (const [client, structs] of other.store.clients) {
    const ranges = struck.get(client)
    if (!ranges) continue
    for (const struct of structs) {
      if (!(struct instanceof Y.Item) || struct.deleted) continue
      const { clock } = struct.id
      if (ranges.some(range => range.clock < clock + struct.length && range.clock + range.len > clock)) add(struct)
    }
  }
  return out
}

/** The key in the root map under which an item hangs. */
function entryOf(item: Y.Item): string | null {
  for (let at = item; ;) {
    const parent = at.parent as Y.AbstractType<unknown> | null
    if (!parent) return null
    if (!parent._item) return at.parentSub
    at = parent._item
  }
}

/** Whether the entries say the same in both documents. */
export function sameEntry(root: string, one: Y.Doc, other: Y.Doc, id: string): boolean {
  const [a, b] = [one, other].map(doc => bodyOf(doc.getMap<Y.Map<unknown>>(root).get(id)))
  return (!a && !b) || (a != null && b != null && sameContent(readBody(a), readBody(b)))
}

/** Writes paragraphs of a former working text again, where nobody else has changed them since. */
export function writeAgain(former: Y.Doc, doc: Y.Doc, ids: readonly string[]): void {
  const order = orderedIds(former).map(p => p.id)
  doc.transact(() => {
    for (const id of [...ids].sort((a, b) => order.indexOf(a) - order.indexOf(b))) {
      const map = paragraphsOf(former).get(id)
      if (!map) continue
      const paragraph = readParagraph(id, map)
      if (!paragraphsOf(doc).has(id)) {
        insertParagraph(doc, paragraph, order.slice(0, order.indexOf(id)).findLast(above => paragraphsOf(doc).has(above)) ?? null, OWN)
        continue
      }
      setContent(doc, id, paragraph.content, OWN)
      setShape(doc, id, { kind: paragraph.kind, level: paragraph.level, label: paragraph.label }, OWN)
    }
  }, OWN)
}
