/** The log of a server: what is on its disk, and nothing else. */
import { DatabaseSync } from 'node:sqlite'
import { join } from 'node:path'
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding'
import * as Y from 'yjs'
import { readBody } from '../../../src/crdt/body'
import { wordsOf } from '../../../src/crdt/content'
import { bodyOf } from '../../../src/crdt/text'

/** Every word of a compartment, rebuilt from the entries of its log. */
export function wordsInLog(data: string, compartment: string): string {
  const root = compartment.startsWith('text/') ? 'paragraphs' : 'drafts'
  const bodies = [...documentOf(data, compartment).getMap<Y.Map<unknown>>(root).values()].map(map => bodyOf(map))
  return bodies.map(body => (body ? wordsOf(readBody(body)) : '')).join('\n')
}

/** The ids of all drafts that were ever in a compartment. */
export function draftsInLog(data: string, compartment: string): string[] {
  const ids = new Set<string>()
  const doc = new Y.Doc()
  for (const update of entries(data, compartment)) {
    Y.applyUpdate(doc, update)
    for (const id of doc.getMap('drafts').keys()) ids.add(id)
  }
  return [...ids]
}

/** The client ids granted in a compartment, as they stand in updates. */
export function clientsInLog(data: string, compartment: string): Uint8Array[] {
  const rows = asked(data, 'SELECT client FROM client_grant WHERE compartment = ?', compartment)
  return rows.map(row => {
    const encoder = createEncoder()
    writeVarUint(encoder, Number(row.client))
    return toUint8Array(encoder)
  })
}

function documentOf(data: string, compartment: string): Y.Doc {
  const doc = new Y.Doc()
  for (const update of entries(data, compartment)) Y.applyUpdate(doc, update)
  return doc
}

const entries = (data: string, compartment: string): Uint8Array[] =>
  asked(data, 'SELECT payload FROM entry WHERE compartment = ? ORDER BY seq', compartment).map(row => row.payload as Uint8Array)

function asked(data: string, question: string, compartment: string): Array<Record<string, unknown>> {
  const database = new DatabaseSync(join(data, 'adref.db'), { readOnly: true })
  try {
    return database.prepare(question).all(compartment)
  } finally {
    database.close()
  }
}
