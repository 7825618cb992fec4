/** What is kept on this device. Names carry the seat, so that another seat of the same browser never reads them. */
import { IndexeddbPersistence } from 'y-indexeddb'
import { promisifyRequest, type UseStore } from 'idb-keyval'
import type * as Y from 'yjs'

const CLIENT = 'client'

/** One tab's copy of one compartment, with the client id under which its words were written. */
export interface LocalCopy {
  client: number | null
  keepClient(client: number): void
  close(): void
  clear(): Promise<void>
}

export const copyName = (seat: string, compartment: string, place: number): string => `adref/${seat}/${compartment}/${place}`

/**
 * A place among the tabs of this seat: two tabs never write under one client id. The first tab has place 0, and a tab
 * that is reloaded takes its place again. Freed when the tab closes.
 */
export async function takePlace(seat: string, text: string, most = 8): Promise<{ place: number; free(): void }> {
  const locks = globalThis.navigator?.locks
  if (!locks) return { place: 0, free: () => {} }
  for (let place = 0; place < most; place++) {
    const free = await new Promise<(() => void) | null>(resolve => {
      void locks.request(`adref/${seat}/${text}/${place}`, { ifAvailable: true }, lock => (lock ? new Promise<void>(done => resolve(done)) : resolve(null)))
    })
    if (free) return { place, free }
  }
  return { place: most, free: () => {} }
}

export const canKeep = (): boolean => typeof indexedDB !== 'undefined'

/** Opens this device's copy and reads it into the document. */
export async function openCopy(name: string, doc: Y.Doc): Promise<LocalCopy> {
  const store = new IndexeddbPersistence(name, doc)
  await store.whenSynced
  const client: unknown = await store.get(CLIENT)
  return {
    client: typeof client === 'number' ? client : null,
    keepClient: id => void store.set(CLIENT, id),
    close: () => void store.destroy(),
    clear: () => store.clearData(),
  }
}

/** A store of idb-keyval that lets go when its database is to be removed, and does not make it anew. */
export function openStore(name: string, inside: string): UseStore {
  let opened: Promise<IDBDatabase> | undefined
  const open = async (): Promise<IDBDatabase> => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.result.createObjectStore(inside)
    const database = await promisifyRequest(request)
    database.onversionchange = () => database.close()
    database.onclose = () => { opened = undefined } // closed by the browser: opened again when needed
    return database
  }
  return async (mode, work) => {
    opened ??= open().catch(thrown => { opened = undefined; throw thrown })
    return work((await opened).transaction(inside, mode).objectStore(inside))
  }
}

/** Removes everything that this seat kept on this device: it may no longer read it. */
export async function clearSeat(seat: string): Promise<void> {
  const all = (await globalThis.indexedDB?.databases?.()) ?? []
  for (const { name } of all) if (name?.startsWith(`adref/${seat}/`)) indexedDB.deleteDatabase(name)
}
