/** What the toolbar, Enter and paste do, for a pen and for a delegate. */
import { toggleMark } from 'prosemirror-commands'
import type { Node } from 'prosemirror-model'
import type { Transaction } from 'prosemirror-state'
import type { Room } from '../connection/types'
import type { Kind } from '../drafting/types'
import type { Composed, Mode } from './composed'
import { startAlternative, startDeletion, startNew } from './delegate'
import { contentOf, keyOf, paragraphOf, schema, shapeOf } from './schema'
import { caretIn, here } from './selection'
import { slotsOf } from './slots'
import { footnote, isRow, newAfter, removeHere } from './structure'
import { ROW } from '../drafting/rows'
import type { EditorHandle } from './types'

type Run = Exclude<Parameters<EditorHandle['run']>[0], 'undo' | 'redo'>

export interface ActsHost {
  room: Room
  party: string | null
  composed(): Composed
  mode(): Mode
  editable(key: string): boolean
  refused(key: string): void
  arm(key: string): void // on touch screens: typing may begin here
  newId(): string
}

export class Acts {
  constructor(private readonly host: ActsHost) {}

  private get composed(): Composed { return this.host.composed() }

  run(command: Run): boolean {
    const { view } = this.composed
    const at = here(view.state)
    if (!at) return false
    if (!this.host.editable(at.key) && command !== 'new-after') return this.host.refused(at.key), false
    if (command === 'em' || command === 'strong') return toggleMark(schema.marks[command]!)(view.state, tr => view.dispatch(tr))
    if (command.startsWith('kind:')) return this.setKind(command.slice(5))
    const done = this.host.mode() === 'pen' ? this.runPen(command) : this.runDelegate(command)
    if (done) view.focus()
    return done
  }

  private setKind(named: string): boolean {
    const { view } = this.composed
    const at = here(view.state)!
    const [kind, level] = named.split(':')
    if (this.host.mode() !== 'pen' && this.composed.slots.get(at.key)?.paragraph) return false
    view.dispatch(view.state.tr.setNodeMarkup(at.start - 1, null, { kind: kind as Kind, level: level === undefined ? shapeOf(at.slot).level : Number(level) }))
    return true
  }

  private runPen(command: string): boolean {
    const { state } = this.composed.view
    const make: Record<string, () => Transaction | null> = {
      footnote: () => footnote(state, this.host.newId), 'new-after': () => newAfter(state, this.host.newId), 'delete-paragraph': () => removeHere(state),
    }
    const tr = make[command]?.()
    if (tr) this.composed.view.dispatch(tr)
    return tr != null
  }

  private runDelegate(command: string): boolean {
    const at = here(this.composed.view.state)
    const slot = at && this.composed.slots.get(at.key)
    const { party, room } = this.host
    if (!at || !slot || party === null) return false
    if (command === 'delete-paragraph') return startDeletion(room, party, slot)
    const key = command === 'new-after' ? startNew(room, this.composed, party, slot, shapeOf(at.slot), []) : command === 'alternative' ? startAlternative(room, party, slot) : null
    if (key) this.goTo(key)
    return key !== null
  }

  /** Enter in a delegate's view begins a new paragraph; in the middle of one it takes the rest along. */
  enter(): boolean {
    const at = here(this.composed.view.state)
    const slot = at && this.composed.slots.get(at.key)
    const { party, room } = this.host
    if (!at || !slot || party === null || this.host.mode() !== 'delegate') return true
    if (!this.host.editable(at.key)) return this.host.refused(at.key), true
    const { view } = this.composed
    const paragraph = paragraphOf(at.slot)
    const content = contentOf(paragraph)
    const tail = paragraph.cut(at.offset)
    if (at.offset === 0 && !at.empty) {
      const above = at.index > 0 ? this.composed.slots.get(keyOf(slotsOf(view.state.doc)[at.index - 1]!)) : null
      this.goTo(startNew(room, this.composed, party, above ?? null, shapeOf(at.slot), []))
      return true
    }
    if (!at.end && content.length) view.dispatch(view.state.tr.delete(at.start + at.offset, at.start + paragraph.content.size))
    const fresh = this.composed.slots.get(at.key) ?? slot
    this.goTo(startNew(room, this.composed, party, fresh, shapeOf(at.slot), contentOf(tail)))
    return true
  }

  /** The first paragraph pasted goes into the words, every other one becomes a draft of its own; so do all with rows among them. */
  paste(blocks: Node[]): boolean {
    const at = here(this.composed.view.state)
    const { party, room } = this.host
    if (!at || party === null) return true
    if (!this.host.editable(at.key)) return this.host.refused(at.key), true
    const { view } = this.composed
    const table = blocks.some(isRow)
    if (!table) view.dispatch(view.state.tr.replaceWith(at.start + at.offset, at.start + at.offset, blocks[0]!.content).setMeta('paste', true))
    let after = this.composed.slots.get(at.key) ?? null
    let key = at.key
    const shape = shapeOf(at.slot)
    for (const block of table ? blocks : blocks.slice(1)) {
      const own = isRow(block) ? { kind: ROW, level: block.attrs.level as number } as const : shape
      key = startNew(room, this.composed, party, after, own, contentOf(block))
      after = this.composed.slots.get(key) ?? after
    }
    this.goTo(key, blocks[blocks.length - 1]!.content.size)
    return true
  }

  private goTo(key: string, offset = 0): void {
    const { view } = this.composed
    this.host.arm(key)
    view.dispatch(caretIn(view.state.tr, key, offset).scrollIntoView())
    view.focus()
  }
}
