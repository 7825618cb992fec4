/** Live readings of a root map of `{..., body}` maps: only what changed is read again. */
import * as Y from 'yjs'

export interface Change { ids: Set<string>; structure: boolean; origin: unknown; local: boolean }
type Entry = Y.Map<unknown>

export class Reading<T> {
  private cache = new Map<string, T>()
  private listeners = new Set<(change: Change) => void>()
  private readonly observer = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => this.changed(events, transaction)

  /** `structural` names the fields whose change alters the list, not only one entry. */
  constructor(
    readonly doc: Y.Doc,
    readonly root: Y.Map<Entry>,
    private readonly read: (id: string, entry: Entry) => T,
    private readonly structural: ReadonlySet<string>,
  ) {
    root.observeDeep(this.observer as never)
  }

  get(id: string): T | undefined {
    const known = this.cache.get(id)
    if (known !== undefined) return known
    const entry = this.root.get(id)
    if (!(entry instanceof Y.Map)) return undefined
    const value = this.read(id, entry)
    this.cache.set(id, value)
    return value
  }

  ids(): string[] {
    return [...this.root.keys()]
  }

  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  destroy(): void {
    this.root.unobserveDeep(this.observer as never)
    this.listeners.clear()
  }

  private changed(events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
    const ids = new Set<string>()
    let structure = false
    for (const event of events) {
      if (event.path.length === 0) {
        for (const id of event.changes.keys.keys()) ids.add(id)
        structure = true
        continue
      }
      ids.add(String(event.path[0]))
      if (event.path.length === 1) for (const key of event.changes.keys.keys()) if (this.structural.has(key)) structure = true
    }
    for (const id of ids) this.cache.delete(id)
    const change = { ids, structure, origin: transaction.origin as unknown, local: transaction.local }
    for (const listener of [...this.listeners]) listener(change)
  }
}
