/** The log of a server that does not run: what is on its disk, and nothing else. */
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import * as Y from 'yjs'
import { readBody } from '../../../src/crdt/body'
import { wordsOf } from '../../../src/crdt/content'
import { bodyOf } from '../../../src/crdt/text'

/** Every word of a compartment, rebuilt from the entries of its log. */
export function wordsInLog(data: string, compartment: string): string {
  const root = compartment.startsWith('text/') ? 'paragraphs' : 'drafts'
  const doc = new Y.Doc()
  for (const update of entries(data, compartment)) Y.applyUpdate(doc, update)
  const bodies = [...doc.getMap<Y.Map<unknown>>(root).values()].map(map => bodyOf(map))
  return bodies.map(body => (body ? wordsOf(readBody(body)) : '')).join('\n')
}

function entries(data: string, compartment: string): Uint8Array[] {
  const database = new DatabaseSync(join(data, 'adref.db'))
  try {
    const rows = database.prepare('SELECT payload FROM entry WHERE compartment = ? ORDER BY seq').all(compartment)
    return rows.map(row => row.payload as Uint8Array)
  } finally {
    database.close()
  }
}
