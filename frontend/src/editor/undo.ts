/** Undo of one's own changes only, over all paragraphs and drafts, in the order in which they were made. */
import * as Y from 'yjs'
import { OWN } from '../crdt/origins'

export class Undo {
  private managers = new Map<Y.Doc, Y.UndoManager>()
  private done: Y.UndoManager[] = []
  private undone: Y.UndoManager[] = []

  constructor(private readonly changed: () => void) {}

  /** Follows exactly these roots; what is gone (a replaced document) can no longer be undone. */
  follow(roots: ReadonlyArray<{ doc: Y.Doc; root: Y.Map<Y.Map<unknown>> }>): void {
    for (const [doc, manager] of [...this.managers]) {
      if (roots.some(r => r.doc === doc)) continue
      manager.destroy()
      this.managers.delete(doc)
      this.done = this.done.filter(m => m !== manager)
      this.undone = this.undone.filter(m => m !== manager)
    }
    for (const { doc, root } of roots) if (!this.managers.has(doc)) this.managers.set(doc, this.manage(root))
  }

  private manage(root: Y.Map<Y.Map<unknown>>): Y.UndoManager {
    const manager = new Y.UndoManager(root as unknown as Y.AbstractType<unknown>, { trackedOrigins: new Set([OWN]), captureTimeout: 500, deleteFilter: item => !holdsOthers(item, root) })
    manager.on('stack-item-added', ({ type, origin }: { type: string; origin: unknown }) => {
      if (origin !== OWN || type !== 'undo') return
      this.done.push(manager)
      this.undone = []
      this.changed()
    })
    return manager
  }

  get canUndo(): boolean { return this.done.length > 0 }
  get canRedo(): boolean { return this.undone.length > 0 }

  /** What is typed next is a step of its own. */
  pause(): void {
    for (const manager of this.managers.values()) manager.stopCapturing()
  }

  undo(): boolean { return this.step(this.done, this.undone, m => m.undo()) }
  redo(): boolean { return this.step(this.undone, this.done, m => m.redo()) }

  private step(from: Y.UndoManager[], to: Y.UndoManager[], act: (m: Y.UndoManager) => unknown): boolean {
    for (let manager = from.pop(); manager; manager = from.pop()) {
      if (!act(manager)) continue // all of it had been undone by what others did
      to.push(manager)
      this.changed()
      return true
    }
    this.changed()
    return false
  }

  destroy(): void {
    for (const manager of this.managers.values()) manager.destroy()
    this.managers.clear()
  }
}

/** Undoing the making of a paragraph must not take along what others have typed into it since. */
function holdsOthers(item: Y.Item, root: Y.Map<Y.Map<unknown>>): boolean {
  const parent = item.parent as Y.AbstractType<unknown> | null
  const above = parent?._item ?? null
  const entry = parent === (root as unknown) ? item : above?.parent === (root as unknown) ? above : null
  const own = root.doc?.clientID
  if (!entry || entry.id.client !== own || !(entry.content instanceof Y.ContentType)) return false
  const body = (entry.content.type as Y.Map<unknown>).get('body')
  if (!(body instanceof Y.XmlFragment)) return false
  return body.toArray().some(child => {
    for (let at = (child as Y.XmlText)._start; at; at = at.right) if (!at.deleted && at.countable && at.id.client !== own) return true
    return false
  })
}
