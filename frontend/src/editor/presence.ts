/** The own caret told to those who share the compartment, and theirs shown in the slots. */
import type { EditorState } from 'prosemirror-state'
import type { Awareness } from 'y-protocols/awareness'
import type { Membership } from '../drafting/membership'
import { fromPlace, toPlace } from '../crdt/places'
import { draftsOf } from '../crdt/drafts'
import { bodyOf } from '../crdt/text'
import { draftKey } from './arrange'
import type { Composed, Mode } from './composed'
import { readCursors, type CursorState, type RemoteCursor } from './cursors'
import { here } from './selection'
import { indexAt } from './slots'

export class Presence {
  bySlot = new Map<string, RemoteCursor[]>()
  private heard = new Map<Awareness, () => void>()
  private last = ''
  private lost = 0

  constructor(private readonly composed: Composed, private readonly membership: Membership, private readonly mode: () => Mode, private readonly own: () => string | null) {
    this.listen()
  }

  /** Takes up the awareness of every compartment shown (again after a document was replaced). */
  listen(): void {
    const now = new Set(this.names().flatMap(name => this.composed.sources.compartment(name)?.awareness ?? []))
    for (const [awareness, stop] of [...this.heard]) if (!now.has(awareness)) { stop(); this.heard.delete(awareness) }
    for (const awareness of now) {
      if (this.heard.has(awareness)) continue
      const update = (): void => this.read()
      awareness.on('change', update)
      this.heard.set(awareness, () => awareness.off('change', update))
    }
    this.read()
  }

  private names(): string[] {
    const { sources } = this.composed
    return this.mode() === 'pen' ? (sources.text ? [sources.text.name] : []) : sources.draftCompartments().map(c => c.name)
  }

  private read(): void {
    const next = new Map<string, RemoteCursor[]>()
    this.lost = 0
    for (const name of this.names()) {
      const awareness = this.composed.sources.compartment(name)?.awareness ?? null
      const reader = { resolve: (compartment: string, id: string, place: CursorState['head']) => this.resolve(compartment, id, place) }
      const { found, lost } = readCursors(name, awareness, this.membership, reader)
      this.lost += lost
      for (const [key, list] of found) next.set(key, [...(next.get(key) ?? []), ...list])
    }
    const touched = [...new Set([...next.keys(), ...this.bySlot.keys()])].filter(key => JSON.stringify(next.get(key)) !== JSON.stringify(this.bySlot.get(key)))
    this.bySlot = next
    if (touched.length) this.composed.redraw(touched)
  }

  private resolve(compartment: string, id: string, place: CursorState['head']): { key: string; offset: number } | null {
    const { sources, slots } = this.composed
    const doc = sources.compartment(compartment)?.doc
    if (!doc) return null
    if (compartment === sources.text?.name) {
      const offset = fromPlace(doc, sources.bodyOfParagraph(id), place)
      return offset === null ? null : { key: id, offset }
    }
    const draft = sources.draft(compartment, id)
    if (!draft) return slots.has(id) && typeof place === 'number' ? { key: id, offset: place } : null
    const key = draft.kind === 'change' || draft.kind === 'delete' ? draft.paragraph : draftKey(id)
    if (slots.get(key)?.draft?.id !== id) return null
    const offset = fromPlace(doc, bodyOf(draftsOf(doc).get(id)), place)
    return offset === null ? null : { key, offset }
  }

  /** Others' words moved their carets, or brought the draft of one that had come before: the places are resolved again. */
  refresh(keys: ReadonlySet<string>): void {
    if (this.lost) return this.read()
    for (const key of keys) if (this.bySlot.has(key)) return this.read()
  }

  /** Tells where this person's caret is. */
  send(state: EditorState, focused: boolean): void {
    const at = here(state)
    const slot = at && this.composed.slots.get(at.key)
    const { sources } = this.composed
    const name = this.mode() === 'pen' ? sources.text?.name : (slot?.draft?.compartment ?? this.own())
    if (this.mode() === 'read' || !name) return
    const compartment = sources.compartment(name)
    if (!compartment?.awareness || !compartment.writable) return
    let cursor: CursorState | null = null
    if (at && slot && focused) {
      const body = this.mode() === 'pen' ? sources.bodyOfParagraph(at.key) : slot.draft ? sources.bodyOfDraft(slot.draft) : null
      const { $anchor } = state.selection
      const anchor = $anchor.depth >= 3 && indexAt($anchor) === at.index ? $anchor.parentOffset : at.offset
      cursor = { in: this.mode() === 'pen' ? at.key : (slot.draft?.id ?? at.key), anchor: toPlace(body, anchor), head: toPlace(body, at.offset) }
    }
    const stamp = name + JSON.stringify(cursor)
    if (stamp === this.last) return
    this.last = stamp
    if (compartment.awareness.getLocalState() !== null) compartment.awareness.setLocalStateField('cursor', cursor)
  }

  destroy(): void {
    for (const stop of this.heard.values()) stop()
    this.heard.clear()
  }
}
